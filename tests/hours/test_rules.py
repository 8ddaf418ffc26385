"""第九条：志愿服务时长是指志愿者实际提供志愿服务的时间，以小时为计量单位，不包括往返交通时间。"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.hours import rules
from functions.hours.rules import BEIJING, Stay

pytestmark = pytest.mark.article("9")

NOW = datetime(2026, 6, 1, tzinfo=UTC)
MAY = Stay(datetime(2026, 5, 1, tzinfo=BEIJING), datetime(2026, 5, 31, tzinfo=BEIJING))


def at(day: int, clock_time: str) -> datetime:
    hour, minute = clock_time.split(":")
    return datetime(2026, 5, day, int(hour), int(minute), tzinfo=BEIJING)


def stay(start: str, end: str, day: int = 1, end_day: int | None = None) -> Stay:
    return Stay(at(day, start), at(end_day or day, end))


def codes(faults: list[rules.Violation]) -> list[tuple[str, str]]:
    return [(fault.code, fault.field) for fault in faults]


def test_c01_an_evening_that_ends_at_midnight_of_the_same_date_asks_for_the_next_day() -> None:
    faults = rules.stay_faults(stay("20:00", "00:00"), MAY, NOW)
    assert codes(faults) == [("hours.next_day", "end")]
    assert "第二天" in faults[0].message


def test_c01_an_evening_that_ends_at_the_next_midnight_is_240_minutes() -> None:
    evening = stay("20:00", "00:00", 1, 2)
    assert rules.stay_faults(evening, MAY, NOW) == []
    assert evening.minutes == 240


def test_c02_a_night_is_one_record_listed_under_its_first_day_and_reported_by_day() -> None:
    night = stay("18:00", "08:00", 1, 2)
    assert (night.minutes, night.service_date) == (840, date(2026, 5, 1))
    assert rules.minutes_by_day(night) == {date(2026, 5, 1): 360, date(2026, 5, 2): 480}


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        ("10:00", "10:00", "hours.end_not_after_start"),
        ("12:00", "10:00", "hours.next_day"),
        ("10:30", "10:00", "hours.next_day"),
    ],
)
def test_c03_a_stay_that_does_not_go_forward_is_refused_at_its_end(start: str, end: str, code: str) -> None:
    assert codes(rules.stay_faults(stay(start, end), MAY, NOW)) == [(code, "end")]


def test_c03_an_end_on_an_earlier_day_is_refused_without_asking_for_the_next_one() -> None:
    faults = rules.stay_faults(stay("10:00", "12:00", 3, 2), MAY, NOW)
    assert codes(faults) == [("hours.end_not_after_start", "end")]


def test_c05_more_than_24_hours_in_one_record_is_refused() -> None:
    assert ("hours.too_long", "end") in codes(rules.stay_faults(stay("08:00", "08:01", 1, 2), MAY, NOW))


def test_c05_exactly_24_hours_in_one_record_may_stand() -> None:
    assert rules.stay_faults(stay("08:00", "08:00", 1, 2), MAY, NOW) == []


def test_c05_more_than_24_hours_touching_one_day_as_a_sum_is_refused() -> None:
    before = [stay("20:00", "06:00", 1, 2), stay("06:00", "16:00", 2)]
    assert codes(rules.clash_faults(stay("16:00", "20:01", 2), before)) == [("hours.day_over_24h", "end")]


def test_c05_24_hours_touching_one_day_as_a_sum_may_stand() -> None:
    before = [stay("20:00", "06:00", 1, 2), stay("06:00", "16:00", 2)]
    assert rules.clash_faults(stay("16:00", "20:00", 2), before) == []


def test_c08_an_overlap_is_refused_and_names_the_stretch() -> None:
    faults = rules.clash_faults(stay("10:00", "14:00"), [stay("08:00", "12:00")])
    assert codes(faults) == [("hours.overlap", "start")]
    assert "10:00 至 12:00" in faults[0].message


@pytest.mark.parametrize("other", [("10:00", "12:00"), ("19:00", "21:00"), ("08:00", "10:00")])
def test_c09_stays_that_touch_or_lie_apart_both_stand(other: tuple[str, str]) -> None:
    assert rules.clash_faults(stay("12:00", "14:00"), [stay(*other)]) == []


def test_c15_half_past_midnight_in_beijing_belongs_to_the_new_day() -> None:
    start = datetime(2026, 4, 30, 16, 30, tzinfo=UTC)
    assert Stay(start, start + timedelta(hours=1)).service_date == date(2026, 5, 1)


def test_c18_what_has_not_ended_cannot_be_entered() -> None:
    faults = rules.stay_faults(stay("09:00", "11:00", 20), MAY, at(20, "10:59"))
    assert codes(faults) == [("hours.future", "end")]


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [(at(30, "23:00"), at(31, "00:01"), "end"), (at(1, "00:00") - timedelta(minutes=1), at(1, "09:00"), "start")],
)
def test_a_stay_outside_the_window_of_its_project_is_refused(start: datetime, end: datetime, field: str) -> None:
    assert codes(rules.stay_faults(Stay(start, end), MAY, NOW)) == [("hours.outside_window", field)]


def test_a_stay_may_touch_both_edges_of_the_window() -> None:
    window = stay("08:00", "12:00")
    assert rules.stay_faults(window, window, NOW) == []


@pytest.mark.parametrize(
    ("minutes", "hours"), [(15, "0.25"), (20, "0.33"), (25, "0.42"), (45, "0.75"), (60, "1.00"), (5940, "99.00")]
)
def test_c19_minutes_are_shown_as_hours_with_two_decimals_half_up(minutes: int, hours: str) -> None:
    assert rules.hours_text(minutes) == hours


def test_c19_three_times_twenty_minutes_are_one_hour() -> None:
    assert rules.hours_text(sum([20, 20, 20])) == "1.00"


def test_nobody_records_the_own_hours() -> None:
    assert codes(rules.own_entry_faults("same person", "same person")) == [("hours.own_entry", "volunteer_number")]
    assert rules.own_entry_faults("one person", "another person") == []


minutes_of_may = st.integers(0, 30 * 24 * 60)
stays = st.tuples(minutes_of_may, st.integers(1, 24 * 60)).map(
    lambda pair: Stay(MAY.start + timedelta(minutes=pair[0]), MAY.start + timedelta(minutes=sum(pair)))
)


@given(stays, stays)
def test_two_stays_overlap_in_the_minutes_that_both_cover(one: Stay, other: Stay) -> None:
    both = rules.overlap_of(one, other)
    covered = {one.start + timedelta(minutes=n) for n in range(one.minutes)}
    covered &= {other.start + timedelta(minutes=n) for n in range(other.minutes)}
    assert (both.minutes if both else 0) == len(covered)


@given(stays)
def test_the_minutes_by_day_come_to_the_minutes_of_the_stay(one: Stay) -> None:
    by_day = rules.minutes_by_day(one)
    assert sum(by_day.values()) == one.minutes
    assert set(by_day) == one.days()


@given(st.lists(stays, max_size=12))
def test_what_passes_the_rules_one_by_one_never_overlaps(candidates: list[Stay]) -> None:
    standing: list[Stay] = []
    for candidate in candidates:
        if not rules.clash_faults(candidate, standing):
            standing.append(candidate)
    ordered = sorted(standing, key=lambda one: one.start)
    assert all(before.end <= after.start for before, after in pairwise(ordered))
