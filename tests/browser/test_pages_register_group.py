"""Registering a group, in four steps."""

import pytest
from playwright.sync_api import Page, expect
from stdnum.cn import uscc

from tests.browser.office import Office
from tests.browser.people import fault_at, go_on, is_clean, log_in, sees_heading, set_password
from tests.builders import a_recorder, an_id_number


def _say_group(page: Page, kind: str = "志愿服务队伍") -> None:
    page.goto("/register/group/")
    page.get_by_label("团体名称").fill("山城步道守护队")
    page.get_by_label(kind).check()
    page.get_by_label("团体联系人").fill("田野")
    page.get_by_label("团体联系电话").fill("023-63001234")


def _say_recorder(page: Page, login: str) -> None:
    page.get_by_label("姓名", exact=True).fill("向秋月")
    page.get_by_label("证件号码").fill(an_id_number())
    page.get_by_label("手机号").fill("13900139000")
    go_on(page)
    page.get_by_label("登录名").fill(login)
    set_password(page)


def _apply(page: Page) -> None:
    page.get_by_role("button", name="提交申请").click()


def _fresh_login() -> str:
    return str(a_recorder()["login"]) + "-web"


def test_a_group_applies_in_four_steps_and_the_supervisor_sees_it(visitor: Page, office: Office) -> None:
    _say_group(visitor)
    is_clean(visitor)
    go_on(visitor)
    is_clean(visitor)
    _say_recorder(visitor, _fresh_login())
    is_clean(visitor)
    _apply(visitor)
    sees_heading(visitor, "等待审核")
    is_clean(visitor)
    group_id = visitor.locator(".v-number").inner_text().replace(" ", "").lower()
    seen = office.supervisor.get(f"/groups/{group_id}")
    assert (seen["name"], seen["kind"], seen["state"]) == ("山城步道守护队", "team", "pending")


def test_the_result_says_that_the_first_login_binds_an_authenticator(visitor: Page) -> None:
    login = _fresh_login()
    _say_group(visitor)
    go_on(visitor)
    _say_recorder(visitor, login)
    _apply(visitor)
    expect(visitor.locator(".v-next")).to_contain_text("第一次登录要绑定手机上的动态码")
    visitor.get_by_role("link", name="去登录").click()
    log_in(visitor, login)
    visitor.wait_for_url("**/account/**")


@pytest.mark.parametrize(
    ("kind", "asked"),
    [("志愿服务队伍", False), ("企业", True), ("机关、事业单位", True), ("基层群众性自治组织", True)],
)
def test_the_kind_decides_whether_the_credit_code_is_asked(visitor: Page, kind: str, asked: bool) -> None:
    _say_group(visitor, kind)
    expect(visitor.get_by_label("统一社会信用代码")).to_be_visible(visible=asked)


def test_a_registered_body_needs_its_code_and_a_community_does_not(visitor: Page) -> None:
    _say_group(visitor, "企业")
    go_on(visitor)
    fault_at(visitor, "统一社会信用代码", "请填写统一社会信用代码", exact=False)
    visitor.get_by_label("基层群众性自治组织").check()
    go_on(visitor)
    sees_heading(visitor, "第 2 步")


def test_a_wrong_credit_code_opens_its_step_again(visitor: Page) -> None:
    body = "51500103MJ0000012"
    wrong = body + ("0" if uscc.calc_check_digit(body) != "0" else "1")
    _say_group(visitor, "企业")
    visitor.get_by_label("统一社会信用代码").fill(wrong)
    go_on(visitor)
    _say_recorder(visitor, _fresh_login())
    _apply(visitor)
    sees_heading(visitor, "第 1 步")
    fault_at(visitor, "统一社会信用代码", "校验不符", exact=False)


def test_a_login_that_is_taken_opens_its_step_and_nothing_typed_is_lost(visitor: Page, office: Office) -> None:
    _, asked = office.applied()
    _say_group(visitor)
    go_on(visitor)
    _say_recorder(visitor, asked["recorder"]["login"])
    _apply(visitor)
    sees_heading(visitor, "第 3 步")
    fault_at(visitor, "登录名", "已有人使用")
    visitor.get_by_label("登录名").fill(_fresh_login())
    go_on(visitor)
    _apply(visitor)
    sees_heading(visitor, "等待审核")
