"""Letting in and out: each act is one transaction, and a code that was used before is answered as it was."""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from functions.accounts import actions as accounts
from functions.checkins import rules
from functions.checkins.models import OpenCheckIn, UsedCode
from functions.hours import visits
from functions.hours.rules import Entry, Stay
from functions.projects import actions as projects
from functions.projects.rules import Project
from functions.storage import audit, clock
from functions.storage.refusals import Refused
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import Known, known

_KEPT = timedelta(hours=24)


@dataclass(frozen=True)
class Act:
    """One check-in or check-out: whose, where, by whose leave, at which instant.

    ``use`` names the code and who used it ("" where there was none); ``group_id`` is the group of the recorder who acts, ""
    where the volunteer does.
    """

    person: Known
    project: Project
    direction: str
    at: datetime
    late: bool
    recorder_id: str
    actor_id: str
    planned_end: datetime | None
    use: str
    group_id: str = ""


@dataclass(frozen=True)
class Done:
    """What came of an act. ``state`` and ``entry_id`` are "" after a check-in, and where less was served than counts;
    ``at`` and ``planned_end`` are texts of `clock.as_text`, ``planned_end`` "" after a check-out."""

    direction: str
    volunteer_number: str
    name: str
    project_id: str
    project: str
    group: str
    at: str
    planned_end: str = ""
    minutes: int = 0
    state: str = ""
    entry_id: str = ""
    note: str = ""


def find(volunteer_id: str) -> rules.Open | None:
    """What is open of this person."""
    try:
        return OpenCheckIn.get(volunteer_id, consistent_read=True).visit()
    except OpenCheckIn.DoesNotExist:
        return None


def perform(act: Act) -> Done:
    """Let in or out. Raises `Refused` with what stands in the way."""
    return retried(partial(_perform, act))


def _perform(act: Act) -> Done:
    before = _answered(act.use)
    if before:
        return before
    visit = find(act.person.volunteer_id)
    return _let_in(act, visit) if act.direction == rules.IN else _let_out(act, visit)


def _answered(use: str) -> Done | None:
    """What this code came to for this person, when it was used before."""
    if not use:
        return None
    try:
        return Done(**json.loads(UsedCode.get(use, consistent_read=True).answer))
    except UsedCode.DoesNotExist:
        return None


def _keep(transaction: Transaction, use: str, done: Done) -> None:
    if use:
        expires = int((clock.now() + _KEPT).timestamp())
        transaction.create(UsedCode(use, answer=json.dumps(vars(done), ensure_ascii=False), expires=expires))


def window_of(project: Project) -> Stay:
    """The project's time."""
    return Stay(project.starts, project.ends)


def _let_in(act: Act, visit: rules.Open | None) -> Done:
    faults = rules.window_faults(window_of(act.project), act.at)
    faults += rules.late_faults(act.late, act.late and visits.served_after(act.person.volunteer_id, act.at))
    if not faults and visit is not None and rules.is_forgotten(visit, clock.now()):
        close(visit, act.actor_id)
        visit = None
    faults = faults or rules.in_faults(visit, act.group_id)
    if faults:
        raise Refused(faults)
    opened = _opened(act)
    done = replace(_done(act), at=clock.as_text(opened.started), planned_end=clock.as_text(opened.planned_end))
    transaction = Transaction()
    transaction.create(OpenCheckIn.of(opened))
    _keep(transaction, act.use, done)
    about = act.project.project_id
    audit.record(transaction, f"volunteer#{opened.volunteer_id}", act.actor_id, "check_in", about=about)
    transaction.commit()
    return done


def _opened(act: Act) -> rules.Open:
    return rules.Open(
        volunteer_id=act.person.volunteer_id,
        volunteer_number=act.person.volunteer_number,
        name=act.person.name,
        project_id=act.project.project_id,
        project=act.project.name,
        group_id=act.project.group_id,
        group=act.project.group_name,
        started=act.at,
        planned_end=rules.planned_end(act.at, act.project.ends, act.planned_end),
        recorder_id=act.recorder_id,
        late=act.late,
    )


def _done(act: Act) -> Done:
    return Done(
        direction=act.direction,
        volunteer_number=act.person.volunteer_number,
        name=act.person.name,
        project_id=act.project.project_id,
        project=act.project.name,
        group=act.project.group_name,
        at=clock.as_text(act.at),
    )


def _let_out(act: Act, visit: rules.Open | None) -> Done:
    faults = rules.out_faults(visit, act.project.project_id, act.at, act.group_id)
    if faults or visit is None:
        raise Refused(faults)
    admitter, recorder = (accounts.find(account).person_key for account in (visit.recorder_id, act.recorder_id))
    leaving = rules.Leaving(act.at, act.late, act.person.person_key, admitter, recorder)
    transaction = Transaction()
    ended = _end(transaction, visit, leaving, act)
    done = _done(act)
    entry = ended[1] if ended else None
    if entry:
        done = replace(done, minutes=entry.minutes, state=entry.state, entry_id=entry.entry_id, note=entry.note)
    _keep(transaction, act.use, done)
    transaction.commit()
    if ended:
        visits.look(*ended)
    return done


def _end(
    transaction: Transaction, visit: rules.Open, leaving: rules.Leaving, act: Act
) -> tuple[visits.Visit, Entry] | None:
    """Take the open check-in away and make its entry; None where less was served than counts."""
    same = (OpenCheckIn.started == visit.started) & (OpenCheckIn.project_id == visit.project_id)
    transaction.delete(OpenCheckIn(visit.volunteer_id), condition=same)
    stay = rules.stay_of(visit, window_of(act.project), leaving)
    if stay is not None:
        waits = rules.why_it_waits(visit, leaving)
        served = visits.Visit(act.person, act.project, stay, act.actor_id, act.recorder_id, waits)
        entry = visits.finish(transaction, served)
        if entry is not None:
            return served, entry
    about = visit.project_id
    audit.record(transaction, f"volunteer#{visit.volunteer_id}", act.actor_id, "check_out", about=about)
    return None


def close(visit: rules.Open, actor_id: str) -> bool:
    """End a visit of which nobody checked out, at its planned end, as a proposal; False where it has ended meanwhile."""
    return retried(partial(_close, visit, actor_id))


def _close(visit: rules.Open, actor_id: str) -> bool:
    if find(visit.volunteer_id) != visit:
        return False
    project = projects.find(visit.project_id)
    if project is None:
        raise LookupError(f"an open check-in names a project that is not there: {visit.project_id}")
    person = known(visit.volunteer_id)
    act = Act(person, project, rules.OUT, visit.planned_end, False, visit.recorder_id, actor_id, None, "")
    key = accounts.find(visit.recorder_id).person_key
    transaction = Transaction()
    _end(transaction, visit, rules.Leaving(None, False, person.person_key, key, key), act)
    transaction.commit()
    return True
