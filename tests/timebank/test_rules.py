"""The rules of the time bank: what comes in and goes out, what is over, what a district's caps forbid. Pure."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.timebank import policy, rules
from functions.timebank.policy import Terms
from functions.timebank.rules import Account, Leg

pytestmark = pytest.mark.article("20")

EMPTY = Account("person", "张*")
ON = Terms(enabled=True)
TODAY = date(2026, 6, 3)


def an_account(*lots: tuple[str, int], **more: int) -> Account:
    return replace(rules.credited(EMPTY, lots), **more)  # type: ignore[arg-type]


def codes(faults: list[policy.Violation]) -> list[str]:
    return [fault.code.removeprefix("timebank.") for fault in faults]


def test_the_oldest_minutes_go_first() -> None:
    account = an_account(("2026-03", 60), ("2026-01", 30))
    left, taken = rules.debited(account, 50)
    assert (taken, left.lots, left.balance) == ((("2026-01", 30), ("2026-03", 20)), (("2026-03", 40),), 40)


@pytest.mark.parametrize("minutes", [-1, 0, 61])
def test_an_account_never_goes_below_zero(minutes: int) -> None:
    with pytest.raises(ValueError, match="below zero"):
        rules.debited(an_account(("2026-01", 60)), minutes)


months = st.sampled_from([f"2026-{month:02d}" for month in range(1, 13)])


@given(st.lists(st.tuples(months, st.integers(1, 500)), min_size=1, max_size=12), st.data())
def test_what_goes_out_and_what_stays_are_what_was_there(lots: list[tuple[str, int]], data: st.DataObject) -> None:
    account = an_account(*lots)
    minutes = data.draw(st.integers(1, account.balance))
    left, taken = rules.debited(account, minutes)
    assert sum(count for _, count in taken) == minutes
    assert sum(count for _, count in left.lots) == left.balance == account.balance - minutes
    assert rules.credited(left, taken).lots == account.lots
    assert not left.lots or not taken or taken[-1][0] <= left.lots[0][0]


@pytest.mark.parametrize(
    ("expiry", "today", "over"),
    [
        (0, date(2036, 1, 1), 0),
        (12, date(2027, 1, 31), 0),
        (12, date(2027, 2, 1), 60),
        (12, date(2027, 3, 1), 90),
        (1, date(2026, 2, 28), 0),
        (1, date(2026, 3, 1), 60),
    ],
)
def test_minutes_are_over_when_so_many_months_after_theirs_have_passed(expiry: int, today: date, over: int) -> None:
    account = an_account(("2026-01", 60), ("2026-02", 30))
    assert rules.expired(account, replace(ON, expiry_months=expiry), today) == over


def test_what_is_promised_is_not_over_and_nothing_is_while_it_is_off() -> None:
    terms, later = replace(ON, expiry_months=1), date(2027, 1, 1)
    account = an_account(("2026-01", 60), held=40)
    assert rules.expired(account, terms, later) == 20
    assert rules.expired(account, replace(terms, enabled=False), later) == 0


@pytest.mark.parametrize(
    ("month", "expiry", "until"),
    [("2026-01", 1, date(2026, 2, 28)), ("2026-06", 12, date(2027, 6, 30)), ("2026-12", 12, date(2027, 12, 31))],
)
def test_what_is_over_next_is_told_with_its_last_day(month: str, expiry: int, until: date) -> None:
    terms = replace(ON, expiry_months=expiry)
    assert rules.next_expiry(an_account((month, 60)), terms) == (60, until)
    assert rules.expired(an_account((month, 60)), terms, until) == 0
    assert rules.next_expiry(an_account((month, 60)), ON) is None


@pytest.mark.parametrize(
    ("caps", "minutes", "faults"),
    [
        ({}, 100_000, []),
        ({"deposit_cap_minutes": 120}, 120, []),
        ({"deposit_cap_minutes": 120}, 121, ["deposit_cap"]),
        ({"daily_cap_minutes": 120}, 90, []),
        ({"daily_cap_minutes": 120}, 91, ["daily_cap"]),
        ({"balance_cap_minutes": 180}, 120, []),
        ({"balance_cap_minutes": 180}, 121, ["balance_cap"]),
        (
            {"deposit_cap_minutes": 1, "daily_cap_minutes": 1, "balance_cap_minutes": 1},
            2,
            ["deposit_cap", "daily_cap", "balance_cap"],
        ),
    ],
)
def test_every_cap_that_a_deposit_breaks_is_told_at_once(caps: dict[str, int], minutes: int, faults: list[str]) -> None:
    account = an_account(("2026-06", 60), day_minutes=30)
    account = replace(account, day=TODAY.isoformat())
    assert codes(rules.deposit_faults(account, replace(ON, **caps), minutes, TODAY)) == faults  # type: ignore[arg-type]


def test_the_room_is_what_the_tightest_cap_leaves_today() -> None:
    account = replace(an_account(("2026-06", 60)), day=TODAY.isoformat(), day_minutes=30)
    assert rules.room_for_deposit(account, ON, TODAY) is None
    terms = replace(ON, daily_cap_minutes=100, balance_cap_minutes=200)
    assert rules.room_for_deposit(account, terms, TODAY) == 70
    assert rules.room_for_deposit(account, terms, date(2026, 6, 4)) == 100


def test_a_gift_keeps_to_the_cap_of_the_year_and_to_the_others_room() -> None:
    giver = replace(an_account(("2026-06", 600)), gift_year=2026, gift_minutes=100)
    terms = replace(ON, gifts_allowed=True, gift_cap_minutes=160, balance_cap_minutes=50)
    assert codes(rules.gift_faults(giver, EMPTY, terms, 61, 2026)) == ["gift_cap", "other_full"]
    assert codes(rules.gift_faults(giver, EMPTY, terms, 50, 2026)) == []
    assert codes(rules.gift_faults(giver, EMPTY, terms, 50, 2027)) == []


@pytest.mark.parametrize(("minutes", "faults"), [(0, 1), (1, 0), (1440, 0), (1441, 1), (-5, 1), (10**30, 1)])
def test_a_service_is_one_minute_to_one_day(minutes: int, faults: int) -> None:
    assert len(rules.minutes_faults(minutes)) == faults


@pytest.mark.parametrize(
    ("role", "state", "steps"),
    [
        ("server", "asked", ("accepted", "declined")),
        ("server", "accepted", ("ended",)),
        ("asker", "asked", ("withdrawn",)),
        ("asker", "accepted", ("done", "ended")),
        *((role, state, ()) for role in ("asker", "server") for state in ("declined", "withdrawn", "ended", "done")),
    ],
)
def test_each_side_may_take_its_own_steps_only(role: str, state: str, steps: tuple[str, ...]) -> None:
    assert rules.steps_of(role, state) == steps


def test_faults_of_a_request_are_told_at_once() -> None:
    assert codes(rules.asking_faults(0, "", rules.MOST_OPEN)) == ["minutes", "what", "too_many"]


@pytest.mark.parametrize(
    ("kind", "may"),
    [("deposit", True), ("service", True), ("gift", True), ("expiry", False), ("return", False), ("reversal", False)],
)
def test_only_what_people_did_can_be_reversed(kind: str, may: bool) -> None:
    leg = Leg("person", "1", "t", kind, 60, 60, "pool", "", datetime(2026, 6, 3, tzinfo=UTC), "")
    assert (codes(rules.reversal_faults(leg, "记错了", False)) == []) is may
    assert codes(rules.reversal_faults(leg, "", True))[-2:] == ["own_reversal", "reason"]


def test_a_transaction_is_two_legs_that_cancel_out() -> None:
    leg = Leg("person", "1", "t", "gift", 60, 60, "other", "李*", datetime(2026, 6, 3, tzinfo=UTC), "")
    assert rules.sums_to_zero([leg, replace(leg, account_id="other", minutes=-60)])
    assert not rules.sums_to_zero([leg])


def test_a_time_bank_is_off_until_a_district_opens_it() -> None:
    assert not Terms().enabled


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"reason": "区里决定"}, []),
        ({"reason": ""}, ["terms_reason"]),
        (
            {"reason": "x", "daily_cap_minutes": -1, "expiry_months": 601, "gift_cap_minutes": 100_001},
            ["terms_daily_cap_minutes", "terms_expiry_months", "terms_gift_cap_minutes"],
        ),
    ],
)
def test_settings_keep_to_their_bounds_and_say_why(changes: dict[str, object], faults: list[str]) -> None:
    assert codes(policy.terms_faults(replace(ON, **changes))) == faults  # type: ignore[arg-type]
