"""A district to test against: logs people in, and walks the first steps of a story, through the real doors."""

from dataclasses import dataclass, field
from typing import Any

import pyotp
from flask import Flask
from werkzeug.test import Client, TestResponse

from functions.app import members, public
from functions.storage import clock
from tests import builders

API = "/api/v1"


@dataclass
class Person:
    """Somebody logged in."""

    district: "District"
    token: str
    number: str = ""
    group_id: str = ""
    account_id: str = ""

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        return self.district.ask(method, path, body, Authorization=f"Bearer {self.token}", **headers)

    def get(self, path: str) -> TestResponse:
        return self.ask("GET", path)

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        return self.ask("POST", path, body if body is not None else {}, **headers)


@dataclass
class District:
    members: Flask
    public: Flask
    secrets: dict[str, str] = field(default_factory=dict)
    place: str = "127.0.0.1"

    @classmethod
    def open(cls) -> "District":
        return cls(members(), public())

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """One request to the function that the path belongs to; header names with ``_`` for ``-``."""
        app = self.public if path.startswith("/public/") else self.members
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Client(app, use_cookies=False).open(
            API + path, method=method, json=body, headers=named, environ_base={"REMOTE_ADDR": self.place}
        )

    def get(self, path: str) -> TestResponse:
        return self.ask("GET", path)

    def post(self, path: str, body: Any, **headers: str) -> TestResponse:
        return self.ask("POST", path, body, **headers)

    def log_in(self, login: str, password: str = builders.PASSWORD) -> Person:
        """Log in; staff bind a second factor at their first login and use it from then on."""
        body = {"login": login, "password": password}
        if login in self.secrets:
            body["totp"] = self._fresh_code(login)
        answer = self.post("/session", body).get_json()
        person = Person(self, answer["token"], account_id=answer["account_id"])
        if "enrol_totp" in answer["must"]:
            self.secrets[login] = person.post("/session/totp").get_json()["secret"]
            person.post("/session/totp/confirm", {"totp": self._fresh_code(login)})
        return person

    def _fresh_code(self, login: str) -> str:
        return pyotp.TOTP(self.secrets[login]).at(clock.now())

    def volunteer(self, **changes: Any) -> Person:
        """A registered volunteer, logged in."""
        body = builders.a_volunteer(**changes)
        answer = self.post("/volunteers", body)
        assert answer.status_code == 201, answer.get_data(as_text=True)
        number = answer.get_json()["volunteer_number"]
        person = self.log_in(number, body["password"])
        person.number = number
        return person

    def supervisor(self, login: str = "supervisor") -> Person:
        from functions.accounts.actions import create_supervisor

        if login not in self.secrets:
            create_supervisor(login, "主管", builders.PASSWORD)
        return self.log_in(login)

    def recorder(self, supervisor: Person | None = None, **changes: Any) -> Person:
        """The first recorder of a group that was approved, logged in."""
        body = builders.a_group(**changes)
        applied = self.post("/groups", body)
        assert applied.status_code == 201, applied.get_data(as_text=True)
        group_id = applied.get_json()["group_id"]
        supervisor = supervisor or self.supervisor(f"supervisor-{group_id}")
        decided = supervisor.post(f"/groups/{group_id}/decision", {"decision": "approved", "reason": ""})
        assert decided.status_code == 200, decided.get_data(as_text=True)
        recorder = self.log_in(body["recorder"]["login"], body["recorder"]["password"])
        recorder.group_id = group_id
        return recorder

    def project(self, recorder: Person, *members: Person, **changes: Any) -> str:
        """A project of the recorder's group, with these volunteers on the group's roster; returns its id."""
        for member in members:
            recorder.post(f"/groups/{recorder.group_id}/members", {"volunteer_number": member.number})
        answer = recorder.post("/projects", builders.a_project(recorder.group_id, **changes))
        assert answer.status_code == 201, answer.get_data(as_text=True)
        return str(answer.get_json()["project_id"])


def empty_tables() -> None:
    """Take every item out of moto's tables, where they lie: to scan and delete sixty tables takes longer than a test."""
    from moto.dynamodb.models import dynamodb_backends

    for account in dynamodb_backends.values():
        for region in account.values():
            for table in region.tables.values():
                table.items.clear()
