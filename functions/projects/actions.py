"""Making projects, and putting members on their rosters."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from functions.groups import actions as groups
from functions.groups import members
from functions.projects import rules
from functions.projects.models import ProjectItem, RosterMember
from functions.storage import audit, clock, codes
from functions.storage.pages import Page
from functions.storage.refusals import NotFound, Refused
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import Known, find_by_numbers

_PIECE = 90
_LATEST = 50
_UNKNOWN = "没有这个项目，或不是您所在团体的项目。"


def create(actor_id: str, asked: rules.Project) -> rules.Project:
    """A recorder makes a project for an own group (Article 8). Raises `Refused` with every fault."""
    group = groups.workable(actor_id, asked.group_id)
    faults = rules.project_faults(asked)
    if faults:
        raise Refused(faults)
    project = replace(asked, project_id=codes.new_id(), group_name=group.name)
    transaction = Transaction()
    transaction.create(ProjectItem.of(project))
    audit.record(transaction, f"group#{group.group_id}", actor_id, "create_project", about=project.project_id)
    transaction.commit()
    return project


def find(project_id: str) -> rules.Project | None:
    """A project by id, whoever asks; None where there is none."""
    try:
        return ProjectItem.get(project_id, consistent_read=True).project()
    except ProjectItem.DoesNotExist:
        return None


def own(actor_id: str, project_id: str) -> rules.Project:
    """A project of a group this account may work in now; `NotFound` for everybody else's."""
    unknown = NotFound("projects.unknown", _UNKNOWN)
    project = find(project_id)
    if project is None:
        raise unknown
    try:
        groups.workable(actor_id, project.group_id)
    except NotFound:
        raise unknown from None
    return project


def list_of(actor_id: str, group_id: str, page: Page) -> Any:
    """A group's projects, the latest first: one query."""
    groups.seen_by(actor_id, "recorder", group_id)
    return ProjectItem.by_group.query(
        group_id, limit=page.limit, last_evaluated_key=page.start, scan_index_forward=False
    )


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
    return RosterMember.query(project_id, limit=page.limit, last_evaluated_key=page.start)
