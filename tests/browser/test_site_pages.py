"""Every page: whole links, no fault that axe sees, nothing from elsewhere (the watched page checks that), fits a phone."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import Page

from infra.site_hooks import forbidden_inline, hash_source, inline_scripts
from tests.browser.support import PHONE, SIZES, axe_violations

ROOT = Path(__file__).resolve().parents[2]


def page_paths() -> list[str]:
    """The address of every page, from the sources, so that tests can be named before the build."""
    found = []
    for source in sorted((ROOT / "site").rglob("*.md")):
        relative = source.relative_to(ROOT / "site").with_suffix("")
        parts = relative.parts[:-1] if relative.name == "index" else relative.parts
        found.append("/" + "".join(f"{part}/" for part in parts))
    return found


@pytest.mark.parametrize("path", [*page_paths(), "/404.html"])
def test_axe_finds_nothing_wrong_at_both_sizes_with(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_load_state("networkidle")
    found = {}
    for size in SIZES:
        page.set_viewport_size(size)
        found[size["width"]] = axe_violations(page)
    assert not any(found.values()), found


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
@pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
def test_no_page_is_wider_than_a_phone(page: Page, large: bool) -> None:
    if large:
        page.add_init_script("localStorage.setItem('large-text', 'on')")
    wider = []
    for path in page_paths():
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wider.append(path)
    assert wider == []


class _Anchors(HTMLParser):
    """The links and the ids of one page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.ids.add(named.get("id") or "")
        if tag == "a" and named.get("href"):
            self.links.append(str(named["href"]))


def _built(folder: Path) -> dict[str, _Anchors]:
    return {
        "/" + str(file.relative_to(folder)).removesuffix("index.html"): _Anchors(file.read_text(encoding="utf-8"))
        for file in folder.rglob("*.html")
    }


def _is_dead(folder: Path, pages: dict[str, _Anchors], address: str, link: str) -> bool:
    target = urlsplit(urljoin(f"http://site{address}", link))
    if target.path.startswith("/published/"):
        return False  # made by the jobs: tests/browser/test_pages_statistics.py fetches them
    if target.netloc == "site" and (folder / target.path.lstrip("/")).is_file():
        return False  # such as a published schema
    if target.netloc != "site" or target.path not in pages:
        return True
    return bool(target.fragment) and unquote(target.fragment) not in pages[target.path].ids


def test_every_link_and_anchor_leads_somewhere_on_the_site(site_folder: Path) -> None:
    pages = _built(site_folder)
    dead = [
        f"{address} → {link}"
        for address, page in pages.items()
        for link in page.links
        if _is_dead(site_folder, pages, address, link)
    ]
    assert dead == []


def test_the_policy_allows_exactly_the_inline_scripts_that_were_built(site_folder: Path) -> None:
    scripts: set[str] = set()
    for file in site_folder.rglob("*.html"):
        scripts |= inline_scripts(file.read_text(encoding="utf-8"))
    policy = (site_folder / "csp.txt").read_text(encoding="utf-8")
    assert {hash_source(script) for script in scripts} == {
        word.rstrip(";") for word in policy.split() if "'sha256-" in word
    }
    assert "unsafe" not in policy
    assert "\n" not in policy.strip()


@pytest.mark.parametrize("markup", ['<p style="color:red">', "<style>p{}</style>", '<a onclick="go()">'])
def test_the_build_refuses_what_the_policy_would_block(markup: str) -> None:
    assert forbidden_inline(f"<body>{markup}</body>")


def test_an_unknown_address_says_so_in_chinese(page: Page) -> None:
    answer = page.request.get("/no/such/page/")
    assert answer.status == 404
    assert "没有这个页面" in answer.text()
