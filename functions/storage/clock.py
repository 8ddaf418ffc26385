"""The one clock. Instants are aware and UTC; civil dates are those of Beijing time (Asia/Shanghai)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")

_stopped: ContextVar[datetime | None] = ContextVar("stopped_clock", default=None)
_ahead: list[timedelta] = [timedelta()]  # of the machine's clock; other than nothing in tests only


def now() -> datetime:
    """This instant, in UTC, to the microsecond."""
    return _stopped.get() or datetime.now(UTC) + _ahead[-1]


def today() -> date:
    """Today's civil date in Beijing."""
    return now().astimezone(BEIJING).date()


@contextmanager
def stopped_at(instant: datetime) -> Iterator[None]:
    """Within the block the clock shows ``instant``: for tests, and for demo data that lies in the past."""
    if instant.tzinfo is None:
        raise ValueError("a naive time names no instant")
    token = _stopped.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _stopped.reset(token)


@contextmanager
def running_from(instant: datetime) -> Iterator[None]:
    """Within the block the clock runs on from ``instant``, in every thread: for tests whose cases have dates."""
    _ahead.append(instant.astimezone(UTC) - datetime.now(UTC))
    try:
        yield
    finally:
        _ahead.pop()


def as_text(instant: datetime) -> str:
    """Fixed-width UTC text that sorts as time does: ``2026-05-01T12:00:00.000000Z``."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_text(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def beijing_text(instant: datetime) -> str:
    """How the API shows an instant: Beijing time with its offset, ``2026-05-01T20:00:00+08:00``."""
    return instant.astimezone(BEIJING).isoformat(timespec="seconds")
