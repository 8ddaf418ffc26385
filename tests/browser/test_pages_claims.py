"""A volunteer claims, the recorder decides, corrects and voids; both see what came of it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.office import DAY, Caller, Office, Team
from tests.browser.people import is_clean
from tests.browser.support import WIDE, watched_page


@pytest.fixture
def member(office: Office, team: Team) -> Caller:
    """A volunteer of the team, with a project to claim in."""
    number, _ = office.volunteer("古丽米热·艾比布力")
    team.recorder.post(f"/groups/{team.group_id}/members", {"volunteer_number": number})
    team.project(name="社区敬老服务")
    return Caller(office.base).log_in(number)


@pytest.fixture
def own_page(browser: Browser, member: Caller) -> Iterator[Page]:
    with watched_page(browser, member.base, WIDE) as page:
        member.open_in(page)
        yield page


def claim(page: Page, start: str = "09:00", end: str = "11:00") -> None:
    page.goto("/claims/")
    page.get_by_label("项目").select_option(index=1)
    page.get_by_label("服务日期").fill(f"{DAY}")
    page.get_by_label("开始时间").fill(start)
    page.get_by_label("结束时间").fill(end)
    page.get_by_label("做了什么，谁可以证明").fill("打扫卫生，王阿姨可以证明")
    page.get_by_role("button", name="提交申报").click()


def minutes_of(member: Caller) -> int:
    return int(member.get("/volunteers/me/record")["totals"]["minutes"])


def test_a_claim_is_confirmed_in_the_queue_and_the_volunteer_is_told(
    own_page: Page, recorder_page: Page, member: Caller
) -> None:
    claim(own_page)
    expect(own_page.get_by_text("已提交，等团体确认")).to_be_visible()
    is_clean(own_page)
    recorder_page.goto("/workbench/#queue")
    recorder_page.get_by_label("选中 古丽米热").check()
    is_clean(recorder_page)
    recorder_page.get_by_role("button", name="确认选中的").click()
    expect(recorder_page.get_by_text("确认了 1 条")).to_be_visible()
    assert minutes_of(member) == 120
    own_page.goto("/messages/")
    expect(own_page.get_by_text("已确认生效")).to_be_visible()
    is_clean(own_page)


def test_a_refused_claim_shows_its_reason(own_page: Page, recorder_page: Page, member: Caller) -> None:
    claim(own_page)
    expect(own_page.get_by_text("已提交，等团体确认")).to_be_visible()
    recorder_page.goto("/workbench/#queue")
    recorder_page.get_by_label("选中 古丽米热").check()
    recorder_page.get_by_role("button", name="不通过…").click()
    recorder_page.get_by_label("1 条不通过的理由").fill("当天没有活动")
    recorder_page.get_by_role("button", name="确认不通过").click()
    expect(recorder_page.get_by_text("不通过了 1 条")).to_be_visible()
    own_page.goto("/claims/")
    expect(own_page.get_by_text("当天没有活动")).to_be_visible()
    assert minutes_of(member) == 0


def test_an_end_before_the_start_is_said_at_its_field_and_nothing_typed_is_lost(own_page: Page) -> None:
    claim(own_page, "20:00", "08:00")
    expect(own_page.locator(".v-faults")).to_contain_text("第二天")
    expect(own_page.get_by_label("做了什么，谁可以证明")).to_have_value("打扫卫生，王阿姨可以证明")


def test_a_claim_is_withdrawn_after_a_question(own_page: Page) -> None:
    claim(own_page)
    own_page.get_by_role("button", name="撤回").click()
    own_page.get_by_role("button", name="确定撤回").click()
    expect(own_page.get_by_text("已作废")).to_be_visible()


def entered(team: Team, member: Caller) -> str:
    number = member.get("/volunteers/me")["volunteer_number"]
    project = team.project(name="录入的项目")
    row = {"volunteer_number": number, "start": f"{DAY}T14:00:00+08:00", "end": f"{DAY}T16:00:00+08:00"}
    team.recorder.post(f"/projects/{project}/hours", {"entries": [row]})
    return project


def test_an_entry_is_corrected_with_a_reason_and_both_versions_stay(
    recorder_page: Page, own_page: Page, team: Team, member: Caller
) -> None:
    recorder_page.goto(f"/workbench/#entries?project={entered(team, member)}")
    recorder_page.get_by_role("button", name="更正 古丽米热").click()
    recorder_page.locator("form.v-panel").get_by_label("结束", exact=True).fill("15:30")
    recorder_page.locator("form.v-panel").get_by_label("理由").fill("核对签到表")
    is_clean(recorder_page)
    recorder_page.get_by_role("button", name="确认更正").click()
    expect(recorder_page.get_by_text("已更正").first).to_be_visible()
    assert minutes_of(member) == 90
    own_page.goto("/record/")
    own_page.get_by_text("详细").first.click()
    own_page.get_by_role("button", name="更正经过").click()
    expect(own_page.get_by_text("第 1 版")).to_be_visible()
    expect(own_page.get_by_text("核对签到表").first).to_be_visible()


def test_an_entry_is_voided_with_a_reason(recorder_page: Page, team: Team, member: Caller) -> None:
    recorder_page.goto(f"/workbench/#entries?project={entered(team, member)}")
    recorder_page.get_by_role("button", name="作废 古丽米热").click()
    recorder_page.locator("form.v-panel").get_by_label("理由").fill("没有参加")
    recorder_page.get_by_role("button", name="确认作废").click()
    expect(recorder_page.get_by_text("已作废").first).to_be_visible()
    assert minutes_of(member) == 0


def test_who_is_second_to_correct_sees_what_the_other_wrote(recorder_page: Page, team: Team, member: Caller) -> None:
    project = entered(team, member)
    recorder_page.goto(f"/workbench/#entries?project={project}")
    recorder_page.get_by_role("button", name="更正 古丽米热").click()
    recorder_page.locator("form.v-panel").get_by_label("结束", exact=True).fill("15:00")
    recorder_page.locator("form.v-panel").get_by_label("理由").fill("我的理由")
    entry = team.entries(project)[0]
    other = {"start": entry["start"], "end": f"{DAY}T15:30:00+08:00", "reason": "别人的理由"}
    team.recorder.post(f"/entries/{entry['volunteer_id']}/{entry['entry_id']}/correction", other)
    recorder_page.get_by_role("button", name="确认更正").click()
    expect(recorder_page.get_by_text("别人刚刚改过这条记录")).to_be_visible()
    expect(recorder_page.get_by_text("别人的理由")).to_be_visible()
    expect(recorder_page.locator("form.v-panel").get_by_label("理由")).to_have_value("我的理由")
    is_clean(recorder_page)
