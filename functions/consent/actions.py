"""Giving consent, and asking whether it was given."""

from collections.abc import Sequence
from dataclasses import dataclass

from functions.consent import rules
from functions.consent.models import ConsentRecord
from functions.consent.notices import CURRENT, Notice
from functions.storage import audit, clock
from functions.storage.refusals import NotFound
from functions.storage.transactions import Transaction


def notice(purpose: str) -> Notice:
    """The notice in force for ``purpose``; raises `NotFound`."""
    if purpose not in CURRENT:
        raise NotFound("consent.notice", "没有这份告知书。")
    return CURRENT[purpose]


@dataclass(frozen=True)
class _Said:
    """What is agreed to or ended: ``receiver`` and ``about`` only where one named receiver is meant, ``operator`` only where
    somebody recorded it at a counter."""

    purpose: str
    state: str
    kind: str = "separate"
    receiver: str = ""
    about: str = ""
    operator: str = ""


def give(transaction: Transaction, volunteer_id: str, purposes: Sequence[str], by_guardian: bool) -> None:
    """Add one event a purpose to ``transaction``, each with the version and hash of the notice that was shown."""
    for purpose in dict.fromkeys(purposes):
        kind = "general" if purpose == "registration" else "separate"
        _add(transaction, volunteer_id, _Said(purpose, rules.GIVEN, "guardian" if by_guardian else kind))


def decide(transaction: Transaction, volunteer_id: str, purpose: str, agreed: bool, operator: str = "") -> None:
    """Give or withdraw consent to one purpose: as easily the one as the other (PIPL, Article 15). ``operator`` is who records
    it at a counter, "" where the person does it. Where a guardian agreed to the registration, a guardian does."""
    state = rules.GIVEN if agreed else rules.WITHDRAWN
    guarded = any(event.kind == "guardian" for event in events_of(volunteer_id))
    _add(transaction, volunteer_id, _Said(purpose, state, "guardian" if guarded else "separate", operator=operator))


def choose(volunteer_id: str, purpose: str, agreed: bool, actor_id: str, operator: str = "", note: str = "") -> None:
    """Record that a person gives or withdraws consent to a purpose; ``actor_id`` is who did it, ``note`` how a person at a
    counter was made sure of."""
    transaction = Transaction()
    decide(transaction, volunteer_id, purpose, agreed, operator)
    act = f"{'agree_to' if agreed else 'withdraw'}_{purpose}"
    audit.record(transaction, f"volunteer#{volunteer_id}", actor_id, act, reason=note)
    transaction.commit()


def give_to(
    transaction: Transaction, volunteer_id: str, about: str, receiver: str, purpose: str = rules.SHARING
) -> None:
    """Consent to give chosen parts of the record, ``about``, to one named receiver (PIPL, Article 23)."""
    _add(transaction, volunteer_id, _Said(purpose, rules.GIVEN, receiver=receiver, about=about))


def take_back(
    transaction: Transaction, volunteer_id: str, about: str, receiver: str, purpose: str = rules.SHARING
) -> None:
    """End what `give_to` gave."""
    _add(transaction, volunteer_id, _Said(purpose, rules.WITHDRAWN, receiver=receiver, about=about))


def _add(transaction: Transaction, volunteer_id: str, said: _Said) -> None:
    now, shown = clock.now(), CURRENT[said.purpose]
    event = ConsentRecord(
        volunteer_id,
        f"{said.purpose}#{clock.as_text(now)}",
        purpose=said.purpose,
        state=said.state,
        at=now,
        kind=said.kind,
        channel=rules.ASSISTED if said.operator else rules.SELF,
        operator=said.operator or None,
        notice_version=shown.version,
        notice_hash=shown.sha256,
        receiver=said.receiver or None,
        about=said.about or None,
    )
    transaction.create(event)


def events_of(volunteer_id: str) -> list[rules.ConsentEvent]:
    """Every consent event of a person, oldest first within a purpose."""
    return [record.event() for record in ConsentRecord.query(volunteer_id, consistent_read=True)]


def agreed(volunteer_id: str, purpose: str) -> bool:
    return rules.is_agreed(events_of(volunteer_id), purpose)
