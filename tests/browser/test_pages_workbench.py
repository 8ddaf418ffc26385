"""团体工作台: projects, members, roster, recorders; a recorder's own group and nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from functions.storage.codes import new_volunteer_number
from tests.browser.office import DAY, Caller, Office, Team
from tests.browser.support import PHONE, SIZES, WIDE, axe_violations, watched_page
from tests.builders import an_id_number

TABS = ("projects", "members", "roster", "hours", "entries", "recorders")


def numbers_field(page: Page) -> Any:
    return page.locator("textarea[name=volunteer_numbers]:visible")


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


def test_members_are_added_by_pasted_lines(recorder_page: Page, team: Team, office: Office) -> None:
    first, second = office.volunteer("古丽米热·艾比布力"), office.volunteer("Anna-Maria O’Neil")
    recorder_page.goto("/workbench/#members")
    numbers_field(recorder_page).fill(f"{first[0]}\t{first[1]}\n\n{second[0]}\n")
    recorder_page.get_by_role("button", name="加入名册").click()
    expect(recorder_page.get_by_text("已把 2 人加入团体名册")).to_be_visible()
    expect(recorder_page.locator("section[data-tab=members] tbody tr")).to_have_count(4)


def test_a_wrong_line_is_told_at_that_line_and_nobody_is_added(recorder_page: Page, team: Team, office: Office) -> None:
    right, _ = office.volunteer("王秀英")
    unknown = new_volunteer_number("500103")
    recorder_page.goto("/workbench/#members")
    numbers_field(recorder_page).fill(f"{right}\n{unknown}")
    recorder_page.get_by_role("button", name="加入名册").click()
    expect(recorder_page.get_by_label("第 2 行")).to_have_attribute("aria-invalid", "true")
    expect(recorder_page.locator(".v-faults")).to_contain_text("没有这个志愿者编号")
    assert len(team.recorder.get(f"/groups/{team.group_id}/members")["items"]) == 2
    assert axe_violations(recorder_page) == []


def test_a_wrong_line_is_mended_where_it_is_told(recorder_page: Page, team: Team, office: Office) -> None:
    number, _ = office.volunteer("王秀英")
    recorder_page.goto("/workbench/#members")
    numbers_field(recorder_page).fill(f"{team.people[0][0]}\n12345")
    recorder_page.get_by_role("button", name="加入名册").click()
    recorder_page.get_by_label("第 2 行").fill(number)
    recorder_page.get_by_role("button", name="加入名册").click()
    expect(recorder_page.get_by_text("已把 1 人加入团体名册")).to_be_visible()
    expect(recorder_page.get_by_text("另有 1 人原来就在团体名册里。")).to_be_visible()


def test_pasted_lines_survive_a_reload_but_document_numbers_do_not(recorder_page: Page, team: Team) -> None:
    recorder_page.goto("/workbench/#members")
    numbers_field(recorder_page).fill(f"{team.people[0][0]}\n11010519491231002X")
    recorder_page.reload()
    expect(numbers_field(recorder_page)).to_have_value(team.people[0][0])


def test_more_than_five_hundred_lines_are_refused_with_the_count(recorder_page: Page, team: Team) -> None:
    recorder_page.goto("/workbench/#members")
    numbers_field(recorder_page).fill("\n".join(new_volunteer_number("500103") for _ in range(501)))
    recorder_page.get_by_role("button", name="加入名册").click()
    expect(recorder_page.locator(".v-faults")).to_contain_text("一次最多 500 行，现在有 501 行")


def test_removing_a_member_asks_first_in_the_page(recorder_page: Page, team: Team) -> None:
    recorder_page.goto("/workbench/#members")
    recorder_page.get_by_role("button", name="移出 𠮷田䶮").click()
    recorder_page.get_by_role("button", name="不移出").click()
    assert len(team.recorder.get(f"/groups/{team.group_id}/members")["items"]) == 2
    recorder_page.get_by_role("button", name="移出 𠮷田䶮").click()
    recorder_page.get_by_role("button", name="移出名册").click()
    expect(recorder_page.get_by_text("已把 𠮷田䶮 移出名册")).to_be_visible()
    expect(recorder_page.locator("section[data-tab=members] tbody tr")).to_have_count(1)


def test_a_project_roster_is_ticked_from_the_members(recorder_page: Page, team: Team) -> None:
    project_id = team.project()
    recorder_page.goto(f"/workbench/#roster?project={project_id}")
    recorder_page.get_by_text("从团体名册里选").click()
    recorder_page.get_by_label("按姓名或编号查找").fill("欧阳")
    recorder_page.get_by_role("button", name="全选").click()
    recorder_page.get_by_role("button", name="加入所选的人").click()
    expect(recorder_page.get_by_text("已把 1 人加入项目名单")).to_be_visible()
    expect(recorder_page.get_by_role("row", name="欧阳娜娜")).to_be_visible()


def test_who_is_no_member_cannot_be_put_on_the_roster(recorder_page: Page, team: Team, office: Office) -> None:
    stranger, _ = office.volunteer("王秀英")
    recorder_page.goto(f"/workbench/#roster?project={team.project()}")
    recorder_page.get_by_text("粘贴志愿者编号").click()
    numbers_field(recorder_page).fill(stranger)
    recorder_page.get_by_role("button", name="加入项目名单").click()
    expect(recorder_page.get_by_label("第 1 行")).to_have_attribute("aria-invalid", "true")


def test_a_further_recorder_is_appointed_with_what_to_do_next(recorder_page: Page, team: Team) -> None:
    recorder_page.goto("/workbench/#recorders")
    recorder_page.get_by_label("姓名", exact=True).fill("谭小雪")
    recorder_page.get_by_label("证件号码").fill(an_id_number())
    recorder_page.get_by_label("手机号").fill("13900139001")
    login = f"tan-{team.group_id[:8]}"
    recorder_page.get_by_label("登录名").fill(login)
    recorder_page.get_by_label("初始密码").fill("correct horse battery")
    recorder_page.get_by_role("button", name="任命记录员").click()
    expect(recorder_page.get_by_text(f"登录名是 {login}")).to_be_visible()
    expect(recorder_page.get_by_role("row", name="谭小雪")).to_be_visible()
    kept = recorder_page.evaluate("JSON.stringify({ ...localStorage })")
    assert "correct horse" not in kept


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


def test_a_failed_reading_can_be_tried_again(recorder_page: Page, team: Team) -> None:
    def cut(route: Route) -> None:
        route.abort()

    recorder_page.route("**/api/v1/groups/*/members**", cut)
    recorder_page.goto("/workbench/#members")
    expect(recorder_page.get_by_text("网络没有连上", exact=True)).to_be_visible()
    recorder_page.unroute("**/api/v1/groups/*/members**")
    recorder_page.get_by_role("button", name="再试一次").click()
    expect(recorder_page.get_by_role("row", name="欧阳娜娜")).to_be_visible()


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
