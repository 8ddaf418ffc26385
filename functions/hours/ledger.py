"""Writing entries so that totals stay true and nothing overlaps, also when many write at once.

A volunteer's account is checked and raised in the same transaction as the entries. A request that fits one transaction is
one. A larger one passes through a sheet: its entries are first held (they already keep others from overlapping, but count
for nothing), then one write to the sheet says that all stand, then they are put in force. Whoever meets held entries whose
writer is gone finishes the work or takes it back: so even a crash in the middle leaves all or nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from functions.hours import lifecycle, rules, sheets, tally
from functions.hours.models import EntryItem, HoursAccount, key_of
from functions.stars import holdings
from functions.statistics.cells import Cell, active
from functions.storage import audit, clock, codes
from functions.storage.refusals import Conflict
from functions.storage.transactions import MOST_WRITES, Contention, Transaction

_REACH = timedelta(hours=48)  # a stay is 24 hours at most, and a day's sum looks at what touches neighbouring days
settle = sheets.settle


@dataclass(frozen=True)
class Addition:
    """Entries to add for one volunteer, found to be right while the account stood at ``version``."""

    volunteer_id: str
    version: int
    entries: tuple[rules.Entry, ...]

    @property
    def came(self) -> list[tally.Signed]:
        """What comes into force."""
        return [(entry, 1) for entry in self.entries if entry.state == lifecycle.IN_FORCE]


def versions_of(volunteer_ids: Iterable[str]) -> dict[str, int]:
    """The version of each account (0 where there is none yet), with nothing unfinished left in any."""
    wanted = list(dict.fromkeys(volunteer_ids))
    accounts = {account.volunteer_id: account for account in HoursAccount.batch_get(wanted, consistent_read=True)}
    for account in accounts.values():
        if account.held:
            settle(account.volunteer_id)
            account.refresh(consistent_read=True)
    _remember(accounts)
    return {wanted_id: int(accounts[wanted_id].version) if wanted_id in accounts else 0 for wanted_id in wanted}


# Every write raises an account's version, so an account that was read at a version says the same for ever: whoever writes at
# the version that was just read need not read it again. Of the latest only, so that it stays small.
_read: dict[str, HoursAccount] = {}
_MOST_READ = 2000


def _remember(accounts: Mapping[str, HoursAccount]) -> None:
    if len(_read) + len(accounts) > _MOST_READ:
        _read.clear()
    _read.update(accounts)


def account_of(volunteer_id: str) -> HoursAccount:
    """A volunteer's account with nothing unfinished left in it; a fresh one at version 0 where there is none yet."""
    try:
        account = HoursAccount.get(volunteer_id, consistent_read=True)
    except HoursAccount.DoesNotExist:
        return HoursAccount(volunteer_id)
    if account.held:
        settle(volunteer_id)
        account.refresh(consistent_read=True)
    return account


def total_of(volunteer_id: str) -> tuple[int, int]:
    """A volunteer's (minutes in force, number of entries in force)."""
    account = account_of(volunteer_id)
    return int(account.total_minutes), int(account.entries)


def totals_of(volunteer_ids: Iterable[str]) -> dict[str, int]:
    """The minutes in force of each volunteer, as the accounts say; a sheet that is not finished does not count."""
    wanted = list(dict.fromkeys(volunteer_ids))
    found = HoursAccount.batch_get(wanted, consistent_read=True)
    return dict.fromkeys(wanted, 0) | {account.volunteer_id: int(account.total_minutes) for account in found}


def minutes_entered_since(volunteer_id: str, instant: datetime) -> int:
    """Minutes in force of a volunteer that were entered after ``instant``: reads all of the person's entries."""
    lately = (EntryItem.state == lifecycle.IN_FORCE) & (EntryItem.entered_at > instant)
    return sum(int(item.minutes) for item in EntryItem.query(volunteer_id, filter_condition=lately))


def standing(volunteer_id: str, start: datetime, end: datetime) -> list[rules.Entry]:
    """The volunteer's entries, held ones included, that could clash with a stay from ``start`` to ``end``."""
    return [entry for entry in near(volunteer_id, start, end) if entry.state in lifecycle.STANDING]


def near(volunteer_id: str, start: datetime, end: datetime) -> list[rules.Entry]:
    """The volunteer's entries in any state around a stay from ``start`` to ``end``."""
    reach = EntryItem.entry_id.between(key_of(start - _REACH), key_of(end + _REACH))
    return [item.entry() for item in EntryItem.query(volunteer_id, reach, consistent_read=True)]


def write(additions: Sequence[Addition], actor_id: str) -> None:
    """Put every addition in its state, in force or pending, or none. Raises `Contention` where an account has moved on since it was read."""
    pieces = _pieces(additions)
    if len(pieces) == 1:
        _write_piece(pieces[0], actor_id, None)
        return
    sheet_id = codes.new_id()
    sheets.open_sheet(sheet_id)
    try:
        for piece in pieces:
            _write_piece(piece, actor_id, sheet_id)
        sheets.close(sheet_id, sheets.STANDS)
    except Exception:
        with suppress(Contention):
            sheets.close(sheet_id, sheets.DROPPED)
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

    def signed(self) -> list[tally.Signed]:
        """What comes into force, and what goes."""
        came = [entry for entry in self.new if entry.state == lifecycle.IN_FORCE]
        came += [move.entry for move in self.moves if move.to == lifecycle.IN_FORCE]
        went = [move.entry for move in self.moves if move.entry.state == lifecycle.IN_FORCE]
        return [(entry, 1) for entry in came] + [(entry, -1) for entry in went]


def change(transaction: Transaction, asked: Change, actor_id: str, act: str, reason: str = "") -> None:
    """Add a change to ``transaction``: totals follow, an entry that has moved on meanwhile is a `Conflict`."""
    account = _accounts_at({asked.volunteer_id: asked.version})[asked.volunteer_id]
    signed = asked.signed()
    minutes = sum(sign * entry.minutes for entry, sign in signed)
    if minutes < 0:
        holdings.fell(transaction, asked.volunteer_id, int(account.total_minutes) + minutes)
    actions = [*tally.follow(transaction, account, signed), HoursAccount.version.add(1)]
    transaction.update(HoursAccount(asked.volunteer_id), actions, is_at(asked.version))
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
    if move.to == lifecycle.PENDING:
        actions.append(EntryItem.pending_group.set(move.entry.group_id))
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


def _accounts_at(versions: Mapping[str, int]) -> dict[str, HoursAccount]:
    """The accounts as they stand at these versions; `Contention` where one has moved on."""
    accounts = {each: HoursAccount(each) for each, version in versions.items() if not version}
    accounts |= {each: _read[each] for each, version in versions.items() if version and _is(_read.get(each), version)}
    missing = [each for each in versions if each not in accounts]
    for item in HoursAccount.batch_get(missing, consistent_read=True) if missing else ():
        accounts[item.volunteer_id] = item
    if any(each not in accounts or not _is(accounts[each], version) for each, version in versions.items()):
        raise Contention
    return accounts


def _is(account: HoursAccount | None, version: int) -> bool:
    return account is not None and int(account.version or 0) == version


def _pieces(additions: Sequence[Addition]) -> list[list[Addition]]:
    """As few transactions as hold them; one volunteer's entries are parted only where they fill more than one."""
    pieces: list[list[Addition]] = [[]]
    room, counted = MOST_WRITES, set[Cell]()
    for part in (part for addition in additions for part in _parts(addition)):
        cells = _cells(part.entries)
        if len(part.entries) + 2 + len(cells - counted) > room:
            pieces.append([])
            room, counted = MOST_WRITES, set[Cell]()
        pieces[-1].append(part)
        room -= len(part.entries) + 2 + len(cells - counted)
        counted |= cells
    return pieces


def _cells(entries: Iterable[rules.Entry]) -> set[Cell]:
    """What these entries may change among the public figures: their own cells, and who is active in a year."""
    found = {tally.cell_of(entry) for entry in entries}
    return found | {active(cell.period) for cell in found}


def _parts(addition: Addition) -> Iterator[Addition]:
    """A volunteer's entries in as few parts as fit one transaction each."""
    number, part = 0, list[rules.Entry]()
    for entry in addition.entries:
        if len(part) + 3 + len(_cells([*part, entry])) > MOST_WRITES:
            yield Addition(addition.volunteer_id, addition.version + number, tuple(part))
            number, part = number + 1, []
        part.append(entry)
    yield Addition(addition.volunteer_id, addition.version + number, tuple(part))


def _write_piece(piece: Sequence[Addition], actor_id: str, sheet_id: str | None) -> None:
    transaction = Transaction()
    accounts = {} if sheet_id else _accounts_at({each.volunteer_id: each.version for each in piece})
    for addition in piece:
        if sheet_id is None:
            actions = tally.follow(transaction, accounts[addition.volunteer_id], addition.came)
        else:
            actions = [HoursAccount.held.add(len(addition.entries))]
        account = HoursAccount(addition.volunteer_id)
        transaction.update(account, [*actions, HoursAccount.version.add(1)], is_at(addition.version))
        for entry in addition.entries:
            transaction.create(EntryItem.held(entry, sheet_id) if sheet_id else EntryItem.of(entry, None))
        about = addition.entries[0].project_id
        audit.record(transaction, f"volunteer#{addition.volunteer_id}", actor_id, "log_hours", about=about)
    transaction.commit()


def is_at(version: int) -> Condition:
    """The account still stands where it was read; the first entry of all makes it."""
    if version:
        return HoursAccount.version == version
    return HoursAccount.version.does_not_exist()
