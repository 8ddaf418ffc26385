"""A record goes from one running district to another: out by its volunteer, in at the other's counter, and the answer back."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.office import DAY, Caller, Office, open_office
from tests.browser.people import is_clean
from tests.browser.support import PHONE, watched_page
from tests.builders import a_volunteer, an_id_number


@pytest.fixture(scope="module")
def elsewhere(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A second district, with keys, tables and a code of its own."""
    os.environ["DISTRICT_CODE"] = "500106"
    try:
        with open_office(tmp_path_factory.mktemp("elsewhere")) as office:
            yield office
    finally:
        del os.environ["DISTRICT_CODE"]


@pytest.fixture
def paper() -> dict[str, str]:
    return {"type": "resident_id", "number": an_id_number()}


@pytest.fixture
def leaving(browser: Browser, elsewhere: Office, paper: dict[str, str]) -> Iterator[Page]:
    """The phone of a volunteer of the other district who has served five hours there."""
    body = a_volunteer(name="古丽米热·艾比布力", document=paper)
    number = Caller(elsewhere.base).post("/volunteers", body)["volunteer_number"]
    team = elsewhere.team()
    team.recorder.post(f"/groups/{team.group_id}/members", {"volunteer_numbers": [number]})
    times = [(f"{DAY}T09:00:00+08:00", f"{DAY}T11:00:00+08:00"), (f"{DAY}T13:00:00+08:00", f"{DAY}T16:00:00+08:00")]
    training = {
        "topic": "急救",
        "content": "止血",
        "starts": f"{DAY}",
        "place": "社区",
        "class_hours": "2",
        "kind": "general",
    }
    training |= {"mode": "in_person", "contact": "王联系", "volunteer_numbers": [number]}
    team.recorder.post(f"/groups/{team.group_id}/trainings", training)
    rows = [{"volunteer_number": number, "start": start, "end": end} for start, end in times]
    team.recorder.post(f"/projects/{team.project(name='社区敬老服务')}/hours", {"entries": rows})
    with watched_page(browser, elsewhere.base, PHONE) as page:
        Caller(elsewhere.base).log_in(number).open_in(page)
        yield page


def goes_out(page: Page, folder: Path) -> Path:
    """The volunteer makes the package, hands the record over, and keeps the file."""
    page.goto("/transfer/")
    page.get_by_label("转给谁", exact=True).fill("渝中区民政局")
    page.get_by_label("在哪个省、市、区县").fill("重庆市渝中区")
    page.get_by_role("button", name="整理转移文件").click()
    expect(page.locator(".v-faults")).to_contain_text("单独同意")
    page.get_by_label("我已读告知书").check()
    is_clean(page)
    page.get_by_role("button", name="整理转移文件").click()
    expect(page.get_by_role("heading", name="请核对，还没有转出")).to_be_visible()
    expect(page.locator('[data-run="out"]')).to_contain_text("2 条，合计 5.00 小时")
    page.get_by_role("button", name="办理转出", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="确定办理转出").click()
    expect(page.get_by_text("您的记录已经转出", exact=True)).to_be_visible()
    is_clean(page)
    file = folder / "record.zip"
    download.value.save_as(file)
    return file


def come_in(page: Page, number: str, file: Path) -> None:
    """The clerk brings a package at the counter."""
    page.goto("/desk/#arrivals")
    page.reload()
    page.get_by_text("窗口代为上传", exact=True).click()
    page.get_by_label("转入的志愿者编号", exact=True).fill(number)
    page.get_by_label("本人带来的转移文件（.zip）", exact=True).set_input_files(file)
    page.get_by_role("button", name="上传并检查").click()


def trust(page: Page, keys: dict[str, object]) -> None:
    page.goto("/desk/#senders")
    page.get_by_label("对方网站的地址", exact=True).fill(str(keys["issuer"]))
    page.get_by_label("对方的名称", exact=True).fill("沙坪坝区")
    page.get_by_label("对方的区划代码", exact=True).fill("500106")
    page.get_by_label("对方的公钥", exact=True).fill(json.dumps(keys))
    page.get_by_label("怎样核实的", exact=True).fill("来函核实，电话核对过")
    page.get_by_role("button", name="登记这个来源").click()
    expect(page.get_by_text("已登记“沙坪坝区”", exact=True)).to_be_visible()


def test_a_record_moves_from_one_district_to_another_and_the_answer_comes_back(
    leaving: Page, supervisor_page: Page, office: Office, elsewhere: Office, paper: dict[str, str], tmp_path: Path
) -> None:
    file = goes_out(leaving, tmp_path)
    body = a_volunteer(name="古丽米热·艾比布力", document=paper)
    number = str(Caller(office.base).post("/volunteers", body)["volunteer_number"])

    page = supervisor_page
    come_in(page, number, file)
    expect(page.get_by_role("alert")).to_contain_text("来源未登记，不能核验签名")
    trust(page, elsewhere.supervisor.get("/transfer-keys"))
    is_clean(page)
    come_in(page, number, file)
    expect(page.get_by_text("检查通过，等待主管部门核验", exact=True)).to_be_visible()
    page.get_by_role("button", name="核验 古丽米热·艾比布力").click()
    page.get_by_text("逐条查看和核验", exact=True).click()
    expect(page.get_by_role("row", name="社区敬老服务").first).to_contain_text("没有冲突")
    is_clean(page)
    page.get_by_role("button", name="接收全部没有冲突的").click()
    expect(page.get_by_text("时长都核验完了", exact=True)).to_be_visible()
    page.get_by_role("button", name="不接收 培训", exact=True).click()
    page.get_by_label("理由", exact=True).fill("学时不清楚")
    page.get_by_role("button", name="不接收", exact=True).click()
    expect(page.get_by_role("button", name="不接收 培训", exact=True)).to_have_count(0)
    page.get_by_role("button", name="办结，生成答复").click()
    expect(page.get_by_text("已办结", exact=True).first).to_be_visible()
    is_clean(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载答复文件").first.click()
    answer = tmp_path / "answer.json"
    download.value.save_as(answer)

    told = Caller(office.base).log_in(number).get("/volunteers/me/record")
    assert told["totals"]["minutes"] == 300
    assert {item["source_name"] for item in told["service"]["items"]} == {"转入（原沙坪坝区）"}
    trusting = {"origin": office.base, "name": "渝中区", "code": "500103", "note": "来函核实"}
    keys = json.dumps(office.supervisor.get("/transfer-keys"))
    elsewhere.supervisor.post("/trusted-senders", {**trusting, "document": keys})
    leaving.locator('input[type="file"][accept=".json"]').set_input_files(answer)
    expect(leaving.get_by_text("对方已经接收，这次转移办结。", exact=True)).to_be_visible()
    is_clean(leaving)
