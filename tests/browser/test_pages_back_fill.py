"""Hours that come late, the queue by keyboard, and the district's rules on hours."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import DAY, Office, Team
from tests.browser.people import is_clean

LATE_DAY = DAY - timedelta(days=60)


@pytest.fixture
def late_project(team: Team) -> str:
    """It ended so long ago that ten working days are over, whatever holidays lie between."""
    times = {"starts": f"{LATE_DAY}T00:00:00+08:00", "ends": f"{LATE_DAY + timedelta(days=2)}T00:00:00+08:00"}
    return team.project(name="老项目", **times)


def fill_row(page: Page, project: str, number: str) -> None:
    page.goto(f"/workbench/#hours?project={project}")
    page.locator("[data-field=number]").first.fill(number)
    page.locator("[data-field=date]").first.fill(f"{LATE_DAY}")
    page.locator("[data-field=start]").first.fill("09:00")
    page.locator("[data-field=end]").first.fill("11:00")
    page.locator("[data-field=end]").first.press("Tab")


def test_late_hours_are_handed_in_with_a_reason_and_wait_for_somebody_else(
    recorder_page: Page, office: Office, team: Team, late_project: str
) -> None:
    joined = office.joined(team, "赵补录")
    [(number, _)] = joined.people
    page = recorder_page
    fill_row(page, late_project, number)
    page.get_by_role("button", name="先检查").click()
    expect(page.get_by_role("alert")).to_contain_text("补录须由另一位记录员或主管部门确认")
    page.get_by_role("alert").get_by_role("link").click()
    reason = page.get_by_label("理由", exact=True)
    expect(reason).to_be_focused()
    reason.fill("纸质签到表找回来了")
    page.get_by_role("button", name="先检查").click()
    expect(page.get_by_text("逾期补录")).to_be_visible()
    is_clean(page)
    page.get_by_role("button", name="提交时长").click()
    page.get_by_role("button", name="确认提交").click()
    # The panel that asks says the same before anything is written.
    expect(page.get_by_text("已录入 1 段")).to_be_visible()
    expect(page.get_by_text("其中 1 段要等另一位记录员或主管部门确认")).to_be_visible()

    page.goto("/workbench/#queue")
    box = page.get_by_label("选中 赵补录")
    page.get_by_label("来源").select_option("back_fill")
    page.get_by_label("为什么要核实").select_option("back_fill")
    expect(box).to_be_visible()
    box.focus()
    page.keyboard.press("a")
    expect(box).to_be_checked()
    is_clean(page)
    page.keyboard.press("1")
    expect(page.get_by_text("有 1 条没有办成")).to_be_visible()
    entry = office.supervisor.get(f"/groups/{team.group_id}/queue")["items"][0]
    assert (entry["source_name"], entry["note"]) == ("补录", "纸质签到表找回来了")
    keys = [{name: entry[name] for name in ("volunteer_id", "entry_id")}]
    office.supervisor.post(f"/groups/{team.group_id}/queue", {"entries": keys, "decision": "confirmed"})
    page.goto(f"/workbench/#entries?project={late_project}")
    expect(page.get_by_role("row", name="赵补录")).to_contain_text("补录")
    is_clean(page)


def test_the_queue_is_narrowed_to_a_project(recorder_page: Page, office: Office, team: Team, late_project: str) -> None:
    recorder_page.goto("/workbench/#queue")
    recorder_page.get_by_label("只看项目").select_option(late_project)
    expect(recorder_page.get_by_text("没有等待确认的时长")).to_be_visible()


def test_the_supervisor_sets_the_rules_on_hours_and_sees_every_version(supervisor_page: Page) -> None:
    page = supervisor_page
    page.goto("/desk/#policy")
    expect(page.get_by_text("按实际分钟").first).to_be_visible()
    page.get_by_label("最短计入时间（分钟）").fill("5000")
    page.get_by_label("为什么改").fill("区里统一")
    page.get_by_role("button", name="保存为新的一版").click()
    expect(page.get_by_role("alert")).to_contain_text("最短计入时间应在 1 到 1440 之间")
    page.get_by_label("最短计入时间（分钟）").fill("1")
    page.get_by_label("每月补录名额（条）").fill("200")
    page.get_by_role("button", name="保存为新的一版").click()
    expect(page.get_by_text("已保存为第 1 版")).to_be_visible()
    expect(page.get_by_role("row", name="第 1 版")).to_contain_text("补录每月 200 条")
    is_clean(page)
