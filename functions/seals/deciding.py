"""The group's side: what waits, what exactly is to be sealed, sealing it or refusing with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from functions.accounts import actions as accounts
from functions.certificates import actions as certificates
from functions.certificates import lookup
from functions.certificates.rules import CertifiedFacts
from functions.certificates.statuses import VALID
from functions.certificates.storing import refuse_unprintable, verify_url
from functions.groups import actions as groups
from functions.groups.rules import Group
from functions.hours import actions as hours
from functions.messages.actions import tell
from functions.seals import actions, authority, rules, stamp, storing
from functions.seals.models import SealRequestItem
from functions.storage import audit, clock
from functions.storage.pages import Page, Waiting, waiting_in
from functions.storage.refusals import Conflict, Refusal, Refused
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import known, own_file
from functions.volunteers.minors import note_look

_SEEN = "see_seal"


@dataclass(frozen=True)
class Opened:
    """What is to be sealed: all that the paper says, and the places of the rows that the group recorded itself."""

    request: rules.SealRequest
    facts: CertifiedFacts
    own: frozenset[int]
    share: rules.Share


@dataclass(frozen=True)
class Judge:
    """Who decides, for which group, and what."""

    actor_id: str
    name: str
    person_key: str
    group: Group
    decision: str
    reason: str


@dataclass(frozen=True)
class Outcome:
    """What came of one request: its state, or the refusal that kept it where it was."""

    request_id: str
    state: str
    refusal: Refusal | None


def of_group(actor_id: str, group_id: str, everything: bool, page: Page) -> Any:
    """A page of a group's requests: those that wait, the oldest first; or all, the latest first. One query."""
    groups.seen_by(actor_id, "recorder", group_id)
    audit.saw(f"group#{group_id}", actor_id, "see_seal_requests")
    if everything:
        return page.latest_of(SealRequestItem.by_group, group_id)
    return page.of(SealRequestItem.by_open_group, group_id)


def overdue(page: Page) -> Any:
    """A page of the district's requests that no group has answered in time, the longest due first: one query."""
    return page.of(SealRequestItem.by_open_district, settings().district_code, SealRequestItem.due < clock.now())


def waiting() -> Waiting:
    """The same, counted."""
    late = SealRequestItem.due < clock.now()
    return waiting_in("due", SealRequestItem.by_open_district, settings().district_code, late)


def _of(group_id: str, request_id: str) -> rules.SealRequest:
    request = actions.find(request_id)
    if request is None or request.group_id != group_id:
        raise actions.UNKNOWN
    return request


def _open_one(group_id: str, request_id: str) -> rules.SealRequest:
    """A request that waits, of a certificate that is valid and a holder whose record may be shown; raises `Conflict`."""
    request = _of(group_id, request_id)
    if request.state != rules.WAITING:
        raise Conflict("seals.decided", f"这份申请已经是“{rules.STATES[request.state]}”，不用再办。")
    holder = own_file(request.volunteer_id)
    if holder.closed_at:
        raise Conflict("seals.closed", "这位志愿者的登记已经注销，不能再盖章。")
    if holder.contested_until and clock.now() < holder.contested_until:
        raise Conflict("seals.contested", "有人对这位志愿者登记的证件提出异议，核实以前不能盖章。")
    if lookup.found(request.code).status != VALID:
        raise actions.OVER
    return request


def see(actor_id: str, group_id: str, request_id: str) -> Opened:
    """Exactly what is to be sealed, row by row; that it was read is on record, and is needed before sealing."""
    groups.workable(actor_id, group_id)
    request = _open_one(group_id, request_id)
    found = _opened(request)
    _note(actor_id, request)
    item = SealRequestItem(request_id)
    item.update([SealRequestItem.opened_by.add({actor_id})], condition=SealRequestItem.request_id.exists())
    return found


def _note(actor_id: str, request: rules.SealRequest) -> None:
    audit.saw(f"volunteer#{request.volunteer_id}", actor_id, _SEEN, about=request.certificate_number)
    note_look(request.volunteer_id, actor_id, "核实盖章申请")


def _opened(request: rules.SealRequest) -> Opened:
    facts = lookup.facts_of(request.code)
    if not isinstance(facts, CertifiedFacts):
        raise actions.UNKNOWN
    # No two entries in force of one person begin at the same moment, so a row of the paper is found by its start.
    standing = hours.all_of_volunteer(request.volunteer_id, facts.period_from, facts.period_to)
    recorded = {entry.stay.start: entry.group_id for entry in standing}
    rows = dict(enumerate(facts.items))
    own = frozenset(place for place, row in rows.items() if recorded.get(row.start) == request.group_id)
    return Opened(request, facts, own, rules.share_of({place: row.minutes for place, row in rows.items()}, own))


def paper_of(actor_id: str, group_id: str, request_id: str) -> tuple[bytes, str]:
    """The paper that is to be sealed, and its number; that it was read is on record."""
    groups.workable(actor_id, group_id)
    request = _open_one(group_id, request_id)
    content, number, _ = certificates.paper_of(request.volunteer_id, request.code)
    _note(actor_id, request)
    return content, number


def decide(actor_id: str, group_id: str, keys: Sequence[tuple[str, int]], decision: str, reason: str) -> list[Outcome]:
    """Seal or refuse requests, each by itself: the answer says what came of each. ``keys`` are (request_id, version)."""
    faults = rules.decision_faults(decision, reason)
    if faults:
        raise Refused(faults)
    may = groups.entering if decision == rules.SEALED else groups.workable
    group, who = may(actor_id, group_id), accounts.find(actor_id)
    judge = Judge(actor_id, who.name, who.person_key, group, decision, reason)
    return [_decided(judge, *key) for key in dict.fromkeys(keys)]


def _decided(judge: Judge, request_id: str, version: int) -> Outcome:
    try:
        state = retried(partial(_decide_one, judge, request_id, version))
    except Refusal as refusal:
        return Outcome(request_id, rules.WAITING, refusal)
    return Outcome(request_id, state, None)


def _decide_one(judge: Judge, request_id: str, version: int) -> str:
    request = _of(judge.group.group_id, request_id)
    if request.version != version:
        raise actions.MOVED_ON
    if judge.decision == rules.SEALED or request.state != rules.WAITING:
        _open_one(judge.group.group_id, request_id)
    is_holder = known(request.volunteer_id).person_key == judge.person_key
    faults = rules.decider_faults(request, judge.actor_id, is_holder, judge.decision)
    if faults:
        raise Refused(faults)
    return _seal(judge, request) if judge.decision == rules.SEALED else _refuse(judge, request)


def _refuse(judge: Judge, request: rules.SealRequest) -> str:
    moved = rules.Moved(rules.REFUSED, clock.now(), judge.actor_id, judge.name, judge.reason)
    new = replace(request, state=rules.REFUSED, history=(*request.history, moved))
    news = f"“{request.group}”没有在您的证明 {request.certificate_number} 上盖章，理由：{judge.reason}"
    transaction = _transaction(judge, request, new, news)
    transaction.commit()
    return new.state


def _seal(judge: Judge, request: rules.SealRequest) -> str:
    from functions.seals import signature

    now, opened = clock.now(), _opened(request)
    content, _, _ = certificates.paper_of(request.volunteer_id, request.code)
    field = stamp.Field(judge.group.name, judge.name, now, rules.scope_words(opened.share))
    refuse_unprintable(stamp.missing_characters(field))
    seal = authority.current(judge.group, judge.actor_id)
    sealed = signature.seal(content, authority.signer_of(seal), field, verify_url(request.code))
    moved = rules.Moved(rules.SEALED, now, judge.actor_id, judge.name, field.scope)
    new = replace(request, state=rules.SEALED, history=(*request.history, moved), seal=seal.thumbprint)
    new = replace(new, paper_id=storing.keep(sealed))
    transaction = _transaction(judge, request, new, actions.sealed_words(new))
    lookup.must_stand(transaction, request.code)
    try:
        transaction.commit()
    except Exception:
        storing.drop(new.paper_id)
        raise
    return new.state


def _transaction(judge: Judge, request: rules.SealRequest, new: rules.SealRequest, news: str) -> Transaction:
    transaction = Transaction()
    actions.put(transaction, new, request)
    holder = f"volunteer#{request.volunteer_id}"
    audit.record(transaction, holder, judge.actor_id, f"decide_seal:{new.state}", request.request_id, judge.reason)
    tell(transaction, request.volunteer_id, f"seals.{new.state}", news, request.certificate_number)
    return transaction
