"""Hours that do not come into force by themselves: late ones, hasty ones, and what the district's policy asks to be seen."""

from datetime import datetime
from typing import Any

import pytest
from werkzeug.test import TestResponse

from functions.storage import clock
from tests.builders import PASSWORD, a_recorder, a_row
from tests.district import District, Person
from tests.hours.test_lifecycle import change, decide, queue, to, totals

pytestmark = pytest.mark.article("9")


def log(recorder: Person, project: str, *rows: dict[str, Any], **more: Any) -> TestResponse:
    return recorder.post(f"/projects/{project}/hours", {"entries": list(rows), **more})


def a_late_project(district: District, recorder: Person, *volunteers: Person) -> str:
    """It ended on 2 May; the clock of the tests shows 3 June."""
    return district.project(recorder, *volunteers, ends="2026-05-03T00:00:00+08:00")


def codes(answer: TestResponse) -> list[tuple[str, str]]:
    return [(fault["code"], fault["field"]) for fault in answer.get_json()["violations"]]


def a_second_recorder(district: District, recorder: Person, login: str = "second1") -> Person:
    recorder.post(f"/groups/{recorder.group_id}/recorders", a_recorder(login=login, name="赵二"))
    second = district.log_in(login)
    passwords = {"old_password": PASSWORD, "new_password": "another horse battery"}
    assert second.ask("PUT", "/session/password", passwords).status_code in {200, 204}
    second.group_id = recorder.group_id
    return second


def set_policy(supervisor: Person, **changes: Any) -> TestResponse:
    now = supervisor.get("/hours-policy").get_json()
    settings = {name: value for name, value in now.items() if name not in {"rounding_name", "set_at"}}
    return supervisor.ask("PUT", "/hours-policy", {**settings, "reason": "区里统一", **changes})


def test_late_hours_need_a_reason(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = a_late_project(district, recorder, volunteer)
    answer = log(recorder, project, a_row(volunteer.number))
    assert (answer.status_code, codes(answer)) == (422, [("hours.back_fill_reason", "entries.0.reason")])


def test_late_hours_wait_for_a_second_person_and_stay_labelled(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = a_late_project(district, recorder, volunteer)
    second = a_second_recorder(district, recorder)
    answer = log(recorder, project, a_row(volunteer.number), reason="签到表后来才找到")
    assert answer.get_json()["entries"][0]["state"] == "pending"
    assert totals(volunteer) == (0, 0)
    own = decide(recorder, queue(recorder)).get_json()["outcomes"][0]
    assert (own["done"], own["code"]) == (False, "hours.second_needed")
    assert [item["note"] for item in queue(second)] == ["签到表后来才找到"]
    assert decide(second, queue(second)).get_json()["outcomes"][0]["state"] == "in_force"
    item = volunteer.get("/volunteers/me/record").get_json()["service"]["items"][0]
    assert (totals(volunteer), item["source_name"]) == ((120, 1), "补录")
    assert item["marks"] == [{"code": "back_fill", "name": "逾期补录"}]


def test_the_supervisor_may_be_the_second_person(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = a_late_project(district, recorder, volunteer)
    log(recorder, project, a_row(volunteer.number), reason="签到表后来才找到")
    supervisor = district.supervisor()
    supervisor.group_id = recorder.group_id
    assert decide(supervisor, queue(supervisor)).get_json()["outcomes"][0]["state"] == "in_force"


def test_a_late_row_that_waits_already_is_not_entered_again(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = a_late_project(district, recorder, volunteer)
    ids = [
        log(recorder, project, a_row(volunteer.number), reason="迟了").get_json()["entries"][0]["entry_id"]
        for _ in range(2)
    ]
    assert (len(set(ids)), len(queue(recorder))) == (1, 1)


def test_a_correction_does_not_get_around_the_second_person(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = a_late_project(district, recorder, volunteer)
    log(recorder, project, a_row(volunteer.number), reason="迟了")
    answer = change(recorder, queue(recorder)[0], "correction", **to("09:00", "10:00"))
    assert (answer.status_code, codes(answer)) == (422, [("hours.second_needed", "")])


def test_a_late_claim_is_labelled_too(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = a_late_project(district, recorder, volunteer)
    row = a_row("x")
    body = {"project_id": project, "start": row["start"], "end": row["end"], "note": "王阿姨可以证明"}
    volunteer.post("/volunteers/me/claims", body)
    assert [item["marks"][0]["code"] for item in queue(recorder)] == ["back_fill"]


def test_the_quota_of_late_hours_is_a_groups_and_a_months(district: District) -> None:
    supervisor = district.supervisor()
    volunteer, recorder = district.volunteer(), district.recorder()
    project = a_late_project(district, recorder, volunteer)
    assert set_policy(supervisor, back_fill_quota=2).status_code == 200
    rows = [a_row(volunteer.number, f"2026-05-01T{hour}:00", f"2026-05-01T{hour}:30") for hour in (10, 11, 12)]
    whole = log(recorder, project, *rows, reason="迟了")
    assert (whole.status_code, codes(whole)) == (422, [("hours.back_fill_quota", "")])
    assert log(recorder, project, *rows[:2], reason="迟了").status_code == 201
    assert codes(log(recorder, project, rows[2], reason="迟了")) == [("hours.back_fill_quota", "")]
    set_policy(supervisor, back_fill_quota=3)
    assert log(recorder, project, rows[2], reason="迟了").status_code == 201


def test_c25_thirty_entries_within_a_minute_are_not_in_force_by_themselves(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    states = []
    with clock.stopped_at(datetime(2026, 6, 3, 10, tzinfo=clock.BEIJING)):
        for number in range(31):
            day = f"2026-05-{1 + number // 2:02d}"
            hour = 9 + 3 * (number % 2)
            row = a_row(volunteer.number, f"{day}T{hour:02d}:00", f"{day}T{hour + 1:02d}:00")
            states.append(log(recorder, project, row).get_json()["entries"][0]["state"])
    assert states == ["in_force"] * 29 + ["pending"] * 2
    assert [item["marks"][0]["code"] for item in queue(recorder)] == ["burst", "burst"]


def test_one_sheet_for_a_whole_roster_comes_into_force(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    rows = [a_row(volunteer.number, f"2026-05-01T{hour:02d}:00", f"2026-05-01T{hour:02d}:20") for hour in range(24)]
    rows += [a_row(volunteer.number, f"2026-05-02T{hour:02d}:00", f"2026-05-02T{hour:02d}:20") for hour in range(24)]
    answer = log(recorder, project, *rows)
    assert {entry["state"] for entry in answer.get_json()["entries"]} == {"in_force"}


def test_a_policy_rounds_new_hours_and_leaves_the_past_alone(district: District) -> None:
    supervisor = district.supervisor()
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    log(recorder, project, a_row(volunteer.number, "2026-05-01T09:00", "2026-05-01T09:20"))
    assert set_policy(supervisor, rounding="half_hour").get_json()["version"] == 1
    log(recorder, project, a_row(volunteer.number, "2026-05-01T10:00", "2026-05-01T10:20"))
    items = volunteer.get("/volunteers/me/record").get_json()["service"]["items"]
    assert sorted((item["minutes"], item["policy"]) for item in items) == [(20, 0), (30, 1)]
    assert totals(volunteer) == (50, 2)


def test_a_correction_is_measured_by_the_policy_of_its_entry(district: District) -> None:
    supervisor = district.supervisor()
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    log(recorder, project, a_row(volunteer.number))
    set_policy(supervisor, rounding="half_hour")
    entry = recorder.get(f"/projects/{project}/hours").get_json()["items"][0]
    assert change(recorder, entry, "correction", **to("09:00", "10:10")).get_json()["minutes"] == 70
    assert totals(volunteer) == (70, 1)


def test_a_visit_above_the_review_threshold_waits_for_a_second_person(district: District) -> None:
    supervisor = district.supervisor()
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    set_policy(supervisor, review_above_minutes=60)
    answer = log(recorder, project, a_row(volunteer.number)).get_json()["entries"][0]
    assert (answer["state"], answer["marks"][0]["code"]) == ("pending", "long_visit")
    own = decide(recorder, queue(recorder)).get_json()["outcomes"][0]
    assert own["code"] == "hours.second_needed"


def test_only_the_supervisor_sets_the_policy_and_a_stale_screen_is_a_conflict(district: District) -> None:
    supervisor = district.supervisor()
    recorder = district.recorder()
    assert recorder.ask("PUT", "/hours-policy", {}).status_code == 403
    assert set_policy(supervisor, minimum_minutes=10).status_code == 200
    assert set_policy(supervisor, minimum_minutes=20, version=0).status_code == 409
    assert recorder.get("/hours-policy").get_json()["minimum_minutes"] == 10
    versions = recorder.get("/hours-policy/versions").get_json()["items"]
    assert [(each["version"], each["reason"]) for each in versions] == [(1, "区里统一")]


def test_c10_what_clashes_is_stored_only_with_a_reason_where_policy_allows_and_then_waits(district: District) -> None:
    supervisor = district.supervisor()
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    log(recorder, project, a_row(volunteer.number))
    clash = a_row(volunteer.number, "2026-05-01T10:00", "2026-05-01T12:00")
    assert codes(log(recorder, project, clash)) == [("hours.overlap", "entries.0.start")]
    asked = {**clash, "override": True, "reason": "另一条录错了"}
    assert codes(log(recorder, project, asked)) == [("hours.override", "entries.0.override")]
    set_policy(supervisor, allow_override=True)
    assert codes(log(recorder, project, {**asked, "reason": ""})) == [("hours.reason_missing", "entries.0.reason")]
    answer = log(recorder, project, asked).get_json()["entries"][0]
    assert (answer["state"], totals(volunteer)) == ("pending", (120, 1))
    second = a_second_recorder(district, recorder)
    assert decide(second, queue(second)).get_json()["outcomes"][0]["code"] == "hours.overlap"


def test_a_large_sheet_of_late_hours_waits_whole(district: District) -> None:
    supervisor = district.supervisor()
    """More entries than one transaction holds: they pass through a sheet, and none counts before it is confirmed."""
    volunteers, recorder = [district.volunteer() for _ in range(3)], district.recorder()
    project = a_late_project(district, recorder, *volunteers)
    rows = [
        a_row(person.number, f"2026-05-{day:02d}T{hour:02d}:00", f"2026-05-{day:02d}T{hour:02d}:30")
        for person in volunteers
        for day in (1, 2)
        for hour in range(20)
    ]
    set_policy(supervisor, back_fill_quota=120)
    answer = log(recorder, project, *rows, reason="迟了")
    assert {entry["state"] for entry in answer.get_json()["entries"]} == {"pending"}
    assert [totals(person) for person in volunteers] == [(0, 0)] * 3
    assert len(recorder.get(f"/groups/{recorder.group_id}/queue?limit=100").get_json()["items"]) == 100
