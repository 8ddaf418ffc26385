"""Honour rolls: drawn by a group or the supervisor, printed, published with the names of those who agreed."""

from flask import Blueprint, Response

from functions.rolls import actions, publishing, schemas
from functions.web.answers import as_json
from functions.web.guard import actor, entry
from functions.web.idempotency import once
from functions.web.paging import asked_page, page_of
from functions.web.validation import takes

blueprint = Blueprint("rolls", __name__)


@blueprint.post("/groups/<group_id>/rolls")
@entry("recorder")
@once
@takes(schemas.RollShape)
def begin_of_group(asked: schemas.RollShape, group_id: str) -> Response:
    """Begin a roll of the own group's hours."""
    return as_json(schemas.roll_view(actions.begin(actor().account_id, group_id, asked.criteria())), 201)


@blueprint.post("/rolls")
@entry("supervisor")
@once
@takes(schemas.RollShape)
def begin(asked: schemas.RollShape) -> Response:
    """Begin a roll of the whole district's hours."""
    return as_json(schemas.roll_view(actions.begin(actor().account_id, "", asked.criteria())), 201)


@blueprint.get("/groups/<group_id>/rolls")
@entry("recorder")
def group_rolls(group_id: str) -> Response:
    """A group's rolls, the latest first."""
    found = actions.list_of(actor().account_id, "recorder", group_id, asked_page())
    return as_json(page_of(found, lambda item: schemas.roll_view(actions.shown(item))))


@blueprint.get("/rolls")
@entry("supervisor")
def district_rolls() -> Response:
    """The district's rolls, the latest first."""
    found = actions.list_of(actor().account_id, "supervisor", "", asked_page())
    return as_json(page_of(found, lambda item: schemas.roll_view(actions.shown(item))))


@blueprint.post("/rolls/<roll_id>/pieces")
@entry("recorder", "supervisor")
@once
def gather(roll_id: str) -> Response:
    """Read the hours of the next group; after the last one the roll is drawn."""
    person = actor()
    return as_json(schemas.roll_view(actions.gather(person.account_id, person.role, roll_id)))


@blueprint.get("/rolls/<roll_id>")
@entry("recorder", "supervisor")
def see(roll_id: str) -> Response:
    """One roll with its rows."""
    person = actor()
    return as_json(schemas.seen_view(actions.see(person.account_id, person.role, roll_id)))


@blueprint.post("/rolls/<roll_id>/publication")
@entry("recorder", "supervisor")
@once
@takes(schemas.PublishRollShape)
def publish(asked: schemas.PublishRollShape, roll_id: str) -> Response:
    """Publish it: with the names of those alone who agreed to that."""
    person = actor()
    return as_json(schemas.roll_view(publishing.publish(person.account_id, person.role, roll_id, asked.version)))


@blueprint.post("/rolls/<roll_id>/withdrawal")
@entry("recorder", "supervisor")
@once
@takes(schemas.WithdrawRollShape)
def withdraw(asked: schemas.WithdrawRollShape, roll_id: str) -> Response:
    """Take a published roll down; its names go at once."""
    person = actor()
    new = publishing.withdraw(person.account_id, person.role, roll_id, asked.version, asked.reason)
    return as_json(schemas.roll_view(new))
