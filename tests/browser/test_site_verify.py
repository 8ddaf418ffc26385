"""The verify page. Here with stand-in answers, for every outcome; the walk through a real district is test_walk_*."""

import pytest
from playwright.sync_api import Page, Route, expect

from functions.storage.codes import grouped
from tests.browser import answers
from tests.browser.support import SIZES, axe_violations


def _title(page: Page) -> str:
    page.wait_for_selector(".v-result")
    return page.locator(".v-result__title").inner_text()


@pytest.mark.parametrize(
    ("code", "title"),
    [
        (answers.VALID, "有效"),
        (answers.REVOKED, "已撤销"),
        (answers.REPLACED, "已被替换"),
        (answers.UNKNOWN, "查无此证书"),
        (answers.BUSY, "查验次数太多"),
        (answers.BROKEN, "暂时无法查验"),
        (answers.STRANGE, "暂时无法查验"),
    ],
)
def test_c46_each_answer_is_its_own_outcome(page: Page, code: str, title: str) -> None:
    page.goto(f"/verify/#{code}")
    assert _title(page) == title
    for size in SIZES:
        page.set_viewport_size(size)
        assert axe_violations(page) == []


def test_c41_a_valid_certificate_shows_what_was_certified(page: Page) -> None:
    page.goto(f"/verify/#{answers.VALID}")
    facts = page.locator(".v-facts")
    for text in (
        "𠮷**",
        "2.50 小时（2 小时 30 分钟）",
        "2026年1月1日 至 2026年5月1日",
        "2026年5月2日",
        "渝中区志愿服务主管部门",
    ):
        expect(facts).to_contain_text(text)
    expect(page.locator(".v-table tbody tr")).to_have_count(2)


def test_c45_a_revoked_certificate_says_when_and_why(page: Page) -> None:
    page.goto(f"/verify/#{answers.REVOKED}")
    expect(page.locator(".v-result")).to_contain_text("2026年5月3日 被撤销，原因：记录有误")


def test_a_holder_who_did_not_agree_shows_only_that_it_is_genuine(page: Page) -> None:
    page.goto(f"/verify/#{answers.HIDDEN}")
    assert _title(page) == "有效"
    expect(page.locator(".v-facts dt")).to_have_text(["证书编号", "出具日期"])


def test_case_spaces_and_hyphens_do_not_matter(page: Page) -> None:
    page.goto("/verify/")
    page.get_by_label("查验码").fill(f" {grouped(answers.VALID).lower().replace('-', ' - ')} ")
    page.keyboard.press("Enter")
    assert _title(page) == "有效"
    expect(page.get_by_label("查验码")).to_have_value(grouped(answers.VALID))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "请输入证明上的查验码"),
        ("ABCD", "现在是 4 个"),
        ("AAAA-AAA0-AAAA-AAAA-A", "请核对第 8 个字符“0”"),
        (answers.VALID[:-1] + "7", "请核对第 1 组到第 5 组"),
    ],
)
def test_a_slip_is_told_before_the_server_is_asked(page: Page, typed: str, says: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/" in request.url else None)
    page.goto("/verify/")
    page.get_by_label("查验码").fill(typed)
    page.get_by_role("button", name="查验", exact=True).click()
    expect(page.locator(".v-faults")).to_contain_text(says)
    expect(page.get_by_label("查验码")).to_have_attribute("aria-invalid", "true")
    assert asked == []


def test_another_code_in_the_address_replaces_the_old_answer(page: Page) -> None:
    page.goto(f"/verify/#{answers.VALID}")
    assert _title(page) == "有效"
    page.evaluate("code => { location.hash = code }", answers.REVOKED)
    expect(page.locator(".v-result__title")).to_have_text("已撤销")


def test_a_network_that_fails_never_says_valid(page: Page) -> None:
    def cut(route: Route) -> None:
        route.abort()

    page.goto(f"/verify/#{answers.VALID}")
    assert _title(page) == "有效"
    page.route("**/api/**", cut)
    page.get_by_role("button", name="查验", exact=True).click()
    expect(page.locator(".v-result__title")).to_have_text("暂时无法查验")


def test_typing_takes_an_old_answer_away(page: Page) -> None:
    page.goto(f"/verify/#{answers.VALID}")
    assert _title(page) == "有效"
    page.get_by_label("查验码").fill("AAAA")
    expect(page.locator(".v-result")).to_have_count(0)


def test_the_box_on_the_home_page_works_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(grouped(answers.VALID))
    page.keyboard.press("Enter")
    page.wait_for_url("**/verify/#*")
    assert _title(page) == "有效"


def test_the_code_is_not_sent_as_part_of_an_address_that_pages_log(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/" not in request.url else None)
    page.goto(f"/verify/#{answers.VALID}")
    assert _title(page) == "有效"
    assert not any(answers.VALID in url.partition("#")[0] for url in asked)
