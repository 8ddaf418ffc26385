"""Counting all hours in force anew, for the job that holds the public figures against the records."""

from collections.abc import Iterator

from functions.hours import lifecycle, tally
from functions.hours.models import EntryItem
from functions.hours.rules import TRANSFER
from functions.statistics import cells
from functions.statistics.cells import Cell, Count
from functions.storage.whole import every


def counted() -> Iterator[tuple[Cell, Count]]:
    """What each entry in force is counted as, and each volunteer once a year."""
    seen: set[tuple[str, int]] = set()
    for item in every(EntryItem):
        if item.state != lifecycle.IN_FORCE or item.source == TRANSFER:
            continue
        entry = item.entry()
        yield tally.cell_of(entry), Count(entry.minutes, 1)
        who = entry.volunteer_id, entry.stay.service_date.year
        if who not in seen:
            seen.add(who)
            yield cells.active(str(who[1])), cells.ONE
