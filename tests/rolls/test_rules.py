"""Honour rolls by criteria alone: thresholds, ties, the order, and what of them may be public."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.rolls import rules
from functions.rolls.rules import Candidate, Criteria, placed

pytestmark = pytest.mark.article("21")

TODAY = date(2026, 6, 3)


def criteria(**changes: Any) -> Criteria:
    usual = {"title": "优秀志愿者", "first": date(2026, 1, 1), "last": date(2026, 5, 31), "least_minutes": 60}
    return Criteria(**{**usual, **changes})


def candidate(number: str, minutes: int, star: int = 0, score: str = "") -> Candidate:
    return Candidate(f"id-{number}", number, minutes, star, score)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"last": date(2025, 12, 31)}, "last"),
        ({"last": date(2027, 1, 2)}, "last"),
        ({"first": date(2026, 6, 4), "last": date(2026, 6, 5)}, "first"),
        ({"least_minutes": 0}, "least_minutes"),
        ({"least_star": 10}, "least_star"),
        ({"least_score": 51}, "least_score"),
        ({"places": 1001}, "places"),
    ],
)
def test_a_faulty_criterion_is_named(changes: dict[str, Any], field: str) -> None:
    assert [fault.field for fault in rules.criteria_faults(criteria(**changes), TODAY)] == [field]


def test_a_whole_year_is_the_longest_period() -> None:
    assert rules.criteria_faults(criteria(first=date(2025, 6, 1), last=date(2026, 5, 31)), TODAY) == []


@pytest.mark.parametrize(
    ("one", "asked", "eligible"),
    [
        (candidate("1", 59), {}, False),
        (candidate("1", 60), {}, True),
        (candidate("1", 60, star=1), {"least_star": 2}, False),
        (candidate("1", 60, star=2), {"least_star": 2}, True),
        (candidate("1", 60, score="4.4"), {"least_score": 45}, False),
        (candidate("1", 60, score="4.5"), {"least_score": 45}, True),
        (candidate("1", 60), {"least_score": 45}, False),
    ],
)
def test_each_criterion_has_its_threshold(one: Candidate, asked: dict[str, Any], eligible: bool) -> None:
    assert rules.is_eligible(one, criteria(**asked)) is eligible


def test_who_has_the_same_minutes_has_the_same_place_and_the_next_is_left_out() -> None:
    found = placed([candidate("3", 90), candidate("1", 120), candidate("2", 90), candidate("4", 60)], criteria())
    assert [(each.place, each.candidate.volunteer_number) for each in found] == [(1, "1"), (2, "2"), (2, "3"), (4, "4")]


def test_a_tie_at_the_last_place_is_all_on_the_roll() -> None:
    people = [candidate("1", 120), candidate("2", 90), candidate("3", 90), candidate("4", 60)]
    assert [each.candidate.volunteer_number for each in placed(people, criteria(places=2))] == ["1", "2", "3"]


@given(st.lists(st.integers(1, 200), max_size=30), st.integers(0, 12))
def test_nobody_with_more_minutes_is_left_out_or_placed_lower(minutes: list[int], places: int) -> None:
    people = [candidate(f"{number:03d}", each) for number, each in enumerate(minutes)]
    asked = criteria(places=places)
    found = placed(people, asked)
    on = {each.candidate.volunteer_id for each in found}
    least = min((each.candidate.minutes for each in found), default=0)
    left = [each for each in people if each.volunteer_id not in on and rules.is_eligible(each, asked)]
    assert all(each.minutes < least for each in left)
    assert all(
        each.place
        == 1 + sum(other.minutes > each.candidate.minutes for other in people if rules.is_eligible(other, asked))
        for each in found
    )


def test_the_criteria_are_printed_in_words() -> None:
    told = rules.words(criteria(least_minutes=3000, least_star=2, least_score=45, places=10))
    assert told == [
        "服务日期：2026年1月1日至2026年5月31日",
        "这段时间已生效的服务时长不少于 50.00 小时",
        "现在的星级不低于二星级",
        "至少有五次评价，平均不低于 4.5 分",
        "按服务时长从多到少排列，时长相同的名次并列",
        "取前 10 名，最后一名并列的全部列入",
    ]
