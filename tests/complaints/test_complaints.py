"""A complaint on its way: filed by anyone, handed to a group, its volunteer heard, settled, followed by its receipt."""

from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from functions.storage import clock
from tests.builders import PASSWORD, a_recorder, an_id_number
from tests.district import District, Person

pytestmark = pytest.mark.article("13")

TEXT = "六月一日上午在桥头社区活动里，志愿者李某对老人态度很差"
PHONE = "13800138222"


class Scene:
    """A volunteer of a group, its recorder, the supervisor; and somebody who complains."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.supervisor = district.supervisor()
        self.recorder = district.recorder(self.supervisor)
        self.volunteer = district.volunteer()
        district.project(self.recorder, self.volunteer)

    def file(self, **changes: Any) -> TestResponse:
        contact = {"name": "王小明", "phone": PHONE}
        return self.district.post("/complaints", {"text": TEXT, "group": "桥头志愿队", "contact": contact, **changes})

    def follow(self, code: str) -> dict[str, Any]:
        return dict(self.district.post("/complaints/view", {"code": code}).get_json())

    def only(self) -> dict[str, Any]:
        [found] = self.supervisor.get("/complaints?state=all").get_json()["items"]
        return dict(found)

    def act(self, person: Person, what: str, **body: Any) -> TestResponse:
        found = self.only()
        return person.post(f"/complaints/{found['complaint_id']}/{what}", {"version": found["version"], **body})

    def hand_over(self) -> TestResponse:
        return self.act(self.supervisor, "group", group_id=self.recorder.group_id)

    def begin(self, person: Person, **changes: Any) -> TestResponse:
        body = {"volunteer_number": self.volunteer.number, "told": "有人反映六月一日活动中态度不好", **changes}
        return self.act(person, "begin", **body)

    def settle(self, person: Person, outcome: str = "upheld", **changes: Any) -> TestResponse:
        words = {"finding": "向现场三人核实，情况属实", "reply": "已核实并批评教育", **changes}
        return self.act(person, "outcome", outcome=outcome, **words)

    def own(self, person: Person | None = None) -> list[dict[str, Any]]:
        return list((person or self.volunteer).get("/volunteers/me/complaints").get_json()["items"])

    def state(self, text: str = "当时声音大了，已经道歉") -> TestResponse:
        found = self.only()
        return self.volunteer.post(f"/volunteers/me/complaints/{found['complaint_id']}/statement", {"text": text})


@pytest.fixture
def scene(district: District) -> Scene:
    return Scene(district)


def test_anyone_complains_and_follows_it_by_the_receipt_to_its_reply(scene: Scene) -> None:
    filed = scene.file().get_json()
    assert scene.follow(filed["code"])["state_name"] == "已收到"
    assert scene.hand_over().status_code == 200
    assert scene.begin(scene.recorder).status_code == 200
    assert scene.state().status_code == 201
    assert scene.settle(scene.recorder).status_code == 200
    seen = scene.follow(filed["code"].lower().replace("-", " "))
    assert (seen["state_name"], seen["reply"]) == ("属实", "已核实并批评教育")


def test_a_volunteer_learns_what_it_is_about_but_not_who_complained(scene: Scene) -> None:
    scene.file()
    assert scene.own() == []
    scene.begin(scene.supervisor)
    [own] = scene.own()
    assert (own["told"], own["can_state"]) == ("有人反映六月一日活动中态度不好", True)
    shown = scene.volunteer.get("/volunteers/me/record").get_data(as_text=True)
    assert "有人反映" in shown
    assert not [word for word in ("王小明", PHONE, "李某", TEXT) if word in shown]
    assert [message["kind"] for message in scene.volunteer.get("/messages").get_json()["items"]][:1] == [
        "complaints.told"
    ]


def test_a_complainant_sees_nothing_of_the_volunteer(scene: Scene) -> None:
    code = scene.file().get_json()["code"]
    scene.begin(scene.supervisor)
    scene.state()
    scene.settle(scene.supervisor)
    shown = scene.district.post("/complaints/view", {"code": code}).get_data(as_text=True)
    assert not [word for word in (scene.volunteer.number, "已经道歉", "核实，情况属实", "有人反映") if word in shown]


def test_a_group_sees_only_what_was_handed_to_it(scene: Scene, district: District) -> None:
    scene.file()
    assert scene.recorder.get(f"/groups/{scene.recorder.group_id}/complaints").get_json()["items"] == []
    path = f"/complaints/{scene.only()['complaint_id']}"
    assert scene.recorder.get(path).status_code == 404
    scene.hand_over()
    assert scene.recorder.get(path).get_json()["contact"]["phone"] == PHONE
    other = district.recorder(scene.supervisor, name="另一个团体", recorder=a_recorder(login="another-one"))
    assert other.get(path).status_code == 404
    assert other.get(f"/groups/{scene.recorder.group_id}/complaints").status_code == 404


def test_a_group_gives_back_what_is_not_its_own(scene: Scene) -> None:
    scene.file()
    scene.hand_over()
    assert scene.act(scene.recorder, "group", group_id="", note="").status_code == 422
    assert scene.act(scene.recorder, "group", group_id="", note="不是本团体的活动").status_code == 200
    assert scene.recorder.get(f"/groups/{scene.recorder.group_id}/complaints").get_json()["items"] == []


def test_a_recorder_neither_sees_nor_settles_a_complaint_about_oneself(scene: Scene, district: District) -> None:
    number = an_id_number("19750505")
    person = district.volunteer(name="陈记录", document={"type": "resident_id", "number": number})
    document = {"type": "resident_id", "number": number}
    body = a_recorder(name="陈记录", document=document, login="chen-recorder")
    scene.recorder.post(f"/groups/{scene.recorder.group_id}/recorders", body)
    own = district.log_in("chen-recorder")
    own.ask("PUT", "/session/password", {"old_password": PASSWORD, "new_password": "another horse battery"})
    district.project(scene.recorder, person)
    scene.file()
    scene.hand_over()
    assert len(scene.recorder.get(f"/groups/{scene.recorder.group_id}/complaints").get_json()["items"]) == 1
    scene.begin(scene.recorder, volunteer_number=person.number)
    path = f"/complaints/{scene.only()['complaint_id']}"
    assert own.get(path).status_code == 404
    assert own.get(f"/groups/{scene.recorder.group_id}/complaints").get_json()["items"] == []
    assert scene.recorder.get(path).status_code == 200


def test_it_is_not_settled_before_the_volunteer_had_time_to_speak(scene: Scene) -> None:
    scene.file()
    scene.begin(scene.supervisor)
    assert scene.settle(scene.supervisor).get_json()["violations"][0]["code"] == "complaints.unheard"
    with clock.stopped_at(clock.now() + timedelta(days=9)):
        scene.supervisor = scene.district.supervisor()
        assert scene.settle(scene.supervisor).status_code == 200


def test_the_supervisor_settles_anew_what_turned_out_otherwise(scene: Scene) -> None:
    scene.file()
    scene.begin(scene.supervisor)
    scene.state()
    scene.settle(scene.supervisor)
    assert scene.settle(scene.supervisor, "not_upheld", finding="另有两人证明并非如此").status_code == 200
    assert scene.own()[0]["state_name"] == "不属实"


def test_a_group_names_its_own_members_only(scene: Scene, district: District) -> None:
    stranger = district.volunteer(document={"type": "resident_id", "number": an_id_number("19700101")}, name="外人甲")
    scene.file()
    scene.hand_over()
    fault = scene.begin(scene.recorder, volunteer_number=stranger.number).get_json()["violations"][0]
    assert (fault["code"], fault["field"]) == ("complaints.volunteer", "volunteer_number")


def test_of_two_who_work_on_one_the_second_is_told(scene: Scene) -> None:
    scene.file()
    found = scene.only()
    body = {"version": found["version"], "volunteer_number": "", "told": ""}
    path = f"/complaints/{found['complaint_id']}/begin"
    answers = [scene.supervisor.post(path, body).status_code for _ in range(2)]
    assert answers == [200, 409]


def test_a_complainant_adds_to_it(scene: Scene) -> None:
    code = scene.file().get_json()["code"]
    added = scene.district.post("/complaints/add", {"code": code, "text": "当天穿红色马甲"})
    assert (added.status_code, added.get_json()["added"][0]["text"]) == (201, "当天穿红色马甲")
    assert scene.supervisor.get(f"/complaints/{scene.only()['complaint_id']}").get_json()["steps"][0]["act"] == "补充"


def test_the_same_filing_sent_twice_is_one_complaint_with_one_receipt(scene: Scene) -> None:
    body = {"text": TEXT, "group": "桥头志愿队"}
    answers = [
        scene.district.post("/complaints", body, Idempotency_Key="a-key-of-its-own").get_json()["code"]
        for _ in range(2)
    ]
    assert len(set(answers)) == 1
    assert scene.only()["text"] == TEXT


def test_a_flood_from_one_place_is_held_back(scene: Scene) -> None:
    answers = [scene.file().status_code for _ in range(31)]
    assert (answers[29], answers[30]) == (201, 429)


def test_a_receipt_that_does_not_exist_says_so(scene: Scene) -> None:
    for code in ("", "ABCD", "2222-2222-2222-2222-2", "中文", "A" * 50):
        assert scene.district.post("/complaints/view", {"code": code}).status_code == 404


def test_a_group_records_what_reached_it_on_paper(scene: Scene) -> None:
    made = scene.recorder.post(f"/groups/{scene.recorder.group_id}/complaints", {"text": TEXT})
    assert made.status_code == 201
    assert scene.only()["group_id"] == scene.recorder.group_id


def test_nothing_of_a_complaint_stands_on_a_certificate_or_a_shared_page(scene: Scene) -> None:
    scene.file()
    scene.begin(scene.supervisor)
    scene.state()
    scene.settle(scene.supervisor)
    body = {"receiver": "某学校", "blocks": ["person", "totals", "service"], "until": "2026-12-31"}
    scene.volunteer.post("/volunteers/me/shares", body)
    token = scene.volunteer.get("/volunteers/me/shares").get_json()["items"][0]["token"]
    seen = scene.district.post("/shares/view", {"token": token}).get_data(as_text=True)
    assert "投诉" not in seen


def test_who_is_complained_about_sees_who_looked(scene: Scene) -> None:
    scene.file()
    scene.begin(scene.supervisor)
    scene.supervisor.get(f"/complaints/{scene.only()['complaint_id']}")
    looks = scene.volunteer.get("/volunteers/me/looks").get_json()["items"]
    assert "办理与您有关的投诉时查看" in [look["what"] for look in looks]


def test_words_of_a_complaint_lie_sealed(scene: Scene) -> None:
    from functions.complaints.models import ComplaintItem

    scene.file()
    [item] = ComplaintItem.by_open_district.query("500103")
    assert PHONE.encode() not in bytes(item.words)
    assert TEXT.encode() not in bytes(item.words)
