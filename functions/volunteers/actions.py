"""Registering a volunteer, and finding one."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from functions.accounts import actions as accounts
from functions.accounts.rules import canonical_login
from functions.consent import actions as consent
from functions.consent.rules import PURPOSES, is_agreed, registration_faults
from functions.storage import audit, clock, codes, encryption
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried
from functions.volunteers import rules
from functions.volunteers.documents import Document
from functions.volunteers.models import Volunteer, VolunteerDocument, VolunteerNumber


@dataclass(frozen=True)
class Registration:
    """What a person sends to be registered; ``person`` in canonical form, its number still empty."""

    person: rules.Person
    login: str | None
    password: str
    consents: tuple[str, ...]
    guardian: rules.Guardian | None


@dataclass(frozen=True)
class Known:
    """A volunteer as a recorder knows one. ``person_key`` is the keyed fingerprint of the document."""

    volunteer_id: str
    volunteer_number: str
    name: str
    person_key: str


@dataclass(frozen=True)
class OwnFile:
    """A volunteer's own basic information, with when and under which login they registered."""

    volunteer_id: str
    person: rules.Person
    login: str
    registered_at: datetime


def document_key(document: Document) -> str:
    """The keyed fingerprint by which one document is one person."""
    return encryption.fingerprint("document", document.identity)


def register(asked: Registration) -> Known:
    """Register a volunteer under the real name (Articles 5 and 7).

    Raises `Refused` with every fault, or `Conflict` where the document is registered already.
    """
    today = clock.today()
    faults = rules.person_faults(asked.person, today)
    faults += rules.guardian_faults(asked.person, asked.guardian, today)
    faults += registration_faults(asked.consents)
    faults += accounts.account_faults(asked.login, asked.password)
    if faults:
        raise Refused(faults)
    return retried(lambda: _store(asked))


def _store(asked: Registration) -> Known:
    number = codes.new_volunteer_number(settings().district_code)
    known = Known(codes.new_id(), number, asked.person.name, document_key(asked.person.document))
    transaction = Transaction()
    taken = "这个证件号码已经登记过。若是本人，请直接登录；若从未登记过，请到主管部门窗口核实。"
    transaction.create(
        VolunteerDocument(known.person_key, volunteer_id=known.volunteer_id),
        Conflict("volunteers.document_taken", taken, "document.number"),
    )
    named = VolunteerNumber(number, volunteer_id=known.volunteer_id, name=known.name, person_key=known.person_key)
    transaction.create(named)
    transaction.create(_item(known, asked))
    chosen = (canonical_login(asked.login),) if asked.login else ()
    account = accounts.NewAccount(
        "volunteer", (*chosen, number), known.name, asked.password, known.person_key, known.volunteer_id
    )
    accounts.open_account(transaction, account)
    consent.give(transaction, known.volunteer_id, asked.consents, by_guardian=asked.guardian is not None)
    audit.record(transaction, f"volunteer#{known.volunteer_id}", known.volunteer_id, "register")
    transaction.commit()
    return known


def _item(known: Known, asked: Registration) -> Volunteer:
    person, owner = asked.person, known.volunteer_id
    guardian = json.dumps(vars(asked.guardian), ensure_ascii=False) if asked.guardian else None
    return Volunteer(
        owner,
        volunteer_number=known.volunteer_number,
        name=person.name,
        sex=person.sex,
        birth_month=encryption.seal(person.birth_month, owner),
        document_type=person.document.type,
        document_number=encryption.seal(person.document.number, owner),
        service_area=person.service_area,
        intentions=list(person.intentions),
        skills=list(person.skills),
        phone=encryption.seal(person.phone, owner),
        guardian=encryption.seal(guardian, owner) if guardian else None,
        login=canonical_login(asked.login) if asked.login else known.volunteer_number,
        registered_at=clock.now(),
    )


def own_file(volunteer_id: str) -> OwnFile:
    """The nine fields, opened: for the person, and for the certificate. Raises `NotFound`."""
    try:
        item = Volunteer.get(volunteer_id, consistent_read=True)
    except Volunteer.DoesNotExist:
        raise NotFound("volunteers.unknown", "没有这位志愿者的登记。") from None
    person = rules.Person(
        name=item.name,
        sex=item.sex,
        birth_month=encryption.unseal(item.birth_month, volunteer_id),
        volunteer_number=item.volunteer_number,
        document=Document(item.document_type, encryption.unseal(item.document_number, volunteer_id)),
        service_area=item.service_area,
        intentions=tuple(item.intentions),
        skills=tuple(item.skills),
        phone=encryption.unseal(item.phone, volunteer_id),
    )
    return OwnFile(volunteer_id, person, item.login, item.registered_at)


def known(volunteer_id: str) -> Known:
    """A volunteer as a recorder knows one; raises `NotFound`."""
    number = own_file(volunteer_id).person.volunteer_number
    return find_by_numbers([number])[number]


def find_by_numbers(numbers: Iterable[str]) -> dict[str, Known]:
    """The volunteers with these numbers, by number; unknown ones are left out. Batches of a hundred."""
    wanted = [number for number in dict.fromkeys(numbers) if codes.is_volunteer_number(number)]
    found = VolunteerNumber.batch_get(wanted) if wanted else iter(())
    return {
        item.volunteer_number: Known(item.volunteer_id, item.volunteer_number, item.name, item.person_key)
        for item in found
    }


def agreed_purposes(volunteer_id: str) -> list[str]:
    """The purposes this person agrees to now."""
    events = consent.events_of(volunteer_id)
    return [purpose for purpose in PURPOSES if is_agreed(events, purpose)]
