"""A clerk brings a spreadsheet: faults by row, mended, broken off while it is written, and resumed."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from functions.files import rules, writing
from tests.browser.office import DAY, Office, Team
from tests.browser.people import is_clean

NAME = "社区敬老服务"


def a_file(folder: Path, number: str, rows: int, wrong: int | None = None) -> Path:
    """Half an hour each, ten a day; the row ``wrong`` ends before it begins."""
    lines = []
    for place in range(rows):
        day, hour = DAY, 8 + place % 10
        start, end = (f"{hour:02d}:00", f"{hour:02d}:30") if place != wrong else ("10:30", "10:00")
        filled = {"number": number, "project": NAME, "date": f"{day}", "start": start, "end": end}
        lines.append(tuple(filled.get(name, "") for name in rules.COLUMNS))
    path = folder / "五月.xlsx"
    path.write_bytes(writing.as_xlsx([writing.Sheet("五月", tuple(rules.COLUMNS.values()), lines)]))
    return path


def bring(page: Page, path: Path) -> None:
    page.get_by_label("表格文件").set_input_files(path)
    page.get_by_role("button", name="上传并检查").click()


@pytest.fixture
def number(office: Office, team: Team) -> str:
    joined = office.joined(team, "张三")
    return joined.people[0][0]


def test_a_file_with_a_fault_is_mended_and_its_writing_resumed_after_a_closed_window(
    recorder_page: Page, team: Team, number: str, tmp_path: Path
) -> None:
    project = team.project(name=NAME)
    page = recorder_page
    page.goto("/workbench/#files")
    bring(page, a_file(tmp_path, number, 10, wrong=6))
    expect(page.get_by_text("有 1 处需要修改，什么都没有写入")).to_be_visible()
    row = page.get_by_role("row", name="第 8 行")
    expect(row).to_contain_text("结束时间")
    expect(row).to_contain_text("五月")
    is_clean(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载这张清单").click()
    assert "第 8 行" not in saved.value.path().read_text("utf-8-sig")  # the row as a number, to sort by
    assert team.entries(project) == []

    bring(page, a_file(tmp_path, number, 10))
    expect(page.get_by_text("检查通过，还没有写入")).to_be_visible()
    is_clean(page)

    def broken_off(route: Route) -> None:
        route.abort() if '"write"' in (route.request.post_data or "") else route.continue_()

    page.route("**/pieces/*", broken_off)
    page.get_by_role("button", name="写入 10 行").click()
    expect(page.get_by_text("网络没有连上", exact=True)).to_be_visible()
    page.unroute("**/pieces/*")
    page.goto("about:blank")
    page.goto("/workbench/#files")
    page.get_by_role("button", name="查看并写入 五月.xlsx").click()
    page.get_by_role("button", name="写入 10 行").click()
    expect(page.get_by_text("已写入 10 段")).to_be_visible()
    is_clean(page)
    bring(page, a_file(tmp_path, number, 10))
    expect(page.get_by_text("已写入 10 段")).to_be_visible()
    assert len(team.entries(project)) == 10


def test_hours_are_taken_out_and_the_template_is_there(recorder_page: Page, team: Team, number: str) -> None:
    project = team.project(name=NAME)
    times = {"start": f"{DAY}T09:00:00+08:00", "end": f"{DAY}T11:00:00+08:00"}
    team.recorder.post(f"/projects/{project}/hours", {"entries": [{"volunteer_number": number, **times}]})
    page = recorder_page
    page.goto("/workbench/#files")
    with page.expect_download() as template:
        page.get_by_role("link", name="下载模板").click()
    assert template.value.suggested_filename == "时长录入模板.xlsx"
    page.get_by_role("button", name="导出", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("请填写开始日期")
    page.get_by_label("从哪一天").fill(f"{DAY}")
    page.get_by_label("到哪一天").fill(f"{DAY}")
    with page.expect_download() as saved:
        page.get_by_role("button", name="导出", exact=True).click()
    assert saved.value.suggested_filename.endswith(".xlsx")
    expect(page.get_by_text("文件已生成")).to_be_visible()
    is_clean(page)


def test_what_is_no_spreadsheet_is_told_before_it_is_sent(recorder_page: Page, tmp_path: Path) -> None:
    page = recorder_page
    page.goto("/workbench/#files")
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_role("alert")).to_contain_text("请选择文件")
    picture = tmp_path / "a.png"
    picture.write_bytes(b"x")
    bring(page, picture)
    expect(page.get_by_role("alert")).to_contain_text("只能上传 .xlsx 或 .csv")
