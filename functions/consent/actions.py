"""Giving consent, and asking whether it was given."""

from collections.abc import Sequence

from functions.consent import rules
from functions.consent.models import ConsentRecord
from functions.consent.notices import CURRENT, Notice
from functions.storage import clock
from functions.storage.refusals import NotFound
from functions.storage.transactions import Transaction


def notice(purpose: str) -> Notice:
    """The notice in force for ``purpose``; raises `NotFound`."""
    if purpose not in CURRENT:
        raise NotFound("consent.notice", "没有这份告知书。")
    return CURRENT[purpose]


def give(transaction: Transaction, volunteer_id: str, purposes: Sequence[str], by_guardian: bool) -> None:
    """Add one event a purpose to ``transaction``, each with the version and hash of the notice that was shown."""
    for purpose in dict.fromkeys(purposes):
        separate = "general" if purpose == "registration" else "separate"
        _add(transaction, volunteer_id, purpose, rules.GIVEN, "guardian" if by_guardian else separate)


def decide(transaction: Transaction, volunteer_id: str, purpose: str, agreed: bool) -> None:
    """Give or withdraw consent to one purpose: as easily the one as the other (PIPL, Article 15)."""
    _add(transaction, volunteer_id, purpose, rules.GIVEN if agreed else rules.WITHDRAWN, "separate")


def _add(transaction: Transaction, volunteer_id: str, purpose: str, state: str, kind: str) -> None:
    now, shown = clock.now(), CURRENT[purpose]
    event = ConsentRecord(
        volunteer_id,
        f"{purpose}#{clock.as_text(now)}",
        purpose=purpose,
        state=state,
        at=now,
        kind=kind,
        channel="self",
        notice_version=shown.version,
        notice_hash=shown.sha256,
    )
    transaction.create(event)


def events_of(volunteer_id: str) -> list[rules.ConsentEvent]:
    """Every consent event of a person, oldest first within a purpose."""
    return [record.event() for record in ConsentRecord.query(volunteer_id, consistent_read=True)]


def agreed(volunteer_id: str, purpose: str) -> bool:
    return rules.is_agreed(events_of(volunteer_id), purpose)
