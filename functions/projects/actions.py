"""Making projects, and putting members on their rosters."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from functions.groups import actions as groups
from functions.groups import members
from functions.projects import rules
from functions.projects.models import ProjectItem, RosterMember
from functions.statistics import cells, counting
from functions.storage import audit, clock, codes
from functions.storage.pages import Page, Waiting, waiting_in
from functions.storage.refusals import NotFound, Refused
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import Known, find_by_numbers

_PIECE = 90
_LATEST = 50
_UNKNOWN = "没有这个项目，或不是您所在团体的项目。"


def create(actor_id: str, asked: rules.Project) -> rules.Project:
    """A recorder makes a project for an own group (Article 8). Raises `Refused` with every fault."""
    group = groups.founding(actor_id, asked.group_id)
    faults = rules.project_faults(asked)
    if faults:
        raise Refused(faults)
    project = replace(asked, project_id=codes.new_id(), group_name=group.name, district=group.district)
    transaction = Transaction()
    transaction.create(ProjectItem.of(project))
    counting.count(transaction, (cell_of(project), cells.ONE))
    audit.record(transaction, f"group#{group.group_id}", actor_id, "create_project", about=project.project_id)
    transaction.commit()
    return project


def cell_of(project: rules.Project) -> cells.Cell:
    """Where a project is counted among the public figures."""
    month = f"{project.starts.astimezone(clock.BEIJING):%Y-%m}"
    return cells.project(month, project.category, project.district or settings().district_code)


def find(project_id: str) -> rules.Project | None:
    """A project by id, whoever asks; None where there is none."""
    try:
        return ProjectItem.get(project_id, consistent_read=True).project()
    except ProjectItem.DoesNotExist:
        return None


def own(actor_id: str, project_id: str, entering: bool = False) -> rules.Project:
    """A project of a group this account may work in now; `NotFound` for everybody else's. ``entering``: hours are made."""
    unknown = NotFound("projects.unknown", _UNKNOWN)
    project = find(project_id)
    if project is None:
        raise unknown
    try:
        (groups.entering if entering else groups.workable)(actor_id, project.group_id)
    except NotFound:
        raise unknown from None
    return project


def list_of(actor_id: str, group_id: str, page: Page) -> Any:
    """A group's projects, the latest first: one query."""
    groups.seen_by(actor_id, "recorder", group_id)
    return page.latest_of(ProjectItem.by_group, group_id)


def names_of(group_id: str) -> list[tuple[str, str]]:
    """(id, name) of every project of a group, the latest first: for a list to choose from."""
    found = ProjectItem.by_group.query(group_id, scan_index_forward=False)
    return [(item.project_id, item.name) for item in found]


def ids_between(group_id: str, first: date, last: date) -> list[str]:
    """The projects of a group that were on at some time of the civil dates ``first`` to ``last``: one query."""
    begun = ProjectItem.starts < datetime.combine(last + timedelta(days=1), time(), clock.BEIJING)
    on = ProjectItem.ends > datetime.combine(first, time(), clock.BEIJING)
    return [item.project_id for item in ProjectItem.by_group.query(group_id, begun, filter_condition=on)]


def of_volunteer(volunteer_id: str) -> list[rules.Project]:
    """The latest projects of every group that this volunteer serves with, the latest first: for claims."""
    found = []
    for group_id, _ in members.groups_of_volunteer(volunteer_id):
        latest = ProjectItem.by_group.query(group_id, limit=_LATEST, scan_index_forward=False)
        found += [item.project() for item in latest]
    return sorted(found, key=lambda project: project.starts, reverse=True)


def add_to_roster(actor_id: str, project_id: str, typed: Sequence[str], field: Callable[[int], str]) -> members.Added:
    """Put members of the group on a project's roster by number; nobody when one line is wrong."""
    project = own(actor_id, project_id)
    numbers = [members.canonical_number(number) for number in typed]
    found = find_by_numbers(numbers)
    present = members.among(project.group_id, [person.volunteer_id for person in found.values()])
    known = {number: person for number, person in found.items() if person.volunteer_id in present}
    faults = members.lines_to_members(numbers, field, known, NOT_A_MEMBER)
    if faults:
        raise Refused(faults)
    people, added = list(known.values()), []
    for start in range(0, len(people), _PIECE):
        added += retried(partial(_store_missing, project, people[start : start + _PIECE]))
    return members.Added(added, len(known) - len(added))


NOT_A_MEMBER = "这个编号不在本团体名册中，请先把本人加入团体名册。"


def _store_missing(project: rules.Project, people: list[Known]) -> list[Known]:
    keys = [(project.project_id, person.volunteer_id) for person in people]
    present = {item.volunteer_id for item in RosterMember.batch_get(keys)}
    missing = [person for person in people if person.volunteer_id not in present]
    transaction = Transaction()
    for person in missing:
        item = RosterMember(
            project.project_id,
            person.volunteer_id,
            volunteer_number=person.volunteer_number,
            name=person.name,
            joined_at=clock.now(),
        )
        transaction.create(item)
    if missing:
        transaction.commit()
    return missing


def roster_of(actor_id: str, project_id: str, page: Page) -> Any:
    """A page of a project's roster: one query; the reading is on record."""
    project = own(actor_id, project_id)
    audit.saw(f"group#{project.group_id}", actor_id, "see_roster", about=project_id)
    return page.of(RosterMember, project_id)


def open_of_group(actor_id: str, group_id: str, page: Page) -> Any:
    """A page of the group's projects that have ended and whose hours are not complete, the longest ago first: one query."""
    groups.seen_by(actor_id, "recorder", group_id)
    ended = ProjectItem.ends < clock.now()
    return page.of(ProjectItem.by_open_group, group_id, ended)


def open_of_district(page: Page) -> Any:
    """The same over the whole district: one query."""
    ended = ProjectItem.ends < clock.now()
    district = settings().district_code
    return page.of(ProjectItem.by_open_district, district, ended)


def set_complete(actor_id: str, project_id: str, complete: bool) -> None:
    """A recorder says that the hours of a project are complete, or that they are not; entering stays possible either way."""
    project = own(actor_id, project_id)
    if complete:
        done = [ProjectItem.completed_by.set(actor_id), ProjectItem.completed_at.set(clock.now())]
        actions = [*done, ProjectItem.open_group.remove(), ProjectItem.open_district.remove()]
    else:
        opened = ProjectItem.open_group.set(project.group_id), ProjectItem.open_district.set(settings().district_code)
        actions = [*opened, ProjectItem.completed_by.remove(), ProjectItem.completed_at.remove()]
    transaction = Transaction()
    transaction.update(ProjectItem(project_id), actions, ProjectItem.project_id.exists())
    act = "hours_complete" if complete else "hours_open"
    audit.record(transaction, f"group#{project.group_id}", actor_id, act, about=project_id)
    transaction.commit()


def waiting() -> Waiting:
    """The district's projects that have ended and whose hours are not complete, by their end."""
    return waiting_in("ends", ProjectItem.by_open_district, settings().district_code, ProjectItem.ends < clock.now())
