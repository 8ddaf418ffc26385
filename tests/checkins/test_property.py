"""Whatever is done at two doors in whatever order: at most one open check-in, and a total that is the sum."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.hours.models import EntryItem
from functions.hours.rules import Stay, overlap_of
from functions.storage import clock
from tests.checkins.doors import by_hand, instant, is_in, total
from tests.district import District, Person

pytestmark = pytest.mark.article("9")

ACTS = st.tuples(
    st.sampled_from(["in", "out", "out", "late in", "late out", "by hand in", "by hand out", "close"]),
    st.integers(0, 1),
    st.integers(0, 900),
)


@dataclass
class World:
    """One volunteer, two groups with a project each."""

    volunteer: Person
    volunteer_id: str
    doors: list[tuple[Person, str]]
    steps: list[Any] = field(default_factory=list)


@pytest.fixture(scope="module")
def place(lasting_district: District) -> tuple[District, list[Person]]:
    supervisor = lasting_district.supervisor("door-property")
    return lasting_district, [lasting_district.recorder(supervisor) for _ in range(2)]


def a_world(place: tuple[District, list[Person]]) -> World:
    district, recorders = place
    volunteer = district.volunteer()
    own = volunteer.get("/session").get_json()
    doors = [(recorder, district.project(recorder, volunteer)) for recorder in recorders]
    return World(volunteer, own["account_id"], doors)


def do(world: World, act: str, recorder: Person, project: str) -> int:
    direction = act.rsplit(maxsplit=1)[-1]
    if act == "close":
        return recorder.post(f"/projects/{project}/check-ins/close").status_code
    if act.startswith("by hand"):
        return by_hand(recorder, project, direction, volunteer_number=world.volunteer.number).status_code
    with clock.stopped_at(clock.now() - timedelta(hours=1 if act.startswith("late") else 0)):
        answer = recorder.get(f"/projects/{project}/check-in-code?direction={direction}")
    if answer.status_code != 200:
        return answer.status_code
    body = {"token": answer.get_json()["token"], "queued": act.startswith("late")}
    return world.volunteer.post("/check-ins", body).status_code


def own_entries(world: World) -> list[Any]:
    found = []
    for recorder, project in world.doors:
        items = [item.entry() for item in EntryItem.by_project.query(project)]
        found += [entry for entry in items if entry.volunteer_number == world.volunteer.number]
        assert all(entry.group_id == recorder.group_id for entry in items)
    return found


def holds(world: World) -> None:
    """At most one open check-in, told the same everywhere; the total is the sum; nothing in force overlaps."""
    listed = [
        person
        for recorder, project in world.doors
        for person in recorder.get(f"/projects/{project}/check-ins").get_json()["items"]
    ]
    assert len(listed) == (1 if is_in(world.volunteer) else 0)
    standing = [entry for entry in own_entries(world) if entry.state == "in_force"]
    assert total(world.volunteer) == (sum(entry.stay.minutes for entry in standing), len(standing))
    stays: list[Stay] = [entry.stay for entry in standing]
    assert not any(overlap_of(one, other) for place, one in enumerate(stays) for other in stays[:place])
    assert all(0 < entry.stay.minutes <= 720 for entry in own_entries(world))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(ACTS, min_size=1, max_size=10))
def test_any_order_of_acts_leaves_one_open_check_in_and_a_true_total(
    place: tuple[District, list[Person]], steps: list[tuple[str, int, int]]
) -> None:
    world, now = a_world(place), instant("1 08:00")
    for act, door, minutes in steps:
        now += timedelta(minutes=minutes)
        with clock.stopped_at(now):
            assert do(world, act, *world.doors[door]) in {200, 201, 422}
            holds(world)
