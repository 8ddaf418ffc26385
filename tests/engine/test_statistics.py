"""Counters under contention: what many write at once is what counting anew comes to."""

from functions.statistics import actions, jobs
from tests.builders import a_row
from tests.district import District
from tests.engine.test_contention import at_once

WRITERS = 8


def test_eight_writers_at_once_leave_counters_that_counting_anew_confirms(district: District) -> None:
    before = {cell for cell, _ in ((each.cell, each) for each in jobs.recount())}
    supervisor = district.supervisor("statistics-supervisor")
    doors = []
    for _ in range(WRITERS):
        recorder, volunteer = district.recorder(supervisor), district.volunteer()
        doors.append((recorder, volunteer, district.project(recorder, volunteer)))

    def write(place: int) -> list[int]:
        recorder, volunteer, project = doors[place]
        rows = [
            [a_row(volunteer.number, f"2026-05-{day:02d}T09:00", f"2026-05-{day:02d}T10:00")] for day in range(1, 6)
        ]
        return [recorder.post(f"/projects/{project}/hours", {"entries": row}).status_code for row in rows]

    answers = at_once([lambda place=place: write(place) for place in range(WRITERS)])
    assert answers == [[201] * 5] * WRITERS
    assert {each.cell for each in jobs.recount()} <= before
    assert sum(count.times for cell, count in actions.kept().items() if cell.parts[0] == "hours") >= 5 * WRITERS
