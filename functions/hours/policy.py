"""第九条：志愿服务时长是指志愿者实际提供志愿服务的时间，以小时为计量单位，不包括往返交通时间。
志愿团体应当及时为参加本团体志愿服务的志愿者核实并录入服务时长。

What a district may set about hours: pure. A policy has a version; every entry keeps the number of the one it was made
under, so that changing it never changes the past.
"""

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

from functions.hours.rules import Entry, Stay
from functions.regulation.trace import article
from functions.regulation.violation import Violation

EXACT, HALF_HOUR = "exact", "half_hour"
ROUNDINGS = {EXACT: "按实际分钟", HALF_HOUR: "按半小时（零头 15 分钟以内不计，超过 45 分钟算一小时）"}


@dataclass(frozen=True)
class Policy:
    """Settings of one district. Minutes; 0 switches a limit off. Version 0 is what holds until somebody sets another."""

    version: int = 0
    rounding: str = EXACT
    minimum_minutes: int = 1  # a shorter visit is not recorded
    review_above_minutes: int = 0  # a longer visit waits for a second person
    daily_cap_minutes: int = 0  # what goes beyond it on one day waits for a second person
    back_fill_quota: int = 100  # entries filled in late, a group and month
    dispute_workdays: int = 10  # for a group to answer a volunteer
    allow_override: bool = False  # a recorder may hand in, with a reason, what clashes; it waits
    set_by: str = ""
    set_at: datetime | None = None
    reason: str = ""


_LIMITS = {
    "minimum_minutes": ("最短计入时间", 1, 24 * 60),
    "review_above_minutes": ("单次复核标准", 0, 24 * 60),
    "daily_cap_minutes": ("每日自动确认上限", 0, 24 * 60),
    "back_fill_quota": ("每月补录名额", 0, 100_000),
    "dispute_workdays": ("异议答复期限", 1, 60),
}


@article("9")
def policy_faults(policy: Policy) -> list[Violation]:
    """Every fault of a policy that is proposed."""
    faults = []
    if policy.rounding not in ROUNDINGS:
        faults.append(_fault("rounding", "请选择取整办法。"))
    for name, (shown, least, most) in _LIMITS.items():
        if not least <= getattr(policy, name) <= most:
            faults.append(_fault(name, f"{shown}应在 {least} 到 {most} 之间。"))
    if not policy.reason:
        faults.append(_fault("reason", "请写明为什么改，各团体会看到。"))
    return faults


def _fault(field: str, message: str) -> Violation:
    return Violation("9", f"hours.policy_{field}", field, message)


def same_settings(one: Policy, other: Policy) -> bool:
    """Whether two versions set the same; when, by whom and why are left aside."""
    aside = {"version": 0, "set_by": "", "set_at": None, "reason": ""}
    return replace(one, **aside) == replace(other, **aside)  # type: ignore[arg-type]


@article("9")
def credited_minutes(stay: Stay, policy: Policy) -> int:
    """The minutes that a stay counts for.

    In half-hour steps, what is left beyond whole hours counts as nothing up to 15 minutes, as half an hour up to 45, and
    as an hour beyond: the way of one Chongqing platform.
    """
    if policy.rounding == EXACT:
        return stay.minutes
    whole, rest = divmod(stay.minutes, 60)
    return whole * 60 + (0 if rest <= 15 else 30 if rest <= 45 else 60)


@article("9")
def presence_faults(stay: Stay, policy: Policy) -> list[Violation]:
    """A visit that is too short to count is refused, not stored as nothing."""
    if stay.minutes < policy.minimum_minutes:
        message = f"本区县规定不满 {policy.minimum_minutes} 分钟的服务不计时长，这次是 {stay.minutes} 分钟。"
        return [Violation("9", "hours.too_short", "end", message)]
    if credited_minutes(stay, policy) == 0:
        message = f"本区县时长按半小时计，15 分钟以内不计，这次是 {stay.minutes} 分钟。"
        return [Violation("9", "hours.too_short", "end", message)]
    return []


def settings_of(policy: Policy) -> dict[str, object]:
    """Only what is set, by name."""
    aside = {"version", "set_by", "set_at", "reason"}
    return {field.name: getattr(policy, field.name) for field in fields(policy) if field.name not in aside}


def _minutes_on(day_of: Stay, others: list[Entry]) -> int:
    day = day_of.service_date
    return sum(entry.minutes for entry in others if entry.stay.service_date == day)


@dataclass(frozen=True)
class Case:
    """One stay to be let in: what is known about it. ``others`` are the same person's entries around it."""

    stay: Stay
    others: list[Entry]
    late: bool  # more than ten working days after the activity's end
    hurried: bool  # one of very many by one recorder within a minute
    clashes: bool = False  # handed in although it clashes, with a reason


# Why an entry waits, or came in an unusual way; kept with the entry for good.
MARKS = {
    "back_fill": "逾期补录",
    "long_visit": "单次时长超过复核标准",
    "long_day": "当天合计超过自动确认上限",
    "burst": "一分钟内录入过多",
    "overlap": "与已有时长重叠，待核对",
    "no_sign_out": "未按时签退",
    "queued": "离线签到签退",
    "own_visit": "记录员本人签到签退",
    "outside": "与项目时间或其他时长不符，待核对",
}


@article("9")
def marks_of(case: Case, policy: Policy) -> tuple[str, ...]:
    """Why this stay should not come into force by itself; empty where it may."""
    credited = credited_minutes(case.stay, policy)
    day = _minutes_on(case.stay, case.others) + credited
    found = {
        "back_fill": case.late,
        "long_visit": 0 < policy.review_above_minutes < credited,
        "long_day": 0 < policy.daily_cap_minutes < day,
        "burst": case.hurried,
        "overlap": case.clashes,
    }
    return tuple(mark for mark, holds in found.items() if holds)


HURRY_ENTRIES, HURRY_WITHIN = 30, timedelta(seconds=60)


@article("9")
def is_hurried(earlier: list[tuple[datetime, int]], count: int, now: datetime) -> bool:
    """Whether ``count`` more entries make 30 or more by one recorder within a minute, over several requests.

    One sheet, however long, was written for minutes before it was sent, and one file is one sheet.
    """
    recent = [number for at, number in earlier if now - at < HURRY_WITHIN]
    return bool(recent) and sum(recent) + count >= HURRY_ENTRIES
