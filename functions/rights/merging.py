"""Two records of one person become one: hours count once, codes still verify, and it can be taken back.

Entries go in pieces, each piece one transaction over both accounts and the merge itself, which says where every entry went. A
merge that breaks off is continued by asking for it again. What was done with the other record (certificates, trainings,
commendations) stays where it is and keeps its codes. A record whose time bank was used does not end in another.
"""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from functions.accounts import actions as accounts
from functions.certificates.changes import facts_changed
from functions.groups import actions as groups
from functions.groups import members
from functions.hours import actions as hours
from functions.hours import ledger, lifecycle
from functions.hours.making import new_entry_id
from functions.hours.rules import Entry, overlap_of
from functions.messages.actions import tell
from functions.regulation.violation import Violation
from functions.rights import rules
from functions.rights.models import MergeItem
from functions.stars import holdings
from functions.storage import audit, clock, encryption
from functions.storage.pages import Page
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.settings import settings
from functions.storage.transactions import Contention, Transaction, retried
from functions.timebank import changes as timebank
from functions.volunteers import actions as volunteers
from functions.volunteers import changing
from functions.volunteers.actions import Known

_PIECE = 15  # entries a transaction: each is at most five writes
_UNKNOWN = NotFound("rights.no_merge", "没有这次合并。")


@dataclass(frozen=True)
class Pair:
    """Two records of one person: ``kept`` goes on, ``gone`` ends in it. ``minutes`` of each in force; ``double`` counts the
    entries of ``gone`` that overlap some of ``kept``, and will count once."""

    kept: Known
    gone: Known
    kept_minutes: int
    gone_minutes: int
    double: int


def look(actor_id: str, kept_number: str, gone_number: str) -> Pair:
    """The two records, before anything is done. Raises `Refused`. That they were looked at is on record."""
    kept, gone = _pair(actor_id, kept_number, gone_number)
    for person in (kept, gone):
        audit.saw(f"volunteer#{person.volunteer_id}", actor_id, "see_duplicate", about=gone.volunteer_number)
    double = [entry for entry in hours.standing_of(gone.volunteer_id) if _is_double(kept, entry)]
    minutes = [ledger.total_of(person.volunteer_id)[0] for person in (kept, gone)]
    return Pair(kept, gone, minutes[0], minutes[1], len(double))


def _pair(actor_id: str, kept_number: str, gone_number: str) -> tuple[Known, Known]:
    typed = {"kept": members.canonical_number(kept_number), "gone": members.canonical_number(gone_number)}
    found = {field: volunteers.by_number(number) for field, number in typed.items()}
    faults = [
        Violation("15", "rights.volunteer", field, "没有这个志愿者编号，请核对。")
        for field, person in found.items()
        if person is None
    ]
    keys = [person.person_key for person in found.values() if person]
    faults += rules.pair_faults(typed["kept"], typed["gone"], accounts.find(actor_id).person_key in keys)
    kept, gone = found["kept"], found["gone"]
    if faults or kept is None or gone is None:
        raise Refused(faults)
    return kept, gone


def _is_double(kept: Known, entry: Entry) -> bool:
    near = ledger.near(kept.volunteer_id, entry.stay.start, entry.stay.end)
    counts = [one for one in near if one.state in {*lifecycle.STANDING, lifecycle.PENDING}]
    return any(overlap_of(one.stay, entry.stay) for one in counts)


def merge(actor_id: str, kept_number: str, gone_number: str, reason: str) -> rules.Merge:
    """The supervisor makes two records one. Asking again continues what broke off. Raises `Refused`, `Conflict`."""
    faults = rules.reason_faults(reason)
    if faults:
        raise Refused(faults)
    kept, gone = _pair(actor_id, kept_number, gone_number)
    merge_id = encryption.fingerprint("merge", f"{kept.volunteer_id}#{gone.volunteer_id}")[:32]
    holdings.leave(gone.volunteer_id)
    retried(partial(_begin, actor_id, merge_id, kept, gone, reason))
    while retried(partial(_move_piece, actor_id, merge_id, kept, gone)):
        pass
    return retried(partial(_close, merge_id, rules.MERGING, rules.MERGED))


def _item(merge_id: str) -> MergeItem:
    try:
        return MergeItem.get(merge_id, consistent_read=True)
    except MergeItem.DoesNotExist:
        raise _UNKNOWN from None


def _begin(actor_id: str, merge_id: str, kept: Known, gone: Known, reason: str) -> None:
    """Freeze the record that ends, and write down what is about to be done."""
    try:
        before = _item(merge_id)
    except NotFound:
        before = None
    if before is not None and before.state != rules.UNDONE:
        if before.state == rules.MERGING:
            return
        raise Conflict("rights.merged", "这两份记录已经合并过了。")
    joined = [group_id for group_id, _ in members.groups_of_volunteer(gone.volunteer_id)]
    new = [group_id for group_id in joined if not members.among(group_id, [kept.volunteer_id])]
    transaction = Transaction()
    item = MergeItem(
        merge_id,
        district=settings().district_code,
        kept_id=kept.volunteer_id,
        gone_id=gone.volunteer_id,
        kept_number=kept.volunteer_number,
        gone_number=gone.volunteer_number,
        state=rules.MERGING,
        moves=[],
        joined=new,
        reason=encryption.seal(reason, merge_id),
        by=actor_id,
        at=clock.now(),
        version=int(before.version) + 1 if before else 1,
    )
    if before is None:
        transaction.create(item)
    else:
        transaction.replace(item, MergeItem.version == before.version)
    timebank.freeze(transaction, gone.volunteer_id)
    logins = changing.suspend(transaction, gone.volunteer_id, True)
    accounts.suspend(transaction, logins, True)
    for group_id in new:
        members.join(transaction, actor_id, groups.find(group_id), kept)
    for person in (kept, gone):
        subject = f"volunteer#{person.volunteer_id}"
        audit.record(transaction, subject, actor_id, "merge", about=merge_id, reason=reason)
    words = "您的两份登记已合并成一份，时长都在这里。另一份的登录名不再使用，已开的证明仍能查验。"
    tell(transaction, kept.volunteer_id, "rights.merged", words, merge_id)
    transaction.commit()


def _move_piece(actor_id: str, merge_id: str, kept: Known, gone: Known) -> bool:
    """Move the next entries; False when nothing is left."""
    item = _item(merge_id)
    waiting = hours.standing_of(gone.volunteer_id)[:_PIECE]
    if not waiting:
        return False
    versions = ledger.versions_of([kept.volunteer_id, gone.volunteer_id])
    copies = [None if _is_double(kept, entry) else _copy(entry, kept) for entry in waiting]
    transaction = Transaction()
    went = tuple(ledger.Move(entry, lifecycle.MOVED, actor_id) for entry in waiting)
    left = ledger.Change(gone.volunteer_id, versions[gone.volunteer_id], moves=went)
    ledger.change(transaction, left, actor_id, "merge_hours", merge_id)
    new = tuple(copy for copy in copies if copy)
    if new:
        came = ledger.Change(kept.volunteer_id, versions[kept.volunteer_id], new=new)
        ledger.change(transaction, came, actor_id, "merge_hours", merge_id)
    told = [
        [entry.entry_id, entry.state, copy.entry_id if copy else ""]
        for entry, copy in zip(waiting, copies, strict=True)
    ]
    _add_moves(transaction, item, [*item.moves, *told])
    transaction.commit()
    return True


def _add_moves(transaction: Transaction, item: MergeItem, moves: list[Any]) -> None:
    version = int(item.version)
    actions = [MergeItem.moves.set(moves), MergeItem.version.set(version + 1)]
    transaction.update(MergeItem(item.merge_id), actions, MergeItem.version == version)


def _copy(entry: Entry, kept: Known) -> Entry:
    return replace(
        entry,
        volunteer_id=kept.volunteer_id,
        volunteer_number=kept.volunteer_number,
        name=kept.name,
        entry_id=new_entry_id(entry.stay),
        root_id="",
        version=1,
    )


def _close(merge_id: str, before: str, after: str) -> rules.Merge:
    item = _item(merge_id)
    transaction = Transaction()
    transaction.update(MergeItem(merge_id), [MergeItem.state.set(after)], MergeItem.state == before)
    transaction.commit()
    item.state = after
    return item.merge()


def undo(actor_id: str, merge_id: str, reason: str) -> rules.Merge:
    """Take a merge back: every entry returns to where it was. Asking again continues what broke off. Raises `Refused`."""
    faults = rules.reason_faults(reason)
    if faults:
        raise Refused(faults)
    item = _item(merge_id)
    if item.state not in {rules.MERGED, rules.UNDOING}:
        raise Conflict("rights.not_merged", "这次合并还没有办完，或者已经撤销。")
    if item.state == rules.MERGED:
        retried(partial(_close, merge_id, rules.MERGED, rules.UNDOING))
    while retried(partial(_return_piece, actor_id, merge_id)):
        pass
    retried(partial(_reopen, actor_id, merge_id, reason))
    holdings.come_back(item.gone_id)
    return _item(merge_id).merge()


def _return_piece(actor_id: str, merge_id: str) -> bool:
    """Bring the last entries back; False when nothing is left."""
    item = _item(merge_id)
    if not item.moves:
        return False
    rest, piece = item.moves[: -_PIECE // 3], item.moves[-_PIECE // 3 :]
    versions = ledger.versions_of([item.kept_id, item.gone_id])
    transaction = Transaction()
    returns = tuple(_returning(item.gone_id, entry_id, state, actor_id) for entry_id, state, _ in piece)
    came = ledger.Change(item.gone_id, versions[item.gone_id], moves=returns)
    ledger.change(transaction, came, actor_id, "undo_merge", merge_id)
    copies = [entry for _, _, copy_id in piece if copy_id and (entry := _standing_version(item.kept_id, copy_id))]
    if copies:
        went = tuple(ledger.Move(entry, lifecycle.VOIDED, actor_id, "合并已撤销") for entry in copies)
        left = ledger.Change(item.kept_id, versions[item.kept_id], moves=went)
        ledger.change(transaction, left, actor_id, "undo_merge", merge_id)
        # Certificates that certify hours which leave again are replaced, each once.
        days, group_ids = {entry.stay.service_date for entry in copies}, {entry.group_id for entry in copies}
        facts_changed(transaction, item.kept_id, days, item.at, group_ids)
        timebank.entries_changed(transaction, item.kept_id, [(entry, 0) for entry in copies])
    _add_moves(transaction, item, rest)
    transaction.commit()
    return True


def _returning(gone_id: str, entry_id: str, state: str, actor_id: str) -> ledger.Move:
    entry = ledger.find(gone_id, entry_id)
    if entry is None:
        raise Contention
    return ledger.Move(entry, state, entry.confirmed_by or actor_id)


def _standing_version(kept_id: str, copy_id: str) -> Entry | None:
    """The version of a copy that stands now, or waits; None where somebody voided or refused it."""
    counts = {lifecycle.IN_FORCE, lifecycle.PENDING}
    return next((one for one in reversed(ledger.versions(kept_id, copy_id)) if one.state in counts), None)


def _reopen(actor_id: str, merge_id: str, reason: str) -> None:
    item = _item(merge_id)
    transaction = Transaction()
    transaction.update(MergeItem(merge_id), [MergeItem.state.set(rules.UNDONE)], MergeItem.state == rules.UNDOING)
    timebank.thaw(transaction, item.gone_id)
    logins = changing.suspend(transaction, item.gone_id, False)
    accounts.suspend(transaction, logins, False)
    for group_id in item.joined:
        if members.among(group_id, [item.kept_id]):
            members.leave(transaction, group_id, item.kept_id)
    for volunteer_id in (item.kept_id, item.gone_id):
        audit.record(transaction, f"volunteer#{volunteer_id}", actor_id, "undo_merge", about=merge_id, reason=reason)
    tell(transaction, item.kept_id, "rights.unmerged", "两份登记的合并已经撤销，各自恢复原样。", merge_id)
    transaction.commit()


def of_district(actor_id: str, page: Page) -> Any:
    """A page of the merges, the latest first: one query."""
    audit.saw("district", actor_id, "see_merges")
    return page.latest_of(MergeItem.by_district, settings().district_code)


def shown(item: MergeItem) -> rules.Merge:
    return item.merge()
