"""A group evaluates those who served, each sees and answers it, and the group is rated in turn without learning by whom."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.builders import PASSWORD, a_recorder, a_row, an_id_number
from tests.district import District, Person
from tests.hours.test_waiting import log

pytestmark = pytest.mark.article("10")


class Scene:
    """A project that has ended, with hours of two of its three members."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.supervisor = district.supervisor()
        self.recorder = district.recorder(self.supervisor)
        self.people = [self.member(f"成员{name}") for name in "甲乙丙"]
        self.project = district.project(self.recorder, *self.people, ends="2026-05-30T00:00:00+08:00")
        log(self.recorder, self.project, *(a_row(person.number) for person in self.people[:2]))

    def member(self, name: str) -> Person:
        return self.district.volunteer(name=name, document={"type": "resident_id", "number": an_id_number()})

    def row(self, person: Person, **changes: Any) -> dict[str, Any]:
        said = {"punctuality": 5, "attitude": 4, "skill": 5, "words": "认真细致"}
        return {"volunteer_number": person.number, **said, **changes}

    def rate(self, *rows: dict[str, Any], who: Person | None = None) -> TestResponse:
        return (who or self.recorder).post(f"/projects/{self.project}/evaluations", {"rows": list(rows)})

    def sheet(self) -> dict[str, Any]:
        found = self.recorder.get(f"/projects/{self.project}/evaluations").get_json()
        return {item["volunteer_number"]: item["evaluation"] for item in found["items"]}

    def own(self, person: Person) -> list[dict[str, Any]]:
        return list(person.get("/volunteers/me/evaluations").get_json()["items"])

    def answer(self, person: Person, version: int, text: str = "谢谢，我会继续努力") -> TestResponse:
        body = {"version": version, "text": text}
        return person.post(f"/volunteers/me/evaluations/{self.project}/answer", body)

    def rate_group(self, person: Person, score: int, words: str = "") -> TestResponse:
        body = {"score": score, "words": words}
        return person.post(f"/volunteers/me/evaluations/{self.project}/group", body)

    def rating(self) -> dict[str, Any]:
        return dict(self.recorder.get(f"/groups/{self.recorder.group_id}/rating").get_json())


@pytest.fixture
def scene(district: District) -> Scene:
    return Scene(district)


def codes(answer: TestResponse) -> list[tuple[str, str]]:
    return [(fault["code"].removeprefix("evaluations."), fault["field"]) for fault in answer.get_json()["violations"]]


def test_everybody_who_took_part_is_evaluated_at_once_and_sees_it(scene: Scene) -> None:
    first, second, third = scene.people
    assert set(scene.sheet()) == {first.number, second.number}
    assert scene.rate(scene.row(first), scene.row(second, skill=3, words="")).get_json() == {"rated": 2}
    assert scene.own(second)[0]["summary"] == "守时程度 5、服务态度 4、专业水平 3"
    assert scene.own(third) == []
    told = first.get("/messages").get_json()["items"][0]
    assert told["kind"] == "evaluations.rated"


@pytest.mark.article("8")
def test_the_evaluation_stands_beside_the_service_in_the_record(scene: Scene) -> None:
    scene.rate(scene.row(scene.people[0]))
    shown = [person.get("/volunteers/me/record").get_json()["service"]["items"][0] for person in scene.people[:2]]
    assert [item["evaluation"] and item["evaluation"]["summary"] for item in shown] == [
        "守时程度 5、服务态度 4、专业水平 5",
        None,
    ]


def test_one_wrong_row_keeps_them_all_from_being_written(scene: Scene) -> None:
    first, second, third = scene.people
    refused = scene.rate(scene.row(first), scene.row(second, attitude=9), scene.row(third))
    assert codes(refused) == [("score", "rows.1.attitude"), ("not_there", "rows.2.volunteer_number")]
    assert scene.own(first) == []


def test_a_project_that_goes_on_is_not_evaluated(scene: Scene) -> None:
    scene.project = scene.district.project(scene.recorder, ends="2026-12-31T00:00:00+08:00")
    log(scene.recorder, scene.project, a_row(scene.people[0].number, "2026-05-02T09:00", "2026-05-02T11:00"))
    assert ("not_ended", "") in codes(scene.rate(scene.row(scene.people[0])))


def test_an_evaluation_is_changed_until_its_volunteer_answers(scene: Scene) -> None:
    first = scene.people[0]
    scene.rate(scene.row(first))
    assert codes(scene.rate(scene.row(first, skill=2))) == [("moved_on", "rows.0")]
    assert scene.rate(scene.row(first, skill=2, version=1)).status_code == 201
    [own] = scene.own(first)
    assert (own["skill"], own["past"][0]["summary"]) == (2, "守时程度 5、服务态度 4、专业水平 5")
    assert codes(scene.answer(first, 1)) == [("moved_on", "text")]
    assert scene.answer(first, 2).status_code == 201
    assert codes(scene.answer(first, 3)) == [("answered", "text")]
    assert codes(scene.rate(scene.row(first, skill=5, version=3))) == [("answered", "rows.0")]
    assert scene.sheet()[first.number]["answer"] == "谢谢，我会继续努力"


def test_the_same_sheet_sent_twice_changes_nothing(scene: Scene) -> None:
    rows = [scene.row(scene.people[0])]
    answers = [
        scene.recorder.post(f"/projects/{scene.project}/evaluations", {"rows": rows}, Idempotency_Key="sheet-number-1")
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert scene.sheet()[scene.people[0].number]["version"] == 1


def test_nobody_evaluates_oneself(scene: Scene) -> None:
    document = {"type": "resident_id", "number": an_id_number("19750505")}
    person = scene.district.volunteer(name="陈记录", document=document)
    body = a_recorder(name="陈记录", document=document, login="chen-recorder")
    scene.recorder.post(f"/groups/{scene.recorder.group_id}/recorders", body)
    own = scene.district.log_in("chen-recorder")
    own.ask("PUT", "/session/password", {"old_password": PASSWORD, "new_password": "another horse battery"})
    scene.recorder.post(f"/groups/{scene.recorder.group_id}/members", {"volunteer_number": person.number})
    log(scene.recorder, scene.project, a_row(person.number))
    assert codes(scene.rate(scene.row(person), who=own)) == [("own", "rows.0")]
    assert scene.rate(scene.row(person)).status_code == 201


def test_another_group_sees_and_writes_nothing(scene: Scene) -> None:
    other = scene.district.recorder(scene.supervisor, name="另一队", recorder=a_recorder(login="other-group"))
    assert other.get(f"/projects/{scene.project}/evaluations").status_code == 404
    assert scene.rate(scene.row(scene.people[0]), who=other).status_code == 404
    assert other.get(f"/groups/{scene.recorder.group_id}/rating").status_code == 404


def test_what_volunteers_say_of_a_group_is_shown_from_five_people_on(scene: Scene) -> None:
    more = [scene.member(f"新人{name}") for name in "一二三"]
    for person in more:
        scene.recorder.post(f"/groups/{scene.recorder.group_id}/members", {"volunteer_number": person.number})
    log(scene.recorder, scene.project, *(a_row(person.number) for person in more))
    raters = [*scene.people[:2], *more]
    for person in raters[:4]:
        assert scene.rate_group(person, 5, "组织得好").status_code == 204
    scene.rate_group(raters[0], 3, "改了主意")
    assert scene.rating() == {"people": None, "average": None, "words": [], "fewest": 5}
    scene.rate_group(raters[4], 4)
    assert scene.rating() == {"people": 5, "average": "4.4", "words": ["改了主意", "组织得好"], "fewest": 5}


def test_who_did_not_take_part_rates_no_group(scene: Scene) -> None:
    assert scene.rate_group(scene.people[2], 1).status_code == 404
    assert codes(scene.rate_group(scene.people[0], 6)) == [("score", "score")]


def test_the_own_averages_are_shown_from_five_on(scene: Scene) -> None:
    first = scene.people[0]
    for day in range(10, 15):
        found = first.get("/volunteers/me/evaluations/averages").get_json()
        assert (found["evaluations"], found["averages"][0]["average"]) == (day - 10, None)
        scene.project = scene.district.project(scene.recorder, ends="2026-05-30T00:00:00+08:00")
        log(scene.recorder, scene.project, a_row(first.number, f"2026-05-{day}T09:00", f"2026-05-{day}T11:00"))
        scene.rate(scene.row(first))
    found = first.get("/volunteers/me/evaluations/averages").get_json()
    assert [each["average"] for each in found["averages"]] == ["5.0", "4.0", "5.0"]


def test_the_board_says_whether_anybody_was_evaluated(scene: Scene) -> None:
    path = f"/groups/{scene.recorder.group_id}/deadlines"
    before = scene.recorder.get(path).get_json()["items"][0]["evaluated"]
    scene.rate(scene.row(scene.people[0]))
    assert (before, scene.recorder.get(path).get_json()["items"][0]["evaluated"]) == (False, True)
