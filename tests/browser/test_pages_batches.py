"""批量证明, 团体合并解散 and the holder's history, in a browser against a real district."""

import io
import re
import zipfile
from pathlib import Path

import pypdf
import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Browser, Download, Locator, Page, Route, expect

from tests.browser.office import DAY, Caller, Office, Team
from tests.browser.people import a_holder, is_clean
from tests.browser.support import WIDE, watched_page
from tests.builders import a_row

NAMES = ("欧阳娜娜", "𠮷田䶮", "王小明")


@pytest.fixture
def school(office: Office) -> Team:
    """Three members with an hour each; the first two agreed that the group issues for them."""
    team = office.team(*NAMES)
    rows = [a_row(number, f"{DAY}T09:00", f"{DAY}T10:00") for number, _ in team.people]
    team.recorder.post(f"/projects/{team.project()}/hours", {"entries": rows})
    for number, _ in team.people[:2]:
        agree(office, number)
    return team


def agree(office: Office, number: str) -> None:
    person = Caller(office.base).log_in(number)
    person.ask("PUT", "/volunteers/me/consents/batch_certificate", {"agreed": True})


@pytest.fixture
def desk(browser: Browser, school: Team):  # type: ignore[no-untyped-def]
    """The group's recorder at the tab."""
    with watched_page(browser, school.recorder.base, WIDE) as page:
        school.recorder.open_in(page)
        page.goto("/workbench/#certificates")
        expect(page.get_by_role("heading", name="批量证明")).to_be_visible()
        yield page


def begin(page: Page) -> None:
    page.get_by_label("证明的用途", exact=True).fill("综合素质评价")
    page.get_by_role("button", name="开始出具", exact=True).click()


def row_of(page: Page, name: str) -> Locator:
    return page.get_by_role("table", name="每个人的结果").get_by_role("row").filter(has_text=name)


def bytes_of(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def test_a_class_is_done_in_a_few_clicks_and_who_did_not_agree_is_named(
    desk: Page, office: Office, school: Team
) -> None:
    begin(desk)
    expect(desk.get_by_text("已出具 2 人，未同意 1 人", exact=True)).to_be_visible()
    expect(row_of(desk, "欧阳娜娜")).to_contain_text("已出具")
    expect(row_of(desk, "王小明")).to_contain_text("系统已经给本人发了消息")
    is_clean(desk)
    agree(office, school.people[2][0])
    desk.get_by_role("button", name="再办没有办成的", exact=True).click()
    expect(desk.get_by_text("已出具 3 人", exact=True)).to_be_visible()


def test_all_papers_come_as_one_pdf_in_which_every_code_can_be_scanned(desk: Page) -> None:
    begin(desk)
    with desk.expect_download() as waiting:
        desk.get_by_role("button", name=re.compile("^下载打印用 PDF（第 1–[23] 人，2 份）$")).click()
    content = bytes_of(waiting.value)
    told = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    assert len(told) == 2
    assert [name for name in NAMES[:2] if name not in "".join(told)] == []
    picture = pypdfium2.PdfDocument(content)[1].render(scale=2).to_pil()
    [found] = zxingcpp.read_barcodes(picture)
    assert re.search(r"/verify/#[0-9A-Z]{17}$", found.text)


def test_or_as_a_zip_with_a_pdf_for_each(desk: Page) -> None:
    begin(desk)
    with desk.expect_download() as waiting:
        desk.get_by_role("button", name="下载压缩包（每人一个 PDF）", exact=True).click()
    with zipfile.ZipFile(io.BytesIO(bytes_of(waiting.value))) as folder:
        assert folder.testzip() is None
        names = sorted(folder.namelist())
        assert [name.split("-")[0] for name in names] == sorted(NAMES[:2])
        assert "欧阳娜娜" in pypdf.PdfReader(io.BytesIO(folder.read(names[0]))).pages[0].extract_text()
    expect(desk.get_by_text("压缩包已下载，共 2 份", exact=True)).to_be_visible()


def test_after_an_error_it_goes_on_without_issuing_twice(desk: Page, office: Office, school: Team) -> None:
    lost: list[int] = []

    def lose(route: Route) -> None:
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort()

    desk.route("**/pieces/0", lose)
    begin(desk)
    desk.get_by_role("button", name="接着办", exact=True).click()
    expect(desk.get_by_text("已出具 2 人，未同意 1 人", exact=True)).to_be_visible()
    person = Caller(office.base).log_in(school.people[0][0])
    assert len(person.get("/certificates")["items"]) == 1


def test_a_batch_is_found_again_later(desk: Page) -> None:
    begin(desk)
    expect(desk.get_by_text("已出具 2 人，未同意 1 人", exact=True)).to_be_visible()
    desk.reload()
    desk.get_by_role("button", name=re.compile("^打开 综合素质评价")).click()
    expect(row_of(desk, "𠮷田䶮")).to_contain_text("已出具")


def test_only_some_people_by_their_numbers(desk: Page, school: Team) -> None:
    desk.get_by_label("只给一部分人", exact=True).check()
    desk.get_by_label("这些人的志愿者编号", exact=True).fill(f"{school.people[1][0]}\n12\n")
    begin(desk)
    expect(desk.get_by_text("已出具 1 人，不能出具 1 人", exact=True)).to_be_visible()
    expect(row_of(desk, "没有这个志愿者编号")).to_have_count(1)


def test_a_volunteer_agrees_and_withdraws_on_the_record_page(visitor: Page, office: Office) -> None:
    a_holder(office).caller.open_in(visitor)
    visitor.goto("/record/")
    visitor.get_by_role("button", name="同意团体代为出具", exact=True).click()
    expect(visitor.get_by_text("已经同意团体代为出具", exact=True)).to_be_visible()
    visitor.get_by_role("button", name="撤回同意", exact=True).click()
    expect(visitor.get_by_text("团体不能再代您出具，也不能再下载。", exact=False)).to_be_visible()
    is_clean(visitor)


def renamed(office: Office, holder: Caller) -> None:
    """The holder's name is corrected, which replaces the certificates."""
    asked = {"field": "name", "value": "𠮷田龑", "text": "登记时打错了"}
    request = holder.post("/volunteers/me/corrections", asked)
    decision = {"version": 1, "decision": "granted", "note": "已核对证件原件"}
    office.supervisor.post(f"/requests/{request['request_id']}/decision", decision)


def test_the_holder_reads_the_history_and_has_a_replaced_one_issued_again(visitor: Page, office: Office) -> None:
    holder = a_holder(office)
    holder.caller.post("/certificates", {})
    renamed(office, holder.caller)
    holder.caller.open_in(visitor)
    visitor.goto("/record/")
    listed = visitor.get_by_role("table", name="已经出具的证明，新的在前")
    old = listed.get_by_role("row").filter(has_text="已被替换")
    old.get_by_role("button", name="历史", exact=True).click()
    for line in ("由本人出具", "已失效：您的登记信息已更正", f"{holder.group}：王联系，电话 023-63710000"):
        expect(listed.get_by_role("listitem").filter(has_text=line)).to_have_count(1)
    is_clean(visitor)
    listed.get_by_role("button", name="收起", exact=True).click()
    old.get_by_role("button", name="重新出具", exact=True).click()
    expect(visitor.get_by_role("heading", name="已经重新出具", exact=True)).to_be_visible()
    number = holder.certificates()[0]["certificate_number"]
    expect(old).to_contain_text(f"新的一份：{number}")
    expect(old.get_by_role("button", name="重新出具", exact=True)).to_have_count(0)


def test_the_supervisor_records_who_follows_and_the_check_says_so(
    supervisor_page: Page, visitor: Page, office: Office, team: Team
) -> None:
    holder = a_holder(office)
    code = holder.caller.post("/certificates", {})["code"]
    page = supervisor_page
    page.goto("/desk/#successions")
    page.get_by_label("哪个团体结束", exact=True).select_option(label=f"{holder.group}（渝中区）")
    page.get_by_label("合并：并入另一个团体", exact=True).check()
    page.get_by_label("由谁承接", exact=True).select_option(label=f"{team.name}（渝中区）")
    page.get_by_label("合并或解散的日期", exact=True).fill(str(DAY))
    page.get_by_label("合并或解散的依据", exact=True).fill("渝中民〔2026〕8 号")
    page.get_by_role("button", name="记下由谁承接", exact=True).click()
    expect(page.get_by_text(f"已记下：“{holder.group}”由“{team.name}”负责答复", exact=True)).to_be_visible()
    is_clean(page)
    visitor.goto(f"/verify/#{code}")
    expect(visitor.get_by_text(f"由“{team.name}”负责答复。", exact=False)).to_be_visible()
    is_clean(visitor)
    page.get_by_role("button", name=f"撤销 {holder.group} 的合并解散", exact=True).click()
    page.get_by_label("理由", exact=True).fill("批复没有生效")
    page.get_by_role("button", name="确定撤销", exact=True).click()
    expect(page.get_by_text(f"已撤销，“{holder.group}”照常办理", exact=True)).to_be_visible()


def test_both_sides_read_what_became_of_the_group(recorder_page: Page, office: Office, team: Team) -> None:
    other = office.team()
    end = {"ending": "merged", "successor_id": team.group_id, "on": str(DAY), "reason": "批复第 8 号"}
    office.supervisor.post(f"/groups/{other.group_id}/succession", end)
    recorder_page.goto(f"/workbench/#disputes?group={other.group_id}")
    expect(recorder_page.get_by_text("这个团体已经合并或解散", exact=True)).to_be_visible()
    expect(recorder_page.get_by_label("团体", exact=True)).to_have_value(other.group_id)
    is_clean(recorder_page)
