"""`/groups/{id}/succession`, `/successions`: the supervisor records the end of a group, and takes that back."""

from flask import Blueprint, Response

from functions.successions import actions, schemas
from functions.web.answers import as_json
from functions.web.guard import actor, entry
from functions.web.idempotency import once
from functions.web.paging import asked_page, page_of
from functions.web.validation import takes

blueprint = Blueprint("successions", __name__)


@blueprint.post("/groups/<group_id>/succession")
@entry("supervisor")
@once
@takes(schemas.EndGroupShape)
def record(asked: schemas.EndGroupShape, group_id: str) -> Response:
    """Record that a group was merged or dissolved, and who answers in its place; ``successor_id`` is a group's id, or
    ``district`` for the supervising body."""
    made = actions.record(actor().account_id, group_id, asked.successor_id, asked.ended())
    return as_json(schemas.succession_view(made), 201)


@blueprint.get("/successions")
@entry("supervisor")
def list_successions() -> Response:
    """What was recorded, the latest first."""
    return as_json(page_of(actions.list_of(asked_page()), schemas.succession_view))


@blueprint.post("/successions/<succession_id>/undo")
@entry("supervisor")
@once
@takes(schemas.UndoEndShape)
def undo(asked: schemas.UndoEndShape, succession_id: str) -> Response:
    """Take it back; 409 once somebody has acted in the group's place."""
    return as_json(schemas.succession_view(actions.undo(actor().account_id, succession_id, asked.reason)))
