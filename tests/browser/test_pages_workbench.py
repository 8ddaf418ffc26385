"""团体工作台: projects, entered hours; a recorder's own group and nothing else."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.office import DAY, Caller, Office, Team
from tests.browser.support import PHONE, SIZES, WIDE, axe_violations, watched_page

TABS = ("projects", "members", "roster", "hours", "entries", "recorders")


def test_without_a_login_the_page_says_where_to_log_in(visitor: Page) -> None:
    visitor.goto("/workbench/#hours")
    link = visitor.locator("#workbench").get_by_role("link", name="登录")
    expect(link).to_have_attribute("href", "/login/?next=%2Fworkbench%2F%23hours")


def test_a_supervisor_is_told_that_the_page_is_for_recorders(supervisor_page: Page) -> None:
    supervisor_page.goto("/workbench/")
    expect(supervisor_page.get_by_text("这一页是给团体记录员用的")).to_be_visible()


def test_a_group_that_waits_for_approval_is_explained(visitor: Page, office: Office) -> None:
    _, asked = office.applied()
    office.recorder_of(asked).open_in(visitor)
    visitor.goto("/workbench/")
    expect(visitor.get_by_text("团体正在等主管部门审核")).to_be_visible()
    expect(visitor.get_by_role("navigation", name="工作台").get_by_role("link")).to_have_count(0)
    assert axe_violations(visitor) == []


def test_a_refused_group_reads_why(visitor: Page, office: Office) -> None:
    group_id, asked = office.applied()
    office.supervisor.post(f"/groups/{group_id}/decision", {"decision": "refused", "reason": "名称与批复不一致。"})
    office.recorder_of(asked).open_in(visitor)
    visitor.goto("/workbench/")
    expect(visitor.get_by_text("主管部门的理由：名称与批复不一致。")).to_be_visible()


def test_a_recorder_who_owes_a_second_factor_is_sent_to_the_account(visitor: Page, office: Office) -> None:
    _, asked = office.applied()
    Caller(office.base).log_in(asked["recorder"]["login"]).open_in(visitor)
    visitor.goto("/workbench/")
    expect(visitor.get_by_role("link", name="去账号设置")).to_have_attribute("href", "/account/")


@pytest.mark.parametrize("tab", TABS)
def test_each_tab_has_an_address(recorder_page: Page, team: Team, tab: str) -> None:
    recorder_page.goto(f"/workbench/#{tab}?project={team.project()}")
    expect(recorder_page.locator(f"section[data-tab={tab}]")).to_be_visible()
    expect(recorder_page.locator("section[data-tab]:visible")).to_have_count(1)


def test_going_back_returns_to_the_tab_before(recorder_page: Page, team: Team) -> None:
    recorder_page.goto("/workbench/")
    recorder_page.get_by_role("link", name="团体名册").click()
    recorder_page.get_by_role("link", name="记录员").click()
    recorder_page.go_back()
    expect(recorder_page.get_by_role("heading", name="团体名册")).to_be_visible()


@pytest.mark.parametrize("recorder_page", SIZES, indirect=True, ids=["wide", "phone"])
def test_axe_finds_nothing_wrong_with_any_tab(recorder_page: Page, team: Team) -> None:
    project_id = team.project()
    found = {}
    for tab in TABS:
        recorder_page.goto(f"/workbench/#{tab}?project={project_id}")
        recorder_page.wait_for_load_state("networkidle")
        found[tab] = axe_violations(recorder_page)
    recorder_page.goto("/workbench/#projects?new=1")
    found["new project"] = axe_violations(recorder_page)
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("recorder_page", [PHONE], indirect=True, ids=["phone"])
@pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
def test_no_tab_is_wider_than_a_phone(recorder_page: Page, team: Team, large: bool) -> None:
    if large:
        recorder_page.add_init_script("localStorage.setItem('large-text', 'on')")
    project_id = team.project()
    wider = []
    for tab in (*TABS, "projects?new=1"):
        recorder_page.goto(f"/workbench/#{tab}{'&' if '?' in tab else '?'}project={project_id}")
        recorder_page.wait_for_load_state("networkidle")
        if recorder_page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wider.append(tab)
    assert wider == []


def fill_project(page: Page, **changes: str) -> None:
    page.get_by_label("项目名称").fill(changes.get("name", "重阳敬老"))
    page.get_by_label("服务类别").select_option(label="社区服务")
    page.get_by_label("服务对象").select_option(label="老年人")
    page.get_by_label("服务地点").fill("解放碑街道社区中心")
    page.get_by_label("服务内容").fill("陪老人聊天")
    page.get_by_label("开始日期").fill(changes.get("starts", f"{DAY}"))
    page.get_by_label("结束日期").fill(changes.get("ends", f"{DAY}"))


def test_a_new_project_covers_whole_days_where_no_times_are_given(recorder_page: Page, team: Team) -> None:
    recorder_page.goto("/workbench/#projects?new=1")
    fill_project(recorder_page)
    recorder_page.get_by_role("button", name="建立项目").click()
    expect(recorder_page.get_by_text("项目“重阳敬老”已建立")).to_be_visible()
    row = recorder_page.get_by_role("row", name="重阳敬老")
    expect(row).to_contain_text(f"{DAY:%Y年%-m月%-d日}")
    assert "至" not in row.inner_text()


def test_a_new_project_keeps_to_the_times_that_are_given(recorder_page: Page, team: Team) -> None:
    recorder_page.goto("/workbench/#projects?new=1")
    fill_project(recorder_page)
    recorder_page.get_by_label("开始时间").fill("09:00")
    recorder_page.get_by_label("结束时间").fill("11:30")
    recorder_page.get_by_role("button", name="建立项目").click()
    expect(recorder_page.get_by_role("row", name="重阳敬老")).to_contain_text("09:00 至 11:30")


def test_the_contact_is_the_groups_own_until_it_is_changed(recorder_page: Page, team: Team) -> None:
    recorder_page.goto("/workbench/#projects?new=1")
    expect(recorder_page.get_by_label("联系人", exact=True)).to_have_value("王联系")
    expect(recorder_page.get_by_label("联系电话")).to_have_value("023-63710000")


def test_a_window_that_ends_before_it_begins_is_told_at_its_field(recorder_page: Page, team: Team) -> None:
    recorder_page.goto("/workbench/#projects?new=1")
    fill_project(recorder_page, starts="2026-05-02", ends="2026-05-01")
    recorder_page.get_by_role("button", name="建立项目").click()
    expect(recorder_page.get_by_label("结束日期")).to_have_attribute("aria-invalid", "true")
    expect(recorder_page.get_by_label("项目名称")).to_have_value("重阳敬老")


def test_what_was_typed_for_a_project_survives_an_ended_session(recorder_page: Page, team: Team) -> None:
    recorder_page.goto("/workbench/#projects?new=1")
    fill_project(recorder_page)
    recorder_page.context.clear_cookies()
    recorder_page.get_by_role("button", name="建立项目").click()
    expect(recorder_page.get_by_role("link", name="重新登录")).to_be_visible()
    team.recorder.open_in(recorder_page)
    recorder_page.reload()
    expect(recorder_page.get_by_label("项目名称")).to_have_value("重阳敬老")


def test_two_quick_clicks_make_one_project(recorder_page: Page, team: Team) -> None:
    recorder_page.goto("/workbench/#projects?new=1")
    fill_project(recorder_page)
    recorder_page.get_by_role("button", name="建立项目").dblclick()
    expect(recorder_page.get_by_text("项目“重阳敬老”已建立")).to_be_visible()
    assert len(team.recorder.get(f"/projects?group_id={team.group_id}")["items"]) == 1


def test_a_list_of_projects_goes_on_page_by_page(recorder_page: Page, team: Team) -> None:
    for order in range(51):
        team.project(name=f"项目{order}")
    recorder_page.goto("/workbench/")
    expect(recorder_page.locator("section[data-tab=projects] tbody tr")).to_have_count(50)
    recorder_page.get_by_role("button", name="加载更多").click()
    expect(recorder_page.locator("section[data-tab=projects] tbody tr")).to_have_count(51)


def test_entered_hours_are_listed_with_source_and_state(recorder_page: Page, team: Team) -> None:
    project_id = team.project()
    row = {"volunteer_number": team.people[0][0], "start": f"{DAY}T09:00:00+08:00", "end": f"{DAY}T11:30:00+08:00"}
    team.recorder.post(f"/projects/{project_id}/hours", {"entries": [row]})
    recorder_page.goto(f"/workbench/#entries?project={project_id}")
    entry = recorder_page.get_by_role("row", name="欧阳娜娜")
    for text in ("2.50 小时", "2 小时 30 分钟", "团体录入", "已生效", "09:00 至 11:30"):
        expect(entry).to_contain_text(text)


def test_a_project_without_hours_says_what_to_do(recorder_page: Page, team: Team) -> None:
    recorder_page.goto(f"/workbench/#entries?project={team.project()}")
    expect(recorder_page.get_by_text("这个项目还没有录入时长")).to_be_visible()
    expect(recorder_page.locator("section[data-tab=entries]").get_by_role("link", name="录入时长")).to_be_visible()


def test_a_group_without_projects_is_led_to_the_first_one(recorder_page: Page, team: Team) -> None:
    recorder_page.goto("/workbench/#hours")
    recorder_page.locator("section[data-tab=hours]").get_by_role("link", name="新建项目").click()
    expect(recorder_page.get_by_role("heading", name="新建项目")).to_be_focused()


@pytest.fixture
def stranger_page(browser: Browser, office: Office) -> Iterator[Page]:
    with watched_page(browser, office.base, WIDE) as page:
        office.team().recorder.open_in(page)
        yield page


def test_c57_another_groups_project_shows_nothing(stranger_page: Page, team: Team) -> None:
    project_id = team.project(name="别人的项目")
    stranger_page.goto(f"/workbench/#entries?project={project_id}")
    expect(stranger_page.locator("section[data-tab=entries]").get_by_text("还没有项目")).to_be_visible()
    assert "别人的项目" not in stranger_page.content()
