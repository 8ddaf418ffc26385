"""第十五条：志愿服务记录应当长期妥善保存。未经志愿者本人同意，不得公开或者向第三方提供志愿服务记录。
第十七条：……当志愿者到本人加入或经常参加活动的志愿团体或单位请求核实志愿服务记录相关情况并加盖公章时，相关志愿团体或单位应当给予支持和配合。

A group certifies what it recorded itself, in one period, for those of its members who agreed to that. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from functions.regulation.trace import article
from functions.regulation.violation import Violation

PURPOSE = "batch_certificate"  # the consent it needs
MOST_LINES = 500
PIECE = 20  # people a request
SHORTEST_REASON = 4  # characters
ASK_AGAIN = timedelta(days=30)
ISSUED, NO_CONSENT, REFUSED, WAITING = "issued", "no_consent", "refused", "waiting"
STATES = {ISSUED: "已出具", NO_CONSENT: "未同意", REFUSED: "不能出具", WAITING: "还没有办理"}
ASKED_NOW = "本人还没有同意。系统已经给本人发了消息，本人在“我的记录”里同意以后，再按“再办没有办成的”。"
ASKED_BEFORE = "本人还没有同意，30 天内已经问过一次，不再重复发消息。可以当面提醒本人到“我的记录”里同意。"
# What one joined PDF may come to: measured, a paper is about 5.5 kB and 0.15 kB a row; an answer may be 4.5 MB.
_PAPER, _ROW, _ROOM = 6_000, 250, 3_500_000
_MOST_PAPERS = 200  # read one by one, within the time of a request


@dataclass(frozen=True)
class Asked:
    """What a recorder asks for: the numbers as typed, the civil dates of the period (None: open), and what it is for."""

    numbers: tuple[str, ...]
    first: date | None
    last: date | None
    reason: str


@dataclass(frozen=True)
class Piece:
    """Papers that go into one PDF: the lines ``first`` to ``last``, and how many of them have a paper."""

    first: int
    last: int
    people: int


@article("17")
def batch_faults(asked: Asked) -> list[Violation]:
    """Every fault of a batch; what is wrong with one person is told at that person's line."""
    faults = []
    if not asked.numbers:
        faults.append(_fault("nobody", "volunteer_numbers", "名单里还没有人，请先选人。"))
    if len(asked.numbers) > MOST_LINES:
        message = f"名单有 {len(asked.numbers)} 人，一次最多 {MOST_LINES} 人，请分几次办理。"
        faults.append(_fault("too_many", "volunteer_numbers", message))
    if asked.first and asked.last and asked.last < asked.first:
        faults.append(_fault("period_order", "to", "结束日期早于开始日期，请检查。"))
    if len(asked.reason) < SHORTEST_REASON:
        message = f"请写明用途，例如“综合素质评价”（至少 {SHORTEST_REASON} 个字），本人会看到。"
        faults.append(_fault("reason", "reason", message))
    return faults


@article("17")
def pieces_of(rows: Sequence[tuple[int, int]]) -> list[Piece]:
    """Into which PDFs the papers go, so that each can be sent: ``rows`` are (line, rows of the paper), in the order of lines."""
    pieces: list[Piece] = []
    room = 0
    for line, count in rows:
        cost = _PAPER + _ROW * count
        if pieces and cost <= room and pieces[-1].people < _MOST_PAPERS:
            pieces[-1] = Piece(pieces[-1].first, line, pieces[-1].people + 1)
        else:
            pieces.append(Piece(line, line, 1))
            room = _ROOM
        room -= cost
    return pieces


def _fault(code: str, field: str, message: str) -> Violation:
    return Violation("17", f"batches.{code}", field, message)
