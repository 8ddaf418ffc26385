"""Working days of China, with its moved workdays and holidays, as the State Council announces them each autumn.

Of a year that is not announced yet only the holidays fixed by law are known, not the workdays moved around them; a release
with a newer calendar mends that. The calendar is loaded only where a deadline is counted.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from functions.storage.clock import BEIJING

if TYPE_CHECKING:
    from holidays import HolidayBase


@lru_cache(maxsize=1)
def _calendar() -> "HolidayBase":
    import holidays

    return holidays.country_holidays("CN")


def is_workday(day: date) -> bool:
    """Whether offices work on ``day``: a Saturday may be a moved workday, a Thursday a holiday."""
    return bool(_calendar().is_working_day(day))


def after_workdays(day: date, number: int) -> date:
    """The ``number``-th working day after ``day``; ``day`` itself does not count."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_workday(day)
    return day


def workdays_until(day: date, last: date) -> int:
    """How many working days lie after ``day``, up to ``last`` included; negative where ``last`` is past."""
    if last < day:
        return -workdays_until(last, day)
    return sum(is_workday(day + timedelta(days=n)) for n in range(1, (last - day).days + 1))


def last_moment(end: datetime, number: int) -> datetime:
    """When ``number`` working days after ``end`` are over: Beijing midnight after the last of them."""
    last = after_workdays(end.astimezone(BEIJING).date(), number)
    return datetime.combine(last + timedelta(days=1), datetime.min.time(), BEIJING)
