"""第十七条：……当志愿者到本人加入或经常参加活动的志愿团体或单位请求核实志愿服务记录相关情况并加盖公章时，相关志愿团体或单位应当给予支持和配合。

《关于规范志愿服务记录证明工作的指导意见》(民发〔2015〕149号): where the body that recorded was merged or dissolved, its successor or
its superior issues and answers. Pure.
"""

from dataclasses import dataclass
from datetime import date

from functions.groups.rules import APPROVED, Group
from functions.regulation.trace import article
from functions.regulation.violation import Violation
from functions.successions.statuses import ENDINGS

SHORTEST_REASON = 5  # characters
DISTRICT = "district"  # in place of a group's id: the supervising body itself answers


@dataclass(frozen=True)
class Ended:
    """What the supervisor says: how the group ended, since which civil day, for which reason."""

    ending: str
    on: date | None
    reason: str


@article("17")
def record_faults(said: Ended, today: date) -> list[Violation]:
    """Faults of what is said of the end itself."""
    faults = []
    if said.ending not in ENDINGS:
        faults.append(_fault("ending", "ending", "请选择是合并，还是解散。"))
    if said.on is None:
        faults.append(_fault("date", "on", "请填写合并或解散的日期。"))
    elif said.on > today:
        faults.append(_fault("future", "on", "日期还没有到，请在那一天或以后办理。"))
    if len(said.reason) < SHORTEST_REASON:
        faults.append(_fault("reason", "reason", f"请写明依据，例如批复的文号（至少 {SHORTEST_REASON} 个字）。"))
    return faults


@article("17")
def successor_faults(group: Group, successor_id: str, successor: Group | None) -> list[Violation]:
    """Faults of who is to answer. One that has ended itself cannot, so that no circle comes about."""
    if successor_id == DISTRICT:
        return []
    if successor is None or successor.state != APPROVED:
        return [_fault("successor", "successor_id", "请选择承接的团体；没有团体承接的，选主管部门。")]
    if successor.group_id == group.group_id:
        return [_fault("itself", "successor_id", "承接的团体不能是它自己。")]
    if successor.succession:
        named = successor.succession.successor
        message = f"“{successor.name}”也已经并入“{named}”，请直接选“{named}”。"
        return [_fault("ended_too", "successor_id", message)]
    return []


@article("17")
def undo_faults(reason: str) -> list[Violation]:
    """Taking it back says why."""
    if len(reason) < SHORTEST_REASON:
        return [_fault("undo_reason", "reason", f"请写明为什么撤销（至少 {SHORTEST_REASON} 个字）。")]
    return []


def _fault(code: str, field: str, message: str) -> Violation:
    return Violation("17", f"successions.{code}", field, message)
