"""Supervision on the real engine: many press at once, and each thing happens once."""

from collections import Counter
from functools import partial
from typing import Any

from functions.supervision import drawing
from tests.district import District, Person
from tests.engine.acts import Stage
from tests.engine.test_contention import at_once
from tests.supervision import repeat_draw

MANY = 6


def announced(stage: Stage, count: int) -> dict[str, Any]:
    asked = {"from": "2026-01-01", "to": "2026-05-31", "count": count, "group_id": stage.recorder.group_id}
    return dict(stage.supervisor.post("/draws", asked).get_json())


def test_a_list_gathered_and_drawn_by_many_at_once_is_one_draw_that_can_be_repeated(district: District) -> None:
    stage = Stage(district, "draw-supervisor", volunteers=12)
    stage.log(*stage.volunteers)
    draw = announced(stage, 5)
    path = f"/draws/{draw['draw_id']}"
    gathered = at_once([partial(stage.supervisor.post, f"{path}/pieces") for _ in range(MANY)])
    assert {answer.get_json()["population"] for answer in gathered} == {12}
    drawn = at_once([partial(stage.supervisor.post, f"{path}/draw") for _ in range(MANY)])
    assert len({tuple(answer.get_json()["drawn"]) for answer in drawn}) == 1
    public = district.get(f"/public{path}").get_json()
    listed = district.get(f"/public{path}/population").get_data(as_text=True)
    assert repeat_draw.faults(public, listed) == []


def test_findings_at_once_are_all_counted_and_one_entry_is_answered_once(district: District) -> None:
    stage = Stage(district, "finding-supervisor", volunteers=6)
    stage.log(*stage.volunteers)
    draw = announced(stage, 6)
    path = f"/draws/{draw['draw_id']}"
    stage.supervisor.post(f"{path}/pieces")
    stage.supervisor.post(f"{path}/draw")

    def found(rank: int) -> int:
        body = {"finding": drawing.IN_ORDER, "words": ""}
        return int(stage.supervisor.post(f"{path}/entries/{rank}/finding", body).status_code)

    ranks = [*range(1, 7), 1, 2]
    assert Counter(at_once([partial(found, rank) for rank in ranks])) == Counter({200: 6, 409: 2})
    public = district.get(f"/public{path}").get_json()
    assert (public["state"], public["results"]["in_order"]) == ("closed", 6)


def decided(person: Person, path: str, body: dict[str, Any]) -> int:
    return int(person.post(path, body).status_code)


def test_of_two_who_suspend_or_decide_at_once_one_is_told_that_the_other_was_first(district: District) -> None:
    stage = Stage(district, "first-supervisor", volunteers=1)
    group = f"/groups/{stage.recorder.group_id}"
    second = district.supervisor("other-supervisor")
    act = {"reason": "核实发现虚报"}
    both = (stage.supervisor, second)
    assert sorted(at_once([partial(decided, who, f"{group}/suspensions", act) for who in both])) == [201, 409]
    order = {"facts": "虚报", "demand": "作废", "workdays": 5}
    made = stage.supervisor.post(f"{group}/orders", order).get_json()
    stage.recorder.post(f"/orders/{made['measure_id']}/answer", {"version": 1, "text": "改了"})
    path, body = f"/orders/{made['measure_id']}/decision", {"version": 2, "decision": "accepted", "text": "好"}
    assert sorted(at_once([partial(decided, who, path, body) for who in both])) == [200, 409]
