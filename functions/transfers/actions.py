"""转出, up to the hand-over: the wish with its separate consent, and the package made piece by piece, resumable at any time."""

from collections.abc import Callable
from functools import partial
from typing import Any

from functions.consent import actions as consent
from functions.consent.rules import TRANSFER
from functions.hours import actions as hours
from functions.regulation.violation import Violation
from functions.signing.rules import as_bytes
from functions.storage import audit, clock, codes
from functions.storage.pages import Page
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.transactions import Transaction, change_versioned
from functions.transfers import rules, storing, writing
from functions.transfers.models import TransferOut
from functions.transfers.package import FILES_OF
from functions.volunteers import actions as volunteers

UNKNOWN = NotFound("transfers.unknown", "没有这次转移，或不是您能看的。")
_MOST_OPEN = 5
_OTHERS = tuple(block for block in rules.BLOCKS if block != "hours")


def shelf(item: TransferOut) -> str:
    """Under which owner the files of a package lie: those of another state of the record are never taken for them."""
    return f"{item.transfer_id}.{int(item.account_version)}"


def _refs(item: TransferOut, number: int) -> dict[str, Any]:
    """The groups and projects that the lines of the first ``number`` files point at."""
    if not number:
        return {"groups": {}, "projects": {}}
    kept: dict[str, Any] = writing.loads(storing.taken(shelf(item), f"refs-{number:04d}"))
    return kept


def receiver_of(item: TransferOut) -> rules.Receiver:
    return rules.Receiver(**item.receiver)


def named(receiver: rules.Receiver) -> str:
    return f"{receiver.name}（{receiver.region}）"


def begin(volunteer_id: str, receiver: rules.Receiver, blocks: list[str], agreed: bool) -> TransferOut:
    """Wish for a transfer: the separate consent is recorded with the receiver's name. Raises `Refused` with every fault."""
    faults = rules.wish_faults(receiver, blocks, agreed)
    still = [
        item for item in TransferOut.by_volunteer.query(volunteer_id) if item.state in {rules.BUILDING, rules.READY}
    ]
    if len(still) >= _MOST_OPEN:
        message = "没有办完的转移太多，请先取消不用的。"
        faults.append(Violation("16", "transfers.too_many", "", message))
    own = volunteers.own_file(volunteer_id)
    if own.moved_at or own.closed_at:
        faults.append(Violation("16", "transfers.moved", "", "您的记录已经转出或注销，不能再办理转出。"))
    if faults:
        raise Refused(faults)
    item = _fresh(volunteer_id, own.person.volunteer_number, own.person.name)
    item.receiver, item.blocks = vars(receiver), [block for block in rules.BLOCKS if block in blocks]
    transaction = Transaction()
    transaction.create(item)
    consent.give_to(transaction, volunteer_id, item.transfer_id, named(receiver), TRANSFER)
    audit.record(transaction, f"volunteer#{volunteer_id}", volunteer_id, "begin_transfer", about=item.transfer_id)
    transaction.commit()
    return item


def _fresh(volunteer_id: str, number: str, name: str) -> TransferOut:
    minutes, version = hours.total_at(volunteer_id)
    return TransferOut(
        codes.new_id(),
        volunteer_id=volunteer_id,
        volunteer_number=number,
        name=name,
        state=rules.BUILDING,
        version=1,
        made_at=clock.now(),
        account_version=version,
        entries=hours.total_of(volunteer_id)[1],
        minutes=minutes,
        files=[],
        totals={"minutes": 0, "entries": 0, "lines": 0},
    )


def found(transfer_id: str) -> TransferOut:
    try:
        return TransferOut.get(transfer_id, consistent_read=True)
    except TransferOut.DoesNotExist:
        raise UNKNOWN from None


def own(volunteer_id: str, transfer_id: str) -> TransferOut:
    item = found(transfer_id)
    if item.volunteer_id != volunteer_id:
        raise UNKNOWN
    return item


def list_of(volunteer_id: str, page: Page) -> Any:
    """A page of the own transfers, the latest first: one query."""
    return page.latest_of(TransferOut.by_volunteer, volunteer_id)


def change(
    transfer_id: str, act: Callable[[TransferOut], None], also: Callable[[Transaction], None] | None = None
) -> TransferOut:
    """Change a transfer, whoever else does at the same time; ``also`` adds to the same transaction."""
    return change_versioned(lambda: found(transfer_id), act, also)


def build(volunteer_id: str, transfer_id: str) -> TransferOut:
    """Make the next piece of the package: up to 2 000 lines of hours, or at the end everything else. Nothing is left to do where
    it is ready. Where hours have changed since it was begun, it begins again."""
    item = own(volunteer_id, transfer_id)
    if item.state != rules.BUILDING:
        return item
    if hours.total_at(volunteer_id)[1] != int(item.account_version):
        return change(transfer_id, partial(_begin_again, volunteer_id))
    done = int(item.done_entries)
    if "hours" in item.blocks and done < int(item.entries):
        return _build_hours(item)
    return _build_rest(item)


def _begin_again(volunteer_id: str, item: TransferOut) -> None:
    if item.state not in {rules.BUILDING, rules.READY}:
        raise Conflict("transfers.moved_on", "这次转移刚刚有了变化，请刷新后再看。")
    storing.drop(shelf(item))
    fresh = _fresh(volunteer_id, item.volunteer_number, item.name)
    item.account_version, item.entries, item.minutes = fresh.account_version, fresh.entries, fresh.minutes
    item.state, item.done_entries, item.cursor = rules.BUILDING, 0, None
    item.files, item.totals = [], fresh.totals


def _build_hours(item: TransferOut) -> TransferOut:
    number = sum(each["name"].startswith("hours-") for each in item.files) + 1
    entries = hours.in_force_after(item.volunteer_id, item.cursor or "", rules.LINES_A_FILE // 2)
    lines, groups, projects = writing.hours_lines(entries)
    content, name = writing.as_lines(lines), f"hours-{number:04d}.jsonl"
    refs = _refs(item, number - 1)
    merged = {"groups": refs["groups"] | groups, "projects": refs["projects"] | projects}
    if lines:
        storing.keep(shelf(item), name, content)
        storing.keep(shelf(item), f"refs-{number:04d}", as_bytes(merged))
    before = item.cursor
    last = not entries

    def note(now: TransferOut) -> None:
        if now.cursor != before or now.state != rules.BUILDING:
            raise Conflict("transfers.at_once", "同一份转移文件正在另一个窗口里整理，请稍等再看。")
        now.files = [*now.files, writing.listed(name, content, len(lines))] if lines else now.files
        counted = {"minutes": sum(line["minutes"] for line in lines), "entries": len(entries), "lines": len(lines)}
        now.totals = {key: int(value) + counted[key] for key, value in now.totals.items()}
        now.done_entries = int(now.entries) if last else int(now.done_entries) + len(entries)
        now.cursor = entries[-1].entry_id if entries else before

    return change(item.transfer_id, note)


def _build_rest(item: TransferOut) -> TransferOut:
    files = [each for each in item.files if each["name"].startswith("hours-")]

    def add(name: str, content: bytes, lines: int) -> None:
        storing.keep(shelf(item), name, content)
        files.append(writing.listed(name, content, lines))

    if "hours" in item.blocks:
        refs = _refs(item, len(files))
        for kind in ("groups", "projects"):
            rows = list(refs[kind].values())
            add(f"{kind}.json", as_bytes(rows), len(rows))
    for block in _OTHERS:
        if block in item.blocks:
            add(FILES_OF[block][0], *writing.block(block, item.volunteer_id))

    def note(now: TransferOut) -> None:
        if now.state == rules.BUILDING and now.cursor == item.cursor:
            now.files, now.state = files, rules.READY

    return change(item.transfer_id, note)


def cancel(volunteer_id: str, transfer_id: str) -> TransferOut:
    """Give up a transfer that was not handed over; the consent is withdrawn with it."""
    item = own(volunteer_id, transfer_id)

    def note(now: TransferOut) -> None:
        if now.state not in {rules.BUILDING, rules.READY}:
            raise Conflict("transfers.handed", "这次转移已经办理，不能取消。对方没有接收的，请申请退回。")
        now.state = rules.CANCELLED

    def also(transaction: Transaction) -> None:
        consent.take_back(transaction, volunteer_id, transfer_id, named(receiver_of(item)), TRANSFER)
        audit.record(transaction, f"volunteer#{volunteer_id}", volunteer_id, "cancel_transfer", about=transfer_id)

    changed = change(transfer_id, note, also)
    storing.drop(shelf(item))
    return changed
