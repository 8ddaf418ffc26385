"""From an empty account to the first certificate and back to nothing, on the embedded engine, which runs the functions themselves.

What it lacks is in `stacked.MINISTACK`; the distribution is played by `Front`.
"""

import json
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pyotp import TOTP

from infra import stacks
from infra.backup import back_up
from infra.backup_format import Folder
from infra.engine import ROOT, client, running_engine, surroundings
from infra.local_site import District
from infra.reach import Reach
from infra.server import make_server
from tests.builders import PASSWORD, a_volunteer
from tests.infra import stacked, test_http_walk

REGION = "cn-northwest-1"
SETTINGS = [
    "--district-code",
    "500103",
    "--supervising-body",
    "渝中区民政局",
    "--domain",
    "zyfw.example.gov.cn",
    "--certificate",
    "ASCAEXAMPLE",
]


@dataclass
class Front:
    """What the distribution does: one address, the gateway behind it, the secret in each request that is passed on."""

    endpoint: str
    found: dict[str, str] = field(default_factory=dict)

    def _gateway(self) -> str:
        if not self.found:
            [api] = client(self.endpoint, "apigateway").get_rest_apis()["items"]
            told = client(self.endpoint, "lambda").get_function_configuration(FunctionName="try-members")
            self.found = {"api": api["id"], "secret": told["Environment"]["Variables"]["ORIGIN_SECRETS"]}
        return f"{self.endpoint}/restapis/{self.found['api']}/live/_user_request_"

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        address = (
            self._gateway()
            + environ["PATH_INFO"]
            + (f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else "")
        )
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        headers = {
            name[5:].replace("_", "-").title(): value for name, value in environ.items() if name.startswith("HTTP_")
        }
        headers |= {
            "X-Origin-Proof": self.found["secret"],
            "Content-Type": environ.get("CONTENT_TYPE") or "application/json",
        }
        headers.pop("Host", None)
        headers.setdefault("Accept", "*/*")  # as every browser sends one; it decides whether the gateway decodes
        request = urllib.request.Request(address, body or None, headers, method=environ["REQUEST_METHOD"])  # noqa: S310
        try:
            answer = urllib.request.urlopen(request, timeout=90)  # noqa: S310 - the engine
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            content = answer.read()
            kept = [(name, value) for name, value in answer.headers.items() if name.lower() not in _HOPS]
            status = answer.status
        start(f"{status} .", kept)
        return [content]


_HOPS = {"connection", "content-length", "transfer-encoding", "date", "server", "keep-alive"}


@dataclass(frozen=True)
class Account:
    """An empty account, the address that stands for the site's, and how a command is run in it."""

    endpoint: str
    base: str
    templates: Path

    def make(self, command: str, *arguments: str, told: str = "") -> subprocess.CompletedProcess[str]:
        environment = {
            **surroundings(), "AWS_ENDPOINT_URL": self.endpoint, "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local",
            "TEMPLATES": str(self.templates), "SMOKE_ADDRESS": self.base, "NO_PROXY": "127.0.0.1",
            # The engine runs functions with its own Python.
            "TARGET_PYTHON": f"{sys.version_info.major}.{sys.version_info.minor}",
        }  # fmt: skip
        line = [sys.executable, "-m", f"infra.{command}", "--stage", "try", "--region", REGION, *arguments]
        return subprocess.run(line, cwd=ROOT, env=environment, input=told, text=True, capture_output=True, check=False)


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    templates = tmp_path_factory.mktemp("templates")
    for kind in stacks.ORDER:
        body, _ = stacked.portable(kind, stacked.MINISTACK, {**stacked.STAND_INS, **stacked.PARTITIONS[REGION]})
        (templates / f"{kind}.yaml").write_text(body, encoding="utf-8")
    with ExitStack() as stack:
        endpoint = stack.enter_context(running_engine(services=""))
        server = make_server(Front(endpoint), 0)
        threading.Thread(target=server.run, daemon=True).start()
        stack.callback(server.close)
        yield Account(endpoint, f"http://127.0.0.1:{server.effective_port}", templates)


@pytest.fixture(scope="module")
def deployed(account: Account) -> Account:
    done = account.make("deploy", *SETTINGS, "--supervisor", "zhuguan:王主管", told=f"{PASSWORD}\n")
    assert done.returncode == 0, done.stdout + done.stderr
    for title in (
        "首页",
        "证书查验页",
        "不存在的网址",
        "接口",
        "查验一个不存在的编号",
        "错误的登录被拒绝",
        "公开的签名密钥",
    ):
        assert f"✓ {title}" in done.stdout
    return account


@pytest.fixture(scope="module")
def running(deployed: Account, tmp_path_factory: pytest.TempPathFactory) -> District:
    """The deployed system with its first supervisor, who has bound a second factor."""
    caller = test_http_walk.Caller(deployed.base).log_in("zhuguan")
    secret = caller.ask("POST", "/session/totp", {})["secret"]
    # The code before this one, since no code is taken twice and the log-in needs the next.
    caller.ask("POST", "/session/totp/confirm", {"totp": TOTP(secret).at(int(time.time()) - 30)})
    told = {"supervisor": {"login": "zhuguan", "password": PASSWORD, "totp_secret": secret}}
    return District(deployed.base, tmp_path_factory.mktemp("none"), told)


def test_what_make_deploy_put_up_does_the_main_job(running: District) -> None:
    test_http_walk.test_the_main_job_from_application_to_revocation(running)


def test_a_second_deployment_changes_nothing_and_needs_no_settings(deployed: Account) -> None:
    done = deployed.make("deploy")
    assert done.returncode == 0, done.stderr
    assert (
        "与正在使用的版本" in done.stdout,
        "更新 0 个文件，移除 0 个" in done.stdout,
        "已有主管账号" in done.stdout,
    ) == (True, True, True)


def test_a_stack_that_cannot_be_changed_tells_why_and_what_to_do(deployed: Account) -> None:
    file = deployed.templates / "access.yaml"
    good = file.read_text(encoding="utf-8")
    broken = json.loads(good)
    broken["Resources"]["Extra"] = {"Type": "AWS::Nothing::Here", "Properties": {}}
    file.write_text(json.dumps(broken), encoding="utf-8")
    try:
        done = deployed.make("deploy")
    finally:
        file.write_text(good, encoding="utf-8")
    assert done.returncode == 1
    assert ("access 没有建成" in done.stderr, "下一步" in done.stderr) == (True, True)
    assert "Traceback" not in done.stderr


def table_prefix(account: Account) -> str:
    told = client(account.endpoint, "lambda").get_function_configuration(FunctionName="try-members")
    return str(told["Environment"]["Variables"]["TABLE_PREFIX"])


def test_a_backup_is_restored_beside_taken_into_use_and_left_again(
    running: District, deployed: Account, tmp_path: Path
) -> None:
    """The engine has no exports of its own, so the backup is a scan in their format; the rest is the guide's three steps."""
    caller = test_http_walk.Caller(running.base)
    number = caller.ask("POST", "/volunteers", a_volunteer(name="欧阳娜娜"), 201)["volunteer_number"]
    back_up(Reach(client(deployed.endpoint), "try-"), Folder(tmp_path / "backup"))
    later = caller.ask("POST", "/volunteers", a_volunteer(name="王秀英"), 201)["volunteer_number"]

    restored = deployed.make("restore", str(tmp_path / "backup"), "try-r1-", "--data", str(tmp_path / "progress"))
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert "make deploy STAGE=try TABLES=try-r1-" in restored.stdout
    assert table_prefix(deployed) == "try-"  # nothing in use was touched
    cut_over = deployed.make("deploy", "--tables", "try-r1-")
    assert cut_over.returncode == 0, cut_over.stdout + cut_over.stderr
    assert table_prefix(deployed) == "try-r1-"
    caller.log_in(number)
    caller.ask("POST", "/session", {"login": later, "password": PASSWORD}, 401)  # came after the backup

    back = deployed.make("deploy", "--tables", "try-")
    assert back.returncode == 0, back.stdout + back.stderr
    caller.log_in(later)


def test_records_are_not_destroyed_by_one_word_and_all_goes_by_two(running: District, deployed: Account) -> None:
    once = deployed.make("destroy", "--sure", "try")
    assert (once.returncode, "什么都还没有删" in once.stderr) == (1, True)
    assert test_http_walk.Caller(deployed.base).ask("GET", "/health")["status"] == "ok"
    twice = deployed.make("destroy", "--sure", "try", "--again", "000000000000")
    assert twice.returncode == 0, twice.stdout + twice.stderr
    assert client(deployed.endpoint, "dynamodb").list_tables()["TableNames"] == []
    assert "备份仍在" in twice.stdout
    left = [each["Name"] for each in client(deployed.endpoint, "s3").list_buckets()["Buckets"]]
    assert [name for name in left if "backup" not in name] == []
