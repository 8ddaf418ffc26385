"""Acts at the door, at instants of the first days of May 2026 in Beijing."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from werkzeug.test import TestResponse

from functions.storage import clock
from tests.district import Person

BEIJING = ZoneInfo("Asia/Shanghai")


def instant(text: str) -> datetime:
    """`1 09:00` is nine o'clock of 1 May 2026 in Beijing; seconds may follow."""
    day, time = text.split()
    return datetime.fromisoformat(f"2026-05-{int(day):02d}T{time}").replace(tzinfo=BEIJING)


def at(text: str) -> AbstractContextManager[None]:
    """Within the block the clock shows this instant."""
    return clock.stopped_at(instant(text))


def code(recorder: Person, project: str, direction: str, planned_end: str = "") -> str:
    """The token that the recorder's screen shows now."""
    more = f"&planned_end={quote(instant(planned_end).isoformat())}" if planned_end else ""
    answer = recorder.get(f"/projects/{project}/check-in-code?direction={direction}{more}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return str(answer.get_json()["token"])


def use(volunteer: Person, token: str, **more: Any) -> TestResponse:
    return volunteer.post("/check-ins", {"token": token, **more})


def scan(volunteer: Person, recorder: Person, project: str, direction: str, planned_end: str = "") -> TestResponse:
    """The volunteer scans what the screen shows now."""
    return use(volunteer, code(recorder, project, direction, planned_end))


def by_hand(recorder: Person, project: str, direction: str, **body: str) -> TestResponse:
    return recorder.post(f"/projects/{project}/check-ins", {"direction": direction, **body})


def is_in(volunteer: Person) -> Any:
    return volunteer.get("/volunteers/me/check-in").get_json()["check_in"]


def inside(recorder: Person, project: str) -> list[Any]:
    return list(recorder.get(f"/projects/{project}/check-ins").get_json()["items"])


def entries(recorder: Person, project: str) -> list[Any]:
    return list(recorder.get(f"/projects/{project}/hours").get_json()["items"])


def queue(recorder: Person) -> list[Any]:
    return list(recorder.get(f"/groups/{recorder.group_id}/queue?source=check_in").get_json()["items"])


def confirm(recorder: Person, entry: Any) -> TestResponse:
    key = {"volunteer_id": entry["volunteer_id"], "entry_id": entry["entry_id"]}
    return recorder.post(f"/groups/{recorder.group_id}/queue", {"entries": [key], "decision": "confirmed"})


def total(volunteer: Person) -> tuple[int, int]:
    told = volunteer.get("/volunteers/me/record").get_json()["totals"]
    return told["minutes"], told["entries"]


def codes(answer: TestResponse) -> list[str]:
    return [fault["code"] for fault in answer.get_json()["violations"]]


def says(answer: TestResponse) -> str:
    return "".join(fault["message"] for fault in answer.get_json()["violations"])
