"""What people do with hours: enter them for many at once, and read them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from functions.hours import allowances, entering, ledger, lifecycle, policies, rules
from functions.hours.models import EntryItem, HoursAccount, key_of
from functions.projects import actions as projects
from functions.storage import audit
from functions.storage.pages import Page
from functions.storage.transactions import Transaction

Row = entering.Row
log_hours = entering.log_hours
total_of = ledger.total_of
totals_of = ledger.totals_of
versions_of = ledger.versions_of
find = ledger.find


def back_fill_room(group_id: str) -> int:
    """How many late entries a group may still make this month."""
    return allowances.back_fill_room(group_id, policies.current())


def entries_of_project(actor_id: str, project_id: str, page: Page) -> Any:
    """A page of a project's entries, in the order of time: one query; the reading is on record."""
    project = projects.own(actor_id, project_id)
    audit.saw(f"group#{project.group_id}", actor_id, "see_hours", about=project_id)
    in_force = EntryItem.state == lifecycle.IN_FORCE
    return page.of(EntryItem.by_project, project_id, filter_condition=in_force)


def _between(first: date | None, last: date | None) -> Any:
    """The key condition for entries that began on the civil dates ``first`` to ``last``, both included."""
    start = datetime.combine(first or date(1900, 1, 1), datetime.min.time(), rules.BEIJING)
    end = datetime.combine((last or date(2200, 1, 1)) + timedelta(days=1), datetime.min.time(), rules.BEIJING)
    return EntryItem.entry_id.between(key_of(start), key_of(end))


def of_project_between(
    project_id: str, first: date, last: date, states: Collection[str] = (lifecycle.IN_FORCE,)
) -> Iterator[rules.Entry]:
    """A project's entries in ``states`` that began on the civil dates ``first`` to ``last``, in the order of time. Who may see
    them is asked before; reads as far as it is iterated."""
    for item in EntryItem.by_project.query(project_id, _between(first, last)):
        if item.state in states:
            yield item.entry()


def keys_of_project(project_id: str, first: date, last: date) -> Iterator[tuple[str, str]]:
    """(volunteer_id, entry_id) of a project's entries in force that began on the civil dates ``first`` to ``last``, in the order
    of time: for a spot check, which needs no more of them. Reads as far as it is iterated."""
    in_force = EntryItem.state == lifecycle.IN_FORCE
    for item in EntryItem.by_project.query(project_id, _between(first, last), filter_condition=in_force):
        yield item.volunteer_id, item.entry_id


@dataclass(frozen=True)
class Wanted:
    """Which entries of a volunteer: begun on the civil dates ``first`` to ``last``, with one group ("" for all), in a state."""

    first: date | None = None
    last: date | None = None
    group_id: str = ""
    state: str = lifecycle.IN_FORCE


def page_of_volunteer(volunteer_id: str, wanted: Wanted, page: Page) -> Any:
    """A page of a volunteer's entries, the latest first: one query."""
    condition = EntryItem.state == wanted.state
    if wanted.group_id:
        condition &= EntryItem.group_id == wanted.group_id
    return page.latest_of(
        EntryItem, volunteer_id, _between(wanted.first, wanted.last), filter_condition=condition, consistent_read=True
    )


def participants_of(project_id: str) -> dict[str, tuple[str, str]]:
    """Who took part in a project, with hours in force or waiting: (number, name) by volunteer. One query of its entries."""
    counts = EntryItem.state.is_in(lifecycle.IN_FORCE, lifecycle.PENDING)
    found = EntryItem.by_project.query(project_id, filter_condition=counts)
    return {item.volunteer_id: (item.volunteer_number, item.name) for item in found}


def standing_of(volunteer_id: str) -> list[rules.Entry]:
    """Every entry of a volunteer that counts or waits, in the order of time. One query of the own entries."""
    ledger.total_of(volunteer_id)  # finishes what a broken-off sheet left behind
    counts = EntryItem.state.is_in(lifecycle.IN_FORCE, lifecycle.PENDING)
    return [item.entry() for item in EntryItem.query(volunteer_id, filter_condition=counts, consistent_read=True)]


def total_at(volunteer_id: str) -> tuple[int, int]:
    """A volunteer's minutes in force, and the version of the account at which they stand."""
    account = ledger.account_of(volunteer_id)
    return int(account.total_minutes), int(account.version)


def took_part(volunteer_id: str, project_id: str) -> bool:
    """Whether this volunteer has hours of a project in force. One query of the own entries."""
    own = (EntryItem.project_id == project_id) & (EntryItem.state == lifecycle.IN_FORCE)
    return any(True for _ in EntryItem.query(volunteer_id, filter_condition=own, consistent_read=True))


def all_of_volunteer(volunteer_id: str, first: date | None, last: date | None) -> list[rules.Entry]:
    """Every entry in force that began on the civil dates ``first`` to ``last``, in the order of time."""
    ledger.total_of(volunteer_id)  # finishes what a broken-off sheet left behind
    found = EntryItem.query(volunteer_id, _between(first, last), consistent_read=True)
    return [item.entry() for item in found if item.state == lifecycle.IN_FORCE]


def in_force_after(volunteer_id: str, entry_id: str, most: int) -> list[rules.Entry]:
    """The next ``most`` entries in force after the one with ``entry_id`` ("" for the first), in the order of time."""
    after = EntryItem.entry_id > entry_id if entry_id else None
    in_force = EntryItem.state == lifecycle.IN_FORCE
    found = EntryItem.query(volunteer_id, after, filter_condition=in_force, consistent_read=True, page_size=most + 1)
    return [item.entry() for item in islice(found, most)]


def stand_still(transaction: Transaction, volunteer_id: str, version: int) -> None:
    """Add to ``transaction`` that this volunteer's entries are as they were read at ``version``, and that whoever changes them
    at the same moment reads again. Nothing that is recorded changes."""
    account = HoursAccount(volunteer_id)
    transaction.update(account, [HoursAccount.version.add(1)], HoursAccount.version == version)
