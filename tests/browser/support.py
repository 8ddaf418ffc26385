"""What the browser tests share: a watched page, axe, and a server of the built site with stand-in answers."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright

from functions.statistics.rules import Names, told
from functions.statistics.rules import figures as empty_figures
from infra.server import Site, address, make_server

WIDE = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
SIZES: list[Any] = [WIDE, PHONE]

_SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launch(playwright: Playwright) -> Browser:
    """The system's Chromium, which asks nothing of the network by itself; Playwright's own where there is none."""
    system = Path("/usr/bin/chromium")
    path = str(system) if system.exists() else None
    return playwright.chromium.launch(executable_path=path, args=_SWITCHES)


@dataclass
class Watch:
    """What a page must never do: ask another host, break the policy, or log an error."""

    origin: str
    faults: list[str] = field(default_factory=list)

    def over(self, page: Page) -> Page:
        page.on("request", lambda request: self._asked(request.url))
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        return page

    def _asked(self, url: str) -> None:
        if not url.startswith((self.origin + "/", "data:", "blob:")):
            self.faults.append(f"foreign request: {url}")

    def _said(self, message: ConsoleMessage) -> None:
        # The browser itself reports a refusal of the API as an error; the pages show it to the person.
        refused = message.location.get("url", "").startswith(f"{self.origin}/api/")
        if message.type == "error" and not refused:
            self.faults.append(f"console: {message.text}")


@contextmanager
def watched_page(browser: Browser, origin: str, size: dict[str, int]) -> Iterator[Page]:
    """A page in a fresh profile; leaving it fails the test when the page did what it must not."""
    context = browser.new_context(base_url=origin, viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")
    watch = Watch(origin)
    try:
        yield watch.over(context.new_page())
    finally:
        context.close()
    assert watch.faults == [], watch.faults


def axe_violations(page: Page) -> list[str]:
    """What axe finds wrong on the page as it stands, each with the first places."""
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{fault['id']}: {[node['target'] for node in fault['nodes'][:3]]}" for fault in found]


Answers = dict[str, tuple[int, dict[str, Any]]]


def stand_in(answers: Answers) -> Callable[[dict[str, Any], Any], Iterable[bytes]]:
    """An API that knows only the given paths. Only for states that the real one shows rarely, such as 503."""

    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        unknown = (404, {"title": "没有找到", "detail": "没有找到。", "violations": []})
        status, body = answers.get(environ["PATH_INFO"], unknown)
        kind = "application/json" if status < 400 else "application/problem+json"
        headers = [("Content-Type", kind), ("Retry-After", "90")] if status == 429 else [("Content-Type", kind)]
        start(f"{status} .", headers)
        return [json.dumps(body).encode()]

    return app


@contextmanager
def served(folder: Path, answers: Answers) -> Iterator[str]:
    """The built site at a loopback port, with its policy, and with the figures of an empty district; yields the origin."""
    api = stand_in(answers)
    with TemporaryDirectory() as published:
        figures = told(
            empty_figures({}, Names({}, {}), date(2026, 6, 3)), "2026-06-03T09:00:00+08:00", "500103", "主管部门"
        )
        folder_of_figures = Path(published) / "published"
        folder_of_figures.mkdir()
        (folder_of_figures / "figures.json").write_text(json.dumps(figures), encoding="utf-8")
        server = make_server(address(Site(folder, Path(published)), api, api), 0)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.effective_port}"
        server.close()
        thread.join(timeout=5)
