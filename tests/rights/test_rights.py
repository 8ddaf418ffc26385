"""A person has the own record corrected or closed, or says that others registered with the own document; the desk decides."""

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from functions.storage import clock
from tests.builders import PASSWORD, a_row, a_volunteer, an_id_number
from tests.district import District
from tests.hours.test_waiting import log

pytestmark = pytest.mark.article("15")

_serial = count(1)
WHY = "登记时打错了，请更正"


class Scene:
    """A volunteer with hours and a certificate, the recorder, the supervisor."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.supervisor = district.supervisor(f"supervisor-{next(_serial)}")
        self.recorder = district.recorder(self.supervisor)
        self.document = {"type": "resident_id", "number": an_id_number("19800115")}
        self.volunteer = district.volunteer(
            name="张小三", document=self.document, consents=["registration", "verification"]
        )
        self.project = district.project(self.recorder, self.volunteer)
        log(self.recorder, self.project, a_row(self.volunteer.number))
        self.code = self.issue().get_json()["code"]

    def issue(self) -> TestResponse:
        return self.volunteer.post("/certificates", {})

    def correct(self, field: str, value: str = "", **changes: Any) -> TestResponse:
        return self.volunteer.post(
            "/volunteers/me/corrections", {"field": field, "value": value, "text": WHY, **changes}
        )

    def close(self) -> TestResponse:
        return self.volunteer.post("/volunteers/me/closing", {"text": "不再参加志愿服务"})

    def dispute(self, **changes: Any) -> TestResponse:
        body = {"name": "张小三", "document": self.document, "phone": "13800138333", "text": "我从来没有登记过"}
        return self.district.post("/document-disputes", {**body, **changes})

    def waiting(self) -> list[dict[str, Any]]:
        return list(self.supervisor.get("/requests").get_json()["items"])

    def decide(self, decision: str = "granted", note: str = "已核对证件原件") -> TestResponse:
        one = self.waiting()[0]
        body = {"version": one["version"], "decision": decision, "note": note}
        return self.supervisor.post(f"/requests/{one['request_id']}/decision", body)

    def verify(self) -> dict[str, Any]:
        return dict(self.district.get(f"/public/certificates/{self.code}").get_json())

    def own(self) -> dict[str, Any]:
        return dict(self.volunteer.get("/volunteers/me").get_json())


@pytest.fixture
def scene(district: District) -> Scene:
    return Scene(district)


def test_a_name_is_corrected_everywhere_and_its_certificates_are_replaced(scene: Scene) -> None:
    assert scene.correct("name", "张晓三").status_code == 201
    assert scene.waiting()[0]["workdays_left"] == 15
    assert scene.decide().status_code == 200
    members = scene.recorder.get(f"/groups/{scene.recorder.group_id}/members").get_json()["items"]
    assert (scene.own()["name"], members[0]["name"], scene.verify()["status"]) == ("张晓三", "张晓三", "replaced")
    assert [one["state_name"] for one in scene.volunteer.get("/volunteers/me/requests").get_json()["items"]] == [
        "已办理"
    ]


def test_another_field_leaves_certificates_valid(scene: Scene) -> None:
    scene.correct("phone", "13911112222")
    scene.decide()
    assert (scene.own()["phone_masked"], scene.verify()["status"]) == ("139****2222", "valid")


def test_a_document_is_corrected_and_keeps_one_person_one_document(scene: Scene, district: District) -> None:
    new = {"type": "resident_id", "number": an_id_number("19800115")}
    assert scene.correct("document", document=new).status_code == 201
    shown = scene.waiting()[0]["value"]
    assert (new["number"] in shown, "*" in shown) == (False, True)
    scene.decide()
    again = district.post("/volunteers", a_volunteer(name="张小三", document=new))
    assert again.status_code == 409
    assert district.post("/volunteers", a_volunteer(name="李四", document=scene.document)).status_code == 201


def test_a_document_of_somebody_else_is_not_taken_over(scene: Scene, district: District) -> None:
    other = {"type": "resident_id", "number": an_id_number("19810101")}
    district.volunteer(name="李四", document=other)
    scene.correct("document", document=other)
    assert scene.decide().status_code == 409
    assert scene.waiting()[0]["state"] == "open"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("phone", "12", "phone"),
        ("name", "", "name"),
        ("birth_month", "1980-13", "birth_month"),
        ("nothing", "x", "field"),
        ("name", "张小三", "same"),
    ],
)
def test_what_cannot_be_is_refused_when_it_is_asked_for(scene: Scene, field: str, value: str, code: str) -> None:
    refused = scene.correct(field, value)
    assert refused.status_code == 422
    assert any(code in fault["code"] for fault in refused.get_json()["violations"])


def test_a_request_is_taken_back(scene: Scene) -> None:
    made = scene.correct("name", "张晓三").get_json()
    assert scene.volunteer.post(f"/volunteers/me/requests/{made['request_id']}/withdraw").status_code == 200
    assert scene.waiting() == []


def test_what_is_refused_changes_nothing_and_says_why(scene: Scene) -> None:
    scene.correct("name", "张晓三")
    scene.decide("refused", "证件上是张小三")
    own = scene.volunteer.get("/volunteers/me/requests").get_json()["items"][0]
    assert (own["state_name"], own["note"], scene.own()["name"]) == ("未同意", "证件上是张小三", "张小三")


def test_c59_a_closed_account_is_left_and_its_certificate_says_that_the_data_were_removed(
    scene: Scene, district: District
) -> None:
    """C59: "issued; the holder's data were removed on request"."""
    scene.volunteer.post("/volunteers/me/shares", {"receiver": "学校", "blocks": ["totals"], "until": "2026-12-31"})
    token = scene.volunteer.get("/volunteers/me/shares").get_json()["items"][0]["token"]
    scene.close()
    assert scene.decide().status_code == 200
    assert scene.volunteer.get("/volunteers/me").status_code == 401
    login = district.post("/session", {"login": scene.volunteer.number, "password": PASSWORD})
    seen = scene.verify()
    assert (login.status_code, seen["status"], seen["holder_erased"], seen["details_shown"]) == (
        401,
        "valid",
        True,
        False,
    )
    assert "name_masked" not in seen
    assert district.post("/shares/view", {"token": token}).status_code == 404


def test_a_closed_record_is_kept_and_takes_no_more_hours(scene: Scene) -> None:
    from functions.hours.actions import total_of
    from functions.volunteers.actions import own_file

    members = scene.recorder.get(f"/groups/{scene.recorder.group_id}/members").get_json()["items"]
    volunteer_id = members[0]["volunteer_id"]
    scene.close()
    scene.decide()
    file = own_file(volunteer_id)
    assert total_of(volunteer_id) == (120, 1)
    assert (file.person.phone, file.person.skills, file.person.name) == ("", (), "张小三")
    late = log(scene.recorder, scene.project, a_row(scene.volunteer.number, "2026-05-02T09:00", "2026-05-02T10:00"))
    assert late.status_code == 422
    again = scene.recorder.post(
        f"/groups/{scene.recorder.group_id}/members", {"volunteer_number": scene.volunteer.number}
    )
    assert again.status_code == 422


def test_the_same_answer_is_given_whether_a_document_is_registered_or_not(scene: Scene) -> None:
    registered = scene.dispute()
    unknown = scene.dispute(document={"type": "resident_id", "number": an_id_number("19700707")})
    assert (registered.status_code, set(registered.get_json())) == (unknown.status_code, set(unknown.get_json()))


def test_a_disputed_record_is_frozen_until_the_desk_has_decided(scene: Scene) -> None:
    scene.dispute()
    assert scene.verify()["contested"] is True
    assert scene.issue().status_code == 409
    assert "rights.contested" in [one["kind"] for one in scene.volunteer.get("/messages").get_json()["items"]]
    assert scene.volunteer.get("/volunteers/me/requests").get_json()["items"] == []
    scene.decide("refused", "登记人带证件原件到场")
    assert "contested" not in scene.verify()
    assert scene.issue().status_code == 201


def test_a_freeze_ends_by_itself_with_the_deadline(scene: Scene) -> None:
    scene.dispute()
    with clock.stopped_at(clock.now() + timedelta(days=12)):
        assert "contested" not in scene.verify()


def test_a_second_dispute_about_the_same_record_freezes_nothing(scene: Scene) -> None:
    scene.dispute()
    scene.decide("refused", "登记人带证件原件到场")
    scene.dispute()
    assert "contested" not in scene.verify()


def test_who_was_registered_without_knowing_gets_the_own_document_back(scene: Scene, district: District) -> None:
    scene.dispute()
    assert scene.decide("granted", "本人带证件原件到场").status_code == 200
    assert scene.verify()["status"] == "revoked"
    assert scene.volunteer.get("/volunteers/me").status_code == 401
    assert district.post("/volunteers", a_volunteer(name="张小三", document=scene.document)).status_code == 201


def test_a_flood_of_disputes_is_held_back(scene: Scene) -> None:
    assert [scene.dispute().status_code for _ in range(11)][-2:] == [201, 429]


def test_hours_of_a_closed_record_can_be_refused_but_no_more_be_changed(district: District) -> None:
    scene = Scene(district)
    entry = scene.recorder.get(f"/projects/{scene.project}/hours").get_json()["items"][0]
    times = {"start": "2026-05-20T09:00:00+08:00", "end": "2026-05-20T10:00:00+08:00"}
    scene.volunteer.post("/volunteers/me/claims", {"project_id": scene.project, **times, "note": "漏记了"})
    scene.close()
    assert scene.decide().status_code == 200
    body = {"start": "2026-05-01T09:00:00+08:00", "end": "2026-05-01T10:30:00+08:00", "reason": "签到表上是这样"}
    path = f"/entries/{entry['volunteer_id']}/{entry['entry_id']}"
    answers = [
        scene.recorder.post(f"{path}/correction", body),
        scene.recorder.post(f"{path}/void", {"reason": "重复了"}),
    ]
    assert [(each.status_code, each.get_json()["code"]) for each in answers] == [(409, "volunteers.record_closed")] * 2
    queue = f"/groups/{scene.recorder.group_id}/queue"
    [waiting] = scene.recorder.get(queue).get_json()["items"]
    keys = [{"volunteer_id": waiting["volunteer_id"], "entry_id": waiting["entry_id"]}]
    done = [
        scene.recorder.post(queue, {"entries": keys, "decision": decision, "reason": "账号已注销"}).get_json()[
            "outcomes"
        ][0]
        for decision in ("confirmed", "refused")
    ]
    assert [each["done"] for each in done] == [False, True]


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=st.lists(st.sampled_from(["correct", "issue", "hours", "share"]), max_size=5))
def test_closing_keeps_totals_codes_and_the_log_whatever_came_before(district: District, acts: list[str]) -> None:
    from functions.hours.actions import total_of
    from functions.storage.audit import AuditEntry

    scene = Scene(district)
    found = [scene.code]
    for day, act in enumerate(acts, 3):
        if act == "correct":
            scene.correct("skills", f"急救、技能{day}")
            scene.decide()
        elif act == "issue":
            found.append(scene.issue().get_json()["code"])
        elif act == "hours":
            log(
                scene.recorder,
                scene.project,
                a_row(scene.volunteer.number, f"2026-05-0{day}T09:00", f"2026-05-0{day}T10:00"),
            )
        else:
            body = {"receiver": "学校", "blocks": ["totals"], "until": "2026-12-31"}
            scene.volunteer.post("/volunteers/me/shares", body)
    person = scene.recorder.get(f"/groups/{scene.recorder.group_id}/members").get_json()["items"]
    volunteer_id = next(one["volunteer_id"] for one in person if one["volunteer_number"] == scene.volunteer.number)
    before, entries = total_of(volunteer_id), AuditEntry.count(f"volunteer#{volunteer_id}")
    scene.close()
    assert scene.decide().status_code == 200
    assert total_of(volunteer_id) == before
    assert AuditEntry.count(f"volunteer#{volunteer_id}") > entries
    for code in found:
        seen = district.get(f"/public/certificates/{code}").get_json()
        assert (seen["status"], seen["holder_erased"]) == ("valid", True)
