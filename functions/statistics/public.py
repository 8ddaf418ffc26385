"""`/public/statistics`: the published figures. Part of the public function: one `GetItem`, no key, nothing counted here."""

from flask import Blueprint, Response

from functions.statistics.models import PublishedFigures
from functions.statistics.rules import told
from functions.storage.clock import beijing_text
from functions.storage.refusals import NotFound
from functions.storage.settings import settings
from functions.web.answers import as_json
from functions.web.guard import open_to_all

blueprint = Blueprint("public_statistics", __name__)


@blueprint.get("/public/statistics")
@open_to_all("public figures are for everybody; small ones are left out")
def see_figures() -> Response:
    """The figures as they were published last; 404 before the first time."""
    try:
        item = PublishedFigures.get(settings().district_code)
    except PublishedFigures.DoesNotExist:
        raise NotFound("statistics.none", "统计数字还没有发布，请过一小时再看。") from None
    own = settings()
    return as_json(told(item.figures, beijing_text(item.as_of), own.district_code, own.supervising_body))
