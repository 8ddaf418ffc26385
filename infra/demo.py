"""Fills the demo district through the same doors that people use, and says who may log in."""

import random
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from functions.storage import clock
from infra import demo_people as invented

_BEIJING = ZoneInfo("Asia/Shanghai")
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_MOST_ROWS = 30  # of one hour table: it then fits one transaction
_MAIN_MINUTES = 100 * 60 + 15  # just over the first star


def new_password() -> str:
    """Easy to type, not to guess."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


class Refused(RuntimeError):
    """The API answered other than hoped."""


class Doors:
    """The members' function, asked as a program asks it."""

    def __init__(self, app: Any) -> None:
        self._client = app.test_client(use_cookies=False)

    def ask(self, method: str, path: str, token: str | None = None, **body: Any) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        # An address for documentation: what is asked here does not count towards the limits of this machine.
        place = {"REMOTE_ADDR": f"192.0.2.{random.randint(1, 254)}"}  # noqa: S311 - not a secret
        answer = self._client.open(
            f"/api/v1{path}", method=method, json=body or None, headers=headers, environ_base=place
        )
        if answer.status_code >= 400:
            raise Refused(f"{method} {path}: {answer.status_code} {answer.get_data(as_text=True)}")
        return answer.get_json(silent=True)

    def log_in(self, login: str, password: str) -> str:
        return str(self.ask("POST", "/session", login=login, password=password)["token"])

    def enrol(self, login: str, password: str) -> tuple[str, str]:
        """Log staff in for the first time and bind a second factor: (token, secret)."""
        token = self.log_in(login, password)
        secret = str(self.ask("POST", "/session/totp", token)["secret"])
        try:
            self._confirm(token, secret)
        except Refused:  # the thirty seconds were over just then
            self._confirm(token, secret)
        return token, secret

    def _confirm(self, token: str, secret: str) -> None:
        """By the code of the step before: the one that shows now stays good for the first login."""
        from pyotp import TOTP

        self.ask("POST", "/session/totp/confirm", token, totp=TOTP(secret).at(int(time.time()) - 30))


def make_supervisor(doors: Doors) -> tuple[dict[str, str], str]:
    """The district's supervisor: (what to log in with, an open session's token)."""
    from functions.accounts.actions import create_supervisor

    login, password = "supervisor", new_password()
    create_supervisor(login, "演示主管员", password)
    token, secret = doors.enrol(login, password)
    return {"login": login, "password": password, "totp_secret": secret}, token


@dataclass
class Group:
    """An approved group: its recorder's session, and who is on its roster by place in the list."""

    group_id: str
    token: str
    staff: dict[str, str]
    members: list[int] = field(default_factory=list)
    projects: list["Project"] = field(default_factory=list)


@dataclass(frozen=True)
class Project:
    """``days``: on which it is held; ``ends``: the end of the last of them."""

    project_id: str
    days: tuple[datetime, ...]
    ends: datetime


@dataclass(frozen=True)
class Volunteer:
    """One of the forty; the session is open."""

    number: str
    login: str
    password: str
    token: str


def _apply(doors: Doors, supervisor: str) -> list[Group]:
    approved = []
    for order, group in enumerate(invented.GROUPS, 1):
        login, password = f"recorder{order}", new_password()
        group_id = doors.ask("POST", "/groups", **group.application(order, login, password))["group_id"]
        if group.decision:
            decision = {"decision": group.decision, "reason": group.reason}
            doors.ask("POST", f"/groups/{group_id}/decision", supervisor, **decision)
        if group.decision == "approved":
            token, secret = doors.enrol(login, password)
            staff = {"login": login, "password": password, "totp_secret": secret}
            approved.append(Group(group_id, token, staff))
    return approved


def _register(doors: Doors, now: datetime) -> list[Volunteer]:
    registered = []
    for order, person in enumerate(invented.volunteers(now.date()), 1):
        login, password = f"volunteer{order}", new_password()
        number = doors.ask("POST", "/volunteers", login=login, password=password, **person)["volunteer_number"]
        token = doors.log_in(login, password) if order <= 3 else ""
        registered.append(Volunteer(number, login, password, token))
    return registered


def _join(doors: Doors, groups: Sequence[Group], people: Sequence[Volunteer]) -> None:
    """The first volunteer serves with the first group; the others by turns, every fourth with two groups."""
    for place in range(len(people)):
        groups[place % 3].members.append(place)
        if place % 4 == 3:
            groups[(place + 1) % 3].members.append(place)
    for group in groups:
        numbers = [people[place].number for place in group.members]
        doors.ask("POST", f"/groups/{group.group_id}/members", group.token, volunteer_numbers=numbers)


def _held_on(order: int, now: datetime) -> tuple[datetime, ...]:
    """Four days of the past half year, a week apart; no two projects share one."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    first = midnight - timedelta(days=178 - 13 * order)
    return tuple(first + timedelta(days=7 * week) for week in range(4))


def _plan(doors: Doors, groups: Sequence[Group], people: Sequence[Volunteer], now: datetime) -> None:
    for order, (which, name, category, place, served, content) in enumerate(invented.PROJECTS):
        group, days = groups[which], _held_on(order, now)
        ends = min(now, days[-1] + timedelta(days=1))
        asked = {
            "group_id": group.group_id, "name": name, "category": category, "place": place,
            "service_object": served, "content": content,
            "starts": days[0].isoformat(), "ends": ends.isoformat(),
            "contact": {"name": invented.GROUPS[which].contact, "phone": invented.phone(990 + which)},
        }  # fmt: skip
        project_id = doors.ask("POST", "/projects", group.token, **asked)["project_id"]
        numbers = [people[place].number for place in group.members]
        doors.ask("POST", f"/projects/{project_id}/roster", group.token, volunteer_numbers=numbers)
        group.projects.append(Project(project_id, days, ends))


def _row(number: str, start: datetime, minutes: int) -> dict[str, str]:
    end = start + timedelta(minutes=minutes)
    return {"volunteer_number": number, "start": start.isoformat(), "end": end.isoformat()}


def _main_rows(number: str, projects: Sequence[Project]) -> Iterator[tuple[Project, dict[str, str]]]:
    """The main volunteer comes every time, and stays until the sum is just over the first star."""
    held = [(project, day) for project in projects for day in project.days]
    each, rest = divmod(_MAIN_MINUTES, len(held))
    for place, (project, day) in enumerate(held):
        yield project, _row(number, day + timedelta(hours=8, minutes=30), each + (rest if place == 0 else 0))


def _others_rows(
    group: Group, people: Sequence[Volunteer], chance: random.Random
) -> Iterator[tuple[Project, dict[str, str]]]:
    for project in group.projects:
        for day in project.days:
            there = chance.sample([place for place in group.members if place], 8)
            for place in there:
                start = day + timedelta(hours=9, minutes=15 * chance.randint(0, 4))
                yield project, _row(people[place].number, start, 15 * chance.randint(4, 14))


def _log(doors: Doors, groups: Sequence[Group], people: Sequence[Volunteer], now: datetime) -> None:
    chance = random.Random(2017)  # noqa: S311 - the same district every time
    for group in groups:
        rows = list(_others_rows(group, people, chance))
        if 0 in group.members:
            rows += _main_rows(people[0].number, group.projects)
        for project in group.projects:
            own = [row for owner, row in rows if owner is project]
            for start in range(0, len(own), _MOST_ROWS):
                part = own[start : start + _MOST_ROWS]
                # Hours are entered soon after the activity, and not all within a minute: late or hasty ones would wait.
                when = min(now, project.ends + timedelta(hours=12, minutes=start))
                with clock.stopped_at(when):
                    doors.ask("POST", f"/projects/{project.project_id}/hours", group.token, entries=part)


def _certify(doors: Doors, people: Sequence[Volunteer]) -> dict[str, str]:
    main, rare = people[0].token, people[2].token

    def issue(token: str, **more: str) -> str:
        return str(doors.ask("POST", "/certificates", token, show_document="masked", **more)["code"])

    replaced = issue(main)
    valid = issue(main, replaces=replaced)
    revoked = issue(rare)
    doors.ask(
        "POST",
        f"/certificates/{revoked}/revocation",
        rare,
        kind="holder_request",
        reason="演示：证明不再需要。",
    )
    issue(rare)
    return {"valid": valid, "revoked": revoked, "replaced": replaced}


def _offer(doors: Doors, supervisor: str, now: datetime) -> None:
    """What a star is good for in the demo district: open to all, or from a star on."""
    for benefit in invented.BENEFITS:
        doors.ask("POST", "/benefits", supervisor, **{**benefit, "from": now.date().isoformat()})


def begin(app: Any, base: str) -> dict[str, Any]:
    """A district with a supervisor and nothing else."""
    return {"base": base, "supervisor": make_supervisor(Doors(app))[0]}


def fill(app: Any, base: str, say: Callable[[str], None]) -> dict[str, Any]:
    """Fill an empty district; the answer is what ``demo.json`` holds."""
    doors, now = Doors(app), datetime.now(_BEIJING).replace(microsecond=0)
    supervisor, token = make_supervisor(doors)
    say("团体申请与审核 groups")
    groups = _apply(doors, token)
    say("志愿者登记 volunteers")
    people = _register(doors, now)
    say("名册与项目 rosters and projects")
    _join(doors, groups, people)
    _plan(doors, groups, people, now)
    say("服务时长 hours")
    _log(doors, groups, people, now)
    say("优待 benefits")
    _offer(doors, token, now)
    say("证明 certificates")
    codes = _certify(doors, people)
    return {
        "base": base,
        "supervisor": supervisor,
        "recorder": {**groups[0].staff, "group_id": groups[0].group_id},
        "volunteer": {"login": people[0].login, "password": people[0].password},
        "codes": codes,
    }
