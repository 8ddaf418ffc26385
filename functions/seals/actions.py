"""The holder's side: asking a group to seal a certificate, withdrawing it, and the sealed file."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from functions.certificates import lookup
from functions.certificates.statuses import KINDS, SERVICE, VALID
from functions.groups import actions as groups
from functions.groups import members
from functions.groups.rules import APPROVED
from functions.hours import actions as hours
from functions.messages.actions import tell
from functions.regulation.days import day_text
from functions.regulation.violation import Violation
from functions.regulation.workdays import last_moment
from functions.seals import authority, rules, storing
from functions.seals.models import SealRequestItem
from functions.storage import audit, clock, encryption
from functions.storage.pages import Page
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import known

UNKNOWN = NotFound("seals.unknown", "没有这份盖章申请，或不是您能看的。")
MOVED_ON = Conflict("seals.moved_on", "这份申请刚刚有了变化，请刷新后再看。")
OVER = Conflict("certificates.not_valid", "这份证明已经撤销或被替换，不能盖章。请用有效的那一份。")


@dataclass(frozen=True)
class Sealed:
    """A file to download."""

    content: bytes
    certificate_number: str


def id_of(code: str, group_id: str) -> str:
    """The one request of a certificate to a group."""
    return encryption.fingerprint("seal", f"{code}#{group_id}")[:40]


def find(request_id: str) -> rules.SealRequest | None:
    try:
        return SealRequestItem.get(request_id, consistent_read=True).request()
    except SealRequestItem.DoesNotExist:
        return None


def groups_for(volunteer_id: str, typed: str) -> list[tuple[str, str]]:
    """The (id, name) of every group that may be asked to seal an own certificate: those that recorded its hours, and those of
    which the holder is a member."""
    return list(_choices(_own_valid(volunteer_id, typed)).items())


def _own_valid(volunteer_id: str, typed: str) -> Any:
    certificate = lookup.own(volunteer_id, typed)
    if (certificate.kind or SERVICE) != SERVICE:
        message = f"{KINDS[certificate.kind]}由评定单位负责，不用请团体盖章。要盖章的是{KINDS[SERVICE]}。"
        raise Refused([Violation("17", "seals.kind", "", message)])
    if certificate.status != VALID:
        raise OVER
    return certificate


def _choices(certificate: Any) -> dict[str, str]:
    served = hours.all_of_volunteer(certificate.volunteer_id, certificate.period_from, certificate.period_to)
    found = {entry.group_id: entry.group for entry in served}
    found |= dict(members.groups_of_volunteer(certificate.volunteer_id))
    standing = {group_id: groups.find(group_id) for group_id in found}
    return {group_id: group.name for group_id, group in standing.items() if group.state == APPROVED}


def ask(volunteer_id: str, typed: str, group_id: str, note: str) -> rules.SealRequest:
    """Ask a group to check an own certificate and seal it; ``note`` says what it is needed for. Raises `Refused`."""
    return retried(partial(_ask, volunteer_id, typed, group_id, note))


def _ask(volunteer_id: str, typed: str, group_id: str, note: str) -> rules.SealRequest:
    certificate = _own_valid(volunteer_id, typed)
    choices = _choices(certificate)
    former = find(id_of(certificate.code, group_id))
    faults = rules.ask_faults(group_id, choices, former)
    if faults:
        raise Refused(faults)
    if former and former.state == rules.SEALED and _stands(former):
        raise Conflict("seals.sealed", f"“{former.group}”已经在这份证明上盖过章，请直接下载。")
    person, now = known(volunteer_id), clock.now()
    asked = rules.Moved(rules.WAITING, now, volunteer_id, person.name, note)
    request = rules.SealRequest(
        request_id=id_of(certificate.code, group_id),
        volunteer_id=volunteer_id,
        volunteer_number=person.volunteer_number,
        name=person.name,
        code=certificate.code,
        certificate_number=certificate.certificate_number,
        group_id=group_id,
        group=choices[group_id],
        asked_at=now,
        due=last_moment(now, rules.ANSWER_WORKDAYS),
        state=rules.WAITING,
        history=(*former.history, asked) if former else (asked,),
    )
    transaction = Transaction()
    put(transaction, request, former)
    lookup.must_stand(transaction, certificate.code)
    audit.record(transaction, f"volunteer#{volunteer_id}", volunteer_id, "ask_seal", about=request.request_id)
    news = f"{person.name}请本团体核实证明 {request.certificate_number} 并盖章，请在工作台“盖章”里办理。"
    for account_id in groups.recorder_ids(group_id):
        tell(transaction, account_id, "seals.asked", news, request.request_id)
    transaction.commit()
    return request


def put(transaction: Transaction, new: rules.SealRequest, former: rules.SealRequest | None) -> None:
    """Add a request's next step; contention where somebody else has taken one since ``former`` was read."""
    item = SealRequestItem.of(new)
    if former is None:
        transaction.create(item)
    else:
        transaction.replace(item, SealRequestItem.moves == former.version)


def of_volunteer(volunteer_id: str, page: Page) -> Any:
    """A page of the own requests, the latest first: one query."""
    return page.latest_of(SealRequestItem.by_volunteer, volunteer_id)


def _own(volunteer_id: str, request_id: str) -> rules.SealRequest:
    request = find(request_id)
    if request is None or request.volunteer_id != volunteer_id:
        raise UNKNOWN
    return request


def withdraw(volunteer_id: str, request_id: str) -> rules.SealRequest:
    """Take back a request that waits; `Conflict` where it does not."""
    return retried(partial(_withdraw, volunteer_id, request_id))


def _withdraw(volunteer_id: str, request_id: str) -> rules.SealRequest:
    request = _own(volunteer_id, request_id)
    if request.state != rules.WAITING:
        raise Conflict("seals.decided", f"这份申请已经是“{rules.STATES[request.state]}”，不能再撤回。")
    moved = rules.Moved(rules.WITHDRAWN, clock.now(), volunteer_id, request.name, "")
    new = replace(request, state=rules.WITHDRAWN, history=(*request.history, moved))
    transaction = Transaction()
    put(transaction, new, request)
    audit.record(transaction, f"volunteer#{volunteer_id}", volunteer_id, "withdraw_seal", about=request_id)
    transaction.commit()
    return new


def sealed_of(volunteer_id: str, request_id: str) -> Sealed:
    """The sealed file of an own request; `Conflict` where the certificate or the seal is out of force."""
    request = _own(volunteer_id, request_id)
    if request.state != rules.SEALED:
        raise Conflict("seals.not_sealed", f"这份申请现在是“{rules.STATES[request.state]}”，没有盖了章的证明。")
    if lookup.found(request.code).status != VALID:
        raise OVER
    if not _stands(request):
        message = f"“{request.group}”的这份电子签章已经作废，盖过章的证明不能再用。请重新请它盖章。"
        raise Conflict("seals.revoked", message)
    return Sealed(storing.opened(request.paper_id), request.certificate_number)


def _stands(request: rules.SealRequest) -> bool:
    """Whether the certificate that sealed may still be trusted."""
    seal = authority.find(request.group_id, request.seal)
    return seal is not None and seal.state != rules.REVOKED


def asked_words(request: rules.SealRequest) -> str:
    """What the holder said at the latest asking."""
    return next(moved.words for moved in reversed(request.history) if moved.state == rules.WAITING)


def sealed_words(request: rules.SealRequest) -> str:
    day = day_text(request.history[-1].at.astimezone(clock.BEIJING).date())
    return f"“{request.group}”已在{day}核实您的证明 {request.certificate_number} 并盖电子签章，请到“我的记录”下载。"
