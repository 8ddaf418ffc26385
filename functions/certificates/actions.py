"""Issuing a certificate from the record, handing out its paper, revoking and replacing it."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from functions.certificates import rules
from functions.certificates.changes import end
from functions.certificates.lookup import facts_of, own, shown
from functions.certificates.models import (
    Certificate,
    CertificateCheck,
    CertificateSerial,
    CertificateSnapshot,
)
from functions.groups import actions as groups
from functions.hours import actions as hours
from functions.hours.rules import SOURCES, Entry
from functions.projects.rules import SERVICE_OBJECTS
from functions.regulation.violation import Violation
from functions.storage import audit, clock, codes, encryption
from functions.storage.pages import Page
from functions.storage.refusals import Conflict, Refused
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried
from functions.volunteers import actions as volunteers
from functions.volunteers.documents import TYPES, masked

_MOST_BYTES = 350_000  # of an item of 400 kB


@dataclass(frozen=True)
class Wish:
    """What the holder asks for: the civil dates of the period (None: open), how the document number is shown, and the code
    of a certificate that this one takes the place of."""

    first: date | None
    last: date | None
    show_document: str
    replaces: str | None


@dataclass(frozen=True)
class _Draft:
    """A certificate about to be stored: its facts, sealed for the holder, and as JSON for the public check (None: not)."""

    volunteer_id: str
    wish: Wish
    facts: rules.CertifiedFacts
    sealed: bytes
    shown: str | None


@dataclass(frozen=True)
class Issued:
    """A fresh certificate."""

    code: str
    certificate_number: str


def verify_url(code: str) -> str:
    """The address that the QR holds: the site's page and the code, nothing else."""
    return f"{settings().site_origin}/verify/#{code}"


def issue(volunteer_id: str, wish: Wish) -> Issued:
    """Issue a certificate of service (Article 17) from the record as it stands now. Raises `Refused` with every fault."""
    from functions.certificates import paper

    faults = rules.wish_faults(wish.first, wish.last, wish.show_document)
    if faults:
        raise Refused(faults)
    old = own(volunteer_id, wish.replaces).code if wish.replaces else None
    facts = _facts_now(volunteer_id, wish)
    _refuse_unprintable(paper.missing_characters(facts))
    draft = _Draft(volunteer_id, wish, facts, _sealed(facts), shown(volunteer_id, facts))
    retried(lambda: _store(draft, old))
    return Issued(facts.code, facts.certificate_number)


def _refuse_unprintable(missing: Sequence[tuple[str, str, str]]) -> None:
    """Each character that cannot be printed is named once, with the first place where it stands."""
    places = {character: where for where, character, _ in reversed(missing)}
    if places:
        raise Refused([rules.unprintable_fault(where, character) for character, where in places.items()])


def _facts_now(volunteer_id: str, wish: Wish) -> rules.CertifiedFacts:
    person = volunteers.own_file(volunteer_id).person
    entries = hours.all_of_volunteer(volunteer_id, wish.first, wish.last)
    if not entries:
        message = "这段时间没有已生效的服务时长，不能出具证明。请调整起止日期。"
        raise Refused([Violation("17", "certificates.no_hours", "from", message)])
    if len(entries) > rules.MOST_ITEMS:
        raise Refused([rules.too_many_fault(len(entries))])
    number = masked(person.document) if wish.show_document == "masked" else person.document.number
    now = clock.now()
    return rules.CertifiedFacts(
        version=rules.FACTS_VERSION,
        code=codes.new_code(),
        certificate_number=_next_number(clock.today()),
        name=person.name,
        document_type=TYPES[person.document.type],
        document_number=number,
        volunteer_number=person.volunteer_number,
        period_from=wish.first,
        period_to=wish.last,
        as_of=now,
        issued_on=clock.today(),
        total_minutes=sum(entry.stay.minutes for entry in entries),
        items=tuple(_item(entry) for entry in entries),
        units=tuple(_units(entries)),
        issuer=settings().supervising_body,
        system_name=settings().system_name,
    )


def _item(entry: Entry) -> rules.CertifiedItem:
    return rules.CertifiedItem(
        service_date=entry.stay.service_date,
        project=entry.project,
        group=entry.group,
        place=entry.place,
        service_object=SERVICE_OBJECTS[entry.service_object],
        content=entry.content,
        start=entry.stay.start,
        end=entry.stay.end,
        minutes=entry.stay.minutes,
        source=SOURCES[entry.source],
    )


def _units(entries: Sequence[Entry]) -> list[rules.RecordingUnit]:
    """The bodies that recorded these hours, each once, with whom to ask (149号)."""
    found = [groups.find(group_id) for group_id in dict.fromkeys(entry.group_id for entry in entries)]
    return [
        rules.RecordingUnit(group.name, group.contact.name, group.first_recorder, group.contact.phone)
        for group in found
    ]


def _next_number(day: date) -> str:
    """The next number of the year: district, year, running number. It says nothing of the code."""
    serial = CertificateSerial(str(day.year))
    serial.update([CertificateSerial.last.add(1)])
    return f"{settings().district_code}-{day.year}-{int(serial.last):06d}"


def _sealed(facts: rules.CertifiedFacts) -> bytes:
    plain = json.dumps(rules.as_json(facts), ensure_ascii=False, separators=(",", ":"))
    sealed = encryption.seal(zlib.compress(plain.encode(), 9), facts.code)
    if len(sealed) > _MOST_BYTES:
        raise Refused([rules.too_many_fault(len(facts.items))])
    return sealed


def _store(draft: _Draft, old: str | None) -> None:
    volunteer_id, wish, facts = draft.volunteer_id, draft.wish, draft.facts
    transaction = Transaction()
    item = Certificate(
        facts.code,
        certificate_number=facts.certificate_number,
        volunteer_id=volunteer_id,
        issued_at=facts.as_of,
        issued_on=facts.issued_on,
        period_from=wish.first,
        period_to=wish.last,
        total_minutes=facts.total_minutes,
        show_document=wish.show_document,
        status=rules.VALID,
    )
    transaction.create(item)
    transaction.create(CertificateSnapshot(facts.code, facts=draft.sealed))
    check = CertificateCheck(
        facts.code,
        certificate_number=facts.certificate_number,
        status=rules.VALID,
        issued_on=facts.issued_on,
        details_shown=draft.shown is not None,
        facts=draft.shown or "{}",
    )
    transaction.create(check)
    audit.record(transaction, f"volunteer#{volunteer_id}", volunteer_id, "issue_certificate", about=facts.code)
    if old:
        end(transaction, old, rules.REPLACED, None)
    transaction.commit()


def paper_of(volunteer_id: str, typed: str) -> tuple[bytes, str]:
    """The PDF of an own certificate, made from its snapshot, and its certificate number."""
    from functions.certificates import paper

    certificate = own(volunteer_id, typed)
    if certificate.status != rules.VALID:
        raise Conflict("certificates.not_valid", "这份证明已经撤销或被替换，不能再下载。请下载有效的那一份。")
    code = certificate.code
    facts = facts_of(code)
    _refuse_unprintable(paper.missing_characters(facts))  # a font may have gone since it was issued
    return paper.render(facts, verify_url(code)), facts.certificate_number


def list_of(volunteer_id: str, page: Page) -> Any:
    """A page of a volunteer's certificates, the latest first: one query."""
    return Certificate.by_volunteer.query(
        volunteer_id, limit=page.limit, last_evaluated_key=page.start, scan_index_forward=False
    )
