"""Filling in slips, showing one to who holds its code, confirming it, and saying that it is somebody else."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from functions.groups import actions as groups
from functions.groups import members
from functions.slips import rules
from functions.slips.models import SlipItem
from functions.storage import audit, clock, codes, encryption
from functions.storage.pages import Page
from functions.storage.refusals import NotFound, Refused
from functions.storage.transactions import Transaction, retried
from functions.supervision import signs
from functions.volunteers import actions as volunteers

_GONE = NotFound("slips.gone", "没有这张认领单，可能已经办过、过期，或者没有抄完整。请问填单的志愿团体。")
_PIECE = 25


def code_of(slip_id: str) -> str:
    """The code on a slip: made from its id with the key, so that it can be printed again and is stored nowhere."""
    return codes.code_from(encryption.fingerprint("slip-code", slip_id))


def _key(code: str) -> str:
    return encryption.fingerprint("slip", code)


def fill_in(actor_id: str, group_id: str, people: Sequence[rules.Filled]) -> list[rules.Slip]:
    """A recorder fills in slips for people who have not registered; none where one line is wrong (`Refused`).

    Whether somebody is registered already is not told: who holds a number could ask about anyone.
    """
    group = groups.workable(actor_id, group_id)
    waiting = SlipItem.by_group.count(group_id, filter_condition=_still_waiting())
    faults = rules.slip_faults(people, waiting, clock.today())
    if faults:
        raise Refused(faults)
    now = clock.now()
    items = [_item(actor_id, group_id, group.name, person) for person in people]
    for start in range(0, len(items), _PIECE):
        transaction = Transaction()
        for item in items[start : start + _PIECE]:
            transaction.create(item)
        about = f"{len(items[start : start + _PIECE])} {clock.as_text(now)}"
        audit.record(transaction, f"group#{group_id}", actor_id, "fill_in_slips", about=about)
        transaction.commit()
    return [item.slip() for item in items]


def _item(actor_id: str, group_id: str, group: str, person: rules.Filled) -> SlipItem:
    slip_id, now = codes.new_id(), clock.now()
    return SlipItem(
        _key(code_of(slip_id)),
        slip_id=slip_id,
        group_id=group_id,
        group=group,
        recorder_id=actor_id,
        name=encryption.seal(person.name, slip_id),
        document=encryption.seal(f"{person.document.type}:{person.document.number}", slip_id),
        made_at=now,
        expires=int((now + rules.LASTS).timestamp()),
    )


def _still_waiting() -> Any:
    return SlipItem.expires > int(clock.now().timestamp())


def list_of(actor_id: str, group_id: str, page: Page) -> Any:
    """A page of a group's slips that wait, the latest first: one query; the reading is on record."""
    groups.workable(actor_id, group_id)
    audit.saw(f"group#{group_id}", actor_id, "see_slips")
    return page.latest_of(SlipItem.by_group, group_id, filter_condition=_still_waiting())


def shown(item: SlipItem) -> rules.Slip:
    return item.slip()


def take_back(actor_id: str, group_id: str, slip_id: str) -> None:
    """A recorder takes a slip back; it is gone."""
    groups.workable(actor_id, group_id)
    item = _held(slip_id, group_id)
    transaction = Transaction()
    transaction.delete(SlipItem(item.code_key), _GONE)
    audit.record(transaction, f"group#{group_id}", actor_id, "take_back_slip", about=slip_id)
    transaction.commit()


def _held(slip_id: str, group_id: str) -> SlipItem:
    item = _by_code(code_of(slip_id))
    if item.group_id != group_id:
        raise _GONE
    return item


def _by_code(typed: str) -> SlipItem:
    code = codes.canonical_code(typed)
    if not codes.is_code(code):
        raise _GONE
    try:
        item = SlipItem.get(_key(code), consistent_read=True)
    except SlipItem.DoesNotExist:
        raise _GONE from None
    if int(item.expires) <= clock.now().timestamp():
        raise _GONE
    return item


def look(code: str) -> rules.Slip:
    """The slip of a code, for whoever holds it."""
    return _by_code(code).slip()


def confirm(code: str, registration: volunteers.Registration) -> volunteers.Known:
    """The person confirms a slip: registered with the own consent, and a member of the group that filled it in.

    Raises `Refused` with every fault, `Conflict` where the document is registered already, `NotFound` without a slip.
    """
    return retried(partial(_confirm, code, registration))


def _confirm(code: str, registration: volunteers.Registration) -> volunteers.Known:
    item = _by_code(code)
    slip = item.slip()
    faults = rules.match_faults(slip, registration.person.name, registration.person.document)
    if faults:
        raise Refused(faults)
    group = groups.find(slip.group_id)

    def also(transaction: Transaction, known: volunteers.Known) -> None:
        transaction.delete(SlipItem(item.code_key), _GONE)
        members.join(transaction, slip.recorder_id, group, known)

    return volunteers.register(registration, also)


def deny(code: str) -> None:
    """This is somebody else: the slip is gone at once, and the supervisor is told which group filled it in."""
    item = _by_code(code)
    slip = item.slip()
    transaction = Transaction()
    transaction.delete(SlipItem(item.code_key), _GONE)
    audit.record(transaction, f"group#{slip.group_id}", "receiver", "deny_slip", about=slip.slip_id)
    transaction.commit()
    place = signs.Place("", "认领单", slip.group_id, slip.group)
    signs.note(signs.Act(slip.recorder_id, place, slip.slip_id, slip.slip_id), "not_me", [("slip", slip.slip_id)])
