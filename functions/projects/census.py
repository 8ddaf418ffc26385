"""Counting all projects anew, for the job that holds the public figures against the records."""

from collections.abc import Iterator

from functions.projects.actions import cell_of
from functions.projects.models import ProjectItem
from functions.statistics import cells
from functions.statistics.cells import Cell, Count
from functions.storage.whole import every


def counted() -> Iterator[tuple[Cell, Count]]:
    """What each project is counted as."""
    for item in every(ProjectItem):
        yield cell_of(item.project()), cells.ONE
