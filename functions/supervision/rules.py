"""第二十三条：志愿团体及其工作人员在志愿服务记录工作中弄虚作假的，由主管部门责令改正，并予以通报。

Signs that recorded hours may not be what they say. A sign is a question, not a verdict: every one of them has honest
explanations, and none of them changes an hour. Pure.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from functions.hours.rules import BEIJING, Stay
from functions.regulation.trace import article
from functions.regulation.violation import Violation
from functions.stars.rules import star_for
from functions.stars.schemes import CHONGQING

OPEN, ANSWERED = "open", "answered"
STATES = {OPEN: "待核查", ANSWERED: "已核查"}
EXPLAINED, FOLLOW_UP = "explained", "follow_up"
OUTCOMES = {EXPLAINED: "情况正常", FOLLOW_UP: "需要进一步处理"}

NIGHT_FROM, NIGHT_TO = 23, 5  # o'clock in Beijing
NIGHT_MINUTES = 60  # so much of the night is looked at
LONG_DAY_MINUTES = 10 * 60
SAME_TIMES = 20  # people of one act with the same times to the minute
BURST_MINUTES, BURST_WITHIN = 10 * 60, timedelta(days=7)  # entered shortly before a star was reached

# What was seen, and what there is to ask.
KINDS = {
    "burst": ("一分钟内录入过多", "同一位记录员一分钟内分几次录入了 30 条以上，请核对签到表。"),
    "recorder_hours": ("记录员的时长", "这些时长属于本团体的记录员，由同一团体的人录入或确认，请核对。"),
    "family_phone": ("与记录员同一手机号", "志愿者登记的手机号与本团体的一位记录员相同，可能是家人，请核对。"),
    "identical_times": ("全部人员时间相同", "一次录入 20 人以上，起止时间完全相同，请核对是否各人都到场、都做满。"),
    "night": ("夜间服务", "服务时间有一小时以上在 23:00 到次日 5:00，请核对活动安排。"),
    "long_day": ("一天超过 10 小时", "同一人一天合计超过 10 小时，请核对是否包含休息和路上的时间。"),
    "long_past": ("很久以前的服务", "活动结束 10 个工作日以后才录入或改多，请核对为什么晚。"),
    "not_me": ("有人说“这不是我”", "这张认领单上的人说不是本人或没有同意，请核对团体是否未经本人同意替人登记。"),
    "star_burst": ("达到星级前集中录入", "达到星级标准前 7 天内集中录入了 10 小时以上，请核对。"),
}


@dataclass(frozen=True)
class Seen:
    """An entry that has come into force. ``day_minutes`` is the sum of its person's day with it; ``lately`` the minutes
    entered within `BURST_WITHIN` where it made its person reach a star, 0 elsewhere; ``late``: after the ten working days,
    a correction only where it added time. Keys are fingerprints, "" where unknown."""

    volunteer_id: str
    entry_id: str
    stay: Stay
    day_minutes: int
    late: bool
    person_key: str
    phone_key: str
    lately: int = 0


@dataclass(frozen=True)
class Insiders:
    """Who records for the group: fingerprints of their documents and phones."""

    person_keys: frozenset[str]
    phone_keys: frozenset[str]


@article("23")
def night_minutes(stay: Stay) -> int:
    """Minutes of a stay between 23:00 and 5:00 in Beijing."""
    day = stay.start.astimezone(BEIJING).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
    total = timedelta()
    while day < stay.end:
        dusk, dawn = day.replace(hour=NIGHT_FROM), (day + timedelta(days=1)).replace(hour=NIGHT_TO)
        total += max(timedelta(), min(stay.end, dawn) - max(stay.start, dusk))
        day += timedelta(days=1)
    return int(total.total_seconds()) // 60


@article("23")
def reaches_a_star(before: int, after: int, day: date, scheme: str = CHONGQING) -> bool:
    """Whether minutes in force went over a threshold of Article 19."""
    return star_for(after, day, scheme) > star_for(before, day, scheme)


def _signs_of_one(seen: Seen, insiders: Insiders) -> list[str]:
    found = {
        "recorder_hours": seen.person_key in insiders.person_keys,
        "family_phone": seen.phone_key in insiders.phone_keys,
        "night": night_minutes(seen.stay) >= NIGHT_MINUTES,
        "long_day": seen.day_minutes > LONG_DAY_MINUTES,
        "long_past": seen.late,
        "star_burst": seen.lately >= BURST_MINUTES,
    }
    return [kind for kind, holds in found.items() if holds]


@article("23")
def signs_of(act: Sequence[Seen], insiders: Insiders) -> dict[str, list[Seen]]:
    """What the entries of one act give to ask, by kind, each with the entries that it is about."""
    found: dict[str, list[Seen]] = {}
    for seen in act:
        for kind in _signs_of_one(seen, insiders):
            found.setdefault(kind, []).append(seen)
    if _all_the_same(act):
        found["identical_times"] = list(act)
    return found


def _all_the_same(act: Sequence[Seen]) -> bool:
    people = {seen.volunteer_id for seen in act}
    return len(people) >= SAME_TIMES and len({seen.stay for seen in act}) == 1


@article("23")
def answer_faults(outcome: str, note: str, outcomes: Collection[str] = tuple(OUTCOMES)) -> list[Violation]:
    """An answer says how it came out, and what was found."""
    faults = []
    if outcome not in outcomes:
        faults.append(Violation("23", "supervision.outcome", "outcome", "请选择核查结果。"))
    if not note:
        faults.append(Violation("23", "supervision.note", "note", "请写明核查了什么、结果怎样。"))
    return faults


@dataclass(frozen=True)
class Sign:
    """One question about the entries of one act: ``count`` of them, the first of which are in ``sample`` as
    (volunteer_id, entry_id). ``recorder_id`` is who entered or confirmed them."""

    sign_id: str
    kind: str
    recorder_id: str
    recorder: str
    project_id: str
    project: str
    group_id: str
    group: str
    seen_at: datetime
    count: int
    sample: tuple[tuple[str, str], ...]
    state: str
    version: int
    outcome: str = ""
    note: str = ""
    answered_at: datetime | None = None
