"""Signs that hours may not be what they say: thresholds, pure."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.hours.rules import BEIJING, Stay
from functions.supervision import rules
from functions.supervision.rules import Insiders, Seen, signs_of

pytestmark = pytest.mark.article("23")

NOBODY = Insiders(frozenset(), frozenset())


def stay(start: str, end: str) -> Stay:
    day = datetime(2026, 5, 1, tzinfo=BEIJING)
    points = [
        day + timedelta(days=int(d), hours=int(h), minutes=int(m)) for d, h, m in (t.split(":") for t in (start, end))
    ]
    return Stay(*points)


def seen(number: int = 1, when: Stay | None = None, **changes: object) -> Seen:
    usual = Seen(f"v{number}", f"e{number}", when or stay("0:09:00", "0:11:00"), 120, False, f"p{number}", f"t{number}")
    return replace(usual, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("0:09:00", "0:11:00", 0),
        ("0:22:00", "0:23:00", 0),
        ("0:22:30", "0:23:59", 59),
        ("0:22:30", "1:00:00", 60),
        ("0:18:00", "1:08:00", 360),
        ("0:04:00", "0:06:00", 60),
        ("0:00:00", "1:00:00", 360),
    ],
)
def test_minutes_of_the_night_lie_between_eleven_and_five(start: str, end: str, minutes: int) -> None:
    assert rules.night_minutes(stay(start, end)) == minutes


@given(st.integers(0, 1439), st.integers(1, 1440))
def test_no_stay_has_more_night_than_minutes(offset: int, minutes: int) -> None:
    start = datetime(2026, 5, 1, tzinfo=BEIJING) + timedelta(minutes=offset)
    assert 0 <= rules.night_minutes(Stay(start, start + timedelta(minutes=minutes))) <= min(minutes, 720)


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({}, []),
        ({"day_minutes": 600}, []),
        ({"day_minutes": 601}, ["long_day"]),
        ({"late": True}, ["long_past"]),
        ({"lately": 599}, []),
        ({"lately": 600}, ["star_burst"]),
        ({"when": stay("0:22:00", "0:23:59")}, []),
        ({"when": stay("0:22:00", "1:00:00")}, ["night"]),
        ({"person_key": "inside"}, ["recorder_hours"]),
        ({"phone_key": "shared"}, ["family_phone"]),
        ({"phone_key": ""}, []),
    ],
)
def test_each_sign_begins_at_its_threshold(changes: dict[str, object], kinds: list[str]) -> None:
    insiders = Insiders(frozenset({"inside"}), frozenset({"shared"}))
    assert list(signs_of([seen(**changes)], insiders)) == kinds  # type: ignore[arg-type]


def test_twenty_people_with_the_same_times_are_a_sign_and_nineteen_are_not() -> None:
    assert signs_of([seen(number) for number in range(19)], NOBODY) == {}
    same = [seen(number) for number in range(20)]
    assert list(signs_of(same, NOBODY)) == ["identical_times"]
    assert signs_of([*same, seen(20, stay("0:09:00", "0:11:01"))], NOBODY) == {}


@pytest.mark.parametrize(
    ("before", "after", "reached"),
    [(0, 5999, False), (0, 6000, True), (6000, 6120, False), (5999, 6001, True), (17999, 18000, True)],
)
def test_a_star_is_reached_when_its_hours_are_gone_over(before: int, after: int, reached: bool) -> None:
    assert rules.reaches_a_star(before, after, datetime(2026, 6, 1, tzinfo=BEIJING).date()) is reached


def test_an_answer_needs_an_outcome_and_words() -> None:
    assert [fault.field for fault in rules.answer_faults("", "")] == ["outcome", "note"]
    assert rules.answer_faults("explained", "核对了签到表，属实") == []
