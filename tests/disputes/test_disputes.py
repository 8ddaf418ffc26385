"""A volunteer points out an error or a missing hour; the group answers in time, or the supervisor does."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from functions.storage import clock
from tests.builders import a_recorder, a_row, an_id_number
from tests.checkins.doors import BEIJING, codes
from tests.district import District, Person
from tests.hours.test_waiting import log, set_policy

pytestmark = pytest.mark.article("9")

WRONG = "实际做到 12 点，记成了 11 点"


class Scene:
    """A volunteer with one entry, the group's recorder, the supervisor."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.supervisor = district.supervisor()
        self.recorder = district.recorder(self.supervisor)
        self.volunteer = district.volunteer()
        self.project = district.project(self.recorder, self.volunteer)
        log(self.recorder, self.project, a_row(self.volunteer.number))
        record = self.volunteer.get("/volunteers/me/record").get_json()
        self.entry_id = record["service"]["items"][0]["entry_id"]

    def point_out(self, **changes: Any) -> TestResponse:
        body = {"kind": "error", "entry_id": self.entry_id, "text": WRONG, **changes}
        return self.volunteer.post("/volunteers/me/disputes", body)

    def say(self, person: Person, dispute: dict[str, Any], text: str = "", outcome: str = "") -> TestResponse:
        body = {"version": dispute["version"], "text": text, "outcome": outcome}
        return person.post(f"/disputes/{dispute['dispute_id']}/messages", body)

    def waiting(self) -> list[dict[str, Any]]:
        return list(self.recorder.get(f"/groups/{self.recorder.group_id}/disputes").get_json()["items"])

    def overdue(self) -> list[dict[str, Any]]:
        return list(self.supervisor.get("/disputes/overdue").get_json()["items"])


@pytest.fixture
def scene(district: District) -> Scene:
    return Scene(district)


def test_an_error_is_pointed_out_answered_and_seen_by_both(scene: Scene) -> None:
    raised = scene.point_out().get_json()
    assert (raised["state_name"], raised["project_id"], raised["workdays_left"]) == ("等团体答复", scene.project, 10)
    [waiting] = scene.waiting()
    assert (waiting["text"], waiting["volunteer_number"]) == (WRONG, scene.volunteer.number)
    answered = scene.say(scene.recorder, raised, "核对签到表，已经更正", "upheld")
    assert answered.status_code == 201
    seen = scene.volunteer.get(f"/disputes/{raised['dispute_id']}").get_json()
    assert (seen["state_name"], [said["text"] for said in seen["thread"]]) == (
        "已更正",
        [WRONG, "核对签到表，已经更正"],
    )
    assert seen["thread"][1]["by"] == "团体"
    assert scene.waiting() == []
    assert "已答复" in scene.volunteer.get("/messages").get_json()["items"][0]["text"]


def test_the_recorders_are_told_of_a_dispute(scene: Scene) -> None:
    scene.point_out()
    assert "提出异议" in scene.recorder.get("/messages").get_json()["items"][0]["text"]


def test_a_missing_hour_names_the_project_and_the_time(scene: Scene) -> None:
    times = {"start": "2026-05-03T09:00:00+08:00", "end": "2026-05-03T11:00:00+08:00"}
    body = {"kind": "missing", "text": "5 月 3 日也去了，没有记", "entry_id": ""}
    raised = scene.point_out(**body, project_id=scene.project, **times)
    assert (raised.status_code, raised.get_json()["kind_name"]) == (201, "漏记时长")
    assert codes(scene.point_out(**body)) == ["disputes.project", "disputes.time"]
    back = {"start": times["end"], "end": times["start"]}
    assert codes(scene.point_out(**body, project_id=scene.project, **back)) == ["hours.next_day"]


def test_every_fault_is_told_at_once(scene: Scene) -> None:
    assert codes(scene.point_out(kind="else", text="短")) == ["disputes.kind", "disputes.text"]
    assert codes(scene.point_out(entry_id="")) == ["disputes.entry"]


def test_somebody_elses_entry_and_project_are_not_there(scene: Scene) -> None:
    other = scene.district.volunteer()
    body = {"kind": "error", "entry_id": scene.entry_id, "text": WRONG}
    assert other.post("/volunteers/me/disputes", body).status_code == 404
    times = {"start": "2026-05-03T09:00:00+08:00", "end": "2026-05-03T11:00:00+08:00"}
    missing = {"kind": "missing", "project_id": scene.project, "text": WRONG, **times}
    assert other.post("/volunteers/me/disputes", missing).status_code == 404


def test_one_entry_has_one_dispute_at_a_time(scene: Scene) -> None:
    raised = scene.point_out().get_json()
    assert codes(scene.point_out()) == ["disputes.already"]
    assert scene.say(scene.volunteer, raised, outcome="withdrawn").get_json()["state_name"] == "已撤回"
    assert scene.point_out().status_code == 201


def test_a_dispute_is_seen_by_its_volunteer_its_group_and_the_supervisor(scene: Scene) -> None:
    raised = scene.point_out().get_json()
    path = f"/disputes/{raised['dispute_id']}"
    strangers = scene.district.volunteer(), scene.district.recorder(scene.supervisor)
    assert [person.get(path).status_code for person in strangers] == [404, 404]
    assert [scene.say(person, raised, WRONG).status_code for person in strangers] == [404, 404]
    insiders = scene.volunteer, scene.recorder, scene.supervisor
    assert [person.get(path).status_code for person in insiders] == [200, 200, 200]


def test_words_alone_do_not_stop_the_clock(scene: Scene) -> None:
    raised = scene.point_out().get_json()
    asked = scene.say(scene.recorder, raised, "请问那天是谁带队？").get_json()
    assert (asked["state"], asked["due"]) == ("open", raised["due"])
    told = scene.say(scene.volunteer, asked, "是王队长带队")
    assert [said["role"] for said in told.get_json()["thread"]] == ["volunteer", "recorder", "volunteer"]


def test_two_who_answer_at_once_see_each_other(scene: Scene) -> None:
    raised = scene.point_out().get_json()
    assert scene.say(scene.recorder, raised, "核对签到表，维持原记录", "rejected").status_code == 201
    late = scene.say(scene.recorder, raised, "另一位记录员的答复", "upheld")
    assert (late.status_code, late.get_json()["code"]) == (409, "disputes.moved_on")


def test_what_is_not_answered_in_time_reaches_the_supervisor(scene: Scene) -> None:
    set_policy(scene.supervisor, dispute_workdays=3)
    raised = scene.point_out().get_json()
    assert raised["due"] == "2026-06-09T00:00:00+08:00"  # Wednesday 3 June, three working days
    assert scene.overdue() == []
    with clock.stopped_at(datetime(2026, 6, 9, 9, tzinfo=BEIJING)):
        scene.supervisor = scene.district.supervisor()
        assert [item["workdays_left"] for item in scene.overdue()] == [-1]
        done = scene.say(scene.supervisor, raised, "主管部门核对后，请团体更正", "upheld")
        assert (done.status_code, scene.overdue()) == (201, [])


def test_who_is_not_content_may_bring_it_to_the_supervisor_once(scene: Scene) -> None:
    raised = scene.point_out().get_json()
    rejected = scene.say(scene.recorder, raised, "核对签到表，维持原记录", "rejected").get_json()
    assert "escalated" in scene.volunteer.get(f"/disputes/{raised['dispute_id']}").get_json()["outcomes"]
    brought = scene.say(scene.volunteer, rejected, "签到表上有我的名字", "escalated").get_json()
    assert [item["dispute_id"] for item in scene.overdue()] == [raised["dispute_id"]]
    assert codes(scene.say(scene.recorder, brought, "我们再改一次结果", "upheld")) == ["disputes.outcome"]
    final = scene.say(scene.supervisor, brought, "核对后维持原记录", "rejected").get_json()
    assert codes(scene.say(scene.volunteer, final, "还是不同意这个结果", "escalated")) == ["disputes.escalated"]


def test_it_is_brought_to_the_supervisor_within_ten_working_days(scene: Scene) -> None:
    raised = scene.point_out().get_json()
    rejected = scene.say(scene.recorder, raised, "核对签到表，维持原记录", "rejected").get_json()
    with clock.stopped_at(clock.now() + timedelta(days=20)):
        late = scene.district.log_in(scene.volunteer.number)
        assert codes(scene.say(late, rejected, "签到表上有我的名字", "escalated")) == ["disputes.escalate_late"]


def test_nobody_answers_the_own_dispute(district: District) -> None:
    document = {"type": "resident_id", "number": an_id_number()}
    supervisor = district.supervisor()
    recorder = district.recorder(supervisor, recorder=a_recorder(document=document))
    volunteer = district.volunteer(document=document)
    project = district.project(recorder, volunteer)
    times = {"start": "2026-05-03T09:00:00+08:00", "end": "2026-05-03T11:00:00+08:00"}
    body = {"kind": "missing", "project_id": project, "text": WRONG, **times}
    raised = volunteer.post("/volunteers/me/disputes", body).get_json()
    answer = recorder.post(
        f"/disputes/{raised['dispute_id']}/messages", {"version": 1, "text": WRONG, "outcome": "upheld"}
    )
    assert codes(answer) == ["disputes.own"]


def test_a_settled_dispute_takes_no_more_words(scene: Scene) -> None:
    raised = scene.point_out().get_json()
    done = scene.say(scene.recorder, raised, "核对签到表，已经更正", "upheld").get_json()
    assert codes(scene.say(scene.volunteer, done, "谢谢，没有别的了")) == ["disputes.settled"]


def test_a_group_lists_everything_it_was_asked(scene: Scene) -> None:
    raised = scene.point_out().get_json()
    scene.say(scene.recorder, raised, "核对签到表，已经更正", "upheld")
    path = f"/groups/{scene.recorder.group_id}/disputes?state=all"
    assert [item["state_name"] for item in scene.recorder.get(path).get_json()["items"]] == ["已更正"]
    own = scene.volunteer.get("/volunteers/me/disputes").get_json()["items"]
    assert [item["text"] for item in own] == [WRONG]
