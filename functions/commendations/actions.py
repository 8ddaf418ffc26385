"""Entering commendations for many, claiming one, deciding, and reading what proves it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from functions.accounts import actions as accounts
from functions.commendations import evidence as files
from functions.commendations import rules
from functions.commendations.models import CommendationItem, waiting_at
from functions.groups import actions as groups
from functions.groups import members
from functions.messages.actions import tell
from functions.regulation.violation import Violation
from functions.storage import audit, clock, encryption
from functions.storage.pages import Page, Waiting, waiting_in
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import Known, find_by_numbers, known
from functions.volunteers.minors import note_look

_UNKNOWN = NotFound("commendations.unknown", "没有这条表彰奖励，或不是您能看的。")
_NO_EVIDENCE = NotFound("commendations.no_evidence", "这条表彰奖励没有附材料，或不是您能看的。")
_NOT_A_MEMBER = "这个编号不在本团体名册中，请先把本人加入团体名册。"
_MOST_SHOWN = 100
_PIECE = 30  # people a transaction: each is three writes


@dataclass(frozen=True)
class Entered:
    """What entering came to: for how many now, and how many had it before."""

    entered: int
    already: int


def enter(actor_id: str, group_id: str, facts: rules.Facts, typed: Sequence[str], evidence: bytes | None) -> Entered:
    """A recorder enters one commendation for many members. Raises `Refused` with every fault, and then keeps nothing.

    A person who has it already is counted and no fault, so that a try that breaks off is completed by another. A claim of
    the same that still waits is thereby confirmed.
    """
    group = groups.workable(actor_id, group_id)
    numbers = [members.canonical_number(number) for number in typed]
    found = find_by_numbers(numbers)
    present = members.among(group_id, [person.volunteer_id for person in found.values()])
    people = {number: person for number, person in found.items() if person.volunteer_id in present}
    faults = rules.facts_faults(facts, clock.today()) + _evidence_faults(evidence)
    faults += members.lines_to_members(numbers, _field, people, _NOT_A_MEMBER)
    keys = {line: people[number].person_key for line, number in enumerate(numbers) if number in people}
    own = rules.own_faults(keys, accounts.find(actor_id).person_key)
    faults += [fault.under(_field(line)) for line, fault in own]
    if faults:
        raise Refused(faults)
    evidence_id = files.keep(actor_id, evidence)
    plan = _Plan(actor_id, group_id, group.name, facts, evidence_id, shared=len(people) > 1)
    everybody, entered = list(people.values()), 0
    for start in range(0, len(everybody), _PIECE):
        entered += retried(partial(_store, plan, everybody[start : start + _PIECE]))
    return Entered(entered, len(everybody) - entered)


def _field(line: int) -> str:
    return f"volunteer_numbers.{line}"


def _evidence_faults(evidence: bytes | None) -> list[Violation]:
    return [] if evidence is None else rules.evidence_faults(evidence)


@dataclass(frozen=True)
class _Plan:
    """One commendation as a group enters it for many."""

    actor_id: str
    group_id: str
    group: str
    facts: rules.Facts
    evidence_id: str
    shared: bool

    def of(self, person: Known, before: rules.Commendation | None) -> rules.Commendation:
        moved = rules.Moved(rules.IN_FORCE, self.actor_id, clock.now(), "")
        kept = before if before and not self.evidence_id else None  # what a claim was proved with stays with it
        return rules.Commendation(
            commendation_id=id_of(person.volunteer_id, self.facts),
            volunteer_id=person.volunteer_id,
            volunteer_number=person.volunteer_number,
            holder=person.name,
            group_id=self.group_id,
            group=self.group,
            facts=self.facts,
            source="group",
            state=rules.IN_FORCE,
            entered_at=clock.now(),
            evidence_id=kept.evidence_id if kept else self.evidence_id,
            evidence_shared=kept.evidence_shared if kept else self.shared,
            history=(*(before.history if before else ()), moved),
        )


def id_of(volunteer_id: str, facts: rules.Facts) -> str:
    """The same commendation of the same person has the same identifier; it tells nothing of either."""
    return encryption.fingerprint("commendation", f"{volunteer_id}\0{rules.same_text(facts)}")[:32]


def _store(plan: _Plan, people: Sequence[Known]) -> int:
    ids = [id_of(person.volunteer_id, plan.facts) for person in people]
    stored = {item.commendation_id: item.commendation() for item in CommendationItem.batch_get(ids)}
    transaction, entered = Transaction(), 0
    for person, one_id in zip(people, ids, strict=True):
        before = stored.get(one_id)
        if before and before.state == rules.IN_FORCE:
            continue
        entered += 1
        put(transaction, plan.of(person, before), before)
        subject = f"volunteer#{person.volunteer_id}"
        audit.record(transaction, subject, plan.actor_id, "commend", about=one_id)
        news = f"“{plan.group}”为您记录了表彰奖励“{plan.facts.name}”，请到“我的记录”查看。"
        tell(transaction, person.volunteer_id, "commendations.entered", news, one_id)
    if entered:
        transaction.commit()
    return entered


def put(transaction: Transaction, new: rules.Commendation, before: rules.Commendation | None) -> None:
    """Write it where nothing stands, or over what was read; somebody else in between is contention."""
    if before is None:
        transaction.create(CommendationItem.of(new))
    else:
        transaction.replace(CommendationItem.of(new), CommendationItem.moves == len(before.history))


def claim(volunteer_id: str, facts: rules.Facts, group_id: str, evidence: bytes | None) -> rules.Commendation:
    """A volunteer claims a commendation, to be confirmed by an own group, or by the supervisor (``group_id`` "").

    Raises `Refused` with every fault.
    """
    own = dict(members.groups_of_volunteer(volunteer_id))
    faults = rules.facts_faults(facts, clock.today()) + _evidence_faults(evidence)
    if group_id and group_id not in own:
        faults.append(Violation("12", "commendations.group", "group_id", "请从您加入的团体里选，或选主管部门。"))
    waits = CommendationItem.state == rules.PENDING
    faults += rules.too_many_faults(CommendationItem.by_volunteer.count(volunteer_id, filter_condition=waits))
    faults += _already(find(id_of(volunteer_id, facts)))  # asked before the file is kept for nothing
    if faults:
        raise Refused(faults)
    evidence_id = files.keep(volunteer_id, evidence)
    return retried(partial(_claim, known(volunteer_id), facts, (group_id, own.get(group_id, "")), evidence_id))


def _already(before: rules.Commendation | None) -> list[Violation]:
    return rules.already_faults(before.state if before else "")


def _claim(person: Known, facts: rules.Facts, group: tuple[str, str], evidence_id: str) -> rules.Commendation:
    one_id = id_of(person.volunteer_id, facts)
    before, now = find(one_id), clock.now()
    faults = _already(before)
    if faults:
        raise Refused(faults)
    new = rules.Commendation(
        commendation_id=one_id,
        volunteer_id=person.volunteer_id,
        volunteer_number=person.volunteer_number,
        holder=person.name,
        group_id=group[0],
        group=group[1],
        facts=facts,
        source="claim",
        state=rules.PENDING,
        entered_at=now,
        evidence_id=evidence_id,
        evidence_shared=False,
        history=(*(before.history if before else ()), rules.Moved(rules.PENDING, person.volunteer_id, now, "")),
    )
    transaction = Transaction()
    put(transaction, new, before)
    audit.record(transaction, f"volunteer#{person.volunteer_id}", person.volunteer_id, "claim_commendation", one_id)
    for account_id in groups.recorder_ids(new.group_id) if new.group_id else ():
        news = "有志愿者申报了一项表彰奖励，请在工作台的“表彰”里核对。"
        tell(transaction, account_id, "commendations.claimed", news, one_id)
    transaction.commit()
    return new


def find(one_id: str) -> rules.Commendation | None:
    try:
        return CommendationItem.get(one_id, consistent_read=True).commendation()
    except CommendationItem.DoesNotExist:
        return None


def _of_staff(actor_id: str, role: str, one_id: str) -> rules.Commendation:
    """A commendation that this recorder or supervisor may decide; `NotFound` for everybody else's."""
    found = find(one_id)
    if found is None:
        raise _UNKNOWN
    try:
        if role != "supervisor":
            groups.workable(actor_id, found.group_id)
    except NotFound:
        raise _UNKNOWN from None
    return found


def decide(actor_id: str, role: str, one_id: str, decision: str, reason: str) -> rules.Commendation:
    """Confirm or refuse a claim, or void what is in force. The volunteer is told.

    Raises `Refused`, `NotFound`, or `Conflict` where somebody else decided at the same time.
    """
    found = _of_staff(actor_id, role, one_id)
    own = known(found.volunteer_id).person_key == accounts.find(actor_id).person_key
    faults = rules.decision_faults(found.state, decision, reason, own)
    if faults:
        raise Refused(faults)
    moved = rules.Moved(decision, actor_id, clock.now(), reason)
    new = replace(found, state=decision, history=(*found.history, moved))
    transaction = Transaction()
    late = Conflict("commendations.decided", "这一条刚刚已经办理过了，请刷新列表。")
    transaction.replace(CommendationItem.of(new), CommendationItem.moves == len(found.history), late)
    act = f"commendation:{decision}"
    audit.record(transaction, f"volunteer#{found.volunteer_id}", actor_id, act, about=one_id, reason=reason)
    why = f"，理由：{reason}" if reason else ""
    news = f"您的表彰奖励“{found.facts.name}”：{rules.STATES[decision]}{why}。"
    tell(transaction, found.volunteer_id, "commendations.decided", news, one_id)
    retried(transaction.commit)
    return new


def of_volunteer(volunteer_id: str, page: Page) -> Any:
    """A page of the own commendations in every state, the latest first: one query."""
    return page.latest_of(CommendationItem.by_volunteer, volunteer_id)


def in_force_of(volunteer_id: str, group_id: str = "") -> list[rules.Commendation]:
    """A volunteer's latest commendations in force, at most a hundred, of one group ("" for all): one query."""
    condition = CommendationItem.state == rules.IN_FORCE
    if group_id:
        condition &= CommendationItem.group_id == group_id
    found = Page(_MOST_SHOWN, None).latest_of(CommendationItem.by_volunteer, volunteer_id, filter_condition=condition)
    return [item.commendation() for item in found]


def of_group(actor_id: str, group_id: str, waiting: bool, page: Page) -> Any:
    """A page of a group's commendations: claims that wait, the first first; or all, the latest first. One query."""
    groups.seen_by(actor_id, "recorder", group_id)
    audit.saw(f"group#{group_id}", actor_id, "see_commendations")
    if waiting:
        return page.of(CommendationItem.by_waiting, waiting_at(group_id))
    return page.latest_of(CommendationItem.by_group, group_id)


def of_district(actor_id: str, page: Page) -> Any:
    """A page of claims that wait for the supervisor, the first first: one query."""
    audit.saw("district", actor_id, "see_commendations")
    return page.of(CommendationItem.by_waiting, waiting_at(""))


def evidence_of(actor_id: str, role: str, subject_id: str, one_id: str) -> files.File:
    """What proves a commendation: for its volunteer, the group's recorders, the supervisor; that staff read it is on record.

    A file that proves those of many shows many names: it is for recorders and the supervisor alone.
    """
    if role == "volunteer":
        found = find(one_id)
        if found is None or found.volunteer_id != subject_id or found.evidence_shared:
            raise _NO_EVIDENCE
    else:
        found = _of_staff(actor_id, role, one_id)
    if not found.evidence_id:
        raise _NO_EVIDENCE
    if role != "volunteer":
        audit.saw(f"volunteer#{found.volunteer_id}", actor_id, "see_evidence", about=one_id)
        note_look(found.volunteer_id, actor_id, "核对表彰材料")
    return files.opened(found.evidence_id)


def waiting() -> Waiting:
    """The claims that wait for the supervisor, by when they were made."""
    return waiting_in("entered_at", CommendationItem.by_waiting, waiting_at(""))
