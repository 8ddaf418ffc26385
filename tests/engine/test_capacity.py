"""Cost per act is held: one read to verify, few units to write, and no more with a long history."""

import pytest

from infra.metering import metered
from tests.district import District
from tests.engine.acts import ACTS, Stage, cost_of


def test_to_verify_is_exactly_one_get_item(stage: Stage) -> None:
    stage.log(stage.volunteer)
    cost = cost_of(stage, "verify a certificate")
    assert (cost.status, cost.meter.calls) == (200, ["GetItem"])


def test_an_unknown_code_is_one_get_item_and_one_counter(district: District) -> None:
    with metered() as meter:
        assert district.get("/public/certificates/2345-6789-ABCD-EFGH-J").status_code == 404
    assert meter.calls == ["GetItem", "UpdateItem"]


def test_one_entry_writes_at_most_twelve_units(stage: Stage) -> None:
    cost = cost_of(stage, "enter one volunteer's hours")
    assert cost.status == 201
    assert 0 < cost.meter.write_units <= 12


def test_thirty_entries_write_at_most_twelve_units_each(stage: Stage) -> None:
    cost = cost_of(stage, "enter thirty volunteers' hours")
    assert cost.status == 201
    assert cost.meter.write_units <= 12 * 30


def test_cost_does_not_grow_with_history(stage: Stage) -> None:
    stage.log(stage.volunteer)  # the first entry of all opens the account
    acts = ("enter one volunteer's hours", "see the own record (one page)")
    early = [cost_of(stage, name).meter for name in acts]
    for _ in range(60):
        stage.log(stage.volunteer)
    assert [cost_of(stage, name).meter for name in acts] == early


@pytest.mark.parametrize("name", ACTS)
def test_no_act_scans(stage: Stage, name: str) -> None:
    stage.log(stage.volunteer)
    cost = cost_of(stage, name)
    assert cost.status < 300
    assert "Scan" not in cost.meter.calls
