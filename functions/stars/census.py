"""Counting all stars anew, for the job that holds the public figures against the records."""

from collections.abc import Iterator

from functions.stars.models import StarHolding
from functions.statistics import cells
from functions.statistics.cells import Cell, Count
from functions.storage.whole import every


def counted() -> Iterator[tuple[Cell, Count]]:
    """What each volunteer's star is counted as."""
    for item in every(StarHolding):
        if item.star and not item.left:
            yield cells.star(int(item.star)), cells.ONE
