"""The components, on the page that shows them all together."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

PATH = "/developers/components/"


@pytest.fixture
def form(page: Page) -> Page:
    page.goto(PATH)
    return page


def _kept(page: Page) -> Any:
    return json.loads(page.evaluate("localStorage.getItem('draft:component-sample')") or "null")


def test_faults_stand_at_their_fields_and_in_a_summary_that_gets_the_focus(form: Page) -> None:
    form.get_by_role("button", name="提交申请").last.click()
    summary = form.locator(".v-faults")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("有 2 处需要修改")
    field = form.get_by_label("姓名")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(
        "与证件上一致。团体记录员和主管部门能看到，公开页面只显示姓。 请填写姓名。"
    )
    summary.get_by_role("link", name="请填写证件号码。").click()
    expect(form.get_by_label("证件号码")).to_be_focused()


def test_mended_faults_are_taken_away(form: Page) -> None:
    form.get_by_role("button", name="提交申请").last.click()
    form.get_by_label("姓名").fill("古丽米热·艾比布力")
    form.get_by_label("证件号码").fill("11010519491231002X")
    form.get_by_role("button", name="提交申请").last.click()
    expect(form.locator(".v-form-message .v-notice")).to_contain_text("已提交")
    expect(form.locator(".v-fault, .v-faults")).to_have_count(0)
    expect(form.locator("[aria-invalid]")).to_have_count(0)


def test_the_button_is_locked_while_the_request_runs(form: Page) -> None:
    form.get_by_label("姓名").fill("陈")
    form.get_by_label("证件号码").fill("11010519491231002X")
    button = form.locator("#sample-form button[type=submit]")
    button.click()
    expect(button).to_have_text("正在提交…")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_have_text("提交申请")


def test_what_was_typed_survives_a_reload_but_never_a_document_number(form: Page) -> None:
    form.get_by_label("姓名").fill("欧阳娜娜")
    form.get_by_label("证件号码").fill("11010519491231002X")
    form.get_by_label("环境保护").check()
    form.reload()
    expect(form.get_by_label("姓名")).to_have_value("欧阳娜娜")
    expect(form.get_by_label("环境保护")).to_be_checked()
    expect(form.get_by_label("证件号码")).to_have_value("")
    assert "11010519491231002X" not in json.dumps(_kept(form))
    expect(form.locator(".v-draft-note")).to_contain_text("已恢复")


def test_a_draft_can_be_thrown_away(form: Page) -> None:
    form.get_by_label("姓名").fill("欧阳娜娜")
    form.reload()
    form.get_by_role("button", name="清除草稿").click()
    expect(form.get_by_label("姓名")).to_have_value("")
    form.reload()
    expect(form.locator(".v-draft-note")).to_have_count(0)


def test_what_was_sent_is_no_draft_any_more(form: Page) -> None:
    form.get_by_label("姓名").fill("陈")
    form.get_by_label("证件号码").fill("11010519491231002X")
    form.get_by_role("button", name="提交申请").last.click()
    expect(form.locator(".v-form-message .v-notice")).to_contain_text("已提交")
    assert _kept(form) is None


def test_a_list_says_that_it_is_empty_loading_or_not_reached(form: Page) -> None:
    expect(form.locator("[data-sample-list=empty]")).to_contain_text("还没有记录")
    expect(form.locator("[data-sample-list=loading]")).to_contain_text("正在读取…")
    expect(form.locator("[data-sample-list=error]")).to_contain_text("网络没有连上")
    expect(form.locator("[data-sample-list=error]").get_by_role("button", name="再试一次")).to_be_visible()


def test_a_list_shows_more_until_there_is_no_more(form: Page) -> None:
    full = form.locator("[data-sample-list=full]")
    expect(full.locator("tbody tr")).to_have_count(2)
    full.get_by_role("button", name="加载更多").click()
    expect(full.locator("tbody tr")).to_have_count(4)
    expect(full.get_by_role("button", name="加载更多")).to_be_hidden()
    expect(full).to_contain_text("共 4 条")


def test_what_cannot_be_undone_is_asked_in_the_page_and_escape_leaves_it(form: Page) -> None:
    button = form.get_by_role("button", name="撤销这张证明")
    button.click()
    expect(form.get_by_role("group", name="确认撤销")).to_be_focused()
    form.keyboard.press("Escape")
    expect(form.get_by_role("group", name="确认撤销")).to_have_count(0)
    expect(button).to_be_focused()


FORMATS = [
    ("formatHours(25)", "0.42"),
    ("formatHours(15)", "0.25"),
    ("formatHours(60)", "1.00"),
    ("formatMinutes(150)", "2 小时 30 分钟"),
    ("formatDate('2026-05-01')", "2026年5月1日"),
    ("formatDate('2026-04-30T16:30:00+00:00')", "2026年5月1日"),
    ("formatTime('2026-04-30T16:00:00Z')", "00:00"),
    ("canonicalCode(' ａbcd－efgh ')", "ABCDEFGH"),
    ("checkCharacter('7K3M9QXT4BHRW2PD')", "M"),
]


def test_numbers_dates_and_codes_are_written_as_the_server_writes_them(form: Page) -> None:
    script = "source => import('/assets/javascripts/format.js').then(m => source.map(s => s(m)))"
    calls = ", ".join(f"m => m.{call}" for call, _ in FORMATS)
    assert form.evaluate(f"() => ({script})([{calls}])") == [expected for _, expected in FORMATS]
