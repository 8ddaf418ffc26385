"""Importing hours from a file: read once, checked piece by piece, then written piece by piece; any step may be repeated."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from functions.files import reading, rules, writing
from functions.files.models import HourImport, HourImportPiece, packed
from functions.files.rules import Fault, Line
from functions.groups import actions as groups
from functions.projects import actions as projects
from functions.regulation.violation import Violation
from functions.storage import audit, clock, encryption
from functions.storage.pages import Page
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.transactions import Transaction

_KEPT = timedelta(days=90)
MOST_SHOWN = 200  # faults kept of one piece: more than anybody mends before checking again


@dataclass(frozen=True)
class Import:
    """A file on its way in. ``faults`` counts all that were found so far; ``next_piece`` is the first that is not yet
    checked, or written where all are, None where nothing is left."""

    import_id: str
    name: str
    rows: int
    pieces: int
    state: str
    brought_at: Any
    faults: int
    checked: int
    written: int
    entries: int
    waiting: int
    minutes: int
    next_piece: int | None


def template_for(actor_id: str, group_id: str) -> bytes:
    """The template with the group's projects to choose from."""
    groups.workable(actor_id, group_id)
    return writing.template([name for _, name in projects.names_of(group_id)])


def bring(actor_id: str, group_id: str, name: str, content: bytes, project_id: str) -> Import:
    """Read a file and keep its rows. The same file again is the same import. Raises `Refused` where it cannot be read at
    all; faults of single rows are kept with it."""
    groups.entering(actor_id, group_id)
    digest = hashlib.sha256(content).hexdigest()
    import_id = encryption.fingerprint("import", f"{group_id}#{project_id}#{digest}")[:40]
    try:
        return shown(find(group_id, import_id))
    except NotFound:
        pass
    lines, faults = rules.read_tables(reading.tables_of(content))
    whole = [Violation("9", "files.unreadable", "content", fault.message) for fault in faults if not fault.row]
    if whole:
        raise Refused(whole)
    found, wrong = rules.projects_of(lines, projects.names_of(group_id), project_id)
    lines = [replace(line, project=found.get(place, "")) for place, line in enumerate(lines)]
    item = _header(actor_id, group_id, import_id, name, len(lines))
    _keep(item, lines, sorted([*faults, *wrong], key=place_of))
    return shown(item)


def place_of(fault: Fault | Line) -> tuple[str, int]:
    return fault.sheet, fault.row


def _header(actor_id: str, group_id: str, import_id: str, name: str, rows: int) -> HourImport:
    now = clock.now()
    return HourImport(
        import_id,
        group_id=group_id,
        name=name,
        rows=rows,
        pieces=max(1, -(-rows // rules.PIECE)),
        checked={},
        late={},
        written={},
        brought_by=actor_id,
        brought_at=now,
        expires=int((now + _KEPT).timestamp()),
    )


def _keep(item: HourImport, lines: Sequence[Line], faults: Sequence[Fault]) -> None:
    """Pieces first: an import that is found has all of them. Each fault lies with the piece that its row falls into."""
    left = list(faults)
    for number in range(int(item.pieces)):
        part = lines[number * rules.PIECE : (number + 1) * rules.PIECE]
        last = number == int(item.pieces) - 1
        own = left if last else [fault for fault in left if place_of(fault) <= place_of(part[-1])]
        left = left[len(own) :]
        HourImportPiece(
            item.import_id,
            number,
            rows=packed([_as_row(line) for line in part], item.import_id),
            reading_faults=packed([vars(fault) for fault in own[:MOST_SHOWN]], item.import_id),
            reading_count=len(own),
            expires=item.expires,
        ).save()
    transaction = Transaction()
    gone = HourImport.import_id.does_not_exist() | (HourImport.expires < int(clock.now().timestamp()))
    taken = Conflict("files.at_once", "同一个文件刚刚上传过，请刷新后从列表里继续。")
    transaction.replace(item, gone, taken)
    audit.record(transaction, f"group#{item.group_id}", item.brought_by, "bring_import", about=item.import_id)
    transaction.commit()


def _as_row(line: Line) -> dict[str, Any]:
    times = {"start": clock.as_text(line.stay.start), "end": clock.as_text(line.stay.end)}
    return {**{name: value for name, value in vars(line).items() if name != "stay"}, **times}


def find(group_id: str, import_id: str) -> HourImport:
    unknown = NotFound("files.unknown", "没有这次导入，可能已超过 90 天。请重新上传文件。")
    try:
        item = HourImport.get(import_id, consistent_read=True)
    except HourImport.DoesNotExist:
        raise unknown from None
    if item.group_id != group_id or int(item.expires) < clock.now().timestamp():
        raise unknown
    return item


def shown(item: HourImport) -> Import:
    written = list(item.written.values())
    pieces = int(item.pieces)
    return Import(
        import_id=item.import_id,
        name=item.name,
        rows=int(item.rows),
        pieces=pieces,
        state=rules.state_of(pieces, item.checked, item.written),
        brought_at=item.brought_at,
        faults=sum(item.checked.values()),
        checked=len(item.checked),
        written=len(written),
        entries=sum(each["entries"] for each in written),
        waiting=sum(each["waiting"] for each in written),
        minutes=sum(each["minutes"] for each in written),
        next_piece=rules.next_piece(pieces, item.checked, item.written),
    )


def list_of(actor_id: str, group_id: str, page: Page) -> Any:
    """A page of a group's imports, the latest first: one query."""
    groups.workable(actor_id, group_id)
    now = int(clock.now().timestamp())
    return page.latest_of(HourImport.by_group, group_id, filter_condition=HourImport.expires >= now)


def see(actor_id: str, group_id: str, import_id: str) -> Import:
    """One import, how far it is."""
    groups.workable(actor_id, group_id)
    return shown(find(group_id, import_id))
