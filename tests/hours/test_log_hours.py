"""Entering hours through the recorder's door: all or nothing, every fault, totals that stay true."""

from datetime import UTC, datetime

import pytest

from functions.storage import clock
from tests.builders import a_recorder, a_row, an_id_number
from tests.district import District, Person

pytestmark = pytest.mark.article("9")


def log(recorder: Person, project: str, *rows: dict[str, object], **more: object):  # type: ignore[no-untyped-def]
    return recorder.post(f"/projects/{project}/hours", {"entries": list(rows), **more})


def total(volunteer: Person) -> int:
    return int(volunteer.get("/volunteers/me/record").get_json()["totals"]["minutes"])


def faults(answer) -> list[tuple[str, str]]:  # type: ignore[no-untyped-def]
    return [(fault["code"], fault["field"]) for fault in answer.get_json()["violations"]]


def test_a_row_becomes_an_entry_in_force_with_its_source(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    answer = log(recorder, project, a_row(volunteer.number))
    assert answer.status_code == 201
    assert answer.get_json()["entries"][0]["minutes"] == 120
    item = volunteer.get("/volunteers/me/record").get_json()["service"]["items"][0]
    assert (item["source_name"], item["state_name"], item["hours"]) == ("团体录入", "已生效", "2.00")


def test_c01_an_end_without_a_date_is_the_same_day_and_asks_for_the_next(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    row = {**a_row(volunteer.number, "2026-05-01T20:00"), "end": "00:00"}
    answer = log(recorder, project, row)
    assert (answer.status_code, faults(answer)) == (422, [("hours.next_day", "entries.0.end")])


def test_c03_a_refused_row_leaves_the_total_unchanged(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    answer = log(recorder, project, a_row(volunteer.number, "2026-05-01T12:00", "2026-05-01T10:00"))
    assert (answer.status_code, total(volunteer)) == (422, 0)


def test_c07_the_same_request_twice_is_one_entry_with_one_id(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    once, again = (log(recorder, project, a_row(volunteer.number)) for _ in range(2))
    assert once.get_json() == again.get_json()
    assert total(volunteer) == 120


def test_c07_a_repeat_under_the_same_key_gets_the_first_answer(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    body = {"entries": [a_row(volunteer.number)]}
    path, key = f"/projects/{project}/hours", "0b9c7f0e-repeat"
    answers = [recorder.post(path, body, Idempotency_Key=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].get_json() == answers[1].get_json()


def test_c08_another_group_cannot_enter_the_same_time(district: District) -> None:
    volunteer = district.volunteer()
    one, other = district.recorder(name="甲团体"), district.recorder(name="乙团体")
    first, second = district.project(one, volunteer), district.project(other, volunteer)
    log(one, first, a_row(volunteer.number, "2026-05-01T08:00", "2026-05-01T12:00"))
    answer = log(other, second, a_row(volunteer.number, "2026-05-01T10:00", "2026-05-01T14:00"))
    assert faults(answer) == [("hours.overlap", "entries.0.start")]
    message = answer.get_json()["violations"][0]["message"]
    assert "10:00 至 12:00" in message
    assert "甲团体" not in message


def test_c09_touching_rows_of_one_request_both_stand(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    rows = [
        a_row(volunteer.number, "2026-05-01T10:00", "2026-05-01T12:00"),
        a_row(volunteer.number, "2026-05-01T12:00", "2026-05-01T14:00"),
    ]
    assert log(recorder, project, *rows).status_code == 201
    assert total(volunteer) == 240


def test_rows_of_one_request_may_not_overlap_each_other(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    answer = log(recorder, project, a_row(volunteer.number), a_row(volunteer.number, "2026-05-01T10:00"))
    assert faults(answer) == [("hours.overlap", "entries.1.start")]


def test_c15_half_past_midnight_counts_for_the_month_that_has_begun(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    log(recorder, project, a_row(volunteer.number, "2026-05-01T00:30", "2026-05-01T01:30"))
    may = volunteer.get("/volunteers/me/record?from=2026-05-01&to=2026-05-31").get_json()["service"]["items"]
    april = volunteer.get("/volunteers/me/record?to=2026-04-30").get_json()["service"]["items"]
    assert ([item["service_date"] for item in may], april) == (["2026-05-01"], [])


def test_c18_tomorrow_cannot_be_entered_and_offers_no_star(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer, starts="2026-01-01", ends="2026-12-31")
    days = [f"2026-03-{day:02d}" for day in range(1, 10)]
    log(recorder, project, *(a_row(volunteer.number, f"{day}T08:00", f"{day}T19:00") for day in days))
    with clock.stopped_at(datetime(2026, 5, 1, tzinfo=UTC)):
        answer = log(recorder, project, a_row(volunteer.number, "2026-05-02T09:00", "2026-05-02T11:00"))
    record = volunteer.get("/volunteers/me/record").get_json()
    assert faults(answer) == [("hours.future", "entries.0.end")]
    assert (record["totals"]["minutes"], record["star"]) == (5940, 0)


def test_one_wrong_row_of_many_is_named_and_nothing_is_written(district: District) -> None:
    recorder = district.recorder()
    people = [district.volunteer() for _ in range(3)]
    project = district.project(recorder, *people)
    rows = [a_row(person.number) for person in people]
    rows[1] = a_row(people[1].number, "2026-06-02T09:00", "2026-06-02T10:00")
    answer = log(recorder, project, *rows)
    assert faults(answer) == [("hours.outside_window", "entries.1.end")]
    assert [total(person) for person in people] == [0, 0, 0]


def test_every_fault_of_every_row_is_told_at_once(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    rows = [
        {"volunteer_number": volunteer.number, "start": "2026-05-01T09:00", "end": "later"},
        a_row("1234567890123456"),
        a_row(volunteer.number, "2026-05-01T12:00", "2026-05-01T10:00"),
        a_row(volunteer.number),
    ]
    answer = log(recorder, project, *rows)
    assert [field for _, field in faults(answer)] == [
        "entries.0.start",
        "entries.0.end",
        "entries.1.volunteer_number",
        "entries.2.end",
    ]


def test_somebody_who_is_not_on_the_roster_is_refused_like_an_unknown_number(district: District) -> None:
    stranger, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder)
    assert faults(log(recorder, project, a_row(stranger.number))) == [("members.unknown", "entries.0.volunteer_number")]


def test_a_recorder_cannot_enter_the_own_hours(district: District) -> None:
    document = {"type": "resident_id", "number": an_id_number()}
    recorder = district.recorder(recorder=a_recorder(document=document))
    same_person = district.volunteer(document=document)
    project = district.project(recorder, same_person)
    assert faults(log(recorder, project, a_row(same_person.number))) == [
        ("hours.own_entry", "entries.0.volunteer_number")
    ]


def test_checking_only_tells_the_faults_and_writes_nothing(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    answer = log(recorder, project, a_row(volunteer.number), check_only=True)
    assert (answer.status_code, answer.get_json()["entries"][0]["minutes"]) == (200, 120)
    assert total(volunteer) == 0


def test_another_groups_project_is_not_found(district: District) -> None:
    volunteer = district.volunteer()
    one, other = district.recorder(name="甲团体"), district.recorder(name="乙团体")
    project = district.project(one, volunteer)
    assert log(other, project, a_row(volunteer.number)).status_code == 404


@pytest.mark.parametrize(
    "body", [{}, {"entries": []}, {"entries": "x"}, {"entries": [1, None]}, {"entries": [{}] * 501}]
)
def test_a_request_of_the_wrong_shape_is_refused_in_words(district: District, body: dict[str, object]) -> None:
    recorder = district.recorder()
    answer = recorder.post(f"/projects/{district.project(recorder)}/hours", body)
    assert answer.status_code == 422
    assert all(not fault["message"].isascii() for fault in answer.get_json()["violations"])


def test_the_recorder_sees_the_projects_entries_in_the_order_of_time(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    log(recorder, project, a_row(volunteer.number, "2026-05-02T09:00", "2026-05-02T10:00"))
    log(recorder, project, a_row(volunteer.number))
    items = recorder.get(f"/projects/{project}/hours").get_json()["items"]
    assert [item["service_date"] for item in items] == ["2026-05-01", "2026-05-02"]
