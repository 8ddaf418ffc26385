"""Giving somebody hours, whole days at a time."""

from datetime import date, timedelta
from typing import Any

from tests.builders import a_row
from tests.district import District, Person
from tests.hours.test_waiting import log

_A_DAY = 20  # hours


def a_long_project(district: District, recorder: Person, *members: Person) -> str:
    return district.project(recorder, *members, starts="2026-01-01T00:00:00+08:00")


def rows_of(number: str, minutes: int, since: date) -> list[dict[str, Any]]:
    """Rows that come to ``minutes``, one a day from ``since``."""
    rows, day = [], since
    while minutes > 0:
        part = min(minutes, _A_DAY * 60)
        rows.append(a_row(number, f"{day}T00:00", f"{day}T{part // 60:02d}:{part % 60:02d}"))
        minutes, day = minutes - part, day + timedelta(days=1)
    return rows


def serve(recorder: Person, project: str, number: str, minutes: int, since: date = date(2026, 1, 1)) -> None:
    """Let a volunteer have ``minutes`` in force."""
    answer = log(recorder, project, *rows_of(number, minutes, since))
    assert answer.status_code == 201, answer.get_data(as_text=True)
    assert {entry["state"] for entry in answer.get_json()["entries"]} == {"in_force"}
