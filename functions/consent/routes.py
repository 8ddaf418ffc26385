"""`/notices`: the texts that people agree to."""

from flask import Blueprint, Response

from functions.consent import actions
from functions.web.answers import as_json
from functions.web.guard import open_to_all

blueprint = Blueprint("consent", __name__)


@blueprint.get("/notices/<purpose>")
@open_to_all("one reads a notice before one has an account")
def see_notice(purpose: str) -> Response:
    """The notice in force for a purpose: ``registration`` or ``verification``."""
    notice = actions.notice(purpose)
    names = ("purpose", "version", "sha256", "title", "text")
    return as_json({name: getattr(notice, name) for name in names})
