"""What a district may set about hours, and what it does to a stay: pure."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.hours import policy
from functions.hours.deadlines import due, is_late
from functions.hours.policy import Case, Policy
from functions.hours.rules import BEIJING, Stay, minutes_by_day
from tests.hours.entries import an_entry

pytestmark = pytest.mark.article("9")

NINE = datetime(2026, 5, 1, 9, tzinfo=BEIJING)


def stay(minutes: int, start: datetime = NINE) -> Stay:
    return Stay(start, start + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("minutes", "counts"),
    [(1, 0), (15, 0), (16, 30), (45, 30), (46, 60), (60, 60), (75, 60), (76, 90), (105, 90), (106, 120), (840, 840)],
)
def test_half_hour_steps_count_what_is_left_beyond_whole_hours(minutes: int, counts: int) -> None:
    assert policy.credited_minutes(stay(minutes), Policy(rounding="half_hour")) == counts


@given(st.integers(1, 1440))
def test_exact_minutes_are_what_was_served(minutes: int) -> None:
    assert policy.credited_minutes(stay(minutes), Policy()) == minutes


@given(st.integers(1, 1440), st.integers(0, 1439), st.sampled_from(["exact", "half_hour"]))
def test_the_days_of_a_stay_add_up_to_what_it_counts_for(minutes: int, offset: int, rounding: str) -> None:
    served = stay(minutes, NINE + timedelta(minutes=offset))
    credited = policy.credited_minutes(served, Policy(rounding=rounding))
    days = minutes_by_day(served, credited)
    assert (sum(days.values()), set(days)) == (credited, served.days())
    assert min(days.values()) >= 0


def test_a_visit_shorter_than_the_district_counts_is_refused_with_the_number() -> None:
    faults = policy.presence_faults(stay(20), Policy(minimum_minutes=30))
    assert [(fault.code, "30 分钟" in fault.message) for fault in faults] == [("hours.too_short", True)]
    assert policy.presence_faults(stay(30), Policy(minimum_minutes=30)) == []


def test_what_would_be_rounded_to_nothing_is_refused() -> None:
    faults = policy.presence_faults(stay(15), Policy(rounding="half_hour"))
    assert [fault.code for fault in faults] == ["hours.too_short"]


@pytest.mark.parametrize(
    ("minutes", "settings", "marks"),
    [
        (480, {}, ()),
        (480, {"review_above_minutes": 480}, ()),
        (481, {"review_above_minutes": 480}, ("long_visit",)),
        (120, {"daily_cap_minutes": 120}, ()),
        (121, {"daily_cap_minutes": 120}, ("long_day",)),
        (121, {"daily_cap_minutes": 120, "review_above_minutes": 60}, ("long_visit", "long_day")),
    ],
)
def test_what_goes_beyond_a_limit_waits(minutes: int, settings: dict[str, int], marks: tuple[str, ...]) -> None:
    case = Case(stay(minutes), [], late=False, hurried=False)
    assert policy.marks_of(case, replace(Policy(), **settings)) == marks


def test_the_daily_limit_counts_what_the_day_already_holds() -> None:
    earlier = replace(an_entry("person", 0), stay=stay(60, NINE - timedelta(hours=2)))
    case = Case(stay(61), [earlier], late=False, hurried=False)
    assert policy.marks_of(case, Policy(daily_cap_minutes=120)) == ("long_day",)


def test_late_hasty_and_clashing_entries_wait_under_any_policy() -> None:
    case = Case(stay(60), [], late=True, hurried=True, clashes=True)
    assert policy.marks_of(case, Policy()) == ("back_fill", "burst", "overlap")


@pytest.mark.parametrize(
    ("earlier", "count", "hurried"),
    [
        ([], 500, False),  # one sheet was written for minutes before it was sent
        ([(59, 29)], 1, True),
        ([(59, 28)], 1, False),
        ([(60, 500)], 500, False),
        ([(10, 10), (20, 10)], 10, True),
    ],
)
def test_c25_thirty_entries_within_a_minute_over_several_requests_are_hasty(
    earlier: list[tuple[int, int]], count: int, hurried: bool
) -> None:
    ago = [(NINE - timedelta(seconds=seconds), number) for seconds, number in earlier]
    assert policy.is_hurried(ago, count, NINE) is hurried


def test_hours_are_late_from_the_eleventh_working_day_after_the_end() -> None:
    end = datetime(2026, 6, 1, 12, tzinfo=BEIJING)
    assert due(end) == datetime(2026, 6, 16, tzinfo=BEIJING)
    assert [is_late(end, due(end) - timedelta(seconds=1)), is_late(end, due(end))] == [False, True]


def test_every_fault_of_a_policy_is_told_at_once() -> None:
    asked = Policy(rounding="up", minimum_minutes=0, review_above_minutes=-1, dispute_workdays=61)
    fields = [fault.field for fault in policy.policy_faults(asked)]
    assert fields == ["rounding", "minimum_minutes", "review_above_minutes", "dispute_workdays", "reason"]
