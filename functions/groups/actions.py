"""Applying, deciding, appointing recorders; and the question every other room asks: may this account act here?"""

from dataclasses import dataclass, replace
from typing import Any

from functions.accounts import actions as accounts
from functions.accounts.rules import canonical_login
from functions.groups import lookup, rules
from functions.groups.models import GroupCreditCode, GroupItem, GroupRecorder
from functions.regulation.violation import Violation
from functions.statistics import cells, counting
from functions.storage import audit, clock, codes, encryption
from functions.storage.pages import Page, Waiting, waiting_in
from functions.storage.refusals import Conflict, NotAllowed, NotFound, Refused
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import document_key, phone_key
from functions.volunteers.documents import Document

find = lookup.find


@dataclass(frozen=True)
class Appointment:
    """A recorder to appoint, with the login and password chosen for the account."""

    recorder: rules.Recorder
    password: str


def apply(group: rules.Group, first: Appointment) -> rules.Group:
    """Apply to become a group (Article 4), with the first recorder. Raises `Refused` with every fault."""
    today = clock.today()
    faults = rules.application_faults(group, today) + _appointment_faults(first, "recorder")
    if faults:
        raise Refused(faults)
    applied = replace(
        group,
        group_id=codes.new_id(),
        state=rules.PENDING,
        applied_at=clock.now(),
        first_recorder=first.recorder.name,
    )
    retried(lambda: _store_application(applied, first))
    return applied


def _appointment_faults(appointment: Appointment, field: str) -> list[Violation]:
    faults = rules.recorder_faults(appointment.recorder, clock.today(), field)
    return faults + accounts.account_faults(appointment.recorder.login, appointment.password, field)


def _store_application(group: rules.Group, first: Appointment) -> None:
    transaction = Transaction()
    transaction.create(GroupItem.of(group))
    if group.credit_code:
        message = "这个统一社会信用代码已有团体申请或登记，请联系主管部门核实。"
        taken = Violation("4", "groups.credit_code_taken", "credit_code", message)
        claim = GroupCreditCode(group.credit_code, group_id=group.group_id)
        transaction.create(claim, Refused([taken]))
    _appoint(transaction, group.group_id, first, "recorder.login", must_change_password=False)
    audit.record(transaction, f"group#{group.group_id}", "applicant", "apply")
    transaction.commit()


def _appoint(
    transaction: Transaction, group_id: str, new: Appointment, login_field: str, must_change_password: bool
) -> str:
    recorder, login = new.recorder, canonical_login(new.recorder.login)
    account = accounts.NewAccount(
        "recorder",
        (login,),
        recorder.name,
        new.password,
        document_key(recorder.document),
        must_change_password=must_change_password,
    )
    account_id = accounts.open_account(transaction, account, login_field)
    document = f"{recorder.document.type}:{recorder.document.number}"
    item = GroupRecorder(
        account_id,
        group_id,
        name=recorder.name,
        login=login,
        document=encryption.seal(document, account_id),
        phone=encryption.seal(recorder.phone, account_id),
        since=clock.now(),
    )
    transaction.create(item)
    return account_id


def decide(group_id: str, decision: str, reason: str, supervisor: str) -> rules.Group:
    """Approve or refuse an application, once. Raises `Refused`, `NotFound` or `Conflict`."""
    faults = rules.decision_faults(decision, reason)
    if faults:
        raise Refused(faults)
    group = find(group_id)
    settled = Conflict("groups.decided", "这份申请刚才已经审核过了，请刷新列表。")
    if group.state != rules.PENDING:
        raise settled
    transaction = Transaction()
    actions = [
        GroupItem.state.set(decision),
        GroupItem.decision.set(decision),
        GroupItem.reason.set(reason),
        GroupItem.decided_by.set(supervisor),
        GroupItem.decided_at.set(clock.now()),
    ]
    transaction.update(GroupItem(group_id), actions, GroupItem.state == rules.PENDING, settled)
    if decision == rules.REFUSED and group.credit_code:
        transaction.delete(GroupCreditCode(group.credit_code))
    if decision == rules.APPROVED:
        counting.count(transaction, (cells.group(group.kind), cells.ONE))
    audit.record(transaction, f"group#{group_id}", supervisor, f"decide:{decision}", reason=reason)
    retried(transaction.commit)
    return replace(group, state=decision)


def seen_by(account_id: str, role: str, group_id: str) -> rules.Group:
    """The group, for its recorders, those of a group that came after it, and supervisors; `NotFound` to everybody else."""
    if not group_id:
        raise NotFound("groups.unknown", lookup.UNKNOWN)
    return find(group_id) if role == "supervisor" else lookup.seen_by_recorder(account_id, group_id)


def workable(account_id: str, group_id: str) -> rules.Group:
    """The group, for a recorder who may work in it now: an own one that is approved, or one that an own one came after."""
    group = seen_by(account_id, "recorder", group_id)
    if group.state != rules.APPROVED:
        raise NotAllowed("groups.not_approved", "团体还没有通过审核，通过后才能开展记录工作。")
    if group.succession and not lookup.records_for(account_id, lookup.answerable(group).group_id or "-"):
        raise NotAllowed("groups.succeeded", rules.closed_words(group.name, group.succession))
    return group


def answering(account_id: str, group_id: str) -> None:
    """A recorder answers for the group: one who may work in it now. Where that is a group that came after it, it is noted."""
    lookup.note_used(workable(account_id, group_id))


def founding(account_id: str, group_id: str) -> rules.Group:
    """The group, for a recorder who may begin something new in its name: workable, and still there."""
    group = workable(account_id, group_id)
    if group.succession:
        raise NotAllowed("groups.succeeded", rules.closed_words(group.name, group.succession))
    return group


def entering(account_id: str, group_id: str) -> rules.Group:
    """The group, for a recorder who may make or confirm hours in it now: workable, and not suspended from that.

    The one place: every door by which a recorder makes or confirms hours asks here; reading asks `workable`.
    """
    group = workable(account_id, group_id)
    for each in (group, *lookup.successors(group)):
        _refuse_suspended(each, to_recorder=True)
    lookup.note_used(group)
    return group


def open_for_visits(group_id: str) -> None:
    """The same question for a volunteer who checks in or out with a group."""
    _refuse_suspended(find(group_id), to_recorder=False)


def _refuse_suspended(group: rules.Group, to_recorder: bool) -> None:
    suspension = group.suspended_on(clock.today())
    if suspension:
        raise NotAllowed("groups.suspended", rules.refusal_words(group, suspension, to_recorder))


def suspend(transaction: Transaction, group_id: str, suspension: rules.Suspension) -> None:
    """Add to ``transaction`` that a group may not enter hours; `Conflict` where it may not already."""
    until = suspension.until
    actions = [GroupItem.suspended_by.set(suspension.measure_id), GroupItem.suspended_why.set(suspension.reason)]
    actions.append(GroupItem.suspended_until.set(until) if until else GroupItem.suspended_until.remove())
    free = GroupItem.suspended_by.does_not_exist() | (GroupItem.suspended_until < clock.today())
    standing = Conflict("groups.suspended_already", "这个团体已经在暂停中，请先恢复，或者刷新后查看。")
    transaction.update(GroupItem(group_id), actions, (GroupItem.state == rules.APPROVED) & free, standing)


def resume(transaction: Transaction, group_id: str, measure_id: str) -> None:
    """Add to ``transaction`` that a suspension is over; nothing where another one holds by now."""
    suspension = find(group_id).suspension
    if suspension and suspension.measure_id == measure_id:
        names = (GroupItem.suspended_by, GroupItem.suspended_until, GroupItem.suspended_why)
        actions = [name.remove() for name in names]
        transaction.update(GroupItem(group_id), actions, GroupItem.suspended_by == measure_id)


def answerable(group_id: str, acting: bool = True) -> rules.Answerable:
    """Who answers for what a group recorded. ``acting``: a paper names them, or they have answered; it is no more taken back."""
    group = find(group_id)
    if acting:
        lookup.note_used(group)
    return lookup.answerable(group)


def people_of(group_id: str) -> tuple[str, ...]:
    """The names of who records and answers for a group: for keeping them out of what anyone reads."""
    recorders = [item.name for item in GroupRecorder.by_group.query(group_id)]
    return (*recorders, find(group_id).contact.name)


def groups_of(account_id: str) -> list[rules.Group]:
    """The groups this account records for, and after each those in whose place it answers."""
    own = [recorder.group_id for recorder in GroupRecorder.query(account_id, consistent_read=True)]
    return [find(each) for group_id in own for each in (group_id, *lookup.predecessors(group_id))]


def list_by_state(state: str, page: Page) -> Any:
    """Items of groups in ``state``, oldest application first: one query."""
    if state not in rules.STATES:
        raise Refused([Violation("4", "groups.state", "state", "请选择待审核、已通过或未通过。")])
    return page.of(GroupItem.by_state, state)


def approved_ids() -> list[str]:
    """Every approved group, the oldest application first; reads as many pages as there are."""
    found: list[str] = []
    start: dict[str, Any] | None = None
    while True:
        page = list_by_state(rules.APPROVED, Page(500, start))
        found += [group.group_id for group in page]
        start = page.last_evaluated_key
        if not start:
            return found


def appoint(actor_id: str, group_id: str, new: Appointment) -> str:
    """A recorder appoints a further one for the same group; returns the new account's id."""
    workable(actor_id, group_id)
    faults = _appointment_faults(new, "")
    if faults:
        raise Refused(faults)
    transaction = Transaction()
    account_id = _appoint(transaction, group_id, new, "login", must_change_password=True)
    audit.record(transaction, f"group#{group_id}", actor_id, "appoint_recorder", about=account_id)
    transaction.commit()
    return account_id


def recorders_of(actor_id: str, role: str, group_id: str, page: Page) -> Any:
    """Who records for a group: one query."""
    seen_by(actor_id, role, group_id)
    return page.of(GroupRecorder.by_group, group_id)


def recorder_keys(group_id: str) -> tuple[frozenset[str], frozenset[str]]:
    """Who records for a group, as fingerprints: of their documents, and of their phones. One query; for comparing only."""
    persons, phones = set(), set()
    for item in GroupRecorder.by_group.query(group_id):
        kind, number = encryption.unseal(item.document, item.account_id).split(":", 1)
        persons.add(document_key(Document(kind, number)))
        phones.add(phone_key(encryption.unseal(item.phone, item.account_id)))
    return frozenset(persons), frozenset(phones)


def recorder_ids(group_id: str) -> list[str]:
    """The accounts that record for a group, or for the one that answers in its place, the first first; at most twenty: for
    telling them something. None where the supervising body answers."""
    group_id = answerable(group_id, acting=False).group_id
    if not group_id:
        return []
    return [item.account_id for item in GroupRecorder.by_group.query(group_id, limit=20)]


def waiting() -> Waiting:
    """The applications that nobody has decided, by when they were made."""
    return waiting_in("applied_at", GroupItem.by_state, rules.PENDING)
