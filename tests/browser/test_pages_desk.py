"""主管部门: an inbox of applications, decided by keyboard with time to take a slip back, and revoking a certificate."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from functions.storage.codes import new_code
from tests.browser.office import DAY, Caller, Office, open_office
from tests.browser.support import PHONE, SIZES, WIDE, axe_violations, watched_page
from tests.builders import a_volunteer


@pytest.fixture(scope="module")
def office(site_folder: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A district of its own, in which no other test's groups wait."""
    with open_office(tmp_path_factory.mktemp("desk")) as office:
        yield office


@pytest.fixture
def desk(browser: Browser, office: Office, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The desk with two fresh applications; what earlier tests left is decided first."""
    for group in office.supervisor.get("/groups?state=pending&limit=100")["items"]:
        # A page that was closed a moment ago may be sending its own decision.
        with suppress(AssertionError):
            office.supervisor.post(f"/groups/{group['group_id']}/decision", {"decision": "approved", "reason": ""})
    office.applied(name="山城步道守护队")
    office.applied(name="暖阳助老服务队", address="渝中区示例路 5 号")
    with watched_page(browser, office.base, getattr(request, "param", WIDE)) as page:
        office.supervisor.open_in(page)
        page.goto("/desk/#pending")
        expect(page.locator(".desk-item")).to_have_count(2)
        yield page


def names(office: Office, state: str) -> list[str]:
    return [group["name"] for group in office.supervisor.get(f"/groups?state={state}&limit=100")["items"]]


def refuse(page: Page, reason: str) -> None:
    page.get_by_role("button", name="不通过…").click()
    page.get_by_label("不通过的理由").fill(reason)
    page.get_by_role("button", name="确认不通过").click()


def approve(page: Page) -> None:
    page.get_by_role("button", name="通过…", exact=True).click()
    page.get_by_role("button", name="确认通过").click()


def test_the_inbox_counts_what_waits_and_begins_with_the_oldest(desk: Page) -> None:
    expect(desk.get_by_text("还有 2 份待审核，最早的排在最前。")).to_be_visible()
    expect(desk.get_by_role("link", name="待审核（2 份）")).to_be_visible()
    expect(desk.locator(".desk-item strong")).to_have_text(["山城步道守护队", "暖阳助老服务队"])


def test_an_application_shows_every_fact(desk: Page) -> None:
    desk.locator(".desk-item").nth(1).click()
    facts = desk.locator(".desk-detail .v-facts")
    for text in ("志愿服务队伍", "渝中区示例路 5 号", "王联系", "023-63710000", "李记录", "没有填写"):
        expect(facts).to_contain_text(text)


def test_nothing_is_sent_while_a_decision_can_be_taken_back(desk: Page, office: Office) -> None:
    approve(desk)
    expect(desk.get_by_text("“山城步道守护队”：通过。")).to_be_visible()
    assert "山城步道守护队" in names(office, "pending")
    desk.get_by_role("button", name="撤回").click()
    expect(desk.locator(".desk-item")).to_have_count(2)
    assert "山城步道守护队" in names(office, "pending")


def test_a_decision_is_sent_when_its_seconds_are_over(desk: Page, office: Office) -> None:
    approve(desk)
    expect(desk.get_by_text("已送出：“山城步道守护队”通过。")).to_be_visible(timeout=15_000)
    assert "山城步道守护队" in names(office, "approved")


def test_a_refusal_needs_a_reason(desk: Page) -> None:
    refuse(desk, "")
    expect(desk.locator(".v-faults")).to_contain_text("请写明不通过的理由。")
    expect(desk.get_by_label("不通过的理由")).to_have_attribute("aria-invalid", "true")


def test_a_reason_can_be_taken_from_the_usual_ones_and_changed(desk: Page, office: Office) -> None:
    desk.get_by_role("button", name="不通过…").click()
    desk.get_by_role("button", name="材料不全").click()
    desk.get_by_role("button", name="名称不符").click()
    field = desk.get_by_label("不通过的理由")
    expect(field).to_have_value("团体名称与登记证书或批复不一致，请按证书填写后重新申请。")
    field.press_sequentially("谢谢。")
    desk.get_by_role("button", name="确认不通过").click()
    desk.get_by_role("button", name="立即送出").click()
    expect(desk.get_by_text("已送出：“山城步道守护队”不通过。")).to_be_visible()
    refused = office.supervisor.get("/groups?state=refused&limit=100")["items"][-1]
    assert refused["decision"]["reason"].endswith("重新申请。谢谢。")


def test_a_decision_is_made_by_keyboard_alone(desk: Page, office: Office) -> None:
    desk.locator(".desk-item").first.focus()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="暖阳助老服务队", exact=True)).to_be_focused()
    desk.keyboard.press("1")
    expect(desk.get_by_role("button", name="确认通过")).to_be_focused()
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="立即送出").press("Enter")
    expect(desk.get_by_text("已送出：“暖阳助老服务队”通过。")).to_be_visible()
    assert "暖阳助老服务队" in names(office, "approved")


def test_after_a_decision_the_next_application_is_open(desk: Page) -> None:
    approve(desk)
    expect(desk.get_by_role("heading", name="暖阳助老服务队", exact=True)).to_be_focused()


def test_control_z_takes_the_latest_decision_back_with_its_reason(desk: Page) -> None:
    refuse(desk, "请补充材料。")
    expect(desk.locator(".desk-item")).to_have_count(1)
    desk.keyboard.press("Control+z")
    expect(desk.locator(".desk-item")).to_have_count(2)
    expect(desk.get_by_label("不通过的理由")).to_have_value("请补充材料。")


def test_digits_typed_into_a_reason_decide_nothing(desk: Page) -> None:
    desk.get_by_role("button", name="不通过…").click()
    desk.get_by_label("不通过的理由").press_sequentially("缺第 1 和第 2 项")
    expect(desk.get_by_label("不通过的理由")).to_have_value("缺第 1 和第 2 项")


def test_leaving_the_page_sends_what_was_confirmed(desk: Page, office: Office) -> None:
    approve(desk)
    desk.goto("/help/")
    desk.wait_for_timeout(1000)
    assert "山城步道守护队" in names(office, "approved")


def test_two_quick_clicks_decide_once(desk: Page) -> None:
    desk.get_by_role("button", name="通过…", exact=True).click()
    desk.get_by_role("button", name="确认通过").dblclick()
    expect(desk.locator(".desk-waiting")).to_have_count(1)
    expect(desk.locator(".desk-item")).to_have_count(1)


def test_an_application_that_somebody_else_decided_is_told(desk: Page, office: Office) -> None:
    waiting = office.supervisor.get("/groups?state=pending")["items"][0]
    office.supervisor.post(f"/groups/{waiting['group_id']}/decision", {"decision": "approved", "reason": ""})
    approve(desk)
    desk.get_by_role("button", name="立即送出").click()
    expect(desk.get_by_text("刚才已经审核过了", exact=False).first).to_be_visible()


def test_a_decision_that_the_network_lost_can_be_sent_again(desk: Page, office: Office) -> None:
    def cut(route: Route) -> None:
        route.abort()

    desk.route("**/decision", cut)
    approve(desk)
    desk.get_by_role("button", name="立即送出").click()
    expect(desk.get_by_text("“山城步道守护队”的决定还没有送出。")).to_be_visible()
    desk.unroute("**/decision")
    desk.get_by_role("button", name="再送一次").click()
    expect(desk.get_by_text("已送出：“山城步道守护队”通过。")).to_be_visible()


def test_an_ended_session_keeps_the_reason(desk: Page, office: Office) -> None:
    desk.context.clear_cookies()
    refuse(desk, "请补充批准文件。")
    desk.get_by_role("button", name="立即送出").click()
    expect(desk.get_by_role("link", name="重新登录")).to_be_visible()
    office.supervisor.open_in(desk)
    desk.reload()
    desk.get_by_role("button", name="不通过…").click()
    expect(desk.get_by_label("不通过的理由")).to_have_value("请补充批准文件。")


def test_an_empty_inbox_says_so(desk: Page) -> None:
    for _ in range(2):
        approve(desk)
    expect(desk.get_by_text("没有待审核的申请")).to_be_visible()


def test_the_decided_ones_are_listed_with_reason_and_day(desk: Page, office: Office) -> None:
    refuse(desk, "请补充材料。")
    desk.get_by_role("button", name="立即送出").click()
    expect(desk.get_by_text("已送出")).to_be_visible()
    desk.get_by_role("link", name="未通过").click()
    row = desk.get_by_role("row", name="山城步道守护队").last
    expect(row).to_contain_text("请补充材料。")
    expect(row).to_contain_text("未通过")


@pytest.mark.parametrize("desk", SIZES, indirect=True, ids=["wide", "phone"])
def test_axe_finds_nothing_wrong_with_the_desk(desk: Page) -> None:
    found = [axe_violations(desk)]
    desk.get_by_role("button", name="不通过…").click()
    desk.get_by_role("button", name="确认不通过").click()
    found.append(axe_violations(desk))
    desk.get_by_label("不通过的理由").fill("请补充材料。")
    desk.get_by_role("button", name="确认不通过").click()
    found.append(axe_violations(desk))
    for tab in ("approved", "refused", "revoke"):
        desk.goto(f"/desk/#{tab}")
        desk.wait_for_load_state("networkidle")
        found.append(axe_violations(desk))
    assert found == [[]] * 6


@pytest.mark.parametrize("desk", [PHONE], indirect=True, ids=["phone"])
def test_the_desk_fits_a_phone(desk: Page) -> None:
    desk.get_by_role("button", name="不通过…").click()
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture(scope="module")
def holder(office: Office) -> Caller:
    """A volunteer with hours."""
    team = office.team()
    body = a_volunteer(name="𠮷田䶮")
    number = str(Caller(office.base).post("/volunteers", body)["volunteer_number"])
    team.recorder.post(f"/groups/{team.group_id}/members", {"volunteer_number": number})
    row = {"volunteer_number": number, "start": f"{DAY}T09:00:00+08:00", "end": f"{DAY}T11:30:00+08:00"}
    team.recorder.post(f"/projects/{team.project()}/hours", {"entries": [row]})
    return Caller(office.base).log_in(number)


@pytest.fixture
def code(holder: Caller) -> str:
    return str(holder.post("/certificates", {"show_document": "masked"})["code"])


def ask_to_revoke(page: Page, code: str) -> None:
    page.goto("/desk/#revoke")
    page.get_by_label("查验码").fill(code)
    page.get_by_label("弄虚作假").check()
    page.get_by_label("具体理由").fill("经核实，这段服务没有发生。")
    page.get_by_role("button", name="核对这份证明").click()


def test_c45_a_certificate_is_shown_then_revoked(supervisor_page: Page, code: str, office: Office) -> None:
    ask_to_revoke(supervisor_page, code.lower().replace("-", " "))
    expect(supervisor_page.locator(".v-facts")).to_contain_text("𠮷**")
    supervisor_page.get_by_role("button", name="撤销这份证明").click()
    assert axe_violations(supervisor_page) == []
    supervisor_page.get_by_role("button", name="确定撤销").click()
    expect(supervisor_page.get_by_text("已撤销证明", exact=False).first).to_be_visible()
    answer = Caller(office.base).get(f"/public/certificates/{code}")
    assert (answer["status"], answer["reason_kind"]) == ("revoked", "false_record")


def test_a_certificate_is_not_revoked_without_the_second_word(supervisor_page: Page, code: str, office: Office) -> None:
    ask_to_revoke(supervisor_page, code)
    supervisor_page.get_by_role("button", name="撤销这份证明").click()
    supervisor_page.get_by_role("button", name="不撤销").click()
    assert Caller(office.base).get(f"/public/certificates/{code}")["status"] == "valid"


def test_a_slip_in_the_code_is_told_at_its_field(supervisor_page: Page, code: str) -> None:
    ask_to_revoke(supervisor_page, code[:-1])
    expect(supervisor_page.locator(".v-faults")).to_contain_text("现在是 16 个")
    expect(supervisor_page.get_by_label("具体理由")).to_have_value("经核实，这段服务没有发生。")


def test_an_unknown_code_is_told_at_its_field(supervisor_page: Page) -> None:
    ask_to_revoke(supervisor_page, new_code())
    expect(supervisor_page.locator(".v-faults")).to_contain_text("查无此证明")
    expect(supervisor_page.get_by_label("查验码")).to_have_attribute("aria-invalid", "true")
