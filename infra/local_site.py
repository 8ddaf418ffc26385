"""For tests: a district of their own on a free port, run as ``make run`` runs it."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.engine import free_port
from infra.site_build import ROOT

_SECONDS_TO_START = 120


@dataclass(frozen=True)
class District:
    """``base`` is its address, ``told`` what `demo.json` holds: logins, and with the demo also codes."""

    base: str
    folder: Path
    told: dict[str, Any]


def _answers(base: str) -> bool:
    try:
        with urllib.request.urlopen(f"{base}/api/v1/health", timeout=2) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def start(folder: Path, port: int, demo: bool = False, **streams: Any) -> subprocess.Popen[str]:
    """Begin ``make run`` on ``port`` with its data in ``folder``; it is not waited for."""
    command = [sys.executable, "-m", "infra.run", "--port", str(port), "--data", str(folder), "--publish-every", "5"]
    return subprocess.Popen(command + ([] if demo else ["--bare"]), cwd=ROOT, text=True, **streams)


def wait_for(process: subprocess.Popen[str], base: str) -> None:
    """Return once the address answers; raises when the process ends or the time is up."""
    give_up = time.monotonic() + _SECONDS_TO_START
    while not _answers(base):
        if process.poll() is not None or time.monotonic() > give_up:
            process.kill()
            raise RuntimeError(f"the district at {base} did not start")
        time.sleep(0.1)


def stop(process: subprocess.Popen[str]) -> int:
    process.terminate()
    return process.wait(30)


@contextmanager
def running_district(folder: Path, demo: bool = False) -> Iterator[District]:
    """A district with a supervisor alone, or with the whole demo, whose data end up in ``folder``."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    process = start(folder, port, demo, stdout=subprocess.DEVNULL)
    try:
        wait_for(process, base)
        yield District(base, folder, json.loads((folder / "demo.json").read_text(encoding="utf-8")))
    finally:
        stop(process)
