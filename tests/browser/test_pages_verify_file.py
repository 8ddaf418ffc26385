"""A certificate's file is dropped on 证书查验 and checked in the browser, with and without a network; nothing is uploaded."""

import json
import time
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pypdfium2
import pytest
import segno
from PIL import Image, ImageFilter
from playwright.sync_api import Page, expect

from tests.browser.office import Caller, Office, Team
from tests.browser.people import is_clean
from tests.browser.support import SIZES
from tests.builders import a_row

pytestmark = pytest.mark.article("17")
File = dict[str, Any]


def holder(office: Office, team: Team) -> Caller:
    """The team's first member, with two hours in force."""
    number, _ = team.people[0]
    project = team.project()
    day = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 10 * 86_400))
    team.recorder.post(f"/projects/{project}/hours", {"entries": [a_row(number, f"{day}T09:00", f"{day}T11:00")]})
    return Caller(office.base).log_in(number)


def issued(person: Caller, **wish: Any) -> str:
    return str(person.post("/certificates", {"show_document": "masked", **wish})["code"])


def paper(person: Caller, code: str, name: str = "证明.pdf") -> File:
    address = f"{person.base}/api/v1/certificates/{code}/pdf"
    request = Request(address, headers={"Authorization": f"Bearer {person.token}"})  # noqa: S310
    with urlopen(request) as answer:  # noqa: S310
        return {"name": name, "mimeType": "application/pdf", "buffer": answer.read()}


def changed(file: File) -> File:
    content = bytearray(file["buffer"])
    content[content.index(b"stream\n") + 60] ^= 1
    return {**file, "buffer": bytes(content)}


def published(office: Office) -> None:
    """Wait until the keys are there, which the next job publishes."""
    office.published()


def choose(page: Page, *files: File) -> None:
    page.get_by_label("选择文件").set_input_files(list(files))


@pytest.fixture
def person(office: Office, team: Team) -> Caller:
    return holder(office, team)


@pytest.mark.parametrize("visitor", SIZES, indirect=True)
def test_a_paper_is_checked_in_the_browser_and_not_uploaded(visitor: Page, office: Office, person: Caller) -> None:
    file = paper(person, issued(person))
    published(office)
    visitor.goto("/verify/")
    sent: list[str] = []
    visitor.on("request", lambda request: sent.append(f"{request.method} {request.url} {request.post_data or ''}"))
    choose(visitor, file)
    result = visitor.locator("[data-file-result]")
    expect(result).to_contain_text("真实有效")
    expect(result).to_contain_text("欧阳娜娜")
    expect(result).to_contain_text("2.00 小时")
    expect(result).to_contain_text("状态清单签发于")
    assert [line for line in sent if not line.startswith("GET ") or "/api/" in line or not line.endswith(" ")] == []
    is_clean(visitor)


def test_one_changed_byte_shows(visitor: Page, office: Office, person: Caller) -> None:
    file = paper(person, issued(person))
    published(office)
    visitor.goto("/verify/")
    choose(visitor, changed(file))
    expect(visitor.locator("[data-file-result]")).to_contain_text("出具以后被改动过")
    expect(visitor.locator("[data-file-result]")).not_to_contain_text("欧阳娜娜")


def test_many_files_are_one_table(visitor: Page, office: Office, person: Caller) -> None:
    kept, revoked, old = (issued(person) for _ in range(3))
    files = [paper(person, code, f"{name}.pdf") for code, name in ((kept, "有效"), (revoked, "撤销"), (old, "替换"))]
    person.post(f"/certificates/{revoked}/revocation", {"kind": "holder_request", "reason": "不用了"})
    issued(person, replaces=old)
    published(office)
    visitor.goto("/verify/")
    choose(
        visitor, *files, changed({**files[0], "name": "改过.pdf"}), {**files[0], "name": "空.pdf", "buffer": b"%PDF-"}
    )
    table = visitor.get_by_role("table", name="查验结果")
    for name, answer in (
        ("有效.pdf", "真实有效"),
        ("撤销.pdf", "已撤销"),
        ("替换.pdf", "已被替换"),
        ("改过.pdf", "出具以后被改动过"),
        ("空.pdf", "不是本系统出具的文件"),
    ):
        expect(table.get_by_role("row", name=name)).to_contain_text(answer)
    expect(visitor.get_by_text("查了 5 个文件，真实有效的 1 个")).to_be_visible()
    is_clean(visitor)


def test_a_page_kept_on_the_device_checks_without_a_network(visitor: Page, office: Office, person: Caller) -> None:
    file = paper(person, issued(person))
    published(office)
    visitor.goto("/verify/")
    visitor.get_by_role("button", name="存到本机，断网也能查").click()
    expect(visitor.get_by_text("已存到本机", exact=True)).to_be_visible()
    visitor.wait_for_function("() => Boolean(navigator.serviceWorker.controller)")
    visitor.context.set_offline(True)
    visitor.goto("about:blank")
    visitor.goto("/verify/")
    choose(visitor, file)
    expect(visitor.locator("[data-file-result]")).to_contain_text("真实有效")
    expect(visitor.locator("[data-file-result]")).to_contain_text("状态清单签发于")
    choose(visitor, changed(file))
    expect(visitor.locator("[data-file-result]")).to_contain_text("出具以后被改动过")


def photo_of(paper: bytes, folder: Path) -> Path:
    """The first page held before a phone: grey, askew, a little dark and grainy, on a table."""
    page = pypdfium2.PdfDocument(paper)[0].render(scale=2.5).to_pil().convert("L")
    table = Image.new("L", (page.width + 300, page.height + 300), 110)
    table.paste(page.point(lambda value: int(value * 0.85)), (150, 150))
    turned = table.rotate(7, expand=True, fillcolor=90, resample=Image.Resampling.BICUBIC)
    grain = Image.effect_noise(turned.size, 30)
    file = folder / "photo.jpg"
    Image.blend(turned, grain, 0.12).filter(ImageFilter.GaussianBlur(0.8)).save(file, quality=70)
    return file


def test_a_photo_of_the_paper_is_read_without_a_detector_of_the_browsers_own(
    visitor: Page, person: Caller, tmp_path: Path
) -> None:
    photo = photo_of(paper(person, issued(person))["buffer"], tmp_path)
    sent = [0]
    visitor.on("request", lambda request: sent.__setitem__(0, sent[0] + len(request.post_data_buffer or b"")))
    visitor.goto("/verify/")
    assert visitor.evaluate("() => 'BarcodeDetector' in globalThis") is False
    visitor.get_by_label("选一张二维码的照片").set_input_files(str(photo))
    expect(visitor.locator("[data-verify-result]")).to_contain_text("有效")
    assert sent[0] < 1000  # the picture stays here


@pytest.mark.parametrize("content", [b"", b"no picture", b"\xff\xd8\xff\xe0"], ids=["empty", "text", "broken"])
def test_what_is_no_photo_of_a_code_says_what_to_do(visitor: Page, content: bytes) -> None:
    visitor.goto("/verify/")
    visitor.get_by_label("选一张二维码的照片").set_input_files(
        [{"name": "x.jpg", "mimeType": "image/jpeg", "buffer": content}]
    )
    expect(visitor.locator("[data-photo-result]")).to_contain_text("照片里没有找到证明的二维码")


def test_a_code_of_another_site_is_not_followed(visitor: Page, tmp_path: Path) -> None:
    picture = tmp_path / "code.png"
    segno.make_qr("https://elsewhere.example/verify/#22222222222222222").save(str(picture), scale=6)
    visitor.goto("/verify/")
    visitor.get_by_label("选一张二维码的照片").set_input_files(str(picture))
    expect(visitor.locator("[data-photo-result]")).to_contain_text(
        "二维码里的网址是 https://elsewhere.example，不是本站"
    )


def test_the_browsers_own_detector_is_asked_first(
    visitor: Page, office: Office, person: Caller, tmp_path: Path
) -> None:
    code = issued(person)
    visitor.add_init_script(
        f"""globalThis.BarcodeDetector = class {{
          async detect() {{ return [{{ rawValue: {json.dumps(f"{office.base}/verify/#{code.replace('-', '')}")} }}] }}
        }}"""
    )
    visitor.goto("/verify/")
    picture = tmp_path / "blank.png"
    Image.new("L", (50, 50), 255).save(picture)
    visitor.get_by_label("选一张二维码的照片").set_input_files(str(picture))
    expect(visitor.locator("[data-verify-result]")).to_contain_text("有效")


def test_a_file_that_is_dropped_is_checked(visitor: Page, office: Office, person: Caller) -> None:
    file = paper(person, issued(person))
    published(office)
    visitor.goto("/verify/")
    data = visitor.evaluate_handle(
        """bytes => {
          const data = new DataTransfer()
          data.items.add(new File([new Uint8Array(bytes)], "拖入.pdf", { type: "application/pdf" }))
          return data
        }""",
        list(file["buffer"]),
    )
    visitor.dispatch_event("#verify-file", "drop", {"dataTransfer": data})
    expect(visitor.locator("[data-file-result]")).to_contain_text("真实有效")
