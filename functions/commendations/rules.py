"""第十二条：志愿者因参加志愿服务获得表彰奖励的，相关志愿团体或单位应当通过全国志愿服务信息系统为其记录，记录信息应当包括获奖日期、表彰奖励名称等。
第二十一条：鼓励有关部门、社会组织和企事业单位对有良好志愿服务记录、表现突出的志愿者进行表彰奖励。

Who honours whom is the bodies' own affair; here it is recorded, and what a volunteer claims is checked by another. Pure.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from functions.regulation.trace import article
from functions.regulation.violation import Violation

LEVELS = {
    "national": "国家级",
    "province": "省级",
    "city": "市级",
    "district": "区县级",
    "street": "街道乡镇",
    "body": "单位团体",
}
PENDING, IN_FORCE, REFUSED, VOIDED = "pending", "in_force", "refused", "voided"
STATES = {PENDING: "待确认", IN_FORCE: "已生效", REFUSED: "未通过", VOIDED: "已作废"}
_MOVES = {PENDING: {IN_FORCE, REFUSED}, IN_FORCE: {VOIDED}}
STANDING = frozenset({PENDING, IN_FORCE})
MOST_AT_ONCE = 500
MOST_PENDING = 20  # claims of one volunteer
MOST_EVIDENCE = 250_000  # bytes: with what it is sealed in, an item of the engine holds 400 KB
_SIGNS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True)
class Facts:
    """What Article 12 asks to record, and who granted it at which level; ``project`` is what it was for, "" for none."""

    date: date
    name: str
    granting_body: str
    level: str
    project: str


@dataclass(frozen=True)
class Moved:
    """One change of state: to what, by whom, when and why."""

    state: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Commendation:
    """One commendation of one volunteer. ``group_id`` is the group that entered it or is asked to confirm it, "" where the
    supervisor is; ``source`` is ``group`` or ``claim``; ``evidence_id`` "" for none; ``history`` in the order of time."""

    commendation_id: str
    volunteer_id: str
    volunteer_number: str
    holder: str
    group_id: str
    group: str
    facts: Facts
    source: str
    state: str
    entered_at: datetime
    evidence_id: str
    evidence_shared: bool
    history: tuple[Moved, ...] = field(default=())


@article("12")
def facts_faults(facts: Facts, today: date) -> list[Violation]:
    """Every fault of what is recorded of a commendation, each at its own field."""
    faults = [
        _fault(f"{name}_missing", name, f"请填写{what}。")
        for name, what in (("name", "表彰奖励名称"), ("granting_body", "授予单位"))
        if not getattr(facts, name)
    ]
    if facts.date > today:
        faults.append(_fault("future", "date", "获奖日期还没有到，请检查。"))
    if facts.level not in LEVELS:
        faults.append(_fault("level", "level", "请选择表彰奖励的级别。"))
    return faults


@article("12")
def own_faults(keys: Mapping[int, str], recorder_key: str) -> list[tuple[int, Violation]]:
    """Nobody records an own commendation, in any role: the line of each that is. ``keys`` are the fingerprints of
    documents by line."""
    message = "不能给自己记录表彰奖励，请由本团体的另一位记录员录入。"
    return [(line, _fault("own", "", message)) for line, key in keys.items() if key == recorder_key]


@article("12")
def decision_faults(state: str, decision: str, reason: str, is_own: bool) -> list[Violation]:
    """Faults of confirming, refusing or voiding: never the own, only what may be moved, and not without saying why."""
    faults = []
    if is_own:
        message = "不能确认自己的表彰奖励，请由本团体的另一位记录员或主管部门确认。"
        faults.append(_fault("own", "", message))
    if decision not in _MOVES.get(state, set()):
        faults.append(_fault("state", "", f"这一条现在是“{STATES[state]}”，不能这样办理。"))
    if decision != IN_FORCE and not reason:
        faults.append(_fault("reason_missing", "reason", "请写明理由，志愿者会看到。"))
    return faults


@article("12")
def evidence_kind(content: bytes) -> str:
    """The type of a file by its first bytes, whatever it is called; "" for what is not taken."""
    return next((kind for sign, kind in _SIGNS.items() if content.startswith(sign)), "")


@article("12")
def evidence_faults(content: bytes) -> list[Violation]:
    """Faults of a file that is to prove a commendation."""
    if not content:
        return [_fault("evidence_empty", "evidence", "文件是空的，请重新选择。")]
    if len(content) > MOST_EVIDENCE:
        message = f"文件超过 {MOST_EVIDENCE // 1000} KB，请压缩图片，或只扫描有名字的一页。"
        return [_fault("evidence_size", "evidence", message)]
    if not evidence_kind(content):
        return [_fault("evidence_type", "evidence", "只能用 PDF、JPEG 或 PNG 文件。")]
    return []


@article("12")
def too_many_faults(pending: int) -> list[Violation]:
    """A volunteer's claims are few enough to be checked."""
    if pending < MOST_PENDING:
        return []
    return [_fault("too_many", "", f"您有 {pending} 条表彰奖励还没有确认，请等这些有了结果再报。")]


@article("12")
def already_faults(state: str) -> list[Violation]:
    """A commendation that waits or is in force is not claimed again. ``state`` "" where there is none yet."""
    if state not in STANDING:
        return []
    return [_fault("already", "name", f"这项表彰奖励已经有了，现在是“{STATES[state]}”，不用再报。")]


def same_text(facts: Facts) -> str:
    """What makes two commendations of one person the same: day, name and body, however they are typed."""
    texts = ("".join(unicodedata.normalize("NFKC", text).split()) for text in (facts.name, facts.granting_body))
    return "\0".join([facts.date.isoformat(), *texts])


def _fault(code: str, name: str, message: str) -> Violation:
    return Violation("12", f"commendations.{code}", name, message)
