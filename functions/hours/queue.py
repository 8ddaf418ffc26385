"""The recorder's queue: entries that wait, confirmed or refused, up to 500 at once, each by itself."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pynamodb.expressions.condition import Condition

from functions.accounts import actions as accounts
from functions.groups import actions as groups
from functions.hours import ledger, lifecycle, rules, watch
from functions.hours.models import EntryItem
from functions.messages.actions import tell
from functions.projects import actions as projects
from functions.regulation.days import day_text
from functions.regulation.violation import Violation
from functions.storage import audit, clock
from functions.storage.pages import Page
from functions.storage.refusals import NotFound, Refusal, Refused
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import Known, open_record

CONFIRMED, REFUSED = "confirmed", "refused"
_UNKNOWN = "没有这条待确认的记录，可能已经处理过。"


@dataclass(frozen=True)
class Judge:
    """Who decides, for which group, and what."""

    actor_id: str
    person_key: str
    group_id: str
    decision: str
    reason: str
    came: list[watch.Came] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    """What came of one entry: its new state, or the refusal that kept it where it was."""

    volunteer_id: str
    entry_id: str
    state: str
    refusal: Refusal | None


@dataclass(frozen=True)
class Wanted:
    """What narrows the queue: a source, a project, a mark of `policy.MARKS`; "" for all."""

    source: str = ""
    project_id: str = ""
    mark: str = ""

    def condition(self) -> Condition | None:
        """The filter over the group's entries that wait; None for none."""
        narrowed: Condition | None = None
        for value, holds in (
            (self.source, EntryItem.source == self.source),
            (self.project_id, EntryItem.project_id == self.project_id),
            (self.mark, EntryItem.marks.contains(self.mark)),
        ):
            if value:
                narrowed = holds if narrowed is None else narrowed & holds
        return narrowed


def waiting(actor_id: str, role: str, group_id: str, wanted: Wanted, page: Page) -> Any:
    """A page of a group's entries that wait, oldest service first, narrowed to what is ``wanted``: one query."""
    groups.seen_by(actor_id, role, group_id)
    audit.saw(f"group#{group_id}", actor_id, "see_queue")
    only = wanted.condition()
    return page.of(EntryItem.by_pending, group_id, filter_condition=only)


def decide(
    actor_id: str, role: str, group_id: str, keys: Sequence[tuple[str, str]], decision: str, reason: str
) -> list[Outcome]:
    """Confirm or refuse entries of one group, each by itself: the answer says what came of each.

    ``keys`` are (volunteer_id, entry_id). A refusal needs a reason.
    """
    faults = _decision_faults(decision, reason)
    if faults:
        raise Refused(faults)
    if role == "supervisor":
        groups.seen_by(actor_id, role, group_id)
    else:
        groups.entering(actor_id, group_id)
    judge = Judge(actor_id, accounts.find(actor_id).person_key, group_id, decision, reason)
    outcomes = [_decided(judge, volunteer_id, entry_id) for volunteer_id, entry_id in dict.fromkeys(keys)]
    _look(judge)
    return outcomes


def _look(judge: Judge) -> None:
    """What is unusual about what was confirmed is kept for the supervisor, project by project."""
    by_project: dict[str, list[watch.Came]] = {}
    for each in judge.came:
        by_project.setdefault(each.entry.project_id, []).append(each)
    request = secrets.token_hex(4)
    for project_id, came in by_project.items():
        project = projects.find(project_id)
        if project:
            watch.look(watch.Act(judge.actor_id, watch.place_of(project), request, request), came)


def _decision_faults(decision: str, reason: str) -> list[Violation]:
    if decision not in {CONFIRMED, REFUSED}:
        return [Violation("9", "hours.decision", "decision", "请选择“确认”或“不通过”。")]
    return lifecycle.reason_faults(reason, "不通过") if decision == REFUSED else []


def _decided(judge: Judge, volunteer_id: str, entry_id: str) -> Outcome:
    try:
        state = retried(partial(_decide_one, judge, volunteer_id, entry_id))
    except Refusal as refusal:
        return Outcome(volunteer_id, entry_id, lifecycle.PENDING, refusal)
    return Outcome(volunteer_id, entry_id, state, None)


def _decide_one(judge: Judge, volunteer_id: str, entry_id: str) -> str:
    version = ledger.versions_of([volunteer_id])[volunteer_id]
    entry = ledger.find(volunteer_id, entry_id)
    if entry is None or entry.group_id != judge.group_id or entry.state != lifecycle.PENDING:
        raise NotFound("hours.unknown", _UNKNOWN)
    to = lifecycle.IN_FORCE if judge.decision == CONFIRMED else lifecycle.REFUSED
    came = _let_in(judge, entry) if to == lifecycle.IN_FORCE else None
    move = ledger.Move(entry, to, judge.actor_id, judge.reason)
    transaction = Transaction()
    asked = ledger.Change(volunteer_id, version, moves=(move,))
    ledger.change(transaction, asked, judge.actor_id, f"decide_hours:{judge.decision}", judge.reason)
    tell(transaction, volunteer_id, f"hours.{judge.decision}", _news(entry, judge), entry.entry_id)
    transaction.commit()
    if came:
        judge.came.append(came)
    return to


def _let_in(judge: Judge, entry: rules.Entry) -> watch.Came:
    """An entry that may come into force; raises `Refused`, or `Conflict` where the volunteer's record is closed."""
    person = open_record(entry.volunteer_number)
    standing = ledger.standing(entry.volunteer_id, entry.stay.start, entry.stay.end)
    faults = _confirm_faults(judge, entry, person, standing)
    if faults:
        raise Refused(faults)
    return watch.came(entry, person, standing)


def _confirm_faults(judge: Judge, entry: rules.Entry, person: Known, standing: list[rules.Entry]) -> list[Violation]:
    faults = lifecycle.confirmer_faults(
        entry.source, entry.entered_by, person.person_key, judge.actor_id, judge.person_key
    )
    if entry.stay.end > clock.now():
        faults.append(Violation("9", "hours.future", "", "服务还没有结束，结束后才能确认。"))
    return faults + rules.clash_faults(entry.stay, [other.stay for other in standing])


def _news(entry: rules.Entry, judge: Judge) -> str:
    day = entry.stay.service_date
    what = f"您{day_text(day)}在“{entry.project}”的 {rules.hours_text(entry.minutes)} 小时"
    if judge.decision == CONFIRMED:
        return f"{what}已确认生效。"
    return f"{what}没有通过，理由：{judge.reason}"
