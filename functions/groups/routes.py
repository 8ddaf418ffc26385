"""`/groups`: applications, decisions, recorders, members."""

from flask import Blueprint, Response, request

from functions.groups import actions, members, schemas
from functions.web.answers import as_json, nothing
from functions.web.guard import actor, entry, open_to_all
from functions.web.idempotency import once
from functions.web.limits import hold_back
from functions.web.paging import asked_page, page_of
from functions.web.validation import takes

blueprint = Blueprint("groups", __name__)


@blueprint.post("/groups")
@open_to_all("a group applies before it has an account")
@once
@takes(schemas.Apply)
def apply(asked: schemas.Apply) -> Response:
    """Apply to become a group, with its first recorder."""
    hold_back("apply")
    first = actions.Appointment(asked.recorder.recorder(), asked.recorder.password)
    group = actions.apply(asked.group(), first)
    return as_json({"group_id": group.group_id, "state": group.state}, 201)


@blueprint.get("/groups")
@entry("supervisor")
def list_groups() -> Response:
    """Groups by state, oldest application first."""
    found = actions.list_by_state(request.args.get("state", "pending"), asked_page())
    return as_json(page_of(found, lambda item: schemas.group_view(item.group())))


@blueprint.get("/groups/mine")
@entry("recorder")
def own_groups() -> Response:
    """The groups this recorder works for."""
    found = actions.groups_of(actor().account_id)
    return as_json({"items": [schemas.group_view(group) for group in found], "next": None})


@blueprint.get("/groups/<group_id>")
@entry("recorder", "supervisor")
def see_group(group_id: str) -> Response:
    """One group, for its recorders and the supervisor."""
    person = actor()
    return as_json(schemas.group_view(actions.seen_by(person.account_id, person.role, group_id)))


@blueprint.post("/groups/<group_id>/decision")
@entry("supervisor")
@once
@takes(schemas.Decide)
def decide(asked: schemas.Decide, group_id: str) -> Response:
    """Approve or refuse an application."""
    group = actions.decide(group_id, asked.decision, asked.reason or "", actor().account_id)
    return as_json({"group_id": group.group_id, "state": group.state})


@blueprint.post("/groups/<group_id>/recorders")
@entry("recorder")
@once
@takes(schemas.RecorderShape)
def appoint(asked: schemas.RecorderShape, group_id: str) -> Response:
    """Appoint a further recorder; they change the password and bind a second factor at first login."""
    new = actions.Appointment(asked.recorder(), asked.password)
    return as_json({"account_id": actions.appoint(actor().account_id, group_id, new)}, 201)


@blueprint.get("/groups/<group_id>/recorders")
@entry("recorder", "supervisor")
def list_recorders(group_id: str) -> Response:
    """Who records for the group."""
    person = actor()
    found = actions.recorders_of(person.account_id, person.role, group_id, asked_page())
    return as_json(page_of(found, schemas.recorder_view))


@blueprint.post("/groups/<group_id>/members")
@entry("recorder")
@once
@takes(schemas.AddMembers)
def add_members(asked: schemas.AddMembers, group_id: str) -> Response:
    """Add volunteers to the roster by number: one, or up to 500 lines; nobody when a line is wrong."""
    done = members.add(actor().account_id, group_id, asked.lines(), asked.field)
    people = [{"volunteer_number": person.volunteer_number, "name": person.name} for person in done.added]
    return as_json({"added": len(done.added), "already": done.already, "members": people}, 201)


@blueprint.get("/groups/<group_id>/members")
@entry("recorder")
def list_members(group_id: str) -> Response:
    """The roster."""
    return as_json(page_of(members.list_of(actor().account_id, group_id, asked_page()), schemas.member_view))


@blueprint.delete("/groups/<group_id>/members/<number>")
@entry("recorder")
def remove_member(group_id: str, number: str) -> Response:
    """Take a volunteer off the roster; recorded hours stay."""
    members.remove(actor().account_id, group_id, number)
    return nothing()
