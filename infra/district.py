"""One whole district on this machine: engine, tables, both functions and the site on one loopback port."""

import base64
import fcntl
import json
import os
import secrets
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from infra import demo, tables
from infra.clockwork import PUBLISH_EVERY, running_jobs
from infra.engine import client, running_engine, stay_on_this_machine
from infra.server import Site, address, make_server
from infra.site_build import build_site

PREFIX = "local-"
Say = Callable[[str], None]


class PortTaken(RuntimeError):
    """Another program listens there."""


class AlreadyRunning(RuntimeError):
    """Another run keeps its data in the same folder."""


class NotRestored(RuntimeError):
    """No restore into these tables went through."""


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PortTaken(str(port)) from error


def _write_private(file: Path, content: str) -> None:
    """Write all of it or nothing, readable by its owner alone."""
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(content)
    fresh.replace(file)


@contextmanager
def only_run(folder: Path) -> Iterator[None]:
    """The folder to itself, as long as the context lasts. Raises `AlreadyRunning`."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    with (folder / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning(str(folder)) from error
        yield


def _configure(folder: Path, endpoint: str, base: str) -> None:
    """The functions read their settings from the environment when they are first imported."""
    key = folder / "key"
    if not key.exists():
        _write_private(key, base64.b64encode(secrets.token_bytes(32)).decode())
    from functions.signing.keys import new_file_key  # it reads no setting before these are in place

    signing = [folder / f"signing-{number}.pem" for number in (1, 2)]
    for file in signing:
        if not file.exists():
            _write_private(file, new_file_key().decode())
    os.environ.update(
        TABLE_PREFIX=tables_in_use(folder),
        DYNAMODB_ENDPOINT=endpoint,
        AWS_REGION="cn-northwest-1",
        SITE_ORIGIN=base,
        KEY_FILE=str(key),
        SIGNING_KEYS=",".join(f"file:{file}" for file in signing),
        PUBLISHED_FOLDER=str(published_in(folder)),
    )


def tables_in_use(folder: Path) -> str:
    """The prefix of the tables that the district uses: another one since a restored set was taken into use."""
    chosen = folder / "tables-in-use"
    return chosen.read_text(encoding="ascii").strip() if chosen.exists() else PREFIX


def use_tables(folder: Path, prefix: str) -> None:
    """From the next start on the district uses these tables: its first ones, or restored ones. Raises `NotRestored`."""
    from infra.restore import is_restored

    if prefix != PREFIX and not is_restored(folder, prefix):
        raise NotRestored(f"{prefix} 没有恢复完成，不能使用。No restore into it went through: make restore.")
    _write_private(folder / "tables-in-use", prefix)


def published_in(folder: Path) -> Path:
    """Where the files lie that jobs publish."""
    return folder / "site"


def _is_empty(folder: Path) -> bool:
    """Whether the district is yet to be filled. One that was interrupted in that is begun anew."""
    unfinished = folder / "unfinished"
    if unfinished.exists():
        shutil.rmtree(folder / "tables", ignore_errors=True)
    elif not (folder / "tables").exists():
        unfinished.touch()
    return unfinished.exists()


def _fill(folder: Path, app: Any, base: str, with_demo: bool, say: Say) -> None:
    told = demo.fill(app, base, say) if with_demo else demo.begin(app, base)
    _write_private(folder / "demo.json", json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    (folder / "unfinished").unlink()


def _keep_address(folder: Path, base: str) -> None:
    """The port may be another one than last time."""
    file = folder / "demo.json"
    if file.exists():
        told = json.loads(file.read_text(encoding="utf-8"))
        if told["base"] != base:
            _write_private(file, json.dumps({**told, "base": base}, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def open_district(
    folder: Path, port: int, with_demo: bool, say: Say, publish_every: int = PUBLISH_EVERY
) -> Iterator[Any]:
    """A server to `run()`; its data stay in ``folder``; figures are published every so many seconds. Raises `PortTaken` and
    `AlreadyRunning`."""
    check_port(port)
    base = f"http://127.0.0.1:{port}"
    stay_on_this_machine()
    with only_run(folder):
        site = Site(build_site(), published_in(folder))
        is_empty = _is_empty(folder)
        with running_engine(folder / "tables") as endpoint:
            tables.create_tables(client(endpoint), tables_in_use(folder))
            _configure(folder, endpoint, base)
            from functions.app import members, public

            app = members()
            if is_empty:
                _fill(folder, app, base, with_demo, say)
            _keep_address(folder, base)
            with running_jobs(publish_every):
                yield make_server(address(site, public(), app), port)
