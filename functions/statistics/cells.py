"""What is counted: cells, each named by its period and what it counts. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """``period``: a year, or ``people`` for what stands now. ``name``: the kind, and what it is counted by, with ``#`` between:
    ``hours#05#0001#500103`` (month, category, district), ``born#1980``, ``star#1``."""

    period: str
    name: str

    @property
    def parts(self) -> list[str]:
        return self.name.split("#")


@dataclass(frozen=True)
class Count:
    """``amount``: minutes of hours, people, groups, projects. ``times``: entries of hours, 0 for all else."""

    amount: int = 0
    times: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.amount + other.amount, self.times + other.times)


ONE, ONE_LESS = Count(1), Count(-1)


def born(birth_month: str) -> Cell:
    """Volunteers by the year of their birth, ``1980`` of ``1980-05``."""
    return Cell("people", f"born#{birth_month[:4]}")


def registered(month: str) -> Cell:
    """Volunteers by the month of their registration, ``2026-05``."""
    return Cell(month[:4], f"registered#{month[5:7]}")


def star(number: int) -> Cell:
    """Volunteers by the star that they hold."""
    return Cell("people", f"star#{number}")


def group(kind: str) -> Cell:
    """Approved groups by kind."""
    return Cell("people", f"groups#{kind}")


def active(year: str) -> Cell:
    """Volunteers with hours in force in a year."""
    return Cell(year, "active")


def hours(month: str, category: str, district: str) -> Cell:
    """Minutes and entries in force by the month of service (``2026-05``), category and district."""
    return Cell(month[:4], f"hours#{month[5:7]}#{category}#{district}")


def project(month: str, category: str, district: str) -> Cell:
    """Projects by the month in which they begin, category and district."""
    return Cell(month[:4], f"projects#{month[5:7]}#{category}#{district}")


def summed(changes: Iterable[tuple[Cell, Count]]) -> dict[Cell, Count]:
    """Changes of the same cell as one; those that come to nothing are left out."""
    found: dict[Cell, Count] = {}
    for cell, count in changes:
        found[cell] = found.get(cell, Count()) + count
    return {cell: count for cell, count in found.items() if count != Count()}


def without_shards(items: Iterable[tuple[str, str, int, int]]) -> Mapping[Cell, Count]:
    """What was kept in shards (period, name with ``#`` and the shard, amount, times) as cells."""
    return summed(
        (Cell(period, name.rpartition("#")[0]), Count(amount, times)) for period, name, amount, times in items
    )
