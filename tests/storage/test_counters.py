"""Counters hold back within their window, and start anew with the next."""

from datetime import UTC, datetime, timedelta

import pytest

from functions.storage import clock
from functions.storage.counters import RateCounter, give_back, hit, spent

pytestmark = pytest.mark.usefixtures("district")

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_tries_beyond_the_limit_are_told_how_long_to_wait() -> None:
    with clock.stopped_at(NOON):
        answers = [hit(RateCounter, "act", "place", 2, 600) for _ in range(3)]
    assert answers == [0, 0, 600]


def test_the_next_window_starts_anew() -> None:
    with clock.stopped_at(NOON):
        hit(RateCounter, "act", "place", 1, 600)
    with clock.stopped_at(NOON + timedelta(minutes=10)):
        assert hit(RateCounter, "act", "place", 1, 600) == 0


def test_one_place_does_not_count_for_another() -> None:
    with clock.stopped_at(NOON):
        hit(RateCounter, "act", "place", 1, 600)
        assert hit(RateCounter, "act", "elsewhere", 1, 600) == 0


def test_a_try_that_is_given_back_does_not_count() -> None:
    with clock.stopped_at(NOON):
        hit(RateCounter, "act", "place", 1, 600)
        give_back(RateCounter, "act", "place", 600)
        assert spent(RateCounter, "act", "place", 1, 600) == 0


def test_no_address_is_stored() -> None:
    hit(RateCounter, "act", "198.51.100.7", 1, 600)
    assert [key.counter_key for key in RateCounter.scan() if "198.51.100.7" in key.counter_key] == []
