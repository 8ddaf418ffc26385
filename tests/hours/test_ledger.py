"""A broken-off sheet leaves all or nothing, whoever comes next."""

from datetime import timedelta

import pytest

from functions.hours import ledger
from functions.hours.models import EntryItem, HoursAccount, Sheet
from functions.storage import clock
from functions.storage.transactions import Contention
from tests.hours.entries import additions, entries_of

pytestmark = [pytest.mark.article("9"), pytest.mark.usefixtures("district")]


def test_a_sheet_over_several_transactions_puts_everything_in_force() -> None:
    ledger.write(additions(people=40, each=1), "recorder")
    assert ledger.total_of("person-39") == (60, 1)
    assert {entry.state for entry in entries_of("person-0")} == {"in_force"}


def test_more_entries_of_one_person_than_a_transaction_holds_are_written_whole() -> None:
    ledger.write(additions(people=1, each=110), "recorder")
    assert ledger.total_of("person-0") == (110 * 60, 110)


def test_when_one_account_has_moved_on_nothing_is_written_for_anybody() -> None:
    moved = additions(people=40, each=1)
    ledger.write(additions(people=1, each=1, first=39), "somebody else")
    with pytest.raises(Contention):
        ledger.write(moved, "recorder")
    assert [ledger.total_of(f"person-{n}")[0] for n in (0, 30, 38, 39)] == [0, 0, 0, 60]
    assert entries_of("person-0") == []


def _broken_off(state: str) -> None:
    """What a writer leaves that dies after holding its entries: as the tables would show it."""
    now = int(clock.now().timestamp())
    Sheet("sheet", state=state, gives_up=now + 90).save()
    for addition in additions(people=1, each=2):
        for entry in addition.entries:
            item = EntryItem.of(entry, "sheet")
            item.state = "held"
            item.save()
        HoursAccount(addition.volunteer_id, held=2, version=1).save()


def test_held_entries_count_for_nothing_while_their_sheet_is_being_written() -> None:
    _broken_off("writing")
    assert ledger.total_of("person-0") == (0, 0)
    assert len(entries_of("person-0")) == 2


def test_whoever_comes_next_finishes_a_sheet_that_stands() -> None:
    _broken_off("stands")
    assert ledger.total_of("person-0") == (120, 2)
    assert HoursAccount.get("person-0").held == 0


def test_whoever_comes_after_the_writer_is_gone_takes_an_unfinished_sheet_back() -> None:
    _broken_off("writing")
    with clock.stopped_at(clock.now() + timedelta(seconds=91)):
        assert ledger.total_of("person-0") == (0, 0)
    assert entries_of("person-0") == []
    assert Sheet.get("sheet").state == "dropped"


def test_finishing_twice_counts_once() -> None:
    _broken_off("stands")
    ledger.settle("person-0")
    ledger.settle("person-0")
    assert ledger.total_of("person-0") == (120, 2)
