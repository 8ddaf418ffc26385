"""A recorder fills in a slip and prints it; its person looks at it and says that it is somebody else, or confirms it."""

from playwright.sync_api import Page, expect

from tests.browser.office import Team
from tests.browser.people import go_on, is_clean, sees_heading, set_password
from tests.builders import an_id_number


def test_a_slip_is_filled_in_printed_and_denied(recorder_page: Page, visitor: Page) -> None:
    page = recorder_page
    page.goto("/workbench/#members")
    page.get_by_text("本人还没有登记？").click()
    page.get_by_label("要填单的人").fill("努尔兰·哈力克 123")
    page.get_by_role("button", name="填认领单").click()
    expect(page.get_by_role("alert")).to_contain_text("第 1 行")
    page.get_by_label("要填单的人").fill(f"努尔兰·哈力克 {an_id_number()}")
    page.get_by_role("button", name="填认领单").click()
    expect(page.get_by_text("填好了 1 张认领单")).to_be_visible()
    is_clean(page)
    page.get_by_role("link", name="去打印").click()
    code = page.locator(".v-number").first.inner_text()
    is_clean(page)
    visitor.goto(f"/claim/#{code}")
    expect(visitor.get_by_text("请核对，是不是您本人")).to_be_visible()
    is_clean(visitor)
    visitor.get_by_role("button", name="这不是我").click()
    visitor.get_by_role("button", name="确定，这不是我").click()
    expect(visitor.get_by_text("认领单已经作废")).to_be_visible()
    is_clean(visitor)


def test_a_slip_is_confirmed_by_its_person_who_is_then_a_member(recorder_page: Page, visitor: Page, team: Team) -> None:
    number = an_id_number()
    people = [{"name": "努尔兰·哈力克", "document": {"type": "resident_id", "number": number}}]
    team.recorder.post(f"/groups/{team.group_id}/slips", {"people": people})
    code = team.recorder.get(f"/groups/{team.group_id}/slips")["items"][0]["code"]
    page = visitor
    page.goto(f"/claim/#{code}")
    page.get_by_role("link", name="是我，去确认登记").click()
    expect(page.get_by_text("您在确认一张认领单")).to_be_visible()
    page.get_by_label("我已阅读《志愿者登记告知书》").check()
    go_on(page)
    page.get_by_label("姓名", exact=True).fill("努尔兰·哈力克")
    page.get_by_label("证件号码").fill(number)
    go_on(page)
    page.get_by_label("手机号", exact=True).fill("13800138000")
    page.get_by_label("社区服务").check()
    page.get_by_label("技能特长").fill("急救、手语")
    go_on(page)
    set_password(page)
    is_clean(page)
    page.get_by_role("button", name="提交登记").click()
    sees_heading(page, "登记成功")
    recorder_page.goto("/workbench/#members")
    expect(recorder_page.get_by_role("row", name="努尔兰·哈力克")).to_be_visible()
