"""第九条：……志愿团体应当及时为参加本团体志愿服务的志愿者核实并录入服务时长。

《志愿服务记录与证明出具办法（试行）》(Order 67) 第十三条: a volunteer who finds an error or a gap says so, and it is checked and
mended promptly. How many working days "promptly" is, the district's policy says. Pure.
"""

from dataclasses import dataclass
from datetime import datetime

from functions.hours.rules import Stay, order_faults
from functions.regulation.trace import article
from functions.regulation.violation import Violation

ERROR, MISSING = "error", "missing"
KINDS = {ERROR: "记录有误", MISSING: "漏记时长"}
OPEN, UPHELD, REJECTED, WITHDRAWN, ESCALATED = "open", "upheld", "rejected", "withdrawn", "escalated"
STATES = {
    OPEN: "等团体答复",
    UPHELD: "已更正",
    REJECTED: "维持原记录",
    WITHDRAWN: "已撤回",
    ESCALATED: "等主管部门答复",
}
UNSETTLED = frozenset({OPEN, ESCALATED})
# What each role may make of a dispute, state by state; words alone change no state.
_OUTCOMES = {
    ("volunteer", OPEN): {WITHDRAWN},
    ("volunteer", ESCALATED): {WITHDRAWN},
    ("volunteer", UPHELD): {ESCALATED},
    ("volunteer", REJECTED): {ESCALATED},
    ("recorder", OPEN): {UPHELD, REJECTED},
    ("supervisor", OPEN): {UPHELD, REJECTED},
    ("supervisor", ESCALATED): {UPHELD, REJECTED},
}
MOST_MESSAGES = 40
MOST_UNSETTLED = 20
SHORTEST = 5  # characters
ESCALATE_WORKDAYS = 10  # after the answer


@dataclass(frozen=True)
class Said:
    """One message of a thread: ``role`` of who wrote it, ``outcome`` "" where it changed no state."""

    role: str
    name: str
    at: datetime
    text: str
    outcome: str


@dataclass(frozen=True)
class Dispute:
    """What a volunteer points out. ``entry_id`` "" where an hour is missing; ``stay`` is what it should be, None where not
    said. ``due`` is when the answer must be there; ``escalated`` whether it went to the supervisor once."""

    dispute_id: str
    volunteer_id: str
    volunteer_number: str
    name: str
    person_key: str
    group_id: str
    group: str
    project_id: str
    project: str
    kind: str
    entry_id: str
    stay: Stay | None
    opened_at: datetime
    due: datetime
    state: str
    version: int
    thread: tuple[Said, ...]
    escalated: bool = False
    answered_at: datetime | None = None


@dataclass(frozen=True)
class Speaker:
    """Who says something: ``key`` is the fingerprint of the person's document."""

    role: str
    account_id: str
    key: str
    name: str


@article("9")
def raise_faults(kind: str, text: str, entry_id: str, project_id: str, stay: Stay | None) -> list[Violation]:
    """Every fault of what a volunteer points out."""
    faults = []
    if kind not in KINDS:
        faults.append(_fault("kind", "kind", "请选择是记录有误，还是漏记时长。"))
    if kind == ERROR and not entry_id:
        faults.append(_fault("entry", "entry_id", "请从“我的记录”里选要指出的那一条。"))
    if kind == MISSING and not project_id:
        faults.append(_fault("project", "project_id", "请选择漏记的是哪个项目。"))
    if kind == MISSING and stay is None:
        faults.append(_fault("time", "start", "请写明漏记的是哪一天、几点到几点。"))
    return faults + (order_faults(stay) if stay else []) + _text_faults(text)


def _text_faults(text: str) -> list[Violation]:
    if len(text) >= SHORTEST:
        return []
    return [_fault("text", "text", f"请把情况写清楚，至少 {SHORTEST} 个字。")]


@article("9")
def may_become(role: str, state: str) -> frozenset[str]:
    """What somebody in ``role`` may make of a dispute in ``state``."""
    return frozenset(_OUTCOMES.get((role, state), set()))


@article("9")
def say_faults(
    dispute: Dispute, speaker: Speaker, text: str, outcome: str, escalate_until: datetime, now: datetime
) -> list[Violation]:
    """Faults of a message, and of the outcome that it brings ("" for none)."""
    if speaker.role != "volunteer" and speaker.key == dispute.person_key:
        return [_fault("own", "", "这是您本人提出的异议，请由本团体的另一位记录员或主管部门答复。")]
    if len(dispute.thread) >= MOST_MESSAGES and not outcome:
        return [_fault("full", "text", "这条异议的来往已经很多，请直接给出结果，或当面商量。")]
    faults = [] if outcome == WITHDRAWN else _text_faults(text)
    if outcome and outcome not in may_become(speaker.role, dispute.state):
        faults.append(_fault("outcome", "outcome", f"这条异议现在是“{STATES[dispute.state]}”，不能这样办理。"))
    elif outcome == ESCALATED:
        faults += _escalate_faults(dispute, escalate_until, now)
    elif not outcome and dispute.state not in UNSETTLED:
        faults.append(_fault("settled", "text", "这条异议已经办结，不能再补充。"))
    return faults


def _escalate_faults(dispute: Dispute, until: datetime, now: datetime) -> list[Violation]:
    if dispute.escalated:
        return [_fault("escalated", "outcome", "主管部门已经答复过，不能再次提请。")]
    if now >= until:
        message = f"答复后 {ESCALATE_WORKDAYS} 个工作日内可以请主管部门处理，现在已经超过。可以重新提出异议。"
        return [_fault("escalate_late", "outcome", message)]
    return []


def _fault(code: str, field: str, message: str) -> Violation:
    return Violation("9", f"disputes.{code}", field, message)
