"""The supervisor looks into signs."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.office import DAY, Office, Team
from tests.browser.people import is_clean


def test_a_sign_is_looked_into_and_answered(supervisor_page: Page, office: Office, team: Team) -> None:
    joined = office.joined(team, "夜班人")
    [(number, _)] = joined.people
    project = team.project(name="夜间值守")
    times = {"start": f"{DAY}T22:00:00+08:00", "end": f"{DAY + timedelta(days=1)}T02:00:00+08:00"}
    team.recorder.post(f"/projects/{project}/hours", {"entries": [{"volunteer_number": number, **times}]})
    page = supervisor_page
    page.goto("/desk/#signs")
    page.get_by_label("看到什么").select_option("night")
    is_clean(page)
    page.get_by_role("button", name="查看 夜间服务，夜间值守").click()
    expect(page.get_by_text("请核对活动安排")).to_be_visible()
    expect(page.get_by_role("row", name="夜班人")).to_contain_text("4.00 小时")
    page.get_by_role("button", name="记下结果").click()
    expect(page.get_by_role("alert")).to_contain_text("请选择核查结果")
    is_clean(page)
    page.get_by_label("情况正常").check()
    page.get_by_label("核查了什么，结果怎样").fill("有排班表")
    page.get_by_role("button", name="记下结果").click()
    expect(page.get_by_text("已记下核查结果")).to_be_visible()
    page.get_by_label("状态").select_option("answered")
    expect(page.get_by_role("row", name="夜间值守")).to_contain_text("有排班表")
    is_clean(page)


def test_what_must_be_entered_soon_is_listed_for_the_group_and_the_supervisor(
    recorder_page: Page, supervisor_page: Page, team: Team
) -> None:
    old = DAY - timedelta(days=60)
    team.project(
        name="早就结束的项目", starts=f"{old}T00:00:00+08:00", ends=f"{old + timedelta(days=1)}T00:00:00+08:00"
    )
    recorder_page.goto("/workbench/#deadlines")
    expect(recorder_page.get_by_role("row", name="早就结束的项目").first).to_contain_text("已逾期")
    is_clean(recorder_page)
    supervisor_page.goto("/desk/#deadlines")
    expect(supervisor_page.get_by_role("row", name="早就结束的项目").first).to_contain_text(team.name)
    is_clean(supervisor_page)
    recorder_page.get_by_role("button", name="标记录完 早就结束的项目").first.click()
    recorder_page.get_by_role("button", name="都录完了").click()
    expect(recorder_page.get_by_text("“早就结束的项目”已标记录完")).to_be_visible()
    is_clean(recorder_page)
