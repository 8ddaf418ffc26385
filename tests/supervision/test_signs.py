"""C25: what is unusual about hours in force is listed for the supervisor with its reason, through whatever door they came."""

from datetime import datetime
from typing import Any

import pytest

from functions.storage import clock
from tests.builders import a_recorder, a_row, an_id_number
from tests.checkins.doors import BEIJING, at, scan
from tests.district import District, Person
from tests.hours.test_lifecycle import a_claim, change, decide, queue, to
from tests.hours.test_waiting import a_late_project, log

pytestmark = pytest.mark.article("23")


def signs(supervisor: Person, more: str = "") -> list[dict[str, Any]]:
    return list(supervisor.get(f"/signs?state=open{more}").get_json()["items"])


def kinds(supervisor: Person) -> list[tuple[str, int]]:
    return sorted((sign["kind"], sign["count"]) for sign in signs(supervisor))


@pytest.fixture
def supervisor(district: District) -> Person:
    return district.supervisor()


def test_usual_hours_leave_no_sign(district: District, supervisor: Person) -> None:
    volunteer, recorder = district.volunteer(), district.recorder(supervisor)
    log(recorder, district.project(recorder, volunteer), a_row(volunteer.number))
    assert signs(supervisor) == []


def test_a_night_is_listed_with_who_where_and_what_there_is_to_ask(district: District, supervisor: Person) -> None:
    volunteer, recorder = district.volunteer(), district.recorder(supervisor)
    project = district.project(recorder, volunteer)
    log(recorder, project, a_row(volunteer.number, "2026-05-01T23:00", "2026-05-02T02:00"))
    [sign] = signs(supervisor)
    assert (sign["kind_name"], sign["project_id"], sign["count"]) == ("夜间服务", project, 1)
    assert "23:00" in sign["question"]
    looked = supervisor.get(f"/signs/{sign['sign_id']}").get_json()
    assert [(entry["minutes"], entry["source_name"]) for entry in looked["entries"]] == [(180, "团体录入")]


def test_a_long_day_is_the_sum_of_a_persons_day(district: District, supervisor: Person) -> None:
    volunteer, recorder = district.volunteer(), district.recorder(supervisor)
    project = district.project(recorder, volunteer)
    log(recorder, project, a_row(volunteer.number, "2026-05-01T08:00", "2026-05-01T13:00"))
    assert kinds(supervisor) == []
    log(recorder, project, a_row(volunteer.number, "2026-05-01T14:00", "2026-05-01T19:01"))
    assert kinds(supervisor) == [("long_day", 1)]


def test_family_is_told_by_the_phone_and_the_phone_is_told_to_nobody(district: District, supervisor: Person) -> None:
    phone = "13912345678"
    recorder = district.recorder(supervisor, recorder=a_recorder(phone=phone))
    volunteer = district.volunteer(phone=phone)
    log(recorder, district.project(recorder, volunteer), a_row(volunteer.number))
    answer = supervisor.get("/signs?state=open")
    assert [sign["kind"] for sign in answer.get_json()["items"]] == ["family_phone"]
    assert phone not in answer.get_data(as_text=True)


def test_hours_of_a_recorder_in_the_own_group_are_asked_about(district: District, supervisor: Person) -> None:
    document = {"type": "resident_id", "number": an_id_number()}
    recorder = district.recorder(supervisor)
    recorder.post(f"/groups/{recorder.group_id}/recorders", a_recorder(document=document, login="colleague1"))
    volunteer = district.volunteer(document=document)
    log(recorder, district.project(recorder, volunteer), a_row(volunteer.number))
    assert kinds(supervisor) == [("recorder_hours", 1)]


def test_a_whole_roster_with_the_same_times_is_one_sign(district: District, supervisor: Person) -> None:
    recorder = district.recorder(supervisor)
    volunteers = [district.volunteer() for _ in range(20)]
    project = district.project(recorder, *volunteers)
    log(recorder, project, *(a_row(volunteer.number) for volunteer in volunteers))
    assert kinds(supervisor) == [("identical_times", 20)]


def test_c25_thirty_entries_within_a_minute_are_listed(district: District, supervisor: Person) -> None:
    volunteer, recorder = district.volunteer(), district.recorder(supervisor)
    project = district.project(recorder, volunteer)
    rows = [a_row(volunteer.number, f"2026-05-{day:02d}T09:00", f"2026-05-{day:02d}T10:00") for day in range(1, 31)]
    with clock.stopped_at(clock.now()):
        log(recorder, project, *rows[:20])
        log(recorder, project, *rows[20:])
    assert kinds(supervisor) == [("burst", 10)]


def test_late_hours_are_listed_when_they_come_into_force(district: District, supervisor: Person) -> None:
    volunteer, recorder = district.volunteer(), district.recorder(supervisor)
    project = a_late_project(district, recorder, volunteer)
    log(recorder, project, a_row(volunteer.number), reason="签到表找回来了")
    assert signs(supervisor) == []
    decide_by(supervisor, recorder)
    assert kinds(supervisor) == [("long_past", 1)]


def decide_by(judge: Person, recorder: Person) -> None:
    keys = [{name: entry[name] for name in ("volunteer_id", "entry_id")} for entry in queue(recorder)]
    judge.post(f"/groups/{recorder.group_id}/queue", {"entries": keys, "decision": "confirmed"})


def test_a_late_correction_that_adds_time_is_listed_and_one_that_takes_is_not(
    district: District, supervisor: Person
) -> None:
    volunteer, recorder = district.volunteer(), district.recorder(supervisor, recorder=a_recorder(login="laterecorder"))
    project = district.project(recorder, volunteer)
    log(recorder, project, a_row(volunteer.number))
    entry = recorder.get(f"/projects/{project}/hours").get_json()["items"][0]
    with clock.stopped_at(datetime(2026, 7, 20, 10, tzinfo=BEIJING)):
        later = district.log_in("laterecorder")
        shorter = change(later, entry, "correction", **to("09:00", "10:00")).get_json()
        boss = district.supervisor()
        assert signs(boss) == []
        change(later, shorter, "correction", **to("09:00", "12:00"))
        assert kinds(boss) == [("long_past", 1)]


def test_ten_hours_entered_just_before_a_star_are_listed(district: District, supervisor: Person) -> None:
    volunteer, recorder = district.volunteer(), district.recorder(supervisor)
    project = district.project(recorder, volunteer)
    days = [a_row(volunteer.number, f"2026-05-{day:02d}T08:00", f"2026-05-{day:02d}T18:00") for day in range(1, 11)]
    log(recorder, project, *days[:9])
    assert kinds(supervisor) == []
    log(recorder, project, days[9])
    assert kinds(supervisor) == [("star_burst", 1)]


def test_the_other_doors_are_watched_too(district: District, supervisor: Person) -> None:
    volunteer, recorder = district.volunteer(), district.recorder(supervisor)
    project = district.project(recorder, volunteer)
    volunteer.post("/volunteers/me/claims", a_claim(project, "2026-05-01T22:00", "2026-05-02T01:00"))
    assert signs(supervisor) == []
    decide(recorder, queue(recorder))
    assert kinds(supervisor) == [("night", 1)]
    with at("3 22:00"):
        scan(volunteer, recorder, project, "in")
    with at("4 01:00"):
        scan(volunteer, recorder, project, "out")
    assert kinds(supervisor) == [("night", 1), ("night", 1)]


def test_a_sign_is_answered_once_with_words_and_leaves_the_open_list(district: District, supervisor: Person) -> None:
    volunteer, recorder = district.volunteer(), district.recorder(supervisor)
    log(
        recorder, district.project(recorder, volunteer), a_row(volunteer.number, "2026-05-01T23:00", "2026-05-02T02:00")
    )
    [sign] = signs(supervisor)
    path = f"/signs/{sign['sign_id']}/answer"
    assert supervisor.post(path, {"version": sign["version"]}).status_code == 422
    body = {"version": sign["version"], "outcome": "explained", "note": "夜间值守，有排班表"}
    assert supervisor.post(path, body).get_json()["outcome_name"] == "情况正常"
    assert supervisor.post(path, {**body, "note": "另一个人也办"}).status_code == 409
    assert signs(supervisor) == []
    assert [each["note"] for each in supervisor.get("/signs?state=answered").get_json()["items"]] == [
        "夜间值守，有排班表"
    ]


def test_signs_are_the_supervisors(district: District, supervisor: Person) -> None:
    recorder = district.recorder(supervisor)
    assert recorder.get("/signs").status_code == 403
    assert supervisor.get("/signs/nothing").status_code == 404
    assert supervisor.get("/signs?kind=night").get_json()["items"] == []
