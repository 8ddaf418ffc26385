"""The built site in a real browser. Every test here is a browser test, and every page is watched."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from infra.site_build import build_site
from tests.browser.answers import ANSWERS
from tests.browser.support import WIDE, launch, served, watched_page


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def site_folder() -> Path:
    return build_site()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """The origin of the pages with stand-in answers: for what needs no district behind it, and for rare states."""
    with served(site_folder, ANSWERS) as origin:
        yield origin


@pytest.fixture
def page(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh profile on the static site, 1366 wide; `parametrize("page", SIZES, indirect=True)` for other sizes."""
    with watched_page(browser, site, getattr(request, "param", WIDE)) as page:
        yield page
