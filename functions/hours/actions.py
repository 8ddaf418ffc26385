"""Entering hours for many volunteers at once, and reading them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from functions.accounts import actions as accounts
from functions.groups import members
from functions.hours import ledger, lifecycle, making, rules
from functions.hours.models import EntryItem, key_of
from functions.projects import actions as projects
from functions.projects.rules import Project
from functions.regulation.violation import Violation
from functions.storage import audit, clock
from functions.storage.pages import Page
from functions.storage.refusals import Refused
from functions.storage.transactions import retried
from functions.volunteers.actions import Known, find_by_numbers

total_of = ledger.total_of


@dataclass(frozen=True)
class Row:
    """One line of an hour table: ``number`` is the volunteer's, ``content`` what differs from the project's own,
    ``reason`` why it comes late, where it does."""

    line: int
    number: str
    stay: rules.Stay
    content: str
    reason: str = ""


@dataclass(frozen=True)
class Sheet:
    """What one request is checked against."""

    project: Project
    recorder_id: str
    recorder_key: str
    people: dict[str, Known]
    now: datetime


def log_hours(
    actor_id: str,
    project_id: str,
    rows: Sequence[Row],
    unreadable: Sequence[Violation],
    check_only: bool = False,
) -> list[rules.Entry]:
    """Enter hours of many volunteers (Article 9): all of them, or none and every fault (`Refused`).

    ``unreadable`` are the faults of lines that could not be read as rows. A row that stands already, to the minute in the
    same project, is answered with the entry that stands. The answer is in the order of ``rows``.
    """
    project = projects.own(actor_id, project_id)
    person_key = accounts.find(actor_id).person_key
    numbers = [row.number for row in rows]
    sheet = Sheet(project, actor_id, person_key, _members(project, numbers), clock.now())
    faults = [*unreadable, *_rows_faults(sheet, rows)]
    return retried(partial(_check_and_write, sheet, rows, faults, check_only))


def _members(project: Project, numbers: Sequence[str]) -> dict[str, Known]:
    found = find_by_numbers(numbers)
    present = members.among(project.group_id, [person.volunteer_id for person in found.values()])
    return {number: person for number, person in found.items() if person.volunteer_id in present}


def _at(row: Row, fault: Violation) -> Violation:
    return fault.under(f"entries.{row.line}")


def _rows_faults(sheet: Sheet, rows: Sequence[Row]) -> list[Violation]:
    window = rules.Stay(sheet.project.starts, sheet.project.ends)
    faults = members.lines_to_members(
        [row.number for row in rows],
        lambda index: f"entries.{rows[index].line}.volunteer_number",
        sheet.people,
        projects.NOT_A_MEMBER,
    )
    for row in rows:
        found = rules.stay_faults(row.stay, window, sheet.now)
        if row.number in sheet.people:
            found += rules.own_entry_faults(sheet.recorder_key, sheet.people[row.number].person_key)
        faults += [_at(row, fault) for fault in found]
    return faults


def _check_and_write(
    sheet: Sheet, rows: Sequence[Row], faults: Sequence[Violation], check_only: bool
) -> list[rules.Entry]:
    by_person: dict[str, list[Row]] = {}
    for row in rows:
        if row.number in sheet.people and not rules.order_faults(row.stay):
            by_person.setdefault(sheet.people[row.number].volunteer_id, []).append(row)
    versions = ledger.versions_of(by_person)
    answers: dict[int, rules.Entry] = {}
    additions, clashes = [], list(faults)
    for volunteer_id, own_rows in by_person.items():
        new, found = _place(sheet, volunteer_id, own_rows, answers)
        clashes += found
        if new:
            additions.append(ledger.Addition(volunteer_id, versions[volunteer_id], tuple(new)))
    if clashes:
        raise Refused(sorted(clashes, key=_line_of))
    if additions and not check_only:
        ledger.write(additions, sheet.recorder_id)
    return [answers[row.line] for row in rows]


def _line_of(fault: Violation) -> int:
    part = fault.field.split(".")[1] if "." in fault.field else "0"
    return int(part) if part.isdigit() else 0


def _place(
    sheet: Sheet, volunteer_id: str, rows: Sequence[Row], answers: dict[int, rules.Entry]
) -> tuple[list[rules.Entry], list[Violation]]:
    """Fit one volunteer's rows in among what stands: the new entries, and what clashes."""
    first, last = min(row.stay.start for row in rows), max(row.stay.end for row in rows)
    before = ledger.standing(volunteer_id, first, last)
    same = {(entry.project_id, entry.stay): entry for entry in before}
    new: list[rules.Entry] = []
    faults: list[Violation] = []
    for row in rows:
        known = same.pop((sheet.project.project_id, row.stay), None)
        if known:
            answers[row.line] = known
            continue
        stays = [entry.stay for entry in (*before, *new)]
        faults += [_at(row, fault) for fault in rules.clash_faults(row.stay, stays)]
        answers[row.line] = _entry(sheet, sheet.people[row.number], row)
        new.append(answers[row.line])
    return new, faults


def _entry(sheet: Sheet, person: Known, row: Row) -> rules.Entry:
    by = sheet.recorder_id
    origin = making.Origin("group_entry", lifecycle.IN_FORCE, by, sheet.now, confirmed_by=by)
    return making.an_entry(person, sheet.project, row.stay, row.content, origin)


def entries_of_project(actor_id: str, project_id: str, page: Page) -> Any:
    """A page of a project's entries, in the order of time: one query; the reading is on record."""
    project = projects.own(actor_id, project_id)
    audit.saw(f"group#{project.group_id}", actor_id, "see_hours", about=project_id)
    in_force = EntryItem.state == lifecycle.IN_FORCE
    return EntryItem.by_project.query(
        project_id, filter_condition=in_force, limit=page.limit, last_evaluated_key=page.start
    )


def _between(first: date | None, last: date | None) -> Any:
    """The key condition for entries that began on the civil dates ``first`` to ``last``, both included."""
    start = datetime.combine(first or date(1900, 1, 1), datetime.min.time(), rules.BEIJING)
    end = datetime.combine((last or date(2200, 1, 1)) + timedelta(days=1), datetime.min.time(), rules.BEIJING)
    return EntryItem.entry_id.between(key_of(start), key_of(end))


def page_of_volunteer(volunteer_id: str, first: date | None, last: date | None, page: Page) -> Any:
    """A page of a volunteer's entries in force, the latest first: one query."""
    return EntryItem.query(
        volunteer_id,
        _between(first, last),
        filter_condition=EntryItem.state == lifecycle.IN_FORCE,
        limit=page.limit,
        last_evaluated_key=page.start,
        scan_index_forward=False,
        consistent_read=True,
    )


def all_of_volunteer(volunteer_id: str, first: date | None, last: date | None) -> list[rules.Entry]:
    """Every entry in force that began on the civil dates ``first`` to ``last``, in the order of time."""
    ledger.total_of(volunteer_id)  # finishes what a broken-off sheet left behind
    found = EntryItem.query(volunteer_id, _between(first, last), consistent_read=True)
    return [item.entry() for item in found if item.state == lifecycle.IN_FORCE]
