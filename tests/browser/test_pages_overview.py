"""The supervisor's desk begins with what waits: counts first, the oldest first, each a step from where it is done."""

from playwright.sync_api import Page, expect

from tests.browser.office import Caller, Office
from tests.browser.people import is_clean


def test_the_desk_begins_with_what_waits(supervisor_page: Page, office: Office) -> None:
    office.applied()
    body = {"text": "六月一日上午对老人态度很差", "group": "桥头队"}
    Caller(office.base, place="127.0.0.77").post("/complaints", body)
    page = supervisor_page
    page.goto("/desk/")
    table = page.get_by_role("table", name="等待办理的事项")
    expect(table.get_by_role("row", name="投诉未办结")).to_contain_text("最早到期")
    expect(page.get_by_role("navigation", name="主管部门").get_by_role("link", name="投诉（")).to_be_visible()
    is_clean(page)
    table.get_by_role("link", name="投诉未办结").click()
    expect(page.get_by_role("heading", name="投诉", exact=True)).to_be_visible()


def test_recounts_are_listed_at_the_desk(supervisor_page: Page) -> None:
    supervisor_page.goto("/desk/#statistics")
    expect(
        supervisor_page.get_by_role("table", name="历次核对").or_(supervisor_page.get_by_text("还没有核对过"))
    ).to_be_visible()
    is_clean(supervisor_page)
