"""Sheets: what a request too large for one transaction passes through. Its entries are held until one write says that all stand;
whoever meets held entries whose writer is gone finishes the work or takes it back.
"""

from contextlib import suppress

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from functions.hours import lifecycle, tally
from functions.hours.models import EntryItem, HoursAccount, Sheet
from functions.storage import clock
from functions.storage.transactions import MOST_WRITES, Contention, Transaction

WRITING, STANDS, DROPPED = "writing", "stands", "dropped"
_PATIENCE = 90  # seconds; longer than a function may run
_PIECE = MOST_WRITES // 2 - 1  # entries: beside them the account, and a counter for each at most
_TRIES = 20


def open_sheet(sheet_id: str) -> None:
    """Begin a sheet, that gives up where its writer is not heard of any more."""
    Sheet(sheet_id, state=WRITING, gives_up=int(clock.now().timestamp()) + _PATIENCE).save()


def close(sheet_id: str, state: str) -> None:
    """Say once and for all whether a sheet's entries stand."""
    try:
        Sheet(sheet_id).update([Sheet.state.set(state)], condition=Sheet.state == WRITING)
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        raise Contention from error


def _verdict(sheet_id: str) -> str:
    """Whether a sheet's entries stand; one whose writer has been gone for long is dropped."""
    sheet = Sheet.get(sheet_id, consistent_read=True)
    if sheet.state == WRITING and int(sheet.gives_up) < clock.now().timestamp():
        with suppress(Contention):  # somebody else has just decided
            close(sheet_id, DROPPED)
        sheet.refresh(consistent_read=True)
    return str(sheet.state)


def settle(volunteer_id: str) -> None:
    """Finish or take back this volunteer's held entries of sheets that are decided."""
    for _ in range(_TRIES):
        if not _settle_next(volunteer_id):
            return


def _settle_next(volunteer_id: str) -> bool:
    """Settle one piece of a sheet that is decided; False when nothing is left to do."""
    found = EntryItem.query(volunteer_id, filter_condition=EntryItem.state == lifecycle.HELD, consistent_read=True)
    by_sheet: dict[str, list[EntryItem]] = {}
    for item in found:
        by_sheet.setdefault(item.sheet_id, []).append(item)
    for sheet_id, items in by_sheet.items():
        verdict = _verdict(sheet_id)
        if verdict != WRITING:
            with suppress(Contention):  # two finish the same work, or somebody wrote in between: look again
                _settle_piece(volunteer_id, items[:_PIECE], verdict == STANDS)
            return True
    return False


def _settle_piece(volunteer_id: str, items: list[EntryItem], stand: bool) -> None:
    account = HoursAccount.get(volunteer_id, consistent_read=True)
    transaction = Transaction()
    actions: list[Action] = [HoursAccount.held.add(-len(items)), HoursAccount.version.add(1)]
    came = [item.entry() for item in items if stand and _then(item) == lifecycle.IN_FORCE]
    actions += tally.follow(transaction, account, [(entry, 1) for entry in came])
    transaction.update(HoursAccount(volunteer_id), actions, HoursAccount.version == account.version)
    for item in items:
        if stand:
            transaction.update(item, _release(item), EntryItem.state == lifecycle.HELD)
        else:
            transaction.delete(item)
    transaction.commit()


def _then(item: EntryItem) -> str:
    return str(item.then or lifecycle.IN_FORCE)


def _release(item: EntryItem) -> list[Action]:
    """A held entry takes the state that it was meant for."""
    actions: list[Action] = [EntryItem.state.set(_then(item))]
    if _then(item) == lifecycle.PENDING:
        actions.append(EntryItem.pending_group.set(item.group_id))
    return actions
