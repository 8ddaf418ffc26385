"""Evaluations: written by a group for a whole project, read and answered by each, and the group rated in turn."""

from flask import Blueprint, Response

from functions.evaluations import actions, schemas
from functions.web.answers import as_json, nothing
from functions.web.guard import actor, entry
from functions.web.idempotency import once
from functions.web.paging import asked_page, page_of
from functions.web.validation import takes

blueprint = Blueprint("evaluations", __name__)


@blueprint.get("/projects/<project_id>/evaluations")
@entry("recorder")
def see_sheet(project_id: str) -> Response:
    """Everybody who took part in a project, with what was said of each."""
    return as_json(schemas.sheet_view(actions.sheet_of(actor().account_id, project_id)))


@blueprint.post("/projects/<project_id>/evaluations")
@entry("recorder")
@once
@takes(schemas.RateShape)
def rate(asked: schemas.RateShape, project_id: str) -> Response:
    """Evaluate up to 100 people who took part; nothing is kept when one row is wrong."""
    rows = [actions.Row(row.volunteer_number, row.rating(), row.version) for row in asked.rows]
    return as_json({"rated": actions.rate(actor().account_id, project_id, rows)}, 201)


@blueprint.get("/volunteers/me/evaluations")
@entry("volunteer")
def own_evaluations() -> Response:
    """What was said of one's own service, the latest first."""
    found = actions.of_volunteer(actor().subject_id, asked_page())
    return as_json(page_of(found, lambda item: schemas.own_view(actions.shown(item))))


@blueprint.get("/volunteers/me/evaluations/averages")
@entry("volunteer")
def own_averages() -> Response:
    """The averages of what was said; null for fewer than five."""
    return as_json(schemas.averages_view(*actions.averages_of(actor().subject_id)))


@blueprint.post("/volunteers/me/evaluations/<project_id>/answer")
@entry("volunteer")
@once
@takes(schemas.AnswerEvaluationShape)
def answer(asked: schemas.AnswerEvaluationShape, project_id: str) -> Response:
    """Answer what was said, once."""
    return as_json(schemas.own_view(actions.answer(actor().subject_id, project_id, asked.version, asked.text)), 201)


@blueprint.post("/volunteers/me/evaluations/<project_id>/group")
@entry("volunteer")
@once
@takes(schemas.RateGroupShape)
def rate_group(asked: schemas.RateGroupShape, project_id: str) -> Response:
    """Rate the group of a project in which one took part; it never learns who said what."""
    actions.rate_group(actor().subject_id, project_id, asked.score, asked.words)
    return nothing()


@blueprint.get("/groups/<group_id>/rating")
@entry("recorder", "supervisor")
def group_rating(group_id: str) -> Response:
    """What volunteers say of a group; nothing for fewer than five people."""
    person = actor()
    return as_json(schemas.group_view(actions.of_group(person.account_id, person.role, group_id)))
