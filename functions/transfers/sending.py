"""转出: the hand-over, from which the record is read-only here; downloading the package; taking a transfer back."""

import hashlib
from datetime import datetime
from functools import partial
from typing import Any

from functions.accounts import actions as accounts
from functions.hours import actions as hours
from functions.messages.actions import tell
from functions.regulation.violation import Violation
from functions.signing import actions as signing
from functions.signing.rules import as_bytes
from functions.stars import holdings
from functions.storage import audit, clock
from functions.storage.pages import Page, Waiting, waiting_in
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried
from functions.transfers import bounds, rules, storing, trust, writing
from functions.transfers.actions import UNKNOWN, change, found, named, own, receiver_of, shelf
from functions.transfers.models import TransferOut
from functions.transfers.package import ALWAYS, AnswerFile
from functions.volunteers import actions as volunteers
from functions.volunteers import changing
from functions.web.validation import try_parse

_ZIP = "package"
DOWNLOAD = 2_400_000  # bytes with one answer
_CHANGED = Conflict("transfers.changed", "整理以后记录又有了变化，或者文件还没有整理完。请接着整理，再办理转出。")


def hand_over(volunteer_id: str, transfer_id: str) -> TransferOut:
    """Sign the package and make the record read-only, in one transaction: a signed package is of a record that has stopped.

    Done already, nothing changes. Raises `Conflict` where hours have changed since the package was made.
    """
    item = own(volunteer_id, transfer_id)
    if item.state in rules.MOVED:
        return item
    if item.state != rules.READY or hours.total_at(volunteer_id)[1] != int(item.account_version):
        raise _CHANGED
    handed = clock.now()
    manifest, content = _package(item, handed)
    storing.keep(shelf(item), _ZIP, content)
    holdings.leave(volunteer_id)
    retried(partial(_stop, item, handed, hashlib.sha256(manifest).hexdigest(), len(content)))
    return found(transfer_id)


def _package(item: TransferOut, handed: datetime) -> tuple[bytes, bytes]:
    """The manifest as it is signed, and the whole zip. Every file is held to the hash that was kept when it was made."""
    receiver = receiver_of(item)
    contents = {each["name"]: storing.taken(shelf(item), each["name"]) for each in item.files}
    if any(hashlib.sha256(contents[each["name"]]).hexdigest() != each["sha256"] for each in item.files):
        raise _CHANGED
    always = (writing.consents(item.volunteer_id, item.transfer_id), writing.readme(receiver))
    files = [*item.files, *(writing.listed(name, content, 1) for name, content in zip(ALWAYS, always, strict=True))]
    document = volunteers.own_file(item.volunteer_id).person.document
    claims = {
        "schema": rules.SCHEMA,
        "transfer_id": item.transfer_id,
        "made_at": writing.instant(handed),
        "valid_until": writing.instant(handed + rules.VALID_FOR),
        "sender": writing.party(),
        "receiver": vars(receiver),
        "subject": writing.subject(document),
        "blocks": item.blocks,
        "totals": {key: int(value) for key, value in item.totals.items()} if "hours" in item.blocks else None,
        "files": files,
    }
    manifest = as_bytes(claims)
    signature = signing.signed(rules.MANIFEST_TYPE, claims).encode()
    whole = [(bounds.MANIFEST, manifest), (bounds.SIGNATURE, signature), *contents.items()]
    return manifest, bounds.packed([*whole, *zip(ALWAYS, always, strict=True)])


def _stop(item: TransferOut, handed: datetime, manifest_hash: str, size: int) -> None:
    now = found(item.transfer_id)
    if now.state != rules.READY or int(now.account_version) != int(item.account_version):
        raise _CHANGED
    before, person = int(now.version), item.volunteer_id
    now.state, now.version, now.handed_at = rules.HANDED, before + 1, handed
    now.manifest_hash, now.size = manifest_hash, size
    transaction = Transaction()
    transaction.replace(now, TransferOut.version == before)
    if now.account_version:
        hours.stand_still(transaction, person, int(now.account_version))
    login = changing.move(transaction, person, named(receiver_of(now)))
    accounts.mark_moved(transaction, login, True)
    audit.record(transaction, f"volunteer#{person}", person, "hand_over_transfer", about=item.transfer_id)
    words = f"您的记录已经转出到{named(receiver_of(now))}，在这里只能查看。请把转移文件交给对方；对方没有接收的，可以申请退回。"
    tell(transaction, person, "transfers.handed", words, item.transfer_id)
    transaction.commit()


def parts_of(item: TransferOut) -> int:
    """In how many answers the package is downloaded."""
    return -(-int(item.size) // DOWNLOAD)


def download(volunteer_id: str, transfer_id: str, number: str) -> bytes:
    """A part of the package; all parts in order are the file."""
    item = own(volunteer_id, transfer_id)
    if item.state not in rules.MOVED or not (number.isascii() and number.isdigit() and len(number) < 4):
        raise NotFound("transfers.no_part", "文件没有这一段，或者还没有办理转出。")
    start = int(number) * DOWNLOAD
    if start >= int(item.size):
        raise NotFound("transfers.no_part", "文件没有这一段。")
    audit.saw(f"volunteer#{volunteer_id}", volunteer_id, "download_transfer", about=transfer_id)
    return storing.taken(shelf(item), _ZIP)[start : start + DOWNLOAD]


def ask_return(volunteer_id: str, transfer_id: str, reason: str) -> TransferOut:
    """The volunteer asks to take a transfer back because it was not received; the supervisor decides. Raises `Refused`."""
    item = own(volunteer_id, transfer_id)
    faults = rules.return_faults(item.state, reason)
    if item.waits_in:
        faults.append(Violation("16", "transfers.asked", "", "您已经申请退回，正在等主管部门办理。"))
    if faults:
        raise Refused(faults)

    def note(now: TransferOut) -> None:
        now.reason, now.asked_at, now.waits_in = reason, clock.now(), settings().district_code

    def also(transaction: Transaction) -> None:
        audit.record(transaction, f"volunteer#{volunteer_id}", volunteer_id, "ask_return", about=transfer_id)

    return change(transfer_id, note, also)


def returns(actor_id: str, page: Page) -> Any:
    """A page of the transfers that somebody asks to take back, the first first: one query."""
    audit.saw("district", actor_id, "see_returns")
    return page.of(TransferOut.by_waiting, settings().district_code)


def decide_return(actor_id: str, transfer_id: str, version: int, decision: str, reason: str) -> TransferOut:
    """The supervisor takes a transfer back, having asked the receiver, or leaves it as it is. Raises `Refused`, `Conflict`."""
    item = found(transfer_id)
    faults = rules.decision_faults(decision, reason or "", _is_own(actor_id, item))
    if not reason:
        message = "请写明怎样向接收方核实的，例如：电话核实，对方没有接收，也不会再接收。"
        faults = [Violation("16", "transfers.reason", "reason", message)]
    if faults:
        raise Refused(faults)
    if int(item.version) != version or not item.waits_in:
        raise Conflict("transfers.moved_on", "这项申请刚刚有了变化，请刷新后再办。")
    if decision == rules.ACCEPTED:
        return _give_back(actor_id, item, reason, item.answer)

    def note(now: TransferOut) -> None:
        now.waits_in, now.note = None, reason

    def also(transaction: Transaction) -> None:
        audit.record(transaction, f"volunteer#{item.volunteer_id}", actor_id, "keep_transfer", about=transfer_id)
        words = f"您申请退回转移没有办理，理由：{reason}"
        tell(transaction, item.volunteer_id, "transfers.kept", words, transfer_id)

    return change(transfer_id, note, also)


def _is_own(actor_id: str, item: TransferOut) -> bool:
    return volunteers.known(item.volunteer_id).person_key == accounts.find(actor_id).person_key


def _give_back(actor_id: str, item: TransferOut, reason: str, answer: Any) -> TransferOut:
    """The record is as it was before it was handed over."""

    def note(now: TransferOut) -> None:
        if now.state not in rules.MOVED:
            raise Conflict("transfers.returned", "这次转移已经退回。")
        now.state, now.returned_at, now.note, now.answer, now.waits_in = (
            rules.RETURNED, clock.now(), reason, answer, None,
        )  # fmt: skip

    def also(transaction: Transaction) -> None:
        login = changing.move(transaction, item.volunteer_id, "")
        accounts.mark_moved(transaction, login, False)
        subject = f"volunteer#{item.volunteer_id}"
        audit.record(transaction, subject, actor_id, "return_transfer", about=item.transfer_id, reason=reason)
        words = "您的转移已经退回，记录恢复，可以接着在这里记录服务。原来的转移文件作废，请不要再交给别人。"
        tell(transaction, item.volunteer_id, "transfers.returned", words, item.transfer_id)

    changed = change(item.transfer_id, note, also)
    holdings.come_back(item.volunteer_id)
    return changed


def take_answer(actor_id: str, role: str, subject_id: str, transfer_id: str, text: str) -> TransferOut:
    """The receiver's signed answer: received in whole or in part, the transfer is closed; not at all, it is taken back."""
    item = found(transfer_id) if role == "supervisor" else own(subject_id, transfer_id)
    answer, jws = _answer_in(text)
    told = answer.model_dump(by_alias=True) if answer else {}
    if answer is None or answer.transfer_id != transfer_id or answer.manifest_sha256 != item.manifest_hash:
        message = "这不是对这次转移的答复文件。请选择接收方给的那一个（.json）。"
        raise Refused([Violation("16", "transfers.answer", "answer", message)])
    party = answer.receiver
    faults = trust.signature_faults(jws, rules.ANSWER_TYPE, as_bytes(told), party.origin, party.code)
    if faults:
        raise Refused(faults)
    if item.state not in rules.MOVED:
        raise Conflict("transfers.returned", "这次转移已经退回，不用再交答复。")
    if answer.result == "refused":
        return _give_back(actor_id, item, f"{party.name}没有接收", told)

    def note(now: TransferOut) -> None:
        if now.state not in rules.MOVED:
            raise UNKNOWN
        now.state, now.answer, now.waits_in = rules.RECEIVED, told, None

    def also(transaction: Transaction) -> None:
        audit.record(transaction, f"volunteer#{item.volunteer_id}", actor_id, "close_transfer", about=transfer_id)

    return change(transfer_id, note, also)


def _answer_in(text: str) -> tuple[AnswerFile | None, str]:
    """The answer in a file, and its signature; None where it is none."""
    try:
        told = writing.loads(text.encode())
        body, jws = told["answer"], told["jws"]
    except (ValueError, KeyError, TypeError, RecursionError, UnicodeEncodeError):
        return None, ""
    answer, _ = try_parse(AnswerFile, body)
    return answer, jws if isinstance(jws, str) else ""


def waiting() -> Waiting:
    """Transfers that somebody asks to take back, by when it was asked."""
    return waiting_in("asked_at", TransferOut.by_waiting, settings().district_code)
