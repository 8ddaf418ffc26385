"""`/messages`: what one was told."""

from flask import Blueprint, Response

from functions.messages import actions, schemas
from functions.web.answers import as_json
from functions.web.guard import ROLES, actor, entry
from functions.web.paging import asked_page, page_of

blueprint = Blueprint("messages", __name__)


@blueprint.get("/messages")
@entry(*ROLES)
def list_messages() -> Response:
    """The own messages, the newest first."""
    return as_json(page_of(actions.list_of(actor().subject_id, asked_page()), schemas.message_view))
