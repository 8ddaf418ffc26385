"""Raising a dispute, talking about it, settling it."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from functions.accounts import actions as accounts
from functions.disputes import rules
from functions.disputes.models import DisputeItem
from functions.groups import actions as groups
from functions.groups import members
from functions.hours import ledger, policies
from functions.hours.rules import Stay
from functions.messages.actions import tell
from functions.projects import actions as projects
from functions.regulation.violation import Violation
from functions.regulation.workdays import last_moment
from functions.storage import audit, clock, codes
from functions.storage.pages import Page, Waiting, waiting_in
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import known
from functions.volunteers.minors import note_look

_UNKNOWN = NotFound("disputes.unknown", "没有这条异议，或不是您能看的。")


@dataclass(frozen=True)
class Raised:
    """What a volunteer sends: ``entry_id`` for an error, ``project_id`` for a missing hour."""

    kind: str
    entry_id: str
    project_id: str
    text: str
    stay: Stay | None


def open_dispute(volunteer_id: str, asked: Raised) -> rules.Dispute:
    """A volunteer points out an error or a missing hour. Raises `Refused` with every fault."""
    faults = rules.raise_faults(asked.kind, asked.text, asked.entry_id, asked.project_id, asked.stay)
    if faults:
        raise Refused(faults)
    project = _project_of(volunteer_id, asked)
    unsettled = _unsettled(volunteer_id)
    if len(unsettled) >= rules.MOST_UNSETTLED:
        message = f"您有 {len(unsettled)} 条异议还没有办结，请等这些有了结果再提。"
        raise Refused([Violation("9", "disputes.too_many", "", message)])
    if asked.entry_id and asked.entry_id in {dispute.entry_id for dispute in unsettled}:
        raise Refused([Violation("9", "disputes.already", "entry_id", "这一条您已经提过异议，请在那条异议里补充。")])
    person, now = known(volunteer_id), clock.now()
    dispute = rules.Dispute(
        dispute_id=codes.new_id(),
        volunteer_id=volunteer_id,
        volunteer_number=person.volunteer_number,
        name=person.name,
        person_key=person.person_key,
        **project,
        kind=asked.kind,
        entry_id=asked.entry_id if asked.kind == rules.ERROR else "",
        stay=asked.stay,
        opened_at=now,
        due=_due(project["group_id"], now),
        state=rules.OPEN,
        version=1,
        thread=(rules.Said("volunteer", person.name, now, asked.text, ""),),
    )
    transaction = Transaction()
    transaction.create(DisputeItem.of(dispute))
    audit.record(transaction, f"volunteer#{volunteer_id}", volunteer_id, "raise_dispute", about=dispute.dispute_id)
    news = f"志愿者对“{dispute.project}”提出异议（{rules.KINDS[dispute.kind]}），请在期限内答复。"
    _tell_recorders(transaction, dispute, news)
    transaction.commit()
    return dispute


def _project_of(volunteer_id: str, asked: Raised) -> dict[str, Any]:
    """The group and project that a dispute is about: of the own entry, or of a project of an own group."""
    if asked.kind == rules.ERROR:
        entry = ledger.find(volunteer_id, asked.entry_id)
        if entry is None:
            raise NotFound("disputes.no_entry", "没有这条服务记录，请从“我的记录”里重新选。")
        names = ("group_id", "group", "project_id", "project")
        return {name: getattr(entry, name) for name in names}
    project = projects.find(asked.project_id)
    if project is None or not members.among(project.group_id, [volunteer_id]):
        raise NotFound("projects.unknown", "没有这个项目，或您不在这个团体的名册中。")
    own = {"project_id": project.project_id, "project": project.name}
    return {"group_id": project.group_id, "group": project.group_name, **own}


def _due(group_id: str, now: datetime) -> datetime:
    """Until when an answer must be there: at once where the supervising body answers, so that it is on the desk's list."""
    if not groups.answerable(group_id, acting=False).group_id:
        return now
    return last_moment(now, policies.current().dispute_workdays)


def _unsettled(volunteer_id: str) -> list[rules.Dispute]:
    found = DisputeItem.by_volunteer.query(volunteer_id, filter_condition=DisputeItem.open_district.exists())
    return [item.dispute() for item in found]


def _tell_recorders(transaction: Transaction, dispute: rules.Dispute, news: str) -> None:
    for account_id in groups.recorder_ids(dispute.group_id):
        tell(transaction, account_id, "disputes.news", news, dispute.dispute_id)


def of_volunteer(volunteer_id: str, page: Page) -> Any:
    """A page of the own disputes, the latest first: one query."""
    return page.latest_of(DisputeItem.by_volunteer, volunteer_id)


def of_group(actor_id: str, group_id: str, everything: bool, page: Page) -> Any:
    """A page of a group's disputes: those that wait, the first due first; or all, the latest first. One query."""
    groups.seen_by(actor_id, "recorder", group_id)
    audit.saw(f"group#{group_id}", actor_id, "see_disputes")
    if everything:
        return page.latest_of(DisputeItem.by_group, group_id)
    return page.of(DisputeItem.by_open_group, group_id)


def overdue(actor_id: str, page: Page) -> Any:
    """A page of what has reached the supervisor: unanswered in time, or brought there; the longest due first. One query."""
    audit.saw("district", actor_id, "see_overdue_disputes")
    past = DisputeItem.due < clock.now()
    district = settings().district_code
    return page.of(DisputeItem.by_open_district, district, past)


def _find(dispute_id: str) -> rules.Dispute:
    try:
        return DisputeItem.get(dispute_id, consistent_read=True).dispute()
    except DisputeItem.DoesNotExist:
        raise _UNKNOWN from None


def _of(actor_id: str, role: str, subject_id: str, dispute_id: str) -> rules.Dispute:
    """A dispute that this person may see; `NotFound` for everybody else's."""
    dispute = _find(dispute_id)
    if role == "volunteer":
        if dispute.volunteer_id != subject_id:
            raise _UNKNOWN
        return dispute
    try:
        groups.seen_by(actor_id, role, dispute.group_id)
    except NotFound:
        raise _UNKNOWN from None
    return dispute


def see(actor_id: str, role: str, subject_id: str, dispute_id: str) -> rules.Dispute:
    """One dispute with its thread; that staff read it is on record."""
    dispute = _of(actor_id, role, subject_id, dispute_id)
    if role != "volunteer":
        audit.saw(f"volunteer#{dispute.volunteer_id}", actor_id, "see_dispute", about=dispute_id)
        note_look(dispute.volunteer_id, actor_id, "办理异议")
    return dispute


@dataclass(frozen=True)
class Message:
    """What somebody says to a dispute; ``version`` is the one that was on the screen."""

    version: int
    text: str
    outcome: str


def say(actor_id: str, role: str, subject_id: str, dispute_id: str, message: Message) -> rules.Dispute:
    """Add to the thread, and settle or move the dispute where ``outcome`` says so.

    Raises `Refused`; `Conflict` where somebody else has said something since.
    """
    dispute = _of(actor_id, role, subject_id, dispute_id)
    if role == "recorder":
        groups.answering(actor_id, dispute.group_id)
    who = accounts.find(actor_id)
    speaker = rules.Speaker(role, actor_id, who.person_key, who.name)
    return retried(partial(_say, speaker, dispute_id, message))


def _say(speaker: rules.Speaker, dispute_id: str, message: Message) -> rules.Dispute:
    dispute, now = _find(dispute_id), clock.now()
    if dispute.version != message.version:
        raise Conflict("disputes.moved_on", "对方刚刚写了新的内容，请看过最新的来往再发送。您写的还在。")
    until = last_moment(dispute.answered_at or now, rules.ESCALATE_WORKDAYS)
    faults = rules.say_faults(dispute, speaker, message.text, message.outcome, until, now)
    if faults:
        raise Refused(faults)
    said = rules.Said(speaker.role, speaker.name, now, message.text, message.outcome)
    new = replace(dispute, version=dispute.version + 1, thread=(*dispute.thread, said))
    new = _moved(new, message.outcome) if message.outcome else new
    transaction = Transaction()
    transaction.replace(DisputeItem.of(new), DisputeItem.version == dispute.version)
    act = f"dispute:{message.outcome or 'say'}"
    audit.record(transaction, f"volunteer#{dispute.volunteer_id}", speaker.account_id, act, about=dispute_id)
    _tell_others(transaction, new, speaker, message.outcome)
    transaction.commit()
    return new


def _moved(dispute: rules.Dispute, outcome: str) -> rules.Dispute:
    """A dispute that goes to the supervisor is due at once: it has waited for the group already."""
    now = clock.now()
    if outcome == rules.ESCALATED:
        return replace(dispute, state=outcome, escalated=True, due=now)
    answered = now if outcome in {rules.UPHELD, rules.REJECTED} else dispute.answered_at
    return replace(dispute, state=outcome, answered_at=answered)


def _tell_others(transaction: Transaction, dispute: rules.Dispute, speaker: rules.Speaker, outcome: str) -> None:
    what = f"结果：{rules.STATES[outcome]}" if outcome else "有新的答复"
    if speaker.role == "volunteer":
        _tell_recorders(transaction, dispute, f"志愿者对“{dispute.project}”的异议有了新的内容。")
        return
    by = "主管部门" if speaker.role == "supervisor" else f"“{dispute.group}”"
    news = f"您对“{dispute.project}”的异议，{by}已答复，{what}。请到“我的异议”查看。"
    tell(transaction, dispute.volunteer_id, "disputes.answered", news, dispute.dispute_id)


def waiting() -> Waiting:
    """The disputes that were not answered in time, by when they were due."""
    overdue_now = DisputeItem.due < clock.now()
    return waiting_in("due", DisputeItem.by_open_district, settings().district_code, overdue_now)
