"""`/settings`: what this deployment is, and the lists its forms offer."""

from flask import Blueprint, Response

from functions.settings import actions
from functions.web.answers import as_json
from functions.web.guard import open_to_all

blueprint = Blueprint("settings", __name__)


@blueprint.get("/settings")
@open_to_all("forms are filled in before one has an account")
def see_settings() -> Response:
    """The district, its supervising body, and every list of choices."""
    return as_json(actions.shown_settings())
