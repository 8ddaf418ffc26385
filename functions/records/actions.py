"""Putting a volunteer's record together from the rooms that keep its parts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from functions.groups import members
from functions.hours import actions as hours
from functions.records import rules
from functions.stars.rules import next_star, star_for
from functions.storage import clock
from functions.storage.pages import Page
from functions.storage.refusals import Refused
from functions.volunteers import actions as volunteers


@dataclass(frozen=True)
class Record:
    """``minutes`` and ``entries`` are of all that is in force, whatever page or period is shown; ``service`` is a page."""

    file: volunteers.OwnFile
    groups: list[tuple[str, str]]
    minutes: int
    entries: int
    star: int
    next_star: tuple[int, int] | None
    service: Any


def own_record(volunteer_id: str, first: date | None, last: date | None, page: Page) -> Record:
    """A volunteer's own record (Article 6); the service block shows entries that began from ``first`` to ``last``."""
    faults = rules.period_faults(first, last)
    if faults:
        raise Refused(faults)
    minutes, entries = hours.total_of(volunteer_id)
    today = clock.today()
    return Record(
        file=volunteers.own_file(volunteer_id),
        groups=members.groups_of_volunteer(volunteer_id),
        minutes=minutes,
        entries=entries,
        star=star_for(minutes, today),
        next_star=next_star(minutes, today),
        service=hours.page_of_volunteer(volunteer_id, first, last, page),
    )
