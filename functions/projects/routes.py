"""`/projects`: making them, and their rosters. Hours of a project are the hours room's."""

from flask import Blueprint, Response, request

from functions.groups.schemas import AddMembers, member_view
from functions.projects import actions, schemas
from functions.web.answers import as_json
from functions.web.guard import actor, entry
from functions.web.idempotency import once
from functions.web.paging import asked_page, page_of
from functions.web.validation import takes

blueprint = Blueprint("projects", __name__)


@blueprint.post("/projects")
@entry("recorder")
@once
@takes(schemas.CreateProject)
def create(asked: schemas.CreateProject) -> Response:
    """Make a project for an own group."""
    project = actions.create(actor().account_id, asked.project())
    return as_json({"project_id": project.project_id}, 201)


@blueprint.get("/projects")
@entry("recorder")
def list_projects() -> Response:
    """An own group's projects (`group_id`), the latest first."""
    found = actions.list_of(actor().account_id, request.args.get("group_id", ""), asked_page())
    return as_json(page_of(found, lambda item: schemas.project_view(item.project())))


@blueprint.get("/projects/<project_id>")
@entry("recorder")
def see_project(project_id: str) -> Response:
    """One project of an own group."""
    return as_json(schemas.project_view(actions.own(actor().account_id, project_id)))


@blueprint.post("/projects/<project_id>/roster")
@entry("recorder")
@once
@takes(AddMembers)
def add_to_roster(asked: AddMembers, project_id: str) -> Response:
    """Put members on the roster by number: up to 500 lines; nobody when a line is wrong."""
    done = actions.add_to_roster(actor().account_id, project_id, asked.lines(), asked.field)
    people = [{"volunteer_number": person.volunteer_number, "name": person.name} for person in done.added]
    return as_json({"added": len(done.added), "already": done.already, "members": people}, 201)


@blueprint.get("/projects/<project_id>/roster")
@entry("recorder")
def see_roster(project_id: str) -> Response:
    """Who is on the roster."""
    return as_json(page_of(actions.roster_of(actor().account_id, project_id, asked_page()), member_view))


@blueprint.get("/volunteers/me/projects")
@entry("volunteer")
def own_projects() -> Response:
    """The latest projects of the own groups, in which hours may be claimed."""
    found = actions.of_volunteer(actor().subject_id)
    return as_json({"items": [schemas.offered_view(project) for project in found], "next": None})
