"""Disputes: raised by a volunteer, answered by the group, and by the supervisor where the group does not."""

from flask import Blueprint, Response, request

from functions.disputes import actions, schemas
from functions.web.answers import as_json
from functions.web.guard import actor, entry
from functions.web.idempotency import once
from functions.web.paging import asked_page, page_of
from functions.web.validation import takes

blueprint = Blueprint("disputes", __name__)


@blueprint.post("/volunteers/me/disputes")
@entry("volunteer")
@once
@takes(schemas.RaiseShape)
def open_dispute(asked: schemas.RaiseShape) -> Response:
    """Point out an error in an own entry (`error`), or hours that are missing (`missing`)."""
    wanted = actions.Raised(asked.kind, asked.entry_id, asked.project_id, asked.text, asked.stay())
    return as_json(schemas.dispute_view(actions.open_dispute(actor().subject_id, wanted), "volunteer"), 201)


@blueprint.get("/volunteers/me/disputes")
@entry("volunteer")
def own_disputes() -> Response:
    """The own disputes, the latest first."""
    found = actions.of_volunteer(actor().subject_id, asked_page())
    return as_json(page_of(found, lambda item: schemas.summary_view(item.dispute())))


@blueprint.get("/groups/<group_id>/disputes")
@entry("recorder")
def group_disputes(group_id: str) -> Response:
    """What waits for the group's answer, the first due first; with ``state=all`` everything, the latest first."""
    everything = request.args.get("state", "") == "all"
    found = actions.of_group(actor().account_id, group_id, everything, asked_page())
    return as_json(page_of(found, lambda item: schemas.staff_summary_view(item.dispute())))


@blueprint.get("/disputes/overdue")
@entry("supervisor")
def overdue_disputes() -> Response:
    """What a group has not answered in time, and what a volunteer has brought here."""
    found = actions.overdue(actor().account_id, asked_page())
    return as_json(page_of(found, lambda item: schemas.staff_summary_view(item.dispute())))


@blueprint.get("/disputes/<dispute_id>")
@entry("volunteer", "recorder", "supervisor")
def see_dispute(dispute_id: str) -> Response:
    """One dispute with its thread: for its volunteer, its group and the supervisor."""
    person = actor()
    found = actions.see(person.account_id, person.role, person.subject_id, dispute_id)
    return as_json(schemas.dispute_view(found, person.role))


@blueprint.post("/disputes/<dispute_id>/messages")
@entry("volunteer", "recorder", "supervisor")
@once
@takes(schemas.SayShape)
def say(asked: schemas.SayShape, dispute_id: str) -> Response:
    """Add to the thread; ``outcome`` settles or moves the dispute. 409 where somebody else was first."""
    person = actor()
    message = actions.Message(asked.version, asked.text, asked.outcome)
    new = actions.say(person.account_id, person.role, person.subject_id, dispute_id, message)
    return as_json(schemas.dispute_view(new, person.role), 201)
