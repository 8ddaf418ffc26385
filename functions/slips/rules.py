"""第五条：志愿团体应当鼓励和指导志愿者在全国志愿服务信息系统实名注册。

《志愿服务记录与证明出具办法（试行）》(Order 67) 第六条: a group enters a person only with that person's consent. So what a group fills in
is a slip, not a volunteer: the person confirms it with the own document and consent. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from functions.regulation.trace import article
from functions.regulation.violation import Violation
from functions.volunteers.documents import Document, document_faults
from functions.volunteers.rules import name_faults

LASTS = timedelta(days=30)
MOST_AT_ONCE = 100
MOST_WAITING = 500


@dataclass(frozen=True)
class Filled:
    """What a group fills in for one person."""

    name: str
    document: Document


@dataclass(frozen=True)
class Slip:
    """A slip that waits for its person."""

    slip_id: str
    group_id: str
    group: str
    recorder_id: str
    name: str
    document: Document
    made_at: datetime
    expires_at: datetime


@article("5")
def slip_faults(people: Sequence[Filled], waiting: int, today: date) -> list[Violation]:
    """Every fault of what is filled in, each at its line."""
    faults = []
    if waiting + len(people) > MOST_WAITING:
        message = f"还没有认领的已有 {waiting} 张，一个团体最多 {MOST_WAITING} 张。请先删去不用的。"
        faults.append(Violation("5", "slips.too_many", "", message))
    seen: dict[str, int] = {}
    for line, person in enumerate(people):
        found = [*name_faults(person.name, "name"), *document_faults(person.document, today, "document")]
        earlier = seen.setdefault(person.document.identity, line)
        if earlier != line:
            found.append(Violation("5", "slips.twice", "document.number", f"与第 {earlier + 1} 行是同一个证件。"))
        faults += [fault.under(f"people.{line}") for fault in found]
    return faults


@article("5")
def match_faults(slip: Slip, name: str, document: Document) -> list[Violation]:
    """Who confirms a slip types the own name and number; they are those of the slip. What the slip says is not repeated."""
    faults = []
    if name != slip.name:
        faults.append(Violation("5", "slips.name", "registration.name", "与认领单上的姓名不一致，请核对。"))
    if document.identity != slip.document.identity:
        message = "与认领单上的证件号码不一致。请核对；认领单填错了的，请选“这不是我”，再自己登记。"
        faults.append(Violation("5", "slips.document", "registration.document.number", message))
    return faults
