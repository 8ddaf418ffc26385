"""Hours that were served elsewhere and come by transfer (Article 16): looked at first, then let in, each once.

An entry's id follows from the person and from where the hour was first recorded, so that the same hour, in whatever package it
comes again, meets itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from functions.hours import ledger, lifecycle, rules
from functions.hours.models import key_of
from functions.projects.rules import CATEGORIES, SERVICE_OBJECTS
from functions.regulation.violation import Violation
from functions.stars import holdings
from functions.storage import clock, encryption
from functions.storage.transactions import retried
from functions.volunteers.actions import Known, open_record

_AT_ONCE = 40  # entries a transaction: each with the counters it moves
_OTHER = ("0099", "99")


@dataclass(frozen=True)
class Arrival:
    """An hour as another district recorded it. ``ref`` names the entry there (code, id, part), ``origin`` the district; the
    ids are keys of ours for its project and group. ``minutes`` count, whatever the policy here would make of the stay."""

    ref: str
    origin: str
    stay: rules.Stay
    minutes: int
    project_id: str
    project: str
    group_id: str
    group: str
    category: str
    place: str
    service_object: str
    content: str
    contact: str
    note: str


@dataclass(frozen=True)
class Around:
    """What stands around the stays of some arrivals: the ids that are here already, in any state, and the stays that count."""

    ids: frozenset[str]
    stays: tuple[rules.Stay, ...]


def id_of(volunteer_id: str, arrival: Arrival) -> str:
    """The id that this hour has with this person, whenever it comes."""
    return key_of(arrival.stay.start, encryption.fingerprint("arrival", f"{volunteer_id}#{arrival.ref}")[:10])


def around(volunteer_id: str, arrivals: Sequence[Arrival]) -> Around:
    """What the person has at the times of ``arrivals``. One query over that stretch of the own entries."""
    first = min(arrival.stay.start for arrival in arrivals)
    last = max(arrival.stay.end for arrival in arrivals)
    found = ledger.near(volunteer_id, first, last)
    counts = [entry.stay for entry in found if entry.state in {*lifecycle.STANDING, lifecycle.PENDING}]
    return Around(frozenset(entry.entry_id for entry in found), tuple(counts))


def let_in(actor_id: str, person: Known, arrivals: Sequence[Arrival]) -> dict[str, str]:
    """Put transferred hours in force, confirmed by ``actor_id``; says of each ref "" where it stands now, or why it does not.

    Raises `Conflict` where the person's record is closed.
    """
    open_record(person.volunteer_number)
    before, outcome = ledger.total_of(person.volunteer_id)[0], dict[str, str]()
    for start in range(0, len(arrivals), _AT_ONCE):
        outcome |= retried(partial(_let_in, actor_id, person, arrivals[start : start + _AT_ONCE]))
    total = ledger.total_of(person.volunteer_id)[0]
    if total > before:
        holdings.reached(person.volunteer_id, total)
    return outcome


def _let_in(actor_id: str, person: Known, arrivals: Sequence[Arrival]) -> dict[str, str]:
    version = ledger.versions_of([person.volunteer_id])[person.volunteer_id]
    there = around(person.volunteer_id, arrivals)
    standing, outcome, new = list(there.stays), dict[str, str](), list[rules.Entry]()
    for arrival in arrivals:
        entry_id = id_of(person.volunteer_id, arrival)
        if entry_id in there.ids or any(entry.entry_id == entry_id for entry in new):
            outcome[arrival.ref] = ""
            continue
        faults = _faults(arrival, standing)
        outcome[arrival.ref] = faults[0].message if faults else ""
        if not faults:
            standing.append(arrival.stay)
            new.append(_entry(actor_id, person, entry_id, arrival))
    if new:
        ledger.write([ledger.Addition(person.volunteer_id, version, tuple(new))], actor_id)
    return outcome


def _faults(arrival: Arrival, standing: Sequence[rules.Stay]) -> list[Violation]:
    if arrival.stay.end > clock.now():
        return [Violation("9", "hours.future", "", "服务时间还没有到。")]
    return rules.clash_faults(arrival.stay, standing)


def _entry(actor_id: str, person: Known, entry_id: str, arrival: Arrival) -> rules.Entry:
    now, stay = clock.now(), arrival.stay
    return rules.Entry(
        volunteer_id=person.volunteer_id,
        entry_id=entry_id,
        volunteer_number=person.volunteer_number,
        name=person.name,
        project_id=arrival.project_id,
        project=arrival.project,
        group_id=arrival.group_id,
        group=arrival.group,
        category=arrival.category if arrival.category in CATEGORIES else _OTHER[0],
        place=arrival.place,
        service_object=arrival.service_object if arrival.service_object in SERVICE_OBJECTS else _OTHER[1],
        content=arrival.content,
        contact=arrival.contact,
        stay=stay,
        source=rules.TRANSFER,
        state=lifecycle.IN_FORCE,
        entered_by=actor_id,
        entered_at=now,
        note=arrival.note,
        confirmed_by=actor_id,
        decided_at=now,
        credited=None if arrival.minutes == stay.minutes else arrival.minutes,
        origin=arrival.origin,
        origin_ref=arrival.ref,
    )
