"""Hours as the national system's entry sheet asks for them: as far as its behaviour is known in public. Pure.

Not checked against MZ/T 061-2015. There a stay does not cross midnight, and two stays of one person may not touch: what
touches the next ends a minute earlier here, and the remark says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from functions.hours.rules import BEIJING, Entry, Stay, hours_text, minutes_by_day
from functions.regulation.trace import article

TITLES = (
    "志愿者编号", "姓名", "项目名称", "服务类别代码", "服务对象代码", "服务日期", "开始时间", "结束时间", "服务时长（小时）", "备注",
)  # fmt: skip
NOT_CHECKED = "本表按公开可见的做法整理，未经官方标准（MZ/T 061-2015）核对，上传前请先试一条。"
_MINUTE = timedelta(minutes=1)
_CUT = "与下一段相接，结束时间提前 1 分钟"


@dataclass(frozen=True)
class Stretch:
    """A part of an entry within one civil day of Beijing; ``cut`` where its last minute was left out."""

    entry: Entry
    stay: Stay
    cut: bool = False


@article("9")
def by_day(entry: Entry) -> list[Stretch]:
    """An entry split at Beijing midnight."""
    parts, start = [], entry.stay.start
    while start < entry.stay.end:
        day = start.astimezone(BEIJING).date()
        midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), BEIJING)
        parts.append(Stretch(entry, Stay(start, min(entry.stay.end, midnight))))
        start = midnight
    return parts


@article("9")
def stretches_of(entries: Sequence[Entry]) -> list[Stretch]:
    """Every entry split at midnight, with a gap of a minute before what would touch. The order is that of persons and time."""
    parts = [part for entry in entries for part in by_day(entry)]
    parts.sort(key=lambda part: (part.entry.volunteer_number, part.stay.start))
    made = []
    for place, part in enumerate(parts):
        following = parts[place + 1] if place + 1 < len(parts) else None
        touches = (
            following is not None
            and following.entry.volunteer_number == part.entry.volunteer_number
            and following.stay.start == part.stay.end
        )
        at_midnight = part.stay.end.astimezone(BEIJING).date() != part.stay.service_date
        made.append(_cut(part) if touches or at_midnight else part)
    return made


def _cut(part: Stretch) -> Stretch:
    if part.stay.minutes <= 1:
        return part
    return Stretch(part.entry, Stay(part.stay.start, part.stay.end - _MINUTE), cut=True)


def row_of(stretch: Stretch) -> tuple[str, ...]:
    """A stretch as a row under `TITLES`."""
    entry, start, end = stretch.entry, stretch.stay.start.astimezone(BEIJING), stretch.stay.end.astimezone(BEIJING)
    remark = "；".join(part for part in (entry.content, _CUT if stretch.cut else "") if part)
    facts = (entry.volunteer_number, entry.name, entry.project, entry.category, entry.service_object)
    times = (start.date().isoformat(), f"{start:%H:%M}", f"{end:%H:%M}", hours_text(stretch.stay.minutes))
    return (*facts, *times, remark[:500])


@article("9")
def day_rows(entries: Sequence[Entry]) -> list[tuple[date, Entry, int]]:
    """What was served on each civil day: (day, entry, minutes), in the order of days."""
    found = [
        (day, entry, minutes)
        for entry in entries
        for day, minutes in minutes_by_day(entry.stay, entry.credited).items()
    ]
    return sorted(found, key=lambda each: (each[0], each[1].volunteer_number))
