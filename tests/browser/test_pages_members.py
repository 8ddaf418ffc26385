"""团体工作台: who is on the group's roster and on a project's, and who records."""

from typing import Any

from playwright.sync_api import Page, Route, expect

from functions.storage.codes import new_volunteer_number
from tests.browser.office import Office, Team
from tests.browser.support import axe_violations
from tests.builders import an_id_number


def numbers_field(page: Page) -> Any:
    return page.locator("textarea[name=volunteer_numbers]:visible")


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
    recorder_page.get_by_text("从团体名册里选", exact=True).click()
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


def test_a_failed_reading_can_be_tried_again(recorder_page: Page, team: Team) -> None:
    def cut(route: Route) -> None:
        route.abort()

    recorder_page.route("**/api/v1/groups/*/members**", cut)
    recorder_page.goto("/workbench/#members")
    expect(recorder_page.get_by_text("网络没有连上", exact=True)).to_be_visible()
    recorder_page.unroute("**/api/v1/groups/*/members**")
    recorder_page.get_by_role("button", name="再试一次").click()
    expect(recorder_page.get_by_role("row", name="欧阳娜娜")).to_be_visible()
