"""Numbers of the law have first days."""

from datetime import date

import pytest

from functions.regulation.dated import Dated, NotYetInForce

HOURS = Dated({date(2017, 8, 23): 100, date(2030, 1, 1): 120})


@pytest.mark.parametrize(
    ("day", "value"),
    [(date(2017, 8, 23), 100), (date(2029, 12, 31), 100), (date(2030, 1, 1), 120), (date(2099, 1, 1), 120)],
)
def test_a_value_holds_from_its_day_until_the_next_one(day: date, value: int) -> None:
    assert HOURS.on(day) == value


def test_before_the_first_day_there_is_no_value() -> None:
    with pytest.raises(NotYetInForce, match="2017-08-23"):
        HOURS.on(date(2017, 8, 22))


def test_a_dated_value_needs_a_first_day() -> None:
    with pytest.raises(ValueError, match="first day"):
        Dated({})
