"""The whole main job with two people at two windows: from a group's application to a revoked certificate."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Browser, Page, expect
from pyotp import TOTP
from pypdf import PdfReader

from infra.local_site import District, running_district
from tests.browser.office import DAY
from tests.browser.support import WIDE, watched_page
from tests.builders import PASSWORD, SAMPLE_ID, an_id_number

NAME = "𠮷田䶮·𬭼㛃"
GROUP = "步行测试志愿服务队"


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    with running_district(tmp_path_factory.mktemp("walk")) as district:
        yield district


@pytest.fixture
def office_window(browser: Browser, walked: District) -> Iterator[Page]:
    with watched_page(browser, walked.base, WIDE) as page:
        yield page


@pytest.fixture
def home_window(browser: Browser, walked: District) -> Iterator[Page]:
    with watched_page(browser, walked.base, WIDE) as page:
        yield page


@pytest.fixture
def strangers_phone(browser: Browser, walked: District) -> Iterator[Page]:
    """A fresh profile: no cookie, nothing remembered."""
    with watched_page(browser, walked.base, {"width": 390, "height": 844}) as page:
        yield page


def next_step(page: Page) -> None:
    page.get_by_role("button", name="下一步").click()


def log_in(page: Page, login: str, password: str, secret: str = "") -> None:
    page.goto("/login/")
    page.get_by_label("登录名或志愿者编号").fill(login)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    if secret:
        page.get_by_label("手机上的动态码").fill(TOTP(secret).now())
        page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(re.compile("/(record|workbench|desk|account)/"))


def log_out(page: Page) -> None:
    page.goto("/account/")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("link", name="登录").first).to_be_visible()


def group_applies(page: Page) -> None:
    page.goto("/register/group/")
    page.get_by_label("团体名称").fill(GROUP)
    page.get_by_label("志愿服务队伍（未登记）").check()
    page.get_by_label("所在区县").select_option("500103")
    page.get_by_label("团体联系人").fill("王联系")
    page.get_by_label("团体联系电话").fill("023-63001234")
    next_step(page)
    page.get_by_label("姓名", exact=True).fill("陈记录")
    page.get_by_label("证件类型").select_option("resident_id")
    page.get_by_label("证件号码").fill(an_id_number("19700101"))
    page.get_by_label("手机号", exact=True).fill("13900139000")
    next_step(page)
    page.get_by_label("登录名").fill("walk-recorder")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输一次密码").fill(PASSWORD)
    next_step(page)
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_text("等待主管部门审核").or_(page.get_by_text("已提交")).first).to_be_visible()


def supervisor_approves(page: Page, walked: District) -> None:
    boss = walked.told["supervisor"]
    log_in(page, boss["login"], boss["password"], boss["totp_secret"])
    page.goto("/desk/#pending")
    application = page.get_by_role("article", name=GROUP)
    application.get_by_role("button", name="通过…", exact=True).click()
    page.get_by_role("button", name="确认通过").click()
    page.get_by_role("button", name="立即送出").click()
    expect(page.get_by_text("已送出").first).to_be_visible()
    log_out(page)


def volunteer_registers(page: Page) -> str:
    page.goto("/register/volunteer/")
    page.get_by_label("我已阅读《志愿者登记告知书》").check()
    page.get_by_label("我已阅读《证明查验告知书》").check()
    next_step(page)
    page.get_by_label("姓名", exact=True).fill(NAME)
    page.get_by_label("证件号码").fill(SAMPLE_ID)
    next_step(page)
    page.get_by_label("手机号", exact=True).fill("13800138000")
    page.get_by_label("社区服务").check()
    page.get_by_label("技能特长").fill("急救")
    next_step(page)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输一次密码").fill(PASSWORD)
    next_step(page)
    page.get_by_role("button", name="提交登记").click()
    expect(page.get_by_role("heading", name="登记成功")).to_be_visible()
    return page.locator(".v-number").inner_text().replace(" ", "")


def recorder_enrols(page: Page) -> None:
    log_in(page, "walk-recorder", PASSWORD)
    page.wait_for_url("**/account/**")
    page.get_by_role("button", name="开始绑定").click()
    secret = page.locator(".v-number").inner_text().replace(" ", "")
    page.get_by_label("手机上的动态码").fill(TOTP(secret).now())
    page.get_by_role("button", name="确认绑定").click()
    expect(page.get_by_text("已经绑定").first).to_be_visible()


def recorder_adds_the_member(page: Page, number: str) -> None:
    page.goto("/workbench/#members")
    page.get_by_role("textbox", name="添加志愿者编号").fill(number)
    page.get_by_role("button", name="加入名册").click()
    expect(page.get_by_role("rowheader", name=NAME)).to_be_visible()


def recorder_makes_a_project(page: Page) -> None:
    page.goto("/workbench/#projects?new=1")
    page.get_by_label("项目名称").fill("社区敬老服务")
    page.get_by_label("服务类别").select_option("0001")
    page.get_by_label("服务对象").select_option("03")
    page.get_by_label("服务地点").fill("解放碑街道社区中心")
    page.get_by_label("服务内容").fill("陪老人聊天、打扫卫生")
    page.get_by_label("开始日期").fill(f"{DAY}")
    page.get_by_label("结束日期").fill(f"{DAY}")
    page.get_by_label("联系人", exact=True).fill("王联系")
    page.get_by_label("联系电话").fill("023-63001234")
    page.get_by_role("button", name="建立项目").click()
    expect(page.get_by_text("社区敬老服务").first).to_be_visible()


def recorder_enters_hours(page: Page, number: str) -> None:
    page.goto("/workbench/#hours")
    if page.get_by_label("志愿者编号，第 1 行", exact=True).count() == 0:
        page.get_by_role("link", name="录入时长").first.click()
    for row, (start, end) in enumerate((("9:00", "9:20"), ("10:00", "10:20"), ("11:00", "11:20")), 1):
        page.get_by_label(f"志愿者编号，第 {row} 行", exact=True).fill(number)
        page.get_by_label(f"服务日期，第 {row} 行", exact=True).fill(f"{DAY}")
        page.get_by_label(f"开始，第 {row} 行", exact=True).fill(start)
        page.get_by_label(f"结束，第 {row} 行", exact=True).fill(end)
    page.get_by_role("button", name="提交时长").click()
    page.get_by_role("button", name="确认提交").click()
    expect(page.get_by_text("已录入", exact=False).first).to_be_visible()


def volunteer_prints(page: Page, folder: Path, number: str) -> bytes:
    log_in(page, number, PASSWORD)
    expect(page.get_by_text("1.00 小时").first).to_be_visible()
    page.get_by_role("button", name="出具证明").last.click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("下载")).first.click()
    path = folder / "certificate.pdf"
    download.value.save_as(path)
    return path.read_bytes()


def address_in_the_qr(pdf: bytes) -> str:
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=150 / 72, grayscale=True).to_pil()
    return str(zxingcpp.read_barcode(picture).text)


def test_the_main_job_from_application_to_revocation(
    office_window: Page, home_window: Page, strangers_phone: Page, walked: District, tmp_path: Path
) -> None:
    group_applies(office_window)
    supervisor_approves(office_window, walked)
    number = volunteer_registers(home_window)
    recorder_enrols(office_window)
    recorder_adds_the_member(office_window, number)
    recorder_makes_a_project(office_window)
    recorder_enters_hours(office_window, number)

    pdf = volunteer_prints(home_window, tmp_path, number)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    plain = re.sub(r"\s", "", text)
    assert [
        part for part in (NAME, number, "110105********002X", "社区敬老服务", GROUP, "1.00") if part not in plain
    ] == []
    assert plain.count("0小时20分") == 3

    address = address_in_the_qr(pdf)
    assert address.startswith(f"{walked.base}/verify/#")
    strangers_phone.goto(address)
    result = strangers_phone.get_by_role("main")
    expect(result.get_by_role("heading", name="有效", exact=True)).to_be_visible()
    for fact in ("𠮷****", "1.00 小时", GROUP, "渝中区志愿服务主管部门"):
        expect(result).to_contain_text(fact)
    assert SAMPLE_ID not in strangers_phone.content()

    home_window.goto("/record/#certificates")
    home_window.get_by_role("button", name="撤销").first.click()
    home_window.get_by_label("原因类别").select_option("holder_request")
    home_window.get_by_label("具体原因").fill("不再需要")
    home_window.get_by_role("button", name="确认撤销").click()
    expect(home_window.get_by_text("已撤销").first).to_be_visible()
    strangers_phone.reload()
    expect(result.get_by_role("heading", name="已撤销", exact=True)).to_be_visible()
