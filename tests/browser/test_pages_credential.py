"""A holder chooses what a credential discloses; the supervisor puts a key out of use."""

import base64
import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import Caller, Office, Team
from tests.browser.people import is_clean
from tests.browser.test_pages_verify_file import choose, holder, issued, published

pytestmark = pytest.mark.article("17")


@pytest.fixture
def person(office: Office, team: Team) -> Caller:
    return holder(office, team)


def test_a_holder_shows_hours_and_period_and_nothing_else(
    visitor: Page, office: Office, person: Caller, tmp_path: Path
) -> None:
    issued(person)
    published(office)
    person.open_in(visitor)
    visitor.goto("/record/")
    visitor.get_by_role("button", name="签名数据", exact=True).click()
    panel = visitor.locator("[data-panel=facts]")
    expect(panel.get_by_label("服务时长", exact=True)).to_be_checked()
    expect(panel.get_by_label("姓名", exact=True)).not_to_be_checked()
    is_clean(visitor)
    with visitor.expect_download() as saved:
        visitor.get_by_role("button", name="下载签名数据", exact=True).click()
    expect(visitor.get_by_text("只能看到：服务时长、服务期间")).to_be_visible()
    file = tmp_path / "hours.sd-jwt"
    saved.value.save_as(file)
    parts = file.read_text(encoding="ascii").split("~")[1:-1]
    assert [json.loads(base64.urlsafe_b64decode(part + "==="))[1] for part in parts] == ["hours", "period"]
    visitor.goto("/verify/")
    choose(visitor, {"name": "hours.sd-jwt", "mimeType": "text/plain", "buffer": file.read_bytes()})
    result = visitor.locator("[data-file-result]")
    expect(result).to_contain_text("真实有效")
    expect(result).to_contain_text("2.00 小时")
    expect(result).not_to_contain_text("欧阳娜娜")


def test_nothing_chosen_is_said(visitor: Page, person: Caller) -> None:
    issued(person)
    person.open_in(visitor)
    visitor.goto("/record/")
    visitor.get_by_role("button", name="签名数据", exact=True).click()
    panel = visitor.locator("[data-panel=facts]")
    for label in ("服务时长", "服务期间"):
        panel.get_by_label(label, exact=True).uncheck()
    visitor.get_by_role("button", name="下载签名数据", exact=True).click()
    expect(visitor.get_by_text("请至少选一项。")).to_be_visible()


def test_the_supervisor_sees_the_keys_and_is_asked_before_one_ends(
    supervisor_page: Page, office: Office, person: Caller
) -> None:
    issued(person)
    published(office)
    supervisor_page.goto("/desk/#keys")
    expect(supervisor_page.get_by_text("密钥正常")).to_be_visible()
    row = supervisor_page.get_by_role("row", name="使用中")
    row.get_by_role("button", name="报告泄漏", exact=True).click()
    supervisor_page.get_by_role("button", name="确认报告泄漏", exact=True).click()
    expect(supervisor_page.get_by_text("请写明原因，会留在日志里。")).to_be_visible()
    is_clean(supervisor_page)
    supervisor_page.get_by_role("button", name="不办了", exact=True).click()
    row.get_by_role("button", name="换下", exact=True).click()
    supervisor_page.get_by_label("理由", exact=True).fill("每年更换")
    supervisor_page.get_by_role("button", name="确认换下", exact=True).click()
    expect(supervisor_page.get_by_text("已换下").first).to_be_visible()
    expect(supervisor_page.get_by_text("没有备用的密钥")).to_be_visible()
