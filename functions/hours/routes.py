"""`/projects/{id}/hours`: enter hours, see them."""

from flask import Blueprint, Response

from functions.hours import actions, schemas
from functions.web.answers import as_json
from functions.web.guard import actor, entry
from functions.web.idempotency import once
from functions.web.paging import asked_page, page_of
from functions.web.validation import takes

blueprint = Blueprint("hours", __name__)


@blueprint.post("/projects/<project_id>/hours")
@entry("recorder")
@once
@takes(schemas.LogHours)
def log_hours(asked: schemas.LogHours, project_id: str) -> Response:
    """Enter hours for many volunteers at once: all or nothing, every fault at its row. ``check_only`` writes nothing."""
    shapes, unreadable = asked.rows()
    rows = [
        actions.Row(line, schemas.number_of(shape), schemas.stay_of(shape), shape.content or "")
        for line, shape in shapes
    ]
    done = actions.log_hours(actor().account_id, project_id, rows, unreadable, asked.check_only)
    return as_json(schemas.logged_view(done, asked.check_only), 200 if asked.check_only else 201)


@blueprint.get("/projects/<project_id>/hours")
@entry("recorder")
def see_hours(project_id: str) -> Response:
    """The project's entries in force, in the order of time."""
    found = actions.entries_of_project(actor().account_id, project_id, asked_page())
    return as_json(page_of(found, lambda item: schemas.entry_view(item.entry())))
