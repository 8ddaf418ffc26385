"""Many at one door at once: one open check-in, one entry, a true total."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from functions.storage import clock
from tests.checkins.doors import by_hand, code, codes, entries, inside, instant, is_in, total, use
from tests.district import District, Person
from tests.engine.test_contention import at_once

MANY = 10
Door = tuple[Person, Person, str]


@pytest.fixture
def door(district: District) -> Door:
    """A volunteer, a recorder of the volunteer's group, and a project of it."""
    volunteer = district.volunteer()
    recorder = district.recorder(district.supervisor(f"door-{volunteer.number}"))
    return volunteer, recorder, district.project(recorder, volunteer)


def stopped(text: str, act: Callable[[], TestResponse]) -> Callable[[], TestResponse]:
    """The act at an instant; each thread has a clock of its own."""

    def run() -> TestResponse:
        with clock.stopped_at(instant(text)):
            return act()

    return run


def shown(door: Door, text: str, direction: str) -> str:
    _, recorder, project = door
    with clock.stopped_at(instant(text)):
        return code(recorder, project, direction)


def test_ten_check_ins_at_once_by_ten_codes_leave_one_open(door: Door) -> None:
    volunteer, recorder, project = door
    first = instant("1 09:00")
    tokens = []
    for place in range(4):  # the steps of two minutes
        with clock.stopped_at(first + timedelta(seconds=30 * place)):
            tokens.append(code(recorder, project, "in"))
    acts = [stopped("1 09:02", lambda token=tokens[place % 4]: use(volunteer, token)) for place in range(MANY)]
    answers = at_once(acts)
    refused = [answer for answer in answers if answer.status_code != 201]
    assert all(codes(answer) == ["checkins.already_in"] for answer in refused)
    assert len({answer.get_data() for answer in answers if answer.status_code == 201}) == 1
    assert len(inside(recorder, project)) == 1
    assert is_in(volunteer)["started"] == "2026-05-01T09:02:00+08:00"


def test_ten_check_ins_at_once_at_two_projects_leave_one_open(district: District, door: Door) -> None:
    volunteer, recorder, project = door
    other = district.project(recorder, volunteer, name="环境保护")
    number = volunteer.number
    acts = [
        stopped("1 09:00", lambda place=place: by_hand(recorder, (project, other)[place % 2], "in", volunteer_number=number))
        for place in range(MANY)
    ]  # fmt: skip
    assert sorted(answer.status_code for answer in at_once(acts)) == [201] + [422] * (MANY - 1)
    assert len(inside(recorder, project) + inside(recorder, other)) == 1


def test_ten_check_outs_at_once_make_one_entry_and_a_true_total(door: Door) -> None:
    volunteer, recorder, project = door
    with clock.stopped_at(instant("1 09:00")):
        use(volunteer, code(recorder, project, "in"))
    token = shown(door, "1 11:00", "out")
    by_screen = stopped("1 11:00", lambda: use(volunteer, token))
    in_person = stopped("1 11:00", lambda: by_hand(recorder, project, "out", volunteer_number=volunteer.number))
    answers = at_once([by_screen, in_person] * (MANY // 2))
    done = {answer.get_json()["entry_id"] for answer in answers if answer.status_code == 201}
    refused = [answer for answer in answers if answer.status_code != 201]
    assert all(codes(answer) == ["checkins.not_in"] for answer in refused)
    assert [entry["entry_id"] for entry in entries(recorder, project)] == list(done)
    assert (total(volunteer), is_in(volunteer)) == ((120, 1), None)


def test_ten_who_end_what_was_forgotten_make_one_proposal(door: Door) -> None:
    volunteer, recorder, project = door
    with clock.stopped_at(instant("1 09:00")):
        use(volunteer, code(recorder, project, "in", planned_end="1 12:00"))
    path = f"/projects/{project}/check-ins/close"
    answers = at_once([stopped("3 10:00", lambda: recorder.post(path))] * MANY)
    assert sorted(answer.get_json()["closed"] for answer in answers) == [0] * (MANY - 1) + [1]
    waiting = recorder.get(f"/groups/{recorder.group_id}/queue").get_json()["items"]
    assert [(entry["minutes"], entry["source"]) for entry in waiting] == [(180, "check_in")]
    assert total(volunteer) == (0, 0)
