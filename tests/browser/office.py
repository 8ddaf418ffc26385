"""A real district for the working pages: a supervisor, groups with recorders, volunteers, projects; made by HTTP."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from time import sleep
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen
from zoneinfo import ZoneInfo

from playwright.sync_api import Page
from pyotp import TOTP

from infra.local_site import running_district
from tests.builders import PASSWORD, a_group, a_project, a_volunteer

BEIJING = ZoneInfo("Asia/Shanghai")
DAY = (datetime.now(BEIJING) - timedelta(days=10)).date()
_serial = count(1)


@dataclass
class Caller:
    """Somebody who talks to the API; the token also opens a browser's session."""

    base: str
    token: str = ""
    place: str = "127.0.0.1"

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        data = json.dumps(body).encode() if body is not None else None
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        place = HTTPConnection(urlsplit(self.base).netloc, timeout=30, source_address=(self.place, 0))
        with closing(place) as connection:
            connection.request(method, f"/api/v1{path}", data, headers)
            answer = connection.getresponse()
            content = answer.read()
        assert answer.status < 400, content.decode()
        return json.loads(content) if content else None

    def get(self, path: str) -> Any:
        return self.ask("GET", path)

    def post(self, path: str, body: Any = None) -> Any:
        return self.ask("POST", path, body or {})

    def log_in(self, login: str, password: str = PASSWORD, totp: str = "") -> "Caller":
        asked = {"login": login, "password": password} | ({"totp": totp} if totp else {})
        return Caller(self.base, self.post("/session", asked)["token"])

    def open_in(self, page: Page) -> None:
        """Give a page this person's session, as a log-in does."""
        cookie = {"name": "session", "value": self.token, "domain": "127.0.0.1", "path": "/api/"}
        page.context.add_cookies([cookie])  # type: ignore[list-item]


@dataclass
class Team:
    """A group, its recorder, and its people as (number, name)."""

    recorder: Caller
    group_id: str
    name: str
    people: list[tuple[str, str]]

    def project(self, **changes: Any) -> str:
        """A project around ``DAY``, thirty days long; returns its id."""
        first = DAY - timedelta(days=15)
        last = DAY + timedelta(days=15)
        times = {"starts": f"{first}T00:00:00+08:00", "ends": f"{last}T00:00:00+08:00"}
        body = a_project(self.group_id, **{**times, **changes})
        return str(self.recorder.post("/projects", body)["project_id"])

    def entries(self, project_id: str) -> list[dict[str, Any]]:
        return list(self.recorder.get(f"/projects/{project_id}/hours")["items"])


@dataclass
class Office:
    base: str
    supervisor: Caller

    def applied(self, **changes: Any) -> tuple[str, dict[str, Any]]:
        """A group that waits for its decision: (id, what it asked)."""
        order = next(_serial)
        body = a_group(**{"name": f"测试服务队{order}", **changes})
        # Each from a place of its own: applications from one place are held back.
        applicant = Caller(self.base, place=f"127.0.0.{1 + order % 250}")
        return str(applicant.post("/groups", body)["group_id"]), body

    def recorder_of(self, application: dict[str, Any]) -> Caller:
        """The group's first recorder, logged in, with a second factor."""
        recorder = Caller(self.base).log_in(application["recorder"]["login"])
        secret = recorder.post("/session/totp")["secret"]
        recorder.post("/session/totp/confirm", {"totp": TOTP(secret).now()})
        return recorder

    def published(self) -> dict[str, Any]:
        """The public figures as the next job publishes them."""
        asked = datetime.now(BEIJING).replace(microsecond=0) + timedelta(seconds=1)
        for _ in range(120):
            with suppress(OSError), urlopen(f"{self.base}/published/figures.json") as answer:  # noqa: S310
                figures: dict[str, Any] = json.loads(answer.read())
                if datetime.fromisoformat(figures["as_of"]) >= asked:
                    return figures
            sleep(0.5)
        raise AssertionError("the figures are not published")

    def volunteer(self, name: str) -> tuple[str, str]:
        return str(Caller(self.base).post("/volunteers", a_volunteer(name=name))["volunteer_number"]), name

    def team(self, *names: str) -> Team:
        """An approved group whose members have these names."""
        group_id, asked = self.applied()
        self.supervisor.post(f"/groups/{group_id}/decision", {"decision": "approved", "reason": ""})
        return self.joined(Team(self.recorder_of(asked), group_id, asked["name"], []), *names)

    def joined(self, team: Team, *names: str) -> Team:
        """The same group with fresh members of these names."""
        people = [self.volunteer(name) for name in names]
        if people:
            numbers = [number for number, _ in people]
            team.recorder.post(f"/groups/{team.group_id}/members", {"volunteer_numbers": numbers})
        return replace(team, people=people)


@contextmanager
def open_office(folder: Path) -> Iterator[Office]:
    """The district runs while the context lasts."""
    with running_district(folder) as district:
        told = district.told["supervisor"]
        code = TOTP(told["totp_secret"]).now()
        yield Office(district.base, Caller(district.base).log_in(told["login"], told["password"], code))
