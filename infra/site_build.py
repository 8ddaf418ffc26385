"""Builds the site when what it is made from has changed."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
SITE = BUILD / "site"
_SOURCES = (
    "mkdocs.yml",
    "site",
    "infra/site_theme",
    "infra/site_hooks.py",
    "infra/search_words.txt",
    "requirements",
    "infra/libraries",
)
LIBRARIES = Path(sys.prefix) / "share" / "pages" / "node_modules"
_SETTINGS = ("SYSTEM_NAME", "SUPERVISING_BODY")


class BuildFailed(RuntimeError):
    """MkDocs refused the pages; it has said why."""


def _files() -> Iterator[Path]:
    for source in map(ROOT.joinpath, _SOURCES):
        found = source.rglob("*") if source.is_dir() else [source]
        yield from (file for file in found if file.is_file() and "__pycache__" not in file.parts)


def fingerprint(names: Mapping[str, str] | None = None) -> str:
    """Says whether a source or a setting is other than at the last build."""
    digest = hashlib.sha256()
    told = {**os.environ, **(names or {})}
    for name in _SETTINGS:
        digest.update(f"{name}={told.get(name, '')}\0".encode())
    digest.update(f"libraries={LIBRARIES.exists()}\0".encode())
    for file in sorted(_files()):
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


@contextmanager
def _alone() -> Iterator[None]:
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _run_mkdocs(target: Path, names: Mapping[str, str]) -> None:
    # The address differs by port, and pages link to each other relatively: the build knows no address.
    # The word splitter keeps a cache, which must not lie where other users of the machine may put one.
    environment = {**os.environ, **names, "SITE_ORIGIN": "", "NO_MKDOCS_2_WARNING": "1", "TMPDIR": str(BUILD)}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(target)]
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        raise BuildFailed("网站没有建成，请看上面的提示。The site could not be built.")


def _swap(built: Path, site: Path) -> None:
    old = site.with_name(f"{site.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    built.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def build_site(names: Mapping[str, str] | None = None, site: Path = SITE) -> Path:
    """The folder of the built site, built anew only if needed. ``names`` are settings that its pages carry, over those of the environment:
    a site with other names than this machine's own is built into a folder of its own, since others may be reading that one."""
    with _alone():
        stamp, wanted = site.with_name(f"{site.name}.made-from.txt"), fingerprint(names)
        if site.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
            return site
        print("正在生成网站页面… Building the site.", file=sys.stderr, flush=True)
        built = site.with_name(f"{site.name}.new")
        shutil.rmtree(built, ignore_errors=True)
        _run_mkdocs(built, names or {})
        _swap(built, site)
        stamp.write_text(wanted, encoding="utf-8")
    return site


if __name__ == "__main__":
    build_site()
