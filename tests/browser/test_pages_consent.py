"""Consent to be shown by code: withdrawn in two clicks, given in one, with its effect at once."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from jsonschema import Draft202012Validator
from playwright.sync_api import Browser, Page, expect
from referencing import Registry, Resource

from functions.regulation.trace import REPOSITORY
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


def test_the_record_of_consents_is_taken_home(account_page: Page) -> None:
    with account_page.expect_download() as saved:
        account_page.get_by_role("button", name="下载我的同意记录").click()
    assert saved.value.suggested_filename == "我的同意记录.json"
    assert '"registration"' in saved.value.path().read_text("utf-8")


def test_everything_kept_about_a_person_is_taken_home_in_the_published_shape(
    account_page: Page, holder: tuple[Caller, str]
) -> None:
    holder[0].post(
        "/volunteers/me/shares", {"receiver": "某校", "blocks": ["totals"], "until": f"{DAY + timedelta(days=40)}"}
    )
    with account_page.expect_download() as saved:
        account_page.get_by_role("button", name="全部内容（JSON 文件）").click()
    told = json.loads(saved.value.path().read_text("utf-8"))
    folder = REPOSITORY / "site/schemas"
    schema, receipt = (
        json.loads((folder / f"{name}.json").read_text("utf-8")) for name in ("own-data-2", "consent-receipt-1")
    )
    known = Registry().with_resource("consent-receipt-1.json", Resource.from_contents(receipt))
    assert [error.message for error in Draft202012Validator(schema, registry=known).iter_errors(told)] == []
    assert (told["totals"]["minutes"], len(told["service"]), len(told["certificates"])) == (60, 1, 1)
    with account_page.expect_download() as table:
        account_page.get_by_role("button", name="服务时长表（CSV 文件）").click()
    assert "1.00" in table.value.path().read_text("utf-8-sig")
    assert axe_violations(account_page) == []
