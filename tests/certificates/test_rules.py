"""第十七条：……志愿服务记录证明载明的信息包括志愿者姓名、有效证件号、志愿服务时长和志愿服务内容等。"""

from dataclasses import replace
from datetime import date

import pytest

from functions.certificates import rules
from tests.certificates.facts import some_facts

pytestmark = pytest.mark.article("17")


def test_the_facts_read_back_from_their_snapshot_unchanged() -> None:
    facts = some_facts()
    assert rules.from_json(rules.as_json(facts)) == facts


def test_an_open_period_reads_back_open() -> None:
    facts = replace(some_facts(), period_from=None, period_to=None)
    assert rules.from_json(rules.as_json(facts)) == facts


def test_rows_that_miss_the_total_are_noticed() -> None:
    facts = some_facts()
    assert rules.rows_add_up(facts)
    assert not rules.rows_add_up(replace(facts, total_minutes=facts.total_minutes + 1))


@pytest.mark.article("15")
def test_what_the_public_sees_sums_up_to_the_certified_total() -> None:
    facts = some_facts()
    shown = rules.public_facts(facts, "masked number")
    assert sum(item["minutes"] for item in shown["items"]) == facts.total_minutes
    assert facts.name not in str(shown)
    assert facts.volunteer_number not in str(shown)


@pytest.mark.parametrize(
    ("first", "last", "fields"),
    [
        (date(2026, 5, 1), date(2026, 5, 1), []),
        (date(2026, 5, 2), date(2026, 5, 1), ["to"]),
        (None, date(2026, 5, 1), []),
    ],
)
def test_a_period_runs_forward(first: date | None, last: date | None, fields: list[str]) -> None:
    assert [fault.field for fault in rules.wish_faults(first, last, "masked")] == fields
