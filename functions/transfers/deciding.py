"""Verifying what came: hours line by line or a whole piece at once, further blocks each as a whole; then the arrival is closed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from functions.accounts import actions as accounts
from functions.hours import arrivals
from functions.messages.actions import tell
from functions.regulation.violation import Violation
from functions.storage import audit, clock
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.transactions import Transaction, retried
from functions.transfers import findings, handling, pieces, receipts, rules, storing
from functions.transfers.models import ArrivalLines, TransferIn, packed, unpacked
from functions.volunteers import actions as volunteers


@dataclass(frozen=True)
class Piece:
    """A piece of the hours that came: its rows as they are kept, and the arrival as it is now."""

    arrival: TransferIn
    number: int
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class Asked:
    """What is decided: of the ``lines`` by number, or, where that is None, of every line that nobody has decided and, to be
    accepted, that has no conflict."""

    decision: str
    reason: str
    lines: tuple[int, ...] | None


def _stored(arrival_id: str, number: str) -> ArrivalLines:
    unknown = NotFound("transfers.no_piece", "这次转入没有这一段。")
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        raise unknown
    try:
        return ArrivalLines.get(arrival_id, int(number), consistent_read=True)
    except ArrivalLines.DoesNotExist:
        raise unknown from None


def see_piece(actor_id: str, role: str, subject_id: str, arrival_id: str, number: str) -> Piece:
    """A piece of the hours with what was found and decided of each line."""
    item = pieces.seen_by(actor_id, role, subject_id, arrival_id)
    stored = _stored(arrival_id, number)
    return Piece(item, int(stored.number), unpacked(stored.lines, arrival_id))


def _open(actor_id: str, arrival_id: str, decision: str, reason: str) -> TransferIn:
    item = pieces.found(arrival_id)
    own = volunteers.known(item.volunteer_id).person_key == accounts.find(actor_id).person_key
    faults = rules.decision_faults(decision, reason, own)
    if faults:
        raise Refused(faults)
    if item.state != rules.WAITING:
        raise Conflict("transfers.not_waiting", f"这次转入现在是“{rules.IN_STATES[item.state]}”，不能核验。")
    return item


def decide(actor_id: str, arrival_id: str, number: str, asked: Asked) -> Piece:
    """Accept or refuse lines of one piece, each by itself; what is decided already stays. Accepted hours are in force at once.

    A line that cannot stand (somebody has recorded the same time meanwhile) stays open, with what it is found to be now.
    """
    item = _open(actor_id, arrival_id, asked.decision, asked.reason)
    rows = retried(partial(_decide, actor_id, item, number, asked))
    counted = _counted(rows)

    def note(now: TransferIn) -> None:
        now.decided = {**now.decided, str(int(number)): counted}

    def also(transaction: Transaction) -> None:
        subject, act = f"volunteer#{item.volunteer_id}", f"decide_transfer:{asked.decision}"
        audit.record(transaction, subject, actor_id, act, about=f"{arrival_id}#{number}", reason=asked.reason)

    return Piece(pieces.change(arrival_id, note, also), int(number), rows)


def _counted(rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    by = {decision: [row for row in rows if row["decision"] == decision] for decision in ("", *rules.DECISIONS)}
    minutes = sum(row["arrival"]["minutes"] for row in by[rules.ACCEPTED])
    counts = {decision: len(by[decision]) for decision in rules.DECISIONS}
    return {**counts, "minutes": minutes, "open": len(by[""])}


def _decide(actor_id: str, item: TransferIn, number: str, asked: Asked) -> list[dict[str, Any]]:
    stored = _stored(item.arrival_id, number)
    rows: list[dict[str, Any]] = unpacked(stored.lines, item.arrival_id)
    chosen = [row for place, row in enumerate(rows) if not row["decision"] and _is_meant(place, row, asked)]
    if asked.decision == rules.ACCEPTED:
        _accept(actor_id, item, chosen)
    else:
        for row in chosen:
            row["decision"], row["reason"] = rules.REFUSED, asked.reason
    before = int(stored.version)
    stored.lines, stored.version = packed(rows, item.arrival_id), before + 1
    transaction = Transaction()
    transaction.replace(stored, ArrivalLines.version == before)
    transaction.commit()
    return rows


def _is_meant(place: int, row: dict[str, Any], asked: Asked) -> bool:
    if asked.lines is not None:
        return place in asked.lines
    return asked.decision == rules.REFUSED or row["finding"] in {rules.FRESH, rules.ALREADY}


def _accept(actor_id: str, item: TransferIn, chosen: Sequence[dict[str, Any]]) -> None:
    person = volunteers.known(item.volunteer_id)
    came = [findings.restored(row["arrival"]) for row in chosen]
    if not came:
        return
    mark = f"转移编号 {item.manifest['transfer_id']}"
    noted = [replace(arrival, note=f"{arrival.note}；{mark}"[:500]) for arrival in came]
    outcome = arrivals.let_in(actor_id, person, noted)
    for row, arrival in zip(chosen, came, strict=True):
        refusal = outcome[arrival.ref]
        row["reason"] = refusal
        if refusal:
            row["finding"] = rules.OVERLAP if "重叠" in refusal else row["finding"]
        else:
            row["decision"] = rules.ACCEPTED


def decide_block(actor_id: str, arrival_id: str, block: str, decision: str, reason: str) -> TransferIn:
    """Accept or refuse a block beside the hours, as a whole. Raises `Refused`, `Conflict`."""
    item = _open(actor_id, arrival_id, decision, reason)
    if block not in item.blocks:
        raise NotFound("transfers.no_block", "这次转入没有这一项。")
    if item.blocks[block]:
        return item
    if decision == rules.ACCEPTED:
        handling.accept(actor_id, item, block)

    def note(now: TransferIn) -> None:
        now.blocks = {**now.blocks, block: now.blocks[block] or decision}

    def also(transaction: Transaction) -> None:
        subject, act = f"volunteer#{item.volunteer_id}", f"decide_transfer:{decision}"
        audit.record(transaction, subject, actor_id, act, about=f"{arrival_id}#{block}", reason=reason)

    return pieces.change(arrival_id, note, also)


def close(actor_id: str, arrival_id: str) -> TransferIn:
    """Close an arrival of which everything is decided, and sign the answer to its sender. Closed already, nothing changes."""
    item = pieces.found(arrival_id)
    if item.state == rules.DONE:
        return item
    _open(actor_id, arrival_id, rules.ACCEPTED, "")
    still = rules.undecided(int(item.pieces), item.decided, item.blocks)
    if still:
        message = f"还有 {still} 部分没有核验完，核验完才能办结。"
        raise Refused([Violation("16", "transfers.undecided", "", message)])
    reasons = _reasons(item)
    answer = receipts.answer_to(item, accounts.find(actor_id).name, reasons)

    def note(now: TransferIn) -> None:
        if now.state != rules.WAITING or rules.undecided(int(now.pieces), now.decided, now.blocks):
            raise Conflict("transfers.moved_on", "这次转入刚刚有了变化，请刷新后再办。")
        now.state, now.closed_at, now.waits_in, now.answer = rules.DONE, clock.now(), None, answer

    def also(transaction: Transaction) -> None:
        subject = f"volunteer#{item.volunteer_id}"
        audit.record(transaction, subject, actor_id, "close_arrival", about=arrival_id)
        words = receipts.news_of(item)
        tell(transaction, item.volunteer_id, "transfers.arrived", words, arrival_id)

    changed = pieces.change(arrival_id, note, also)
    storing.drop(arrival_id)
    return changed


def _reasons(item: TransferIn) -> list[str]:
    """Why lines were refused, each reason once."""
    found: dict[str, None] = {}
    for number in range(int(item.pieces)):
        if item.decided[str(number)][rules.REFUSED]:
            rows = unpacked(_stored(item.arrival_id, str(number)).lines, item.arrival_id)
            found |= dict.fromkeys(row["reason"] for row in rows if row["decision"] == rules.REFUSED)
    return list(found)[:50]
