"""The signing keys, for the supervisor: which sign and have signed, and putting one out of use."""

from flask import Blueprint, Response

from functions.signing import actions, schemas
from functions.web.answers import as_json
from functions.web.guard import actor, entry
from functions.web.validation import takes

blueprint = Blueprint("signing", __name__)


@blueprint.get("/signing-keys")
@entry("supervisor")
def signing_keys() -> Response:
    """Every key that signs or has signed, the latest first, and how many stand by: configured and not yet used."""
    return as_json({"items": [schemas.key_view(record) for record in actions.ring()], "ready": actions.ready()})


@blueprint.put("/signing-keys/<kid>/state")
@entry("supervisor")
@takes(schemas.EndKeyShape)
def end_key(asked: schemas.EndKeyShape, kid: str) -> Response:
    """Retire a key, or declare that it has leaked; the next one signs from now on."""
    return as_json(schemas.key_view(actions.put_out_of_use(actor().account_id, kid, asked.state, asked.reason)))
