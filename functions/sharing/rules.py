"""第十五条：志愿服务记录应当长期妥善保存。未经志愿者本人同意，不得公开或者向第三方提供志愿服务记录。

A share is that consent, given separately for one named receiver, chosen blocks and a time (PIPL, Articles 23 and 15): ending
it is as easy as giving it, and works at once. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from functions.regulation.trace import article
from functions.regulation.violation import Violation

BLOCKS = {
    "person": "姓名和志愿者编号",
    "totals": "累计时长和星级",
    "service": "服务明细",
    "training": "培训",
    "commendations": "表彰奖励",
}
LONGEST = timedelta(days=366)
MOST_OPEN = 20
GONE = "这个链接已经结束、过期，或者没有复制完整。请联系把它给您的志愿者。"


@dataclass(frozen=True)
class Share:
    """One share. ``last_day`` is the last civil day on which it works; ``first`` and ``last`` bound the services shown, None
    for all; ``views`` are the latest times it was looked at, ``view_count`` counts all."""

    share_id: str
    volunteer_id: str
    receiver: str
    blocks: tuple[str, ...]
    first: date | None
    last: date | None
    last_day: date
    made_at: datetime
    ended_at: datetime | None
    views: tuple[datetime, ...]
    view_count: int


@article("15")
def share_faults(receiver: str, blocks: Sequence[str], last_day: date | None, today: date) -> list[Violation]:
    """Every fault of a share that is asked for."""
    faults = []
    if not receiver:
        faults.append(_fault("receiver", "receiver", "请写明给谁看，例如：重庆某某学校学生处。"))
    if not blocks:
        faults.append(_fault("blocks", "blocks", "请至少选一项内容。"))
    if set(blocks) - set(BLOCKS):
        faults.append(_fault("blocks", "blocks", "选的内容里有系统没有的，请重新选择。"))
    if last_day is None:
        faults.append(_fault("until", "until", "请填写看到哪一天为止。"))
    elif not today <= last_day <= today + LONGEST:
        faults.append(_fault("until", "until", "截止日期应在今天到一年之内。"))
    return faults


@article("15")
def is_open(share: Share, today: date) -> bool:
    """Whether the link still works."""
    return share.ended_at is None and today <= share.last_day


def _fault(code: str, field: str, message: str) -> Violation:
    return Violation("15", f"sharing.{code}", field, message)
