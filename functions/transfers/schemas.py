"""Shapes of requests and answers about transfers."""

import base64
import binascii
from typing import Annotated, Any

from pydantic import Field

from functions.hours.rules import hours_text
from functions.regulation.violation import Violation
from functions.storage.refusals import Refused
from functions.transfers import rules
from functions.web.answers import shown_instant
from functions.web.validation import Shape, optional_line, optional_text

MOST_PART = 1_000_000  # bytes of a request with a part of a file
MOST_ANSWER = 60_000  # characters of an answer file


class ReceiverFormShape(Shape):
    name: Annotated[str, optional_line(60)] = ""
    region: Annotated[str, optional_line(60)] = ""
    contact: Annotated[str, optional_line(100)] = ""

    def receiver(self) -> rules.Receiver:
        return rules.Receiver(self.name, self.region, self.contact)


class TransferShape(Shape):
    receiver: ReceiverFormShape = ReceiverFormShape()
    blocks: Annotated[list[Annotated[str, optional_line(20)]], Field(max_length=10)] = Field(default=[])
    agreed: bool = False


class ReasonShape(Shape):
    reason: Annotated[str, optional_text(300)] = ""


class ReturnDecisionShape(Shape):
    version: int
    decision: Annotated[str, optional_line(20)] = ""
    reason: Annotated[str, optional_text(300)] = ""


class TransferAnswerShape(Shape):
    answer: Annotated[str, Field(max_length=MOST_ANSWER)] = ""


class ArrivalShape(Shape):
    volunteer_number: Annotated[str, optional_line(60)] = ""
    size: int
    sha256: Annotated[str, optional_line(64)] = ""


class PartShape(Shape):
    content: Annotated[str, Field(max_length=MOST_PART)]

    def part(self) -> bytes:
        """The bytes of the part."""
        try:
            return base64.b64decode(self.content, validate=True)
        except (binascii.Error, ValueError):
            message = "这一段没有传完整，请重新上传。"
            raise Refused([Violation("16", "transfers.base64", "content", message)]) from None


class DecideLinesShape(Shape):
    decision: Annotated[str, optional_line(20)] = ""
    reason: Annotated[str, optional_text(300)] = ""
    lines: Annotated[list[int], Field(max_length=rules.LINES_A_PIECE)] | None = None


class DecideBlockShape(Shape):
    decision: Annotated[str, optional_line(20)] = ""
    reason: Annotated[str, optional_text(300)] = ""


class SenderShape(Shape):
    origin: Annotated[str, optional_line(200)] = ""
    name: Annotated[str, optional_line(60)] = ""
    code: Annotated[str, optional_line(6)] = ""
    document: Annotated[str, optional_text(20_000)] = ""
    note: Annotated[str, optional_text(300)] = ""


def _block_names(blocks: Any) -> list[dict[str, str]]:
    return [{"code": block, "name": rules.BLOCKS[block]} for block in blocks if block in rules.BLOCKS]


def transfer_view(item: Any, parts: int) -> dict[str, Any]:
    """A transfer as its volunteer sees it; ``parts`` says in how many answers the package is downloaded."""
    answer = item.answer
    return {
        "transfer_id": item.transfer_id,
        "receiver": dict(item.receiver),
        "blocks": _block_names(item.blocks),
        "state": item.state,
        "state_name": rules.OUT_STATES[item.state],
        "version": int(item.version),
        "made_at": shown_instant(item.made_at),
        "handed_at": shown_instant(item.handed_at) if item.handed_at else None,
        "valid_until": shown_instant(item.handed_at + rules.VALID_FOR) if item.handed_at else None,
        "entries": int(item.entries),
        "done": int(item.done_entries),
        "minutes": int(item.minutes),
        "hours": hours_text(int(item.minutes)),
        "files": [{"name": each["name"], "lines": int(each["lines"])} for each in item.files],
        "size": int(item.size),
        "parts": parts,
        "return_asked": bool(item.waits_in),
        "return_reason": item.reason or "",
        "note": item.note or "",
        "answer": _answer_view(answer) if answer else None,
    }


def _answer_view(answer: Any) -> dict[str, Any]:
    told = {name: int(answer[name]) for name in ("accepted", "refused", "minutes")}
    named = {"receiver": answer["receiver"]["name"], "result_name": rules.RESULTS[answer["result"]]}
    return {**named, **told, "decided_by": answer["decided_by"], "decided_at": answer["decided_at"]}


def return_view(item: Any) -> dict[str, Any]:
    """A transfer that its volunteer asks to take back, for the supervisor."""
    who = {"transfer_id": item.transfer_id, "volunteer_number": item.volunteer_number, "name": item.name}
    when = {"handed_at": shown_instant(item.handed_at), "asked_at": shown_instant(item.asked_at)}
    told = {"receiver": dict(item.receiver), "state_name": rules.OUT_STATES[item.state], "reason": item.reason}
    return {**who, **told, **when, "version": int(item.version)}


def arrival_view(item: Any, parts: int, missing: list[int]) -> dict[str, Any]:
    """A package on its way in, how far it is."""
    decided = list(item.decided.values())
    totals = {name: sum(int(each[name]) for each in decided) for name in ("accepted", "refused", "minutes")}
    return {
        "arrival_id": item.arrival_id,
        "volunteer_number": item.volunteer_number,
        "name": item.name,
        "state": item.state,
        "state_name": rules.IN_STATES[item.state],
        "brought_at": shown_instant(item.brought_at),
        "size": int(item.size),
        "parts": parts,
        "missing": missing,
        "faults": list(item.faults),
        "package": _package_view(item.manifest) if item.manifest else None,
        "steps_done": int(item.step),
        "pieces": int(item.pieces),
        "lines": int(item.lines),
        "found": [{"code": code, "name": rules.FINDINGS[code], "lines": int(n)} for code, n in item.found.items()],
        "decided": {**totals, "hours": hours_text(totals["minutes"])},
        "open_pieces": [n for n in range(int(item.pieces)) if int(item.decided.get(str(n), {}).get("open", 1))],
        "blocks": [{**named, "decision": item.blocks[named["code"]]} for named in _block_names(item.blocks)],
        "closed_at": shown_instant(item.closed_at) if item.closed_at else None,
    }


def _package_view(manifest: Any) -> dict[str, Any]:
    """What the signed manifest says."""
    hours = sum(each["name"].startswith("hours-") for each in manifest["files"])
    minutes = int(manifest["totals"]["minutes"]) if manifest["totals"] else 0
    return {
        "transfer_id": manifest["transfer_id"],
        "made_at": manifest["made_at"],
        "sender": dict(manifest["sender"]),
        "blocks": _block_names(manifest["blocks"]),
        "steps": hours,
        "lines": int(manifest["totals"]["lines"]) if manifest["totals"] else 0,
        "minutes": minutes,
        "hours": hours_text(minutes),
        "rows": [{"name": each["name"], "lines": int(each["lines"])} for each in manifest["files"]],
    }


def line_view(place: int, row: Any) -> dict[str, Any]:
    """A line of the hours that came."""
    arrival = row["arrival"]
    names = ("origin", "project", "group", "place", "content", "minutes", "note")
    return {
        "line": place,
        "start": _beijing(arrival["start"]),
        "end": _beijing(arrival["end"]),
        **{name: arrival[name] for name in names},
        "hours": hours_text(arrival["minutes"]),
        "finding": row["finding"],
        "finding_name": rules.FINDINGS[row["finding"]],
        "decision": row["decision"],
        "decision_name": rules.DECISIONS.get(row["decision"], "待核验"),
        "reason": row["reason"],
    }


def _beijing(text: str) -> str:
    from functions.storage.clock import from_text

    return shown_instant(from_text(text))


def sender_view(sender: Any) -> dict[str, Any]:
    """A trusted sender, for the supervisor."""
    return {
        "sender_id": sender.sender_id,
        "origin": sender.origin,
        "name": sender.name,
        "code": sender.code,
        "key_ids": sorted(sender.keys),
        "note": sender.note,
        "recorded_at": shown_instant(sender.recorded_at),
        "ended_at": shown_instant(sender.ended_at) if sender.ended_at else None,
        "ended_reason": sender.ended_reason,
    }
