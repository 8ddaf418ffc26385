"""A number of the law holds from a day on; an amendment adds a line, the old one stays."""

from collections.abc import Mapping
from datetime import date
from typing import Generic, TypeVar

Value = TypeVar("Value")


class NotYetInForce(ValueError):
    """Asked about a day before the first one that has a value."""


class Dated(Generic[Value]):
    """Values by the civil day from which each holds: ``Dated({date(2017, 8, 23): (100, 300)}).on(today)``."""

    def __init__(self, values: Mapping[date, Value]) -> None:
        if not values:
            raise ValueError("a dated value needs a first day")
        self._latest_first = sorted(values.items(), key=lambda pair: pair[0], reverse=True)

    def on(self, day: date) -> Value:
        """The value that holds on ``day``, a civil day in Beijing; `NotYetInForce` before the first one."""
        for since, value in self._latest_first:
            if since <= day:
                return value
        raise NotYetInForce(f"no value holds on {day}: the first one begins on {self._latest_first[-1][0]}")
