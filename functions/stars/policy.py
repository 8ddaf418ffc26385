"""第十九条：志愿服务记录时长累计达到100小时、300小时、600小时、1000小时和1500小时的志愿者，可以依次申请评定为一星级、二星级、
三星级、四星级、五星级志愿者。

The article does not say who decides; practice differs by place and star, so each district sets it. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.regulation.trace import article
from functions.regulation.violation import Violation
from functions.stars.rules import LEVELS
from functions.stars.schemes import NAMES

_USUAL = "district"


@dataclass(frozen=True)
class StarPolicy:
    """Which level decides each star, the first star first; a star that is not named is the district's. Version 0 is what
    holds until somebody sets another."""

    version: int = 0
    levels: tuple[str, ...] = ()
    set_by: str = ""
    set_at: datetime | None = None
    reason: str = ""


@article("19")
def level_of(star: int, policy: StarPolicy) -> str:
    """Who decides on ``star``: one of `LEVELS`."""
    return policy.levels[star - 1] if 1 <= star <= len(policy.levels) else _USUAL


@article("19")
def policy_faults(before: StarPolicy, levels: Sequence[str], stars: int, reason: str) -> list[Violation]:
    """Every fault of a policy that is proposed for a scheme of ``stars`` stars."""
    faults = [
        Violation("19", "stars.level", f"levels.{number}", f"请选择{NAMES[number + 1]}由谁评定。")
        for number, level in enumerate(levels[:stars])
        if level not in LEVELS
    ]
    if len(levels) != stars:
        faults.append(Violation("19", "stars.levels", "levels", f"请为 {stars} 个星级各选一个评定单位。"))
    if not faults and [level_of(star, before) for star in range(1, stars + 1)] == list(levels):
        faults.append(Violation("19", "stars.policy_same", "", "和现行办法一样，没有改动。"))
    if not reason:
        faults.append(Violation("19", "stars.policy_reason", "reason", "请写明为什么改，志愿者会看到。"))
    return faults
