"""Whatever is done at a time bank in whatever order, over months: the sum of all balances is 0, nobody is below zero, and what is
recorded is what was served (C53, C55)."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from functions.hours import corrections
from functions.hours.actions import find, total_of
from functions.hours.rules import Stay
from functions.storage import clock
from functions.storage.pages import Page
from functions.storage.refusals import Refusal
from functions.timebank import actions, changes, handling
from functions.timebank.models import AccountItem, LegItem
from functions.timebank.rules import Request, sums_to_zero
from tests.district import District, Person
from tests.timebank.bank import a_person, holds, id_of, served, set_terms

pytestmark = pytest.mark.article("20")

SERVED = (60, 90, 30)
_sheets = count(1)


@dataclass
class World:
    supervisor: str
    recorder: str
    people: list[tuple[str, str]]  # (id, number)
    entries: list[list[str]]
    recorded: list[int]
    requests: list[Request] = field(default_factory=list)

    def deposit(self, who: int, which: int, _minutes: int) -> None:
        actions.deposit(self.people[who][0], [self.entries[who][which % 3]])

    def deposit_all(self, who: int, _which: int, _minutes: int) -> None:
        actions.deposit(self.people[who][0], None)

    def look(self, who: int, _which: int, _minutes: int) -> None:
        actions.touch(self.people[who][0])

    def _other(self, who: int, which: int) -> str:
        return self.people[(who + 1 + which % 2) % 3][1]

    def gift(self, who: int, which: int, minutes: int) -> None:
        actions.give(self.people[who][0], self._other(who, which), minutes, "")

    def ask(self, who: int, which: int, minutes: int) -> None:
        self.requests.append(handling.ask(self.people[who][0], self._other(who, which), minutes, "陪老人"))

    def _step(self, which: int, to: str) -> None:
        if self.requests:
            place = which % len(self.requests)
            request = self.requests[place]
            who = request.server_id if to in {"accepted", "declined"} else request.asker_id
            asked = handling.Step(request.version, to, "有事")
            self.requests[place] = handling.step(who, request.request_id, asked)

    def accept(self, _who: int, which: int, _minutes: int) -> None:
        self._step(which, "accepted")

    def confirm(self, _who: int, which: int, _minutes: int) -> None:
        self._step(which, "done")

    def end(self, _who: int, which: int, _minutes: int) -> None:
        self._step(which, "ended")

    def void(self, who: int, which: int, _minutes: int) -> None:
        volunteer_id, entry_id = self.people[who][0], self.entries[who][which % 3]
        before = find(volunteer_id, entry_id)
        corrections.void(self.recorder, "recorder", volunteer_id, entry_id, "重复了")
        self.recorded[who] -= before.minutes if before else 0

    def shorten(self, who: int, which: int, _minutes: int) -> None:
        volunteer_id, entry_id = self.people[who][0], self.entries[who][which % 3]
        before = find(volunteer_id, entry_id)
        assert before
        stay = Stay(before.stay.start, before.stay.start + timedelta(minutes=before.minutes - 10))
        asked = corrections.Correction(stay, "", "签到表上是这样")
        new = corrections.correct(self.recorder, "recorder", volunteer_id, entry_id, asked)
        self.entries[who][which % 3] = new.entry_id
        self.recorded[who] -= 10

    def reverse(self, who: int, which: int, _minutes: int) -> None:
        volunteer_id, number = self.people[who]
        legs = list(actions.statement(volunteer_id, Page(50, None)))
        if legs:
            changes.reverse(self.supervisor, number, legs[which % len(legs)][0].leg_id, "登记错了")


ACTS: dict[str, Callable[[World, int, int, int], None]] = {
    name: getattr(World, name)
    for name in (
        "deposit", "deposit_all", "look", "gift", "ask", "accept", "confirm", "end", "void", "shorten", "reverse",
    )
}  # fmt: skip
STEPS = st.tuples(
    st.sampled_from([*ACTS, "deposit", "deposit", "ask", "accept", "confirm"]),
    st.integers(0, 2),
    st.integers(0, 5),
    st.sampled_from([10, 30, 60, 90]),
    st.sampled_from([0, 0, 0, 0, 45]),
)


@pytest.fixture(scope="module")
def office(lasting_district: District) -> tuple[District, Person, Person]:
    supervisor = lasting_district.supervisor("bank-property")
    set_terms(supervisor, expiry_months=2)
    return lasting_district, supervisor, lasting_district.recorder(supervisor)


def a_world(office: tuple[District, Person, Person]) -> World:
    district, supervisor, recorder = office
    people = [a_person(district, name) for name in ("张小三", "李四", "王五")]
    project = district.project(recorder, *people)
    entries = []
    for person in people:  # at the pace of somebody who writes: faster, it would wait to be looked at
        with clock.stopped_at(clock.now() + timedelta(minutes=next(_sheets))):
            entries.append(served(recorder, project, person, *SERVED))
    keys = [(id_of(person), person.number) for person in people]
    return World(supervisor.account_id, recorder.account_id, keys, entries, [sum(SERVED)] * 3)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=6, max_size=25))
def test_any_order_of_acts_keeps_the_sum_at_0_nobody_below_zero_and_the_record_true(
    office: tuple[District, Person, Person], steps: list[tuple[str, int, int, int, int]]
) -> None:
    world = a_world(office)
    now = clock.now() + timedelta(minutes=next(_sheets))
    for act, who, which, minutes, days in steps:
        now += timedelta(days=days, seconds=1)
        with clock.stopped_at(now), suppress(Refusal):
            ACTS[act](world, who, which, minutes)
            event(f"done: {act}")
    holds()
    assert [total_of(volunteer_id)[0] for volunteer_id, _ in world.people] == world.recorded
    assert sums_to_zero([leg.leg() for item in AccountItem.scan() for leg in LegItem.query(item.account_id)])
