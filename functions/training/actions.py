"""Recording trainings, who took part, and correcting them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from functions.accounts import actions as accounts
from functions.files import reading
from functions.files.rules import Fault
from functions.groups import actions as groups
from functions.groups import members
from functions.messages.actions import tell
from functions.regulation.violation import Violation
from functions.storage import audit, clock, codes
from functions.storage.pages import Page, Read
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.transactions import Transaction, retried
from functions.training import rules
from functions.training.models import AttendeeItem, TrainingItem, facts_as_json, past_as_json
from functions.volunteers.actions import Known, find_by_numbers

_UNKNOWN = NotFound("training.unknown", "没有这次培训，或不是您所在团体的培训。")
_NOT_A_MEMBER = "这个编号不在本团体名册中，请先把本人加入团体名册。"
_PIECE = 45  # attendees a transaction: each is two writes


def create(actor_id: str, group_id: str, facts: rules.Facts, typed: Sequence[str]) -> rules.Training:
    """Record a training with everybody who took part: all of them, or none and every fault (`Refused`).

    The training itself is written last. Attendees of a training that does not exist are seen by nobody, so that a try
    that breaks off leaves nothing behind that shows.
    """
    group = groups.workable(actor_id, group_id)
    people, faults = _people_of(actor_id, group_id, typed)
    faults = rules.training_faults(facts, clock.today()) + faults
    if faults:
        raise Refused(faults)
    training = rules.Training(
        training_id=codes.new_id(),
        group_id=group_id,
        group=group.name,
        facts=facts,
        entered_by=actor_id,
        entered_at=clock.now(),
        attendees=len(people),
    )
    for start in range(0, len(people), _PIECE):
        retried(partial(_store_first, actor_id, training, people[start : start + _PIECE]))
    transaction = Transaction()
    transaction.create(TrainingItem.of(training))
    audit.record(transaction, f"group#{group_id}", actor_id, "record_training", about=training.training_id)
    transaction.commit()
    return training


def _people_of(actor_id: str, group_id: str, typed: Sequence[str]) -> tuple[list[Known], list[Violation]]:
    """The members whose numbers were given, each once, and the faults of the lines."""
    numbers = [members.canonical_number(number) for number in typed]
    found = find_by_numbers(numbers)
    present = members.among(group_id, [person.volunteer_id for person in found.values()])
    known = {number: person for number, person in found.items() if person.volunteer_id in present}
    faults = members.lines_to_members(numbers, _field, known, _NOT_A_MEMBER)
    keys = {line: known[number].person_key for line, number in enumerate(numbers) if number in known}
    own = rules.own_faults(keys, accounts.find(actor_id).person_key)
    faults += [fault.under(_field(line)) for line, fault in own]
    return list(known.values()), faults


def _field(line: int) -> str:
    return f"volunteer_numbers.{line}"


def _attendee(actor_id: str, training_id: str, person: Known) -> AttendeeItem:
    return AttendeeItem(
        training_id,
        person.volunteer_id,
        volunteer_number=person.volunteer_number,
        name=person.name,
        person_key=person.person_key,
        added_by=actor_id,
        added_at=clock.now(),
        counts_for=person.volunteer_id,
    )


def _store_first(actor_id: str, training: rules.Training, people: Sequence[Known]) -> None:
    transaction = Transaction()
    for person in people:
        transaction.create(_attendee(actor_id, training.training_id, person))
        subject = f"volunteer#{person.volunteer_id}"
        audit.record(transaction, subject, actor_id, "record_training", about=training.training_id)
    transaction.commit()


def _own(actor_id: str, training_id: str) -> rules.Training:
    """A training of a group this account may work in now; `NotFound` for everybody else's."""
    try:
        training = TrainingItem.get(training_id, consistent_read=True).training()
        groups.workable(actor_id, training.group_id)
    except (TrainingItem.DoesNotExist, NotFound):
        raise _UNKNOWN from None
    return training


def add(actor_id: str, training_id: str, typed: Sequence[str]) -> members.Added:
    """Add people who took part too; nobody when one line is wrong. Who stands there already is counted, and no fault."""
    training = _own(actor_id, training_id)
    people, faults = _people_of(actor_id, training.group_id, typed)
    if faults:
        raise Refused(faults)
    added: list[Known] = []
    for start in range(0, len(people), _PIECE):
        added += retried(partial(_store_missing, actor_id, training_id, people[start : start + _PIECE]))
    return members.Added(added, len(people) - len(added))


def _store_missing(actor_id: str, training_id: str, people: Sequence[Known]) -> list[Known]:
    stored = {
        item.volunteer_id: item.counts_for
        for item in AttendeeItem.batch_get([(training_id, person.volunteer_id) for person in people])
    }
    missing = [person for person in people if not stored.get(person.volunteer_id)]
    if not missing:
        return []
    transaction = Transaction()
    for person in missing:
        item = _attendee(actor_id, training_id, person)
        if person.volunteer_id in stored:  # was removed; what was said then is in the audit log
            transaction.replace(item, AttendeeItem.counts_for.does_not_exist())
        else:
            transaction.create(item)
        audit.record(transaction, f"volunteer#{person.volunteer_id}", actor_id, "record_training", about=training_id)
    more = [TrainingItem.attendees.add(len(missing))]
    transaction.update(TrainingItem(training_id), more, TrainingItem.training_id.exists())
    transaction.commit()
    return missing


def remove(actor_id: str, training_id: str, number: str, reason: str) -> None:
    """Take somebody out who did not take part, with the reason; that they stood there stays on record."""
    training = _own(actor_id, training_id)
    faults = rules.reason_faults(reason, "移出培训")
    if faults:
        raise Refused(faults)
    person = find_by_numbers([members.canonical_number(number)]).get(members.canonical_number(number))
    unknown = NotFound("training.no_attendee", "这个编号不在这次培训的名单里。", "volunteer_number")
    if person is None:
        raise unknown
    transaction = Transaction()
    marks = [
        AttendeeItem.counts_for.remove(),
        AttendeeItem.removed_by.set(actor_id),
        AttendeeItem.removed_at.set(clock.now()),
        AttendeeItem.reason.set(reason),
    ]
    item = AttendeeItem(training_id, person.volunteer_id)
    transaction.update(item, marks, AttendeeItem.counts_for.exists(), unknown)
    fewer = [TrainingItem.attendees.add(-1)]
    transaction.update(TrainingItem(training_id), fewer, TrainingItem.training_id.exists())
    subject = f"volunteer#{person.volunteer_id}"
    audit.record(transaction, subject, actor_id, "remove_training", about=training_id, reason=reason)
    news = f"“{training.group}”把您从培训“{training.facts.topic}”的名单里移出，理由：{reason}"
    tell(transaction, person.volunteer_id, "training.removed", news, training_id)
    retried(transaction.commit)


@dataclass(frozen=True)
class Correction:
    """What a training should say; ``version`` is the one that was on the screen."""

    version: int
    facts: rules.Facts
    reason: str


def correct(actor_id: str, training_id: str, asked: Correction) -> rules.Training:
    """Correct a training as a new version; the old one stays. Nobody corrects a training they took part in.

    Raises `Refused` with every fault, `Conflict` where somebody else corrected it since.
    """
    training = _own(actor_id, training_id)
    faults = rules.training_faults(asked.facts, clock.today()) + rules.reason_faults(asked.reason, "更正培训")
    key = accounts.find(actor_id).person_key
    mine = (AttendeeItem.person_key == key) & AttendeeItem.counts_for.exists()
    if any(True for _ in AttendeeItem.query(training_id, filter_condition=mine)):
        faults += [fault for _, fault in rules.own_faults({0: key}, key)]
    if len(training.past) + 1 >= rules.MOST_VERSIONS:
        faults.append(Violation("11", "training.versions", "", "更正的次数已经很多，请重新记录一次培训。"))
    if faults:
        raise Refused(faults)
    moved_on = Conflict("training.moved_on", "这次培训刚刚被更正过，请看过最新的内容再改。您写的还在。")
    if training.version != asked.version:
        raise moved_on
    past = rules.Past(training.version, training.facts, actor_id, clock.now(), asked.reason)
    new = replace(training, facts=asked.facts, version=training.version + 1, past=(*training.past, past))
    transaction = Transaction()
    changes = [
        TrainingItem.facts.set(facts_as_json(new.facts)),
        TrainingItem.starts.set(new.facts.starts),
        TrainingItem.version.set(new.version),
        TrainingItem.past.set([past_as_json(each) for each in new.past]),
    ]
    transaction.update(TrainingItem(training_id), changes, TrainingItem.version == training.version, moved_on)
    subject = f"group#{training.group_id}"
    audit.record(transaction, subject, actor_id, "correct_training", about=training_id, reason=asked.reason)
    retried(transaction.commit)
    return new


def of_group(actor_id: str, group_id: str, page: Page) -> Any:
    """A page of a group's trainings, the latest first: one query."""
    groups.seen_by(actor_id, "recorder", group_id)
    return page.latest_of(TrainingItem.by_group, group_id)


def attendees_of(actor_id: str, training_id: str, page: Page) -> Any:
    """A page of who took part, those removed too: one query; the reading is on record."""
    training = _own(actor_id, training_id)
    audit.saw(f"group#{training.group_id}", actor_id, "see_attendees", about=training_id)
    return page.of(AttendeeItem, training_id)


def of_volunteer(volunteer_id: str, page: Page) -> Read:
    """A page of a volunteer's `rules.Training`, entered last first: one query and one batch."""
    found = page.latest_of(AttendeeItem.by_volunteer, volunteer_id)
    ids = [item.training_id for item in found]
    stored = {item.training_id: item.training() for item in TrainingItem.batch_get(ids)} if ids else {}
    # What is missing is a training whose recording broke off: it was never there.
    return Read([stored[training_id] for training_id in ids if training_id in stored], found.last_evaluated_key)


@dataclass(frozen=True)
class Numbers:
    """Members found in a file, in its order, and what is wrong by row."""

    people: list[Known]
    faults: list[Fault]


def numbers_in(actor_id: str, group_id: str, content: bytes) -> Numbers:
    """The members whose numbers stand in a column of a spreadsheet. Writes nothing."""
    groups.workable(actor_id, group_id)
    lines, faults = rules.numbers_of(reading.tables_of(content))
    found = find_by_numbers([number for _, _, number in lines])
    present = members.among(group_id, [person.volunteer_id for person in found.values()])
    people = []
    for sheet, row, number in lines:
        person = found.get(number)
        if person is not None and person.volunteer_id in present:
            people.append(person)
        else:
            faults.append(Fault(sheet, row, rules.COLUMN, _NOT_A_MEMBER))
    return Numbers(people, sorted(faults, key=lambda fault: (fault.sheet, fault.row)))
