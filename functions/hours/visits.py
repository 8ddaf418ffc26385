"""A visit, from check-in to check-out, becomes an entry: in force at once, or waiting with what is to be looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from functions.hours import deadlines, ledger, lifecycle, making, policies, rules, watch
from functions.hours.policy import MARKS, Case, Policy, marks_of, presence_faults
from functions.messages.actions import tell
from functions.projects.rules import Project
from functions.regulation.days import day_text
from functions.storage import clock
from functions.storage.transactions import Transaction
from functions.volunteers.actions import Known

_SOURCE = "check_in"


@dataclass(frozen=True)
class Visit:
    """What to enter. ``stay`` is at least one minute; ``recorder_id`` vouches for it; ``waits`` says why it must be looked
    at first, a mark of `policy.MARKS` and the words for it; ``actor_id`` is who checked out."""

    person: Known
    project: Project
    stay: rules.Stay
    actor_id: str
    recorder_id: str
    waits: Mapping[str, str]


def finish(transaction: Transaction, visit: Visit) -> rules.Entry | None:
    """Add the entry of a visit to ``transaction``, and the message about one that waits; None, and nothing added, where the
    visit is shorter than the district counts.

    What clashes with hours that stand is not lost: it waits, and says so in its note. Committing may raise `Contention`.
    """
    policy = policies.current()
    if presence_faults(visit.stay, policy):
        return None
    volunteer_id = visit.person.volunteer_id
    version = ledger.versions_of([volunteer_id])[volunteer_id]
    waits = _why_it_waits(visit, policy)
    origin = making.Origin(
        source=_SOURCE,
        state=lifecycle.PENDING if waits else lifecycle.IN_FORCE,
        entered_by=visit.actor_id,
        at=clock.now(),
        confirmed_by="" if waits else visit.recorder_id,
        note="；".join(waits.values()),
        policy=policy,
        marks=tuple(waits),
    )
    entry = making.an_entry(visit.person, visit.project, visit.stay, "", origin)
    ledger.change(transaction, ledger.Change(volunteer_id, version, new=(entry,)), visit.actor_id, "check_out")
    if waits:
        tell(transaction, volunteer_id, "hours.check_in_waits", _news(entry), entry.entry_id)
    return entry


def look(visit: Visit, entry: rules.Entry) -> None:
    """What is unusual about a visit that counts is kept for the supervisor; for after the transaction of `finish`."""
    if entry.state == lifecycle.IN_FORCE:
        around = ledger.standing(entry.volunteer_id, entry.stay.start, entry.stay.end)
        others = [other for other in around if other.entry_id != entry.entry_id]
        act = watch.Act(visit.recorder_id, watch.place_of(visit.project), entry.entry_id, entry.entry_id)
        watch.look(act, [watch.came(entry, visit.person, others)])


def served_after(volunteer_id: str, instant: datetime) -> bool:
    """Whether hours that stand reach past ``instant``: then a check-in of that instant comes too late."""
    return any(entry.stay.end > instant for entry in ledger.standing(volunteer_id, instant, clock.now()))


def _why_it_waits(visit: Visit, policy: Policy) -> dict[str, str]:
    """What the door saw, what the district's policy says, and why the rules of hours would not let this stay stand."""
    now = clock.now()
    window = rules.Stay(visit.project.starts, visit.project.ends)
    others = ledger.standing(visit.person.volunteer_id, visit.stay.start, visit.stay.end)
    late = deadlines.is_late(visit.project.ends, now)
    marks = marks_of(Case(visit.stay, others, late, hurried=False), policy)
    faults = rules.stay_faults(visit.stay, window, now)
    faults += rules.clash_faults(visit.stay, [other.stay for other in others])
    amiss = {"outside": "；".join(fault.message.rstrip("。") for fault in faults)} if faults else {}
    return {**visit.waits, **{mark: MARKS[mark] for mark in marks}, **amiss}


def _news(entry: rules.Entry) -> str:
    day = entry.stay.service_date
    hours = rules.hours_text(entry.minutes)
    what = f"您{day_text(day)}在“{entry.project}”签到签退的 {hours} 小时"
    return f"{what}还没有生效，等记录员核实：{entry.note}。"
