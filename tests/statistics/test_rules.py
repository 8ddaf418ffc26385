"""What the public may know in numbers: thresholds, and that nothing hidden can be worked out."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.statistics import rules
from functions.statistics.cells import (
    Cell,
    Count,
    active,
    born,
    group,
    hours,
    project,
    registered,
    star,
    without_shards,
)

pytestmark = pytest.mark.article("15")

NAMES = rules.Names({"0001": "社区服务", "0006": "环境保护"}, {"500103": "渝中区"})
TODAY = date(2026, 6, 3)


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (6, 6)])
def test_a_number_of_one_to_four_is_not_shown(count: int, shown: int | None) -> None:
    assert rules.shown(count) == shown


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 0, "b": 5, "c": 9}, set()),
        ({"a": 4, "b": 5, "c": 9}, {"a", "b", "c"}),
        ({"a": 4, "b": 6, "c": 9}, {"a", "b"}),
        ({"a": 1, "b": 1, "c": 30, "d": 40}, {"a", "b", "c"}),
        ({"a": 3, "b": 0}, {"a"}),
        ({"a": 4, "b": 4, "c": 4, "d": 50}, {"a", "b", "c"}),
    ],
)
def test_with_a_small_number_as_many_others_are_hidden_as_keep_it_hidden(
    counts: dict[str, int], hidden: set[str]
) -> None:
    assert rules.hidden_of(counts) == hidden


_COUNTS = st.lists(st.integers(0, 12), min_size=1, max_size=6)


@given(_COUNTS)
def test_no_small_number_is_shown(counts: list[int]) -> None:
    named = {str(place): count for place, count in enumerate(counts)}
    hidden = rules.hidden_of(named)
    assert all(count == 0 or count >= rules.LEAST for name, count in named.items() if name not in hidden)


@given(_COUNTS)
def test_who_knows_the_sum_and_what_is_shown_can_work_out_no_small_number(counts: list[int]) -> None:
    """Every hidden small number could be another one just as well, unless all of the list is hidden with its sum."""
    named = {str(place): count for place, count in enumerate(counts)}
    hidden = sorted(rules.hidden_of(named))
    if not hidden or sum(counts) < rules.LEAST or len(hidden) == sum(1 for count in counts if count):
        return
    rest = sum(named[name] for name in hidden)
    ranges = [range(1, rest + 1) for _ in hidden[:-1]]
    could_be: dict[str, set[int]] = {name: set() for name in hidden}
    for values in itertools.product(*ranges):
        last = rest - sum(values)
        if last >= 1:
            for name, value in zip(hidden, (*values, last), strict=True):
                could_be[name].add(value)
    assert all(len(could_be[name]) > 1 for name in hidden)


def test_a_group_of_four_shows_nowhere() -> None:
    """Four volunteers with a star, four entries of a category, four who are under fourteen."""
    cells = {
        born("1980-01"): Count(96), born("2015-01"): Count(4),
        star(1): Count(40), star(2): Count(4),
        hours("2026-05", "0001", "500103"): Count(6000, 60), hours("2026-05", "0006", "500103"): Count(480, 4),
    }  # fmt: skip
    figures = rules.figures(cells, NAMES, TODAY)
    assert {row["name"]: row["volunteers"] for row in figures["by_age"]}["不满 14 岁"] is None
    assert [row["volunteers"] for row in figures["by_star"]] == [None, None]
    [year] = figures["years"]
    rows = {row["name"]: (row["entries"], row["minutes"]) for row in year["by_category"]}
    assert rows == {"社区服务": (None, None), "环境保护": (None, None)}
    assert (figures["volunteers"], year["entries"], year["minutes"]) == (100, 64, 6480)


@pytest.mark.parametrize(
    ("year", "band"),
    [(2013, "不满 14 岁"), (2012, "14—17 岁"), (2009, "14—17 岁"), (2008, "18—34 岁"), (1992, "18—34 岁"),
     (1991, "35—59 岁"), (1967, "35—59 岁"), (1966, "60 岁及以上"), (2026, "不满 14 岁")],
)  # fmt: skip
def test_a_band_begins_in_the_year_of_its_age(year: int, band: str) -> None:
    assert rules.age_band(year, 2026) == band


def test_figures_are_summed_over_shards_years_and_kinds() -> None:
    shards = [("2026", f"{hours('2026-05', '0001', '500103').name}#{shard}", 60, 6) for shard in range(8)]
    shards += [("2025", f"{hours('2025-12', '0001', '500103').name}#3", 600, 10), ("2026", "active#0", 7, 0)]
    cells = {
        **without_shards(shards), registered("2026-05"): Count(8), group("team"): Count(5),
        project("2026-05", "0001", "500103"): Count(6),
    }  # fmt: skip
    figures = rules.figures(cells, NAMES, TODAY)
    assert (figures["minutes"], figures["entries"], figures["groups"], figures["projects"]) == (1080, 58, 5, 6)
    assert [(year["year"], year["minutes"]) for year in figures["years"]] == [(2026, 480), (2025, 600)]
    [may] = [row for row in figures["years"][0]["by_month"] if row["code"] == "05"]
    assert may == {"code": "05", "name": "5月", "entries": 48, "minutes": 480, "projects": 6}
    assert (figures["years"][0]["active"], figures["years"][0]["registered"]) == (7, 8)


def test_differences_name_the_cell_and_both_counts() -> None:
    kept, found = {active("2026"): Count(5)}, {active("2026"): Count(6), star(1): Count(1)}
    assert rules.differences(kept, found) == [
        rules.Difference(Cell("2026", "active"), Count(5), Count(6)),
        rules.Difference(Cell("people", "star#1"), Count(), Count(1)),
    ]
