"""第三条：……也不得侵犯志愿者个人隐私。
第十五条：志愿服务记录应当长期妥善保存。……

《个人信息保护法》 Articles 46 and 47: a person may have wrong information corrected and what is not needed erased; what the law
says must be kept is kept, and used for nothing else. Pure.
"""

from dataclasses import dataclass
from datetime import datetime

from functions.regulation.trace import article
from functions.regulation.violation import Violation

CORRECTION, CLOSING, DOCUMENT = "correction", "closing", "document"
KINDS = {CORRECTION: "更正信息", CLOSING: "注销账号", DOCUMENT: "证件被人登记"}
OPEN, GRANTED, REFUSED, WITHDRAWN = "open", "granted", "refused", "withdrawn"
STATES = {OPEN: "待办理", GRANTED: "已办理", REFUSED: "未同意", WITHDRAWN: "已撤回"}
DECISIONS = frozenset({GRANTED, REFUSED})
WORKDAYS = {CORRECTION: 15, CLOSING: 15, DOCUMENT: 5}
FIELDS = {
    "name": "姓名",
    "sex": "性别",
    "birth_month": "出生年月",
    "document": "证件号码",
    "phone": "联系电话",
    "service_area": "服务区域",
    "intentions": "服务意愿",
    "skills": "技能特长",
}
# What of a correction changes what certificates say of a person.
CERTIFIED = frozenset({"name", "document"})
MERGING, MERGED, UNDOING, UNDONE = "merging", "merged", "undoing", "undone"
MERGE_STATES = {MERGING: "合并中", MERGED: "已合并", UNDOING: "撤销中", UNDONE: "已撤销"}
SHORTEST = 5  # characters
_MOST_OPEN = 5


@dataclass(frozen=True)
class Request:
    """One request. ``volunteer_id`` "" where a disputed document is not registered at all; ``field`` and ``value`` of a
    correction; ``text`` in the person's own words; ``asker`` and ``phone`` of who disputes a document."""

    request_id: str
    kind: str
    volunteer_id: str
    volunteer_number: str
    name: str
    opened_at: datetime
    due: datetime
    state: str
    version: int
    field: str = ""
    value: str = ""
    text: str = ""
    asker: str = ""
    phone: str = ""
    note: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True)
class Merge:
    """Two records made one. ``moved`` counts the entries that went over, ``double`` those that were there already."""

    merge_id: str
    kept_number: str
    gone_number: str
    state: str
    at: datetime
    moved: int
    double: int


@article("15")
def asking_faults(text: str, unsettled: int) -> list[Violation]:
    """Faults of a request before what it asks for is looked at."""
    faults = []
    if unsettled >= _MOST_OPEN:
        faults.append(_fault("too_many", "", f"您有 {unsettled} 项请求还没有办结，请等有了结果再提。"))
    if len(text) < SHORTEST:
        faults.append(_fault("text", "text", f"请写明原因，至少 {SHORTEST} 个字。"))
    return faults


@article("15")
def deciding_faults(request: Request, decision: str, note: str, is_own: bool) -> list[Violation]:
    """A request is decided once, with a note, by somebody whom it is not about."""
    faults = []
    if is_own:
        faults.append(_fault("own", "", "这是您本人的请求，请由主管部门的另一位工作人员办理。"))
    if request.state != OPEN:
        faults.append(_fault("decided", "", f"这项请求现在是“{STATES[request.state]}”，不能再办理。"))
    if decision not in DECISIONS:
        faults.append(_fault("decision", "decision", "请选择同意办理，还是不同意。"))
    if len(note) < SHORTEST:
        faults.append(_fault("note", "note", f"请写明核对了什么，至少 {SHORTEST} 个字。不同意的写明理由，本人会看到。"))
    return faults


@article("15")
def pair_faults(kept: str, gone: str, is_own: bool) -> list[Violation]:
    """Two numbers are two, and nobody merges the own record."""
    faults = []
    if kept and kept == gone:
        faults.append(_fault("same_number", "gone", "两个编号是同一个，请核对。"))
    if is_own:
        faults.append(_fault("own", "", "这是您本人的记录，请由主管部门的另一位工作人员办理。"))
    return faults


@article("15")
def reason_faults(reason: str) -> list[Violation]:
    """Merging and taking it back say why."""
    if len(reason) >= SHORTEST:
        return []
    return [_fault("reason", "reason", f"请写明核对了什么、为什么，至少 {SHORTEST} 个字。")]


def _fault(code: str, field: str, message: str) -> Violation:
    return Violation("15", f"rights.{code}", field, message)
