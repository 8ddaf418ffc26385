"""Registering a volunteer, and finding one."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from functions.accounts import actions as accounts
from functions.accounts.rules import canonical_login
from functions.consent import actions as consent
from functions.consent.rules import CHOSEN, is_agreed, registration_faults
from functions.statistics import cells, counting
from functions.storage import audit, clock, codes, encryption
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried
from functions.volunteers import rules
from functions.volunteers.documents import Document
from functions.volunteers.models import Volunteer, VolunteerDocument, VolunteerNumber

Registration = rules.Registration


@dataclass(frozen=True)
class Known:
    """A volunteer as a recorder knows one. ``person_key`` is the keyed fingerprint of the document, ``phone_key`` that of the
    phone ("" where it was not kept)."""

    volunteer_id: str
    volunteer_number: str
    name: str
    person_key: str
    phone_key: str = ""


@dataclass(frozen=True)
class OwnFile:
    """A volunteer's own basic information, with when and under which login they registered."""

    volunteer_id: str
    person: rules.Person
    login: str
    registered_at: datetime
    contested_until: datetime | None = None
    closed_at: datetime | None = None
    moved_at: datetime | None = None
    moved_to: str = ""


def document_key(document: Document) -> str:
    """The keyed fingerprint by which one document is one person."""
    return encryption.fingerprint("document", document.identity)


def phone_key(phone: str) -> str:
    """The keyed fingerprint of a phone: families share one, so it names nobody, and is compared only."""
    return encryption.fingerprint("phone", phone)


def register(asked: Registration, also: Callable[[Transaction, Known], None] | None = None) -> Known:
    """Register a volunteer under the real name (Articles 5 and 7).

    Raises `Refused` with every fault, or `Conflict` where the document is registered already. ``also`` adds to the same
    transaction what belongs to it.
    """
    today = clock.today()
    faults = rules.person_faults(asked.person, today)
    faults += rules.guardian_faults(asked.person, asked.guardian, today)
    faults += registration_faults(asked.consents)
    faults += accounts.account_faults(asked.login, asked.password)
    if faults:
        raise Refused(faults)
    return retried(lambda: _store(asked, also))


def _store(asked: Registration, also: Callable[[Transaction, Known], None] | None) -> Known:
    number = codes.new_volunteer_number(settings().district_code)
    keys = document_key(asked.person.document), phone_key(asked.person.phone)
    known = Known(codes.new_id(), number, asked.person.name, *keys)
    transaction = Transaction()
    taken = (
        "这个证件号码已经登记过。若是本人，请直接登录；若从未登记过，请到“证件被人登记”一页说明，再到主管部门窗口核实。"
    )
    transaction.create(
        VolunteerDocument(known.person_key, volunteer_id=known.volunteer_id),
        Conflict("volunteers.document_taken", taken, "document.number"),
    )
    named = VolunteerNumber(**vars(known))
    transaction.create(named)
    transaction.create(_item(known, asked))
    chosen = (canonical_login(asked.login),) if asked.login else ()
    account = accounts.NewAccount(
        "volunteer", (*chosen, number), known.name, asked.password, known.person_key, known.volunteer_id
    )
    accounts.open_account(transaction, account)
    consent.give(transaction, known.volunteer_id, asked.consents, by_guardian=asked.guardian is not None)
    audit.record(transaction, f"volunteer#{known.volunteer_id}", known.volunteer_id, "register")
    month = clock.today().isoformat()[:7]
    counting.count(transaction, (cells.born(asked.person.birth_month), cells.ONE), (cells.registered(month), cells.ONE))
    if also:
        also(transaction, known)
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
    moved = item.moved_at, item.moved_to or ""
    return OwnFile(volunteer_id, person, item.login, item.registered_at, item.contested_until, item.closed_at, *moved)


def known(volunteer_id: str) -> Known:
    """A volunteer as a recorder knows one, also after the account was closed; raises `NotFound`."""
    return _known(VolunteerNumber.get(own_file(volunteer_id).person.volunteer_number))


def _known(item: VolunteerNumber) -> Known:
    return Known(item.volunteer_id, item.volunteer_number, item.name, item.person_key, item.phone_key or "")


def find_by_numbers(numbers: Iterable[str]) -> dict[str, Known]:
    """The volunteers with these numbers, by number; unknown ones and closed ones are left out. Batches of a hundred."""
    wanted = [number for number in dict.fromkeys(numbers) if codes.is_volunteer_number(number)]
    found = VolunteerNumber.batch_get(wanted) if wanted else iter(())
    return {item.volunteer_number: _known(item) for item in found if not item.closed}


def open_record(number: str) -> Known:
    """The volunteer with a number whose record may change; `Conflict` where it was closed, transferred, or merged into another."""
    found = find_by_numbers([number]).get(number)
    if found is None:
        message = "这位志愿者的记录已注销、已转出，或已并入另一份登记，时长不能再确认、更正或作废。确有问题的，请联系主管部门。"
        raise Conflict("volunteers.record_closed", message)
    return found


def by_number(number: str) -> Known | None:
    """The volunteer with a number, also one whose record was merged or closed; None for none."""
    try:
        return _known(VolunteerNumber.get(number)) if codes.is_volunteer_number(number) else None
    except VolunteerNumber.DoesNotExist:
        return None


def holder_of(document: Document) -> str | None:
    """Which volunteer a document is registered to; None for none."""
    try:
        return str(VolunteerDocument.get(document_key(document), consistent_read=True).volunteer_id)
    except VolunteerDocument.DoesNotExist:
        return None


def agreed_purposes(volunteer_id: str) -> list[str]:
    """The purposes this person agrees to now."""
    events = consent.events_of(volunteer_id)
    return [purpose for purpose in ("registration", *CHOSEN) if is_agreed(events, purpose)]
