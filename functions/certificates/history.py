"""What became of each certificate, kept as it happens and only ever added to; and the whole of it for the holder."""

import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from pynamodb.exceptions import PutError

from functions.certificates import wording
from functions.certificates.lookup import facts_of, own
from functions.certificates.models import Certificate, CertificateEvent, CertificateLooks
from functions.certificates.star_facts import StarFacts
from functions.consent import actions as consent
from functions.consent.rules import GIVEN
from functions.groups import actions as groups
from functions.groups.rules import Answerable
from functions.storage import clock
from functions.storage.transactions import Transaction


def note(transaction: Transaction, code: str, act: str, by: str, why: str = "", other: str = "") -> None:
    """Add to ``transaction`` what became of a certificate; ``by`` is one of `wording.WHO`."""
    event_id = f"{clock.as_text(clock.now())}#{secrets.token_hex(4)}"
    transaction.create(CertificateEvent(code, event_id, act=act, at=clock.now(), by=by, why=why, other=other))


def note_once(code: str, key: str, act: str) -> None:
    """The same where an act may be repeated: ``key`` names it. Kept as it was kept first."""
    event = CertificateEvent(code, f"{act}#{key}", act=act, at=clock.now(), by=wording.SUPERVISOR)
    with suppress(PutError):
        event.save(condition=CertificateEvent.event_id.does_not_exist())


@dataclass(frozen=True)
class Event:
    """One line of a history: when (a civil day where that is all that is kept), what, and in words."""

    when: datetime | date
    act: str
    words: str


@dataclass(frozen=True)
class History:
    """A certificate with all that became of it, the oldest first, and who answers for what it certifies now."""

    certificate: Certificate
    events: list[Event]
    ask: list[Answerable]


def history_of(volunteer_id: str, typed: str) -> History:
    """The history of an own certificate; raises `NotFound`."""
    certificate = own(volunteer_id, typed)
    events = sorted(_events(certificate), key=lambda event: _instant(event.when))
    return History(certificate, events, _ask(str(certificate.code)))


def _instant(when: datetime | date) -> datetime:
    if isinstance(when, datetime):
        return when
    return datetime.combine(when, datetime.max.time(), clock.BEIJING)


def _events(certificate: Certificate) -> Iterator[Event]:
    yield _event(certificate.issued_at, wording.ISSUED, certificate.group or wording.HOLDER)
    for kept in CertificateEvent.query(certificate.code, consistent_read=True):
        yield _event(kept.at, kept.act, kept.by, kept.why or "", kept.other or "")
    for looks in CertificateLooks.batch_get([certificate.code]):
        for day in looks.days:
            yield _event(date.fromisoformat(day), wording.LOOKED)
    for given in consent.events_of(certificate.volunteer_id):
        if given.purpose == "verification" and given.at > certificate.issued_at:
            yield _event(given.at, wording.SHOWN if given.state == GIVEN else wording.HIDDEN)


def _event(when: datetime | date, act: str, by: str = wording.HOLDER, why: str = "", other: str = "") -> Event:
    return Event(when, act, wording.words(act, by, why, other))


def _ask(code: str) -> list[Answerable]:
    """Whom to ask about what was certified: the units of the paper, or who came after them."""
    facts = facts_of(code)
    if isinstance(facts, StarFacts):
        return []
    ids = dict.fromkeys(unit.group_id for unit in facts.units if unit.group_id)
    return [groups.answerable(group_id, acting=False) for group_id in ids]
