"""Counting all volunteers anew, for the job that holds the public figures against the records."""

from collections.abc import Iterator

from functions.statistics import cells
from functions.statistics.cells import Cell, Count
from functions.storage import clock, encryption
from functions.storage.whole import every
from functions.volunteers.models import Volunteer, VolunteerNumber


def counted() -> Iterator[tuple[Cell, Count]]:
    """What each volunteer is counted as: who was closed or merged only by the month of registration."""
    open_still = {item.volunteer_id for item in every(VolunteerNumber) if not item.closed}
    for item in every(Volunteer):
        month = item.registered_at.astimezone(clock.BEIJING).isoformat()[:7]
        yield cells.registered(month), cells.ONE
        if item.volunteer_id in open_still:
            yield cells.born(encryption.unseal(item.birth_month, item.volunteer_id)), cells.ONE
