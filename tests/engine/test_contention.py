"""Many at once: no minute is lost, nothing overlaps, one document is one person."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.builders import a_row, a_volunteer, an_id_number
from tests.district import District, Person

WRITERS = 8


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run every act in a thread of its own, all starting together."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        gate.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def codes(answer: TestResponse) -> list[str]:
    return [fault["code"] for fault in answer.get_json()["violations"]]


def total(volunteer: Person) -> dict[str, Any]:
    record: dict[str, Any] = volunteer.get("/volunteers/me/record").get_json()
    return record["totals"]


@pytest.fixture
def volunteer(district: District) -> Person:
    return district.volunteer()


@pytest.fixture
def projects(district: District, volunteer: Person) -> list[tuple[Person, str]]:
    """Eight groups with a recorder each, all of whom have this volunteer on their roster."""
    supervisor = district.supervisor(f"supervisor-{volunteer.number}x")
    recorders = [district.recorder(supervisor) for _ in range(WRITERS)]
    return [(recorder, district.project(recorder, volunteer)) for recorder in recorders]


Projects = list[tuple[Person, str]]


def log(recorder: Person, project: str, *rows: dict[str, Any], **headers: str) -> TestResponse:
    return recorder.post(f"/projects/{project}/hours", {"entries": list(rows)}, **headers)


def test_eight_writers_on_one_volunteer_lose_no_minute(volunteer: Person, projects: Projects) -> None:
    def write(place: int) -> list[int]:
        recorder, project = projects[place]
        slots = [
            (f"2026-05-{day:02d}T{8 + place:02d}:00", f"2026-05-{day:02d}T{8 + place:02d}:45") for day in range(1, 11)
        ]
        return [log(recorder, project, a_row(volunteer.number, *slot)).status_code for slot in slots]

    answers = at_once([lambda place=place: write(place) for place in range(WRITERS)])
    assert [status for written in answers for status in written] == [201] * 80
    assert total(volunteer) == {"minutes": 80 * 45, "hours": "60.00", "entries": 80}


def test_eight_writers_of_one_hour_let_no_overlap_through(volunteer: Person, projects: Projects) -> None:
    def write(place: int) -> TestResponse:
        row = a_row(volunteer.number, f"2026-05-20T09:{place:02d}", f"2026-05-20T10:{place:02d}")
        return log(*projects[place], row)

    answers = at_once([lambda place=place: write(place) for place in range(WRITERS)])
    assert sorted(answer.status_code for answer in answers) == [201] + [422] * 7
    assert all(codes(answer) == ["hours.overlap"] for answer in answers if answer.status_code == 422)
    assert total(volunteer)["minutes"] == 60


def test_twenty_registrations_of_one_document_at_once_make_one_person(district: District) -> None:
    number = an_id_number()
    spellings = [number, number.lower(), f" {number} ", number.translate({48 + n: 0xFF10 + n for n in range(10)})]
    wishes = [a_volunteer(document={"type": "resident_id", "number": spellings[n % 4]}) for n in range(20)]
    answers = at_once([lambda wish=wish: district.post("/volunteers", wish) for wish in wishes])
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 19
    assert {answer.get_json()["code"] for answer in answers if answer.status_code == 409} == {
        "volunteers.document_taken"
    }


def test_a_repeated_request_gives_one_entry_and_the_same_id(volunteer: Person, projects: Projects) -> None:
    recorder, project = projects[0]
    row = a_row(volunteer.number)
    first = log(recorder, project, row, Idempotency_Key="c07-double-tap").get_json()
    again = log(recorder, project, row, Idempotency_Key="c07-double-tap").get_json()
    assert again == first
    assert total(volunteer)["entries"] == 1


def test_a_double_tap_at_the_same_moment_gives_one_entry(volunteer: Person, projects: Projects) -> None:
    recorder, project = projects[0]
    row = a_row(volunteer.number)
    at_once([lambda: log(recorder, project, row, Idempotency_Key="c07-same-moment") for _ in range(6)])
    assert total(volunteer)["entries"] == 1


def test_tables_that_share_volunteers_are_each_written_whole(district: District, projects: Projects) -> None:
    people = [district.volunteer() for _ in range(20)]
    for recorder, _ in projects[:4]:
        numbers = [person.number for person in people]
        recorder.post(f"/groups/{recorder.group_id}/members", {"volunteer_numbers": numbers})

    def write(place: int) -> int:
        start, end = f"2026-05-09T{8 + 2 * place:02d}:00", f"2026-05-09T{9 + 2 * place:02d}:00"
        rows = [a_row(person.number, start, end) for person in people]
        return log(*projects[place], *rows).status_code

    assert at_once([lambda place=place: write(place) for place in range(4)]) == [201] * 4
    assert [total(person)["minutes"] for person in people] == [240] * 20
