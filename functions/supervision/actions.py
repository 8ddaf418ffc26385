"""Reading signs and answering them: the supervisor's."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from functions.hours import ledger
from functions.hours.rules import Entry
from functions.storage import audit, clock
from functions.storage.pages import Page, Waiting, waiting_in
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.transactions import Transaction, retried
from functions.supervision import rules
from functions.supervision.models import SignItem
from functions.volunteers.minors import note_look


@dataclass(frozen=True)
class Looked:
    """A sign with the entries of its sample as they stand now."""

    sign: rules.Sign
    entries: list[Entry]


def list_of(state: str, kind: str, page: Page) -> Any:
    """A page of the signs in a state, of one kind or ("") of all: one query. The open ones come the oldest first."""
    only = SignItem.kind == kind if kind else None
    in_order = page.of if state == rules.OPEN else page.latest_of
    return in_order(SignItem.by_state, state, filter_condition=only)


def shown(item: SignItem) -> rules.Sign:
    return item.sign()


def _existing(sign_id: str) -> SignItem:
    try:
        return SignItem.get(sign_id, consistent_read=True)
    except SignItem.DoesNotExist:
        raise NotFound("supervision.unknown", "没有这条线索。") from None


def group_of(sign_id: str) -> str:
    """The group that a sign is about; for an order that rests on it."""
    return str(_existing(sign_id).group_id)


def look_at(actor_id: str, sign_id: str) -> Looked:
    """A sign and the entries that it asks about; whose record was looked at is on record."""
    sign = _existing(sign_id).sign()
    entries = [entry for key in sign.sample if (entry := ledger.find(*key))]
    for volunteer_id in dict.fromkeys(entry.volunteer_id for entry in entries):
        audit.saw(f"volunteer#{volunteer_id}", actor_id, "see_sign", about=sign_id)
        note_look(volunteer_id, actor_id, "核查线索")
    return Looked(sign, entries)


def answer(actor_id: str, sign_id: str, version: int, outcome: str, note: str) -> rules.Sign:
    """Say what came of looking into a sign. `Conflict` where it is not what was on the screen any more."""
    faults = rules.answer_faults(outcome, note)
    if faults:
        raise Refused(faults)
    return retried(partial(_answer, actor_id, sign_id, version, outcome, note))


def _answer(actor_id: str, sign_id: str, version: int, outcome: str, note: str) -> rules.Sign:
    item = _existing(sign_id)
    if int(item.version) != version:
        raise Conflict("supervision.moved_on", "这条线索刚刚有了变化，请刷新后再办。")
    item.state, item.outcome, item.note = rules.ANSWERED, outcome, note
    item.answered_by, item.answered_at, item.version = actor_id, clock.now(), version + 1
    transaction = Transaction()
    transaction.replace(item, SignItem.version == version)
    audit.record(transaction, f"group#{item.group_id}", actor_id, f"answer_sign:{outcome}", sign_id, note)
    transaction.commit()
    return item.sign()


def waiting() -> Waiting:
    """The signs that nobody has answered, by when they were seen."""
    return waiting_in("seen_at", SignItem.by_state, rules.OPEN)
