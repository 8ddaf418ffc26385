"""第九条：志愿服务时长是指志愿者实际提供志愿服务的时间，以小时为计量单位，不包括往返交通时间。
志愿团体应当及时为参加本团体志愿服务的志愿者核实并录入服务时长。

Time is kept in whole minutes, as half-open intervals [start, end). One person serves at one place at a time, whoever
enters it; a stay has a beginning, an end, and lies in the project's window and in the past.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from functions.regulation.trace import article
from functions.regulation.violation import Violation

BEIJING = ZoneInfo("Asia/Shanghai")
SOURCES = {
    "check_in": "签到签退",
    "claim": "本人申报",
    "group_entry": "团体录入",
    "back_fill": "补录",
    "transfer": "转入",
}
TRANSFER = "transfer"
MOST_MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True)
class Stay:
    """From ``start`` to ``end``, aware; the end itself is not part of it."""

    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        """Whole minutes; a started minute does not count."""
        return (self.end - self.start) // timedelta(minutes=1)

    @property
    def service_date(self) -> date:
        """The civil date in Beijing on which it began: where it is listed and counted."""
        return self.start.astimezone(BEIJING).date()

    def days(self) -> set[date]:
        """Every civil date it touches."""
        last = (self.end - timedelta(microseconds=1)).astimezone(BEIJING).date()
        return {self.service_date + timedelta(days=n) for n in range((last - self.service_date).days + 1)}


@dataclass(frozen=True)
class Entry:
    """One stay of one volunteer in one project, with the facts of Article 8 as they were when it was entered."""

    volunteer_id: str
    entry_id: str
    volunteer_number: str
    name: str
    project_id: str
    project: str
    group_id: str
    group: str
    category: str
    place: str
    service_object: str
    content: str
    contact: str
    stay: Stay
    source: str
    state: str
    entered_by: str
    entered_at: datetime
    root_id: str = ""  # the first version's entry_id; "" where this is the first
    version: int = 1
    note: str = ""  # what the volunteer wrote with a claim
    reason: str = ""  # why it was corrected, voided or refused
    confirmed_by: str = ""
    decided_at: datetime | None = None
    credited: int | None = None  # minutes it counts for, where the district's policy rounds
    policy: int = 0  # version of the district's policy that it was made under
    marks: str = ""  # what is unusual about it, codes of `policy.MARKS` joined by commas; kept for good
    district: str = ""  # code of the group's district
    origin: str = ""  # name of the district it was transferred from; "" where it was served here
    origin_ref: str = ""  # that district's code, its entry's id and the day's part, as ``500106/id/1``

    @property
    def minutes(self) -> int:
        """The minutes it counts for."""
        return self.stay.minutes if self.credited is None else self.credited

    @property
    def first_id(self) -> str:
        """What all versions of this entry have in common."""
        return self.root_id or self.entry_id


def source_text(entry: Entry) -> str:
    """Where an hour comes from, wherever it is shown: ``签到签退``, ``转入（原沙坪坝区）``."""
    name = SOURCES[entry.source]
    return f"{name}（原{entry.origin}）" if entry.origin else name


def _clock_time(instant: datetime) -> str:
    local = instant.astimezone(BEIJING)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def _span(start: datetime, end: datetime) -> str:
    same_day = start.astimezone(BEIJING).date() == end.astimezone(BEIJING).date()
    shown_end = f"{end.astimezone(BEIJING):%H:%M}" if same_day else _clock_time(end)
    return f"{_clock_time(start)} 至 {shown_end}"


@article("9")
def stay_faults(stay: Stay, window: Stay, now: datetime) -> list[Violation]:
    """Faults of one stay by itself; fields are ``start`` and ``end``. ``window`` is the project's."""
    order = order_faults(stay)
    if order:
        return order
    faults = []
    if stay.end > now:
        message = f"结束时间 {_clock_time(stay.end)} 还没有到。服务结束后才能录入时长。"
        faults.append(_fault("future", "end", message))
    if stay.start < window.start or stay.end > window.end:
        field = "start" if stay.start < window.start else "end"
        message = f"不在项目时间（{_span(window.start, window.end)}）之内，请检查日期和时间。"
        faults.append(_fault("outside_window", field, message))
    if stay.minutes > MOST_MINUTES_A_DAY:
        faults.append(_fault("too_long", "end", "一次服务不能超过 24 小时，请检查结束日期。"))
    return faults


@article("9")
def order_faults(stay: Stay) -> list[Violation]:
    """A stay ends after it starts. An end on the same day that is earlier by the clock may be meant for the next day."""
    if stay.end > stay.start and stay.minutes >= 1:
        return []
    if stay.start <= stay.end:
        return [_fault("end_not_after_start", "end", "结束时间应比开始时间晚至少一分钟，请检查。")]
    if stay.end.astimezone(BEIJING).date() == stay.service_date:
        end = f"{stay.end.astimezone(BEIJING):%H:%M}"
        message = f"结束时间 {end} 早于开始时间。是第二天的 {end} 吗？若是，请把结束日期写成第二天。"
        return [_fault("next_day", "end", message)]
    return [_fault("end_not_after_start", "end", "结束时间早于开始时间，请检查日期和时间。")]


@article("9")
def overlap_of(one: Stay, other: Stay) -> Stay | None:
    """The stretch both cover, or None. Touching ends do not overlap."""
    start, end = max(one.start, other.start), min(one.end, other.end)
    return Stay(start, end) if start < end else None


@article("9")
def clash_faults(new: Stay, standing: Iterable[Stay]) -> list[Violation]:
    """Faults of a new stay against those of the same person that stand, in whatever group.

    The other group is not named: the recorder may not know of it.
    """
    others = list(standing)
    for other in others:
        shared = overlap_of(new, other)
        if shared:
            message = f"与这位志愿者已有的服务时间重叠（{_span(shared.start, shared.end)}），同一时间不能重复记录。"
            return [_fault("overlap", "start", message)]
    return _day_faults(new, others)


def _day_faults(new: Stay, others: Sequence[Stay]) -> list[Violation]:
    """Stays that touch one civil day come to 24 hours at most: more is not credible, and refused."""
    for day in sorted(new.days()):
        minutes = new.minutes + sum(other.minutes for other in others if day in other.days())
        if minutes > MOST_MINUTES_A_DAY:
            message = f"{day.month}月{day.day}日前后的服务时长合计超过 24 小时，请核实。"
            return [_fault("day_over_24h", "end", message)]
    return []


@article("9")
def minutes_by_day(stay: Stay, credited: int | None = None) -> dict[date, int]:
    """A stay's minutes, split at Beijing midnight: 18:00 to 08:00 is 360 and 480.

    Where ``credited`` differs from them, the days add up to it: what rounding took or gave is the last day's.
    """
    split: dict[date, int] = {}
    start = stay.start
    while start < stay.end:
        local = start.astimezone(BEIJING)
        midnight = datetime.combine(local.date() + timedelta(days=1), datetime.min.time(), BEIJING)
        end = min(stay.end, midnight)
        split[local.date()] = (end - start) // timedelta(minutes=1)
        start = end
    left = stay.minutes if credited is None else credited
    for day in list(split)[:-1]:
        split[day] = min(split[day], left)
        left -= split[day]
    split[list(split)[-1]] = left
    return split


@article("9")
def hours_text(minutes: int) -> str:
    """Minutes as hours, the unit of Article 9, with two decimals, half up: 25 -> "0.42", 45 -> "0.75"."""
    hundredths = (minutes * 200 + 60) // 120
    return f"{hundredths // 100}.{hundredths % 100:02d}"


@article("9")
def own_entry_faults(recorder_key: str, volunteer_key: str) -> list[Violation]:
    """Nobody records the own hours: the keys are the fingerprints of both persons' documents."""
    if recorder_key == volunteer_key:
        message = "记录员不能录入自己的服务时长，请由本团体的另一位记录员录入。"
        return [_fault("own_entry", "volunteer_number", message)]
    return []


def _fault(code: str, field: str, message: str) -> Violation:
    return Violation("9", f"hours.{code}", field, message)
