"""转出 up to the hand-over: who receives, what is agreed to, and what happens when the record changes meanwhile."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.hours.rules import BEIJING, Stay
from functions.transfers.rules import by_day
from tests.builders import a_row
from tests.district import District, Person
from tests.hours.test_waiting import log
from tests.transfers.places import transfer_out

pytestmark = pytest.mark.article("16")
OWN = "/volunteers/me/transfers"


def a_wish(**changes: Any) -> dict[str, Any]:
    return {"receiver": {"name": "成都市", "region": "四川省"}, "blocks": ["hours"], "agreed": True, **changes}


class Home:
    def __init__(self, district: District) -> None:
        self.district = district
        self.supervisor = district.supervisor("out-desk")
        self.recorder = district.recorder(self.supervisor)
        self.volunteer = district.volunteer(name="张小三")
        self.project = district.project(self.recorder, self.volunteer)
        self.log("2026-05-01")

    def log(self, day: str) -> None:
        log(self.recorder, self.project, a_row(self.volunteer.number, f"{day}T09:00", f"{day}T10:00"))

    def ready(self) -> str:
        made = self.volunteer.post(OWN, a_wish()).get_json()
        path = f"{OWN}/{made['transfer_id']}"
        while made["state"] == "building":
            made = self.volunteer.post(f"{path}/pieces").get_json()
        return path


@pytest.fixture
def home(district: District) -> Home:
    return Home(district)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"receiver": {"name": "", "region": "四川省"}}, "receiver.name"),
        ({"receiver": {"name": "成都市", "region": ""}}, "receiver.region"),
        ({"blocks": []}, "blocks"),
        ({"blocks": ["complaints"]}, "blocks"),
        ({"agreed": False}, "agreed"),
    ],
)
def test_a_wish_names_its_receiver_and_its_parts_and_is_agreed_to(home: Home, changes: Any, field: str) -> None:
    answer = home.volunteer.post(OWN, a_wish(**changes))
    assert [fault["field"] for fault in answer.get_json()["violations"]] == [field]


def consents(person: Person) -> list[tuple[str, list[str]]]:
    records = person.get("/volunteers/me/consents").get_json()["records"]
    mine = [record for record in records if record["record_id"].startswith("transfer-")]
    return [(record["state"], record["pii_processing"]["recipient_third_parties"]) for record in mine]


@pytest.mark.article("15")
def test_the_consent_is_recorded_with_the_named_receiver_and_withdrawn_with_the_transfer(home: Home) -> None:
    path = home.ready()
    assert consents(home.volunteer) == [("given", ["成都市（四川省）"])]
    assert home.volunteer.post(f"{path}/cancel").get_json()["state"] == "cancelled"
    assert consents(home.volunteer) == [("withdrawn", ["成都市（四川省）"])]
    assert home.volunteer.post(f"{path}/hand-over").status_code == 409


def test_a_record_that_changed_meanwhile_is_packed_anew(home: Home) -> None:
    path = home.ready()
    home.log("2026-05-02")
    assert home.volunteer.post(f"{path}/hand-over").status_code == 409
    made = home.volunteer.post(OWN, a_wish()).get_json()
    path = f"{OWN}/{made['transfer_id']}"
    home.log("2026-05-03")
    while made["state"] == "building":
        made = home.volunteer.post(f"{path}/pieces").get_json()
    handed = home.volunteer.post(f"{path}/hand-over").get_json()
    assert (handed["state"], handed["minutes"], handed["entries"]) == ("handed", 180, 3)


def test_handing_over_twice_is_handing_over_once(home: Home) -> None:
    path = home.ready()
    first = home.volunteer.post(f"{path}/hand-over").get_json()
    assert home.volunteer.post(f"{path}/hand-over").get_json() == first


def test_nothing_is_downloaded_before_the_hand_over_and_by_nobody_else(home: Home) -> None:
    path = home.ready()
    assert home.volunteer.get(f"{path}/package/0").status_code == 404
    home.volunteer.post(f"{path}/hand-over")
    other = home.district.volunteer(name="李四")
    assert [other.get(path).status_code, other.get(f"{path}/package/0").status_code] == [404, 404]
    assert [home.volunteer.get(f"{path}/package/{n}").status_code for n in ("0", "1", "x", "-1")] == [
        200,
        404,
        404,
        404,
    ]


def test_the_supervisor_may_leave_a_transfer_as_it_is_and_says_why(home: Home) -> None:
    transfer_id, _ = transfer_out(home.volunteer, ["hours"])
    home.volunteer.post(f"{OWN}/{transfer_id}/return", {"reason": "后悔了"})
    again = home.volunteer.post(f"{OWN}/{transfer_id}/return", {"reason": "后悔了"})
    assert again.get_json()["violations"][0]["code"] == "transfers.asked"
    [waiting] = home.supervisor.get("/transfers/returns").get_json()["items"]
    path = f"/transfers/{transfer_id}/return-decision"
    silent = {"version": waiting["version"], "decision": "refused", "reason": ""}
    assert home.supervisor.post(path, silent).status_code == 422
    kept = home.supervisor.post(path, {**silent, "reason": "对方说已经接收"}).get_json()
    assert (kept["state"], kept["note"]) == ("handed", "对方说已经接收")
    assert home.supervisor.get("/transfers/returns").get_json()["items"] == []
    assert home.supervisor.post(path, {**silent, "reason": "再办一次"}).status_code == 409


def test_a_record_without_hours_may_go_too(home: Home) -> None:
    person = home.district.volunteer(name="王五")
    transfer_id, content = transfer_out(person, ["person", "hours"])
    assert person.get(f"{OWN}/{transfer_id}").get_json()["state"] == "handed"
    assert b"hours-0001" not in content


def test_what_a_moved_volunteer_may_still_do(home: Home) -> None:
    code = home.volunteer.post("/certificates", {}).get_json()["code"]
    transfer_out(home.volunteer, ["hours"])
    assert home.district.get(f"/public/certificates/{code}").get_json()["status"] == "valid"
    assert home.volunteer.ask("PUT", "/volunteers/me/consents/verification", {"agreed": False}).status_code < 300
    assert home.volunteer.post("/volunteers/me/closing", {"text": "不再参加服务"}).status_code == 201
    assert home.volunteer.post("/volunteers/me/corrections", {"field": "skills", "value": "x"}).status_code == 409
    assert home.volunteer.ask("DELETE", "/session").status_code < 300


def test_closing_a_record_that_has_moved_counts_its_person_once(home: Home) -> None:
    from functions.statistics.jobs import recount

    transfer_out(home.volunteer, ["hours"])
    home.volunteer.post("/volunteers/me/closing", {"text": "不再参加服务"})
    [asked] = home.supervisor.get("/requests").get_json()["items"]
    granted = {"version": 1, "decision": "granted", "note": "本人到场，核对了证件原件"}
    assert home.supervisor.post(f"/requests/{asked['request_id']}/decision", granted).status_code == 200
    recount()
    found = home.supervisor.get("/statistics/recounts").get_json()["items"]
    assert [each["differences"] for each in found if each["differences"]] == []


instants = st.integers(0, 1_500_000).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=BEIJING) + timedelta(minutes=minutes)
)


@given(instants, st.integers(1, 1440), st.none() | st.integers(0, 1440))
def test_the_days_of_a_stay_add_up_to_it_and_none_crosses_midnight(
    start: datetime, minutes: int, counts: int | None
) -> None:
    stay = Stay(start, start + timedelta(minutes=minutes))
    credited = None if counts is None else min(counts, minutes + 29)
    pieces = by_day(stay, credited)
    assert sum(piece.minutes for piece in pieces) == (minutes if credited is None else credited)
    assert all(len(piece.stay.days()) == 1 and piece.minutes <= piece.stay.minutes + 29 for piece in pieces)
    assert [piece.stay.start for piece in pieces[1:]] == [piece.stay.end for piece in pieces[:-1]]
    assert (pieces[0].stay.start, pieces[-1].stay.end) == (stay.start, stay.end)
