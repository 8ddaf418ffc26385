"""转入, until it waits to be verified: the file comes in parts that may be sent again, is opened and checked, and its hours are
looked at piece by piece. Nothing of the record changes. A window that was closed goes on where it stopped."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from pynamodb.exceptions import PutError

from functions.groups.members import canonical_number
from functions.regulation.violation import Violation
from functions.storage import audit, clock, encryption
from functions.storage.pages import Page, Waiting, waiting_in
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, change_versioned, retried
from functions.transfers import bounds, findings, reading, rules, storing
from functions.transfers.models import ArrivalLines, TransferIn, packed
from functions.transfers.package import FILES_OF
from functions.volunteers import actions as volunteers

UNKNOWN = NotFound("transfers.unknown", "没有这次转入，或不是您能看的。")

_OTHERS = tuple(block for block in rules.BLOCKS if block not in {"hours", "person"})


def bring(actor_id: str, role: str, subject_id: str, number: str, size: int, sha256: str) -> TransferIn:
    """Begin an arrival for oneself, or at the counter for the volunteer with a ``number``. The same file for the same person is
    the same arrival. Raises `Refused`."""
    faults = []
    if role == "supervisor":
        person = volunteers.find_by_numbers([canonical_number(number)]).get(canonical_number(number))
        subject_id = person.volunteer_id if person else ""
    if not subject_id:
        message = "没有这个志愿者编号，或记录已注销、转出。还没有登记的，请先登记。"
        faults.append(Violation("16", "transfers.volunteer", "volunteer_number", message))
    if not 0 < size <= bounds.MOST_BYTES:
        message = f"文件应不超过 {bounds.MOST_BYTES // 1_000_000} MB，请检查是不是转移文件。"
        faults.append(Violation("16", "transfers.size", "size", message))
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        faults.append(Violation("16", "transfers.sha256", "sha256", "文件的校验值不对，请重新选择文件。"))
    if faults:
        raise Refused(faults)
    arrival_id = encryption.fingerprint("arrival", f"{subject_id}#{sha256}")[:32]
    return retried(partial(_begin, actor_id, arrival_id, subject_id, size, sha256))


def _begin(actor_id: str, arrival_id: str, volunteer_id: str, size: int, sha256: str) -> TransferIn:
    try:
        return found(arrival_id)
    except NotFound:
        person = volunteers.known(volunteer_id)
    item = TransferIn(
        arrival_id,
        volunteer_id=volunteer_id,
        volunteer_number=person.volunteer_number,
        name=person.name,
        district=settings().district_code,
        size=size,
        sha256=sha256,
        state=rules.UPLOADING,
        brought_by=actor_id,
        brought_at=clock.now(),
        faults=[],
        found={},
        decided={},
        blocks={},
    )
    transaction = Transaction()
    transaction.create(item)
    audit.record(transaction, f"volunteer#{volunteer_id}", actor_id, "bring_transfer", about=arrival_id)
    transaction.commit()
    return item


def found(arrival_id: str) -> TransferIn:
    try:
        return TransferIn.get(arrival_id, consistent_read=True)
    except TransferIn.DoesNotExist:
        raise UNKNOWN from None


def seen_by(actor_id: str, role: str, subject_id: str, arrival_id: str) -> TransferIn:
    """An arrival, for its person and the supervisor; that staff looked is on record."""
    item = found(arrival_id)
    if role == "supervisor":
        audit.saw(f"volunteer#{item.volunteer_id}", actor_id, "see_transfer", about=arrival_id)
    elif item.volunteer_id != subject_id:
        raise UNKNOWN
    return item


def parts_of(item: TransferIn) -> int:
    return -(-int(item.size) // rules.PART)


def missing(item: TransferIn) -> list[int]:
    """Which parts of the file are not here yet."""
    if item.state != rules.UPLOADING:
        return []
    there = storing.names(item.arrival_id)
    return [number for number in range(parts_of(item)) if f"part-{number}" not in there]


def put_part(role: str, subject_id: str, arrival_id: str, number: str, content: bytes) -> TransferIn:
    """Keep a part of the file; sent again, nothing changes."""
    item = found(arrival_id)
    if role != "supervisor" and item.volunteer_id != subject_id:
        raise UNKNOWN
    if item.state != rules.UPLOADING:
        return item
    if not (number.isascii() and number.isdigit() and len(number) < 4 and int(number) < parts_of(item)):
        raise NotFound("transfers.no_part", "文件没有这一段。")
    expected = min(rules.PART, int(item.size) - int(number) * rules.PART)
    if len(content) != expected:
        message = "这一段没有传完整，请重新上传。"
        raise Refused([Violation("16", "transfers.part", "content", message)])
    if f"part-{int(number)}" not in storing.names(arrival_id):
        storing.keep(arrival_id, f"part-{int(number)}", content)
    return item


def change(
    arrival_id: str, act: Callable[[TransferIn], None], also: Callable[[Transaction], None] | None = None
) -> TransferIn:
    """Change an arrival, whoever else does at the same time."""
    return change_versioned(lambda: found(arrival_id), act, also)


def step(role: str, subject_id: str, arrival_id: str) -> TransferIn:
    """Do the next step of checking: open the file, or look at one more piece of its hours. May be repeated."""
    item = found(arrival_id)
    if role != "supervisor" and item.volunteer_id != subject_id:
        raise UNKNOWN
    if item.state in {rules.UPLOADING, rules.BAD}:
        return _open(item)
    return _look(item) if item.state == rules.CHECKING else item


def _open(item: TransferIn) -> TransferIn:
    """Put the parts together and check the package as a whole. A sender who was not trusted may have become so since: so what
    was refused may be tried again."""
    if missing(item):
        raise Conflict("transfers.not_whole", "文件还没有传完，请接着上传。")
    owner, parts = item.arrival_id, range(parts_of(item))
    content = b"".join(storing.taken(owner, f"part-{number}") for number in parts)
    try:
        if hashlib.sha256(content).hexdigest() != item.sha256:
            message = "上传的内容和选择的文件不一样，请重新选择文件再上传。"
            raise Refused([Violation("16", "transfers.sha256", "", message)])
        package = reading.opened(content, item.volunteer_id)
    except Refused as refused:
        faults = [fault.message for fault in refused.violations]
        return change(owner, partial(_note_bad, faults))
    for name, body in package.files.items():
        storing.keep(owner, name, body)
    hours = sum(name.startswith("hours-") for name in package.files)
    blocks = {block: "" for block in _OTHERS if block in package.manifest["blocks"] and _holds(package, block)}

    def note(now: TransferIn) -> None:
        if now.state not in {rules.UPLOADING, rules.BAD}:
            return
        now.faults, now.manifest, now.manifest_hash = [], package.manifest, package.manifest_hash
        now.blocks, now.step, now.state = blocks, 0, rules.CHECKING
        if not hours:
            now.state, now.waits_in = rules.WAITING, settings().district_code

    return change(owner, note)


def _holds(package: reading.Opened, block: str) -> bool:
    """Whether there is anything to decide in a block."""
    name = FILES_OF[block][0]
    told = reading.parsed(package.files[name], name)
    return bool(told["star"] if block == "stars" else told)


def _note_bad(faults: list[str], now: TransferIn) -> None:
    if now.state in {rules.UPLOADING, rules.BAD}:
        now.state, now.faults = rules.BAD, faults


def _look(item: TransferIn) -> TransferIn:
    """Look at the next file of hours against what the person has; its lines are kept in pieces, undecided."""
    number = int(item.step) + 1
    names = [each["name"] for each in item.manifest["files"] if each["name"].startswith("hours-")]
    came = findings.arrivals_of(item, names[number - 1])
    rows, last = findings.found_in(item, came)
    first = int(item.pieces)
    pieces = [rows[start : start + rules.LINES_A_PIECE] for start in range(0, len(rows), rules.LINES_A_PIECE)]
    untouched = ArrivalLines.arrival_id.does_not_exist() | (ArrivalLines.version == 1)
    for place, piece in enumerate(pieces, start=first):
        with suppress(PutError):  # somebody has come further meanwhile, and decided: what was decided stays
            ArrivalLines(item.arrival_id, place, lines=packed(piece, item.arrival_id)).save(condition=untouched)

    def note(now: TransferIn) -> None:
        if now.state != rules.CHECKING or int(now.step) != number - 1:
            return
        now.step, now.pieces, now.lines = number, first + len(pieces), int(now.lines) + len(rows)
        counted = dict(now.found)
        for row in rows:
            counted[row["finding"]] = counted.get(row["finding"], 0) + 1
        now.found, now.last_end = counted, last
        if number == len(names):
            now.state, now.waits_in = rules.WAITING, settings().district_code

    return change(item.arrival_id, note)


def of_volunteer(volunteer_id: str, page: Page) -> Any:
    """A page of the own arrivals, the latest first: one query."""
    return page.latest_of(TransferIn.by_volunteer, volunteer_id)


def of_district(actor_id: str, everything: bool, page: Page) -> Any:
    """A page of the arrivals that wait to be verified, the first first; or of all, the latest first. One query."""
    audit.saw("district", actor_id, "see_arrivals")
    if everything:
        return page.latest_of(TransferIn.by_district, settings().district_code)
    return page.of(TransferIn.by_waiting, settings().district_code)


def waiting() -> Waiting:
    """The arrivals that wait to be verified, by when they were brought."""
    return waiting_in("brought_at", TransferIn.by_waiting, settings().district_code)
