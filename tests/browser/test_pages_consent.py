"""Consent to be shown by code: withdrawn in two clicks, given in one, with its effect at once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.office import DAY, Caller, Office, Team
from tests.browser.support import PHONE, WIDE, axe_violations, watched_page


@pytest.fixture
def holder(office: Office, team: Team) -> tuple[Caller, str]:
    """A volunteer with an hour in force, and the code of their certificate."""
    number, _ = office.volunteer("古丽米热·艾比布力")
    team.recorder.post(f"/groups/{team.group_id}/members", {"volunteer_number": number})
    row = {"volunteer_number": number, "start": f"{DAY}T09:00:00+08:00", "end": f"{DAY}T10:00:00+08:00"}
    team.recorder.post(f"/projects/{team.project()}/hours", {"entries": [row]})
    volunteer = Caller(office.base).log_in(number)
    return volunteer, volunteer.post("/certificates", {"show_document": "masked"})["code"]


@pytest.fixture
def account_page(browser: Browser, holder: tuple[Caller, str]) -> Iterator[Page]:
    with watched_page(browser, holder[0].base, WIDE) as page:
        holder[0].open_in(page)
        page.goto("/account/")
        yield page


def details_shown(holder: tuple[Caller, str]) -> bool:
    return bool(Caller(holder[0].base).get(f"/public/certificates/{holder[1]}")["details_shown"])


def test_consent_is_withdrawn_in_two_clicks_and_the_certificate_follows(
    account_page: Page, holder: tuple[Caller, str]
) -> None:
    account_page.get_by_role("button", name="撤回同意").click()
    account_page.get_by_role("button", name="确定撤回").click()
    expect(account_page.get_by_text("已经撤回同意")).to_be_visible()
    assert not details_shown(holder)
    account_page.get_by_role("button", name="同意显示").click()
    expect(account_page.get_by_text("已经同意")).to_be_visible()
    assert details_shown(holder)


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_the_part_is_clean_for_axe(account_page: Page, size: dict[str, int]) -> None:
    account_page.set_viewport_size(size)  # type: ignore[arg-type]
    account_page.get_by_role("button", name="撤回同意").click()
    assert axe_violations(account_page) == []
