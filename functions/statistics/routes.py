"""`/statistics/recounts`: for the supervisor, whether the public figures are what the records come to."""

from flask import Blueprint, Response

from functions.statistics import actions, schemas
from functions.web.answers import as_json
from functions.web.guard import entry
from functions.web.paging import asked_page, page_of

blueprint = Blueprint("statistics", __name__)


@blueprint.get("/statistics/recounts")
@entry("supervisor")
def see_recounts() -> Response:
    """What the nightly recounts found, the latest first."""
    return as_json(page_of(actions.recounts(asked_page()), schemas.recount_view))
