"""What the machine itself must have: the font of rare characters, and for the tests a browser and a reader of signatures.

As root on Debian both install themselves; otherwise one line says what to type. Standard library only.
"""

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OWN_FONTS = ROOT / ".local" / "fonts"
RARE_FONT = "HanaMinB.ttf"
_FONT_FOLDERS = (Path("/usr/share/fonts/truetype/hanazono"), OWN_FONTS)
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Pages in screenshots need a Chinese font; any does.
_CHINESE_FONTS = (
    Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
)


def rare_font() -> Path | None:
    """Where the font of rare characters lies, if it does."""
    return next((folder / RARE_FONT for folder in _FONT_FOLDERS if (folder / RARE_FONT).exists()), None)


def browser() -> str | None:
    """The path of the browser that tests drive."""
    return next(filter(None, map(shutil.which, _BROWSERS)), None)


def _install(*packages: str) -> bool:
    """Install Debian's packages if this is Debian and we may."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"正在安装 {' '.join(packages)}… Installing.", flush=True)
    _run("update")
    return _run("install", "-y", "--no-install-recommends", *packages)


def _run(*words: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-qq", *words]
    return not subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode


def _unpack_font() -> bool:
    """Without root: fetch the package as any user may, and unpack its font below ``.local``."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return False
    with tempfile.TemporaryDirectory() as folder:
        fetched = subprocess.run(
            ["apt-get", "download", "-qq", "fonts-hanazono"], cwd=folder, capture_output=True, check=False
        )
        packages = list(Path(folder).glob("*.deb"))
        if fetched.returncode or not packages:
            return False
        subprocess.run(["dpkg-deb", "-x", str(packages[0]), folder], check=True)
        found = next(Path(folder).rglob(RARE_FONT))
        OWN_FONTS.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(found, OWN_FONTS / RARE_FONT)
    return True


def ensure_rare_font() -> bool:
    """The certificate's second font. Without it the product works and refuses rare characters by name."""
    if rare_font() or _install("fonts-hanazono") or _unpack_font():
        return True
    print(
        "缺少生僻字字体，含生僻字的证明将不能开具。请执行：sudo apt-get install fonts-hanazono",
        file=sys.stderr,
    )
    return False


def _has_atomic_library() -> bool:
    """The program that drives the browser needs a library that a bare Debian lacks."""
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return False
    return True


def ensure_browser() -> bool:
    """Chromium, what drives it, and a Chinese font for its screenshots."""
    needed = [] if browser() else ["chromium"]
    needed += [] if _has_atomic_library() else ["libatomic1"]
    fonts = [] if any(map(Path.exists, _CHINESE_FONTS)) else ["fonts-wqy-microhei"]
    if not needed + fonts or _install(*needed, *fonts) or not needed:
        return True
    print(f"测试需要浏览器，请先执行：sudo apt-get install {' '.join(needed)} (needed by the tests)", file=sys.stderr)
    return False


def ensure_readers() -> bool:
    """A reader of signed PDFs that we did not write, and the tool that tells it whom to trust."""
    tools = {"pdfsig": "poppler-utils", "certutil": "libnss3-tools"}
    needed = [package for tool, package in tools.items() if not shutil.which(tool)]
    if not needed or _install(*needed):
        return True
    print(
        f"测试需要读电子签章的工具，请先执行：sudo apt-get install {' '.join(needed)} (needed by the tests)",
        file=sys.stderr,
    )
    return False


def main() -> int:
    for wanted in sys.argv[1:]:
        ready = {"font": ensure_rare_font, "browser": ensure_browser, "readers": ensure_readers}[wanted]()
        if wanted != "font" and not ready:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
