"""`make run`, as real processes: data stay, nothing is left behind, nothing listens beyond this machine."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from infra.engine import free_port
from infra.local_site import District, running_district, start, stop, wait_for


def ask(base: str, path: str, body: dict[str, Any] | None = None, token: str = "") -> dict[str, Any]:
    data = json.dumps(body).encode() if body is not None else None
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    request = urllib.request.Request(f"{base}/api/v1{path}", data, headers)  # noqa: S310 - our own address
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
        told: dict[str, Any] = json.load(answer)
    return told


def children_of(process: subprocess.Popen[str]) -> list[int]:
    task = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(number) for number in task.read_text().split()]


def is_alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def gone(pids: list[int], seconds: float = 15) -> bool:
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up and any(is_alive(pid) for pid in pids):
        time.sleep(0.05)
    return not any(is_alive(pid) for pid in pids)


def run(folder: Path) -> tuple[subprocess.Popen[str], str]:
    port = free_port()
    process = start(folder, port, stdout=subprocess.DEVNULL)
    wait_for(process, f"http://127.0.0.1:{port}")
    return process, f"http://127.0.0.1:{port}"


def log_in_supervisor(base: str, folder: Path) -> str:
    """The role of whoever logs in with what `demo.json` says."""
    from pyotp import TOTP

    who = json.loads((folder / "demo.json").read_text(encoding="utf-8"))["supervisor"]
    code = TOTP(who["totp_secret"]).now()
    told = ask(base, "/session", {"login": who["login"], "password": who["password"], "totp": code})
    return str(told["role"])


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_data_stay_and_no_process_is_left(tmp_path: Path, how: signal.Signals) -> None:
    first, _ = run(tmp_path)
    everything = [first.pid, *children_of(first)]
    first.send_signal(how)
    first.wait(30)
    again, base = run(tmp_path)
    try:
        assert log_in_supervisor(base, tmp_path) == "supervisor"
        assert gone(everything)
    finally:
        stop(again)


def test_a_killed_engine_has_saved_what_is_older_than_two_seconds(tmp_path: Path) -> None:
    first, _ = run(tmp_path)
    time.sleep(2.5)
    os.kill(children_of(first)[0], signal.SIGKILL)
    stop(first)
    again, base = run(tmp_path)
    try:
        assert log_in_supervisor(base, tmp_path) == "supervisor"
    finally:
        stop(again)


def test_a_clean_stop_is_no_failure(tmp_path: Path) -> None:
    process, _ = run(tmp_path)
    assert stop(process) == 0


def test_a_taken_port_is_named_with_another_to_choose(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        process = start(tmp_path, port, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        said = process.communicate(timeout=30)[1]
    assert process.returncode == 1
    assert f"端口 {port} 已被" in said
    assert "make run PORT=" in said
    assert "Traceback" not in said


def test_two_runs_do_not_share_one_folder(tmp_path: Path) -> None:
    first, _ = run(tmp_path)
    try:
        second = start(tmp_path, free_port(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        assert "已有一个在运行" in second.communicate(timeout=30)[1]
        assert second.returncode == 1
    finally:
        stop(first)


def test_a_district_that_was_interrupted_while_it_was_filled_is_begun_anew(tmp_path: Path) -> None:
    first, _ = run(tmp_path)
    stop(first)
    (tmp_path / "unfinished").touch()
    (tmp_path / "demo.json").unlink()
    again, base = run(tmp_path)
    try:
        assert log_in_supervisor(base, tmp_path) == "supervisor"
    finally:
        stop(again)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    with running_district(tmp_path_factory.mktemp("demo"), demo=True) as district:
        yield district


def test_demo_json_has_the_agreed_shape(demo: District) -> None:
    told = demo.told
    staff = {"login", "password", "totp_secret"}
    assert set(told) == {"base", "supervisor", "recorder", "volunteer", "codes"}
    assert told["base"] == demo.base
    assert set(told["supervisor"]) == staff
    assert set(told["recorder"]) == {*staff, "group_id"}
    assert set(told["volunteer"]) == {"login", "password"}
    assert set(told["codes"]) == {"valid", "revoked", "replaced"}


def test_what_holds_passwords_and_keys_is_its_owners_alone(demo: District) -> None:
    assert [(demo.folder / name).stat().st_mode & 0o777 for name in ("demo.json", "key")] == [0o600, 0o600]


@pytest.mark.parametrize("status", ["valid", "revoked", "replaced"])
def test_the_demo_codes_have_the_status_they_are_named_for(demo: District, status: str) -> None:
    assert ask(demo.base, f"/public/certificates/{demo.told['codes'][status]}")["status"] == status


def test_the_demo_logins_open_at_once(demo: District) -> None:
    from pyotp import TOTP

    roles = []
    for role in ("supervisor", "recorder", "volunteer"):
        who = demo.told[role]
        body = {"login": who["login"], "password": who["password"]}
        if "totp_secret" in who:
            body["totp"] = TOTP(who["totp_secret"]).now()
        roles.append(ask(demo.base, "/session", body)["role"])
    assert roles == ["supervisor", "recorder", "volunteer"]


def test_the_demo_volunteer_is_just_over_the_first_star(demo: District) -> None:
    token = ask(demo.base, "/session", demo.told["volunteer"])["token"]
    record = ask(demo.base, "/volunteers/me/record", token=token)
    assert (record["star"], record["totals"]["hours"]) == (1, "100.25")


def listening_addresses() -> set[str]:
    """Every address on which this machine listens, as the kernel writes it."""
    lines = [line for kind in ("tcp", "tcp6") for line in Path(f"/proc/net/{kind}").read_text().splitlines()[1:]]
    return {fields[1] + "/" + fields[9] for fields in map(str.split, lines) if fields[3] == "0A"}


def sockets_of(pid: int) -> set[str]:
    links = []
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed since it was listed
            links.append(link.readlink().name)
    return {link.removeprefix("socket:[").rstrip("]") for link in links if link.startswith("socket:")}


def test_nothing_listens_beyond_this_machine(tmp_path: Path) -> None:
    process, _ = run(tmp_path)
    try:
        own = set().union(*(sockets_of(pid) for pid in [process.pid, *children_of(process)]))
        listens = [each.split(":")[0] for each in listening_addresses() if each.split("/")[1] in own]
        assert listens == ["0100007F", "0100007F"]
    finally:
        stop(process)
