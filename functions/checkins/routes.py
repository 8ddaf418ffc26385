"""Check-in and check-out: codes to show and to use, who is in, and ending what was forgotten."""

from flask import Blueprint, Response

from functions.checkins import actions, schemas
from functions.web.answers import as_json
from functions.web.guard import actor, entry
from functions.web.idempotency import once
from functions.web.paging import asked_page, page_of
from functions.web.validation import query_as, takes

blueprint = Blueprint("checkins", __name__)


@blueprint.get("/projects/<project_id>/check-in-code")
@entry("recorder")
def see_code(project_id: str) -> Response:
    """The code to show now (`direction`, for coming also `planned_end`); another one follows in ``next_in`` seconds."""
    asked = query_as(schemas.CodeShape)
    shown = actions.code_of(actor().account_id, project_id, asked.direction, asked.planned_end)
    return as_json(schemas.shown_view(shown))


@blueprint.post("/check-ins")
@entry("volunteer")
@once
@takes(schemas.CheckInShape)
def check_in_or_out(asked: schemas.CheckInShape) -> Response:
    """Check in or out by a code; ``queued`` where it waited on the phone. The same code again is answered the same."""
    done = actions.by_code(actor().subject_id, asked.token, asked.queued)
    return as_json(schemas.done_view(done), 201)


@blueprint.get("/volunteers/me/check-in")
@entry("volunteer")
def see_own() -> Response:
    """Where the volunteer is in now (``check_in``), null where nowhere."""
    visit = actions.mine(actor().subject_id)
    return as_json({"check_in": schemas.open_view(visit) if visit else None})


@blueprint.get("/volunteers/me/personal-code")
@entry("volunteer")
def see_personal_code() -> Response:
    """The volunteer's own code to show now, for a recorder to scan."""
    return as_json(schemas.shown_view(actions.personal_code(actor().subject_id)))


@blueprint.post("/projects/<project_id>/check-ins")
@entry("recorder")
@once
@takes(schemas.CheckMemberShape)
def check_member(asked: schemas.CheckMemberShape, project_id: str) -> Response:
    """Check a member in or out, by the code on the member's phone or by number."""
    wish = actions.Asked(asked.direction, asked.personal_token, asked.volunteer_number, asked.planned_end)
    return as_json(schemas.recorded_view(actions.by_recorder(actor().account_id, project_id, wish)), 201)


@blueprint.get("/projects/<project_id>/check-ins")
@entry("recorder")
def see_inside(project_id: str) -> Response:
    """Who is in now, the longest due first."""
    found = actions.list_of(actor().account_id, project_id, asked_page())
    return as_json(page_of(found, lambda item: schemas.inside_view(item.visit())))


@blueprint.post("/projects/<project_id>/check-ins/close")
@entry("recorder")
@once
def close_forgotten(project_id: str) -> Response:
    """End check-ins whose planned end has passed, as proposals that wait; ``more`` says that there are others."""
    closed = actions.close_forgotten(actor().account_id, project_id)
    return as_json({"closed": closed.closed, "more": closed.more})
