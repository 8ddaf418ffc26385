"""The desk offers a benefit, the volunteer shows a code, the provider checks it without an account and records the use."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.benefits.offers import an_offer
from tests.browser.office import DAY, Office
from tests.browser.people import is_clean, log_in, refuse_network
from tests.browser.support import PHONE, watched_page


def offer(office: Office, **changes: Any) -> tuple[str, str]:
    """A benefit and the address of its checking link."""
    made = office.supervisor.post("/benefits", an_offer(**{"from": DAY.isoformat(), "to": None, **changes}))
    link = office.supervisor.post(f"/benefits/{made['benefit_id']}/link")
    return made["benefit_id"], "/benefits/check/#" + link["token"]


def volunteer_at(page: Page, office: Office) -> None:
    number, _ = office.volunteer("王志愿")
    page.goto("/login/?next=/benefits/")
    log_in(page, number)
    expect(page.get_by_role("heading", name="我用过的优待")).to_be_visible()


def show_code(page: Page, name: str) -> str:
    page.get_by_role("button", name=f"出示核对码 {name}").click()
    expect(page.get_by_role("heading", name=f"核对码：{name}")).to_be_visible()
    return page.locator(".benefit-code").inner_text()


def check(page: Page, code: str, outcome: str) -> None:
    page.get_by_label("志愿者出示的核对码").fill(code)
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.get_by_role("heading", name=outcome, exact=True)).to_be_visible()


def test_from_the_desk_to_the_counter(browser: Browser, supervisor_page: Page, visitor: Page, office: Office) -> None:
    desk = supervisor_page
    desk.goto("/desk/#benefits")
    desk.get_by_role("button", name="添加优待…").click()
    desk.get_by_role("button", name="保存优待").click()
    expect(desk.locator(".v-faults")).to_contain_text("请填写优待内容")
    is_clean(desk)
    for label, text in (
        ("优待名称", "科技馆半价"), ("优待内容", "门票半价，限本人"), ("由谁提供", "区科技馆"), ("在哪里使用", "大坪"),
        ("从哪一天可以用", DAY.isoformat()), ("每人多少次", "1"),
    ):  # fmt: skip
        desk.get_by_label(label, exact=True).fill(text)
    desk.get_by_role("button", name="保存优待").click()
    expect(desk.get_by_text("已添加“科技馆半价”")).to_be_visible()
    desk.get_by_role("button", name="核对链接 科技馆半价").click()
    address = desk.get_by_label("核对链接", exact=True).input_value()
    is_clean(desk)

    volunteer_at(visitor, office)
    expect(visitor.get_by_role("row", name="科技馆半价")).to_contain_text("可以用")
    code = show_code(visitor, "科技馆半价")
    expect(visitor.locator(".benefit-left")).to_contain_text("还有")
    is_clean(visitor)

    with watched_page(browser, office.base, PHONE) as counter:
        counter.goto("/benefits/check/#" + address.split("#")[1])
        expect(counter.get_by_text("门票半价，限本人")).to_be_visible()
        is_clean(counter)
        check(counter, code.lower(), "可以优待")
        is_clean(counter)
        counter.get_by_role("button", name="记录使用").click()
        expect(counter.get_by_role("heading", name="已记录使用")).to_be_visible()
        is_clean(counter)
        counter.get_by_role("button", name="核对下一位").click()
        check(counter, code, "不能优待")
        is_clean(counter)

    visitor.get_by_role("button", name="对方核对好了").click()
    row = visitor.get_by_role("row", name="科技馆半价").first
    expect(row).to_contain_text("已用完本人次数：每人 1 次，您已经用了 1 次。")
    expect(visitor.locator("[data-uses]")).to_contain_text("科技馆半价")
    is_clean(visitor)
    desk.reload()
    expect(desk.get_by_role("row", name="科技馆半价")).to_contain_text("1 次")
    desk.get_by_role("button", name="使用情况 科技馆半价").click()
    expect(desk.get_by_text("谁用的，只有志愿者本人能看到")).to_be_visible()
    expect(desk.get_by_text("共 1 条，已全部显示。").first).to_be_visible()
    is_clean(desk)


def test_the_catalogue_is_read_without_an_account(visitor: Page, office: Office) -> None:
    offer(office, name="图书馆免押金", least_star=3, quota=100)
    visitor.goto("/benefits/")
    row = visitor.get_by_role("row", name="图书馆免押金")
    expect(row).to_contain_text("三星级以上")
    expect(row).to_contain_text("一共 100 次")
    expect(visitor.get_by_role("link", name="登录").last).to_be_visible()
    is_clean(visitor)


def test_a_volunteer_sees_why_a_benefit_cannot_be_used(visitor: Page, office: Office) -> None:
    offer(office, name="五星专享", least_star=5)
    volunteer_at(visitor, office)
    row = visitor.get_by_role("row", name="五星专享")
    expect(row).to_contain_text("还不能用")
    expect(row).to_contain_text("星级不够：要五星级以上，您还没有评定星级。")
    expect(visitor.get_by_role("button", name="出示核对码 五星专享")).to_have_count(0)
    is_clean(visitor)


@pytest.mark.parametrize("visitor", [PHONE], indirect=True, ids=["phone"])
def test_the_use_is_recorded_once_though_the_network_broke(browser: Browser, visitor: Page, office: Office) -> None:
    _, address = offer(office, name="断网也行")
    volunteer_at(visitor, office)
    code = show_code(visitor, "断网也行")
    with watched_page(browser, office.base, PHONE) as counter:
        counter.goto(address)
        check(counter, code, "可以优待")
        mend = refuse_network(counter)
        counter.get_by_role("button", name="记录使用").click()
        expect(counter.get_by_text("网络没有连上").first).to_be_visible()
        mend()
        counter.get_by_role("button", name="记录使用").click()
        expect(counter.get_by_role("heading", name="已记录使用")).to_be_visible()


def test_a_link_that_was_renewed_says_so(visitor: Page, supervisor_page: Page, office: Office) -> None:
    _, address = offer(office, name="换链接的优待")
    page = supervisor_page
    page.goto("/desk/#benefits")
    page.get_by_role("button", name="核对链接 换链接的优待").click()
    page.get_by_role("button", name="换新链接").click()
    expect(page.get_by_text("“换链接的优待”的核对链接")).to_be_visible()
    visitor.goto(address)
    expect(visitor.get_by_text("这个核对链接已经停用")).to_be_visible()
    is_clean(visitor)
    visitor.goto("/benefits/check/")
    visitor.reload()
    expect(visitor.get_by_text("链接没有复制完整")).to_be_visible()


def test_a_benefit_is_changed_and_ended_at_the_desk(supervisor_page: Page, office: Office) -> None:
    offer(office, name="要结束的优待")
    page = supervisor_page
    page.goto("/desk/#benefits")
    page.get_by_role("button", name="修改 要结束的优待").click()
    page.get_by_label("一共多少次").fill("9")
    page.get_by_role("button", name="保存优待").click()
    expect(page.get_by_text("已保存“要结束的优待”")).to_be_visible()
    expect(page.get_by_role("row", name="要结束的优待")).to_contain_text("0 / 9 次")
    page.get_by_role("button", name="结束 要结束的优待").click()
    page.get_by_role("button", name="确定结束").click()
    expect(page.get_by_text("请写明为什么结束，会存档备查。")).to_be_visible()
    is_clean(page)
    page.get_by_label("理由", exact=True).fill("合作到期")
    page.get_by_role("button", name="确定结束").click()
    expect(page.get_by_text("已结束“要结束的优待”")).to_be_visible()
    expect(page.get_by_role("row", name="要结束的优待")).to_contain_text("合作到期")
    is_clean(page)
