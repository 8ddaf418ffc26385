"""第十二条：获奖日期、表彰奖励名称等。Entered by a group, or claimed and checked; what proves it is private."""

import base64
from typing import Any

import pytest
from werkzeug.test import TestResponse

from functions.commendations import rules
from tests.builders import a_recorder, an_id_number
from tests.checkins.doors import codes
from tests.district import District, Person

pytestmark = pytest.mark.article("12")

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 200
PDF = b"%PDF-1.7\n" + b"\0" * 200
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 200


def a_commendation(**changes: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "date": "2026-03-05",
        "name": "优秀志愿者",
        "granting_body": "渝中区志愿服务联合会",
        "level": "district",
        "project": "社区敬老服务",
    }
    return {**body, **changes}


def as_text(content: bytes) -> str:
    return base64.b64encode(content).decode()


class Scene:
    """A group with two members, a volunteer who is none, and the supervisor."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.supervisor = district.supervisor()
        self.recorder = district.recorder(self.supervisor)
        self.first, self.second, self.stranger = (district.volunteer(name=name) for name in ("张三", "李四", "赵五"))
        district.project(self.recorder, self.first, self.second)
        self.path = f"/groups/{self.recorder.group_id}/commendations"

    def enter(self, *people: Person, **changes: Any) -> TestResponse:
        numbers = [person.number for person in people]
        return self.recorder.post(self.path, a_commendation(volunteer_numbers=numbers, **changes))

    def claim(self, **changes: Any) -> TestResponse:
        body = a_commendation(group_id=self.recorder.group_id, **changes)
        return self.first.post("/volunteers/me/commendations", body)

    def own(self, person: Person) -> list[dict[str, Any]]:
        return list(person.get("/volunteers/me/commendations").get_json()["items"])

    def record(self, person: Person) -> list[dict[str, Any]]:
        block = person.get("/volunteers/me/record").get_json()["commendations"]["items"]
        return [one for one in block if one["state"] == "in_force"]

    def waiting(self) -> list[dict[str, Any]]:
        return list(self.recorder.get(f"{self.path}?state=pending").get_json()["items"])

    def decide(self, person: Person, one: dict[str, Any], decision: str, reason: str = "") -> TestResponse:
        body = {"decision": decision, "reason": reason}
        return person.post(f"/commendations/{one['commendation_id']}/decision", body)


@pytest.fixture
def scene(district: District) -> Scene:
    return Scene(district)


@pytest.mark.article("6")
@pytest.mark.article("21")
def test_a_group_enters_a_commendation_for_many_and_each_sees_it(scene: Scene) -> None:
    done = scene.enter(scene.first, scene.second)
    assert (done.status_code, done.get_json()) == (201, {"entered": 2, "already": 0})
    for person in (scene.first, scene.second):
        [seen] = scene.record(person)
        asked = ("date", "name", "granting_body", "level_name", "project", "state_name", "group")
        assert [seen[name] for name in asked] == [
            "2026-03-05", "优秀志愿者", "渝中区志愿服务联合会", "区县级", "社区敬老服务", "已生效", "解放碑社区志愿服务队",
        ]  # fmt: skip
    assert "优秀志愿者" in scene.first.get("/messages").get_json()["items"][0]["text"]
    assert len(scene.recorder.get(scene.path).get_json()["items"]) == 2


def test_the_same_commendation_is_recorded_once(scene: Scene) -> None:
    scene.enter(scene.first)
    again = scene.enter(scene.first, scene.second, name="优 秀志愿者")
    assert again.get_json() == {"entered": 1, "already": 1}
    assert len(scene.own(scene.first)) == 1
    assert scene.enter(scene.first, date="2026-03-06").get_json()["entered"] == 1


def test_one_wrong_line_keeps_everybody_out_and_every_fault_is_told(scene: Scene) -> None:
    answer = scene.enter(
        scene.first, scene.stranger, name="", level="x", date="2027-01-01", evidence=as_text(b"GIF89a")
    )
    assert {fault["field"]: fault["code"] for fault in answer.get_json()["violations"]} == {
        "name": "commendations.name_missing",
        "date": "commendations.future",
        "level": "commendations.level",
        "evidence": "commendations.evidence_type",
        "volunteer_numbers.1": "members.unknown",
    }
    assert scene.own(scene.first) == []


def test_more_people_than_one_transaction_holds_are_entered(district: District) -> None:
    recorder = district.recorder()
    people = [district.volunteer() for _ in range(32)]
    district.project(recorder, *people)
    body = a_commendation(volunteer_numbers=[person.number for person in people])
    done = recorder.post(f"/groups/{recorder.group_id}/commendations", body)
    assert done.get_json() == {"entered": 32, "already": 0}


def test_a_claim_waits_is_confirmed_and_told(scene: Scene) -> None:
    claimed = scene.claim().get_json()
    assert (claimed["state_name"], scene.record(scene.first)) == ("待确认", [])
    assert "表彰奖励" in scene.recorder.get("/messages").get_json()["items"][0]["text"]
    [waiting] = scene.waiting()
    assert (waiting["holder"], waiting["volunteer_number"]) == ("张三", scene.first.number)
    assert scene.decide(scene.recorder, waiting, "in_force").status_code == 200
    assert ([item["state"] for item in scene.record(scene.first)], scene.waiting()) == (["in_force"], [])
    assert "已生效" in scene.first.get("/messages").get_json()["items"][0]["text"]


def test_a_claim_is_refused_with_a_reason_and_may_come_again(scene: Scene) -> None:
    claimed = scene.claim().get_json()
    assert codes(scene.decide(scene.recorder, claimed, "refused")) == ["commendations.reason_missing"]
    assert scene.decide(scene.recorder, claimed, "refused", "证书上不是您的名字").status_code == 200
    [seen] = scene.own(scene.first)
    assert (seen["state_name"], seen["reason"]) == ("未通过", "证书上不是您的名字")
    assert codes(scene.decide(scene.recorder, claimed, "in_force")) == ["commendations.state"]
    again = scene.claim()
    assert (again.status_code, again.get_json()["commendation_id"]) == (201, claimed["commendation_id"])
    [waiting] = scene.waiting()
    assert [moved["state_name"] for moved in waiting["history"]] == ["待确认", "未通过", "待确认"]


def test_what_waits_or_is_in_force_is_not_claimed_again(scene: Scene) -> None:
    scene.claim()
    assert codes(scene.claim()) == ["commendations.already"]
    assert scene.enter(scene.first).get_json()["entered"] == 1
    assert (scene.waiting(), codes(scene.claim())) == ([], ["commendations.already"])


def test_a_claim_goes_to_an_own_group_or_to_the_supervisor(scene: Scene) -> None:
    body = a_commendation(group_id=scene.recorder.group_id)
    assert codes(scene.stranger.post("/volunteers/me/commendations", body)) == ["commendations.group"]
    asked = scene.stranger.post("/volunteers/me/commendations", a_commendation()).get_json()
    assert scene.waiting() == []
    [waiting] = scene.supervisor.get("/commendations/pending").get_json()["items"]
    assert scene.decide(scene.recorder, asked, "in_force").status_code == 404
    assert scene.decide(scene.supervisor, waiting, "in_force").status_code == 200
    assert len(scene.record(scene.stranger)) == 1


def test_nobody_enters_or_confirms_the_own(district: District) -> None:
    document = {"type": "resident_id", "number": an_id_number()}
    recorder = district.recorder(recorder=a_recorder(document=document))
    own = district.volunteer(document=document)
    district.project(recorder, own)
    path = f"/groups/{recorder.group_id}/commendations"
    entered = recorder.post(path, a_commendation(volunteer_numbers=[own.number]))
    assert [(fault["field"], fault["code"]) for fault in entered.get_json()["violations"]] == [
        ("volunteer_numbers.0", "commendations.own")
    ]
    claimed = own.post("/volunteers/me/commendations", a_commendation(group_id=recorder.group_id)).get_json()
    body = {"decision": "in_force", "reason": ""}
    refused = recorder.post(f"/commendations/{claimed['commendation_id']}/decision", body)
    assert codes(refused) == ["commendations.own"]
    supervisor = district.supervisor()
    assert supervisor.post(f"/commendations/{claimed['commendation_id']}/decision", body).status_code == 200


def test_what_is_in_force_is_voided_with_a_reason_and_stays(scene: Scene) -> None:
    scene.enter(scene.first)
    one = scene.own(scene.first)[0]
    path = f"/commendations/{one['commendation_id']}/void"
    assert codes(scene.recorder.post(path, {"reason": ""})) == ["commendations.reason_missing"]
    assert scene.recorder.post(path, {"reason": "名单有误"}).status_code == 200
    assert scene.record(scene.first) == []
    [seen] = scene.own(scene.first)
    assert (seen["state_name"], seen["reason"]) == ("已作废", "名单有误")
    assert codes(scene.supervisor.post(path, {"reason": "再一次"})) == ["commendations.state"]


def test_claims_are_few_enough_to_be_checked(scene: Scene) -> None:
    for number in range(rules.MOST_PENDING):
        assert scene.claim(name=f"第 {number} 项").status_code == 201
    assert codes(scene.claim(name="又一项")) == ["commendations.too_many"]


@pytest.mark.parametrize(
    ("content", "kind", "end"),
    [(PNG, "image/png", "png"), (PDF, "application/pdf", "pdf"), (JPEG, "image/jpeg", "jpg")],
)
@pytest.mark.article("15")
def test_what_proves_it_is_read_by_its_volunteer_the_group_and_the_supervisor(
    scene: Scene, content: bytes, kind: str, end: str
) -> None:
    one = scene.claim(evidence=as_text(content)).get_json()
    path = f"/commendations/{one['commendation_id']}/evidence"
    assert one["has_evidence"] is True
    for person in (scene.first, scene.recorder, scene.supervisor):
        answer = person.get(path)
        assert (answer.get_data(), answer.content_type) == (content, kind)
        assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="evidence.{end}"')
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    others = (scene.second, scene.stranger, scene.district.recorder(scene.supervisor))
    assert [person.get(path).status_code for person in others] == [404, 404, 404]
    looks = scene.first.get("/volunteers/me/looks").get_json()["items"]
    assert [look["what"] for look in looks].count("核对表彰奖励时看了您附的材料") == 2


@pytest.mark.article("15")
def test_what_proves_those_of_many_is_for_staff_alone(scene: Scene) -> None:
    scene.enter(scene.first, scene.second, evidence=as_text(PDF))
    one = scene.own(scene.first)[0]
    path = f"/commendations/{one['commendation_id']}/evidence"
    assert (one["has_evidence"], scene.first.get(path).status_code) == (False, 404)
    assert scene.recorder.get(path).get_data() == PDF


@pytest.mark.article("15")
def test_what_is_kept_of_a_file_is_sealed(scene: Scene, engine: Any) -> None:
    scene.claim(evidence=as_text(PDF))
    [item] = engine.scan(TableName="test-commendation_evidence")["Items"]
    assert PDF not in item["content"]["B"]
    assert b"PDF" not in item["content"]["B"]


def test_the_largest_file_fits_an_item_and_a_larger_one_is_refused(scene: Scene) -> None:
    largest = PDF + b"\1" * (rules.MOST_EVIDENCE - len(PDF))
    one = scene.claim(evidence=as_text(largest))
    assert one.status_code == 201
    path = f"/commendations/{one.get_json()['commendation_id']}/evidence"
    assert scene.first.get(path).get_data() == largest
    assert codes(scene.claim(name="另一项", evidence=as_text(largest + b"\1"))) == ["commendations.evidence_size"]
    assert codes(scene.claim(name="另一项", evidence="不是")) == ["commendations.base64"]
    assert codes(scene.claim(name="另一项", evidence=as_text(b"<svg/>"))) == ["commendations.evidence_type"]


def test_nobody_of_another_group_reaches_a_commendation(scene: Scene) -> None:
    one = scene.claim().get_json()
    other = scene.district.recorder(scene.supervisor)
    path = f"/commendations/{one['commendation_id']}"
    answers = [
        other.get(scene.path),
        other.post(scene.path, a_commendation(volunteer_numbers=[scene.first.number])),
        scene.decide(other, one, "in_force"),
        other.post(f"{path}/void", {"reason": "x"}),
        other.get(f"{path}/evidence"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert scene.decide(scene.recorder, one, "else").status_code == 422
