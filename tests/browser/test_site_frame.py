"""The frame of every page: large text, menu, search, skip link."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.support import PHONE, SIZES


def _font_size(page: Page, selector: str) -> float:
    script = "selector => parseFloat(getComputedStyle(document.querySelector(selector)).fontSize)"
    return float(page.evaluate(script, selector))


def test_text_is_at_least_16_px_and_20_px_when_large(page: Page) -> None:
    page.goto("/verify/")
    assert _font_size(page, ".v-hint") >= 16
    page.get_by_role("button", name="大字版").click()
    assert _font_size(page, ".v-hint") >= 20


def test_the_large_text_switch_is_remembered_on_the_next_page(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="大字版").click()
    page.goto("/stars/")
    switch = page.get_by_role("button", name="标准字号")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    page.reload()
    expect(page.get_by_role("button", name="大字版")).to_be_visible()


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_on_a_phone_the_menu_opens_by_keyboard(page: Page) -> None:
    page.goto("/")
    menu = page.get_by_role("navigation", name="全站导航")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="菜单").focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="证书查验")).to_be_visible()


@pytest.mark.parametrize("page", SIZES, indirect=True, ids=["wide", "phone"])
def test_every_control_is_big_enough_for_a_finger(page: Page) -> None:
    small = """() => [...document.querySelectorAll('button, .v-button, .v-menu__link, .v-field input, select')]
        .filter(e => e.offsetParent && !e.closest('.md-search') && e.getBoundingClientRect().height < 44
                     && !['radio', 'checkbox'].includes(e.type))
        .map(e => e.outerHTML.slice(0, 80))"""
    for path in ("/", "/verify/", "/stars/", "/developers/components/"):
        page.goto(path)
        assert page.evaluate(small) == []


@pytest.mark.parametrize("words", ["志愿时长", "志愿服务时长", "星级", "时间银行"])
def test_search_finds(page: Page, words: str) -> None:
    page.goto("/")
    box = page.locator("[data-md-component=search-query]")
    box.click()
    page.keyboard.insert_text(words)
    # The search listens to keys; text that an input method inserts is followed by one.
    page.keyboard.press("End")
    first = page.locator(".md-search-result__item").first
    expect(first).to_be_visible(timeout=15_000)
    assert set(words) & set(first.inner_text())


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_search_opens_on_a_phone(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="搜索").click()
    expect(page.locator("[data-md-component=search-query]")).to_be_focused()


def test_the_first_tab_stop_leads_past_the_header(page: Page) -> None:
    page.goto("/verify/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("查验码")).to_be_focused()


def test_the_header_leads_a_logged_in_person_to_their_own_page(page: Page) -> None:
    page.goto("/")
    expect(page.locator("[data-session] a")).to_have_text("登录")
    page.evaluate("localStorage.setItem('signed-in-as', 'recorder')")
    page.reload()
    expect(page.get_by_role("link", name="团体工作台").first).to_be_visible()
