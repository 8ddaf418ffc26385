"""Working on a complaint: handing it over, beginning, hearing its volunteer, settling it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from functions.accounts import actions as accounts
from functions.complaints import actions, rules
from functions.complaints.rules import Complaint, Handler, Step
from functions.groups import actions as groups
from functions.groups import members
from functions.messages.actions import tell
from functions.regulation.violation import Violation
from functions.regulation.workdays import last_moment
from functions.storage import audit, clock
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import Known, find_by_numbers
from functions.volunteers.minors import note_look

_UNKNOWN = NotFound("complaints.unknown", "没有这件投诉，或不是您能看的。")


def _handler(actor_id: str, role: str) -> Handler:
    who = accounts.find(actor_id)
    return Handler(role, actor_id, who.person_key, who.name)


def _of(handler: Handler, complaint_id: str) -> Complaint:
    """A complaint that this person may work on; `NotFound` for everybody else's, and for what is about oneself."""
    complaint = actions.find(complaint_id)
    if complaint is None:
        raise _UNKNOWN
    if handler.role == "recorder":
        try:
            groups.seen_by(handler.account_id, "recorder", complaint.group_id)
        except NotFound:
            raise _UNKNOWN from None
        if rules.own_faults(complaint.person_key, handler):
            raise _UNKNOWN
    return complaint


def see(actor_id: str, role: str, complaint_id: str) -> Complaint:
    """One complaint with everything said in it; that staff read it is on record."""
    complaint = _of(_handler(actor_id, role), complaint_id)
    told = complaint.volunteer_id if complaint.state != rules.RECEIVED else ""
    audit.saw(f"volunteer#{told}" if told else "district", actor_id, "see_complaint", about=complaint_id)
    if told:
        note_look(told, actor_id, "办理投诉")
    return complaint


def _change(handler: Handler, complaint_id: str, version: int, change: Callable[[Complaint], Complaint]) -> Complaint:
    def act() -> Complaint:
        complaint = _of(handler, complaint_id)
        if complaint.version != version:
            raise Conflict("complaints.moved_on", "这件投诉刚刚有了变化，请看过最新的内容再办。您写的还在。")
        if handler.role == "recorder":
            groups.answering(handler.account_id, complaint.group_id)
        return change(complaint)

    return retried(act)


def _step(handler: Handler, act: str, text: str) -> Step:
    return Step(clock.now(), handler.role, handler.name, act, text)


@dataclass(frozen=True)
class HandOver:
    """Who is to look into it: a group, or ("") the supervisor."""

    version: int
    group_id: str
    note: str


def hand_over(actor_id: str, role: str, complaint_id: str, asked: HandOver) -> Complaint:
    """The supervisor hands a complaint to a group, or takes it back; a group gives it back."""
    handler, group_id, note = _handler(actor_id, role), asked.group_id, asked.note

    def change(complaint: Complaint) -> Complaint:
        faults = rules.hand_over_faults(complaint, handler, group_id, note)
        if faults:
            raise Refused(faults)
        group = groups.find(group_id).name if group_id else ""
        step = _step(handler, "hand_over", f"{group or '由主管部门办理'} {note}".strip())
        changes = {"group_id": group_id, "group": group, "steps": (*complaint.steps, step)}

        def news(transaction: Transaction, _: Complaint) -> None:
            for account_id in groups.recorder_ids(group_id) if group_id else []:
                tell(
                    transaction,
                    account_id,
                    "complaints.news",
                    "主管部门转来一件投诉，请在工作台“投诉”里核查。",
                    complaint_id,
                )

        return actions.store(complaint, actor_id, "hand_over", news, **changes)

    return _change(handler, complaint_id, asked.version, change)


@dataclass(frozen=True)
class Begin:
    """Looking into a complaint begins: ``number`` is the volunteer's it is about, "" where it is about nobody by name."""

    version: int
    number: str
    told: str


def begin(actor_id: str, role: str, complaint_id: str, asked: Begin) -> Complaint:
    """Begin to look into a complaint, and tell the volunteer whom it is about. Raises `Refused`, `Conflict`."""
    handler = _handler(actor_id, role)

    def change(complaint: Complaint) -> Complaint:
        faults = rules.begin_faults(complaint, asked.told, bool(asked.number))
        person = None
        if asked.number:
            person, found = _whom(complaint, handler, asked.number)
            faults += found
        if faults:
            raise Refused(faults)
        return _begin(handler, complaint, person, asked.told)

    return _change(handler, complaint_id, asked.version, change)


def _whom(complaint: Complaint, handler: Handler, typed: str) -> tuple[Known | None, list[Violation]]:
    """The volunteer with a number, and what is wrong with it: a group names its own members only."""
    number = members.canonical_number(typed)
    person = find_by_numbers([number]).get(number)
    outside = "没有这个志愿者编号，请与名册核对。"
    if person and handler.role == "recorder" and not members.among(complaint.group_id, [person.volunteer_id]):
        person, outside = None, "这个编号不在本团体名册中，请核对；不是本团体的人，请退回主管部门。"
    if person is None:
        return None, [Violation("13", "complaints.volunteer", "volunteer_number", outside)]
    return person, rules.own_faults(person.person_key, handler)


def _begin(handler: Handler, complaint: Complaint, person: Known | None, told: str) -> Complaint:
    changes: dict[str, Any] = {"state": rules.INVESTIGATING, "steps": (*complaint.steps, _step(handler, "begin", told))}
    if person:
        changes |= {
            "volunteer_id": person.volunteer_id,
            "volunteer_number": person.volunteer_number,
            "name": person.name,
            "person_key": person.person_key,
            "told": told,
            "hear_until": last_moment(clock.now(), rules.HEAR_WORKDAYS),
        }

    def news(transaction: Transaction, new: Complaint) -> None:
        if person:
            words = "有一件与您有关的投诉正在核查。请到“我的记录”第五部分查看，并说明情况。"
            tell(transaction, person.volunteer_id, "complaints.told", words, new.complaint_id)

    return actions.store(complaint, handler.account_id, "begin", news, **changes)


@dataclass(frozen=True)
class Outcome:
    """How a complaint comes out; ``version`` is the one that was on the screen."""

    version: int
    outcome: str
    finding: str
    reply: str


def settle(actor_id: str, role: str, complaint_id: str, asked: Outcome) -> Complaint:
    """Settle a complaint; the volunteer is told. Raises `Refused`, `Conflict`."""
    handler = _handler(actor_id, role)

    def change(complaint: Complaint) -> Complaint:
        now = clock.now()
        faults = rules.settle_faults(complaint, handler, asked.outcome, asked.finding, asked.reply, now)
        if faults:
            raise Refused(faults)
        step = _step(handler, asked.outcome, asked.finding)
        changes = {"state": asked.outcome, "reply": asked.reply, "settled_at": now, "steps": (*complaint.steps, step)}
        return actions.store(complaint, actor_id, asked.outcome, _tell_outcome, **changes)

    return _change(handler, complaint_id, asked.version, change)


def _tell_outcome(transaction: Transaction, new: Complaint) -> None:
    if new.volunteer_id:
        words = f"与您有关的一件投诉已经办结：{rules.STATES[new.state]}。请到“我的记录”第五部分查看。"
        tell(transaction, new.volunteer_id, "complaints.settled", words, new.complaint_id)


def state_own(volunteer_id: str, complaint_id: str, text: str) -> Complaint:
    """The volunteer whom a complaint is about says what happened. Raises `Refused`; `NotFound` for everybody else."""
    return retried(partial(_state_own, volunteer_id, complaint_id, text))


def _state_own(volunteer_id: str, complaint_id: str, text: str) -> Complaint:
    complaint = actions.find(complaint_id)
    if complaint is None or complaint.volunteer_id != volunteer_id:
        raise _UNKNOWN
    faults = rules.statement_faults(complaint, text)
    if faults:
        raise Refused(faults)
    step = Step(clock.now(), "volunteer", complaint.name, "statement", text)
    return actions.store(complaint, volunteer_id, "statement", statement=text, steps=(*complaint.steps, step))
