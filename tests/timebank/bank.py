"""A district with a time bank that is open, and people who have served: what the tests of the time bank share."""

from typing import Any

from werkzeug.test import TestResponse

from functions.timebank.models import AccountItem, LegItem
from functions.volunteers.actions import by_number
from tests.builders import a_row, an_id_number
from tests.district import District, Person
from tests.hours.test_waiting import log

OPEN: dict[str, Any] = {
    "enabled": True,
    "deposit_cap_minutes": 0,
    "daily_cap_minutes": 0,
    "balance_cap_minutes": 0,
    "expiry_months": 0,
    "gifts_allowed": True,
    "gift_cap_minutes": 0,
}
OWN = "/volunteers/me/timebank"


def set_terms(supervisor: Person, **changes: Any) -> TestResponse:
    version = supervisor.get("/timebank-terms").get_json()["version"]
    return supervisor.ask("PUT", "/timebank-terms", {**OPEN, "version": version, "reason": "区里决定", **changes})


def a_person(district: District, name: str = "张三") -> Person:
    return district.volunteer(name=name, document={"type": "resident_id", "number": an_id_number()})


def served(recorder: Person, project: str, person: Person, *minutes: int) -> list[str]:
    """Entries in force of so many minutes, each on a day of May; returns their ids, the first first."""
    rows = [
        a_row(person.number, f"2026-05-{day:02d}T08:00", f"2026-05-{day:02d}T{8 + count // 60:02d}:{count % 60:02d}")
        for day, count in enumerate(minutes, start=1)
    ]
    answer = log(recorder, project, *rows).get_json()
    return [entry["entry_id"] for entry in answer["entries"]]


def deposit(person: Person, *entry_ids: str) -> TestResponse:
    return person.post(f"{OWN}/deposits", {"entry_ids": list(entry_ids)} if entry_ids else {"everything": True})


def ask(person: Person, other: Person, minutes: int, what: str = "周六上午陪老人去医院") -> TestResponse:
    return person.post("/timebank/requests", {"volunteer_number": other.number, "minutes": minutes, "what": what})


def step(person: Person, request: dict[str, Any], to: str, reason: str = "") -> TestResponse:
    body = {"version": request["version"], "to": to, "reason": reason}
    return person.post(f"/timebank/requests/{request['request_id']}/steps", body)


def give(person: Person, other: Person, minutes: int) -> TestResponse:
    return person.post(f"{OWN}/gifts", {"volunteer_number": other.number, "minutes": minutes, "note": "感谢"})


def account(person: Person) -> dict[str, Any]:
    return dict(person.get(OWN).get_json())


def balance(person: Person) -> int:
    return int(account(person)["balance"])


def statement(person: Person) -> list[dict[str, Any]]:
    return list(person.get(f"{OWN}/statement").get_json()["items"])


def recorded(person: Person) -> int:
    return int(person.get("/volunteers/me/record?limit=1").get_json()["totals"]["minutes"])


def id_of(person: Person) -> str:
    known = by_number(person.number)
    assert known
    return known.volunteer_id


def everybody() -> list[AccountItem]:
    """Every account, the pool among them."""
    return list(AccountItem.scan(consistent_read=True))


def holds() -> None:
    """The sum of all balances is 0 (C53), of every account its legs; nobody is below zero, nor holds more than there is."""
    accounts = everybody()
    assert sum(int(item.balance) for item in accounts) == 0
    for item in accounts:
        legs = [int(leg.minutes) for leg in LegItem.query(item.account_id, consistent_read=True)]
        assert sum(legs) == int(item.balance)
        if item.account_id != "pool":
            kept = item.account()
            assert 0 <= kept.held <= kept.balance
            assert sum(minutes for _, minutes in kept.lots) == kept.balance
            assert min(kept.owed, kept.deposited) >= 0
