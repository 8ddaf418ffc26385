"""Making an entry from a project and a stay: one place, whatever door it comes through."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from functions.hours import rules
from functions.hours.models import key_of
from functions.hours.policy import Policy, credited_minutes
from functions.projects.rules import Project
from functions.volunteers.actions import Known

_UNSET = Policy()


@dataclass(frozen=True)
class Origin:
    """Through which door an entry came: ``source`` and ``state`` as in `rules` and `lifecycle`."""

    source: str
    state: str
    entered_by: str
    at: datetime
    confirmed_by: str = ""
    note: str = ""
    reason: str = ""
    policy: Policy = _UNSET
    marks: tuple[str, ...] = ()


def new_entry_id(stay: rules.Stay) -> str:
    """An id that opens with the start, so that entries lie in the order of time."""
    return key_of(stay.start, secrets.token_hex(5))


def an_entry(person: Known, project: Project, stay: rules.Stay, content: str, origin: Origin) -> rules.Entry:
    """An entry with the facts of Article 8 as they are now; ``content`` "" means the project's own."""
    return rules.Entry(
        volunteer_id=person.volunteer_id,
        entry_id=new_entry_id(stay),
        volunteer_number=person.volunteer_number,
        name=person.name,
        project_id=project.project_id,
        project=project.name,
        group_id=project.group_id,
        group=project.group_name,
        category=project.category,
        place=project.place,
        service_object=project.service_object,
        content=content or project.content,
        contact=project.contact_name,
        stay=stay,
        source=origin.source,
        state=origin.state,
        entered_by=origin.entered_by,
        entered_at=origin.at,
        note=origin.note,
        reason=origin.reason,
        confirmed_by=origin.confirmed_by,
        decided_at=origin.at if origin.confirmed_by else None,
        credited=credited(stay, origin.policy),
        policy=origin.policy.version,
        marks=",".join(origin.marks),
        district=project.district,
    )


def credited(stay: rules.Stay, policy: Policy) -> int | None:
    """What an entry counts for where the policy rounds it; None where it is the minutes served."""
    minutes = credited_minutes(stay, policy)
    return None if minutes == stay.minutes else minutes
