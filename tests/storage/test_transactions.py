"""All or nothing, with the refusal of the write that failed; contention is tried again, not for ever."""

import pytest

from functions.accounts.models import Login
from functions.storage import clock
from functions.storage.refusals import Conflict, Unavailable
from functions.storage.transactions import Contention, Transaction, retried

pytestmark = pytest.mark.usefixtures("district")


def claims(*names: str) -> Transaction:
    transaction = Transaction()
    for name in names:
        transaction.create(Login(name, account_id="a"), Conflict(f"taken.{name}", "已被占用"))
    return transaction


def test_the_refusal_of_the_write_that_failed_is_raised_and_nothing_is_written() -> None:
    claims("one").commit()
    with pytest.raises(Conflict) as refused:
        claims("two", "one", "three").commit()
    assert refused.value.code == "taken.one"
    assert Login.count("two") == 0


def test_a_failed_condition_without_a_refusal_is_contention() -> None:
    claims("one").commit()
    transaction = Transaction()
    transaction.update(Login("one"), [Login.account_id.set("b")], Login.account_id == "somebody else's")
    with pytest.raises(Contention):
        transaction.commit()


def test_an_act_is_tried_again_until_nobody_is_in_between() -> None:
    tries = []

    def act() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise Contention
        return "done"

    assert (retried(act), len(tries)) == ("done", 3)


def test_an_act_that_never_gets_through_says_so_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    passing = iter(range(100))
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setattr("time.monotonic", lambda: float(next(passing)))

    def act() -> None:
        raise Contention

    with pytest.raises(Unavailable):
        retried(act)


def test_a_naive_time_is_refused_by_the_clock_and_by_the_tables() -> None:
    from datetime import datetime

    from functions.storage.base import InstantAttribute

    naive = datetime(2026, 5, 1)  # noqa: DTZ001 - that is what is refused
    with pytest.raises(ValueError, match="naive"):
        InstantAttribute().serialize(naive)
    with pytest.raises(ValueError, match="naive"), clock.stopped_at(naive):
        pass
