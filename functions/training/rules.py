"""第十一条：培训信息应当包括志愿者参加志愿服务有关知识和技能培训的主题、内容、日期、地点、学时、联系人等。

学时 are class hours, kept in tenths; they are no minutes of service and count toward no star. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from functions.files import cells
from functions.files.rules import Fault, Table
from functions.regulation.trace import article
from functions.regulation.violation import Violation
from functions.volunteers.rules import name_faults

KINDS = {"general": "通用培训", "post": "岗位培训", "professional": "专业培训"}
MODES = {"in_person": "面授", "remote": "远程"}
MOST_TENTHS = 9995  # 999.5 class hours
MOST_ATTENDEES = 500  # of one request
MOST_FAULTS = 200  # of one file: more than anybody mends before trying again
MOST_VERSIONS = 20
_LONGEST = timedelta(days=366)
COLUMN = "志愿者编号"
_COLUMN_NAMES = {COLUMN, "编号", "志愿者号"}
_EXAMPLE = "示例"


@dataclass(frozen=True)
class Facts:
    """What Article 11 asks to record. ``class_hours`` in tenths; the days are civil days of Beijing, both included."""

    topic: str
    content: str
    starts: date
    ends: date
    place: str
    class_hours: int
    kind: str
    mode: str
    contact: str


@dataclass(frozen=True)
class Past:
    """A former version of a training: what it said, and who replaced it when and why."""

    version: int
    facts: Facts
    replaced_by: str
    replaced_at: datetime
    reason: str


@dataclass(frozen=True)
class Training:
    """A training of one group. ``attendees`` counts those who stand."""

    training_id: str
    group_id: str
    group: str
    facts: Facts
    entered_by: str
    entered_at: datetime
    version: int = 1
    attendees: int = 0
    past: tuple[Past, ...] = field(default=())


@article("11")
def training_faults(facts: Facts, today: date) -> list[Violation]:
    """Every fault of what is recorded of a training, each at its own field."""
    faults = [
        _fault(f"{name}_missing", name, f"请填写{what}。")
        for name, what in (("topic", "培训主题"), ("content", "培训内容"), ("place", "培训地点"))
        if not getattr(facts, name)
    ]
    faults += _day_faults(facts, today)
    if not 1 <= facts.class_hours <= MOST_TENTHS:
        faults.append(_fault("class_hours", "class_hours", "学时应在 0.1 到 999.5 之间，最多一位小数。"))
    if facts.kind not in KINDS:
        faults.append(_fault("kind", "kind", "请选择培训类别。"))
    if facts.mode not in MODES:
        faults.append(_fault("mode", "mode", "请选择面授还是远程。"))
    return faults + name_faults(facts.contact, "contact")


def _day_faults(facts: Facts, today: date) -> list[Violation]:
    if facts.ends < facts.starts:
        return [_fault("order", "ends", "结束日期早于开始日期，请检查。")]
    if facts.ends - facts.starts > _LONGEST:
        return [_fault("length", "ends", "一次培训最长一年；更长的请分几次记录。")]
    if facts.ends > today:
        return [_fault("future", "ends", "培训还没有结束，结束以后再记录。")]
    return []


@article("11")
def own_faults(keys: Mapping[int, str], recorder_key: str) -> list[tuple[int, Violation]]:
    """Nobody records an own training, in any role: the line of each attendee who is the recorder. ``keys`` are the
    fingerprints of documents by line."""
    message = "不能给自己记录培训，请由本团体的另一位记录员录入。"
    return [(line, _fault("own", "", message)) for line, key in keys.items() if key == recorder_key]


@article("11")
def reason_faults(reason: str, what: str) -> list[Violation]:
    """Correcting and removing say why."""
    return [] if reason else [_fault("reason_missing", "reason", f"{what}须写明理由，志愿者会看到。")]


@article("11")
def numbers_of(tables: Sequence[Table]) -> tuple[list[tuple[str, int, str]], list[Fault]]:
    """The column of volunteer numbers of every sheet that has one: (sheet, row, number), each number once, and the faults
    of cells that hold none."""
    found = [(table, *place) for table in tables if (place := _column_of(table))]
    if not found:
        return [], [Fault("", 0, "", f"没有找到表头“{COLUMN}”。请把志愿者编号放在一列，列的第一格写“{COLUMN}”。")]
    lines: dict[str, tuple[str, int, str]] = {}
    faults: list[Fault] = []
    for table, header, column in found:
        for row, read in _cells_of(table, header, column):
            if read.fault:
                faults.append(Fault(table.sheet, row, COLUMN, read.fault))
            else:
                lines.setdefault(str(read.value), (table.sheet, row, str(read.value)))
    return _within_limits(list(lines.values()), faults)


def _cells_of(table: Table, header: int, column: int) -> list[tuple[int, cells.Read]]:
    """The filled cells below a header, each with its row as the person counts."""
    found = []
    for index, row in enumerate(table.rows[header + 1 :], header + 2):
        cell = row[column] if column < len(row) else ""
        if cells.text_of(cell) and not cells.text_of(cell).startswith(_EXAMPLE):
            found.append((index, cells.number_of(cell)))
    return found


def _within_limits(
    lines: list[tuple[str, int, str]], faults: list[Fault]
) -> tuple[list[tuple[str, int, str]], list[Fault]]:
    if len(lines) > MOST_ATTENDEES:
        message = f"一次最多 {MOST_ATTENDEES} 人，这个文件有 {len(lines)} 人。请分成几个文件。"
        return [], [Fault("", 0, "", message)]
    if not lines and not faults:
        return [], [Fault("", 0, "", "表里还没有编号，请填写后再选择。")]
    return lines, faults[:MOST_FAULTS]


def _column_of(table: Table) -> tuple[int, int] | None:
    """In which of the first rows and in which column the header stands."""
    for place, row in enumerate(table.rows[:10]):
        for column, cell in enumerate(row):
            if "".join(cells.text_of(cell).split()).split("（")[0].split("(")[0] in _COLUMN_NAMES:
                return place, column
    return None


def hours_text(tenths: int) -> str:
    """Class hours for people: ``2.5``, ``3``."""
    whole, part = divmod(tenths, 10)
    return f"{whole}.{part}" if part else str(whole)


def _fault(code: str, name: str, message: str) -> Violation:
    return Violation("11", f"training.{code}", name, message)
