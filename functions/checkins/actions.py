"""What recorders and volunteers do at the door: show a code, use one, see who is in, end what was forgotten."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from functions.checkins import doorway, rules, tokens
from functions.checkins.doorway import Act, Done
from functions.checkins.models import OpenCheckIn
from functions.groups import actions as groups
from functions.groups import members
from functions.projects import actions as projects
from functions.projects.rules import Project
from functions.regulation.violation import Violation
from functions.storage import audit, clock
from functions.storage.pages import Page
from functions.storage.refusals import Refused
from functions.storage.settings import settings
from functions.volunteers.actions import Known, find_by_numbers, known

_AT_ONCE = 50  # forgotten check-ins ended in one request
mine = doorway.find


@dataclass(frozen=True)
class Shown:
    """A code as a screen shows it: ``picture`` is an SVG, ``next_in`` in whole seconds."""

    token: str
    address: str
    picture: str
    valid_until: datetime
    next_in: int


def _shown(token: str, made: datetime) -> Shown:
    address = f"{settings().site_origin}/check-in/#{token}"
    left = (made + rules.CODE_STEP - clock.now()).total_seconds()
    valid_until = made + rules.CODE_STEP + rules.CODE_LASTS
    return Shown(token, address, tokens.picture_of(address), valid_until, max(1, ceil(left)))


def code_of(actor_id: str, project_id: str, direction: str, planned_end: datetime | None) -> Shown:
    """The code that a recorder's screen shows now, for one project and direction. Raises `Refused`."""
    project, now = projects.own(actor_id, project_id, entering=True), clock.now()
    faults = _direction_faults(direction) + rules.planned_faults(planned_end, now)
    if direction == rules.IN:
        faults += rules.window_faults(doorway.window_of(project), now)
    if faults:
        raise Refused(faults)
    made = tokens.begin_of_step(now)
    planned = planned_end if direction == rules.IN else None
    return _shown(tokens.ProjectCode(project_id, direction, actor_id, made, planned).text, made)


def personal_code(volunteer_id: str) -> Shown:
    """The code that a volunteer's phone shows now, for a recorder to scan."""
    made = tokens.begin_of_step(clock.now())
    return _shown(tokens.PersonalCode(volunteer_id, made).text, made)


def _direction_faults(direction: str) -> list[Violation]:
    if direction in rules.DIRECTIONS:
        return []
    return [Violation("9", "checkins.direction", "direction", "请选择签到或签退。")]


def by_code(volunteer_id: str, typed: str, queued: bool) -> Done:
    """A volunteer checks in or out by the code on a recorder's screen. ``queued``: the act waited on the phone for a
    network; then the instant that counts is the one the server signed into the code. Raises `Refused`."""
    text, now = tokens.bare(typed), clock.now()
    code = tokens.read(text)
    if not isinstance(code, tokens.ProjectCode):
        raise Refused([_wrong_code("token", isinstance(code, tokens.PersonalCode))])
    faults = rules.code_faults(code.made, now, queued)
    if faults:
        raise Refused(faults)
    project = projects.find(code.project_id)
    if project is None or not members.among(project.group_id, [volunteer_id]):
        message = "您不在这个团体的名册中。请把志愿者编号告诉记录员，加入名册后再扫。"
        raise Refused([Violation("9", "checkins.not_a_member", "token", message)])
    groups.open_for_visits(project.group_id)
    late = queued and bool(rules.code_faults(code.made, now, queued=False))
    act = Act(
        person=known(volunteer_id),
        project=project,
        direction=code.direction,
        at=code.made if late else now,
        late=late,
        recorder_id=code.recorder_id,
        actor_id=volunteer_id,
        planned_end=code.planned_end,
        use=f"{volunteer_id}#{tokens.mark_of(text)}",
    )
    return doorway.perform(act)


def _wrong_code(field: str, is_the_other_kind: bool) -> Violation:
    if not is_the_other_kind:
        return Violation("9", "checkins.code_forged", field, "这不是本系统的签到码，或没有读全。请再扫一次屏幕上的码。")
    if field == "token":
        message = "这是志愿者自己的签到码，请交给记录员扫。您要扫的是记录员屏幕上的码。"
    else:
        message = "这是项目的签到码，由志愿者用手机扫。这里请扫志愿者手机上的码。"
    return Violation("9", "checkins.other_kind", field, message)


@dataclass(frozen=True)
class Asked:
    """What a recorder asks: for the bearer of ``personal_token``, or for a number where there is no phone."""

    direction: str
    personal_token: str
    volunteer_number: str
    planned_end: datetime | None


def by_recorder(actor_id: str, project_id: str, asked: Asked) -> Done:
    """A recorder checks a member in or out. Raises `Refused`."""
    project, now = projects.own(actor_id, project_id, entering=True), clock.now()
    faults = _direction_faults(asked.direction) + rules.planned_faults(asked.planned_end, now)
    if faults:
        raise Refused(faults)
    text = tokens.bare(asked.personal_token)
    person = _bearer(text, now) if text else _numbered(asked.volunteer_number)
    if not members.among(project.group_id, [person.volunteer_id]):
        field = "personal_token" if text else "volunteer_number"
        raise Refused([Violation("9", "checkins.not_a_member", field, projects.NOT_A_MEMBER)])
    return doorway.perform(_recorders_act(actor_id, project, person, asked, text, now))


def _recorders_act(actor_id: str, project: Project, person: Known, asked: Asked, text: str, now: datetime) -> Act:
    # One phone's code may be scanned for coming and for going within its minutes: these are two uses.
    use = f"{person.volunteer_id}#{tokens.mark_of(text)}#{project.project_id}#{asked.direction}" if text else ""
    return Act(
        person=person,
        project=project,
        direction=asked.direction,
        at=now,
        late=False,
        recorder_id=actor_id,
        actor_id=actor_id,
        planned_end=asked.planned_end,
        use=use,
        group_id=project.group_id,
    )


def _bearer(text: str, now: datetime) -> Known:
    code = tokens.read(text)
    if not isinstance(code, tokens.PersonalCode):
        raise Refused([_wrong_code("personal_token", isinstance(code, tokens.ProjectCode))])
    if rules.code_faults(code.made, now, queued=False):
        message = "这个签到码已过期，请志愿者打开“签到签退”页面，扫现在的码。"
        raise Refused([Violation("9", "checkins.code_expired", "personal_token", message)])
    return known(code.volunteer_id)


def _numbered(typed: str) -> Known:
    number = members.canonical_number(typed)
    found = find_by_numbers([number])
    faults = members.lines_to_members([number], lambda _: "volunteer_number", found, projects.NOT_A_MEMBER)
    if faults:
        raise Refused(faults)
    return found[number]


def list_of(actor_id: str, project_id: str, page: Page) -> Any:
    """A page of who is in now, the longest due first: one query; the reading is on record."""
    project = projects.own(actor_id, project_id)
    audit.saw(f"group#{project.group_id}", actor_id, "see_check_ins", about=project_id)
    return page.of(OpenCheckIn.by_project, project_id)


@dataclass(frozen=True)
class Closed:
    """How many forgotten check-ins were ended, and whether there are more."""

    closed: int
    more: bool


def close_forgotten(actor_id: str, project_id: str) -> Closed:
    """End the check-ins whose planned end has passed, each as a proposal that waits; fifty in a request."""
    projects.own(actor_id, project_id, entering=True)
    due = OpenCheckIn.planned_end < clock.now()
    found = OpenCheckIn.by_project.query(project_id, due, limit=_AT_ONCE)
    visits = [item.visit() for item in found]
    closed = sum(doorway.close(visit, actor_id) for visit in visits)
    return Closed(closed, found.last_evaluated_key is not None)
