"""第十九条：……累计达到100小时、300小时、600小时、1000小时和1500小时的志愿者，可以依次申请评定为一星级……五星级志愿者。"""

from datetime import date

import pytest

from functions.regulation.dated import NotYetInForce
from functions.stars.rules import next_star, star_for
from functions.stars.schemes import STAR_HOURS

pytestmark = pytest.mark.article("19")

DAY = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("minutes", "star"),
    [(0, 0), (5999, 0), (6000, 1), (6001, 1), (17999, 1), (18000, 2), (35999, 2), (36000, 3), (59999, 3), (60000, 4),
     (89999, 4), (90000, 5), (900000, 5)],
)  # fmt: skip
def test_c22_a_star_begins_at_its_hours_to_the_minute(minutes: int, star: int) -> None:
    assert star_for(minutes, DAY) == star


@pytest.mark.parametrize(
    ("minutes", "step"),
    [(0, (1, 6000)), (5999, (1, 1)), (6000, (2, 12000)), (6001, (2, 11999)), (89999, (5, 1)), (90000, None)],
)
def test_c22_the_next_star_is_always_one_more(minutes: int, step: tuple[int, int] | None) -> None:
    assert next_star(minutes, DAY) == step


def test_before_the_regulation_there_are_no_stars() -> None:
    with pytest.raises(NotYetInForce):
        star_for(6000, date(2017, 8, 22))


def test_the_hours_are_those_of_the_article() -> None:
    assert STAR_HOURS.on(DAY) == (100, 300, 600, 1000, 1500)
