"""`/volunteers`: registration, and the own basic information."""

from flask import Blueprint, Response

from functions.volunteers import actions, schemas
from functions.web.answers import as_json, shown_instant
from functions.web.guard import actor, entry, open_to_all
from functions.web.idempotency import once
from functions.web.limits import hold_back
from functions.web.validation import takes

blueprint = Blueprint("volunteers", __name__)


@blueprint.post("/volunteers")
@open_to_all("one registers before one has an account")
@once
@takes(schemas.Register)
def register(asked: schemas.Register) -> Response:
    """Register under the real name, with consent to the notice."""
    hold_back("register")
    known = actions.register(asked.registration())
    return as_json({"volunteer_id": known.volunteer_id, "volunteer_number": known.volunteer_number}, 201)


@blueprint.get("/volunteers/me")
@entry("volunteer")
def see_own_file() -> Response:
    """The own nine fields and what one agreed to."""
    found = actions.own_file(actor().subject_id)
    consents = actions.agreed_purposes(found.volunteer_id)
    view = {**schemas.person_view(found.person), "login": found.login}
    return as_json({**view, "registered_at": shown_instant(found.registered_at), "consents": consents})
