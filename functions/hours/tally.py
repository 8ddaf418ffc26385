"""What follows from entries that come into force or go: the account's totals, and the public figures."""

from collections.abc import Iterable, Sequence

from pynamodb.expressions.update import Action

from functions.hours.models import HoursAccount
from functions.hours.rules import TRANSFER, Entry
from functions.statistics import cells, counting
from functions.statistics.cells import Cell, Count
from functions.storage.settings import settings
from functions.storage.transactions import Transaction

Signed = tuple[Entry, int]  # 1: comes into force, -1: goes


def cell_of(entry: Entry) -> Cell:
    """Where an entry is counted."""
    return cells.hours(f"{entry.stay.service_date:%Y-%m}", entry.category, entry.district or settings().district_code)


def follow(transaction: Transaction, account: HoursAccount, changed: Sequence[Signed]) -> list[Action]:
    """Add to ``transaction`` what is counted; returns what changes at the volunteer's ``account``, which was read before and
    must be held to its version."""
    minutes = sum(sign * entry.minutes for entry, sign in changed)
    # Hours that were served elsewhere are in that district's public figures (Article 16): here they count to the person alone.
    served_here = [(entry, sign) for entry, sign in changed if entry.source != TRANSFER]
    years = _years(account, served_here)
    counting.count(transaction, *_hours(served_here), *_active(account.years or {}, years))
    actions: list[Action] = [HoursAccount.total_minutes.add(minutes)]
    actions.append(HoursAccount.entries.add(sum(sign for _, sign in changed)))
    if years != (account.years or {}):
        actions.append(HoursAccount.years.set(years))
    return actions


def _hours(changed: Iterable[Signed]) -> list[tuple[Cell, Count]]:
    return [(cell_of(entry), Count(sign * entry.minutes, sign)) for entry, sign in changed]


def _years(account: HoursAccount, changed: Iterable[Signed]) -> dict[str, int]:
    """How many entries in force the volunteer has in each year, after the change."""
    years = {year: int(count) for year, count in (account.years or {}).items()}
    for entry, sign in changed:
        year = str(entry.stay.service_date.year)
        years[year] = years.get(year, 0) + sign
    return {year: count for year, count in years.items() if count > 0}


def _active(before: dict[str, int], after: dict[str, int]) -> list[tuple[Cell, Count]]:
    came = [(cells.active(year), cells.ONE) for year in after if year not in before]
    return came + [(cells.active(year), cells.ONE_LESS) for year in before if year not in after]
