"""Changing what is kept of a volunteer: corrections, closing the account, and a document that is in dispute."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime

from pynamodb.expressions.update import Action

from functions.regulation.violation import Violation
from functions.statistics import cells, counting
from functions.storage import clock, encryption
from functions.storage.refusals import Conflict
from functions.storage.transactions import Transaction
from functions.volunteers import rules
from functions.volunteers.actions import Known, document_key, known, own_file, phone_key
from functions.volunteers.documents import Document, masked
from functions.volunteers.models import Volunteer, VolunteerDocument, VolunteerNumber

_LISTS = ("intentions", "skills")


@dataclass(frozen=True)
class Value:
    """What a field is to say: a document, or a text (lists with 、 between)."""

    plain: str
    document: Document | None = None

    def text(self) -> str:
        """As it is kept, sealed, with the request."""
        shown = [self.document.type, self.document.number] if self.document else None
        return json.dumps({"plain": self.plain, "document": shown}, ensure_ascii=False)

    @classmethod
    def of(cls, text: str) -> "Value":
        kept = json.loads(text)
        return cls(kept["plain"], Document(*kept["document"]) if kept["document"] else None)

    def shown(self) -> str:
        """For people: a document number masked, a phone too."""
        return masked(self.document) if self.document else self.plain


def _corrected(person: rules.Person, field: str, value: Value) -> rules.Person:
    if field == "document":
        return replace(person, document=value.document or person.document)
    if field in _LISTS:
        words = tuple(word for word in value.plain.replace("，", "、").replace(",", "、").split("、") if word.strip())
        return replace(person, **{field: words})  # type: ignore[arg-type]
    canonical = {"name": rules.canonical_name, "phone": rules.canonical_phone}.get(field, str)
    return replace(person, **{field: canonical(value.plain)})  # type: ignore[arg-type]


def value_faults(volunteer_id: str, field: str, value: Value, today: date) -> list[Violation]:
    """Faults of what a field is to say: those of registering, at ``value``."""
    if field not in {"name", "sex", "birth_month", "document", "phone", "service_area", *_LISTS}:
        return [Violation("7", "volunteers.field", "field", "请选择要更正哪一项。")]
    before = own_file(volunteer_id).person
    after = _corrected(before, field, value)
    if after == before:
        return [Violation("7", "volunteers.same", "value", "与现在登记的一样，不用更正。")]
    place = "document.number" if field == "document" else "value"
    return [replace(fault, field=place) for fault in rules.person_faults(after, today) if _concerns(fault, field)]


def _concerns(fault: Violation, field: str) -> bool:
    """A correction is not held up by another field that was never right."""
    return fault.field.split(".")[0] in {field, "sex" if field == "document" else field}


def correct(transaction: Transaction, volunteer_id: str, field: str, value: Value) -> Known:
    """Add the correction of one field to ``transaction``, wherever it stands in this room; returns the person after it."""
    person = _corrected(own_file(volunteer_id).person, field, value)
    before = known(volunteer_id)
    after = Known(
        volunteer_id, person.volunteer_number, person.name, document_key(person.document), phone_key(person.phone)
    )
    actions: list[Action] = [
        Volunteer.name.set(person.name),
        Volunteer.sex.set(person.sex),
        Volunteer.birth_month.set(encryption.seal(person.birth_month, volunteer_id)),
        Volunteer.document_type.set(person.document.type),
        Volunteer.document_number.set(encryption.seal(person.document.number, volunteer_id)),
        Volunteer.phone.set(encryption.seal(person.phone, volunteer_id)),
        Volunteer.service_area.set(person.service_area),
        Volunteer.intentions.set(list(person.intentions)),
        Volunteer.skills.set(list(person.skills)),
    ]
    transaction.update(Volunteer(volunteer_id), actions, Volunteer.volunteer_id.exists())
    transaction.replace(VolunteerNumber(**vars(after)), VolunteerNumber.volunteer_id == volunteer_id)
    born = cells.born(own_file(volunteer_id).person.birth_month)
    counting.count(transaction, (born, cells.ONE_LESS), (cells.born(person.birth_month), cells.ONE))
    if before.person_key != after.person_key:
        taken = Conflict("volunteers.document_taken", "这个证件号码已经登记在另一个人名下，请先核实。", "decision")
        transaction.delete(VolunteerDocument(before.person_key))
        transaction.create(VolunteerDocument(after.person_key, volunteer_id=volunteer_id), taken)
    return after


def close(transaction: Transaction, volunteer_id: str, free_document: bool) -> tuple[str, ...]:
    """Add the closing of a record to ``transaction``: what is optional is erased, the number takes part in nothing new;
    returns the login names to take away. ``free_document``: the document was another's, who may register with it."""
    own, person = own_file(volunteer_id), known(volunteer_id)
    actions: list[Action] = [
        Volunteer.phone.set(encryption.seal("", volunteer_id)),
        Volunteer.intentions.set([]),
        Volunteer.skills.set([]),
        Volunteer.guardian.remove(),
        Volunteer.closed_at.set(clock.now()),
        Volunteer.contested_until.remove(),
    ]
    done = Conflict("volunteers.closed", "这个账号已经注销。")
    transaction.update(Volunteer(volunteer_id), actions, Volunteer.closed_at.does_not_exist(), done)
    number = VolunteerNumber(person.volunteer_number)
    marks = [VolunteerNumber.closed.set(True), VolunteerNumber.phone_key.remove()]
    transaction.update(number, marks, VolunteerNumber.volunteer_id == volunteer_id)
    if own.moved_at is None:  # who was transferred is counted no more already
        counting.count(transaction, (cells.born(own.person.birth_month), cells.ONE_LESS))
    if free_document:
        transaction.delete(VolunteerDocument(person.person_key))
    return tuple(dict.fromkeys((own.login, person.volunteer_number)))


def suspend(transaction: Transaction, volunteer_id: str, suspended: bool) -> tuple[str, ...]:
    """Add to ``transaction`` that a record takes part in nothing new because it was merged into another, or that it does
    again; returns its login names."""
    own, person = own_file(volunteer_id), known(volunteer_id)
    mark = VolunteerNumber.closed
    actions: list[Action] = [mark.set(True) if suspended else mark.remove()]
    transaction.update(VolunteerNumber(person.volunteer_number), actions, VolunteerNumber.volunteer_id == volunteer_id)
    counting.count(transaction, (cells.born(own.person.birth_month), cells.ONE_LESS if suspended else cells.ONE))
    return tuple(dict.fromkeys((own.login, person.volunteer_number)))


def move(transaction: Transaction, volunteer_id: str, receiver: str) -> str:
    """Add to ``transaction`` that a record was transferred to a ``receiver`` and takes part in nothing new (Article 16), or,
    where that is "", that it is as before; returns its number, which is a login name."""
    number = suspend(transaction, volunteer_id, bool(receiver))[-1]
    marks: list[Action] = [Volunteer.moved_at.remove(), Volunteer.moved_to.remove()]
    condition = Volunteer.moved_at.exists()
    if receiver:
        marks = [Volunteer.moved_at.set(clock.now()), Volunteer.moved_to.set(receiver)]
        condition = Volunteer.moved_at.does_not_exist() & Volunteer.closed_at.does_not_exist()
    transaction.update(Volunteer(volunteer_id), marks, condition)
    return number


def contest(transaction: Transaction, volunteer_id: str, until: datetime | None) -> None:
    """Mark a record whose document is in dispute until an instant; None ends it."""
    mark = Volunteer.contested_until
    actions: list[Action] = [mark.set(until) if until else mark.remove()]
    transaction.update(Volunteer(volunteer_id), actions, Volunteer.volunteer_id.exists())
