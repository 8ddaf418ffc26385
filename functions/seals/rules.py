"""第十七条：……当志愿者到本人加入或经常参加活动的志愿团体或单位请求核实志愿服务记录相关情况并加盖公章时，相关志愿团体或单位应当给予支持和
配合。

《志愿服务记录与证明出具办法（试行）》(Order 67) 第十五条: a certificate is sealed only when the volunteer needs it. Within how many
working days a group answers, neither says; ten is ours, as for recording. What a group makes here is an electronic signature: it is not
the official seal (公章), and does not look like one. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from functions.hours.rules import hours_text
from functions.regulation.trace import article
from functions.regulation.violation import Violation

WAITING, SEALED, REFUSED, WITHDRAWN = "waiting", "sealed", "refused", "withdrawn"
STATES = {WAITING: "等团体核实", SEALED: "已盖章", REFUSED: "没有盖章", WITHDRAWN: "已撤回"}
ANSWER_WORKDAYS = 10
MOST_AT_ONCE = 20
SHORTEST_REASON = 4  # characters
_MOST_MOVES = 60

ACTIVE, RETIRED, REVOKED = "active", "retired", "revoked"
SEAL_STATES = {ACTIVE: "使用中", RETIRED: "已换下", REVOKED: "已作废"}


@dataclass(frozen=True)
class Moved:
    """One step of a request: what it became, when, by whom (account and name), and the words."""

    state: str
    at: datetime
    by: str
    name: str
    words: str


@dataclass(frozen=True)
class SealRequest:
    """That a certificate be sealed by a group; there is one for a certificate and a group, with all that became of it.

    ``opened_by`` are the accounts that have read what is to be sealed since it was asked last; ``paper_id`` and ``seal`` (the
    thumbprint of the certificate that signed) are "" until it is sealed.
    """

    request_id: str
    volunteer_id: str
    volunteer_number: str
    name: str
    code: str
    certificate_number: str
    group_id: str
    group: str
    asked_at: datetime
    due: datetime
    state: str
    history: tuple[Moved, ...]
    opened_by: frozenset[str] = frozenset()
    paper_id: str = ""
    seal: str = ""

    @property
    def version(self) -> int:
        return len(self.history)


@dataclass(frozen=True)
class Share:
    """How much of a certificate one group recorded, and how much others did."""

    own_rows: int
    own_minutes: int
    other_rows: int
    other_minutes: int


@article("17")
def ask_faults(group_id: str, groups: Mapping[str, str], former: SealRequest | None) -> list[Violation]:
    """Faults of asking: ``groups`` are those that recorded its hours or of which the holder is a member, by id."""
    if group_id not in groups:
        message = "请选择记录了这些时长的团体，或者您加入的团体。"
        return [_fault("group", "group_id", message)]
    if former and former.state == WAITING:
        message = f"已经请“{former.group}”盖章，正在等它核实，不用重复申请。"
        return [_fault("asked", "group_id", message)]
    if former and former.version >= _MOST_MOVES:
        return [_fault("too_often", "group_id", "这份证明请这个团体盖章的次数太多了，请当面商量。")]
    return []


@article("17")
def decision_faults(decision: str, reason: str) -> list[Violation]:
    """A group that does not seal says why: it owes its support."""
    if decision not in {SEALED, REFUSED}:
        return [_fault("decision", "decision", "请选择盖章（sealed），或不盖章（refused）。")]
    if decision == REFUSED and len(reason) < SHORTEST_REASON:
        message = f"不盖章要写明理由，至少 {SHORTEST_REASON} 个字，本人会看到。"
        return [_fault("reason", "reason", message)]
    return []


@article("17")
def decider_faults(request: SealRequest, actor_id: str, is_holder: bool, decision: str) -> list[Violation]:
    """Nobody seals the own certificate, and nobody seals what they have not read."""
    if is_holder:
        message = "这是您本人的证明，请由本团体的另一位记录员办理。"
        return [_fault("own", "", message)]
    if decision == SEALED and actor_id not in request.opened_by:
        message = f"您还没有打开看过 {request.name} 的这份证明。请先打开，逐条核实，再盖章。"
        return [_fault("not_read", "", message)]
    return []


@article("17")
def share_of(minutes: Mapping[int, int], own: frozenset[int]) -> Share:
    """``minutes`` of every row by its place; ``own`` are the places of those that the group recorded itself."""
    mine = [value for place, value in minutes.items() if place in own]
    others = [value for place, value in minutes.items() if place not in own]
    return Share(len(mine), sum(mine), len(others), sum(others))


@article("17")
def scope_words(share: Share) -> str:
    """What a seal vouches for, as it stands in the field on the paper: a group answers for what it recorded itself."""
    if not share.own_rows:
        return "持有人是本团体志愿者；明细由其他团体记录"
    own = f"本团体记录的 {share.own_rows} 条，共 {hours_text(share.own_minutes)} 小时"
    return f"{own}（其余由其他团体记录）" if share.other_rows else own


@article("17")
def revocation_faults(reason: str) -> list[Violation]:
    """Whoever puts a seal out of use says why."""
    if len(reason) >= SHORTEST_REASON:
        return []
    message = f"请写明原因，至少 {SHORTEST_REASON} 个字，例如“保管签章的电脑丢失”。"
    return [_fault("revocation", "reason", message)]


def _fault(code: str, field: str, message: str) -> Violation:
    return Violation("17", f"seals.{code}", field, message)
