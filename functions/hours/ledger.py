"""Writing entries so that totals stay true and nothing overlaps, also when many write at once.

A volunteer's account is checked and raised in the same transaction as the entries. A request that fits one transaction is
one. A larger one passes through a sheet: its entries are first held (they already keep others from overlapping, but count
for nothing), then one write to the sheet says that all stand, then they are put in force. Whoever meets held entries whose
writer is gone finishes the work or takes it back: so even a crash in the middle leaves all or nothing.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from functions.hours import lifecycle, rules
from functions.hours.models import EntryItem, HoursAccount, Sheet, key_of
from functions.storage import audit, clock, codes
from functions.storage.refusals import Conflict
from functions.storage.transactions import MOST_WRITES, Contention, Transaction

_WRITING, _STANDS, _DROPPED = "writing", "stands", "dropped"
_PATIENCE = 90  # seconds; longer than a function may run
_REACH = timedelta(hours=48)  # a stay is 24 hours at most, and a day's sum looks at what touches neighbouring days
_MOST_ENTRIES = MOST_WRITES - 2  # beside them: the account and the audit entry


@dataclass(frozen=True)
class Addition:
    """Entries to add for one volunteer, found to be right while the account stood at ``version``."""

    volunteer_id: str
    version: int
    entries: tuple[rules.Entry, ...]

    @property
    def minutes(self) -> int:
        return sum(entry.stay.minutes for entry in self.entries)


def versions_of(volunteer_ids: Iterable[str]) -> dict[str, int]:
    """The version of each account (0 where there is none yet), with nothing unfinished left in any."""
    wanted = list(dict.fromkeys(volunteer_ids))
    accounts = {account.volunteer_id: account for account in HoursAccount.batch_get(wanted, consistent_read=True)}
    for account in accounts.values():
        if account.held:
            settle(account.volunteer_id)
            account.refresh(consistent_read=True)
    return {wanted_id: int(accounts[wanted_id].version) if wanted_id in accounts else 0 for wanted_id in wanted}


def total_of(volunteer_id: str) -> tuple[int, int]:
    """A volunteer's (minutes in force, number of entries in force)."""
    try:
        account = HoursAccount.get(volunteer_id, consistent_read=True)
    except HoursAccount.DoesNotExist:
        return 0, 0
    if account.held:
        settle(volunteer_id)
        account.refresh(consistent_read=True)
    return int(account.total_minutes), int(account.entries)


def standing(volunteer_id: str, start: datetime, end: datetime) -> list[rules.Entry]:
    """The volunteer's entries, held ones included, that could clash with a stay from ``start`` to ``end``."""
    return [entry for entry in near(volunteer_id, start, end) if entry.state in lifecycle.STANDING]


def near(volunteer_id: str, start: datetime, end: datetime) -> list[rules.Entry]:
    """The volunteer's entries in any state around a stay from ``start`` to ``end``."""
    reach = EntryItem.entry_id.between(key_of(start - _REACH), key_of(end + _REACH))
    return [item.entry() for item in EntryItem.query(volunteer_id, reach, consistent_read=True)]


def write(additions: Sequence[Addition], actor_id: str) -> None:
    """Put every addition in force, or none. Raises `Contention` where an account has moved on since it was read."""
    pieces = _pieces(additions)
    if len(pieces) == 1:
        _write_piece(pieces[0], actor_id, lifecycle.IN_FORCE, None)
        return
    sheet_id = codes.new_id()
    Sheet(sheet_id, state=_WRITING, gives_up=int(clock.now().timestamp()) + _PATIENCE).save()
    try:
        for piece in pieces:
            _write_piece(piece, actor_id, lifecycle.HELD, sheet_id)
        _close(sheet_id, _STANDS)
    except Exception:
        with suppress(Contention):
            _close(sheet_id, _DROPPED)
        for addition in additions:
            settle(addition.volunteer_id)
        raise
    for addition in additions:
        settle(addition.volunteer_id)


@dataclass(frozen=True)
class Move:
    """One entry goes from its state to another, because of ``by`` and ``reason``."""

    entry: rules.Entry
    to: str
    by: str
    reason: str = ""


@dataclass(frozen=True)
class Change:
    """What one act does to one volunteer's entries, found right while the account stood at ``version``."""

    volunteer_id: str
    version: int
    new: tuple[rules.Entry, ...] = ()
    moves: tuple[Move, ...] = ()

    def in_force(self) -> tuple[int, int]:
        """By how many minutes and entries in force the account changes."""
        came = [entry for entry in self.new if entry.state == lifecycle.IN_FORCE]
        came += [move.entry for move in self.moves if move.to == lifecycle.IN_FORCE]
        went = [move.entry for move in self.moves if move.entry.state == lifecycle.IN_FORCE]
        minutes = sum(entry.stay.minutes for entry in came) - sum(entry.stay.minutes for entry in went)
        return minutes, len(came) - len(went)


def change(transaction: Transaction, asked: Change, actor_id: str, act: str, reason: str = "") -> None:
    """Add a change to ``transaction``: totals follow, an entry that has moved on meanwhile is a `Conflict`."""
    minutes, count = asked.in_force()
    actions = [
        HoursAccount.total_minutes.add(minutes),
        HoursAccount.entries.add(count),
        HoursAccount.version.add(1),
    ]
    transaction.update(HoursAccount(asked.volunteer_id), actions, _is_at(asked.version))
    for move in asked.moves:
        _add_move(transaction, move)
    for entry in asked.new:
        transaction.create(EntryItem.of(entry, None))
    about = (asked.moves[0].entry if asked.moves else asked.new[0]).entry_id
    audit.record(transaction, f"volunteer#{asked.volunteer_id}", actor_id, act, about, reason)


def _add_move(transaction: Transaction, move: Move) -> None:
    moved_on = Conflict("hours.moved_on", "这条记录刚刚已被别人处理，请刷新后查看最新情况。")
    actions: list[Action] = [EntryItem.state.set(move.to), EntryItem.decided_at.set(clock.now())]
    if move.entry.state == lifecycle.PENDING:
        actions.append(EntryItem.pending_group.remove())
    if move.to == lifecycle.IN_FORCE:
        actions.append(EntryItem.confirmed_by.set(move.by))
    if move.reason:
        actions.append(EntryItem.reason.set(move.reason))
    item = EntryItem(move.entry.volunteer_id, move.entry.entry_id)
    transaction.update(item, actions, EntryItem.state == move.entry.state, moved_on)


def find(volunteer_id: str, entry_id: str) -> rules.Entry | None:
    """One version of an entry, or None."""
    try:
        return EntryItem.get(volunteer_id, entry_id, consistent_read=True).entry()
    except EntryItem.DoesNotExist:
        return None


def versions(volunteer_id: str, first_id: str) -> list[rules.Entry]:
    """Every version of an entry, the first first. A correction may have moved it in time, so all entries are looked at:
    this is read by a person about one entry, never in a list."""
    same = (EntryItem.root_id == first_id) | (EntryItem.root_id.does_not_exist())
    found = [item.entry() for item in EntryItem.query(volunteer_id, filter_condition=same, consistent_read=True)]
    return sorted((entry for entry in found if entry.first_id == first_id), key=lambda entry: entry.version)


def _pieces(additions: Sequence[Addition]) -> list[list[Addition]]:
    """As few transactions as hold them; one volunteer's entries are parted only where they fill more than one."""
    pieces: list[list[Addition]] = [[]]
    room = MOST_WRITES
    for part in (part for addition in additions for part in _parts(addition)):
        size = len(part.entries) + 2
        if size > room:
            pieces.append([])
            room = MOST_WRITES
        pieces[-1].append(part)
        room -= size
    return pieces


def _parts(addition: Addition) -> Iterable[Addition]:
    for number, start in enumerate(range(0, len(addition.entries), _MOST_ENTRIES)):
        entries = addition.entries[start : start + _MOST_ENTRIES]
        yield Addition(addition.volunteer_id, addition.version + number, entries)


def _write_piece(piece: Sequence[Addition], actor_id: str, state: str, sheet_id: str | None) -> None:
    transaction = Transaction()
    for addition in piece:
        count = len(addition.entries)
        if state == lifecycle.IN_FORCE:
            actions = [HoursAccount.total_minutes.add(addition.minutes), HoursAccount.entries.add(count)]
        else:
            actions = [HoursAccount.held.add(count)]
        account = HoursAccount(addition.volunteer_id)
        transaction.update(account, [*actions, HoursAccount.version.add(1)], _is_at(addition.version))
        for entry in addition.entries:
            transaction.create(EntryItem.of(replace(entry, state=state), sheet_id))
        about = addition.entries[0].project_id
        audit.record(transaction, f"volunteer#{addition.volunteer_id}", actor_id, "log_hours", about=about)
    transaction.commit()


def _is_at(version: int) -> Condition:
    """The account still stands where it was read; the first entry of all makes it."""
    if version:
        return HoursAccount.version == version
    return HoursAccount.version.does_not_exist()


def _close(sheet_id: str, state: str) -> None:
    """Say once and for all whether a sheet's entries stand."""
    try:
        Sheet(sheet_id).update([Sheet.state.set(state)], condition=Sheet.state == _WRITING)
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        raise Contention from error


def _verdict(sheet_id: str) -> str:
    """Whether a sheet's entries stand; one whose writer has been gone for long is dropped."""
    sheet = Sheet.get(sheet_id, consistent_read=True)
    if sheet.state == _WRITING and int(sheet.gives_up) < clock.now().timestamp():
        with suppress(Contention):  # somebody else has just decided
            _close(sheet_id, _DROPPED)
        sheet.refresh(consistent_read=True)
    return str(sheet.state)


def settle(volunteer_id: str) -> None:
    """Finish or take back this volunteer's held entries of sheets that are decided."""
    found = EntryItem.query(volunteer_id, filter_condition=EntryItem.state == lifecycle.HELD, consistent_read=True)
    by_sheet: dict[str, list[EntryItem]] = {}
    for item in found:
        by_sheet.setdefault(item.sheet_id, []).append(item)
    for sheet_id, items in by_sheet.items():
        verdict = _verdict(sheet_id)
        for start in range(0, len(items), _MOST_ENTRIES):
            if verdict != _WRITING:
                _settle_piece(volunteer_id, items[start : start + _MOST_ENTRIES], verdict == _STANDS)


def _settle_piece(volunteer_id: str, items: list[EntryItem], stand: bool) -> None:
    transaction = Transaction()
    count = len(items)
    actions = [HoursAccount.held.add(-count), HoursAccount.version.add(1)]
    if stand:
        minutes = sum(int(item.minutes) for item in items)
        actions += [HoursAccount.total_minutes.add(minutes), HoursAccount.entries.add(count)]
    transaction.update(HoursAccount(volunteer_id), actions, HoursAccount.held >= count)
    for item in items:
        if stand:
            transaction.update(item, [EntryItem.state.set(lifecycle.IN_FORCE)], EntryItem.state == lifecycle.HELD)
        else:
            transaction.delete(item)
    with suppress(Contention):  # two finish the same work: once is enough
        transaction.commit()
