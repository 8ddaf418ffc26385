"""A volunteer asks a group for its seal on a phone, the recorder reads and seals, the supervisor keeps the certificates."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.office import DAY, Caller, Office, Team
from tests.browser.people import is_clean
from tests.browser.support import PHONE, watched_page
from tests.seals.sealing import signature_of
from tests.seals.test_certificates import PASSWORD, a_bought

pytestmark = pytest.mark.article("17")
HOLDER = "古丽米热·艾比布力"


@pytest.fixture
def holder(office: Office, team: Team) -> Caller:
    """A volunteer of the team with two entries and a certificate of them."""
    [(number, _)] = office.joined(team, HOLDER).people
    project = team.project(name="社区敬老服务")
    rows = [
        {"volunteer_number": number, "start": f"{DAY}T{hour}:00:00+08:00", "end": f"{DAY}T{hour}:45:00+08:00"}
        for hour in ("09", "14")
    ]
    team.recorder.post(f"/projects/{project}/hours", {"entries": rows})
    caller = Caller(office.base).log_in(number)
    caller.post("/certificates", {"show_document": "full"})
    return caller


@pytest.fixture
def phone(browser: Browser, holder: Caller) -> Iterator[Page]:
    with watched_page(browser, holder.base, PHONE) as page:
        holder.open_in(page)
        yield page


def ask(page: Page, team: Team, look: bool = False) -> None:
    page.goto("/record/#certificates")
    page.get_by_role("button", name="请团体盖章", exact=True).click()
    panel = page.get_by_role("form", name="请团体盖章")
    expect(panel).to_contain_text("完整的证件号码")
    expect(panel.get_by_label("请哪个团体")).to_have_value(team.group_id)
    panel.get_by_label("给谁用，什么时候要（可不填）").fill("升学用，月底前要")
    if look:
        is_clean(page)
    panel.get_by_role("button", name="提交盖章申请").click()
    expect(page.get_by_text("盖章申请已提交")).to_be_visible()


def test_from_asking_to_the_sealed_file(
    phone: Page, recorder_page: Page, team: Team, office: Office, tmp_path: Path
) -> None:
    ask(phone, team, look=True)
    expect(phone.get_by_text("等团体核实").first).to_be_visible()
    desk = recorder_page
    desk.goto("/workbench/#seals")
    row = desk.get_by_role("row", name=HOLDER)
    expect(row).to_contain_text("升学用，月底前要")
    expect(row.get_by_role("checkbox")).to_have_count(0)
    desk.get_by_role("button", name=f"打开核实 {HOLDER}").click()
    opened = desk.get_by_role("article", name=f"{HOLDER} 的盖章申请")
    expect(opened).to_contain_text("本团体只为自己记录的 2 条（1.50 小时）负责")
    expect(opened.get_by_role("row", name="社区敬老服务")).to_have_count(2)
    is_clean(desk)
    opened.get_by_role("button", name="核实无误，盖章…").click()
    opened.get_by_role("button", name="确定盖章").click()
    expect(desk.get_by_text("盖章了 1 条")).to_be_visible()
    expect(desk.get_by_text("没有等待盖章的申请")).to_be_visible()
    desk.get_by_label("看哪些申请").select_option("all")
    expect(desk.get_by_role("row", name=HOLDER)).to_contain_text("本团体记录的 2 条，共 1.50 小时")
    is_clean(desk)
    phone.reload()
    with phone.expect_download() as download:
        phone.get_by_role("link", name="下载盖章的 PDF").click()
    assert download.value.suggested_filename.endswith("-电子签章.pdf")
    download.value.save_as(tmp_path / "sealed.pdf")
    assert signature_of((tmp_path / "sealed.pdf").read_bytes())["/Name"] == team.name
    is_clean(phone)
    office.published()
    phone.goto("/verify/")
    phone.get_by_label("选择文件").set_input_files(str(tmp_path / "sealed.pdf"))
    expect(phone.locator("[data-file-result]")).to_contain_text("真实有效")
    expect(phone.locator("[data-file-result]")).to_contain_text(f"{team.name} 在")
    expect(phone.locator("[data-file-result]")).to_contain_text("核实并加盖电子签章")


def test_a_refusal_needs_a_reason_and_the_holder_reads_it(phone: Page, recorder_page: Page, team: Team) -> None:
    ask(phone, team)
    desk = recorder_page
    desk.goto("/workbench/#seals")
    desk.get_by_role("button", name=f"打开核实 {HOLDER}").click()
    desk.get_by_role("button", name="不盖章…").click()
    desk.get_by_role("button", name="确定不盖章").click()
    expect(desk.get_by_text("请写明理由，本人会看到。")).to_be_visible()
    desk.get_by_role("group", name="确定不盖章").get_by_label("理由").fill("下午那次签到表上没有您")
    desk.get_by_role("button", name="确定不盖章").click()
    expect(desk.get_by_text("退回了 1 条")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("理由：下午那次签到表上没有您")).to_be_visible()


def test_those_that_were_read_are_sealed_many_at_once(phone: Page, recorder_page: Page, team: Team) -> None:
    ask(phone, team)
    desk = recorder_page
    desk.goto("/workbench/#seals")
    desk.get_by_role("button", name="给选中的盖章…").click()
    expect(desk.get_by_text("请先逐份打开核实")).to_be_visible()
    desk.get_by_role("button", name=f"打开核实 {HOLDER}").click()
    desk.get_by_role("checkbox", name=f"选中 {HOLDER}").check()
    expect(desk.get_by_text("已选 1 条")).to_be_visible()
    desk.get_by_role("button", name="给选中的盖章…").click()
    desk.get_by_role("button", name="确定全部盖章").click()
    expect(desk.get_by_text("盖章了 1 条")).to_be_visible()


def test_a_holder_takes_a_request_back(phone: Page, team: Team) -> None:
    ask(phone, team)
    phone.get_by_role("button", name=re.compile("^撤回请")).click()
    phone.get_by_role("button", name="确定撤回").click()
    expect(phone.get_by_role("row", name=team.name).last).to_contain_text("已撤回")


def test_the_supervisor_brings_a_bought_certificate_and_declares_it_void(
    supervisor_page: Page, team: Team, tmp_path: Path
) -> None:
    desk, file = supervisor_page, tmp_path / "seal.p12"
    file.write_bytes(a_bought())
    desk.goto("/desk/#seals")
    expect(desk.get_by_text("没有逾期的盖章申请")).to_be_visible()
    desk.get_by_text("导入外购的证书").click()
    desk.get_by_label("给哪个团体").select_option(team.group_id)
    desk.get_by_label("证书文件").set_input_files(file)
    desk.get_by_label("文件的密码").fill("不对的密码")
    desk.get_by_role("button", name="导入证书").click()
    expect(desk.get_by_role("alert")).to_contain_text("请核对密码")
    desk.get_by_label("文件的密码").fill(PASSWORD)
    desk.get_by_role("button", name="导入证书").click()
    expect(desk.get_by_text(f"“{team.name}”从现在起用这份证书盖章")).to_be_visible()
    is_clean(desk)
    row = desk.get_by_role("row", name=team.name)
    expect(row).to_contain_text("外购")
    row.get_by_role("button", name=f"作废 {team.name} 的签章证书").click()
    row.get_by_role("group", name="确定作废").get_by_label("理由").fill("保管的电脑丢失")
    desk.get_by_role("button", name="确定作废").click()
    expect(row).to_contain_text("已作废")
    is_clean(desk)
