"""MkDocs hooks: what the site needs beyond pages. The Content-Security-Policy is computed from the built pages."""

import base64
import hashlib
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import jieba

LIBRARIES = Path(sys.prefix) / "share" / "pages" / "node_modules"
# What of each is loaded, with its licence.
_LIBRARIES = {"qr": ("decode.js", "index.js", "LICENSE", "LICENSE-MIT")}
_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL)
_INLINE_STYLE = re.compile(r"<[^>]+\sstyle=|<style[\s>]")
_INLINE_HANDLER = re.compile(r"<[^>]+\son[a-z]+=")


def inline_scripts(html: str) -> set[str]:
    """The bodies of the scripts that a browser would run and that carry no ``src``; data blocks are not run."""
    found = set()
    for script in _SCRIPT.finditer(html):
        attributes = script["attributes"]
        if "src=" not in attributes and "application/json" not in attributes:
            found.add(script["body"])
    return found


def hash_source(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def policy(scripts: set[str]) -> str:
    """The whole policy in one line: nothing from elsewhere, and only the inline scripts that were built."""
    hashes = " ".join(sorted(hash_source(script) for script in scripts))
    return (
        f"default-src 'none'; script-src 'self' {hashes}; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def forbidden_inline(html: str) -> str | None:
    """What the policy would block in a page: a style attribute, a style element or an inline handler."""
    markup = _SCRIPT.sub("", html)
    fault = _INLINE_STYLE.search(markup) or _INLINE_HANDLER.search(markup)
    return fault[0][:120] if fault else None


def on_config(config: Any) -> Any:
    """Teach the word splitter our words before pages are indexed, wherever the build is started from."""
    jieba.setLogLevel("WARNING")
    jieba.load_userdict(str(Path(__file__).with_name("search_words.txt")))
    return config


def add_libraries(site: Path) -> None:
    """The modules that pages load from elsewhere (infra/libraries), beside ours; those that were not fetched are left out."""
    for name, files in _LIBRARIES.items():
        for file in files:
            source = LIBRARIES / name / file
            target = site / "assets" / "javascripts" / "libraries" / name / file
            if source.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)


def on_post_build(config: Any) -> None:
    """Add libraries, write ``csp.txt`` beside the pages; refuse a page that the policy would break."""
    site = Path(config["site_dir"])
    add_libraries(site)
    scripts: set[str] = set()
    for page in sorted(site.rglob("*.html")):
        html = page.read_text(encoding="utf-8")
        fault = forbidden_inline(html)
        if fault:
            raise ValueError(f"{page.relative_to(site)}: the policy forbids {fault}")
        scripts |= inline_scripts(html)
    (site / "csp.txt").write_text(policy(scripts) + "\n", encoding="utf-8")
