"""A volunteer sees how far it is, applies, the desk decides, the star certificate is checked; a star is taken back."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.office import DAY, Caller, Office, Team
from tests.browser.people import is_clean
from tests.stars.served import rows_of


def served(office: Office, name: str, minutes: int) -> tuple[Team, Caller]:
    """A volunteer of a group of one's own, with so many minutes in force, logged in."""
    team = office.team(name)
    number = team.people[0][0]
    rows = rows_of(number, minutes, DAY - timedelta(days=14))
    team.recorder.post(f"/projects/{team.project()}/hours", {"entries": rows})
    return team, Caller(office.base).log_in(number)


def apply(page: Page, person: Caller) -> None:
    person.open_in(page)
    page.goto("/stars/mine/")
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_text("已提交一星级的申请")).to_be_visible()


def decide(page: Page, name: str, act: str) -> None:
    page.goto("/desk/#stars")
    page.get_by_label(f"选中 {name} 一星级").check()
    page.get_by_role("button", name=act).click()


def test_what_is_missing_is_shown_before_the_hours_are_full(visitor: Page, office: Office) -> None:
    _, person = served(office, "张不足", 5940)
    person.open_in(visitor)
    visitor.goto("/stars/mine/")
    expect(visitor.get_by_text("离一星级还差 1.00 小时").first).to_be_visible()
    expect(visitor.get_by_role("button", name="提交申请")).to_be_hidden()
    is_clean(visitor)


def test_a_star_is_applied_for_granted_and_certified(visitor: Page, supervisor_page: Page, office: Office) -> None:
    _, person = served(office, "王达标", 6000)
    page = visitor
    apply(page, person)
    expect(page.get_by_text("等待区县主管部门评定")).to_be_visible()
    is_clean(page)
    decide(supervisor_page, "王达标", "评定通过…")
    is_clean(supervisor_page)
    supervisor_page.get_by_role("button", name="确认评定通过").click()
    expect(supervisor_page.get_by_text("评定通过了 1 条")).to_be_visible()
    page.goto("/stars/mine/")
    expect(page.get_by_text("一星级志愿者，").first).to_be_visible()
    page.get_by_role("button", name="开具星级证明").click()
    code = page.locator(".v-number").inner_text()
    is_clean(page)
    page.goto(f"/verify/#{code}")
    expect(page.get_by_role("heading", name="有效")).to_be_visible()
    expect(page.get_by_text("星级志愿者证明")).to_be_visible()
    is_clean(page)
    page.goto("/record/#certificates")
    expect(page.get_by_text("您是一星级志愿者。")).to_be_visible()
    expect(page.locator("[data-certificates]")).to_contain_text("星级志愿者证明")


def test_a_refusal_tells_the_volunteer_why(visitor: Page, supervisor_page: Page, office: Office) -> None:
    _, person = served(office, "李未过", 6000)
    apply(visitor, person)
    decide(supervisor_page, "李未过", "评定不通过…")
    supervisor_page.get_by_role("button", name="确认不通过").click()
    expect(supervisor_page.locator(".v-faults")).to_contain_text("请写明不通过的理由")
    supervisor_page.get_by_label("1 项不通过的理由").fill("有投诉正在核查")
    supervisor_page.get_by_role("button", name="确认不通过").click()
    expect(supervisor_page.get_by_text("不通过了 1 条")).to_be_visible()
    visitor.goto("/stars/mine/")
    expect(visitor.get_by_text("理由：有投诉正在核查")).to_be_visible()


def test_an_application_is_taken_back(visitor: Page, office: Office) -> None:
    _, person = served(office, "赵撤回", 6000)
    apply(visitor, person)
    visitor.get_by_role("button", name="撤回申请").click()
    visitor.get_by_role("button", name="确定撤回").click()
    expect(visitor.get_by_role("button", name="提交申请")).to_be_visible()
    expect(visitor.locator("[data-list]")).to_contain_text("本人撤回")


def test_a_star_without_its_hours_is_taken_back_at_the_desk(
    visitor: Page, supervisor_page: Page, office: Office
) -> None:
    team, person = served(office, "孙不足", 6000)
    apply(visitor, person)
    decide(supervisor_page, "孙不足", "评定通过…")
    supervisor_page.get_by_role("button", name="确认评定通过").click()
    expect(supervisor_page.get_by_text("评定通过了 1 条")).to_be_visible()
    project = team.recorder.get(f"/projects?group_id={team.group_id}")["items"][0]["project_id"]
    entry = team.entries(project)[0]
    team.recorder.post(f"/entries/{entry['volunteer_id']}/{entry['entry_id']}/void", {"reason": "签到表上没有"})
    supervisor_page.reload()
    supervisor_page.get_by_role("button", name="撤销 孙不足 的一星级").click()
    is_clean(supervisor_page)
    supervisor_page.get_by_label("理由", exact=True).fill("作废以后时长不足")
    supervisor_page.get_by_role("button", name="确定撤销").click()
    expect(supervisor_page.get_by_text("已撤销 孙不足 的一星级")).to_be_visible()
    visitor.goto("/stars/mine/")
    expect(visitor.get_by_text("作废以后时长不足")).to_be_visible()


def test_the_district_sets_who_decides(supervisor_page: Page, recorder_page: Page, office: Office) -> None:
    page = supervisor_page
    page.goto("/desk/#stars")
    page.get_by_label("一星级", exact=True).select_option("group")
    page.get_by_role("button", name="保存评定办法").click()
    expect(page.locator(".v-faults")).to_contain_text("请写明为什么改")
    page.get_by_label("改评定办法的理由").fill("一星级由团体评定")
    page.get_by_role("button", name="保存评定办法").click()
    expect(page.get_by_text("已保存为第 1 版")).to_be_visible()
    is_clean(page)
    recorder_page.goto("/workbench/#stars")
    expect(recorder_page.get_by_text("没有等待评定的申请")).to_be_visible()
    is_clean(recorder_page)
    before = {"version": 1, "levels": ["district"] * 5, "reason": "恢复"}
    office.supervisor.ask("PUT", "/star-policy", before)  # the district is shared with the other tests
