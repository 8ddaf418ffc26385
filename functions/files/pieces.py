"""The pieces of an import: checked as if they were written, then written; any step may be repeated."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from functions.files import actions, rules
from functions.files.models import HourImport, HourImportPiece, packed, unpacked
from functions.files.rules import Fault, Line
from functions.groups import actions as groups
from functions.groups.members import canonical_number
from functions.hours import actions as hours
from functions.hours.lifecycle import PENDING
from functions.hours.rules import Entry, Stay
from functions.regulation.violation import Violation
from functions.storage import clock
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import Known, find_by_numbers
from functions.volunteers.rules import canonical_name

_FIELDS = {"volunteer_number": "number", "start": "start", "end": "end", "content": "content", "reason": "reason"}


@dataclass(frozen=True)
class PieceDone:
    """What came of one piece: the import as it is now, the faults found (at most `MOST_SHOWN`), and how many there are."""

    imported: actions.Import
    faults: list[Fault]
    fault_count: int


def _as_line(row: dict[str, Any]) -> Line:
    stay = Stay(clock.from_text(row["start"]), clock.from_text(row["end"]))
    return Line(stay=stay, **{name: value for name, value in row.items() if name not in {"start", "end"}})


def _piece(import_id: str, number: str) -> HourImportPiece:
    unknown = NotFound("files.no_piece", "这次导入没有这一段。")
    if not (number.isascii() and number.isdigit() and len(number) < 5 and number == str(int(number))):
        raise unknown
    try:
        return HourImportPiece.get(import_id, int(number), consistent_read=True)
    except HourImportPiece.DoesNotExist:
        raise unknown from None


def faults_of(actor_id: str, group_id: str, import_id: str, number: str) -> PieceDone:
    """The faults of a piece as they were found last."""
    groups.workable(actor_id, group_id)
    item, piece = actions.find(group_id, import_id), _piece(import_id, number)
    found = [Fault(**each) for each in unpacked(piece.faults or piece.reading_faults, import_id)]
    return PieceDone(actions.shown(item), found, item.checked.get(number, int(piece.reading_count)))


def check(actor_id: str, group_id: str, import_id: str, number: str) -> PieceDone:
    """Check the rows of a piece as if they were written; nothing is. What was found before is forgotten."""
    groups.entering(actor_id, group_id)
    actions.find(group_id, import_id)
    piece = _piece(import_id, number)
    found = [Fault(**each) for each in unpacked(piece.reading_faults, import_id)]
    through = _through(actor_id, import_id, _lines(piece), check_only=True)
    seen = {(fault.sheet, fault.row, fault.column) for fault in found}
    more = [fault for fault in through.faults if (fault.sheet, fault.row, fault.column) not in seen]
    faults = sorted([*found, *more], key=actions.place_of)
    return _told(group_id, piece, faults, int(piece.reading_count) + len(more), through.late)


def write(actor_id: str, group_id: str, import_id: str, number: str) -> PieceDone:
    """Write a piece. A row that stands already, to the minute, is not written again. `Conflict` until all were checked and
    right; where something has come in between since, its faults are told and the import is faulty again."""
    groups.entering(actor_id, group_id)
    item, piece = actions.find(group_id, import_id), _piece(import_id, number)
    if not rules.may_write(int(item.pieces), item.checked, item.written):
        raise Conflict("files.not_checked", "文件还没有全部检查通过，不能写入。请先检查，改好错误。")
    faults = rules.quota_faults(sum(item.late.values()), hours.back_fill_room(group_id)) if not item.written else []
    if faults:
        raise Refused(faults)
    through = _through(actor_id, import_id, _lines(piece), check_only=False)
    if through.faults:
        return _told(group_id, piece, through.faults, len(through.faults), through.late)
    brought = {"entries": through.entries, "waiting": through.waiting, "minutes": through.minutes}
    item = _change(group_id, import_id, lambda at: {"written": {**at.written, number: brought}})
    return PieceDone(actions.shown(item), [], 0)


def _told(group_id: str, piece: HourImportPiece, faults: Sequence[Fault], count: int, late: int) -> PieceDone:
    """Keep what a check found, and say it."""
    kept, number = list(faults[: actions.MOST_SHOWN]), str(int(piece.number))
    piece.update([HourImportPiece.faults.set(packed([vars(fault) for fault in kept], piece.import_id))])
    item = _change(
        group_id,
        piece.import_id,
        lambda at: {"checked": {**at.checked, number: count}, "late": {**at.late, number: late}},
    )
    return PieceDone(actions.shown(item), kept, count)


def _change(group_id: str, import_id: str, change: Callable[[HourImport], dict[str, Any]]) -> HourImport:
    """Change an import, whoever else does at the same time."""

    def once() -> HourImport:
        item = actions.find(group_id, import_id)
        before = int(item.version)
        for name, value in change(item).items():
            setattr(item, name, value)
        item.version = before + 1
        transaction = Transaction()
        transaction.replace(item, HourImport.version == before)
        transaction.commit()
        return item

    return retried(once)


def _lines(piece: HourImportPiece) -> list[Line]:
    return [_as_line(row) for row in unpacked(piece.rows, piece.import_id)]


@dataclass
class Through:
    """What came of putting lines through the door: ``late`` counts back-fills."""

    faults: list[Fault]
    entries: int = 0
    waiting: int = 0
    minutes: int = 0
    late: int = 0

    def add(self, entries: Sequence[Entry]) -> None:
        self.entries += len(entries)
        self.waiting += sum(entry.state == PENDING for entry in entries)
        self.minutes += sum(entry.minutes for entry in entries)
        self.late += sum(entry.source == "back_fill" for entry in entries)


def _through(actor_id: str, import_id: str, lines: Sequence[Line], check_only: bool) -> Through:
    """Put lines through the door of all hours, project by project."""
    through = Through(_name_faults(lines, find_by_numbers([canonical_number(line.number) for line in lines])))
    if through.faults and not check_only:
        return through
    by_project: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        if line.project:
            by_project.setdefault(line.project, []).append(place)
    for project_id, places in by_project.items():
        rows = [_row(place, lines[place]) for place in places]
        try:
            through.add(hours.log_hours(actor_id, project_id, rows, [], check_only, act=import_id))
        except Refused as refused:
            through.faults += [_fault_at(lines, places, violation) for violation in refused.violations]
    return through


def _row(place: int, line: Line) -> hours.Row:
    return hours.Row(place, canonical_number(line.number), line.stay, line.content, line.reason)


def _name_faults(lines: Sequence[Line], people: dict[str, Known]) -> list[Fault]:
    """The name guards against a wrong number; what the right name would be is not told."""
    message = "姓名与这个编号登记的不一致，请核对编号和姓名。"
    return [
        Fault(line.sheet, line.row, rules.COLUMNS["name"], message)
        for line in lines
        if line.name
        and (person := people.get(canonical_number(line.number)))
        and canonical_name(line.name) != person.name
    ]


def _fault_at(lines: Sequence[Line], places: Sequence[int], violation: Violation) -> Fault:
    _, _, rest = violation.field.partition("entries.")
    place, _, field = rest.partition(".")
    if not place.isdigit():
        line = lines[places[0]]
        return Fault(line.sheet, line.row, "", violation.message)
    line = lines[int(place)]
    return Fault(line.sheet, line.row, rules.COLUMNS.get(_FIELDS.get(field, ""), ""), violation.message)
