"""What a person does at the hour table."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.office import DAY, Team

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
