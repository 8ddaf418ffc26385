"""``python -m tests.load``: fifty people at once for two minutes against one whole district on this machine.

Some check certificates, some read their own records, some enter hours for the same volunteers as others do at the same time. Asked is
that nothing fails and that every minute that was acknowledged is in the record afterwards, once; how fast it goes is told, not judged.
"""

import argparse
import json
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from infra.cloud import say
from tests.browser.office import BEIJING, DAY, Caller, Office, Team, open_office

_GROUPS = 4
_NAMES = ("欧阳娜娜", "王秀英", "张伟")  # of each group
_SLOT = 5  # minutes of one entry
_A_DAY = 24 * 60 // _SLOT


@dataclass
class Tally:
    """What was asked and answered: times in seconds by act, answers that were not as they must be, minutes in force by
    volunteer and entries by project and state, as they were acknowledged."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    minutes: Counter[str] = field(default_factory=Counter)
    entries: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, act: str, seconds: float, wrong: str = "") -> None:
        with self.lock:
            self.seconds.setdefault(act, []).append(seconds)
            if wrong:
                self.wrong.append(f"{act}: {wrong}")

    def entered(self, project_id: str, number: str, entry: dict[str, Any]) -> None:
        """An entry was acknowledged; minutes count once it is in force (an unusual one waits for a second person)."""
        with self.lock:
            self.entries.setdefault((project_id, entry["state"]), set()).add(entry["entry_id"])
            self.minutes[number] += entry["minutes"] if entry["state"] == "in_force" else 0


class Client:
    """One person with one kept connection, as a browser has."""

    def __init__(self, caller: Caller, tally: Tally) -> None:
        self._caller, self._tally = caller, tally
        self._connection = HTTPConnection(urlsplit(caller.base).netloc, timeout=60, source_address=(caller.place, 0))

    def close(self) -> None:
        self._connection.close()

    def ask(self, act: str, method: str, path: str, expected: int, body: Any = None) -> Any:
        headers = {"Content-Type": "application/json"}
        headers |= {"Authorization": f"Bearer {self._caller.token}"} if self._caller.token else {}
        began = time.perf_counter()
        try:
            self._connection.request(method, f"/api/v1{path}", json.dumps(body) if body is not None else None, headers)
            answer = self._connection.getresponse()
            content = answer.read()
        except OSError as error:
            self._connection.close()
            self._tally.note(act, time.perf_counter() - began, repr(error))
            return None
        wrong = "" if answer.status == expected else f"{answer.status} {content[:300].decode(errors='replace')}"
        self._tally.note(act, time.perf_counter() - began, wrong)
        return None if wrong else json.loads(content)


def check(client: Client, code: str) -> None:
    told = client.ask("verify a certificate", "GET", f"/public/certificates/{code}", 200)
    if told and told["status"] != "valid":
        client._tally.note("verify a certificate", 0, f"answered {told['status']}")


def read_own(client: Client) -> None:
    client.ask("see the own record", "GET", "/volunteers/me/record", 200)


class Writer:
    """A recorder at work: each entry at a time that is its own, for volunteers whom others enter for at the same time."""

    def __init__(self, client: Client, tally: Tally, team: Team, project_id: str, days_back: int) -> None:
        self._client, self._tally, self._team, self._project = client, tally, team, project_id
        self._day = datetime.combine(DAY - timedelta(days=days_back), datetime.min.time(), BEIJING)
        self._next = 0

    def write(self) -> None:
        person = self._next % len(self._team.people)
        start = self._day + timedelta(minutes=_SLOT * (self._next // len(self._team.people) % _A_DAY))
        self._next += 1
        number = self._team.people[person][0]
        entry = {
            "volunteer_number": number,
            "start": start.isoformat(),
            "end": (start + timedelta(minutes=_SLOT)).isoformat(),
        }
        told = self._client.ask("enter hours", "POST", f"/projects/{self._project}/hours", 201, {"entries": [entry]})
        for entry in told["entries"] if told else []:
            self._tally.entered(self._project, number, entry)


@dataclass
class Load:
    """A district with people in it, and what each of so many clients does over and over."""

    tally: Tally
    clients: list[Client]
    acts: list[Callable[[], None]]
    volunteers: dict[str, Caller]
    recorders: dict[str, tuple[Caller, str]]  # by project, with the group's id


def prepared(office: Office, clients: int) -> Load:
    tally, people, codes = Tally(), dict[str, Caller](), list[str]()
    teams = [office.team(*(name for name in _NAMES)) for _ in range(_GROUPS)]
    projects = [team.project() for team in teams]
    for team, project in zip(teams, projects, strict=True):
        for number, _ in team.people:
            start = datetime.combine(DAY + timedelta(days=5), datetime.min.time(), BEIJING)
            rows = [
                {
                    "volunteer_number": number,
                    "start": start.isoformat(),
                    "end": (start + timedelta(hours=1)).isoformat(),
                }
            ]
            first = team.recorder.post(f"/projects/{project}/hours", {"entries": rows})["entries"][0]
            tally.entered(project, number, first)
            # Log-ins from one place are held back.
            people[number] = Caller(office.base, place=f"127.0.1.{len(people) + 1}").log_in(number)
            codes.append(people[number].post("/certificates", {"show_document": "masked"})["code"])
    callers = list(people.values())
    parts, acts = list[Client](), list[Callable[[], None]]()
    for order in range(clients):
        turn, kind = divmod(order, 5)
        which = turn % _GROUPS
        token = teams[which].recorder.token
        caller = [
            Caller(office.base),
            Caller(office.base),
            callers[turn % len(callers)],
            *[Caller(office.base, token)] * 2,
        ][kind]
        parts.append(Client(caller, tally))
        if kind < 2:
            acts.append(partial(check, parts[-1], codes[order % len(codes)]))
        elif kind == 2:
            acts.append(partial(read_own, parts[-1]))
        else:  # a day of its own, so that its entries overlap with nobody's
            days_back = turn // _GROUPS * 2 + kind % 2
            acts.append(Writer(parts[-1], tally, teams[which], projects[which], days_back).write)
    recorders = {project: (team.recorder, team.group_id) for team, project in zip(teams, projects, strict=True)}
    return Load(tally, parts, acts, people, recorders)


def run(load: Load, seconds: float) -> None:
    give_up = time.monotonic() + seconds

    def over_and_over(act: Callable[[], None]) -> None:
        while time.monotonic() < give_up:
            act()

    threads = [threading.Thread(target=over_and_over, args=(act,)) for act in load.acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for client in load.clients:
        client.close()


def _listed(recorder: Caller, path: str) -> list[str]:
    """Every entry of a list, page after page."""
    found, cursor = list[str](), ""
    while True:
        page = recorder.get(f"{path}limit=100" + (f"&cursor={cursor}" if cursor else ""))
        found += [each["entry_id"] for each in page["items"]]
        cursor = page.get("next") or ""
        if not cursor:
            return found


def lost(load: Load) -> list[str]:
    """What is not as it was acknowledged: minutes of a record, entries of a project that are missing or there twice."""
    found = []
    for number, caller in load.volunteers.items():
        stands, told = caller.get("/volunteers/me/record")["totals"]["minutes"], load.tally.minutes[number]
        found += [f"{number}: {told} minutes acknowledged, {stands} recorded"] if stands != told else []
    for project_id, (recorder, group_id) in load.recorders.items():
        lists = {"in_force": f"/projects/{project_id}/hours?", "pending": f"/groups/{group_id}/queue?"}
        for state, path in lists.items():
            listed, entered = _listed(recorder, path), load.tally.entries.get((project_id, state), set())
            if sorted(listed) != sorted(entered):
                found.append(f"{project_id}: {len(entered)} entries {state} acknowledged, {len(listed)} listed")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_office(Path(folder)) as office:
        load = prepared(office, asked.clients)
        run(load, asked.seconds)
        say(f"{asked.clients} people at once for {asked.seconds:.0f} s against one process of `make run`:")
        for act, taken in sorted(load.tally.seconds.items()):
            ranked = sorted(taken)
            middle, slow = statistics.median(ranked) * 1000, ranked[int(len(ranked) * 0.99)] * 1000
            say(f"{act} {len(taken):,} times, median {middle:.0f} ms, 99 of 100 within {slow:.0f} ms;")
        wrong, missing = load.tally.wrong, lost(load)
    for line in [*wrong[:20], *missing]:
        say(f"  WRONG {line}")
    say(f"{len(wrong)} errors, {len(missing)} records that are not what was acknowledged.")
    return 1 if wrong or missing else 0


if __name__ == "__main__":
    sys.exit(main())
