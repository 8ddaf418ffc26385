"""Asking for what is one's right, and the desk where it is decided."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from functions.accounts import actions as accounts
from functions.certificates import changes as certificates
from functions.consent import actions as consent
from functions.consent import rules as consent_rules
from functions.groups import members
from functions.messages.actions import tell
from functions.regulation.violation import Violation
from functions.regulation.workdays import last_moment
from functions.rights import rules
from functions.rights.models import RequestItem
from functions.rolls import publishing as rolls
from functions.sharing import actions as sharing
from functions.stars import holdings
from functions.storage import audit, clock, codes
from functions.storage.pages import Page, Waiting, waiting_in
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried
from functions.volunteers import actions as volunteers
from functions.volunteers import changing
from functions.volunteers.documents import Document, document_faults
from functions.volunteers.rules import is_phone, name_faults

_UNKNOWN = NotFound("rights.unknown", "没有这项请求，或不是您能看的。")


def _unsettled(volunteer_id: str) -> int:
    waits = RequestItem.state == rules.OPEN
    return int(RequestItem.by_volunteer.count(volunteer_id, filter_condition=waits))


def ask_correction(volunteer_id: str, field: str, plain: str, document: Document, text: str) -> rules.Request:
    """A volunteer asks to have one of the nine fields corrected: to ``document``, or to the text ``plain``. Raises `Refused`
    with every fault."""
    value = changing.Value(plain, document if field == "document" else None)
    faults = rules.asking_faults(text, _unsettled(volunteer_id))
    faults += changing.value_faults(volunteer_id, field, value, clock.today())
    if faults:
        raise Refused(faults)
    return _open(volunteer_id, rules.CORRECTION, text, field, value.text())


def ask_closing(volunteer_id: str, text: str) -> rules.Request:
    """A volunteer asks to have the account closed. Raises `Refused`."""
    faults = rules.asking_faults(text, _unsettled(volunteer_id))
    if faults:
        raise Refused(faults)
    return _open(volunteer_id, rules.CLOSING, text)


def _open(volunteer_id: str, kind: str, text: str, field: str = "", value: str = "") -> rules.Request:
    person, now = volunteers.known(volunteer_id), clock.now()
    request = rules.Request(
        request_id=codes.new_id(),
        kind=kind,
        volunteer_id=volunteer_id,
        volunteer_number=person.volunteer_number,
        name=person.name,
        opened_at=now,
        due=last_moment(now, rules.WORKDAYS[kind]),
        state=rules.OPEN,
        version=1,
        text=text,
        field=field,
        value=value,
    )
    transaction = Transaction()
    transaction.create(RequestItem.of(request))
    audit.record(transaction, f"volunteer#{volunteer_id}", volunteer_id, f"ask:{kind}", about=request.request_id)
    transaction.commit()
    return request


@dataclass(frozen=True)
class Assisted:
    """What somebody decides at a counter: whose consent to what, and how the person was made sure of."""

    number: str
    purpose: str
    agreed: bool
    note: str


def consent_at_counter(actor_id: str, asked: Assisted) -> None:
    """The supervisor records what a person decides at the counter, with the operator named (TS 27560). Raises `Refused`."""
    faults = consent_rules.assisted_faults(asked.purpose, asked.note)
    number = members.canonical_number(asked.number)
    person = volunteers.find_by_numbers([number]).get(number)
    if person is None:
        faults.append(Violation("15", "rights.volunteer", "volunteer_number", "没有这个志愿者编号，请与本人核对。"))
    if faults or person is None:
        raise Refused(faults)
    operator = accounts.find(actor_id).name
    if asked.purpose == "verification":
        certificates.agree_to_verification(person.volunteer_id, asked.agreed, actor_id, operator, asked.note)
    else:
        if asked.purpose == "publication" and not asked.agreed:
            rolls.hide(person.volunteer_id)
        consent.choose(person.volunteer_id, asked.purpose, asked.agreed, actor_id, operator, asked.note)


def choose_publication(volunteer_id: str, agreed: bool) -> None:
    """A volunteer gives or withdraws consent to have name and star published; withdrawn, the name goes from every list first."""
    if not agreed:
        rolls.hide(volunteer_id)
    consent.choose(volunteer_id, "publication", agreed, volunteer_id)


def dispute_document(asker: str, phone: str, document: Document, text: str) -> rules.Request:
    """Somebody says that others registered with their document. The answer is the same whether anybody did.

    Where somebody did, and no such dispute was refused before, the record's certificates are frozen until the desk has
    decided, at most until its deadline, and the holder is told that, not by whom.
    """
    faults = document_faults(document, clock.today(), "document") + name_faults(asker, "name")
    faults += [] if is_phone(phone) else [Violation("7", "rights.phone", "phone", "请填写能联系到您的电话。")]
    if faults:
        raise Refused(faults)
    volunteer_id = volunteers.holder_of(document)
    now = clock.now()
    request = rules.Request(
        request_id=codes.new_id(),
        kind=rules.DOCUMENT,
        volunteer_id=volunteer_id or "",
        volunteer_number=volunteers.known(volunteer_id).volunteer_number if volunteer_id else "",
        name=volunteers.known(volunteer_id).name if volunteer_id else "",
        opened_at=now,
        due=last_moment(now, rules.WORKDAYS[rules.DOCUMENT]),
        state=rules.OPEN,
        version=1,
        value=changing.Value("", document).text(),
        text=text,
        asker=asker,
        phone=phone,
    )
    earlier = RequestItem.kind == rules.DOCUMENT
    again = volunteer_id and RequestItem.by_volunteer.count(volunteer_id, filter_condition=earlier) > 0
    transaction = Transaction()
    transaction.create(RequestItem.of(request))
    subject = f"volunteer#{volunteer_id}" if volunteer_id else "district"
    audit.record(transaction, subject, "anyone", "dispute_document", about=request.request_id)
    if volunteer_id and not again:
        changing.contest(transaction, volunteer_id, request.due)
        news = "有人对您登记的证件提出异议。请带证件原件到主管部门窗口核实；核实以前，您的证明查验时显示“正在核实”。"
        tell(transaction, volunteer_id, "rights.contested", news, request.request_id)
    transaction.commit()
    if volunteer_id and not again:
        certificates.contest(volunteer_id, request.due)
    return request


def of_volunteer(volunteer_id: str, page: Page) -> Any:
    """A page of the own requests, the latest first: one query. Disputes by others are not among them."""
    return page.latest_of(RequestItem.by_volunteer, volunteer_id, filter_condition=RequestItem.kind != rules.DOCUMENT)


def of_district(actor_id: str, everything: bool, page: Page) -> Any:
    """A page of the requests that wait, the first due first; or of all, the latest first. One query."""
    audit.saw("district", actor_id, "see_requests")
    district = settings().district_code
    if everything:
        return page.latest_of(RequestItem.by_district, district)
    return page.of(RequestItem.by_open_district, district)


def shown(item: RequestItem) -> rules.Request:
    return item.request()


def value_of(request: rules.Request) -> str:
    """What a correction asks for, or which document is disputed, in words; a number masked. "" for a closing."""
    return changing.Value.of(request.value).shown() if request.value else ""


def _find(request_id: str) -> rules.Request:
    try:
        return RequestItem.get(request_id, consistent_read=True).request()
    except RequestItem.DoesNotExist:
        raise _UNKNOWN from None


def withdraw(volunteer_id: str, request_id: str) -> rules.Request:
    """Take back an own request that has not been decided."""
    request = _find(request_id)
    if request.volunteer_id != volunteer_id or request.kind == rules.DOCUMENT:
        raise _UNKNOWN
    if request.state != rules.OPEN:
        raise Conflict("rights.decided", "这项请求已经办理，不能再撤回。")
    return _store(request, volunteer_id, rules.WITHDRAWN, "", [])


@dataclass(frozen=True)
class Decision:
    """What the supervisor decides; ``version`` is the one that was on the screen."""

    version: int
    decision: str
    note: str


def decide(actor_id: str, request_id: str, asked: Decision) -> rules.Request:
    """Grant or refuse a request, with its effect at once. Raises `Refused`, `Conflict`."""
    request = _find(request_id)
    own = accounts.find(actor_id).person_key
    is_own = bool(request.volunteer_id) and volunteers.known(request.volunteer_id).person_key == own
    faults = rules.deciding_faults(request, asked.decision, asked.note, is_own)
    if faults:
        raise Refused(faults)
    if request.version != asked.version:
        raise Conflict("rights.moved_on", "这项请求刚刚有了变化，请刷新后再办。")
    before, within = _effects(request, asked.decision, actor_id)
    for effect in before:
        effect()
    return retried(partial(_store, request, actor_id, asked.decision, asked.note, within))


_Effect = Callable[[Transaction], None]


def _effects(request: rules.Request, decision: str, actor_id: str) -> tuple[list[Callable[[], None]], list[_Effect]]:
    """What a decision does: first what may be repeated and only shows less, then what belongs to the same transaction."""
    person = request.volunteer_id
    if request.kind == rules.DOCUMENT:
        if not person:
            return [], []
        if decision == rules.REFUSED:
            return [partial(certificates.release, person)], [partial(_release, person)]
        revoke = partial(certificates.revoke_all, actor_id, person)
        return [revoke, *_closing(person)], [partial(_close, person, True)]
    if decision == rules.REFUSED:
        return [], []
    if request.kind == rules.CORRECTION:
        return [], [partial(_correct, request)]
    return [partial(certificates.erase, person), *_closing(person)], [partial(_close, person, False)]


def _closing(volunteer_id: str) -> list[Callable[[], None]]:
    return [
        partial(sharing.end_all, volunteer_id),
        partial(holdings.leave, volunteer_id),
        partial(rolls.hide, volunteer_id),
    ]


def _release(volunteer_id: str, transaction: Transaction) -> None:
    changing.contest(transaction, volunteer_id, None)
    words = "对您登记的证件的异议已经核实，您的登记没有问题，证明恢复正常。"
    tell(transaction, volunteer_id, "rights.released", words, volunteer_id)


def _correct(request: rules.Request, transaction: Transaction) -> None:
    value = changing.Value.of(request.value)
    changed = changing.correct(transaction, request.volunteer_id, request.field, value)
    accounts.rename(transaction, request.volunteer_number, changed.name, changed.person_key)
    members.rename(transaction, request.volunteer_id, changed.name)
    if request.field in rules.CERTIFIED:
        certificates.replace_all(transaction, request.volunteer_id, "您的登记信息已更正")


def _close(volunteer_id: str, free_document: bool, transaction: Transaction) -> None:
    logins = changing.close(transaction, volunteer_id, free_document)
    accounts.close(transaction, logins)
    members.leave_all(transaction, volunteer_id)
    for purpose in ("registration", *consent_rules.CHOSEN):
        if consent.agreed(volunteer_id, purpose):
            consent.decide(transaction, volunteer_id, purpose, False)


def _store(request: rules.Request, actor_id: str, state: str, note: str, within: list[_Effect]) -> rules.Request:
    new = replace(request, state=state, note=note, decided_at=clock.now(), version=request.version + 1)
    moved_on = Conflict("rights.decided", "这项请求刚刚已经办理，请刷新列表。")
    transaction = Transaction()
    transaction.replace(RequestItem.of(new), RequestItem.version == request.version, moved_on)
    subject = f"volunteer#{request.volunteer_id}" if request.volunteer_id else "district"
    audit.record(transaction, subject, actor_id, f"request:{state}", about=request.request_id)
    for effect in within:
        effect(transaction)
    if request.volunteer_id and state in rules.DECISIONS and request.kind != rules.DOCUMENT:
        words = f"您的请求“{rules.KINDS[request.kind]}”：{rules.STATES[state]}。{note}"
        tell(transaction, request.volunteer_id, "rights.decided", words, request.request_id)
    transaction.commit()
    return new


def waiting() -> Waiting:
    """The requests that nobody has decided, by when they are due."""
    return waiting_in("due", RequestItem.by_open_district, settings().district_code)
