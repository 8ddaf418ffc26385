"""培训 and 表彰: recorded in the workbench for many, seen by each in the own record, claimed and confirmed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.office import DAY, Caller, Office, Team
from tests.browser.people import fault_at, is_clean
from tests.browser.support import PHONE, watched_page

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 200


@pytest.fixture
def people(office: Office, team: Team) -> list[tuple[str, str]]:
    return office.joined(team, "古丽米热·艾比布力", "李四光").people


@pytest.fixture
def phone(browser: Browser, office: Office, people: list[tuple[str, str]]) -> Iterator[Page]:
    member = Caller(office.base).log_in(people[0][0])
    with watched_page(browser, office.base, PHONE) as page:
        member.open_in(page)
        yield page


def fill_training(page: Page, topic: str = "急救知识培训") -> None:
    page.goto("/workbench/#training")
    page.get_by_label("培训主题").fill(topic)
    page.get_by_label("培训内容").fill("心肺复苏和止血包扎")
    page.get_by_label("培训从哪天").fill(str(DAY))
    page.get_by_label("培训地点").fill("街道社区中心")
    page.get_by_label("学时", exact=True).fill("2.5")
    page.get_by_label("培训类别").select_option(label="专业培训")
    page.get_by_label("培训方式").select_option(label="面授")
    page.get_by_label("培训联系人").fill("王联系")


def test_a_training_is_recorded_for_many_and_stands_in_the_record(
    recorder_page: Page, phone: Page, people: list[tuple[str, str]]
) -> None:
    page = recorder_page
    fill_training(page)
    numbers = page.get_by_label("参加的志愿者编号")
    numbers.fill(f"{people[0][0]}\n5001030000000000")
    page.get_by_role("button", name="记录培训").click()
    fault_at(page, "参加的志愿者编号", "第 2 个编号")
    is_clean(page)
    numbers.fill("\n".join(number for number, _ in people))
    page.get_by_role("button", name="记录培训").click()
    expect(page.get_by_text("已为 2 人记录“急救知识培训”")).to_be_visible()
    page.get_by_role("button", name="查看 急救知识培训 的名单").first.click()
    expect(page.get_by_role("row", name="李四光")).to_be_visible()
    is_clean(page)
    phone.goto("/record/")
    expect(phone.get_by_text("心肺复苏和止血包扎")).to_be_visible()
    expect(phone.get_by_text("参加过的培训（学时不计入服务时长和星级）")).to_be_visible()
    is_clean(phone)


def test_numbers_are_read_from_a_file_and_somebody_is_removed_with_a_reason(
    recorder_page: Page, people: list[tuple[str, str]], tmp_path: Path
) -> None:
    page = recorder_page
    fill_training(page, "从表格读的培训")
    file = tmp_path / "名单.csv"
    file.write_text("姓名,志愿者编号\n" + "".join(f"{name},{number}\n" for number, name in people) + "某,12\n")
    page.get_by_label("从表格读编号").first.set_input_files(file)
    page.get_by_role("button", name="读取编号").first.click()
    expect(page.get_by_text("第 4 行")).to_be_visible()
    expect(page.get_by_label("参加的志愿者编号")).to_have_value("\n".join(number for number, _ in people))
    is_clean(page)
    page.get_by_role("button", name="记录培训").click()
    page.get_by_role("button", name="查看 从表格读的培训 的名单").click()
    page.get_by_role("button", name="移出 李四光").click()
    page.get_by_role("button", name="确定移出").click()
    expect(page.get_by_text("请写明理由")).to_be_visible()
    page.get_by_role("textbox", name="理由", exact=True).fill("当天没有到场")
    is_clean(page)
    page.get_by_role("button", name="确定移出").click()
    expect(page.get_by_text("已移出：当天没有到场")).to_be_visible()


def test_a_training_is_corrected_with_a_reason(recorder_page: Page, people: list[tuple[str, str]]) -> None:
    page = recorder_page
    fill_training(page, "学时写错的培训")
    page.get_by_label("参加的志愿者编号").fill(people[0][0])
    page.get_by_role("button", name="记录培训").click()
    page.get_by_role("button", name="查看 学时写错的培训 的名单").click()
    page.get_by_role("button", name="更正内容").click()
    page.get_by_label("学时", exact=True).fill("4")
    page.get_by_role("button", name="保存更正").click()
    fault_at(page, "更正的理由", "请写明更正的理由")
    page.get_by_label("更正的理由").fill("签到表上是 4 学时")
    page.get_by_role("button", name="保存更正").click()
    expect(page.get_by_text("已更正，原来的内容留有记录")).to_be_visible()
    expect(page.get_by_role("row", name="学时写错的培训")).to_contain_text("4")
    is_clean(page)


def claim(page: Page, name: str) -> None:
    page.goto("/commendations/")
    page.get_by_label("表彰奖励名称").fill(name)
    page.get_by_label("获奖日期").fill(str(DAY))
    page.get_by_label("授予单位").fill("区志愿服务联合会")
    page.get_by_label("级别").select_option(label="区县级")


def test_a_commendation_is_claimed_on_a_phone_and_confirmed_by_the_group(phone: Page, recorder_page: Page) -> None:
    claim(phone, "最美志愿者")
    phone.get_by_label("请谁确认").select_option(index=1)
    wrong = {"name": "a.gif", "mimeType": "image/gif", "buffer": b"GIF89a"}
    phone.get_by_label("证书的照片或扫描件").set_input_files(wrong)  # type: ignore[arg-type]
    phone.get_by_role("button", name="提交申报").click()
    fault_at(phone, "证书的照片或扫描件", "只能用 PDF、JPEG 或 PNG", exact=False)
    is_clean(phone)
    right = {"name": "a.png", "mimeType": "image/png", "buffer": PNG}
    phone.get_by_label("证书的照片或扫描件").set_input_files(right)  # type: ignore[arg-type]
    phone.get_by_role("button", name="提交申报").click()
    expect(phone.get_by_text("已提交，等")).to_be_visible()
    is_clean(phone)
    desk = recorder_page
    desk.goto("/workbench/#commendations")
    with desk.expect_download() as loading:
        desk.get_by_role("button", name="下载 最美志愿者 的材料").first.click()
    assert (loading.value.suggested_filename, Path(loading.value.path()).read_bytes()) == ("表彰材料.png", PNG)
    is_clean(desk)
    desk.get_by_role("button", name="确认 古丽米热·艾比布力 的 最美志愿者", exact=True).click()
    desk.get_by_role("button", name="确定确认").click()
    expect(desk.get_by_role("table", name="等待确认的申报")).to_have_count(0)
    phone.goto("/record/")
    expect(phone.get_by_role("table", name="得到的表彰奖励")).to_contain_text("最美志愿者")
    is_clean(phone)


def test_a_commendation_is_entered_for_many(recorder_page: Page, phone: Page, people: list[tuple[str, str]]) -> None:
    page = recorder_page
    page.goto("/workbench/#commendations")
    page.get_by_label("表彰奖励名称").fill("优秀志愿者")
    page.get_by_label("获奖日期").fill(str(DAY))
    page.get_by_label("级别").select_option(label="市级")
    page.get_by_label("授予单位").fill("市志愿服务联合会")
    page.get_by_label("获奖的志愿者编号").fill("\n".join(number for number, _ in people))
    page.get_by_role("button", name="录入表彰").click()
    expect(page.get_by_text("已为 2 人记录")).to_be_visible()
    is_clean(page)
    phone.goto("/commendations/")
    expect(phone.get_by_role("table", name="我的表彰奖励")).to_contain_text("优秀志愿者")


def test_a_claim_without_a_group_goes_to_the_supervisor(phone: Page, supervisor_page: Page) -> None:
    claim(phone, "抗洪先进个人")
    phone.get_by_role("button", name="提交申报").click()
    expect(phone.get_by_text("已提交，等主管部门确认")).to_be_visible()
    desk = supervisor_page
    desk.goto("/desk/#commendations")
    desk.get_by_role("button", name="不通过 古丽米热·艾比布力 的 抗洪先进个人").click()
    desk.get_by_role("textbox", name="理由", exact=True).fill("名单里没有查到")
    is_clean(desk)
    desk.get_by_role("button", name="确定不通过").click()
    expect(desk.get_by_text("没有等待确认的申报")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("理由：名单里没有查到")).to_be_visible()
