"""第二十条：鼓励各区县和志愿团体建立健全志愿服务时长储蓄制度。

What a district may set about its time bank: pure. It is encouraged, not ordered, so it is off until a district opens it.
"""

from dataclasses import dataclass, fields, replace
from datetime import datetime

from functions.regulation.trace import article
from functions.regulation.violation import Violation


@dataclass(frozen=True)
class Terms:
    """Settings of one district. Whole minutes; 0 switches a limit off. Version 0 holds until somebody sets another."""

    version: int = 0
    enabled: bool = False
    deposit_cap_minutes: int = 0  # put by in one act
    daily_cap_minutes: int = 0  # put by on one civil day
    balance_cap_minutes: int = 0  # a deposit or a gift may not bring a balance above it; what was served always counts
    expiry_months: int = 0  # after the month in which minutes came in; 0 keeps them for ever
    gifts_allowed: bool = False
    gift_cap_minutes: int = 0  # given away in one civil year
    set_by: str = ""
    set_at: datetime | None = None
    reason: str = ""


_ASIDE = {"version", "set_by", "set_at", "reason"}
_LIMITS = {
    "deposit_cap_minutes": ("一次存入上限", 0, 100_000),
    "daily_cap_minutes": ("一天存入上限", 0, 100_000),
    "balance_cap_minutes": ("余额上限", 0, 1_000_000),
    "expiry_months": ("有效期", 0, 600),
    "gift_cap_minutes": ("一年赠送上限", 0, 100_000),
}
OFF = "本区县还没有开通时间银行，或者已经暂停。余额和明细仍可以查看；什么时候办理，请问主管部门。"
NO_GIFTS = "本区县的时间银行不办理赠送。可以请对方服务，或者由对方自己存入。"


@article("20")
def terms_faults(asked: Terms) -> list[Violation]:
    """Every fault of settings that are proposed."""
    faults = [
        _fault(name, f"{shown}应在 {least} 到 {most} 之间。")
        for name, (shown, least, most) in _LIMITS.items()
        if not least <= getattr(asked, name) <= most
    ]
    if not asked.reason:
        faults.append(_fault("reason", "请写明为什么改，志愿者会看到。"))
    return faults


def _fault(field: str, message: str) -> Violation:
    return Violation("20", f"timebank.terms_{field}", field, message)


def same_settings(one: Terms, other: Terms) -> bool:
    """Whether two versions set the same; when, by whom and why are left aside."""
    return settings_of(one) == settings_of(other)


def settings_of(terms: Terms) -> dict[str, object]:
    """Only what is set, by name."""
    return {field.name: getattr(terms, field.name) for field in fields(terms) if field.name not in _ASIDE}


def next_version(before: Terms, asked: Terms, actor_id: str, at: datetime) -> Terms:
    """What is asked, as the version after ``before``."""
    return replace(asked, version=before.version + 1, set_by=actor_id, set_at=at)
