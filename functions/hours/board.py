"""截止时限: projects that have ended and whose hours are not complete, with what is left of the ten working days, and whether
anybody was evaluated (Article 10)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.evaluations.actions import any_of
from functions.hours import deadlines
from functions.hours.models import EntryItem
from functions.projects import actions as projects
from functions.projects.rules import Project
from functions.storage import clock
from functions.storage.pages import Page


@dataclass(frozen=True)
class Deadline:
    """A project on the board. ``workdays_left`` counts today's as past, 0 on the last day, negative where overdue;
    ``entered``: whether any hours were, ``evaluated``: whether anybody was evaluated."""

    project: Project
    due: datetime
    workdays_left: int
    entered: bool
    evaluated: bool


def of_group(actor_id: str, group_id: str, page: Page) -> Any:
    """A page of the group's board, the most overdue first."""
    return projects.open_of_group(actor_id, group_id, page)


def of_district(page: Page) -> Any:
    """A page of the district's board, the most overdue first."""
    return projects.open_of_district(page)


def shown(project: Project) -> Deadline:
    """What the board says of a project: one read of one entry, and of one evaluation."""
    until = deadlines.due(project.ends)
    entered = EntryItem.by_project.query(project.project_id, limit=1)
    return Deadline(
        project,
        until,
        deadlines.workdays_left(until, clock.now()),
        any(True for _ in entered),
        any_of(project.project_id),
    )


set_complete = projects.set_complete
