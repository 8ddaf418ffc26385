"""A volunteer points out a wrong entry on a phone, the recorder answers, both see the thread."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.office import DAY, Caller, Office, Team
from tests.browser.people import is_clean
from tests.browser.support import PHONE, watched_page


@pytest.fixture
def member(office: Office, team: Team) -> Caller:
    """A volunteer with one entry."""
    joined = office.joined(team, "古丽米热·艾比布力")
    [(number, _)] = joined.people
    project = team.project(name="社区敬老服务")
    times = {"start": f"{DAY}T09:00:00+08:00", "end": f"{DAY}T11:00:00+08:00"}
    team.recorder.post(f"/projects/{project}/hours", {"entries": [{"volunteer_number": number, **times}]})
    return Caller(office.base).log_in(number)


@pytest.fixture
def phone(browser: Browser, member: Caller) -> Iterator[Page]:
    with watched_page(browser, member.base, PHONE) as page:
        member.open_in(page)
        yield page


def point_out(page: Page) -> None:
    page.goto("/record/")
    page.get_by_text("详细").first.click()
    page.get_by_role("link", name="有误？提出异议").first.click()
    expect(page.get_by_label("哪一条记录")).to_contain_text("社区敬老服务")
    page.get_by_label("哪里不对，应该是多少").fill("做到了 12 点，签到表上有")
    page.get_by_role("button", name="提交异议").click()
    expect(page.get_by_text("已提交，等团体答复")).to_be_visible()


def test_a_wrong_entry_is_pointed_out_and_answered_and_both_see_the_thread(phone: Page, recorder_page: Page) -> None:
    point_out(phone)
    is_clean(phone)
    desk = recorder_page
    desk.goto("/workbench/#disputes")
    expect(desk.get_by_role("row", name="古丽米热")).to_contain_text("还剩 10 个工作日")
    desk.get_by_role("button", name="办理 古丽米热").click()
    expect(desk.get_by_role("link", name="到“已录时长”更正")).to_be_visible()
    is_clean(desk)
    desk.get_by_label("要说的话").fill("核对签到表，已经更正到 12 点")
    desk.get_by_label("有误，已经更正").check()
    desk.get_by_role("button", name="发送").click()
    expect(desk.get_by_text("现在的状态：已更正")).to_be_visible()
    phone.reload()
    phone.get_by_role("button", name="查看 记录有误，社区敬老服务").click()
    expect(phone.get_by_text("核对签到表，已经更正到 12 点")).to_be_visible()
    is_clean(phone)


def test_who_is_not_content_brings_it_to_the_supervisor(
    phone: Page, member: Caller, team: Team, supervisor_page: Page
) -> None:
    point_out(phone)
    [raised] = member.get("/volunteers/me/disputes")["items"]
    answer = {"version": 1, "text": "核对签到表，维持原记录", "outcome": "rejected"}
    team.recorder.post(f"/disputes/{raised['dispute_id']}/messages", answer)
    phone.reload()
    phone.get_by_role("button", name="查看 记录有误").click()
    phone.get_by_label("对答复不满意").check()
    phone.get_by_label("要说的话").fill("签到表第二页有我的名字")
    phone.get_by_role("button", name="发送").click()
    expect(phone.get_by_text("已转到主管部门")).to_be_visible()
    supervisor_page.goto("/desk/#disputes")
    supervisor_page.get_by_role("button", name="办理 古丽米热").first.click()
    expect(supervisor_page.get_by_text("签到表第二页有我的名字")).to_be_visible()
    is_clean(supervisor_page)


def test_a_missing_hour_keeps_what_was_typed_when_something_is_wrong(phone: Page) -> None:
    phone.goto("/disputes/")
    phone.get_by_label("有一次服务漏记了").check()
    phone.get_by_label("哪里不对，应该是多少").fill("那天也去了，没有记")
    phone.get_by_role("button", name="提交异议").click()
    expect(phone.get_by_role("alert")).to_contain_text("请选择哪个项目")
    expect(phone.get_by_label("哪里不对，应该是多少")).to_have_value("那天也去了，没有记")
    phone.get_by_label("哪个项目").select_option(index=1)
    phone.get_by_label("服务日期").fill(f"{DAY}")
    phone.get_by_label("开始时间").fill("14:00")
    phone.get_by_label("结束时间").fill("16:00")
    phone.get_by_role("button", name="提交异议").click()
    expect(phone.get_by_text("已提交，等团体答复")).to_be_visible()
    is_clean(phone)
