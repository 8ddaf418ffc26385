"""第十一条：培训的主题、内容、日期、地点、学时、联系人等。"""

import base64
from typing import Any

import pytest
from werkzeug.test import TestResponse

from functions.files import writing
from functions.training import rules
from tests.builders import a_recorder, a_row, an_id_number
from tests.checkins.doors import codes
from tests.district import District, Person
from tests.hours.test_waiting import a_second_recorder

pytestmark = pytest.mark.article("11")


def a_training(*numbers: str, **changes: Any) -> dict[str, Any]:
    """The body of `POST /groups/{id}/trainings`."""
    body: dict[str, Any] = {
        "topic": "急救知识培训",
        "content": "心肺复苏和止血包扎",
        "starts": "2026-05-10",
        "ends": "2026-05-11",
        "place": "解放碑街道社区中心",
        "class_hours": "2.5",
        "kind": "professional",
        "mode": "in_person",
        "contact": "王联系",
        "volunteer_numbers": list(numbers),
    }
    return {**body, **changes}


class Scene:
    """A group with two members, and a volunteer who is none."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.recorder = district.recorder()
        self.first, self.second, self.stranger = (district.volunteer(name=name) for name in ("张三", "李四", "赵五"))
        self.project = district.project(self.recorder, self.first, self.second)
        self.path = f"/groups/{self.recorder.group_id}/trainings"

    def record(self, *people: Person, **changes: Any) -> TestResponse:
        return self.recorder.post(self.path, a_training(*(each.number for each in people), **changes))

    def own(self, person: Person) -> list[dict[str, Any]]:
        return list(person.get("/volunteers/me/trainings").get_json()["items"])

    def correct(self, training: dict[str, Any], **changes: Any) -> TestResponse:
        body = a_training(**{"version": training["version"], "reason": "日期写错", **changes})
        del body["volunteer_numbers"]
        return self.recorder.post(f"/trainings/{training['training_id']}/corrections", body)

    def numbers(self, content: bytes, name: str = "a.csv") -> TestResponse:
        body = {"name": name, "content": base64.b64encode(content).decode()}
        return self.recorder.post(f"{self.path}/numbers", body)


@pytest.fixture
def scene(district: District) -> Scene:
    return Scene(district)


def test_a_training_is_recorded_for_many_and_each_sees_all_that_article_11_asks(scene: Scene) -> None:
    made = scene.record(scene.first, scene.second)
    assert (made.status_code, made.get_json()["attendees"]) == (201, 2)
    for person in (scene.first, scene.second):
        [seen] = scene.own(person)
        asked = ("topic", "content", "starts", "ends", "place", "class_hours", "contact", "kind_name", "mode_name")
        assert [seen[name] for name in asked] == [
            "急救知识培训", "心肺复苏和止血包扎", "2026-05-10", "2026-05-11", "解放碑街道社区中心", "2.5", "王联系", "专业培训", "面授",
        ]  # fmt: skip
    assert scene.own(scene.stranger) == []
    assert [item["topic"] for item in scene.recorder.get(scene.path).get_json()["items"]] == ["急救知识培训"]


@pytest.mark.article("6")
def test_the_record_has_the_trainings_in_a_block_of_their_own(scene: Scene) -> None:
    scene.record(scene.first)
    block = scene.first.get("/volunteers/me/record").get_json()["training"]
    assert ([item["topic"] for item in block["items"]], block["next"]) == (["急救知识培训"], None)


def test_one_wrong_line_keeps_everybody_out_and_is_told_at_its_line(scene: Scene) -> None:
    body = a_training(scene.first.number, "12", scene.stranger.number, topic="", class_hours=0)
    answer = scene.recorder.post(scene.path, body)
    faults = {fault["field"]: fault["code"] for fault in answer.get_json()["violations"]}
    assert faults == {
        "topic": "training.topic_missing",
        "class_hours": "training.class_hours",
        "volunteer_numbers.1": "members.number_form",
        "volunteer_numbers.2": "members.unknown",
    }
    assert (scene.own(scene.first), scene.recorder.get(scene.path).get_json()["items"]) == ([], [])


def test_more_people_than_one_transaction_holds_are_recorded_at_once(district: District) -> None:
    recorder = district.recorder()
    people = [district.volunteer() for _ in range(47)]
    district.project(recorder, *people)
    numbers = [person.number for person in people]
    made = recorder.post(f"/groups/{recorder.group_id}/trainings", a_training(*numbers, numbers[0]))
    assert made.get_json()["attendees"] == 47
    assert len(people[-1].get("/volunteers/me/trainings").get_json()["items"]) == 1


def test_a_training_whose_recording_broke_off_is_seen_by_nobody(scene: Scene, monkeypatch: Any) -> None:
    from functions.training.models import TrainingItem

    def broken(_training: rules.Training) -> TrainingItem:
        raise RuntimeError

    monkeypatch.setattr(TrainingItem, "of", broken)
    assert scene.record(scene.first).status_code == 500
    monkeypatch.undo()
    assert scene.own(scene.first) == []


@pytest.mark.parametrize(("typed", "shown"), [("0.1", "0.1"), (2, "2"), (2.5, "2.5"), ("999.5", "999.5"), ("4.0", "4")])
def test_class_hours_are_tenths(scene: Scene, typed: Any, shown: str) -> None:
    assert scene.record(scene.first, class_hours=typed).get_json()["class_hours"] == shown


@pytest.mark.parametrize("typed", ["", "0", "1.25", "-1", "999.6", "1:30", "９", True, None, [2]])
def test_what_are_no_class_hours_is_refused(scene: Scene, typed: Any) -> None:
    answer = scene.record(scene.first, class_hours=typed)
    assert (answer.status_code, answer.get_json()["violations"][0]["field"]) == (422, "class_hours")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"starts": "2026-05-12"}, "training.order"),
        ({"starts": "2025-01-01"}, "training.length"),
        ({"ends": "2027-05-01"}, "training.future"),
        ({"kind": "x"}, "training.kind"),
        ({"mode": "x"}, "training.mode"),
        ({"contact": ""}, "volunteers.name_length"),
    ],
)  # fmt: skip
def test_every_fact_is_checked_at_its_field(scene: Scene, changes: dict[str, Any], code: str) -> None:
    if code == "training.future":
        changes = {**changes, "starts": changes["ends"]}
    assert codes(scene.record(scene.first, **changes)) == [code]


def test_nobody_records_or_corrects_the_own_training(district: District) -> None:
    document = {"type": "resident_id", "number": an_id_number()}
    recorder = district.recorder(recorder=a_recorder(document=document))
    own = district.volunteer(document=document)
    other = district.volunteer()
    district.project(recorder, own, other)
    path = f"/groups/{recorder.group_id}/trainings"
    refused = recorder.post(path, a_training(other.number, own.number))
    assert [(fault["field"], fault["code"]) for fault in refused.get_json()["violations"]] == [
        ("volunteer_numbers.1", "training.own")
    ]
    made = recorder.post(path, a_training(other.number)).get_json()
    added = recorder.post(f"/trainings/{made['training_id']}/attendees", {"volunteer_numbers": [own.number]})
    assert codes(added) == ["training.own"]
    second = a_second_recorder(district, recorder)
    body = {"volunteer_numbers": [own.number]}
    assert second.post(f"/trainings/{made['training_id']}/attendees", body).status_code == 201
    facts = {**a_training(version=1, reason="学时写错", class_hours="9")}
    del facts["volunteer_numbers"]
    assert codes(recorder.post(f"/trainings/{made['training_id']}/corrections", facts)) == ["training.own"]
    assert second.post(f"/trainings/{made['training_id']}/corrections", facts).status_code == 201


def test_more_are_added_and_who_stands_there_is_counted(scene: Scene) -> None:
    path = f"/trainings/{scene.record(scene.first).get_json()['training_id']}/attendees"
    body = {"volunteer_numbers": [scene.first.number, f" {scene.second.number[:4]} {scene.second.number[4:]}"]}
    told = [scene.recorder.post(path, body).get_json() for _ in range(2)]
    assert [(each["added"], each["already"]) for each in told] == [(1, 1), (0, 2)]
    assert [person["name"] for person in told[0]["members"]] == ["李四"]
    assert len(scene.own(scene.second)) == 1
    assert scene.recorder.get(scene.path).get_json()["items"][0]["attendees"] == 2
    wrong = scene.recorder.post(path, {"volunteer_numbers": [scene.stranger.number]})
    assert codes(wrong) == ["members.unknown"]


def test_who_was_not_there_is_removed_with_a_reason_and_told(scene: Scene) -> None:
    path = f"/trainings/{scene.record(scene.first, scene.second).get_json()['training_id']}/attendees"
    body = {"volunteer_number": scene.first.number, "reason": ""}
    assert codes(scene.recorder.post(f"{path}/remove", body)) == ["training.reason_missing"]
    assert scene.recorder.post(f"{path}/remove", {**body, "reason": "当天没有到场"}).status_code == 204
    assert (scene.own(scene.first), len(scene.own(scene.second))) == ([], 1)
    shown = {item["name"]: (item["stands"], item["reason"]) for item in scene.recorder.get(path).get_json()["items"]}
    assert shown == {"张三": (False, "当天没有到场"), "李四": (True, None)}
    assert "当天没有到场" in scene.first.get("/messages").get_json()["items"][0]["text"]
    assert scene.recorder.post(f"{path}/remove", {**body, "reason": "又一次"}).status_code == 404
    assert scene.recorder.get(scene.path).get_json()["items"][0]["attendees"] == 1
    assert scene.recorder.post(path, {"volunteer_numbers": [scene.first.number]}).get_json()["added"] == 1
    assert len(scene.own(scene.first)) == 1


def test_a_correction_is_a_new_version_and_the_old_one_stays(scene: Scene) -> None:
    made = scene.record(scene.first).get_json()
    new = scene.correct(made, class_hours="4", topic="急救进阶培训")
    assert (new.status_code, new.get_json()["version"]) == (201, 2)
    [seen] = scene.own(scene.first)
    assert (seen["topic"], seen["class_hours"]) == ("急救进阶培训", "4")
    [past] = seen["corrections"]
    assert (past["version"], past["reason"], past["before"]["class_hours"]) == (1, "日期写错", "2.5")
    late = scene.correct(made)
    assert (late.status_code, late.get_json()["code"]) == (409, "training.moved_on")
    assert codes(scene.correct(new.get_json(), reason="")) == ["training.reason_missing"]


def test_nobody_of_another_group_reaches_a_training(scene: Scene) -> None:
    made = scene.record(scene.first).get_json()
    path = f"/trainings/{made['training_id']}"
    other = scene.district.recorder()
    facts = {**a_training(version=1, reason="x")}
    del facts["volunteer_numbers"]
    answers = [
        other.get(scene.path),
        other.post(scene.path, a_training(scene.first.number)),
        other.get(f"{path}/attendees"),
        other.post(f"{path}/attendees", {"volunteer_numbers": [scene.first.number]}),
        other.post(f"{path}/attendees/remove", {"volunteer_number": scene.first.number, "reason": "x"}),
        other.post(f"{path}/corrections", facts),
        other.post(f"{scene.path}/numbers", {"content": "YQ=="}),
    ]
    assert {answer.status_code for answer in answers} == {404}


def test_numbers_come_from_a_spreadsheet_with_faults_by_row(scene: Scene) -> None:
    text = (
        f"姓名,志愿者编号\n张三,{scene.first.number}\n\n李四,{scene.second.number}\n李四,{scene.second.number}\n王,12\n"
    )
    found = scene.numbers(text.encode("gb18030")).get_json()
    assert [person["name"] for person in found["people"]] == ["张三", "李四"]
    assert [(fault["row"], fault["column"]) for fault in found["faults"]] == [(6, "志愿者编号")]
    assert scene.recorder.get(scene.path).get_json()["items"] == []
    template = scene.numbers(writing.template(["社区敬老服务"]), "a.xlsx").get_json()
    assert template["people"] == []


@pytest.mark.parametrize("text", ["姓名\n张三\n", "志愿者编号\n", "志愿者编号\n5.0E+15\n"])
def test_a_file_without_numbers_says_what_is_wrong(scene: Scene, text: str) -> None:
    answer = scene.numbers(text.encode()).get_json()
    assert (answer["people"], len(answer["faults"])) == ([], 1)


@pytest.mark.article("19")
@pytest.mark.article("9")
def test_class_hours_count_into_no_service_and_no_star(scene: Scene) -> None:
    scene.recorder.post(f"/projects/{scene.project}/hours", {"entries": [a_row(scene.first.number)]})
    before = scene.first.get("/volunteers/me/record").get_json()
    scene.record(scene.first, class_hours="999.5")
    after = scene.first.get("/volunteers/me/record").get_json()
    same = ("totals", "star", "next_star", "service")
    assert [after[name] for name in same] == [before[name] for name in same]
    assert len(after["training"]["items"]) == 1


@pytest.mark.article("17")
def test_a_certificate_of_service_tells_nothing_of_training(scene: Scene) -> None:
    scene.recorder.post(f"/projects/{scene.project}/hours", {"entries": [a_row(scene.first.number)]})
    scene.record(scene.first, topic="只此一见的主题")
    issued = scene.first.post("/certificates", {"show_document": "full"})
    shown = scene.district.get(f"/public/certificates/{issued.get_json()['code']}")
    paper = scene.first.get("/certificates").get_data(as_text=True)
    assert (issued.status_code, shown.status_code) == (201, 200)
    told = issued.get_data(as_text=True) + shown.get_data(as_text=True) + paper
    assert ("只此一见的主题" in told, "学时" in told, "2.00" in told) == (False, False, True)


def test_a_list_of_trainings_pages(scene: Scene) -> None:
    for day in ("01", "02", "03"):
        scene.record(scene.first, starts=f"2026-05-{day}", ends=None)
    first = scene.recorder.get(f"{scene.path}?limit=2").get_json()
    second = scene.recorder.get(f"{scene.path}?limit=2&cursor={first['next']}").get_json()
    assert [item["starts"] for item in (*first["items"], *second["items"])] == [
        "2026-05-03",
        "2026-05-02",
        "2026-05-01",
    ]
    own = scene.first.get("/volunteers/me/trainings?limit=2").get_json()
    more = scene.first.get(f"/volunteers/me/trainings?limit=2&cursor={own['next']}").get_json()
    assert (len(own["items"]), len(more["items"])) == (2, 1)
