"""The calculator of Article 19."""

import pytest
from playwright.sync_api import Page, expect

STARS = [
    ("0", "还没有达到一星级", "离一星级还差 100 小时"),
    ("99.99", "还没有达到一星级", "离一星级还差 0.01 小时"),
    ("100", "可以申请到一星级", "离二星级还差 200 小时"),
    ("１００．５０", "可以申请到一星级", "离二星级还差 199.50 小时"),
    ("300", "可以申请到二星级", "离三星级还差 300 小时"),
    ("600", "可以申请到三星级", "离四星级还差 400 小时"),
    ("1000", "可以申请到四星级", "离五星级还差 500 小时"),
    ("1499.99", "可以申请到四星级", "离五星级还差 0.01 小时"),
    ("1500", "可以申请到五星级", "最高的星级"),
]


@pytest.mark.article("19")
def test_hours_become_stars_and_what_is_missing(page: Page) -> None:
    page.goto("/stars/")
    for hours, title, missing in STARS:
        page.get_by_label("已生效的服务时长").fill(hours)
        page.keyboard.press("Enter")
        expect(page.locator(".v-result__title")).to_have_text(title)
        expect(page.locator(".v-result")).to_contain_text(missing)


def test_what_is_no_number_of_hours_is_said_at_the_field(page: Page) -> None:
    page.goto("/stars/")
    for typed in ("", "很多", "-5", "1.234", "1e5"):
        page.get_by_label("已生效的服务时长").fill(typed)
        page.get_by_role("button", name="算一算").click()
        expect(page.locator(".v-field .v-fault")).to_contain_text("请填写小时数")
        expect(page.locator(".v-result")).to_have_count(0)


@pytest.mark.article("19")
def test_it_says_that_stars_are_applied_for_one_after_another(page: Page) -> None:
    page.goto("/stars/")
    page.get_by_label("已生效的服务时长").fill("700")
    page.keyboard.press("Enter")
    expect(page.locator(".v-result")).to_contain_text("请依次申请：一星级、二星级、三星级")
