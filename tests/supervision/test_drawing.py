"""What a draw is made from, and how it is drawn: pure."""

from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.supervision import drawing
from functions.supervision.drawing import Criteria, Draw, Drawn

pytestmark = pytest.mark.article("4")

TODAY = date(2026, 6, 3)
GOOD = Criteria(date(2026, 5, 1), date(2026, 5, 31), 5)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"number": 0}, ["count"]),
        ({"number": 200}, []),
        ({"number": 201}, ["count"]),
        ({"first": date(2026, 6, 1)}, ["to"]),
        ({"first": date(2025, 5, 31)}, []),
        ({"first": date(2025, 5, 30)}, ["to"]),
        ({"last": TODAY}, []),
        ({"last": date(2026, 6, 4)}, ["to"]),
        ({"last": date(2026, 6, 4), "number": 0}, ["to", "count"]),
    ],
)
def test_a_draw_is_over_a_year_at_most_that_has_passed(changes: dict[str, object], fields: list[str]) -> None:
    faults = drawing.criteria_faults(replace(GOOD, **changes), TODAY)  # type: ignore[arg-type]
    assert [fault.field for fault in faults] == fields


def test_a_list_of_fifty_thousand_is_drawn_from_and_one_more_is_refused() -> None:
    assert drawing.size_faults(50_000) == []
    [fault] = drawing.size_faults(50_001)
    assert "缩短日期" in fault.message


def test_the_commitment_is_the_digest_of_the_seed_and_the_time_as_it_is_shown() -> None:
    at = datetime(2026, 6, 3, 1, 0, 0, 250, tzinfo=UTC)
    assert drawing.commitment_of("ab", at) == sha256(b"ab|2026-06-03T09:00:00+08:00").hexdigest()


IDS = st.lists(st.text("0123456789abcdef", min_size=32, max_size=32), unique=True, max_size=40)


@given(IDS, st.integers(1, 50), st.randoms())
def test_the_order_of_the_list_does_not_matter_and_more_are_drawn_on_top(
    ids: list[str], number: int, luck: object
) -> None:
    drawn = drawing.drawn_of("seed", ids, number)
    mixed = list(ids)
    luck.shuffle(mixed)  # type: ignore[attr-defined]
    assert drawing.drawn_of("seed", mixed, number) == drawn
    assert drawing.drawn_of("seed", ids, number + 1)[:number] == drawn
    assert len(drawn) == min(number, len(ids)) == len(set(drawn))


@pytest.mark.parametrize(
    ("finding", "words", "fields"),
    [
        ("in_order", "", []),
        ("differs", "", ["words"]),
        ("differs", "签到表上没有", []),
        ("not_checkable", "", ["words"]),
        ("", "", ["finding"]),
    ],
)
def test_what_is_not_in_order_is_put_in_words(finding: str, words: str, fields: list[str]) -> None:
    assert [fault.field for fault in drawing.finding_faults(finding, words)] == fields


def test_what_is_published_names_no_group_but_where_an_order_does_and_no_entry_but_by_its_public_id() -> None:
    asked = replace(GOOD, group_id="g1", group="桥头队")
    draw = Draw("d", asked, "c", datetime(2026, 6, 3, tzinfo=UTC), seed="s", drawn=(Drawn("a" * 32, "v1", "e1"),))
    assert "桥头队" not in str(drawing.published(draw))
    assert "v1" not in str(drawing.published(draw))
    assert drawing.published(replace(draw, named={"o1": "桥头队", "o2": "桥头队"}))["groups"] == ["桥头队"]
