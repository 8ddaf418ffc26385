"""第九条：……志愿团体应当及时为参加本团体志愿服务的志愿者核实并录入服务时长。

A spreadsheet of hours as rows, and every fault of it by sheet, row and column, before anything is written. Pure.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from functions.files import cells
from functions.files.cells import Cell
from functions.hours.rules import BEIJING, Stay
from functions.regulation.trace import article
from functions.regulation.violation import Violation

COLUMNS = {
    "number": "志愿者编号",
    "name": "姓名",
    "project": "项目",
    "date": "服务日期",
    "start": "开始时间",
    "end": "结束时间",
    "next": "次日结束",
    "content": "服务内容",
    "reason": "补录理由",
}
_OTHER_NAMES = {
    "编号": "number", "志愿者号": "number", "项目名称": "project", "活动": "project", "活动名称": "project", "日期": "date",
    "开始": "start", "结束": "end", "第二天": "next", "第二天结束": "next", "内容": "content", "理由": "reason",
}  # fmt: skip
NEEDED = ("number", "date", "start", "end")
EXAMPLE = "示例"  # a row whose number begins with it is the template's own
MOST_ROWS = 10_000
PIECE = 500
CHECKING, FAULTY, READY, WRITING, DONE = "checking", "faulty", "ready", "writing", "done"
STATES = {CHECKING: "待检查", FAULTY: "有错误", READY: "可以写入", WRITING: "写入中", DONE: "已完成"}


@dataclass(frozen=True)
class Table:
    """A sheet as it was read: ``rows`` from the first, which is row 1 for the person."""

    sheet: str
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Line:
    """One row of hours that could be read. ``row`` as the person counts; ``project`` is its name or id, "" where the file
    does not say."""

    sheet: str
    row: int
    number: str
    name: str
    project: str
    stay: Stay
    content: str
    reason: str


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where. ``column`` is a title of `COLUMNS`, or "" for the whole row or sheet."""

    sheet: str
    row: int
    column: str
    message: str


@article("9")
def read_tables(tables: Sequence[Table]) -> tuple[list[Line], list[Fault]]:
    """The rows of every sheet that has a header, and the faults of those that cannot be read."""
    lines: list[Line] = []
    faults: list[Fault] = []
    headers = [(table, _header_of(table)) for table in tables]
    found = [(table, place, titles) for table, (place, titles) in headers if titles]
    if not found:
        needed = "、".join(COLUMNS[name] for name in NEEDED)
        return [], [Fault("", 0, "", f"没有找到表头。第一行应当有：{needed}。请用下载的模板。")]
    for table, place, titles in found:
        missing = [COLUMNS[name] for name in NEEDED if name not in titles]
        if missing:
            faults.append(Fault(table.sheet, place + 1, "", f"表头缺少：{'、'.join(missing)}。请用下载的模板。"))
            continue
        for row in range(place + 1, len(table.rows)):
            line, wrong = _line_of(table.sheet, row + 1, _by_name(table.rows[row], titles))
            lines += [line] if line else []
            faults += wrong
    if not lines and not faults:
        faults.append(Fault("", 0, "", "表里还没有内容，请填写后再上传。"))
    return lines, faults + _overlaps(lines) + _too_many(lines)


def _header_of(table: Table) -> tuple[int, dict[str, int]]:
    """Where the header is among the first rows, and in which column each name stands."""
    known = {title: name for name, title in COLUMNS.items()} | _OTHER_NAMES
    for place, row in enumerate(table.rows[:10]):
        titles: dict[str, int] = {}
        for column, cell in enumerate(row):
            name = known.get("".join(cells.text_of(cell).split()).split("（")[0].split("(")[0])
            if name:
                titles.setdefault(name, column)
        if len(set(titles) & {*NEEDED, "name"}) >= 2:
            return place, titles
    return 0, {}


def _by_name(row: Sequence[Cell], titles: dict[str, int]) -> dict[str, Cell]:
    return {name: row[column] if column < len(row) else "" for name, column in titles.items()}


_READERS: dict[str, Callable[[Cell], cells.Read]] = {
    "number": cells.number_of, "date": cells.date_of, "start": cells.time_of, "end": cells.time_of, "next": cells.yes_of,
}  # fmt: skip
_LONGEST = {"content": 200, "reason": 300, "name": 60, "project": 100}


def _line_of(sheet: str, row: int, found: dict[str, Cell]) -> tuple[Line | None, list[Fault]]:
    """One row read, or its faults; neither for a blank row and for the template's example."""
    if not any(cells.text_of(cell) for cell in found.values()) or cells.text_of(found["number"]).startswith(EXAMPLE):
        return None, []
    read = {name: reader(found.get(name, "")) for name, reader in _READERS.items()}
    texts = {name: cells.text_of(found.get(name, "")) for name in _LONGEST}
    faults = {name: value.fault for name, value in read.items() if value.fault}
    for name in NEEDED:
        if read[name].value in (None, ""):
            faults.setdefault(name, f"请填写{COLUMNS[name]}。")
    if read["start"].midnight:
        faults["start"] = "开始时间不能是 24:00，请写成第二天的日期和 00:00。"
    for name, most in _LONGEST.items():
        if len(texts[name]) > most:
            faults[name] = f"{COLUMNS[name]}最多 {most} 个字。"
    if faults:
        return None, [Fault(sheet, row, COLUMNS[name], message) for name, message in faults.items()]
    over = bool(read["next"].value) or read["end"].midnight
    stay = _stay(read["date"].value, read["start"].value, read["end"].value, over)
    return Line(sheet, row, str(read["number"].value), stay=stay, **texts), []


def _stay(day: Any, start: Any, end: Any, next_day: bool) -> Stay:
    last: date = day + timedelta(days=1) if next_day else day

    def at(one: date, moment: time) -> datetime:
        return datetime.combine(one, moment, BEIJING)

    return Stay(at(day, start), at(last, end))


def _overlaps(lines: Sequence[Line]) -> list[Fault]:
    """One person at two places at once within the file: told at the later row."""
    faults = []
    by_person: dict[str, list[Line]] = {}
    for line in lines:
        by_person.setdefault(line.number, []).append(line)
    for own in by_person.values():
        latest: Line | None = None
        for line in sorted(own, key=lambda each: each.stay.start):
            if latest and line.stay.start < latest.stay.end and line.stay.start < line.stay.end:
                early, late = sorted((latest, line), key=lambda each: (each.sheet, each.row))
                where = f"第 {early.row} 行" if early.sheet == late.sheet else f"“{early.sheet}”第 {early.row} 行"
                message = f"与{where}是同一个人，时间重叠，请改正或删去一行。"
                faults.append(Fault(late.sheet, late.row, COLUMNS["start"], message))
            if latest is None or line.stay.end > latest.stay.end:
                latest = line
    return faults


def _too_many(lines: Sequence[Line]) -> list[Fault]:
    if len(lines) <= MOST_ROWS:
        return []
    return [Fault("", 0, "", f"一个文件最多 {MOST_ROWS} 行，这个文件有 {len(lines)} 行。请分成几个文件。")]


@article("9")
def projects_of(
    lines: Sequence[Line], projects: Sequence[tuple[str, str]], default: str
) -> tuple[dict[int, str], list[Fault]]:
    """Which project each line is of, by its place in ``lines``: ``projects`` are (id, name) of the group, ``default`` the
    id for lines that name none. The faults of those that cannot be told."""
    ids = {project_id for project_id, _ in projects}
    named: dict[str, list[str]] = {}
    for project_id, name in projects:
        named.setdefault(name, []).append(project_id)
    found: dict[int, str] = {}
    faults = []
    for place, line in enumerate(lines):
        hits = [line.project] if line.project in ids else named.get(line.project, [])
        if not line.project:
            hits = [default] if default in ids else []
        if len(hits) == 1:
            found[place] = hits[0]
            continue
        faults.append(Fault(line.sheet, line.row, COLUMNS["project"], _which_project(line.project, len(hits))))
    return found, faults


def _which_project(name: str, hits: int) -> str:
    if not name:
        return "请填写项目，或在上传时选一个项目。"
    if hits:
        return f"有 {hits} 个项目都叫“{name[:40]}”，请把“项目”一列改成项目编号，或分开上传。"
    return f"本团体没有项目“{name[:40]}”，请从下拉列表里选，或先建项目。"


@article("9")
def state_of(pieces: int, checked: Mapping[str, int], written: Collection[str]) -> str:
    """How far an import is: nothing is written before every piece was checked and found right. ``checked`` is the number
    of faults by piece, ``written`` the pieces that are in."""
    if len(written) == pieces:
        return DONE
    if len(checked) < pieces:
        return CHECKING
    if any(checked.values()):
        return FAULTY
    return WRITING if written else READY


@article("9")
def next_piece(pieces: int, checked: Mapping[str, int], written: Collection[str]) -> int | None:
    """The first piece to be checked, or written where all are checked; None where there is none."""
    done = {CHECKING: checked, READY: written, WRITING: written}.get(state_of(pieces, checked, written))
    return None if done is None else next((n for n in range(pieces) if str(n) not in done), None)


@article("9")
def may_write(pieces: int, checked: Mapping[str, int], written: Collection[str]) -> bool:
    """Hours are written only once every piece was checked and found right; what is in may be written again."""
    return state_of(pieces, checked, written) in {READY, WRITING, DONE}


@article("9")
def quota_faults(late: int, room: int) -> list[Violation]:
    """A file is not begun whose back-fills do not fit what is left of the group's month."""
    if late <= room:
        return []
    message = f"文件里有 {late} 条是补录，本团体本月的补录名额还剩 {max(0, room)} 条，不能写入。请分月补录，或请主管部门调整名额。"
    return [Violation("9", "files.quota", "", message)]
