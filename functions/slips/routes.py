"""Claim slips: filled in by a group, confirmed or denied by whoever holds one."""

from typing import Any

from flask import Blueprint, Response

from functions.slips import actions, paper, schemas
from functions.web.answers import as_json, nothing
from functions.web.guard import actor, entry, open_to_all
from functions.web.idempotency import once
from functions.web.limits import hold_back
from functions.web.paging import asked_page, page_of
from functions.web.validation import takes

blueprint = Blueprint("slips", __name__)


@blueprint.post("/groups/<group_id>/slips")
@entry("recorder")
@once
@takes(schemas.FillInShape)
def fill_in(asked: schemas.FillInShape, group_id: str) -> Response:
    """Fill in slips for people who have not registered: all lines, or none and every fault."""
    made = actions.fill_in(actor().account_id, group_id, [person.filled() for person in asked.people])
    return as_json({"made": len(made)}, 201)


@blueprint.get("/groups/<group_id>/slips")
@entry("recorder")
def list_slips(group_id: str) -> Response:
    """The slips that wait, the latest first, each with the code to print."""
    found = actions.list_of(actor().account_id, group_id, asked_page())

    def view(item: Any) -> dict[str, Any]:
        slip = actions.shown(item)
        code = actions.code_of(slip.slip_id)
        return schemas.group_slip_view(slip, code, paper.address_of(code), paper.picture_of(code))

    return as_json(page_of(found, view))


@blueprint.delete("/groups/<group_id>/slips/<slip_id>")
@entry("recorder")
def take_back(group_id: str, slip_id: str) -> Response:
    """Take a slip back."""
    actions.take_back(actor().account_id, group_id, slip_id)
    return nothing()


@blueprint.post("/slips/view")
@open_to_all("whoever holds a slip has no account yet; the code is in the body, so in no address")
@takes(schemas.CodeShape)
def look(asked: schemas.CodeShape) -> Response:
    """What a slip says, by its code."""
    hold_back("slip")
    return as_json(schemas.slip_view(actions.look(asked.code)))


@blueprint.post("/slips/confirm")
@open_to_all("confirming a slip is registering")
@once
@takes(schemas.ConfirmShape)
def confirm(asked: schemas.ConfirmShape) -> Response:
    """Register, with the own consent, as the person a slip was filled in for."""
    hold_back("slip")
    known = actions.confirm(asked.code, asked.registration.registration())
    return as_json({"volunteer_id": known.volunteer_id, "volunteer_number": known.volunteer_number}, 201)


@blueprint.post("/slips/deny")
@open_to_all("who was registered without knowing has no account")
@once
@takes(schemas.CodeShape)
def deny(asked: schemas.CodeShape) -> Response:
    """This is somebody else: the slip is gone, and the supervisor is told."""
    hold_back("slip")
    actions.deny(asked.code)
    return nothing()
