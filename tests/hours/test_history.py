"""Whatever happens to a person's hours, in whatever order: the total is the sum, nothing overlaps, nobody vouches for
themselves, and nothing is lost."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from functions.accounts import actions as accounts
from functions.hours import lifecycle
from functions.hours.models import EntryItem
from functions.hours.rules import SOURCES, overlap_of
from functions.storage import clock
from functions.volunteers.actions import find_by_numbers
from tests.builders import a_row
from tests.checkins.doors import by_hand, instant
from tests.district import District, Person
from tests.hours.test_lifecycle import a_claim, change, decide, to, totals
from tests.hours.test_waiting import log, set_policy

pytestmark = pytest.mark.article("9")

ACTS = st.tuples(
    st.sampled_from(
        ["log", "log", "log late", "claim", "withdraw", "confirm", "confirm", "supervisor confirms", "refuse", "correct",
         "correct", "void", "visit", "round"]
    ),
    st.integers(0, 21),
    st.integers(1, 120),
)  # fmt: skip


@dataclass
class World:
    """One volunteer, a group with a project that runs and one that ended long ago, and the supervisor."""

    supervisor: Person
    recorder: Person
    volunteer: Person
    projects: dict[str, str]
    volunteer_id: str
    person_key: str
    seen: set[str] = field(default_factory=set)

    def entries(self) -> list[Any]:
        return [item.entry() for item in EntryItem.query(self.volunteer_id, consistent_read=True)]


@pytest.fixture(scope="module")
def place(lasting_district: District) -> tuple[District, Person]:
    return lasting_district, lasting_district.supervisor("history-property")


def a_world(place: tuple[District, Person]) -> World:
    district, supervisor = place
    volunteer, recorder = district.volunteer(), district.recorder(supervisor)
    running = district.project(recorder, volunteer)
    ended = district.project(recorder, volunteer, ends="2026-05-02T00:00:00+08:00")
    known = find_by_numbers([volunteer.number])[volunteer.number]
    return World(
        supervisor, recorder, volunteer, {"running": running, "ended": ended}, known.volunteer_id, known.person_key
    )


def times(hour: int, minutes: int) -> tuple[str, str]:
    return f"{hour:02d}:00", f"{hour + minutes // 60:02d}:{minutes % 60:02d}"


def do(world: World, act: str, hour: int, minutes: int) -> int:
    """One act; its answer's status."""
    start, end = times(hour, minutes)
    row = a_row(world.volunteer.number, f"2026-05-01T{start}", f"2026-05-01T{end}")
    if act == "log":
        return log(world.recorder, world.projects["running"], row).status_code
    if act == "log late":
        return log(world.recorder, world.projects["ended"], row, reason="签到表找回来了").status_code
    if act == "claim":
        asked = a_claim(world.projects["running"], f"2026-05-01T{start}", f"2026-05-01T{end}")
        return world.volunteer.post("/volunteers/me/claims", asked).status_code
    if act == "visit":
        return visit(world, hour, minutes)
    if act == "round":
        rounding = ["exact", "half_hour"][hour % 2]
        return set_policy(world.supervisor, rounding=rounding).status_code
    return do_to_an_entry(world, act, hour, minutes)


def visit(world: World, hour: int, minutes: int) -> int:
    start, end = times(hour, minutes)
    for direction, at in (("in", start), ("out", end)):
        with clock.stopped_at(instant(f"1 {at}")):
            done = by_hand(
                world.recorder, world.projects["running"], direction, volunteer_number=world.volunteer.number
            )
    return done.status_code


def do_to_an_entry(world: World, act: str, hour: int, minutes: int) -> int:
    found = world.entries()
    if not found:
        return 200
    entry = found[minutes % len(found)]
    key = {"volunteer_id": entry.volunteer_id, "entry_id": entry.entry_id}
    if act == "withdraw":
        return world.volunteer.ask("DELETE", f"/volunteers/me/claims/{entry.entry_id}").status_code
    if act == "correct":
        return change(world.recorder, key, "correction", **to(*times(hour, minutes))).status_code
    if act == "void":
        return change(world.recorder, key, "void", reason="核对签到表").status_code
    if act == "supervisor confirms":
        asked = {"entries": [key], "decision": "confirmed"}
        return world.supervisor.post(f"/groups/{world.recorder.group_id}/queue", asked).status_code
    return decide(world.recorder, [key], "refused" if act == "refuse" else "confirmed", "核对签到表").status_code


def holds(world: World) -> None:
    entries = world.entries()
    standing = [entry for entry in entries if entry.state == lifecycle.IN_FORCE]
    assert totals(world.volunteer) == (sum(entry.minutes for entry in standing), len(standing))
    stays = [entry.stay for entry in standing]
    assert not any(overlap_of(one, other) for place, one in enumerate(stays) for other in stays[:place])
    for entry in standing:
        assert entry.source in SOURCES
        assert "" not in {entry.entered_by, entry.confirmed_by}
        assert entry.decided_at
        assert accounts.find(entry.confirmed_by).person_key != world.person_key
        assert entry.source != "back_fill" or entry.confirmed_by != maker_before(entry, entries)
    ids = {entry.entry_id for entry in entries}
    assert world.seen <= ids  # refused, voided, corrected: all of it stays to be seen
    world.seen |= ids


def maker_before(entry: Any, entries: list[Any]) -> str:
    """Who made a late entry, or the version before this one: somebody else vouches for what stands."""
    if entry.version == 1:
        return str(entry.entered_by)
    same = [other for other in entries if other.first_id == entry.first_id and other.version == entry.version - 1]
    return str(same[0].entered_by)


# A world costs a second: what fails is told as it was found, not searched for something shorter.
@settings(
    max_examples=15, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(steps=st.lists(ACTS, min_size=1, max_size=12))
def test_any_history_leaves_a_true_total_without_overlap_and_a_source_and_a_confirmer_for_every_hour(
    place: tuple[District, Person], steps: list[tuple[str, int, int]]
) -> None:
    world = a_world(place)
    for act, hour, minutes in steps:
        assert do(world, act, hour, minutes) in {200, 201, 204, 404, 409, 422}, act
        holds(world)
