"""The whole main job by HTTP over the agreed paths, against what `make run` runs."""

import io
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from pyotp import TOTP
from pypdf import PdfReader

from infra.local_site import District, running_district
from tests.builders import PASSWORD, a_group, a_project, a_recorder, a_volunteer


class Caller:
    """A program that talks to the API with a bearer token."""

    def __init__(self, base: str, token: str = "") -> None:
        self.base, self.token = base, token

    def send(self, method: str, path: str, body: Any = None) -> tuple[int, bytes]:
        data = json.dumps(body).encode() if body is not None else None
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        request = urllib.request.Request(f"{self.base}/api/v1{path}", data, headers, method=method)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own address
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def ask(self, method: str, path: str, body: Any = None, expected: int = 200) -> Any:
        status, content = self.send(method, path, body)
        assert status == expected, content.decode()
        return json.loads(content)

    def log_in(self, login: str, password: str = PASSWORD, secret: str = "") -> "Caller":
        body = {"login": login, "password": password}
        if secret:
            body["totp"] = TOTP(secret).now()
        return Caller(self.base, self.ask("POST", "/session", body)["token"])


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    with running_district(tmp_path_factory.mktemp("walk")) as district:
        yield district


def approved_recorder(running: District, login: str = "walk-recorder") -> tuple[Caller, str, Caller]:
    """A recorder of a group that applied and was approved, the group's id, and the supervisor."""
    anyone, boss = Caller(running.base), running.told["supervisor"]
    body = a_group(name=f"步行测试服务队 {login}", recorder=a_recorder(login=login))
    applied = anyone.ask("POST", "/groups", body, 201)
    supervisor = anyone.log_in(boss["login"], boss["password"], boss["totp_secret"])
    supervisor.ask("POST", f"/groups/{applied['group_id']}/decision", {"decision": "approved", "reason": "材料齐全"})
    recorder = anyone.log_in(login)
    secret = recorder.ask("POST", "/session/totp", {})["secret"]
    recorder.ask("POST", "/session/totp/confirm", {"totp": TOTP(secret).now()})
    return recorder, applied["group_id"], supervisor


def test_the_main_job_from_application_to_revocation(running: District) -> None:
    anyone = Caller(running.base)
    recorder, group_id, _ = approved_recorder(running)
    registered = anyone.ask("POST", "/volunteers", a_volunteer(name="𠮷田䶮"), 201)
    number = registered["volunteer_number"]
    recorder.ask("POST", f"/groups/{group_id}/members", {"volunteer_number": number}, 201)
    day = date.today() - timedelta(days=2)  # noqa: DTZ011 - any day that is over everywhere
    project = a_project(group_id, starts=f"{day}T00:00:00+08:00", ends=f"{day + timedelta(days=1)}T00:00:00+08:00")
    project_id = recorder.ask("POST", "/projects", project, 201)["project_id"]
    rows = [
        {"volunteer_number": number, "start": f"{day}T09:00:00+08:00", "end": f"{day}T09:20:00+08:00"},
        {"volunteer_number": number, "start": f"{day}T10:00:00+08:00", "end": f"{day}T10:40:00+08:00"},
    ]
    logged = recorder.ask("POST", f"/projects/{project_id}/hours", {"entries": rows}, 201)["entries"]
    assert [entry["minutes"] for entry in logged] == [20, 40]

    volunteer = anyone.log_in(number)
    record = volunteer.ask("GET", "/volunteers/me/record")
    assert record["totals"] == {"minutes": 60, "hours": "1.00", "entries": 2}
    issued = volunteer.ask("POST", "/certificates", {"show_document": "masked"}, 201)
    status, paper = volunteer.send("GET", issued["pdf"].removeprefix("/api/v1"))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    assert (status, "𠮷田䶮" in text, number in text) == (200, True, True)

    seen = anyone.ask("GET", f"/public/certificates/{issued['code']}")
    assert (seen["status"], seen["name_masked"], seen["hours"]) == ("valid", "𠮷**", "1.00")
    revocation = {"kind": "holder_request", "reason": "不再需要"}
    volunteer.ask("POST", f"/certificates/{issued['code']}/revocation", revocation)
    assert anyone.ask("GET", f"/public/certificates/{issued['code']}")["status"] == "revoked"


def test_health_answers_on_both_functions(running: District) -> None:
    anyone = Caller(running.base)
    assert [anyone.ask("GET", path)["status"] for path in ("/health", "/public/health")] == ["ok", "ok"]
