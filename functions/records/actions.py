"""Putting a volunteer's record together from the rooms that keep its parts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.accounts import actions as accounts
from functions.commendations import actions as commendations
from functions.commendations.rules import Commendation
from functions.complaints import actions as complaints
from functions.consent import actions as consent
from functions.consent import receipts
from functions.evaluations import actions as evaluations
from functions.groups import actions as groups
from functions.groups import members
from functions.hours import actions as hours
from functions.records import rules
from functions.stars import holdings
from functions.stars.rules import next_star, star_for
from functions.storage import audit, clock
from functions.storage.pages import Page, Read
from functions.storage.refusals import NotFound, Refused
from functions.storage.settings import settings
from functions.training import actions as training
from functions.training.rules import Training
from functions.volunteers import actions as volunteers
from functions.volunteers import minors

_OF_MEMBER = 100  # trainings and commendations that a recorder is shown of a member
_FIRST = 10  # of each further block: more are read from its own address


def _service(volunteer_id: str, wanted: hours.Wanted, page: Page) -> Read:
    """A page of entries, each with what was said of it: (entry, evaluation or None). One query and one batch."""
    found = hours.page_of_volunteer(volunteer_id, wanted, page)
    entries = [item.entry() for item in found]
    said = evaluations.of_projects(volunteer_id, [entry.project_id for entry in entries])
    return Read([(entry, said.get(entry.project_id)) for entry in entries], found.last_evaluated_key)


@dataclass(frozen=True)
class Record:
    """``minutes`` and ``entries`` are of all that is in force, whatever page or period is shown; ``star`` is what they come
    to, ``held_star`` what was granted; ``service`` is a page,
    ``training``, ``commendations`` and ``complaints`` are first pages."""

    file: volunteers.OwnFile
    groups: list[tuple[str, str]]
    minutes: int
    entries: int
    star: int
    next_star: tuple[int, int] | None
    held_star: int
    service: Any
    training: Any
    commendations: Any
    complaints: Any


def own_record(volunteer_id: str, wanted: hours.Wanted, page: Page) -> Record:
    """A volunteer's own record (Article 6); the service block shows the entries that are wanted."""
    faults = rules.period_faults(wanted.first, wanted.last) + rules.state_faults(wanted.state)
    if faults:
        raise Refused(faults)
    minutes, entries = hours.total_of(volunteer_id)
    today, scheme, first_page = clock.today(), settings().star_scheme, Page(_FIRST, None)
    return Record(
        file=volunteers.own_file(volunteer_id),
        groups=members.groups_of_volunteer(volunteer_id),
        minutes=minutes,
        entries=entries,
        star=star_for(minutes, today, scheme),
        next_star=next_star(minutes, today, scheme),
        held_star=holdings.of(volunteer_id).star,
        service=_service(volunteer_id, wanted, page),
        training=training.of_volunteer(volunteer_id, first_page),
        commendations=commendations.of_volunteer(volunteer_id, first_page),
        complaints=complaints.about_volunteer(volunteer_id, first_page),
    )


wanted = hours.Wanted


@dataclass(frozen=True)
class MemberRecord:
    """A member's record as the group sees it: what was done with this group, and nothing of the person but name and number."""

    person: volunteers.Known
    service: Read
    training: list[Training]
    commendations: list[Commendation]


def member_record(actor_id: str, group_id: str, number: str, reason: str, page: Page) -> MemberRecord:
    """What a group's recorder may see of a member's record (Article 18). A minor's needs a ``reason``; every look is kept.

    Raises `Refused`; `NotFound` for who is no member.
    """
    groups.seen_by(actor_id, "recorder", group_id)
    canonical = members.canonical_number(number)
    person = volunteers.find_by_numbers([canonical]).get(canonical)
    if person is None or not members.among(group_id, [person.volunteer_id]):
        raise NotFound("members.unknown", "名册中没有这个志愿者编号。")
    is_minor = minors.minor(person.volunteer_id)
    faults = rules.look_faults(is_minor, reason)
    if faults:
        raise Refused(faults)
    audit.saw(f"volunteer#{person.volunteer_id}", actor_id, "see_record", about=group_id, reason=reason)
    if is_minor:
        minors.list_look(person.volunteer_number, actor_id, reason)
    own = training.of_volunteer(person.volunteer_id, Page(_OF_MEMBER, None))
    return MemberRecord(
        person=person,
        service=_service(person.volunteer_id, hours.Wanted(group_id=group_id), page),
        training=[each for each in own if each.group_id == group_id],
        commendations=commendations.in_force_of(person.volunteer_id, group_id),
    )


def minors_looks(year: int, page: Page) -> Any:
    """A page of a year's looks at what is kept of minors, for the supervisor's report, the latest first."""
    return minors.looks_of(year, page)


@dataclass(frozen=True)
class MinorLook:
    """Somebody looked at a minor's data: ``who`` in words, the minor's number, and the reason."""

    at: datetime
    who: str
    volunteer_number: str
    reason: str


def minor_look(entry: Any) -> MinorLook:
    """One look in words."""
    who = accounts.find(entry.actor)
    at = clock.from_text(entry.at.split("#")[0])
    return MinorLook(at, f"{rules.STAFF.get(who.role, '')} {who.name}".strip(), entry.about, entry.reason)


def looks(volunteer_id: str, page: Page) -> Any:
    """A page of who looked at this record, the latest first: one query."""
    return audit.looks_at(f"volunteer#{volunteer_id}", page.limit, page.start)


@dataclass(frozen=True)
class Look:
    """Somebody read a part of a record: ``who`` and ``what`` in words."""

    at: datetime
    who: str
    what: str


def look(entry: Any) -> Look:
    """One reading in words. Staff are named by role and name; a receiver by the link that was given."""
    at = clock.from_text(entry.at.split("#")[0])
    what = rules.READINGS.get(entry.act, "查看")
    if entry.actor == "receiver":
        return Look(at, "拿到您的链接的人", what)
    who = accounts.find(entry.actor)
    return Look(at, f"{rules.STAFF.get(who.role, '')} {who.name}".strip(), what)


def consent_receipt(volunteer_id: str) -> dict[str, Any]:
    """Every consent of a person with its events, as a receipt to keep (ISO/IEC TS 27560)."""
    number = volunteers.own_file(volunteer_id).person.volunteer_number
    return receipts.receipt(number, settings().supervising_body, consent.events_of(volunteer_id))
