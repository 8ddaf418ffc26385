"""The monthly cost: from what was measured, in a straight line, and as the page tells it."""

import json
import re

import pytest

from infra import cost_page, costs
from infra.costs import Act, Line, Region
from tests.bench import Line as Measured
from tests.engine.acts import ACTS

REGION = Region("x", "某地", "元", {"write_million": 2.0}, frozenset())


def acts() -> dict[str, Act]:
    return costs.measured()


def test_a_line_costs_its_quantity_times_its_price() -> None:
    line = Line("write_million", "写", "百万", fixed=1, each=0.001)
    assert costs.amount(line, 1000, REGION) == 4.0


def test_every_habit_was_measured_and_every_act_has_a_habit() -> None:
    assert {habit.act for habit in costs.HABITS} == set(acts()) == set(ACTS)


def test_one_volunteers_month_is_the_habits_times_what_was_measured() -> None:
    even = dict.fromkeys(ACTS, Act(read_units=2, write_units=3, milliseconds=100, stored_bytes=10))
    done = sum(habit.times for habit in costs.HABITS) / 1000
    month = costs.month_of_one(even)
    assert month.writes == pytest.approx(3 * done)
    assert month.reads == pytest.approx(2 * done + costs.LOOKS * costs.LOOK.read_units * done)
    assert month.kept_bytes == pytest.approx(10 + 10 * done * 12 * costs.YEARS)


@pytest.mark.parametrize("region", costs.regions(), ids=lambda region: region.code)
def test_every_line_has_a_price_in_every_region(region: Region) -> None:
    lines = [*costs.bill(acts()), *costs.server_bill(acts(), twice=True)]
    assert [line.price for line in lines if region.prices.get(line.price, 0) <= 0] == []


@pytest.mark.parametrize("region", costs.regions(), ids=lambda region: region.code)
def test_a_small_district_pays_less_than_for_the_smallest_server(region: Region) -> None:
    for size in costs.SIZES[:2]:
        assert costs.total(costs.bill(acts()), size, region) < costs.total(costs.server_bill(acts()), size, region)


def test_keys_exports_logs_secrets_traffic_and_recovery_are_on_the_bill() -> None:
    wanted = {
        "kms_ten_thousand",
        "sign_ten_thousand",
        "export_gb",
        "log_gb",
        "secret_month",
        "cdn_gb",
        "pitr_gb",
        "key_month",
    }
    assert wanted <= {line.price for line in costs.bill(acts())}


def test_the_page_says_what_is_reckoned() -> None:
    assert cost_page.PAGE.read_text(encoding="utf-8") == cost_page.page()


def test_a_price_that_was_not_checked_says_so_on_the_page() -> None:
    unchecked = sum(len(region.prices) - len(region.checked) for region in costs.regions())
    assert cost_page.page().count("（未核对）</td>") == unchecked


def test_the_readme_and_what_costs_are_reckoned_from_tell_the_same() -> None:
    told = json.loads((costs._HERE / "measured.json").read_text(encoding="utf-8"))["acts"]
    readme = (costs._HERE.parent / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (?:" + "|".join(map(re.escape, told)) + r") \|.*$", readme, flags=re.MULTILINE)
    assert rows == [Measured(act, **values).row() for act, values in told.items()]
