"""时长录入: a table that takes typing and pasting as a spreadsheet does, keeps a draft, and says what is wrong where it is."""

import time
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from functions.storage.codes import new_volunteer_number
from tests.browser.office import DAY, Office, Team
from tests.browser.support import PHONE, SIZES, axe_violations

COLUMNS = {
    "number": "志愿者编号",
    "date": "服务日期",
    "start": "开始",
    "end": "结束",
    "next": "第二天",
    "content": "服务内容",
}


def cell(page: Page, row: int, field: str) -> Any:
    return page.get_by_label(f"{COLUMNS[field]}，第 {row} 行", exact=True)


def fault_of(page: Page, row: int, field: str) -> Any:
    return cell(page, row, field).locator("xpath=..").locator(".v-fault")


def opened(page: Page, team: Team, **changes: Any) -> str:
    """The hour table of a fresh project; returns the project's id."""
    project_id = team.project(**changes)
    page.goto(f"/workbench/#hours?project={project_id}")
    expect(cell(page, 1, "number")).to_be_visible()
    return project_id


def fill(page: Page, row: int, **fields: str) -> None:
    for field, text in fields.items():
        cell(page, row, field).fill(text)
    page.get_by_role("heading", name="时长录入").click()


def paste(page: Page, text: str, row: int = 1, field: str = "number") -> None:
    """Paste as the browser does: a paste event that carries the text."""
    cell(page, row, field).focus()
    page.evaluate(
        """text => {
            const data = new DataTransfer()
            data.setData("text/plain", text)
            const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
            document.activeElement.dispatchEvent(event)
        }""",
        text,
    )


def block(team: Team, start: str = "9:00", end: str = "11:30") -> str:
    return "\n".join(f"{number}\t{name}\t{DAY:%Y/%-m/%-d}\t{start}\t{end}\t打扫" for number, name in team.people)


def submit(page: Page) -> None:
    page.get_by_role("button", name="提交时长").click()
    page.get_by_role("button", name="确认提交").click()
    expect(page.get_by_text("已录入", exact=False).first).to_be_visible()


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


def test_the_summary_comes_before_what_cannot_be_undone(recorder_page: Page, team: Team) -> None:
    project_id = opened(recorder_page, team)
    paste(recorder_page, block(team))
    recorder_page.get_by_role("button", name="提交时长").click()
    summary = recorder_page.get_by_role("group", name="提交前核对")
    expect(summary).to_contain_text("共 2 人 2 段，合计 5.00 小时")
    assert axe_violations(recorder_page) == []
    recorder_page.get_by_role("button", name="返回修改").click()
    expect(summary).to_have_count(0)
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


def test_typed_rows_come_back_after_a_reload_and_the_page_says_so(recorder_page: Page, team: Team) -> None:
    opened(recorder_page, team)
    paste(recorder_page, block(team))
    recorder_page.reload()
    expect(recorder_page.get_by_text("已恢复上次没有提交的内容")).to_be_visible()
    expect(cell(recorder_page, 1, "number")).to_have_value(team.people[0][0])
    expect(cell(recorder_page, 2, "content")).to_have_value("打扫")


def test_the_draft_is_gone_once_the_hours_are_entered(recorder_page: Page, team: Team) -> None:
    opened(recorder_page, team)
    paste(recorder_page, block(team))
    submit(recorder_page)
    recorder_page.reload()
    expect(cell(recorder_page, 1, "number")).to_have_value("")
    expect(recorder_page.get_by_text("已恢复")).to_have_count(0)


def test_each_project_has_a_draft_of_its_own(recorder_page: Page, team: Team) -> None:
    first = opened(recorder_page, team, name="第一个项目")
    fill(recorder_page, 1, content="只属于第一个项目")
    second = team.project(name="第二个项目")
    recorder_page.reload()
    recorder_page.get_by_label("项目", exact=True).select_option(second)
    expect(cell(recorder_page, 1, "content")).to_have_value("")
    recorder_page.get_by_label("项目", exact=True).select_option(first)
    expect(cell(recorder_page, 1, "content")).to_have_value("只属于第一个项目")


@pytest.mark.parametrize("typed", ["11010519491231002X", "１１０１０５１９４９１２３１００２Ｘ", "110105491231002"])
def test_a_document_number_is_refused_and_never_kept_in_the_browser(
    recorder_page: Page, team: Team, typed: str
) -> None:
    opened(recorder_page, team)
    fill(recorder_page, 1, number=typed, content=f"身份证 {typed}")
    expect(fault_of(recorder_page, 1, "number")).to_be_visible()
    recorder_page.reload()
    expect(cell(recorder_page, 1, "number")).to_be_visible()
    kept = recorder_page.evaluate("JSON.stringify({ ...localStorage }).normalize('NFKC')")
    assert "110105" not in kept


def test_an_ended_session_loses_nothing(recorder_page: Page, team: Team) -> None:
    opened(recorder_page, team)
    paste(recorder_page, block(team))
    recorder_page.context.clear_cookies()
    recorder_page.get_by_role("button", name="提交时长").click()
    link = recorder_page.get_by_role("link", name="重新登录")
    expect(link).to_have_attribute(
        "href", "/login/?next=" + recorder_page.evaluate("encodeURIComponent(location.pathname + location.hash)")
    )
    team.recorder.open_in(recorder_page)
    recorder_page.reload()
    expect(cell(recorder_page, 2, "number")).to_have_value(team.people[1][0])


def test_arrows_and_enter_move_between_cells(recorder_page: Page, team: Team) -> None:
    opened(recorder_page, team)
    cell(recorder_page, 1, "number").focus()
    for key, row, field in (
        ("ArrowDown", 2, "number"), ("ArrowRight", 2, "date"), ("Enter", 3, "date"),
        ("ArrowUp", 2, "date"), ("ArrowLeft", 2, "number"), ("Tab", 2, "date"), ("Shift+Enter", 1, "date"),
    ):  # fmt: skip
        recorder_page.keyboard.press(key)
        expect(cell(recorder_page, row, field)).to_be_focused()


def test_enter_on_the_last_row_adds_a_row(recorder_page: Page, team: Team) -> None:
    opened(recorder_page, team)
    cell(recorder_page, 5, "start").focus()
    recorder_page.keyboard.press("Enter")
    expect(cell(recorder_page, 6, "start")).to_be_focused()


@pytest.mark.parametrize("by_key", [True, False], ids=["key", "button"])
def test_fill_down_copies_the_cell_into_the_filled_rows_below(recorder_page: Page, team: Team, by_key: bool) -> None:
    opened(recorder_page, team)
    paste(recorder_page, "\n".join(number for number, _ in team.people))
    cell(recorder_page, 1, "start").fill("9:00")
    if by_key:
        recorder_page.keyboard.press("Control+d")
    else:
        recorder_page.get_by_role("button", name="向下填充").click()
    expect(cell(recorder_page, 2, "start")).to_have_value("09:00")
    expect(cell(recorder_page, 3, "start")).to_have_value("")


@pytest.mark.parametrize("by_key", [True, False], ids=["key", "button"])
def test_undo_takes_a_paste_back_in_one_step(recorder_page: Page, team: Team, by_key: bool) -> None:
    opened(recorder_page, team)
    fill(recorder_page, 1, content="先写的")
    paste(recorder_page, block(team))
    expect(cell(recorder_page, 1, "content")).to_have_value("打扫")
    if by_key:
        recorder_page.keyboard.press("Control+z")
    else:
        recorder_page.get_by_role("button", name="撤销").click()
    expect(cell(recorder_page, 1, "content")).to_have_value("先写的")
    expect(cell(recorder_page, 2, "number")).to_have_value("")


def test_a_removed_row_comes_back_with_undo(recorder_page: Page, team: Team) -> None:
    opened(recorder_page, team)
    paste(recorder_page, block(team))
    recorder_page.get_by_role("button", name="删除第 1 行").click()
    expect(cell(recorder_page, 1, "number")).to_have_value(team.people[1][0])
    recorder_page.get_by_role("button", name="撤销").click()
    expect(cell(recorder_page, 1, "number")).to_have_value(team.people[0][0])


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
    expect(recorder_page.get_by_text("已载入 1 人。")).to_be_visible()
    recorder_page.get_by_role("button", name="载入团体名册").click()
    expect(recorder_page.get_by_text("名单上的人都已在表里。")).to_be_visible()


def test_a_stranger_to_the_roster_is_told_before_sending(recorder_page: Page, team: Team, office: Office) -> None:
    opened(recorder_page, team)
    stranger, _ = office.volunteer("王秀英")
    fill(recorder_page, 1, number=stranger)
    expect(fault_of(recorder_page, 1, "number")).to_contain_text("不在本团体的名册里")


def test_five_hundred_rows_do_not_lag(recorder_page: Page, team: Team) -> None:
    opened(recorder_page, team)
    rows = "\n".join(f"{new_volunteer_number('500103')}\t{DAY}\t9:00\t11:00\t打扫" for _ in range(500))
    begun = time.monotonic()
    paste(recorder_page, rows)
    expect(recorder_page.locator("[data-place=total]")).to_contain_text("500 段，合计 1000.00 小时")
    assert time.monotonic() - begun < 3
    slowest = recorder_page.evaluate(
        """() => {
            const input = document.querySelector('[aria-label="结束，第 250 行"]')
            const took = ["1", "12", "12:", "12:3", "12:30"].map((text) => {
                const begun = performance.now()
                input.value = text
                input.dispatchEvent(new Event("input", { bubbles: true }))
                input.getBoundingClientRect()
                return performance.now() - begun
            })
            return Math.max(...took)
        }"""
    )
    assert slowest < 50


def test_more_than_five_hundred_rows_are_not_lost_silently(recorder_page: Page, team: Team) -> None:
    opened(recorder_page, team)
    paste(recorder_page, "\n".join(new_volunteer_number("500103") for _ in range(510)))
    expect(recorder_page.get_by_text("还有 10 行没有放下，请分次提交。")).to_be_visible()


@pytest.mark.parametrize("recorder_page", SIZES, indirect=True, ids=["wide", "phone"])
def test_axe_finds_nothing_wrong_with_the_table_and_its_faults(recorder_page: Page, team: Team) -> None:
    opened(recorder_page, team)
    paste(recorder_page, block(team, "20:00", "0:00"))
    fill(recorder_page, 1, date="1/2/24")
    recorder_page.get_by_role("button", name="先检查").click()
    expect(recorder_page.locator(".v-faults")).to_be_visible()
    assert axe_violations(recorder_page) == []


@pytest.mark.parametrize("recorder_page", [PHONE], indirect=True, ids=["phone"])
@pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
def test_on_a_phone_rows_are_cards_that_fit(recorder_page: Page, team: Team, large: bool) -> None:
    if large:
        recorder_page.add_init_script("localStorage.setItem('large-text', 'on')")
    opened(recorder_page, team)
    paste(recorder_page, block(team, "20:00", "0:00"))
    assert recorder_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert recorder_page.evaluate("document.querySelector('.hour-table tbody tr').getBoundingClientRect().height") > 200


def test_a_list_that_cannot_be_read_says_so_and_keeps_the_table(recorder_page: Page, team: Team) -> None:
    opened(recorder_page, team)
    fill(recorder_page, 1, content="打扫")
    recorder_page.route("**/roster**", lambda route: route.abort())
    recorder_page.get_by_role("button", name="载入项目名单").click()
    expect(recorder_page.get_by_text("网络没有连上")).to_be_visible()
    expect(cell(recorder_page, 1, "content")).to_have_value("打扫")
