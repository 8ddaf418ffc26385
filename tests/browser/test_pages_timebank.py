"""A district opens its time bank; a volunteer puts hours by, asks another, who accepts; both see it in their statements."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.office import DAY, Caller, Office, Team
from tests.browser.people import is_clean
from tests.browser.support import PHONE, WIDE, watched_page
from tests.builders import a_row

NAMES = ("古丽米热·艾比布力", "王小五")


@pytest.fixture
def pair(office: Office, team: Team) -> Team:
    """Two volunteers; the first has served twice."""
    joined = office.joined(team, *NAMES)
    number = joined.people[0][0]
    days = [DAY, DAY + timedelta(days=1)]
    rows = [a_row(number, f"{day}T09:00", f"{day}T11:00") for day in days]
    team.recorder.post(f"/projects/{team.project(name='社区敬老服务')}/hours", {"entries": rows})
    return joined


@pytest.fixture
def open_bank(office: Office) -> Iterator[None]:
    set_bank(office, True)
    yield
    set_bank(office, False)


def set_bank(office: Office, enabled: bool) -> None:
    terms = office.supervisor.get("/timebank-terms")
    asked = {name: value for name, value in terms.items() if name != "set_at"}
    asked |= {"enabled": enabled, "gifts_allowed": True, "reason": "区里决定"}
    if (terms["enabled"], terms["gifts_allowed"]) != (enabled, True):
        office.supervisor.ask("PUT", "/timebank-terms", asked)


def page_of(browser: Browser, office: Office, number: str, size: dict[str, int]) -> Iterator[Page]:
    with watched_page(browser, office.base, size) as page:
        Caller(office.base).log_in(number).open_in(page)
        yield page


@pytest.fixture
def asker(browser: Browser, office: Office, pair: Team) -> Iterator[Page]:
    yield from page_of(browser, office, pair.people[0][0], PHONE)


@pytest.fixture
def server(browser: Browser, office: Office, pair: Team) -> Iterator[Page]:
    yield from page_of(browser, office, pair.people[1][0], WIDE)


def put_by(page: Page) -> None:
    page.goto("/timebank/")
    page.get_by_role("button", name="存入选中的时长").click()
    expect(page.get_by_role("alert")).to_contain_text("请至少选一条服务时长")
    page.get_by_label("社区敬老服务").first.check()
    page.get_by_role("button", name="存入选中的时长").click()
    expect(page.get_by_text("已存入 1 条")).to_be_visible()


@pytest.mark.usefixtures("open_bank")
def test_hours_are_put_by_and_drawn_and_both_statements_say_so(asker: Page, server: Page, pair: Team) -> None:
    put_by(asker)
    is_clean(asker)
    asker.get_by_role("button", name="还没存的都存入").click()
    asker.get_by_role("button", name="确定存入").click()
    expect(asker.get_by_text("这次存入 2 小时。")).to_be_visible()
    asker.get_by_label("对方的志愿者编号").fill(pair.people[1][0])
    asker.get_by_label("需要多少分钟").fill("90")
    asker.get_by_label("请对方做什么").fill("周六上午陪母亲去医院")
    asker.get_by_role("button", name="提交申请").click()
    expect(asker.get_by_text("已提交，等对方答复")).to_be_visible()
    is_clean(asker)

    server.goto("/timebank/")
    expect(server.get_by_role("row", name="古********").first).to_contain_text("周六上午陪母亲去医院")
    server.get_by_role("button", name="接受：古").first.click()
    is_clean(server)
    server.get_by_role("button", name="确定接受").click()
    expect(server.get_by_text("对方已接受")).to_be_visible()

    asker.reload()
    expect(asker.get_by_text("已经约好、留出来的")).to_be_visible()
    asker.get_by_role("button", name="服务做完了：王").click()
    asker.get_by_role("button", name="确认做完").click()
    expect(asker.get_by_role("row", name="换服务").first).to_contain_text("-1.50 小时")
    is_clean(asker)
    asker.evaluate("window.print = () => {}")
    asker.get_by_role("button", name="打印").click()
    expect(asker.get_by_text("古丽米热·艾比布力，打印于")).to_be_visible()
    with asker.expect_download() as file:
        asker.get_by_role("button", name="下载表格").click()
    assert file.value.suggested_filename == "时间银行对账单.csv"

    server.reload()
    expect(server.get_by_role("row", name="换服务").first).to_contain_text("+1.50 小时")
    expect(server.get_by_role("row", name="换服务").first).to_contain_text("古********")
    is_clean(server)


@pytest.mark.usefixtures("open_bank")
def test_a_gift_is_read_once_more_before_it_goes(asker: Page, pair: Team) -> None:
    put_by(asker)
    asker.get_by_label("送给谁").fill(pair.people[1][0])
    asker.get_by_label("送多少分钟").fill("500")
    asker.get_by_role("button", name="核对后赠送").click()
    asker.get_by_role("button", name="确定赠送").click()
    expect(asker.get_by_role("alert")).to_contain_text("不够这一次")
    is_clean(asker)
    asker.get_by_label("送多少分钟").fill("30")
    asker.get_by_role("button", name="核对后赠送").click()
    asker.get_by_role("button", name="确定赠送").click()
    expect(asker.get_by_text("已赠送 30 分钟")).to_be_visible()


def test_where_it_is_not_open_the_page_says_so_and_shows_the_statement(office: Office, asker: Page) -> None:
    set_bank(office, False)
    asker.goto("/timebank/")
    expect(asker.get_by_text("本区县没有开通时间银行")).to_be_visible()
    expect(asker.get_by_role("button", name="提交申请")).to_be_hidden()
    expect(asker.get_by_text("还没有往来")).to_be_visible()
    is_clean(asker)


def test_the_supervisor_opens_it_and_undoes_a_wrong_line(
    office: Office, supervisor_page: Page, asker: Page, pair: Team
) -> None:
    set_bank(office, False)
    page = supervisor_page
    page.goto("/desk/#timebank")
    page.get_by_label("开通时间银行").check()
    page.get_by_role("button", name="保存时间银行设置").click()
    expect(page.get_by_role("alert")).to_contain_text("请写明依据什么这样设置")
    page.get_by_label("设置的依据").fill("区里文件")
    page.get_by_role("button", name="保存时间银行设置").click()
    expect(page.get_by_text("从现在起按新设置办理")).to_be_visible()
    is_clean(page)
    put_by(asker)
    page.get_by_label("账户的志愿者编号").fill(pair.people[0][0])
    page.get_by_role("button", name="查看账户").click()
    page.get_by_role("button", name="冲正 存入").click()
    page.get_by_label("理由", exact=True).fill("登记错了")
    is_clean(page)
    page.get_by_role("button", name="确定冲正").click()
    expect(page.get_by_text("对账单里另记了相反的一笔")).to_be_visible()
    expect(page.get_by_role("row", name="冲正").first).to_contain_text("登记错了")
    is_clean(page)
    asker.reload()
    expect(asker.get_by_text("已冲正或退回")).to_be_visible()
    set_bank(office, False)
