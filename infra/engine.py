"""Starts the embedded engine as a child that ends with its parent, on a free loopback port."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_PYTHON = ROOT / ".venv-engine" / "bin" / "python"
_SECONDS_TO_START = 30
_SECONDS_TO_STOP = 20
# The engine takes any key; without one the client would look for the developer's own.
_CREDENTIALS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}


# What the functions read of their surroundings (functions/storage/settings.py); an engine that runs functions must not lend them its own.
_OURS = {
    "TABLE_PREFIX", "DYNAMODB_ENDPOINT", "AWS_REGION", "SITE_ORIGIN", "KEY_FILE", "KMS_DATA_KEY", "DISTRICT_CODE", "SUPERVISING_BODY",
    "SYSTEM_NAME", "STAR_SCHEME", "SIGNING_KEYS", "PUBLISHED_FOLDER", "PUBLISHED_BUCKET", "ORIGIN_SECRETS", "VIEWER_HEADER",
}  # fmt: skip


def surroundings() -> dict[str, str]:
    """This process's environment without the functions' settings: for a child that is told its own, or none."""
    return {name: value for name, value in os.environ.items() if name not in _OURS}


class EngineFailed(RuntimeError):
    """The engine did not come up."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stay_on_this_machine() -> None:
    """Keep the developer's own AWS settings and proxies out of what happens on this machine."""
    os.environ.update(_CREDENTIALS, AWS_EC2_METADATA_DISABLED="true", NO_PROXY="127.0.0.1", no_proxy="127.0.0.1")
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN"):
        os.environ.pop(name, None)


def client(endpoint: str, service: str = "dynamodb", region: str = "cn-northwest-1") -> Any:
    import boto3

    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 - the engine takes any key
    )


def _answers(endpoint: str) -> bool:
    try:
        with urllib.request.urlopen(f"{endpoint}/_ministack/health", timeout=1) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _wait_until_it_answers(endpoint: str, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + _SECONDS_TO_START
    while not _answers(endpoint):
        if process.poll() is not None or time.monotonic() > give_up:
            process.kill()
            raise EngineFailed("本机数据库没有启动。The embedded engine did not start.")
        time.sleep(0.05)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Closing its input asks the engine to save and end; it is killed only if it does not."""
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(_SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def running_engine(folder: Path | None = None, services: str = "dynamodb,kms") -> Iterator[str]:
    """The endpoint of an engine that keeps its tables in ``folder``, or in memory alone; ``services`` more than those are for tests."""
    port = free_port()
    command = [str(_PYTHON), str(ROOT / "infra" / "local_engine.py"), str(port)]
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        command.append(str(folder))
    # Its own session: Ctrl-C is for the parent, which lets the engine go last.
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=sys.stderr.fileno(),
        start_new_session=True,
        env={**surroundings(), "LOCAL_ENGINE_SERVICES": services},
    )
    endpoint = f"http://127.0.0.1:{port}"
    try:
        _wait_until_it_answers(endpoint, process)
        yield endpoint
    finally:
        _stop(process)
