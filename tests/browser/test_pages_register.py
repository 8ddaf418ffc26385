"""Registering a volunteer, in five steps."""

import json
import re

from playwright.sync_api import Page, Route, expect

from tests.browser.office import Caller, Office
from tests.browser.people import (
    count_sent,
    fault_at,
    go_on,
    is_clean,
    lose_first_answer,
    refuse_network,
    sees_heading,
    set_password,
)
from tests.builders import PASSWORD, a_volunteer, an_id_number

_NUMBER = ".v-number"


def _agree(page: Page) -> None:
    page.goto("/register/volunteer/")
    page.get_by_label("我已阅读《志愿者登记告知书》").check()
    go_on(page)


def _say_who(page: Page, number: str, name: str = "努尔兰·哈力克") -> None:
    page.get_by_label("姓名", exact=True).fill(name)
    page.get_by_label("证件号码").fill(number)


def _say_what(page: Page, phone: str = "13800138000") -> None:
    page.get_by_label("手机号", exact=True).fill(phone)
    page.get_by_label("社区服务").check()
    page.get_by_label("技能特长").fill("急救、手语")
    go_on(page)


def _to_the_last_step(page: Page, number: str, phone: str = "13800138000") -> None:
    _agree(page)
    _say_who(page, number)
    go_on(page)
    _say_what(page, phone)
    set_password(page)


def _submit(page: Page) -> None:
    page.get_by_role("button", name="提交登记").click()


def test_a_volunteer_registers_in_five_steps_and_logs_in_with_the_number(visitor: Page) -> None:
    _to_the_last_step(visitor, an_id_number())
    _submit(visitor)
    sees_heading(visitor, "登记成功")
    assert len(visitor.locator(_NUMBER).inner_text().replace(" ", "")) == 16
    is_clean(visitor)
    visitor.get_by_role("link", name="去登录").click()
    visitor.get_by_label("密码", exact=True).fill(PASSWORD)
    visitor.get_by_role("button", name="登录", exact=True).click()
    visitor.wait_for_url("**/record/")
    expect(visitor.locator("#record-page")).to_contain_text("努尔兰·哈力克")


def test_every_step_is_clean_for_axe(visitor: Page) -> None:
    visitor.goto("/register/volunteer/")
    sees_heading(visitor, "志愿者登记告知书")
    is_clean(visitor)
    _agree(visitor)
    visitor.get_by_label("证件类型").select_option("passport")
    is_clean(visitor)
    visitor.get_by_label("证件类型").select_option("resident_id")
    _say_who(visitor, an_id_number())
    go_on(visitor)
    is_clean(visitor)
    _say_what(visitor)
    is_clean(visitor)
    set_password(visitor)
    is_clean(visitor)


def test_both_notices_stand_there_in_full_and_each_has_a_box_of_its_own(visitor: Page, office: Office) -> None:
    visitor.goto("/register/volunteer/")
    for purpose in ("registration", "verification"):
        text = Caller(office.base).get(f"/notices/{purpose}")["text"]
        shown = visitor.locator(f"[data-notice={purpose}]")
        for paragraph in text.split("\n"):
            expect(shown).to_contain_text(paragraph)
    expect(visitor.get_by_role("checkbox", checked=True)).to_have_count(0)


def test_without_consent_nobody_goes_on(visitor: Page) -> None:
    visitor.goto("/register/volunteer/")
    go_on(visitor)
    expect(visitor.locator(".v-faults")).to_contain_text("同意的请勾选")
    expect(visitor.locator(".v-faults")).to_be_focused()
    sees_heading(visitor, "第 1 步")
    is_clean(visitor)


def test_the_second_consent_is_free(visitor: Page, office: Office) -> None:
    _to_the_last_step(visitor, an_id_number())
    _submit(visitor)
    number = visitor.locator(_NUMBER).inner_text().replace(" ", "")
    assert Caller(office.base).log_in(number).get("/volunteers/me")["consents"] == ["registration"]


def test_an_eighteen_digit_number_tells_sex_and_birth(visitor: Page) -> None:
    _agree(visitor)
    visitor.get_by_label("证件号码").fill("１１０１０５１９４９１２３１００２ｘ")
    expect(visitor.locator("[data-told]")).to_contain_text("女，1949年12月31日出生")
    expect(visitor.get_by_role("group", name="性别")).to_be_hidden()


def test_another_document_asks_sex_and_birth(visitor: Page, office: Office) -> None:
    _agree(visitor)
    visitor.get_by_label("证件类型").select_option("passport")
    _say_who(visitor, "AB1234567", "山本一郎")
    go_on(visitor)
    fault_at(visitor, "女", "请选择性别")
    visitor.get_by_label("男", exact=True).check()
    visitor.get_by_label("出生的年份").fill("1984")
    visitor.get_by_label("出生的月份").select_option("11")
    go_on(visitor)
    _say_what(visitor)
    set_password(visitor)
    _submit(visitor)
    number = visitor.locator(_NUMBER).inner_text().replace(" ", "")
    known = Caller(office.base).log_in(number).get("/volunteers/me")
    assert (known["sex"], known["birth_month"]) == ("male", "1984-11")


def test_a_child_is_registered_by_a_guardian(visitor: Page) -> None:
    _agree(visitor)
    _say_who(visitor, an_id_number("20190601"), "向小满")
    expect(visitor.get_by_role("group", name="监护人", exact=True)).to_be_visible()
    is_clean(visitor)
    go_on(visitor)
    fault_at(visitor, "监护人姓名", "请填写监护人姓名")
    visitor.get_by_label("监护人姓名").fill("向春梅")
    visitor.get_by_label("监护人与孩子的关系").fill("母亲")
    visitor.get_by_label("监护人手机号").fill("13800138000")
    visitor.get_by_label("我是监护人").check()
    go_on(visitor)
    _say_what(visitor)
    set_password(visitor)
    _submit(visitor)
    sees_heading(visitor, "登记成功")


def test_a_slip_in_the_number_is_told_at_its_field_and_so_is_that_it_was_mended(visitor: Page) -> None:
    _agree(visitor)
    _say_who(visitor, "110105194912310021")
    go_on(visitor)
    fault_at(visitor, "证件号码", "有一位输错了或两位输反了")
    visitor.get_by_label("证件号码").fill(an_id_number())
    visitor.get_by_label("证件号码").blur()
    expect(visitor.locator(".v-fault")).to_have_text("改好了")
    expect(visitor.get_by_label("证件号码")).not_to_have_attribute("aria-invalid", "true")
    is_clean(visitor)


def test_a_document_that_is_taken_is_explained_with_the_way_to_log_in(visitor: Page, office: Office) -> None:
    number = an_id_number()
    Caller(office.base).post("/volunteers", a_volunteer(document={"type": "resident_id", "number": number}))
    _to_the_last_step(visitor, number)
    _submit(visitor)
    sees_heading(visitor, "第 2 步")
    fault_at(visitor, "证件号码", "已经登记过")
    expect(visitor.locator("[data-taken]").get_by_role("link", name="去登录")).to_be_visible()
    expect(visitor.get_by_label("姓名", exact=True)).to_have_value("努尔兰·哈力克")
    is_clean(visitor)


def test_a_fault_that_only_the_server_knows_opens_its_step(visitor: Page) -> None:
    _to_the_last_step(visitor, an_id_number(), phone="12345")
    _submit(visitor)
    sees_heading(visitor, "第 3 步")
    fault_at(visitor, "手机号", "11 位数字")


def test_two_passwords_that_differ_are_told(visitor: Page) -> None:
    _agree(visitor)
    _say_who(visitor, an_id_number())
    go_on(visitor)
    _say_what(visitor)
    set_password(visitor, again="something else")
    _submit(visitor)
    sees_heading(visitor, "第 4 步")
    fault_at(visitor, "再输一次密码", "两次输入的密码不一样")


def test_a_password_can_be_shown_and_is_not_kept_then_either(visitor: Page) -> None:
    _agree(visitor)
    _say_who(visitor, an_id_number())
    go_on(visitor)
    _say_what(visitor)
    visitor.get_by_role("button", name="显示密码").first.click()
    visitor.get_by_label("密码", exact=True).press_sequentially("shown-password")
    expect(visitor.get_by_label("密码", exact=True)).to_have_attribute("type", "text")
    visitor.reload()
    assert "shown-password" not in str(visitor.evaluate("JSON.stringify({...localStorage})"))


def test_the_last_step_shows_everything_but_the_password(visitor: Page) -> None:
    number = an_id_number()
    _to_the_last_step(visitor, number)
    summary = visitor.locator("[data-summary]")
    for text in (
        "努尔兰·哈力克",
        number,
        "居民身份证",
        "13800138000",
        "渝中区",
        "社区服务",
        "急救、手语",
        "已填写（不显示）",
    ):
        expect(summary).to_contain_text(text)
    expect(summary).not_to_contain_text(PASSWORD)
    visitor.get_by_role("button", name=re.compile("修改 ?联系与服务")).click()
    sees_heading(visitor, "第 3 步")


def test_what_was_typed_survives_a_reload_but_never_numbers_phones_or_passwords(visitor: Page) -> None:
    number = an_id_number()
    _to_the_last_step(visitor, number)
    visitor.reload()
    expect(visitor.locator(".v-draft-note")).to_be_visible()
    kept = json.dumps(visitor.evaluate("({...localStorage})"), ensure_ascii=False)
    assert "努尔兰·哈力克" in kept
    assert number not in kept
    assert "13800138000" not in kept
    assert PASSWORD not in kept


def test_a_repeat_after_a_lost_answer_registers_once(visitor: Page) -> None:
    answers = lose_first_answer(visitor, "/volunteers")
    _to_the_last_step(visitor, an_id_number())
    _submit(visitor)
    expect(visitor.get_by_role("alert")).to_contain_text("网络没有连上")
    _submit(visitor)
    sees_heading(visitor, "登记成功")
    assert visitor.locator(_NUMBER).inner_text().replace(" ", "") == answers[0]["volunteer_number"]


def test_a_second_press_while_it_runs_sends_nothing(visitor: Page) -> None:
    _to_the_last_step(visitor, an_id_number())
    sent = count_sent(visitor, "POST", "/volunteers")
    visitor.get_by_role("button", name="提交登记").dblclick()
    sees_heading(visitor, "登记成功")
    assert len(sent) == 1


def test_without_network_everything_stays_and_can_be_sent_later(visitor: Page) -> None:
    _to_the_last_step(visitor, an_id_number())
    mend = refuse_network(visitor)
    _submit(visitor)
    expect(visitor.get_by_role("alert")).to_contain_text("网络没有连上")
    is_clean(visitor)
    mend()
    _submit(visitor)
    sees_heading(visitor, "登记成功")


def test_notices_that_cannot_be_read_can_be_asked_for_again(visitor: Page) -> None:
    mend = refuse_network(visitor, "GET")
    visitor.route("**/register/**", Route.continue_)
    visitor.goto("/register/volunteer/")
    expect(visitor.locator("#register-volunteer")).to_contain_text("网络没有连上")
    expect(visitor.locator("form.v-form")).to_be_hidden()
    mend()
    visitor.get_by_role("button", name="再试一次").click()
    sees_heading(visitor, "志愿者登记告知书")


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(80):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_registering_works_by_keyboard_alone(visitor: Page) -> None:
    visitor.goto("/register/volunteer/")
    sees_heading(visitor, "志愿者登记告知书")
    _tab_to(visitor, "#agree-registration")
    visitor.keyboard.press("Space")
    visitor.keyboard.press("Enter")
    for field, typed in (("#name", "欧阳娜娜"), ("#document-number", an_id_number())):
        _tab_to(visitor, field)
        visitor.keyboard.type(typed)
    visitor.keyboard.press("Enter")
    _tab_to(visitor, "#phone")
    visitor.keyboard.type("13800138000")
    _tab_to(visitor, "[name=intentions]")
    visitor.keyboard.press("Space")
    _tab_to(visitor, "#skills")
    visitor.keyboard.type("无")
    visitor.keyboard.press("Enter")
    for field in ("#password", "#password-again"):
        _tab_to(visitor, field)
        visitor.keyboard.type(PASSWORD)
    visitor.keyboard.press("Enter")
    _tab_to(visitor, "[type=submit]")
    visitor.keyboard.press("Enter")
    sees_heading(visitor, "登记成功")
