"""A group's hours as a file: a table, the day's sums, or the national system's entry sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from functions.files import national, writing
from functions.files.rules import COLUMNS
from functions.groups import actions as groups
from functions.hours import actions as hours
from functions.hours import lifecycle
from functions.hours.policy import MARKS
from functions.hours.rules import BEIJING, Entry, hours_text, source_text
from functions.projects import actions as projects
from functions.regulation.violation import Violation
from functions.storage import audit, clock
from functions.storage.refusals import NotFound, Refused

MOST = 10_000  # entries in one file: what an answer of Lambda holds
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
KINDS = {"xlsx": "时长", "csv": "时长", "by_day": "按天时长", "national": "国家系统录入表（未经官方标准核对）"}
_MORE = ("时长（小时）", "时长（分钟）", "来源", "标记", "状态", "确认时间")
_STATES = (lifecycle.IN_FORCE, lifecycle.PENDING)


@dataclass(frozen=True)
class Asked:
    """Which hours: begun on the civil dates ``first`` to ``last``, of one project or ("") of all."""

    kind: str
    first: date
    last: date
    project_id: str


@dataclass(frozen=True)
class File:
    """A file to download."""

    content: bytes
    content_type: str
    plain_name: str
    name: str


def export(actor_id: str, group_id: str, asked: Asked) -> File:
    """A group's hours as a file; that they were taken out is on record. Raises `Refused` where they are too many."""
    group = groups.workable(actor_id, group_id)
    faults = _faults(asked)
    if faults:
        raise Refused(faults)
    entries = _entries(group_id, asked, _STATES if asked.kind in {"xlsx", "csv"} else (lifecycle.IN_FORCE,))
    audit.saw(f"group#{group_id}", actor_id, f"export:{asked.kind}", about=f"{asked.first}/{asked.last}")
    period = f"{asked.first:%Y%m%d}-{asked.last:%Y%m%d}"
    content, content_type, suffix = _made(asked.kind, entries)
    name = f"{group.name}-{KINDS[asked.kind]}-{period}.{suffix}"
    return File(content, content_type, f"hours-{asked.kind}-{period}.{suffix}", name)


def _faults(asked: Asked) -> list[Violation]:
    faults = []
    if asked.kind not in KINDS:
        faults.append(Violation("9", "files.kind", "kind", "请选择导出哪一种文件。"))
    if asked.last < asked.first:
        faults.append(Violation("9", "files.period", "to", "结束日期应不早于开始日期。"))
    return faults


def _entries(group_id: str, asked: Asked, states: tuple[str, ...]) -> list[Entry]:
    ids = [project_id for project_id, _ in projects.names_of(group_id)]
    if asked.project_id and asked.project_id not in ids:
        raise NotFound("projects.unknown", "没有这个项目，或不是您所在团体的项目。")
    found: list[Entry] = []
    for project_id in [asked.project_id] if asked.project_id else ids:
        for entry in hours.of_project_between(project_id, asked.first, asked.last, states):
            if len(found) == MOST:
                message = f"这段时间的时长超过 {MOST} 条。请缩短日期范围，或选一个项目，分几次导出。"
                raise Refused([Violation("9", "files.too_many", "from", message)])
            found.append(entry)
    return sorted(found, key=lambda entry: (entry.stay.start, entry.volunteer_number))


def _made(kind: str, entries: list[Entry]) -> tuple[bytes, str, str]:
    if kind == "csv":
        return writing.as_csv(_table(entries, writing.in_fours)), CSV, "csv"
    if kind == "by_day":
        return writing.as_xlsx([_days(entries)]), XLSX, "xlsx"
    if kind == "national":
        rows = [national.row_of(stretch) for stretch in national.stretches_of(entries)]
        note = writing.Sheet("说明", ("说明",), [(national.NOT_CHECKED,)])
        return writing.as_xlsx([writing.Sheet("未经官方标准核对", national.TITLES, rows), note]), XLSX, "xlsx"
    return writing.as_xlsx([_table(entries)]), XLSX, "xlsx"


def _table(entries: list[Entry], number: Callable[[str], str] = str) -> writing.Sheet:
    """The columns of the template, so that what was taken out can be brought in, and what else there is to know."""
    return writing.Sheet(
        "时长", (*COLUMNS.values(), *_MORE), [(number(entry.volunteer_number), *_row(entry)) for entry in entries]
    )


def _row(entry: Entry) -> tuple[Any, ...]:
    start, end = entry.stay.start.astimezone(BEIJING), entry.stay.end.astimezone(BEIJING)
    over = "是" if end.date() != start.date() else ""
    reason = entry.note if entry.source == "back_fill" else ""
    filled = (
        entry.name,
        entry.project,
        start.date().isoformat(),
        f"{start:%H:%M}",
        f"{end:%H:%M}",
    )
    marks = "、".join(MARKS[mark] for mark in entry.marks.split(",") if mark)
    decided = clock.beijing_text(entry.decided_at)[:16].replace("T", " ") if entry.decided_at else ""
    told = (
        float(hours_text(entry.minutes)),
        entry.minutes,
        source_text(entry),
        marks,
        lifecycle.STATES[entry.state],
    )
    return (*filled, over, entry.content, reason, *told, decided)


def _days(entries: list[Entry]) -> writing.Sheet:
    titles = ("日期", "志愿者编号", "姓名", "项目", "时长（小时）", "时长（分钟）")
    rows = [
        (day.isoformat(), entry.volunteer_number, entry.name, entry.project, float(hours_text(minutes)), minutes)
        for day, entry, minutes in national.day_rows(entries)
    ]
    return writing.Sheet("按天", titles, rows)
