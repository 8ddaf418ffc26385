"""第十条：志愿服务项目结束后，志愿团体应当对参加服务项目志愿者的守时程度、服务态度、专业水平等进行评价。"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.evaluations import rules

pytestmark = pytest.mark.article("10")

NOW = datetime(2026, 6, 3, 1, 0, tzinfo=UTC)
RATING = rules.Rating({"punctuality": 5, "attitude": 4, "skill": 5}, "认真")
STANDING = rules.Evaluation("v1", "p1", "社区敬老", "g1", "一队", RATING, "a1", NOW)


def codes(faults: list[object]) -> list[str]:
    return [fault.code.removeprefix("evaluations.") for fault in faults]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("after", "expected"), [(0, []), (1, []), (-1, ["not_ended"])])
def test_evaluating_begins_when_the_project_has_ended(after: int, expected: list[str]) -> None:
    assert codes(rules.ended_faults(NOW, NOW + timedelta(seconds=after))) == expected


@pytest.mark.parametrize(("score", "faults"), [(0, 1), (1, 0), (5, 0), (6, 1), (-1, 1)])
def test_every_aspect_has_one_of_five_steps(score: int, faults: int) -> None:
    assert len(rules.rating_faults(rules.Rating({**RATING.scores, "skill": score}, ""))) == faults


def test_every_aspect_that_lacks_a_step_is_named() -> None:
    assert [fault.field for fault in rules.rating_faults(rules.Rating({}, ""))] == list(rules.ASPECTS)


def test_nobody_evaluates_oneself() -> None:
    assert codes(rules.change_faults(None, 0, is_own=True)) == ["own"]


def test_an_evaluation_is_changed_until_it_is_answered() -> None:
    assert rules.change_faults(STANDING, 1, is_own=False) == []
    assert codes(rules.change_faults(replace(STANDING, answer="谢谢大家"), 1, is_own=False)) == ["answered"]


def test_who_did_not_see_the_latest_is_told() -> None:
    assert codes(rules.change_faults(STANDING, 0, is_own=False)) == ["moved_on"]


def test_a_volunteer_answers_once() -> None:
    assert rules.answer_faults(STANDING, 1, "谢谢大家，收到") == []
    assert codes(rules.answer_faults(replace(STANDING, answer="说过了"), 1, "再说一次吧")) == ["answered"]
    assert codes(rules.answer_faults(STANDING, 1, "好")) == ["answer"]


def test_who_answers_has_seen_the_latest() -> None:
    assert codes(rules.answer_faults(replace(STANDING, version=2), 1, "谢谢大家，收到")) == ["moved_on"]


def test_nobody_rates_the_group_one_records_for() -> None:
    assert codes(rules.group_rating_faults(5, records_for_it=True)) == ["own_group"]
    assert rules.group_rating_faults(5, records_for_it=False) == []


@given(st.lists(st.integers(1, 5), max_size=40))
def test_an_average_is_shown_from_five_on_and_lies_within_the_steps(scores: list[int]) -> None:
    shown = rules.average([Fraction(score) for score in scores])
    assert (shown is None) == (len(scores) < 5)
    assert shown is None or min(scores) <= float(shown) <= max(scores)


@pytest.mark.parametrize(
    ("scores", "shown"), [([5, 5, 5, 5, 4], "4.8"), ([1, 1, 1, 1, 1], "1.0"), ([4, 4, 4, 5, 5, 5, 5, 5], "4.6")]
)
def test_an_average_has_one_decimal_halves_up(scores: list[int], shown: str) -> None:
    assert rules.average([Fraction(score) for score in scores]) == shown
