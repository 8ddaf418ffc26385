"""Working days as China keeps them: moved workdays and holidays counted."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.regulation import workdays
from functions.storage.clock import BEIJING


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 5, 1), False),  # Labour Day
        (date(2026, 5, 4), False),  # of the same holiday
        (date(2026, 5, 9), True),  # a Saturday that is worked for it
        (date(2026, 5, 10), False),  # a Sunday
        (date(2026, 2, 14), True),  # a Saturday before the Spring Festival
        (date(2026, 2, 17), False),  # its first day
        (date(2026, 10, 10), True),  # a Saturday after the National Day
        (date(2026, 6, 3), True),
    ],
)
def test_moved_workdays_and_holidays_are_known(day: date, works: bool) -> None:
    assert workdays.is_workday(day) is works


@pytest.mark.parametrize(
    ("end", "tenth"),
    [
        (date(2026, 6, 1), date(2026, 6, 15)),
        (date(2026, 4, 30), date(2026, 5, 18)),  # five days of holiday lie between, and a Saturday that is worked
        (date(2026, 9, 30), date(2026, 10, 20)),
    ],
)
def test_the_tenth_working_day_after_an_end(end: date, tenth: date) -> None:
    assert workdays.after_workdays(end, 10) == tenth


def test_a_deadline_is_over_at_the_midnight_after_its_last_day() -> None:
    end = datetime(2026, 6, 1, 17, 30, tzinfo=BEIJING)
    assert workdays.last_moment(end, 10) == datetime(2026, 6, 16, tzinfo=BEIJING)


@given(st.dates(date(2024, 1, 1), date(2026, 12, 1)), st.integers(1, 40))
def test_as_many_working_days_lie_until_the_nth_as_were_asked_for(day: date, number: int) -> None:
    last = workdays.after_workdays(day, number)
    assert (workdays.workdays_until(day, last), workdays.is_workday(last)) == (number, True)
    assert workdays.workdays_until(last, day) == -number
    assert workdays.workdays_until(day, last - timedelta(days=1)) == number - 1
