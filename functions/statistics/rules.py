"""第十五条：志愿服务记录应当长期妥善保存。未经志愿者本人同意，不得公开或者向第三方提供志愿服务记录。

What the public may know in numbers, without a number telling of a person: small ones are left out, and with them as many
others as it takes so that no difference gives them away. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from functions.regulation.trace import article
from functions.statistics.cells import Cell, Count

LEAST = 5  # people or entries: fewer are not shown
_HIDDEN_AT_LEAST = 2 * LEAST  # the hidden ones of one list together, so that their sum tells of none of them
AGE_BANDS = ((0, "不满 14 岁"), (14, "14—17 岁"), (18, "18—34 岁"), (35, "35—59 岁"), (60, "60 岁及以上"))


@article("15")
def hidden_of(counts: Mapping[str, int]) -> set[str]:
    """Which of the numbers of one list, whose sum is known, are not to be shown.

    Every one from 1 to 4 is hidden; then the smallest others too, until the hidden ones are two at least and come to ten:
    who knows the sum and the rest then still knows none of them.
    """
    hidden = {name for name, count in counts.items() if 0 < count < LEAST}
    if not hidden:
        return hidden
    for name in sorted((name for name, count in counts.items() if count >= LEAST), key=lambda name: counts[name]):
        if len(hidden) > 1 and sum(counts[each] for each in hidden) >= _HIDDEN_AT_LEAST:
            break
        hidden.add(name)
    return hidden


@article("15")
def shown(count: int) -> int | None:
    """A number that stands alone: None where it is too small to show."""
    return None if 0 < count < LEAST else count


def age_band(born: int, year: int) -> str:
    """The band of somebody born in ``born``, in ``year``: by the year alone, as no more is counted."""
    age = max(0, year - born)
    return next(name for least, name in reversed(AGE_BANDS) if age >= least)


@dataclass(frozen=True)
class Names:
    """How the codes of lists are called: categories and districts."""

    categories: Mapping[str, str]
    districts: Mapping[str, str]


Cells = Mapping[Cell, Count]


def figures(cells: Cells, names: Names, today: date) -> dict[str, Any]:
    """All public figures from what was counted. Minutes are whole; None is what is too small to show."""
    years = sorted({int(cell.period) for cell in cells if cell.period.isdigit()}, reverse=True)
    born = {cell.parts[1]: count.amount for cell, count in _of(cells, "people", "born")}
    hours = _of(cells, "", "hours")
    return {
        "volunteers": shown(sum(born.values())),
        "groups": shown(sum(count.amount for _, count in _of(cells, "people", "groups"))),
        "projects": shown(sum(count.amount for _, count in _of(cells, "", "projects"))),
        **_sum_of_hours(count for _, count in hours),
        "by_age": _people(_by_band(born, today.year)),
        "by_star": _people(_by_star(cells)),
        "years": [_year(cells, str(year), names) for year in years],
    }


def _of(cells: Cells, period: str, kind: str) -> list[tuple[Cell, Count]]:
    """What was counted of a kind, in one period or ("") in all years."""
    return [
        (cell, count)
        for cell, count in cells.items()
        if cell.parts[0] == kind and (cell.period == period if period else cell.period.isdigit())
    ]


def _sum_of_hours(counts: Iterable[Count]) -> dict[str, int | None]:
    found = list(counts)
    times = sum(count.times for count in found)
    minutes = sum(count.amount for count in found)
    return {"entries": shown(times), "minutes": None if shown(times) is None else minutes}


def _by_band(born: Mapping[str, int], year: int) -> dict[str, int]:
    found = {name: 0 for _, name in AGE_BANDS}
    for each, count in born.items():
        found[age_band(int(each), year)] += count
    return found


def _by_star(cells: Cells) -> dict[str, int]:
    found = {cell.parts[1]: count.amount for cell, count in _of(cells, "people", "star")}
    return {star: found[star] for star in sorted(found)}


def _people(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    hidden = hidden_of(counts)
    return [{"name": name, "volunteers": None if name in hidden else count} for name, count in counts.items()]


def _year(cells: Cells, year: str, names: Names) -> dict[str, Any]:
    hours, projects = _of(cells, year, "hours"), _of(cells, year, "projects")
    active = sum(count.amount for _, count in _of(cells, year, "active"))
    months = {f"{number:02d}": f"{number}月" for number in range(1, 13)}
    return {
        "year": int(year),
        **_sum_of_hours(count for _, count in hours),
        "projects": shown(sum(count.amount for _, count in projects)),
        "active": shown(active),
        "registered": shown(sum(count.amount for _, count in _of(cells, year, "registered"))),
        "by_month": _rows(hours, projects, 1, months, every=True),
        "by_category": _rows(hours, projects, 2, names.categories),
        "by_district": _rows(hours, projects, 3, names.districts),
    }


def _rows(
    hours: list[tuple[Cell, Count]],
    projects: list[tuple[Cell, Count]],
    part: int,
    names: Mapping[str, str],
    every: bool = False,
) -> list[dict[str, Any]]:
    """One list of a year: by the ``part`` of the cells' names; ``every``: also what nothing was counted for."""
    times = {code: 0 for code in names if every}
    minutes: dict[str, int] = {}
    started: dict[str, int] = {}
    for cell, count in hours:
        code = cell.parts[part]
        times[code] = times.get(code, 0) + count.times
        minutes[code] = minutes.get(code, 0) + count.amount
    for cell, count in projects:
        code = cell.parts[part]
        times.setdefault(code, 0)
        started[code] = started.get(code, 0) + count.amount
    hidden, hidden_projects = hidden_of(times), hidden_of(started)
    return [
        {
            "code": code,
            "name": names.get(code, code),
            "entries": None if code in hidden else times[code],
            "minutes": None if code in hidden else minutes.get(code, 0),
            "projects": None if code in hidden_projects else started.get(code, 0),
        }
        for code in sorted(times)
    ]


def told(figures: Mapping[str, Any], as_of: str, district: str, supervising_body: str) -> dict[str, Any]:
    """The figures with when and whose they are, and from which number on they are shown."""
    whose = {"district": district, "supervising_body": supervising_body}
    return {"as_of": as_of, **whose, "least_shown": LEAST, **figures}


@dataclass(frozen=True)
class Difference:
    """A cell that was counted as things happened (``kept``) otherwise than it comes to (``found``)."""

    cell: Cell
    kept: Count
    found: Count


def differences(kept: Cells, found: Cells) -> list[Difference]:
    """Where the counters say otherwise than the records."""
    nothing = Count()
    cells = sorted({*kept, *found}, key=lambda cell: (cell.period, cell.name))
    pairs = [Difference(cell, kept.get(cell, nothing), found.get(cell, nothing)) for cell in cells]
    return [pair for pair in pairs if pair.kept != pair.found]
