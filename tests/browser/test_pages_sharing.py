"""A volunteer makes a link for one receiver, who opens it without logging in; ending it works at once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.office import DAY, Caller, Office, Team
from tests.browser.people import is_clean
from tests.browser.support import PHONE, watched_page


@pytest.fixture
def phone(browser: Browser, office: Office, team: Team) -> Iterator[Page]:
    joined = office.joined(team, "古丽米热·艾比布力")
    [(number, _)] = joined.people
    times = {"start": f"{DAY}T09:00:00+08:00", "end": f"{DAY}T11:00:00+08:00"}
    project = team.project(name="社区敬老服务")
    team.recorder.post(f"/projects/{project}/hours", {"entries": [{"volunteer_number": number, **times}]})
    with watched_page(browser, office.base, PHONE) as page:
        Caller(office.base).log_in(number).open_in(page)
        yield page


def test_a_link_is_made_opened_and_ended(phone: Page, visitor: Page) -> None:
    phone.goto("/sharing/")
    phone.get_by_label("给谁看").fill("重庆某某学校学生处")
    phone.get_by_label("每次服务的日期").check()
    phone.get_by_role("button", name="同意并做链接").click()
    expect(phone.get_by_role("alert")).to_contain_text("请填写链接用到哪一天")
    phone.get_by_label("链接用到哪一天").fill(f"{DAY + timedelta(days=40)}")
    is_clean(phone)
    phone.get_by_role("button", name="同意并做链接").click()
    expect(phone.get_by_text("链接做好了")).to_be_visible()
    link = phone.get_by_label("给重庆某某学校学生处的链接", exact=True).input_value()
    is_clean(phone)

    visitor.goto("/shared/#" + link.split("#")[1])
    expect(visitor.get_by_text("古丽米热·艾比布力")).to_be_visible()
    expect(visitor.get_by_role("row", name="社区敬老服务")).to_contain_text("2.00 小时")
    is_clean(visitor)

    phone.reload()
    expect(phone.get_by_text("打开过 1 次")).to_be_visible()
    expect(phone.get_by_role("row", name="拿到您的链接的人")).to_be_visible()
    phone.get_by_role("button", name="结束给重庆某某学校学生处的链接").click()
    phone.get_by_role("button", name="确定结束").click()
    expect(phone.get_by_text("已结束")).to_be_visible()
    visitor.reload()
    expect(visitor.get_by_text("这个链接已经结束")).to_be_visible()
    is_clean(visitor)
