"""The calculator on the page 费用: it reckons as the table does, with the reader's own numbers."""

import re

import pytest
from playwright.sync_api import Page, expect

from infra import cost_page, costs
from tests.browser.support import SIZES, axe_violations


def reckon(page: Page, volunteers: str) -> None:
    page.get_by_label("志愿者人数").fill(volunteers)
    page.get_by_role("button", name="算一算", exact=True).click()


@pytest.mark.parametrize("region", costs.regions(), ids=lambda region: region.code)
def test_it_comes_to_what_the_table_says(page: Page, region: costs.Region) -> None:
    page.goto("/deploy/cost/")
    page.get_by_label("在哪里运行").select_option(region.code)
    reckon(page, "20 000 人")
    total = cost_page.money(costs.total(costs.bill(costs.measured()), 20_000, region), region.currency)
    expect(page.get_by_role("status").filter(has_text="每月约")).to_contain_text(f"每月约 {total}")


def test_an_own_price_counts(page: Page) -> None:
    page.goto("/deploy/cost/")
    page.get_by_text("改单价", exact=True).click()
    price = page.get_by_label(re.compile("^密钥（一把加密、两把签名），每把"))
    price.fill("1000")
    reckon(page, "1000")
    expect(page.get_by_role("status").filter(has_text="每月约")).to_contain_text("3,000 元")


@pytest.mark.parametrize("page", SIZES, indirect=True, ids=["wide", "phone"])
def test_what_is_no_number_is_told_at_its_field_and_nothing_typed_is_lost(page: Page) -> None:
    page.goto("/deploy/cost/")
    page.get_by_text("改单价", exact=True).click()
    page.get_by_label(re.compile("^接口网关，每百万次")).fill("很便宜")
    reckon(page, "很多")
    expect(page.get_by_text("请填写人数，例如 20000。").first).to_be_visible()
    expect(page.get_by_text("请填写单价，例如 0.25。").first).to_be_visible()
    expect(page.get_by_label("志愿者人数")).to_have_value("很多")
    assert axe_violations(page) == []
