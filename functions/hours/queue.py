"""The recorder's queue: entries that wait, confirmed or refused, up to 500 at once, each by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from functions.accounts import actions as accounts
from functions.groups import actions as groups
from functions.hours import ledger, lifecycle, rules
from functions.hours.models import EntryItem
from functions.messages.actions import tell
from functions.regulation.violation import Violation
from functions.storage import audit, clock
from functions.storage.pages import Page
from functions.storage.refusals import NotFound, Refusal, Refused
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import find_by_numbers

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


@dataclass(frozen=True)
class Outcome:
    """What came of one entry: its new state, or the refusal that kept it where it was."""

    volunteer_id: str
    entry_id: str
    state: str
    refusal: Refusal | None


def waiting(actor_id: str, role: str, group_id: str, source: str, page: Page) -> Any:
    """A page of a group's entries that wait, oldest service first, of one ``source`` or ("") of all: one query."""
    groups.seen_by(actor_id, role, group_id)
    audit.saw(f"group#{group_id}", actor_id, "see_queue")
    only = EntryItem.source == source if source else None
    return EntryItem.by_pending.query(group_id, filter_condition=only, limit=page.limit, last_evaluated_key=page.start)


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
        groups.workable(actor_id, group_id)
    judge = Judge(actor_id, accounts.find(actor_id).person_key, group_id, decision, reason)
    return [_decided(judge, volunteer_id, entry_id) for volunteer_id, entry_id in dict.fromkeys(keys)]


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
    faults = _confirm_faults(judge, entry) if judge.decision == CONFIRMED else []
    if faults:
        raise Refused(faults)
    to = lifecycle.IN_FORCE if judge.decision == CONFIRMED else lifecycle.REFUSED
    move = ledger.Move(entry, to, judge.actor_id, judge.reason)
    transaction = Transaction()
    asked = ledger.Change(volunteer_id, version, moves=(move,))
    ledger.change(transaction, asked, judge.actor_id, f"decide_hours:{judge.decision}", judge.reason)
    tell(transaction, volunteer_id, f"hours.{judge.decision}", _news(entry, judge), entry.entry_id)
    transaction.commit()
    return to


def _confirm_faults(judge: Judge, entry: rules.Entry) -> list[Violation]:
    person = find_by_numbers([entry.volunteer_number])[entry.volunteer_number]
    faults = lifecycle.confirmer_faults(
        entry.source, entry.entered_by, person.person_key, judge.actor_id, judge.person_key
    )
    if entry.stay.end > clock.now():
        faults.append(Violation("9", "hours.future", "", "服务还没有结束，结束后才能确认。"))
    standing = ledger.standing(entry.volunteer_id, entry.stay.start, entry.stay.end)
    return faults + rules.clash_faults(entry.stay, [other.stay for other in standing])


def _news(entry: rules.Entry, judge: Judge) -> str:
    day = entry.stay.service_date
    what = f"您{day.year}年{day.month}月{day.day}日在“{entry.project}”的 {rules.hours_text(entry.stay.minutes)} 小时"
    if judge.decision == CONFIRMED:
        return f"{what}已确认生效。"
    return f"{what}没有通过，理由：{judge.reason}"
