"""What is typed never ends up in an address, and a press of the button before the page is ready is not lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

Release = Callable[[], None]


@pytest.fixture
def slow_modules(page: Page) -> Release:
    """The page's modules are on their way until the answer is called."""
    held: list[Route] = []
    released = False

    def hold(route: Route) -> None:
        if released:
            route.continue_()
        else:
            held.append(route)

    def release() -> None:
        nonlocal released
        released = True
        for route in held:
            route.continue_()

    page.route("**/assets/javascripts/*.js", hold)
    return release


def test_a_password_typed_before_the_page_is_ready_is_in_no_address(page: Page, slow_modules: Release) -> None:
    page.goto("/login/", wait_until="commit")
    page.get_by_label("登录名或志愿者编号").fill("somebody")
    page.get_by_label("密码", exact=True).fill("secret words")
    page.get_by_role("button", name="登录", exact=True).click()
    assert page.url.endswith("/login/")


def test_an_early_press_is_answered_once_the_page_is_ready(page: Page, slow_modules: Release) -> None:
    page.goto("/stars/", wait_until="commit")
    page.get_by_label("已生效的服务时长").fill("120")
    page.get_by_role("button", name="算一算").click()
    slow_modules()
    expect(page.locator("[data-star-result]")).to_contain_text("一星级")
