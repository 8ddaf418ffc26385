"""A volunteer shows chosen parts of the record to one receiver, sees when it was looked at, and ends it at once."""

from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from functions.consent.actions import events_of
from functions.storage import clock
from functions.volunteers.actions import find_by_numbers
from tests.builders import a_row
from tests.checkins.doors import codes
from tests.district import District, Person
from tests.hours.test_waiting import log

pytestmark = pytest.mark.article("15")

ALL = ["person", "totals", "service"]


def share(person: Person, **changes: Any) -> TestResponse:
    body = {"receiver": "重庆某某学校学生处", "blocks": ALL, "until": "2026-06-30", **changes}
    return person.post("/volunteers/me/shares", body)


def shares(person: Person) -> list[dict[str, Any]]:
    return list(person.get("/volunteers/me/shares").get_json()["items"])


def look(district: District, token: str, page: str = "") -> TestResponse:
    return district.post(f"/shares/view{page}", {"token": token})


@pytest.fixture
def volunteer(district: District) -> Person:
    """Somebody with three services."""
    volunteer, recorder = district.volunteer(name="欧阳娜娜"), district.recorder()
    project = district.project(recorder, volunteer)
    rows = [a_row(volunteer.number, f"2026-05-{day:02d}T09:00", f"2026-05-{day:02d}T11:00") for day in (1, 2, 3)]
    log(recorder, project, *rows)
    return volunteer


def test_the_receiver_sees_the_chosen_blocks_without_logging_in(district: District, volunteer: Person) -> None:
    share(volunteer)
    seen = look(district, shares(volunteer)[0]["token"]).get_json()
    assert seen["person"] == {"name": "欧阳娜娜", "volunteer_number": volunteer.number}
    assert (seen["totals"]["minutes"], len(seen["service"]["items"])) == (360, 3)
    assert seen["service"]["items"][0]["source_name"] == "团体录入"


def test_trainings_and_commendations_in_force_are_shown_where_they_were_chosen(district: District) -> None:
    recorder, person = district.recorder(), district.volunteer()
    district.project(recorder, person)
    facts = {
        "topic": "急救",
        "content": "止血",
        "starts": "2026-05-01",
        "place": "社区",
        "class_hours": "2.5",
        "kind": "general",
    }
    group, people = f"/groups/{recorder.group_id}", {"volunteer_numbers": [person.number]}
    recorder.post(f"{group}/trainings", {**facts, "mode": "remote", "contact": "王联系", **people})
    honour = {"name": "先进", "date": "2026-05-01", "level": "city", "granting_body": "市联合会"}
    recorder.post(f"{group}/commendations", {**honour, **people})
    person.post("/volunteers/me/commendations", {**honour, "name": "还没有确认的"})
    share(person, blocks=["training", "commendations"])
    seen = look(district, shares(person)[0]["token"]).get_json()
    assert [(one["topic"], one["class_hours"]) for one in seen["training"]] == [("急救", "2.5")]
    assert [one["name"] for one in seen["commendations"]] == ["先进"]
    assert "王联系" not in str(seen)


def test_what_was_not_chosen_is_not_there(district: District, volunteer: Person) -> None:
    share(volunteer, blocks=["totals"])
    seen = look(district, shares(volunteer)[0]["token"])
    assert {"person", "service"} & set(seen.get_json()) == set()
    assert "欧阳娜娜" not in seen.get_data(as_text=True)


def test_the_period_bounds_the_services_and_they_page(district: District, volunteer: Person) -> None:
    share(volunteer, **{"from": "2026-05-02", "to": "2026-05-03"})
    token = shares(volunteer)[0]["token"]
    first = look(district, token, "?limit=1").get_json()["service"]
    rest = look(district, token, f"?limit=1&cursor={first['next']}").get_json()["service"]
    assert [item["service_date"] for item in (*first["items"], *rest["items"])] == ["2026-05-03", "2026-05-02"]


def test_every_look_is_kept_and_shown_to_the_volunteer(district: District, volunteer: Person) -> None:
    share(volunteer)
    token = shares(volunteer)[0]["token"]
    for _ in range(3):
        look(district, token)
    own = shares(volunteer)[0]
    assert (own["view_count"], len(own["views"])) == (3, 3)


def test_ending_works_at_once_and_twice_changes_nothing(district: District, volunteer: Person) -> None:
    share(volunteer)
    [own] = shares(volunteer)
    for _ in range(2):
        ended = volunteer.post(f"/volunteers/me/shares/{own['share_id']}/end")
        assert ended.get_json()["state_name"] == "已结束"
    assert look(district, own["token"]).status_code == 404
    assert "token" not in shares(volunteer)[0]


def test_a_share_ends_by_itself_after_its_last_day(district: District, volunteer: Person) -> None:
    share(volunteer, until="2026-06-03")
    token = shares(volunteer)[0]["token"]
    assert look(district, token).status_code == 200
    with clock.stopped_at(clock.now() + timedelta(days=1)):
        assert look(district, token).status_code == 404


def test_the_consent_names_the_receiver_and_its_end_is_kept_too(volunteer: Person) -> None:
    share(volunteer)
    [own] = shares(volunteer)
    volunteer.post(f"/volunteers/me/shares/{own['share_id']}/end")
    volunteer_id = find_by_numbers([volunteer.number])[volunteer.number].volunteer_id
    about = [event for event in events_of(volunteer_id) if event.purpose == "sharing"]
    assert [(event.state, event.receiver, event.about) for event in about] == [
        ("given", "重庆某某学校学生处", own["share_id"]),
        ("withdrawn", "重庆某某学校学生处", own["share_id"]),
    ]


def test_every_fault_is_told_at_once(volunteer: Person) -> None:
    assert codes(share(volunteer, receiver="", blocks=["everything"], until="2027-09-01")) == [
        "sharing.receiver",
        "sharing.blocks",
        "sharing.until",
    ]
    assert codes(share(volunteer, blocks=[], until=None)) == ["sharing.blocks", "sharing.until"]


@pytest.mark.parametrize("token", ["", "x", "a" * 40])
def test_a_made_up_token_opens_nothing(district: District, token: str) -> None:
    assert look(district, token).status_code == 404


def test_nobody_sees_or_ends_somebody_elses_share(district: District, volunteer: Person) -> None:
    share(volunteer)
    [own] = shares(volunteer)
    other = district.volunteer()
    assert shares(other) == []
    assert other.post(f"/volunteers/me/shares/{own['share_id']}/end").status_code == 404


def test_open_shares_are_few_enough_to_be_looked_after(volunteer: Person) -> None:
    for _ in range(20):
        assert share(volunteer).status_code == 201
    assert codes(share(volunteer)) == ["sharing.too_many"]


def test_who_looked_at_the_record_is_told_to_its_person(district: District, volunteer: Person) -> None:
    share(volunteer)
    look(district, shares(volunteer)[0]["token"])
    [told] = volunteer.get("/volunteers/me/looks").get_json()["items"]
    assert (told["who"], told["what"]) == ("拿到您的链接的人", "打开链接，看了您选的内容")
    assert district.volunteer().get("/volunteers/me/looks").get_json()["items"] == []


def test_staff_who_looked_are_named(district: District, volunteer: Person) -> None:
    supervisor = district.supervisor()
    entry_id = volunteer.get("/volunteers/me/record").get_json()["service"]["items"][0]["entry_id"]
    body = {"kind": "error", "entry_id": entry_id, "text": "那天做到了十二点"}
    dispute_id = volunteer.post("/volunteers/me/disputes", body).get_json()["dispute_id"]
    supervisor.get(f"/disputes/{dispute_id}")
    [told] = volunteer.get("/volunteers/me/looks").get_json()["items"]
    assert (told["who"], told["what"]) == ("主管部门 主管", "办理您的异议时查看")
