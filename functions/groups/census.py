"""Counting all groups anew, for the job that holds the public figures against the records."""

from collections.abc import Iterator

from functions.groups import rules
from functions.groups.models import GroupItem
from functions.statistics import cells
from functions.statistics.cells import Cell, Count
from functions.storage.whole import every


def counted() -> Iterator[tuple[Cell, Count]]:
    """What each approved group that is still there is counted as."""
    for item in every(GroupItem):
        if item.state == rules.APPROVED and not item.succeeded_id:
            yield cells.group(item.kind), cells.ONE
