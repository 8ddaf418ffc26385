"""From criteria to a roll in public: piece by piece, with the names of those alone who agreed, and gone when they do not."""

from datetime import date
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.builders import a_recorder
from tests.district import District, Person
from tests.stars.served import a_long_project, serve

pytestmark = pytest.mark.article("21")

ASKED = {"title": "2026 年度优秀志愿者", "from": "2026-01-01", "to": "2026-05-31", "least_minutes": 60}


class Scene:
    """Two groups, three volunteers: one serves with both, one agrees to be named."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.supervisor = district.supervisor()
        self.recorder = district.recorder(self.supervisor)
        self.other = district.recorder(self.supervisor, name="另一队", recorder=a_recorder(login="other-roll"))
        self.people = [district.volunteer(name=name) for name in ("张甲", "李乙", "王丙")]
        first = a_long_project(district, self.recorder, *self.people)
        second = a_long_project(district, self.other, self.people[0])
        for person, minutes in zip(self.people, (120, 180, 180), strict=True):
            serve(self.recorder, first, person.number, minutes)
        serve(self.other, second, self.people[0].number, 240, date(2026, 3, 1))
        self.agree(self.people[0], True)

    def agree(self, person: Person, agreed: bool) -> None:
        assert person.ask("PUT", "/volunteers/me/consents/publication", {"agreed": agreed}).status_code == 200

    def draw(self, by: Person, path: str, **changes: Any) -> dict[str, Any]:
        made = by.post(path, {**ASKED, **changes}).get_json()
        while made["state"] == "gathering":
            made = by.post(f"/rolls/{made['roll_id']}/pieces").get_json()
        return dict(by.get(f"/rolls/{made['roll_id']}").get_json())

    def publish(self, by: Person, roll: dict[str, Any]) -> TestResponse:
        return by.post(f"/rolls/{roll['roll_id']}/publication", {"version": roll["version"]})

    def public(self) -> dict[str, Any]:
        [item] = self.district.get("/public/rolls").get_json()["items"]
        return dict(self.district.get(f"/public/rolls/{item['roll']}").get_json())


@pytest.fixture
def scene(district: District) -> Scene:
    return Scene(district)


def rows(roll: dict[str, Any]) -> list[tuple[int, str, int]]:
    return [(row["place"], row["name"], row["minutes"]) for row in roll["rows"]]


def test_the_districts_roll_sums_up_all_groups_and_a_groups_its_own(scene: Scene) -> None:
    whole = scene.draw(scene.supervisor, "/rolls")
    assert [each[0::2] for each in rows(whole)] == [(1, 360), (2, 180), (2, 180)]
    assert {name for _, name, _ in rows(whole)[1:]} == {"李乙", "王丙"}
    own = scene.draw(scene.recorder, f"/groups/{scene.recorder.group_id}/rolls")
    assert [(place, minutes) for place, _, minutes in rows(own)] == [(1, 180), (1, 180), (3, 120)]


def test_it_is_read_group_by_group_and_says_how_far_it_is(scene: Scene) -> None:
    made = scene.supervisor.post("/rolls", ASKED).get_json()
    seen = [(made["groups_read"], made["groups"], made["state"])]
    for _ in range(3):
        made = scene.supervisor.post(f"/rolls/{made['roll_id']}/pieces").get_json()
        seen.append((made["groups_read"], made["groups"], made["state"]))
    assert seen == [(0, 2, "gathering"), (1, 2, "gathering"), (2, 2, "drawn"), (2, 2, "drawn")]


def test_the_criteria_stand_with_the_roll(scene: Scene) -> None:
    roll = scene.draw(scene.supervisor, "/rolls", places=1, least_star=0)
    assert (len(roll["rows"]), roll["criteria"][-1]) == (1, "取前 1 名，最后一名并列的全部列入")


def test_stars_and_evaluations_narrow_it(scene: Scene) -> None:
    assert scene.draw(scene.supervisor, "/rolls", least_star=1)["rows"] == []
    assert scene.draw(scene.supervisor, "/rolls", least_score=10)["rows"] == []


def test_faulty_criteria_are_refused(scene: Scene) -> None:
    refused = scene.supervisor.post("/rolls", {**ASKED, "title": "", "least_minutes": 0})
    assert [fault["field"] for fault in refused.get_json()["violations"]] == ["title", "least_minutes"]


def test_a_roll_is_nobody_elses(scene: Scene) -> None:
    own = scene.draw(scene.recorder, f"/groups/{scene.recorder.group_id}/rolls")
    path = f"/rolls/{own['roll_id']}"
    assert scene.other.get(path).status_code == 404
    assert scene.other.post(f"{path}/publication", {"version": own["version"]}).status_code == 404
    assert scene.supervisor.get(path).status_code == 200
    assert scene.people[0].get(path).status_code == 403


@pytest.mark.article("15")
def test_only_the_names_of_those_who_agreed_are_published(scene: Scene) -> None:
    roll = scene.draw(scene.supervisor, "/rolls")
    assert scene.publish(scene.supervisor, roll).status_code == 200
    seen = scene.public()
    assert (seen["names"], seen["unnamed"]) == ([{"place": 1, "name": "张甲", "star_name": None}], 2)
    text = scene.district.get(f"/public/rolls/{seen['roll']}").get_data(as_text=True)
    assert not any(word in text for word in ("李乙", "王丙", scene.people[0].number, "360"))


@pytest.mark.article("15")
def test_a_name_goes_at_once_when_the_consent_is_withdrawn(scene: Scene) -> None:
    scene.publish(scene.supervisor, scene.draw(scene.supervisor, "/rolls"))
    scene.agree(scene.people[0], False)
    assert (scene.public()["names"], scene.public()["unnamed"]) == ([], 3)


@pytest.mark.article("15")
def test_a_name_goes_when_the_account_is_closed(scene: Scene) -> None:
    scene.publish(scene.supervisor, scene.draw(scene.supervisor, "/rolls"))
    asked = scene.people[0].post("/volunteers/me/closing", {"text": "不再参加服务"}).get_json()
    decision = {"version": 1, "decision": "granted", "note": "已核对证件原件"}
    scene.supervisor.post(f"/requests/{asked['request_id']}/decision", decision)
    assert scene.public()["names"] == []


def test_publishing_again_changes_nothing_and_of_two_versions_one_is_too_late(scene: Scene) -> None:
    roll = scene.draw(scene.supervisor, "/rolls")
    assert [scene.publish(scene.supervisor, roll).status_code for _ in range(2)] == [200, 200]
    assert len(scene.public()["names"]) == 1
    late = {**roll, "version": roll["version"] - 1}
    assert scene.publish(scene.supervisor, late).status_code == 409


def test_a_roll_is_taken_down_with_a_reason_and_without_its_names(scene: Scene) -> None:
    roll = scene.draw(scene.supervisor, "/rolls")
    new = scene.publish(scene.supervisor, roll).get_json()
    path = f"/rolls/{roll['roll_id']}/withdrawal"
    assert scene.supervisor.post(path, {"version": new["version"]}).status_code == 422
    assert scene.supervisor.post(path, {"version": new["version"], "reason": "条件写错了"}).status_code == 200
    seen = scene.public()
    assert (seen["withdrawn"], seen["names"], seen["criteria"]) == (True, [], [])
    assert scene.supervisor.post(path, {"version": new["version"], "reason": "条件写错了"}).status_code == 409
