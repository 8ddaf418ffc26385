"""A recorder sees what a member did with the own group, and nothing else; a minor's record needs a reason and is listed."""

from datetime import date
from typing import Any

import pytest

from functions.volunteers.rules import is_minor
from tests.builders import a_recorder, a_row, an_id_number
from tests.district import District, Person
from tests.hours.test_waiting import log

pytestmark = pytest.mark.article("18")


@pytest.mark.parametrize(
    ("month", "minor"), [("2008-05", False), ("2008-06", True), ("2008-07", True), ("2015-01", True), ("", False)]
)
@pytest.mark.article("3")
def test_somebody_is_a_minor_until_the_month_of_the_eighteenth_birthday_is_over(month: str, minor: bool) -> None:
    assert is_minor(month, date(2026, 6, 30)) is minor


def look(recorder: Person, person: Person, reason: str = "") -> Any:
    return recorder.post(f"/groups/{recorder.group_id}/members/{person.number}/record", {"reason": reason})


def served(district: District, birth: str = "19800115", **changes: Any) -> tuple[Person, Person]:
    """A member with an hour of this group and an hour of another."""
    supervisor = district.supervisor()
    recorder = district.recorder(supervisor)
    document = {"type": "resident_id", "number": an_id_number(birth)}
    person = district.volunteer(document=document, **changes)
    log(recorder, district.project(recorder, person, name="本团体的项目"), a_row(person.number))
    other = district.recorder(supervisor, name="另一队", recorder=a_recorder(login="other-team"))
    project = district.project(other, person, name="别的团体的项目")
    log(other, project, a_row(person.number, "2026-05-02T09:00", "2026-05-02T11:00"))
    return recorder, person


def test_a_recorder_sees_what_was_done_with_the_own_group_alone(district: District) -> None:
    recorder, person = served(district)
    seen = look(recorder, person)
    assert [item["project"] for item in seen.get_json()["service"]["items"]] == ["本团体的项目"]
    own = person.get("/volunteers/me").get_json()
    text = seen.get_data(as_text=True)
    assert not [word for word in ("别的团体", own["phone_masked"], own["birth_month"]) if word in text]
    assert person.get("/volunteers/me/looks").get_json()["items"][0]["what"] == "查看您在本团体的记录"


def test_who_is_no_member_is_not_seen(district: District) -> None:
    recorder, _ = served(district)
    stranger = district.volunteer(document={"type": "resident_id", "number": an_id_number("19700101")}, name="外人甲")
    assert look(recorder, stranger).status_code == 404


@pytest.mark.article("3")
def test_a_minors_record_needs_a_reason_and_stands_on_the_years_list(district: District) -> None:
    guardian = {"name": "王母", "relation": "母亲", "phone": "13800138000"}
    recorder, child = served(district, "20150101", guardian=guardian)
    refused = look(recorder, child)
    assert [fault["code"] for fault in refused.get_json()["violations"]] == ["records.minor_reason"]
    assert look(recorder, child, "核对社会实践时长").status_code == 200
    supervisor = district.supervisor("another-supervisor")
    [listed] = supervisor.get("/minors/looks?year=2026").get_json()["items"]
    assert (listed["volunteer_number"], listed["reason"]) == (child.number, "核对社会实践时长")
    assert supervisor.get("/minors/looks?year=2025").get_json()["items"] == []


def test_the_own_record_is_narrowed_to_a_group_and_to_what_waits(district: District) -> None:
    recorder, person = served(district)
    one = person.get(f"/volunteers/me/record?group_id={recorder.group_id}").get_json()["service"]["items"]
    waiting = person.get("/volunteers/me/record?state=pending").get_json()["service"]["items"]
    assert ([item["project"] for item in one], waiting) == (["本团体的项目"], [])
    projects = person.get("/volunteers/me/projects").get_json()["items"]
    times = {"start": "2026-05-03T09:00:00+08:00", "end": "2026-05-03T10:00:00+08:00"}
    person.post("/volunteers/me/claims", {"project_id": projects[0]["project_id"], **times, "note": "漏记了"})
    waiting = person.get("/volunteers/me/record?state=pending").get_json()["service"]["items"]
    assert [item["state"] for item in waiting] == ["pending"]
    assert person.get("/volunteers/me/record?state=voided").status_code == 422
