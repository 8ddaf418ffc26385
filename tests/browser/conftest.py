"""The built site in a real browser. Every test here is a browser test, and every page is watched."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from infra.site_build import build_site
from tests.browser.answers import ANSWERS
from tests.browser.office import Office, Team, open_office
from tests.browser.support import WIDE, launch, served, watched_page


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def site_folder() -> Path:
    return build_site()


# Waiting costs nothing where the page answers at once; a busy machine with two cores needs it.
_PATIENCE = 30_000  # milliseconds


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=_PATIENCE)
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


@pytest.fixture(scope="session")
def office(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A real district for the pages of recorders and supervisors."""
    with open_office(tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest.fixture
def team(office: Office) -> Team:
    """An approved group with two members."""
    return office.team("欧阳娜娜", "𠮷田䶮")


@pytest.fixture
def recorder_page(browser: Browser, team: Team, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh profile in which the team's recorder is logged in."""
    with watched_page(browser, team.recorder.base, getattr(request, "param", WIDE)) as page:
        team.recorder.open_in(page)
        yield page


@pytest.fixture
def supervisor_page(browser: Browser, office: Office, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh profile in which the supervisor is logged in."""
    with watched_page(browser, office.base, getattr(request, "param", WIDE)) as page:
        office.supervisor.open_in(page)
        yield page


@pytest.fixture
def visitor(browser: Browser, office: Office, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh profile at the real district, in which nobody is logged in."""
    with watched_page(browser, office.base, getattr(request, "param", WIDE)) as page:
        yield page
