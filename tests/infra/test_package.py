"""The two zips: what is in them, and that they do the whole job in the real Lambda runtime client behind both kinds of gateway."""

import base64
import hashlib
import io
import json
import secrets
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pyotp import TOTP

from functions.events import taken
from functions.files import reading
from functions.signing.keys import new_file_key
from infra.engine import client, running_engine
from infra.local_site import District
from infra.package import FUNCTIONS, Target, build, own_files, stage_settings
from infra.server import make_server
from infra.tables import create_tables
from tests.builders import PASSWORD, SAMPLE_ID
from tests.infra import packaged, test_http_walk

HERE = Target("x86_64", f"{sys.version_info.major}.{sys.version_info.minor}")
HEAVY = (
    "typst",
    "fontTools",
    "xlsxwriter",
    "python_calamine",
    "pyhanko",
    "joserfc",
    "cryptography",
    "pydantic",
    "argon2",
    "lxml",
)
LIBRARIES = (*HEAVY, "pyhanko.sign", "holidays", "segno", "stdnum", "pyotp")
# For the command line that opens the first supervisor's account, run with the members' packages.
_FIRST = "from functions.accounts.actions import create_supervisor as c; c('boss', '主管', '{password}')"


@pytest.fixture(scope="module")
def zips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    out = tmp_path_factory.mktemp("package")
    return {function: build(function, HERE, out).file for function in FUNCTIONS}


@pytest.fixture(scope="module")
def unpacked(zips: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {name: packaged.unpacked(file, tmp_path_factory.mktemp(name)) for name, file in zips.items()}


@pytest.fixture(scope="module")
def client_only(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packaged.client_folder(tmp_path_factory.mktemp("client"))


def test_the_same_sources_make_the_same_bytes(zips: dict[str, Path], tmp_path: Path) -> None:
    again = build("public", HERE, tmp_path).file
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(zips["public"].read_bytes()).digest()


def test_the_public_zip_holds_no_pdf_spreadsheet_or_signing_library(zips: dict[str, Path]) -> None:
    inside = {name.split("/")[0] for name in zipfile.ZipFile(zips["public"]).namelist()}
    assert [name for name in HEAVY if name in inside] == []


def test_no_zip_holds_tests_pages_or_keys(zips: dict[str, Path]) -> None:
    for file in zips.values():
        names = zipfile.ZipFile(file).namelist()
        ours = [name for name in names if name.split("/")[0] in {"tests", "site", "infra", ".local"}]
        assert ours + [name for name in names if name.endswith(("key.pem", ".env"))] == []


def test_the_zips_stay_below_what_lambda_takes(zips: dict[str, Path]) -> None:
    for file, most in ((zips["public"], 30_000_000), (zips["members"], 250 * 1024 * 1024)):
        assert sum(entry.file_size for entry in zipfile.ZipFile(file).infolist()) < most


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_module_of_ours_is_imported_from_the_zip(
    unpacked: dict[str, Path], client_only: Path, function: str
) -> None:
    names = [file.relative_to(Path(__file__).parents[2]) for file in own_files(function) if file.suffix == ".py"]
    modules = [".".join(name.with_suffix("").parts).removesuffix(".__init__") for name in names]
    script = f"import importlib\nfor name in {modules!r}: importlib.import_module(name)"
    told = packaged.isolated(unpacked[function], client_only, {"TABLE_PREFIX": "test-", "AWS_REGION": "cn-northwest-1"})
    done = subprocess.run(
        [*packaged.python(), "-c", script],
        cwd=unpacked[function],
        env=told,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(modules) > 20


def test_every_library_of_the_members_zip_is_imported(unpacked: dict[str, Path], client_only: Path) -> None:
    script = f"import importlib\nfor name in {LIBRARIES!r}: importlib.import_module(name)"
    told = packaged.isolated(unpacked["members"], client_only, {})
    done = subprocess.run([*packaged.python(), "-c", script], env=told, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_settings_of_a_function_have_one_place() -> None:
    for function in FUNCTIONS:
        told = stage_settings(function)
        assert (told["app_function"], told["manage_roles"], told["debug"]) == (
            f"functions.lambda_{function}.app",
            False,
            False,
        )


@dataclass(frozen=True)
class Packaged(District):
    members: packaged.Runtime
    public: packaged.Runtime


@pytest.fixture(scope="module", params=[packaged.rest_event, packaged.http_event], ids=["REST API", "HTTP API"])
def running(
    request: pytest.FixtureRequest,
    unpacked: dict[str, Path],
    client_only: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Packaged]:
    """Both packaged functions in the runtime's client, behind a gateway, over an engine."""
    folder = tmp_path_factory.mktemp("keys")
    (folder / "key").write_text(base64.b64encode(secrets.token_bytes(32)).decode())
    (folder / "signing.pem").write_bytes(new_file_key())
    gates: list[packaged.Wsgi] = []  # the address is known before what answers there
    with ExitStack() as stack:
        endpoint = stack.enter_context(running_engine())
        create_tables(client(endpoint), "packed-", expiring=False)
        told = {
            "TABLE_PREFIX": "packed-",
            "DYNAMODB_ENDPOINT": endpoint,
            "AWS_REGION": "cn-northwest-1",
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "INSTANTIATE_LAMBDA_HANDLER_ON_IMPORT": "1",
        }
        secret = {**told, "KEY_FILE": str(folder / "key"), "SIGNING_KEYS": f"file:{folder / 'signing.pem'}"}
        secret["PUBLISHED_FOLDER"] = str(folder / "site")

        def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
            return gates[0](environ, start)

        server = make_server(answer, 0)
        base = f"http://127.0.0.1:{server.effective_port}"
        secret["SITE_ORIGIN"] = told["SITE_ORIGIN"] = base
        log = folder / "log"
        public = stack.enter_context(packaged.running_function(unpacked["public"], client_only, told, log))
        members = stack.enter_context(packaged.running_function(unpacked["members"], client_only, secret, log))
        gates.append(packaged.gateway(public, members, request.param))
        threading.Thread(target=server.run, daemon=True).start()
        boss = _supervisor(unpacked["members"], client_only, secret, base)
        yield Packaged(base, folder, {"supervisor": boss}, members, public)
        server.close()


def _supervisor(packages: Path, client_only: Path, secret: dict[str, str], base: str) -> dict[str, str]:
    told = packaged.isolated(packages, client_only, secret)
    script = _FIRST.format(password=PASSWORD)
    subprocess.run([*packaged.python(), "-c", script], cwd=packages, env=told, check=True)
    caller = test_http_walk.Caller(base).log_in("boss")
    totp = caller.ask("POST", "/session/totp", {})["secret"]
    # The code before this one, since no code is taken twice and the log-in needs the next.
    caller.ask("POST", "/session/totp/confirm", {"totp": TOTP(totp).at(int(time.time()) - 30)})
    return {"login": "boss", "password": PASSWORD, "totp_secret": totp}


def test_the_main_job_goes_through_the_packaged_zips(running: District) -> None:
    test_http_walk.test_the_main_job_from_application_to_revocation(running)


def test_both_packaged_functions_are_healthy(running: District) -> None:
    test_http_walk.test_health_answers_on_both_functions(running)


def test_a_path_in_chinese_is_an_unknown_path_and_no_fault(running: District) -> None:
    status, content = test_http_walk.Caller(running.base).send("GET", "/public/certificates/%E6%9F%A5%E9%AA%8C")
    assert (status, json.loads(content)["code"]) == (404, "certificates.unknown")


def test_a_body_that_is_no_json_is_told_so(running: District) -> None:
    caller = test_http_walk.Caller(running.base)
    status, content = caller.send("POST", "/session", "\udcff".encode("utf-8", "surrogateescape").hex())
    assert status in (400, 422), content


@pytest.mark.parametrize(
    ("job", "file"),
    [
        ("often", ".well-known/jwt-vc-issuer"),
        ("hourly", "published/figures.json"),
        ("nightly", "published/figures.json"),
    ],
)
def test_the_schedule_runs_the_jobs_in_the_packaged_function(running: Packaged, job: str, file: str) -> None:
    running.members.invoke({"command": f"functions.jobs.{job}"})
    assert json.loads((running.folder / "site" / file).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "event",
    [
        {"raw_command": "open('/tmp/taken', 'w')"},
        {"manage": "shell"},
        {"command": "os.getcwd"},
        {"command": "functions.accounts.actions.create_supervisor"},
        {"command": "functions.jobs._run"},
        {"command": "functions.jobs.often", "httpMethod": ""},
        {"detail-type": "Scheduled Event", "resources": ["rule/x-os.getcwd"]},
        {"Records": [{"Sns": {"Message": '{"command": "os.getcwd"}'}}]},
    ],
    ids=lambda event: next(iter(event)) + str(event.get("command", "")),
)
def test_an_event_that_is_no_request_and_no_job_is_refused(running: Packaged, event: dict[str, Any]) -> None:
    assert (running.members.refusal(event), running.public.refusal(event)) == ("NotTaken", "NotTaken")


def test_the_public_function_runs_no_job(running: Packaged) -> None:
    assert running.public.refusal({"command": "functions.jobs.often"}) == "NotTaken"


def test_no_code_number_or_phone_of_a_request_reaches_the_log(running: Packaged) -> None:
    code, phone, name = "2345-6789-ABCD-EFGH-J", "13712345678", "%E5%8F%A4%E4%B8%BD"
    caller = test_http_walk.Caller(running.base)
    caller.send("GET", f"/public/certificates/{code}?phone={phone}&name={name}")
    caller.send("GET", f"/groups/{SAMPLE_ID}/members?number={SAMPLE_ID}&code={code}")
    caller.send("GET", f"/nowhere/{phone}/{name}")
    log = (running.folder / "log").read_text(encoding="utf-8")
    assert "GET /api/v1/public/certificates/<code> 404" in log
    assert [word for word in (code, code.replace("-", ""), phone, SAMPLE_ID, name, "古丽") if word in log] == []


def test_where_the_adapter_itself_fails_the_answer_is_a_problem_and_nothing_of_the_request_is_told(
    running: Packaged,
) -> None:
    event = {
        **packaged.rest_event("POST", "/api/v1/session", "", {}, b""),
        "body": "13712345678a",
        "isBase64Encoded": True,
    }
    event["headers"] = {"Host": "x", "Content-Type": 13712345678}
    answer = running.members.invoke(event)
    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (500, "unexpected")
    assert "13712345678" not in (running.folder / "log").read_text(encoding="utf-8")


def test_an_event_sets_nothing_in_the_environment() -> None:
    event = {"httpMethod": "GET", "stageVariables": {"SITE_ORIGIN": "https://elsewhere.example"}}
    assert taken(event)["stageVariables"] is None


def test_what_a_gateway_forwards_as_the_caller_is_not_believed(running: District) -> None:
    """Who writes another `X-Forwarded-For` each time is still one place, and is held back after ten tries of one login."""
    statuses = set()
    for number in range(12):
        request = urllib.request.Request(  # noqa: S310 - our own address
            f"{running.base}/api/v1/session",
            json.dumps({"login": "nobody", "password": "wrong password"}).encode(),
            {
                "Content-Type": "application/json",
                "X-Forwarded-For": f"198.51.100.{number}",
                "CloudFront-Viewer-Address": f"198.51.100.{number}:5",
            },
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=30)  # noqa: S310
        statuses.add(refused.value.code)
        refused.value.close()
    assert statuses == {401, 429}


@pytest.mark.parametrize("size", [1_000_001, 4_400_000])
def test_a_body_larger_than_is_taken_is_told_so_in_chinese(running: District, size: int) -> None:
    """Up to what a gateway lets through (6 MB, and it adds a third) the function itself answers."""
    status, content = test_http_walk.Caller(running.base).send(
        "POST", "/session", {"login": "x" * size, "password": "x"}
    )
    told = json.loads(content)
    assert (status, told["detail"]) == (413, "提交的内容太大，请分几次提交。"), told


Office = tuple[test_http_walk.Caller, str]


@pytest.fixture(scope="module")
def office(running: District) -> Office:
    """A recorder and their group. The supervisor's code may just have been used, and none is taken twice."""
    time.sleep(30 - time.time() % 30)
    recorder, group_id, _ = test_http_walk.approved_recorder(running, "sheet-recorder")
    return recorder, group_id


def test_the_largest_file_that_a_page_takes_reaches_the_function(office: Office) -> None:
    """Three megabytes, in base64, in an event in which a REST gateway has encoded it once more."""
    recorder, group_id = office
    content = base64.b64encode(b"\xff" * reading.MOST_BYTES).decode()
    status, told = recorder.send(
        "POST", f"/groups/{group_id}/imports", {"name": "时长 𠮷.csv", "content": content, "project_id": ""}
    )
    assert (status, json.loads(told)["violations"][0]["code"]) != (413, "files.too_large"), told[:300]
    assert status == 422  # it was read: what is in it is no table


def test_a_sheet_comes_out_of_the_packaged_function_byte_for_byte(office: Office) -> None:
    """It is no text: a gateway takes it as base64."""
    recorder, group_id = office
    status, sheet = recorder.send("GET", f"/groups/{group_id}/import-template")
    assert status == 200
    assert zipfile.ZipFile(io.BytesIO(sheet)).testzip() is None
