"""The answer to a sender: what came of the package, signed, for the volunteer to take back."""

import json
from typing import Any

from functions.hours.rules import hours_text
from functions.signing import actions as signing
from functions.storage import audit, clock
from functions.storage.refusals import NotFound
from functions.transfers import pieces, rules, writing
from functions.transfers.models import TransferIn


def _sums(item: TransferIn) -> tuple[int, int, int]:
    """Lines accepted and refused, and the minutes accepted."""
    decided = item.decided.values()
    accepted, refused = (sum(int(each[name]) for each in decided) for name in (rules.ACCEPTED, rules.REFUSED))
    return accepted, refused, sum(int(each["minutes"]) for each in decided)


def answer_to(item: TransferIn, decided_by: str, reasons: list[str]) -> str:
    """The answer file: the answer, and the signature over exactly it."""
    accepted, refused, minutes = _sums(item)
    states = list(item.blocks.values())
    result = rules.result_of(accepted + states.count(rules.ACCEPTED), refused + states.count(rules.REFUSED))
    told: dict[str, Any] = {
        "schema": rules.ANSWER_SCHEMA,
        "transfer_id": item.manifest["transfer_id"],
        "manifest_sha256": item.manifest_hash,
        "sender": item.manifest["sender"],
        "receiver": writing.party(),
        "result": result,
        "accepted": accepted,
        "refused": refused,
        "minutes": minutes,
        "blocks": dict(item.blocks),
        "reasons": reasons,
        "decided_by": decided_by,
        "decided_at": writing.instant(clock.now()),
    }
    return json.dumps({"answer": told, "jws": signing.signed(rules.ANSWER_TYPE, told)}, ensure_ascii=False)


def answer_file(actor_id: str, role: str, subject_id: str, arrival_id: str) -> bytes:
    """The signed answer, for the volunteer and the supervisor, once the arrival is closed."""
    item = pieces.seen_by(actor_id, role, subject_id, arrival_id)
    if not item.answer:
        raise NotFound("transfers.no_answer", "还没有核验完，没有答复文件。")
    audit.saw(f"volunteer#{item.volunteer_id}", actor_id, "download_answer", about=arrival_id)
    return str(item.answer).encode()


def news_of(item: TransferIn) -> str:
    """What the volunteer is told once everything is decided."""
    accepted, refused, minutes = _sums(item)
    place = item.manifest["sender"]["name"]
    words = f"从{place}转入的记录已核验：接收 {accepted} 条时长，合计 {hours_text(minutes)} 小时，不接收 {refused} 条。"
    return f"{words}请到“转出与转入”下载答复文件，交回{place}。"
