"""A file of hours on its whole way in, measured, beside a bare writer of the same items in the same run."""

import base64
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from functions.files import rules, writing
from infra.metering import metered
from tests.engine.acts import Stage

_A_DAY = 10  # rows of one person


@dataclass(frozen=True)
class Taken:
    """What something took: seconds, capacity units written, and calls that read."""

    seconds: float
    write_units: float
    reads: int


@dataclass(frozen=True)
class Import:
    """A file of ``rows`` from upload to the last piece, and the bare writing of the items that it left."""

    rows: int
    imported: Taken
    bare: Taken
    final: dict[str, Any]


def _measured(act: Callable[[], Any]) -> tuple[Any, Taken]:
    began = time.perf_counter()
    with metered() as meter:
        answer = act()
    return answer, Taken(time.perf_counter() - began, meter.write_units, len(meter.reads))


def a_file(numbers: list[str], rows: int, first: date) -> bytes:
    """``rows`` half hours, ten a day for each person."""
    lines = []
    for place in range(rows):
        number, turn = numbers[place % len(numbers)], place // len(numbers)
        day, hour = first + timedelta(days=turn // _A_DAY), 8 + turn % _A_DAY
        filled = {"number": number, "date": day.isoformat(), "start": f"{hour:02d}:00", "end": f"{hour:02d}:30"}
        lines.append(tuple(filled.get(name, "") for name in rules.COLUMNS))
    return writing.as_xlsx([writing.Sheet("时长", tuple(rules.COLUMNS.values()), lines)])


def bring_in(stage: Stage, content: bytes) -> dict[str, Any]:
    """Upload, check every piece, write every piece; the import as it is then."""
    path = f"/groups/{stage.recorder.group_id}/imports"
    body = {"name": "all.xlsx", "content": base64.b64encode(content).decode(), "project_id": stage.project}
    imported: dict[str, Any] = stage.recorder.post(path, body).get_json()
    for act in ("check", "write"):
        for number in range(imported["pieces"]):
            answer = stage.recorder.post(f"{path}/{imported['import_id']}/pieces/{number}", {"act": act})
            told = answer.get_json()
            if answer.status_code >= 300 or told["fault_count"]:
                raise RuntimeError(answer.get_data(as_text=True)[:1000])
            imported = told["import"]
    return imported


def write_bare(project_id: str) -> None:
    """The same items again under another volunteer's id, in transactions of a hundred puts, and nothing else."""
    from functions.hours.models import EntryItem
    from functions.storage.transactions import MOST_WRITES, Transaction

    items = list(EntryItem.by_project.query(project_id))
    for start in range(0, len(items), MOST_WRITES):
        transaction = Transaction()
        for item in items[start : start + MOST_WRITES]:
            item.volunteer_id = f"bare-{item.volunteer_id}"
            item.project_id = f"bare-{item.project_id}"
            transaction.create(item)
        transaction.commit()


def import_of(stage: Stage, rows: int) -> Import:
    """A file of ``rows`` brought in, and the bare writer after it."""
    content = a_file([person.number for person in stage.volunteers], rows, date(2026, 2, 1))
    final, imported = _measured(lambda: bring_in(stage, content))
    _, bare = _measured(lambda: write_bare(stage.project))
    return Import(rows, imported, bare, final)
