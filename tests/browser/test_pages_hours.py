"""时长录入: what is pasted or typed is checked in its cell, summed up, and entered once."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.hour_sheet import block, cell, fault_of, fill, opened, paste, submit
from tests.browser.office import DAY, Office, Team
from tests.browser.support import axe_violations


@pytest.fixture(scope="module")
def group(office: Office) -> Team:
    """One group for all these tests: applications from one place are held back."""
    return office.team()


@pytest.fixture
def team(office: Office, group: Team) -> Team:
    """The group with two fresh members: nobody's hours of another test stand in the way."""
    return office.joined(group, "欧阳娜娜", "𠮷田䶮")


def test_a_block_pasted_from_a_spreadsheet_is_entered(recorder_page: Page, team: Team) -> None:
    project_id = opened(recorder_page, team)
    paste(recorder_page, block(team))
    expect(cell(recorder_page, 2, "date")).to_have_value(f"{DAY}")
    submit(recorder_page)
    entries = team.entries(project_id)
    assert [(entry["minutes"], entry["content"]) for entry in entries] == [(150, "打扫"), (150, "打扫")]
    assert {entry["name"] for entry in entries} == {"欧阳娜娜", "𠮷田䶮"}


def test_the_name_stands_beside_a_number_of_the_roster(recorder_page: Page, team: Team) -> None:
    opened(recorder_page, team)
    fill(recorder_page, 1, number=team.people[1][0])
    expect(recorder_page.locator("tbody tr").first.locator("[data-column=name]")).to_have_text("𠮷田䶮")


def test_minutes_and_total_follow_the_typing(recorder_page: Page, team: Team) -> None:
    opened(recorder_page, team)
    paste(recorder_page, block(team))
    expect(recorder_page.locator("[data-place=total]")).to_have_text("共 2 人 2 段，合计 5.00 小时（5 小时）")
    cell(recorder_page, 1, "end").fill("9:25")
    expect(recorder_page.locator("tbody tr").first.locator("[data-column=minutes]")).to_have_text("0.42 小时25 分钟")
    expect(recorder_page.locator("[data-place=total]")).to_have_text("共 2 人 2 段，合计 2.92 小时（2 小时 55 分钟）")


def test_c01_an_end_before_the_start_asks_for_the_next_day_and_one_click_says_yes(
    recorder_page: Page, team: Team
) -> None:
    project_id = opened(recorder_page, team)
    fill(recorder_page, 1, number=team.people[0][0], date=f"{DAY}", start="20:00", end="0:00")
    expect(fault_of(recorder_page, 1, "end")).to_contain_text("是第二天吗？")
    recorder_page.get_by_role("button", name="是，第二天").click()
    expect(cell(recorder_page, 1, "next")).to_be_checked()
    submit(recorder_page)
    assert [entry["minutes"] for entry in team.entries(project_id)] == [240]


def test_c03_an_end_that_is_the_start_is_refused_at_its_cell(recorder_page: Page, team: Team) -> None:
    opened(recorder_page, team)
    fill(recorder_page, 1, number=team.people[0][0], date=f"{DAY}", start="10:00", end="10:00")
    expect(fault_of(recorder_page, 1, "end")).to_contain_text("结束时间应比开始时间晚")


def test_c38_a_date_that_can_be_read_in_two_ways_is_refused_with_a_sentence(recorder_page: Page, team: Team) -> None:
    opened(recorder_page, team)
    fill(recorder_page, 1, date="1/2/24")
    expect(fault_of(recorder_page, 1, "date")).to_contain_text("分不清哪个是年、月、日")


def test_c08_an_overlap_with_what_stands_is_told_by_the_server_at_the_row(recorder_page: Page, team: Team) -> None:
    opened(recorder_page, team)
    paste(recorder_page, block(team))
    submit(recorder_page)
    paste(recorder_page, block(team, "11:00", "12:00").splitlines()[1])
    recorder_page.get_by_role("button", name="先检查").click()
    expect(recorder_page.locator(".v-faults")).to_contain_text("第 1 行 开始：与这位志愿者已有的服务时间重叠")
    expect(fault_of(recorder_page, 1, "start")).to_contain_text("重叠")
    assert axe_violations(recorder_page) == []


def test_c09_one_that_begins_when_the_other_ends_is_accepted(recorder_page: Page, team: Team) -> None:
    project_id = opened(recorder_page, team)
    number = team.people[0][0]
    paste(recorder_page, f"{number}\t{DAY}\t10:00\t12:00\n{number}\t{DAY}\t12:00\t14:00")
    submit(recorder_page)
    assert len(team.entries(project_id)) == 2


def test_an_overlap_within_the_table_is_told_before_anything_is_sent(recorder_page: Page, team: Team) -> None:
    opened(recorder_page, team)
    number = team.people[0][0]
    paste(recorder_page, f"{number}\t{DAY}\t10:00\t12:00\n{number}\t{DAY}\t11:00\t14:00")
    recorder_page.get_by_role("button", name="先检查").click()
    expect(recorder_page.locator(".v-faults")).to_contain_text("第 2 行 开始：与第 1 行是同一个人，时间重叠")


def test_a_fault_in_the_list_leads_into_its_cell(recorder_page: Page, team: Team) -> None:
    opened(recorder_page, team)
    fill(recorder_page, 2, number=team.people[0][0], date=f"{DAY}", start="9:00")
    recorder_page.get_by_role("button", name="提交时长").click()
    recorder_page.get_by_role("link", name="第 2 行 结束：请填写结束时间。").click()
    expect(cell(recorder_page, 2, "end")).to_be_focused()


def test_a_told_fault_goes_when_its_cell_is_mended(recorder_page: Page, team: Team) -> None:
    opened(recorder_page, team)
    fill(recorder_page, 1, number=team.people[0][0], date=f"{DAY}", start="9:00")
    recorder_page.get_by_role("button", name="先检查").click()
    expect(fault_of(recorder_page, 1, "end")).to_have_count(1)
    fill(recorder_page, 1, end="10:00")
    expect(fault_of(recorder_page, 1, "end")).to_have_count(0)


def test_checking_first_writes_nothing(recorder_page: Page, team: Team) -> None:
    project_id = opened(recorder_page, team)
    paste(recorder_page, block(team))
    recorder_page.get_by_role("button", name="先检查").click()
    expect(recorder_page.get_by_text("检查通过，还没有提交")).to_be_visible()
    assert team.entries(project_id) == []


def test_a_change_after_the_summary_takes_the_summary_away(recorder_page: Page, team: Team) -> None:
    opened(recorder_page, team)
    paste(recorder_page, block(team))
    recorder_page.get_by_role("button", name="提交时长").click()
    expect(recorder_page.get_by_role("group", name="提交前核对")).to_be_visible()
    cell(recorder_page, 1, "end").fill("12:00")
    expect(recorder_page.get_by_role("group", name="提交前核对")).to_have_count(0)


def test_c07_two_quick_clicks_enter_the_hours_once(recorder_page: Page, team: Team) -> None:
    project_id = opened(recorder_page, team)
    paste(recorder_page, block(team))
    recorder_page.get_by_role("button", name="提交时长").click()
    recorder_page.get_by_role("button", name="确认提交").dblclick()
    expect(recorder_page.get_by_text("已录入 2 段")).to_be_visible()
    assert len(team.entries(project_id)) == 2


def test_c07_a_repeat_after_a_lost_answer_carries_the_same_key(recorder_page: Page, team: Team) -> None:
    keys = []

    def lose_the_first_answer(route: Route) -> None:
        key = route.request.headers.get("idempotency-key")
        if key and len(keys) == 0:
            keys.append(key)
            route.fetch()
            return route.abort()
        keys.extend([key] if key else [])
        return route.continue_()

    project_id = opened(recorder_page, team)
    recorder_page.route("**/hours", lose_the_first_answer)
    paste(recorder_page, block(team))
    recorder_page.get_by_role("button", name="提交时长").click()
    recorder_page.get_by_role("button", name="确认提交").click()
    expect(recorder_page.get_by_text("网络没有连上", exact=True)).to_be_visible()
    submit(recorder_page)
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert len(team.entries(project_id)) == 2


def test_the_roster_is_loaded_with_the_same_time_for_everyone(recorder_page: Page, team: Team) -> None:
    project_id = opened(recorder_page, team)
    numbers = [number for number, _ in team.people]
    team.recorder.post(f"/projects/{project_id}/roster", {"volunteer_numbers": numbers})
    recorder_page.get_by_role("button", name="载入项目名单").click()
    expect(recorder_page.get_by_text("已载入 2 人。")).to_be_visible()
    recorder_page.get_by_label("服务日期", exact=True).fill(f"{DAY:%Y年%-m月%-d日}")
    recorder_page.get_by_label("开始", exact=True).fill("9点半")
    recorder_page.get_by_label("结束", exact=True).fill("下午1:00")
    recorder_page.get_by_role("button", name="填入每一行").click()
    submit(recorder_page)
    assert [entry["minutes"] for entry in team.entries(project_id)] == [210, 210]


def test_nobody_is_loaded_twice(recorder_page: Page, team: Team) -> None:
    opened(recorder_page, team)
    fill(recorder_page, 1, number=team.people[0][0])
    recorder_page.get_by_role("button", name="载入团体名册").click()
    expect(cell(recorder_page, 1, "number")).to_have_value(team.people[0][0])
    expect(recorder_page.get_by_text("已载入")).to_be_visible()
    recorder_page.get_by_role("button", name="载入团体名册").click()
    expect(recorder_page.get_by_text("名单上的人都已在表里。")).to_be_visible()


def test_a_stranger_to_the_roster_is_told_before_sending(recorder_page: Page, team: Team, office: Office) -> None:
    opened(recorder_page, team)
    stranger, _ = office.volunteer("王秀英")
    fill(recorder_page, 1, number=stranger)
    expect(fault_of(recorder_page, 1, "number")).to_contain_text("不在本团体的名册里")


def test_a_list_that_cannot_be_read_says_so_and_keeps_the_table(recorder_page: Page, team: Team) -> None:
    opened(recorder_page, team)
    fill(recorder_page, 1, content="打扫")
    recorder_page.route("**/roster**", lambda route: route.abort())
    recorder_page.get_by_role("button", name="载入项目名单").click()
    expect(recorder_page.get_by_text("网络没有连上")).to_be_visible()
    expect(cell(recorder_page, 1, "content")).to_have_value("打扫")
