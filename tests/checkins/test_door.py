"""Checking in and out by the code on the recorder's screen, through the real doors."""

import pytest

from tests.builders import a_recorder, a_row, an_id_number
from tests.checkins.doors import (
    at,
    by_hand,
    code,
    codes,
    confirm,
    entries,
    inside,
    is_in,
    queue,
    says,
    scan,
    total,
    use,
)
from tests.district import District, Person
from tests.hours.test_waiting import set_policy

pytestmark = [pytest.mark.article("9"), pytest.mark.article("14")]


@pytest.fixture
def volunteer(district: District) -> Person:
    return district.volunteer()


@pytest.fixture
def recorder(district: District) -> Person:
    return district.recorder()


@pytest.fixture
def project(district: District, recorder: Person, volunteer: Person) -> str:
    return district.project(recorder, volunteer)


def test_who_checks_in_and_out_has_served_the_minutes_between(
    volunteer: Person, recorder: Person, project: str
) -> None:
    with at("1 09:00:40"):
        came = scan(volunteer, recorder, project, "in")
        assert (came.status_code, came.get_json()["at"]) == (201, "2026-05-01T09:00:40+08:00")
        assert is_in(volunteer)["project"] == "社区敬老服务"
        assert [person["volunteer_number"] for person in inside(recorder, project)] == [volunteer.number]
    with at("1 11:30:10"):
        left = scan(volunteer, recorder, project, "out").get_json()
        assert (left["minutes"], left["state"], left["note"]) == (150, "in_force", "")
        assert (is_in(volunteer), inside(recorder, project), total(volunteer)) == (None, [], (150, 1))
    entry = entries(recorder, project)[0]
    assert (entry["entry_id"], entry["source_name"]) == (left["entry_id"], "签到签退")
    assert (entry["start"], entry["end"]) == ("2026-05-01T09:00:00+08:00", "2026-05-01T11:30:00+08:00")


def test_c02_a_night_is_one_record_listed_where_it_began(volunteer: Person, recorder: Person, project: str) -> None:
    with at("1 18:00"):
        scan(volunteer, recorder, project, "in", planned_end="2 08:00")
    with at("2 08:00"):
        left = scan(volunteer, recorder, project, "out").get_json()
    assert (left["minutes"], left["state"]) == (840, "in_force")
    entry = entries(recorder, project)[0]
    assert entry["service_date"] == "2026-05-01"
    assert entry["minutes_by_day"] == {"2026-05-01": 360, "2026-05-02": 480}


def test_c15_half_past_midnight_belongs_to_the_new_day(volunteer: Person, recorder: Person, project: str) -> None:
    with at("1 00:30"):
        scan(volunteer, recorder, project, "in")
    with at("1 01:30"):
        scan(volunteer, recorder, project, "out")
    assert entries(recorder, project)[0]["service_date"] == "2026-05-01"


def test_c06_who_forgot_to_check_out_is_proposed_no_more_than_was_planned(
    volunteer: Person, recorder: Person, project: str
) -> None:
    with at("1 09:00"):
        scan(volunteer, recorder, project, "in", planned_end="1 12:00")
    with at("3 10:00"):
        assert is_in(volunteer)["forgotten"] is True
        left = scan(volunteer, recorder, project, "out").get_json()
        assert (left["minutes"], left["state"]) == (180, "pending")
        waiting = queue(recorder)
        assert [entry["note"] for entry in waiting] == ["未按时签退，按计划结束时间提出，请核实"]
        assert total(volunteer) == (0, 0)
        assert confirm(recorder, waiting[0]).get_json()["outcomes"][0]["state"] == "in_force"
        assert total(volunteer) == (180, 1)


def test_c06_the_recorder_ends_what_was_forgotten(volunteer: Person, recorder: Person, project: str) -> None:
    with at("1 09:00"):
        scan(volunteer, recorder, project, "in", planned_end="1 12:00")
    with at("1 11:59"):
        assert recorder.post(f"/projects/{project}/check-ins/close").get_json() == {"closed": 0, "more": False}
    with at("3 10:00"):
        assert recorder.post(f"/projects/{project}/check-ins/close").get_json() == {"closed": 1, "more": False}
        assert recorder.post(f"/projects/{project}/check-ins/close").get_json() == {"closed": 0, "more": False}
        assert [(entry["minutes"], entry["state"]) for entry in queue(recorder)] == [(180, "pending")]
        assert (is_in(volunteer), total(volunteer)) == (None, (0, 0))
        assert "等记录员核实" in volunteer.get("/messages").get_json()["items"][0]["text"]


def test_c06_a_forgotten_check_out_does_not_block_the_next_check_in(
    district: District, volunteer: Person, recorder: Person, project: str
) -> None:
    other = district.recorder()
    elsewhere = district.project(other, volunteer, name="环境保护")
    with at("1 09:00"):
        scan(volunteer, recorder, project, "in", planned_end="1 12:00")
    with at("3 10:00"):
        assert scan(volunteer, other, elsewhere, "in").status_code == 201
        assert is_in(volunteer)["project"] == "环境保护"
        assert [entry["minutes"] for entry in queue(recorder)] == [180]


def test_without_a_planned_end_twelve_hours_are_the_most(volunteer: Person, recorder: Person, project: str) -> None:
    with at("1 09:00"):
        scan(volunteer, recorder, project, "in")
    with at("3 10:00"):
        assert scan(volunteer, recorder, project, "out").get_json()["minutes"] == 720


def test_who_leaves_a_little_after_the_planned_end_is_on_time(
    volunteer: Person, recorder: Person, project: str
) -> None:
    with at("1 09:00"):
        scan(volunteer, recorder, project, "in", planned_end="1 12:00")
    with at("1 12:10"):
        left = scan(volunteer, recorder, project, "out").get_json()
    assert (left["minutes"], left["state"]) == (180, "in_force")


def test_c07_the_same_code_twice_is_one_check_in_and_one_entry(
    volunteer: Person, recorder: Person, project: str
) -> None:
    with at("1 09:00"):
        token = code(recorder, project, "in")
        first, again = use(volunteer, token), use(volunteer, token)
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.get_json() == again.get_json()
    with at("1 11:00"):
        token = code(recorder, project, "out")
        answers = [use(volunteer, token).get_json() for _ in range(3)]
    assert len({answer["entry_id"] for answer in answers}) == 1
    assert (len(entries(recorder, project)), total(volunteer)) == (1, (120, 1))


def test_c07_the_same_request_twice_is_answered_the_same(volunteer: Person, recorder: Person, project: str) -> None:
    with at("1 09:00"):
        body = {"direction": "in", "volunteer_number": volunteer.number}
        path = f"/projects/{project}/check-ins"
        answers = [recorder.post(path, body, Idempotency_Key="c07-by-hand") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].get_json() == answers[1].get_json()


def test_c08_a_visit_that_overlaps_is_kept_but_waits(
    district: District, volunteer: Person, recorder: Person, project: str
) -> None:
    other = district.recorder()
    elsewhere = district.project(other, volunteer)
    with at("1 10:00"):
        scan(volunteer, other, elsewhere, "in")
    with at("1 12:30"):
        row = a_row(volunteer.number, "2026-05-01T08:00", "2026-05-01T12:00")
        assert recorder.post(f"/projects/{project}/hours", {"entries": [row]}).status_code == 201
    with at("1 14:00"):
        left = scan(volunteer, other, elsewhere, "out").get_json()
        assert (left["state"], left["minutes"]) == ("pending", 240)
        assert "重叠（5月1日 10:00 至 12:00）" in left["note"]
        assert "重叠" in queue(other)[0]["note"]
        refused = confirm(other, queue(other)[0]).get_json()["outcomes"][0]
        assert (refused["done"], refused["code"]) == (False, "hours.overlap")
    assert total(volunteer) == (240, 1)


def test_one_is_in_at_one_place_only(district: District, volunteer: Person, recorder: Person, project: str) -> None:
    other = district.recorder()
    elsewhere = district.project(other, volunteer, name="环境保护")
    with at("1 09:00"):
        scan(volunteer, recorder, project, "in")
    with at("1 09:10"):
        for answer in (scan(volunteer, recorder, project, "in"), scan(volunteer, other, elsewhere, "in")):
            assert codes(answer) == ["checkins.already_in"]
            assert "社区敬老服务" in says(answer)
            assert "5月1日 09:00" in says(answer)
        told = by_hand(other, elsewhere, "in", volunteer_number=volunteer.number)
        assert codes(told) == ["checkins.already_in"]
        assert "社区敬老服务" not in says(told)
        assert codes(scan(volunteer, other, elsewhere, "out")) == ["checkins.other_project"]


def test_who_is_not_in_cannot_check_out(volunteer: Person, recorder: Person, project: str) -> None:
    with at("1 09:00"):
        assert codes(scan(volunteer, recorder, project, "out")) == ["checkins.not_in"]


def test_less_than_a_minute_makes_no_entry_and_says_so(volunteer: Person, recorder: Person, project: str) -> None:
    with at("1 09:00:10"):
        scan(volunteer, recorder, project, "in")
    with at("1 09:00:50"):
        left = scan(volunteer, recorder, project, "out")
        assert left.status_code == 201
        assert (left.get_json()["entry_id"], left.get_json()["note"]) == (None, "时间太短，没有记录时长")
        assert (is_in(volunteer), entries(recorder, project)) == (None, [])


def test_a_stranger_to_the_group_and_a_closed_project_are_refused(
    district: District, volunteer: Person, recorder: Person, project: str
) -> None:
    with at("1 09:00"):
        answer = scan(district.volunteer(), recorder, project, "in")
        assert codes(answer) == ["checkins.not_a_member"]
    with at("31 23:59:50"):
        token = code(recorder, project, "in")
    with at("31 23:59:59"):
        assert use(volunteer, token).status_code == 201
    late = district.project(recorder, volunteer, starts="2026-05-10T09:00:00+08:00")
    with at("9 09:00"):
        early = recorder.get(f"/projects/{late}/check-in-code?direction=in")
        assert codes(early) == ["checkins.not_running"]
        assert "5月10日 09:00" in says(early)


def test_a_recorder_who_is_the_volunteer_waits_for_another_recorder(district: District) -> None:
    document = {"type": "resident_id", "number": an_id_number()}
    recorder = district.recorder(recorder=a_recorder(document=document))
    volunteer = district.volunteer(document=document)
    project = district.project(recorder, volunteer)
    with at("1 09:00"):
        scan(volunteer, recorder, project, "in")
    with at("1 10:00"):
        left = scan(volunteer, recorder, project, "out").get_json()
        assert (left["state"], left["minutes"]) == ("pending", 60)
        assert confirm(recorder, queue(recorder)[0]).get_json()["outcomes"][0]["code"] == "hours.own_confirmation"
    assert total(volunteer) == (0, 0)


def test_another_groups_recorder_sees_and_does_nothing(
    district: District, volunteer: Person, recorder: Person, project: str
) -> None:
    stranger = district.recorder()
    with at("1 09:00"):
        scan(volunteer, recorder, project, "in")
        answers = [
            stranger.get(f"/projects/{project}/check-in-code?direction=in"),
            stranger.get(f"/projects/{project}/check-ins"),
            stranger.post(f"/projects/{project}/check-ins/close"),
            by_hand(stranger, project, "out", volunteer_number=volunteer.number),
        ]
    assert [answer.status_code for answer in answers] == [404] * 4


def test_a_planned_end_lies_ahead_and_within_a_day(recorder: Person, project: str) -> None:
    with at("1 09:00"):
        for asked in ("2026-05-01T08:59:00%2B08:00", "2026-05-02T09:01:00%2B08:00"):
            answer = recorder.get(f"/projects/{project}/check-in-code?direction=in&planned_end={asked}")
            assert codes(answer) == ["checkins.planned_end"]
        assert codes(recorder.get(f"/projects/{project}/check-in-code")) == ["checkins.direction"]


def test_the_hours_of_a_visit_are_those_of_the_certificate(volunteer: Person, recorder: Person, project: str) -> None:
    with at("1 09:00"):
        scan(volunteer, recorder, project, "in")
    with at("1 10:00"):
        scan(volunteer, recorder, project, "out")
    answer = volunteer.post("/certificates", {"show_document": "masked"})
    assert answer.status_code == 201
    shown = volunteer.district.get(f"/public/certificates/{answer.get_json()['code']}").get_json()
    assert (shown["status"], shown["minutes"]) == ("valid", 60)


def test_a_visit_is_measured_and_looked_at_by_the_districts_policy(district: District) -> None:
    supervisor = district.supervisor()
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    set_policy(supervisor, rounding="half_hour", minimum_minutes=20, review_above_minutes=120)
    for came, went, minutes, state in (
        ("09:00", "09:19", 0, None),
        ("10:00", "10:50", 60, "in_force"),
        ("12:00", "15:00", 180, "pending"),
    ):
        with at(f"1 {came}"):
            scan(volunteer, recorder, project, "in")
        with at(f"1 {went}"):
            left = scan(volunteer, recorder, project, "out").get_json()
        assert (left["minutes"], left["state"]) == (minutes, state)
    assert [(item["marks"][0]["code"], item["policy"]) for item in queue(recorder)] == [("long_visit", 1)]
    assert total(volunteer) == (60, 1)


def test_c06_a_forgotten_check_out_carries_its_mark(volunteer: Person, recorder: Person, project: str) -> None:
    with at("1 09:00"):
        scan(volunteer, recorder, project, "in", planned_end="1 12:00")
    with at("3 10:00"):
        recorder.post(f"/projects/{project}/check-ins/close")
    assert [[mark["name"] for mark in item["marks"]] for item in queue(recorder)] == [["未按时签退"]]
