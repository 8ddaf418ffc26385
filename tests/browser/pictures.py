"""``python -m tests.browser.pictures``: the pictures of the deployment guide, taken of a real district of made-up people.

Each is drawn at 960 pixels, brought down to few colours, and written where the guide looks for it.
"""

import io
import sys
import tempfile
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from infra.site_build import build_site
from tests.browser.hour_sheet import cell, opened, paste
from tests.browser.office import DAY, Caller, Office, Team, open_office
from tests.browser.support import launch
from tests.builders import PASSWORD, a_row

FOLDER = Path(__file__).resolve().parents[2] / "site" / "assets" / "images" / "deploy"
_PEOPLE = ("欧阳娜娜", "𠮷田䶮", "古丽米热·艾比布力", "李晓敏", "王建国")
_WINDOW: Any = {"width": 960, "height": 900}
_COLOURS = 48


def _keep(name: str, picture: Image.Image) -> None:
    few = picture.convert("RGB").quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.convert("RGB").save(FOLDER / f"{name}.webp", lossless=True, method=6)


def _shoot(page: Page, name: str, top: Any, height: int) -> None:
    """What stands from ``top`` downwards, ``height`` pixels of it."""
    top.evaluate("element => scrollTo(0, element.getBoundingClientRect().top + scrollY - 12)")
    page.wait_for_timeout(300)
    box = top.bounding_box()
    clip = {"x": 0, "y": max(box["y"] - 12, 0), "width": _WINDOW["width"], "height": height}
    _keep(name, Image.open(io.BytesIO(page.screenshot(clip=clip, animations="disabled"))))  # type: ignore[arg-type]


def _window(browser: Browser, office: Office, caller: Caller | None = None) -> Page:
    page = browser.new_context(
        base_url=office.base, viewport=_WINDOW, locale="zh-CN", timezone_id="Asia/Shanghai"
    ).new_page()
    if caller:
        caller.open_in(page)
    return page


def _team(office: Office) -> Team:
    """An approved group with a name that a person would give it, and its members."""
    group_id, asked = office.applied(name="七星岗社区志愿服务队")
    office.supervisor.post(f"/groups/{group_id}/decision", {"decision": "approved", "reason": ""})
    return office.joined(Team(office.recorder_of(asked), group_id, asked["name"], []), *_PEOPLE)


def second_factor(browser: Browser, office: Office) -> None:
    group_id, asked = office.applied(name="解放碑街道志愿服务队")
    office.supervisor.post(f"/groups/{group_id}/decision", {"decision": "approved", "reason": ""})
    page = _window(browser, office, Caller(office.base).log_in(asked["recorder"]["login"]))
    page.goto("/account/")
    page.get_by_role("button", name="开始绑定").click()
    expect(page.get_by_label("手机上的动态码")).to_be_visible()
    _shoot(page, "second-factor", page.get_by_role("heading", name="手机动态码"), 800)


def approve(browser: Browser, office: Office) -> None:
    office.applied(name="朝天门敬老志愿服务队")
    page = _window(browser, office, office.supervisor)
    page.goto("/desk/#pending")
    article = page.get_by_role("article", name="朝天门敬老志愿服务队")
    expect(article.get_by_role("button", name="通过…", exact=True)).to_be_visible()
    _shoot(page, "approve", article, 600)


def hours(browser: Browser, office: Office, team: Team) -> None:
    page = _window(browser, office, team.recorder)
    opened(page, team, name="社区敬老服务")
    rows = [f"{number}\t{name}\t{DAY:%Y/%-m/%-d}\t9:00\t11:30\t陪老人聊天" for number, name in team.people]
    paste(page, "\n".join(rows))
    expect(cell(page, len(rows), "content")).to_have_value("陪老人聊天")
    page.wait_for_timeout(1500)
    _shoot(page, "hours", page.get_by_role("heading", name="时长录入"), 640)


def certificate_and_check(browser: Browser, office: Office, team: Team) -> None:
    number, _ = team.people[3]
    project = team.project(name="社区敬老服务")
    rows = [a_row(number, f"{DAY}T{start}", f"{DAY}T{end}") for start, end in (("09:00", "11:30"), ("14:00", "16:00"))]
    team.recorder.post(f"/projects/{project}/hours", {"entries": rows})
    holder = Caller(office.base).log_in(number, PASSWORD)
    issued = holder.post("/certificates", {"show_document": "masked"})
    page = _window(browser, office, holder)
    paper = page.request.get(f"/api/v1/certificates/{issued['code']}/pdf").body()
    _keep("certificate", pypdfium2.PdfDocument(paper)[0].render(scale=1.3).to_pil())
    page.goto(f"/verify/#{issued['code']}")
    heading = page.get_by_role("main").get_by_role("heading", name="有效", exact=True)
    expect(heading).to_be_visible()
    _shoot(page, "verify", heading, 600)


def main() -> None:
    build_site()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, open_office(Path(folder)) as office, sync_playwright() as driver:
        browser = launch(driver)
        team = _team(office)
        second_factor(browser, office)
        approve(browser, office)
        hours(browser, office, team)
        certificate_and_check(browser, office, team)
        browser.close()
    for picture in sorted(FOLDER.glob("*.webp")):
        with Image.open(picture) as drawn:
            sys.stdout.write(f"{picture.name} {drawn.width}×{drawn.height} {picture.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
