"""Putting the figures together, publishing them, and reading what recounts found."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from functions.projects.rules import CATEGORIES
from functions.regulation.districts import districts_on
from functions.statistics import rules
from functions.statistics.cells import Cell, Count, summed, without_shards
from functions.statistics.models import PublishedFigures, RecountItem, StatisticCell
from functions.storage import clock
from functions.storage.pages import Page, Waiting
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried

_FIRST_YEAR = 2012
_PIECE = 90


def kept() -> dict[Cell, Count]:
    """What the counters say now: one query for each year."""
    periods = ["people", *(str(year) for year in range(_FIRST_YEAR, clock.today().year + 2))]
    found = [item for period in periods for item in StatisticCell.query(period, consistent_read=True)]
    return dict(without_shards((item.period, item.name, int(item.amount), int(item.times)) for item in found))


def publish() -> dict[str, Any]:
    """Put the figures of now where anyone may read them; returns what was published."""
    today = clock.today()
    names = rules.Names(CATEGORIES, {place.code: place.name for place in districts_on(today)})
    figures, now, own = rules.figures(kept(), names, today), clock.now(), settings()
    PublishedFigures(own.district_code, as_of=now, figures=figures).save()
    return rules.told(figures, clock.beijing_text(now), own.district_code, own.supervising_body)


def as_csv(published: dict[str, Any]) -> str:
    """The same as a table for a spreadsheet: one line a number; what is too small to show says so."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["统计项", "年份", "分类", "名称", "数量", "单位"])
    for item in ("volunteers", "groups", "projects", "entries", "minutes"):
        table.writerow([_ITEMS[item], "全部", "合计", "合计", _cell(published[item]), _UNITS[item]])
    for kind, called in (("by_age", "年龄"), ("by_star", "星级")):
        for row in published[kind]:
            table.writerow(["志愿者", "现在", called, row["name"], _cell(row["volunteers"]), "人"])
    for year in published["years"]:
        table.writerows(_lines_of(year))
    return "\ufeff" + out.getvalue()


_ITEMS = {
    "volunteers": "志愿者", "groups": "志愿团体", "projects": "服务项目", "entries": "服务次数", "minutes": "服务时长",
    "active": "活跃志愿者", "registered": "新登记志愿者",
}  # fmt: skip
_UNITS = {
    "volunteers": "人",
    "groups": "个",
    "projects": "个",
    "entries": "次",
    "minutes": "分钟",
    "active": "人",
    "registered": "人",
}


def _cell(value: int | None) -> str:
    return f"少于{rules.LEAST}或为保护隐私不显示" if value is None else str(value)


def _lines_of(year: dict[str, Any]) -> Iterable[list[str]]:
    for item in ("active", "registered", "projects", "entries", "minutes"):
        yield [_ITEMS[item], str(year["year"]), "合计", "合计", _cell(year[item]), _UNITS[item]]
    for kind, called in (("by_month", "月份"), ("by_category", "服务类别"), ("by_district", "区县")):
        for row in year[kind]:
            for item in ("projects", "entries", "minutes"):
                yield [_ITEMS[item], str(year["year"]), called, row["name"], _cell(row[item]), _UNITS[item]]


def keep_recount(found: dict[Cell, Count], seconds: float, mend: bool) -> list[rules.Difference]:
    """Hold what was counted anew against the counters; keep what differs, and mend it where that is asked for.

    What is written while it is counted may show as a difference: mend when nobody works, and count again.
    """
    different = rules.differences(kept(), found)
    if mend:
        for start in range(0, len(different), _PIECE):
            retried(lambda part=different[start : start + _PIECE]: _mend(part))  # type: ignore[misc]
    told = [
        {"period": each.cell.period, "name": each.cell.name, "kept": vars(each.kept), "found": vars(each.found)}
        for each in different[:200]
    ]
    RecountItem(
        settings().district_code,
        clock.now(),
        seconds=round(seconds, 1),
        cells=len(found),
        differences=told,
        mended=len(different) if mend else 0,
    ).save()
    return different


def _mend(different: list[rules.Difference]) -> None:
    transaction = Transaction()
    for each in different:
        amounts = {
            "amount": each.found.amount - each.kept.amount,
            "times": each.found.times - each.kept.times,
        }
        transaction.count(StatisticCell, (each.cell.period, f"{each.cell.name}#0"), amounts)
    transaction.commit()


def recounts(page: Page) -> Any:
    """A page of the recounts, the latest first: one query."""
    return page.latest_of(RecountItem, settings().district_code)


def counted_anew(parts: Iterable[Iterable[tuple[Cell, Count]]]) -> dict[Cell, Count]:
    """What the rooms count, as cells."""
    return summed(pair for part in parts for pair in part)


def waiting() -> Waiting:
    """What the latest recount found otherwise than it was counted, with when."""
    latest = next(iter(Page(1, None).latest_of(RecountItem, settings().district_code)), None)
    if latest is None or latest.mended or not latest.differences:
        return Waiting()
    return Waiting(len(latest.differences), False, latest.at)
