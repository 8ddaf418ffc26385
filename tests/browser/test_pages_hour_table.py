"""时长录入 as a spreadsheet: keys, filling, undo, drafts, five hundred rows, cards on a phone."""

import pytest
from playwright.sync_api import Page, expect

from functions.storage.codes import new_volunteer_number
from tests.browser.hour_sheet import block, cell, fault_of, fill, opened, paste, submit
from tests.browser.office import DAY, Office, Team
from tests.browser.support import PHONE, SIZES, axe_violations


@pytest.fixture(scope="module")
def group(office: Office) -> Team:
    """One group for all these tests: applications from one place are held back."""
    return office.team()


@pytest.fixture
def team(office: Office, group: Team) -> Team:
    """The group with two fresh members: nobody's hours of another test stand in the way."""
    return office.joined(group, "欧阳娜娜", "𠮷田䶮")


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


def test_typing_among_five_hundred_rows_touches_its_own_row(recorder_page: Page, team: Team) -> None:
    """So it does not lag: what changes with a letter does not grow with the table."""
    opened(recorder_page, team)
    rows = "\n".join(f"{new_volunteer_number('500103')}\t{DAY}\t9:00\t11:00\t打扫" for _ in range(500))
    paste(recorder_page, rows)
    expect(recorder_page.locator("[data-place=total]")).to_contain_text("500 段，合计 1000.00 小时")
    # The members' names come later than the table and mark every row; until then the marks would be taken for the letter's.
    expect(fault_of(recorder_page, 500, "number")).to_contain_text("不在本团体的名册里")
    touched = recorder_page.evaluate(
        """async () => {
            const input = document.querySelector('[aria-label="结束，第 250 行"]')
            const rows = new Set()
            const watch = new MutationObserver((seen) => seen.forEach(({ target }) => {
                const row = (target.nodeType === 1 ? target : target.parentElement)?.closest("tr")
                if (row) rows.add(row)
            }))
            watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
            for (const text of ["1", "12", "12:", "12:3", "12:30"]) {
                input.value = text
                input.dispatchEvent(new Event("input", { bubbles: true }))
            }
            await new Promise((done) => setTimeout(done, 500))
            watch.disconnect()
            return [...rows].map((row) => row.contains(input))
        }"""
    )
    assert set(touched) <= {True}


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
