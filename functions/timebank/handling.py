"""Drawing: a volunteer asks another for a service, who accepts; minutes are held, and go over when the service was done."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from functions.messages.actions import tell
from functions.regulation.violation import Violation
from functions.storage import audit, clock, codes
from functions.storage.pages import Page
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.transactions import Transaction, retried
from functions.timebank import policies, rules
from functions.timebank.actions import other_person, short
from functions.timebank.ledger import Book, Note
from functions.timebank.models import ServiceRequestItem
from functions.timebank.policy import Terms
from functions.timebank.rules import Request
from functions.volunteers.actions import known
from functions.volunteers.rules import masked_name

_UNKNOWN = NotFound("timebank.unknown", "没有这个申请，或不是您能看的。")
_NEWS = {
    rules.ACCEPTED: "接受了您的申请，约定的 {minutes} 分钟先留出来，做完后请您确认",
    rules.DECLINED: "这次不能来，理由：{reason}",
    rules.WITHDRAWN: "撤回了请您服务的申请，不用再答复",
    rules.ENDED: "取消了约定的服务，留出的 {minutes} 分钟已经放回，理由：{reason}",
    rules.DONE: "确认服务已经做完，{minutes} 分钟已记入您的时间银行",
}


@dataclass(frozen=True)
class Step:
    """What one side makes of a request; ``version`` is the one that was on the screen."""

    version: int
    to: str
    reason: str


def ask(volunteer_id: str, number: str, minutes: int, what: str) -> Request:
    """Ask another volunteer for a service. Nothing is drawn yet. Raises `Refused`, `Conflict` where the balance is too small."""
    terms = policies.open_now()
    waits = ServiceRequestItem.state.is_in(*rules.UNSETTLED)
    unsettled = ServiceRequestItem.by_asker.count(volunteer_id, filter_condition=waits)
    person, faults = other_person(volunteer_id, number)
    faults += rules.asking_faults(minutes, what, unsettled)
    if faults or person is None:
        raise Refused(faults)
    free = Book(terms).account(volunteer_id).free
    if free < minutes:
        raise short(free)
    asked = Request(
        request_id=codes.new_id(),
        asker_id=volunteer_id,
        asker_name=masked_name(known(volunteer_id).name),
        server_id=person.volunteer_id,
        server_name=masked_name(person.name),
        minutes=minutes,
        what=what,
        asked_at=clock.now(),
        state=rules.ASKED,
        version=1,
    )
    transaction = Transaction()
    transaction.create(ServiceRequestItem.of(asked))
    audit.record(transaction, f"volunteer#{volunteer_id}", volunteer_id, "timebank_ask", about=asked.request_id)
    words = f"{asked.asker_name}想请您服务 {minutes} 分钟，请到“时间银行”里看一看，接受或者不接受。"
    tell(transaction, person.volunteer_id, "timebank.asked", words, asked.request_id)
    transaction.commit()
    return asked


def list_of(volunteer_id: str, role: str, page: Page) -> Any:
    """A page of the requests on one side of which this volunteer is, the latest first: one query."""
    index: Any = ServiceRequestItem.by_server if role == rules.SERVER else ServiceRequestItem.by_asker
    return page.latest_of(index, volunteer_id)


def shown(item: ServiceRequestItem) -> Request:
    return item.request()


def _own(volunteer_id: str, request_id: str) -> tuple[Request, str]:
    try:
        request = ServiceRequestItem.get(request_id, consistent_read=True).request()
    except ServiceRequestItem.DoesNotExist:
        raise _UNKNOWN from None
    role = request.role_of(volunteer_id)
    if role is None:
        raise _UNKNOWN
    return request, role


def step(volunteer_id: str, request_id: str, asked: Step) -> Request:
    """One side accepts, declines, withdraws, ends or confirms. Raises `Refused`, `Conflict`, `NotFound`."""
    terms = policies.open_now()
    _own(volunteer_id, request_id)
    faults = rules.step_faults(asked.to, asked.reason)
    if asked.to not in _NEWS:
        faults.append(Violation("20", "timebank.step", "to", "请选择要办理的事项。"))
    if faults:
        raise Refused(faults)
    return retried(partial(_step, volunteer_id, request_id, terms, asked))


def _step(volunteer_id: str, request_id: str, terms: Terms, asked: Step) -> Request:
    request, role = _own(volunteer_id, request_id)
    moved_on = Conflict("timebank.moved_on", "这个申请刚刚有了变化，请刷新后再办。")
    if asked.version != request.version or asked.to not in rules.steps_of(role, request.state):
        raise moved_on
    version = request.version + 1
    new = replace(request, state=asked.to, version=version, reason=asked.reason, decided_at=clock.now())
    book = Book(terms)
    _move(book, request, asked.to)
    transaction = Transaction()
    transaction.replace(ServiceRequestItem.of(new), ServiceRequestItem.version == request.version, moved_on)
    book.write(transaction)
    subject, act = f"volunteer#{request.asker_id}", f"timebank:{asked.to}"
    audit.record(transaction, subject, volunteer_id, act, about=request_id, reason=asked.reason)
    other, name = (
        (request.server_id, request.asker_name) if role == rules.ASKER else (request.asker_id, request.server_name)
    )
    words = f"{name}{_NEWS[asked.to].format(minutes=request.minutes, reason=asked.reason)}。"
    tell(transaction, other, f"timebank.{asked.to}", words, request_id)
    transaction.commit()
    return new


def _move(book: Book, request: Request, to: str) -> None:
    """What a step does to the accounts: hold, release, or hold no longer and hand over."""
    if to == rules.ACCEPTED:
        account = book.account(request.asker_id)
        if account.free < request.minutes:
            raise short(account.free, "对方")
        book.put(replace(account, held=account.held + request.minutes))
    elif request.state == rules.ACCEPTED:
        account = book.account(request.asker_id)
        book.put(replace(account, held=account.held - request.minutes))
        if to == rules.DONE:
            note = Note(rules.SERVICE, request.what)
            book.move(request.asker_id, request.server_id, request.minutes, note)
            book.settle(request.server_id)
        book.settle(request.asker_id)
