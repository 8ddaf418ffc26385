"""Somebody complains without a login, the supervisor hands it on, the volunteer speaks, the group settles, the receipt tells."""

from playwright.sync_api import Page, expect

from tests.browser.office import Caller, Office, Team
from tests.browser.people import is_clean

TEXT = "六月一日上午在桥头社区，一位志愿者对老人大声呵斥"


def test_a_complaint_goes_from_its_filing_to_the_reply_on_its_receipt(
    visitor: Page, supervisor_page: Page, recorder_page: Page, office: Office, team: Team
) -> None:
    number, _ = team.people[0]
    code = file(visitor)
    hand_over(supervisor_page, team.name)
    begin(recorder_page, number)
    state(visitor, Caller(office.base).log_in(number))
    settle(recorder_page)
    visitor.context.clear_cookies()
    follow(visitor, code)


def file(page: Page) -> str:
    page.goto("/complaints/")
    is_clean(page)
    page.get_by_role("button", name="提交投诉").click()
    expect(page.locator(".v-faults")).to_contain_text("请写清楚发生了什么")
    page.get_by_label("发生了什么").fill(TEXT)
    page.get_by_label("哪个志愿团体的活动").fill("桥头志愿队")
    page.get_by_label("您的电话").fill("123")
    page.get_by_role("button", name="提交投诉").click()
    expect(page.locator(".v-faults")).to_contain_text("联系电话应为")
    page.get_by_label("您的电话").fill("13800138123")
    page.get_by_role("button", name="提交投诉").click()
    expect(page.get_by_text("已收到您的投诉")).to_be_visible()
    is_clean(page)
    return page.locator("[data-done] .v-code").inner_text()


def hand_over(page: Page, group: str) -> None:
    page.goto("/desk/#complaints")
    page.get_by_role("button", name="办理").first.click()
    expect(page.get_by_text("13800138123")).to_be_visible()
    is_clean(page)
    page.get_by_text("交给团体核查", exact=True).click()
    page.get_by_label("负责核查的团体").select_option(label=group)
    page.get_by_role("button", name="转交").click()
    expect(page.get_by_text("已转交")).to_be_visible()


def begin(page: Page, number: str) -> None:
    page.goto("/workbench/#complaints")
    page.get_by_role("button", name="办理").first.click()
    page.get_by_label("被投诉的志愿者编号").fill(number)
    page.get_by_role("button", name="开始核查").click()
    expect(page.locator(".v-faults")).to_contain_text("请写明告诉志愿者的内容")
    page.get_by_label("告诉志愿者的内容").fill("有人反映活动中大声呵斥老人")
    is_clean(page)
    page.get_by_role("button", name="开始核查").click()
    expect(page.get_by_text("已开始核查")).to_be_visible()


def state(page: Page, volunteer: Caller) -> None:
    volunteer.open_in(page)
    page.goto("/record/")
    expect(page.get_by_text("有人反映活动中大声呵斥老人")).to_be_visible()
    expect(page.get_by_text(TEXT)).to_have_count(0)
    page.get_by_label("说明情况").fill("当时老人要过马路，我喊住了她")
    page.get_by_role("button", name="提交说明").click()
    expect(page.get_by_text("您的说明：当时老人要过马路")).to_be_visible()
    is_clean(page)


def settle(page: Page) -> None:
    page.get_by_role("button", name="办理").first.click()
    expect(page.get_by_text("当时老人要过马路").first).to_be_visible()
    page.get_by_label("不属实", exact=True).check()
    page.get_by_label("核查了什么，怎样认定").fill("问了在场三人，是提醒不要闯红灯")
    page.get_by_label("答复投诉人的内容").fill("已核查：当时是提醒注意车辆，并非呵斥")
    is_clean(page)
    page.get_by_role("button", name="办结").click()
    expect(page.get_by_text("已办结")).to_be_visible()


def follow(page: Page, code: str) -> None:
    page.goto("/complaints/")
    page.get_by_label("查询码").fill(code.lower())
    page.get_by_role("button", name="查询", exact=True).click()
    expect(page.get_by_text("当时是提醒注意车辆，并非呵斥")).to_be_visible()
    is_clean(page)


def test_a_code_that_is_none_is_told_at_its_field(visitor: Page) -> None:
    visitor.goto("/complaints/")
    visitor.get_by_label("查询码").fill("ABCD-EFGH-JKLM-NPQR-2")
    visitor.get_by_role("button", name="查询", exact=True).click()
    expect(visitor.locator(".v-faults")).to_be_visible()
