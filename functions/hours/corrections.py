"""Corrections and voiding: new versions with who, when and why. The old version stays; totals and certificates follow."""

from dataclasses import dataclass, replace
from functools import partial

from functions.accounts import actions as accounts
from functions.groups import actions as groups
from functions.hours import deadlines, ledger, lifecycle, making, policies, rules, watch
from functions.messages.actions import tell
from functions.projects import actions as projects
from functions.projects.rules import Project
from functions.regulation.days import day_text
from functions.regulation.violation import Violation
from functions.storage import clock
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import open_record

_UNKNOWN = "没有这条记录，或不是您所在团体的记录。"


@dataclass(frozen=True)
class Correction:
    """What an entry should say; ``content`` "" leaves it as it is."""

    stay: rules.Stay
    content: str
    reason: str


def _own(actor_id: str, role: str, volunteer_id: str, entry_id: str) -> rules.Entry:
    """An entry of a group this person may work in; `NotFound` for everybody else's."""
    entry = ledger.find(volunteer_id, entry_id)
    if entry is None:
        raise NotFound("hours.unknown", _UNKNOWN)
    if entry.source == rules.TRANSFER and role == "supervisor":
        return entry  # its group is another district's: the supervisor who let it in may void it
    try:
        groups.seen_by(actor_id, role, entry.group_id)
    except NotFound:
        raise NotFound("hours.unknown", _UNKNOWN) from None
    return entry


def correct(actor_id: str, role: str, volunteer_id: str, entry_id: str, asked: Correction) -> rules.Entry:
    """Put a new version in the place of an entry; it is in force, confirmed by who corrects it.

    Raises `Refused` with every fault, and `Conflict` where that version is no longer the latest.
    """
    entry = _own(actor_id, role, volunteer_id, entry_id)
    if role == "recorder":
        groups.entering(actor_id, entry.group_id)
    project = projects.find(entry.project_id)
    if project is None:
        raise NotFound("projects.unknown", _UNKNOWN)
    faults = lifecycle.reason_faults(asked.reason, "更正")
    faults += rules.stay_faults(asked.stay, rules.Stay(project.starts, project.ends), clock.now())
    faults += _own_hours_faults(actor_id, entry)
    if faults:
        raise Refused(faults)
    new = retried(partial(_store, actor_id, entry, asked))
    _look(actor_id, project, entry, new)
    return new


def _look(actor_id: str, project: Project, before: rules.Entry, new: rules.Entry) -> None:
    """What is unusual about a correction is kept for the supervisor."""
    person = open_record(new.volunteer_number)
    around = ledger.standing(new.volunteer_id, new.stay.start, new.stay.end)
    others = [other for other in around if other.entry_id != new.entry_id]
    late = deadlines.is_late(project.ends, clock.now())
    act = watch.Act(actor_id, watch.place_of(project), new.entry_id, new.entry_id)
    watch.look(act, [watch.corrected(new, before, person, others, late)])


def _own_hours_faults(actor_id: str, entry: rules.Entry) -> list[Violation]:
    """Nobody corrects the own hours; late ones never stand on one person's word: who made a version does not make the next."""
    person = open_record(entry.volunteer_number)
    second = entry.state == lifecycle.PENDING or entry.source == "back_fill"
    key = accounts.find(actor_id).person_key
    return lifecycle.confirmer_faults(
        entry.source if second else "", entry.entered_by, person.person_key, actor_id, key
    )


def _current(entry: rules.Entry, to: str) -> None:
    if not lifecycle.may_become(entry.state, to):
        raise Conflict("hours.moved_on", "这条记录已被更正、作废或处理过，请刷新后查看最新的一版。")


def _store(actor_id: str, entry: rules.Entry, asked: Correction) -> rules.Entry:
    version = ledger.versions_of([entry.volunteer_id])[entry.volunteer_id]
    entry = ledger.find(entry.volunteer_id, entry.entry_id) or entry
    _current(entry, lifecycle.SUPERSEDED)
    others = ledger.standing(entry.volunteer_id, asked.stay.start, asked.stay.end)
    clashes = rules.clash_faults(asked.stay, [other.stay for other in others if other.entry_id != entry.entry_id])
    if clashes:
        # What it clashes with may be somebody else's correction of this very entry, made a moment ago.
        _current(ledger.find(entry.volunteer_id, entry.entry_id) or entry, lifecycle.SUPERSEDED)
        raise Refused(clashes)
    new = _next_version(actor_id, entry, asked)
    move = ledger.Move(entry, lifecycle.SUPERSEDED, actor_id)
    transaction = Transaction()
    change = ledger.Change(entry.volunteer_id, version, new=(new,), moves=(move,))
    ledger.change(transaction, change, actor_id, "correct_hours", asked.reason)
    tell(
        transaction, entry.volunteer_id, "hours.corrected", _news(entry, f"已更正，理由：{asked.reason}"), new.entry_id
    )
    _certificates_follow(transaction, entry)
    _time_bank_follows(transaction, entry, new.minutes)
    transaction.commit()
    return new


def _next_version(actor_id: str, entry: rules.Entry, asked: Correction) -> rules.Entry:
    now = clock.now()
    return replace(
        entry,
        entry_id=making.new_entry_id(asked.stay),
        root_id=entry.first_id,
        version=entry.version + 1,
        stay=asked.stay,
        credited=making.credited(asked.stay, policies.of_version(entry.policy)),
        content=asked.content or entry.content,
        state=lifecycle.IN_FORCE,
        entered_by=actor_id,
        entered_at=now,
        reason=asked.reason,
        confirmed_by=actor_id,
        decided_at=now,
    )


def void(actor_id: str, role: str, volunteer_id: str, entry_id: str, reason: str) -> None:
    """Void an entry: it stays to be seen, and counts for nothing."""
    entry = _own(actor_id, role, volunteer_id, entry_id)
    faults = lifecycle.reason_faults(reason, "作废") + _own_hours_faults(actor_id, replace(entry, source=""))
    if faults:
        raise Refused(faults)
    retried(partial(_void, actor_id, entry, reason))


def _void(actor_id: str, entry: rules.Entry, reason: str) -> None:
    version = ledger.versions_of([entry.volunteer_id])[entry.volunteer_id]
    entry = ledger.find(entry.volunteer_id, entry.entry_id) or entry
    _current(entry, lifecycle.VOIDED)
    move = ledger.Move(entry, lifecycle.VOIDED, actor_id, reason)
    transaction = Transaction()
    change = ledger.Change(entry.volunteer_id, version, moves=(move,))
    ledger.change(transaction, change, actor_id, "void_hours", reason)
    tell(transaction, entry.volunteer_id, "hours.voided", _news(entry, f"已作废，理由：{reason}"), entry.entry_id)
    _certificates_follow(transaction, entry)
    _time_bank_follows(transaction, entry, 0)
    transaction.commit()


def _news(entry: rules.Entry, what: str) -> str:
    day = entry.stay.service_date
    return f"您{day_text(day)}在“{entry.project}”的服务时长{what}"


def _certificates_follow(transaction: Transaction, entry: rules.Entry) -> None:
    """Certificates that certify this entry no longer say what the record says."""
    # Certificates are made from hours, so that room imports this one; here it is asked back.
    from functions.certificates import changes as certificates

    if entry.state == lifecycle.IN_FORCE and entry.decided_at:
        certificates.facts_changed(
            transaction, entry.volunteer_id, {entry.stay.service_date}, entry.decided_at, {entry.group_id}
        )


def _time_bank_follows(transaction: Transaction, entry: rules.Entry, minutes: int) -> None:
    """What was put by of this entry, and is more than it counts for now, goes back in the same transaction (Article 20)."""
    from functions.timebank import changes as timebank

    if entry.state == lifecycle.IN_FORCE and minutes < entry.minutes:
        timebank.entries_changed(transaction, entry.volunteer_id, [(entry, minutes)])


def history(actor_id: str, role: str, volunteer_id: str, entry_id: str) -> list[rules.Entry]:
    """Every version of an entry, the first first: for its volunteer, its group and the supervisor."""
    entry = ledger.find(volunteer_id, entry_id)
    if entry is None:
        raise NotFound("hours.unknown", _UNKNOWN)
    if role != "volunteer":
        entry = _own(actor_id, role, volunteer_id, entry_id)
    return ledger.versions(volunteer_id, entry.first_id)
