"""A volunteer checks in and out on a phone by the code on the recorder's screen; without a network the act waits."""

import io
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.office import Caller, Office, Team
from tests.browser.people import is_clean, log_in
from tests.browser.support import PHONE, watched_page

NAME = "古丽米热·艾比布力"


@pytest.fixture
def number(office: Office, team: Team) -> str:
    """A member of the team, by number."""
    number, _ = office.volunteer(NAME)
    team.recorder.post(f"/groups/{team.group_id}/members", {"volunteer_number": number})
    return number


@pytest.fixture
def member(office: Office, number: str) -> Caller:
    return Caller(office.base).log_in(number)


@pytest.fixture
def project(team: Team) -> str:
    return team.project(name="社区敬老服务")


@pytest.fixture
def strange_phone(browser: Browser, office: Office) -> Iterator[Page]:
    """A phone on which nobody is logged in."""
    with watched_page(browser, office.base, PHONE) as page:
        yield page


@pytest.fixture
def phone(strange_phone: Page, member: Caller) -> Page:
    """The volunteer's phone."""
    member.open_in(strange_phone)
    return strange_phone


@pytest.fixture
def screen(recorder_page: Page, project: str) -> Page:
    """The recorder's screen, on which a code shows."""
    recorder_page.goto(f"/workbench/#checkin?project={project}")
    expect(recorder_page.get_by_alt_text("签到二维码")).to_be_visible()
    return recorder_page


def read(place: Locator) -> str:
    """What a camera in front of the screen reads, as the address within the site."""
    found = zxingcpp.read_barcode(Image.open(io.BytesIO(place.screenshot())))
    assert found is not None
    address = urlsplit(str(found.text))
    return f"{address.path}#{address.fragment}"


def code_on(screen: Page, direction: str = "签到") -> str:
    if not screen.get_by_label(direction, exact=True).is_checked():
        screen.get_by_label(direction, exact=True).check()
    picture = screen.get_by_alt_text(f"{direction}二维码")
    expect(picture).to_be_visible()
    return read(picture)


def kept_on(phone: Page) -> None:
    """Wait until the page itself is on the phone."""
    there = "async () => Boolean(navigator.serviceWorker.controller && (await caches.match('/check-in/')))"
    give_up = time.monotonic() + 30
    while not phone.evaluate(there):
        assert time.monotonic() < give_up
        time.sleep(0.1)


def next_minute() -> None:
    """Wait until the clock shows another minute: less than one is not counted."""
    time.sleep(61 - datetime.now(UTC).second)


def inside(team: Team, project: str) -> list[str]:
    return [person["name"] for person in team.recorder.get(f"/projects/{project}/check-ins")["items"]]


def test_scan_one_button_big_tick_and_the_hours_are_in_the_record(
    screen: Page, phone: Page, member: Caller, team: Team, project: str
) -> None:
    is_clean(screen)
    phone.goto(code_on(screen))
    is_clean(phone)
    phone.get_by_role("button", name="签到", exact=True).click()
    tick = phone.locator(".v-result--good")
    expect(tick).to_contain_text("已签到")
    expect(tick).to_contain_text("社区敬老服务")
    expect(phone.get_by_text("正在服务")).to_be_visible()
    is_clean(phone)
    screen.get_by_role("button", name="刷新名单").click()
    expect(screen.get_by_role("rowheader", name=NAME)).to_be_visible()
    is_clean(screen)
    next_minute()
    phone.goto(code_on(screen, "签退"))
    phone.get_by_role("button", name="签退", exact=True).click()
    expect(phone.locator(".v-result--good")).to_contain_text("已签退")
    expect(phone.locator(".v-result--good")).to_contain_text("已生效")
    is_clean(phone)
    assert inside(team, project) == []
    minutes = member.get("/volunteers/me/record")["totals"]["minutes"]
    assert 1 <= minutes <= 3
    phone.goto("/record/")
    expect(phone.get_by_text("签到签退").first).to_be_visible()


def test_a_reload_after_the_tick_offers_nothing_twice(screen: Page, phone: Page, team: Team, project: str) -> None:
    phone.goto(code_on(screen))
    phone.get_by_role("button", name="签到", exact=True).click()
    expect(phone.locator(".v-result--good")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("正在服务")).to_be_visible()
    expect(phone.get_by_role("button", name="签到", exact=True)).to_have_count(0)
    assert inside(team, project) == [NAME]


def test_who_is_not_logged_in_comes_back_to_the_button(screen: Page, strange_phone: Page, number: str) -> None:
    strange_phone.goto(code_on(screen))
    strange_phone.locator("[data-gate]").get_by_role("link", name="登录", exact=True).click()
    log_in(strange_phone, number)
    strange_phone.get_by_role("button", name="签到", exact=True).click()
    expect(strange_phone.locator(".v-result--good")).to_contain_text("已签到")


def test_without_a_network_the_act_waits_and_is_sent_when_it_returns(
    screen: Page, phone: Page, team: Team, project: str
) -> None:
    phone.goto(code_on(screen))
    expect(phone.get_by_role("button", name="签到", exact=True)).to_be_visible()
    kept_on(phone)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="签到", exact=True).click()
    expect(phone.get_by_text("已存在手机上，网络恢复后自动送出")).to_be_visible()
    is_clean(phone)
    assert inside(team, project) == []
    phone.context.set_offline(False)
    expect(phone.locator(".v-result--good")).to_contain_text("已签到")
    expect(phone.get_by_text("已存在手机上")).to_have_count(0)
    assert inside(team, project) == [NAME]


def test_the_page_opens_without_a_network_and_what_waits_is_sent_at_the_next_opening(
    screen: Page, phone: Page, team: Team, project: str
) -> None:
    phone.goto("/check-in/")
    expect(phone.get_by_alt_text("我的签到码")).to_be_visible()
    kept_on(phone)
    code = code_on(screen)
    phone.context.set_offline(True)
    phone.goto("about:blank")
    phone.goto(code)
    phone.get_by_role("button", name="签到", exact=True).click()
    expect(phone.get_by_text("已存在手机上，网络恢复后自动送出")).to_be_visible()
    phone.goto("about:blank")
    phone.context.set_offline(False)
    phone.goto("/check-in/")
    expect(phone.locator(".v-result--good")).to_contain_text("已签到")
    assert inside(team, project) == [NAME]


def test_what_another_account_left_on_the_phone_is_not_sent_for_this_one(
    office: Office, screen: Page, phone: Page, team: Team, project: str
) -> None:
    phone.goto(code_on(screen))
    expect(phone.get_by_role("button", name="签到", exact=True)).to_be_visible()
    kept_on(phone)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="签到", exact=True).click()
    expect(phone.get_by_text("已存在手机上")).to_be_visible()
    Caller(office.base).log_in(team.people[0][0]).open_in(phone)
    phone.context.set_offline(False)
    expect(phone.get_by_text("手机上还存着别的账号的签到签退")).to_be_visible()
    assert inside(team, project) == []


def test_an_old_code_says_what_to_do(phone: Page, screen: Page) -> None:
    phone.goto(code_on(screen)[:-1] + "x")
    phone.get_by_role("button", name="签到", exact=True).click()
    expect(phone.get_by_text("请再扫一次屏幕上的码")).to_be_visible()
    is_clean(phone)


def test_the_recorder_scans_the_volunteers_code_or_types_the_number(
    screen: Page, phone: Page, number: str, team: Team, project: str
) -> None:
    phone.goto("/check-in/")
    picture = phone.get_by_alt_text("我的签到码")
    expect(picture).to_be_visible()
    is_clean(phone)
    # A scanner types what it read and presses Enter.
    screen.get_by_label("志愿者编号或签到码").fill(f"{team.recorder.base}{read(picture)}")
    screen.keyboard.press("Enter")
    expect(screen.get_by_text(f"{NAME} 已签到")).to_be_visible()
    expect(screen.get_by_role("rowheader", name=NAME)).to_be_visible()
    expect(screen.get_by_label("志愿者编号或签到码")).to_be_focused()
    screen.get_by_label("签退", exact=True).check()
    screen.get_by_label("志愿者编号或签到码").fill("123")
    screen.keyboard.press("Enter")
    expect(screen.locator(".v-faults")).to_contain_text("志愿者编号共 16 位")
    screen.get_by_label("志愿者编号或签到码").fill(number)
    screen.keyboard.press("Enter")
    expect(screen.get_by_text(f"{NAME} 已签退")).to_be_visible()
    is_clean(screen)
    assert inside(team, project) == []


def test_a_recorders_phone_that_reads_a_volunteers_code_leads_to_the_workbench(
    screen: Page, phone: Page, project: str
) -> None:
    phone.goto("/check-in/")
    picture = phone.get_by_alt_text("我的签到码")
    expect(picture).to_be_visible()
    screen.goto(read(picture))
    screen.get_by_role("link", name="去工作台办理").click()
    expect(screen.get_by_label("志愿者编号或签到码")).not_to_have_value("")
    screen.get_by_role("button", name="签到", exact=True).click()
    expect(screen.get_by_text(f"{NAME} 已签到")).to_be_visible()


def test_the_recorder_ends_what_was_forgotten(screen: Page) -> None:
    screen.get_by_role("button", name="结束未签退的").click()
    is_clean(screen)
    screen.get_by_role("button", name="确定结束").click()
    expect(screen.get_by_text("没有过了时间还未签退的人")).to_be_visible()


def test_the_code_renews_itself(screen: Page) -> None:
    before = screen.get_by_alt_text("签到二维码").get_attribute("src")
    expect(screen.get_by_text("秒后换新码")).to_be_visible()
    expect(screen.get_by_alt_text("签到二维码")).not_to_have_attribute("src", before or "", timeout=45_000)
