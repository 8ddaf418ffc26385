"""Builds the two virtual environments from the pinned requirements, and fetches what the pages load from elsewhere.

Quick when they are up to date. Standard library only.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = {".venv": "dev.txt", ".venv-engine": "engine.txt"}


def fingerprint(requirements: Path) -> str:
    """What the environment was made from: this Python's version and the requirements file."""
    version = ".".join(map(str, sys.version_info[:2]))
    return f"{version} {hashlib.sha256(requirements.read_bytes()).hexdigest()}"


def is_current(folder: Path, wanted: str) -> bool:
    stamp = folder / "made-from.txt"
    python = folder / "bin" / "python"
    # A link to a Python that has since been removed does not exist.
    return python.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted


def start_install(folder: Path, requirements: Path) -> subprocess.Popen[bytes]:
    """Begin filling the environment; ``--no-deps`` since the file names every package."""
    if not (folder / "bin" / "python").exists():
        venv.EnvBuilder(with_pip=True, symlinks=True, clear=True).create(folder)
    command = [str(folder / "bin" / "python"), "-m", "pip", "-qq", "--disable-pip-version-check"]
    command += ["install", "--require-hashes", "--no-deps", "-r", str(requirements)]
    return subprocess.Popen(command)


def fetch_libraries() -> None:
    """What ``infra/libraries`` pins, into the environment, by the package manager that came as a wheel.

    Without it the pages are complete but for reading a photo where the browser cannot: that is told, and tried again the next time.
    """
    pinned, there = ROOT / "infra" / "libraries", ROOT / ".venv" / "share" / "pages"
    wanted = hashlib.sha256((pinned / "package-lock.json").read_bytes()).hexdigest()
    stamp = there / "made-from.txt"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    there.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(pinned / name, there / name)
    bin_folder = ROOT / ".venv" / "bin"
    command = [str(bin_folder / "npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]
    path = f"{bin_folder}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(command, cwd=there, env={**os.environ, "PATH": path}, check=False, stdout=subprocess.DEVNULL)
    if done.returncode == 0:
        stamp.write_text(wanted, encoding="utf-8")
    else:
        print(
            "读照片的程序没有取到，其余不受影响，下次再试。The reader of photos could not be fetched.", file=sys.stderr
        )


def main() -> int:
    running = []
    for name, file in ENVIRONMENTS.items():
        folder, requirements = ROOT / name, ROOT / "requirements" / file
        wanted = fingerprint(requirements)
        if not is_current(folder, wanted):
            print(f"正在准备运行环境 {name}（首次约一分钟）… Preparing {name}.", flush=True)
            running.append((folder, wanted, start_install(folder, requirements)))
    failed = False
    for folder, wanted, install in running:
        if install.wait() == 0:
            (folder / "made-from.txt").write_text(wanted, encoding="utf-8")
        else:
            failed = True
            print(f"{folder.name} 没有装好，请看上面的提示。{folder.name} could not be filled.", file=sys.stderr)
    if not failed:
        fetch_libraries()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
