"""Shares: made and ended by the volunteer, looked at by whoever holds the link."""

from typing import Any

from flask import Blueprint, Response

from functions.sharing import actions, schemas
from functions.web.answers import as_json
from functions.web.guard import actor, entry, open_to_all
from functions.web.idempotency import once
from functions.web.limits import hold_back
from functions.web.paging import asked_page, page_of
from functions.web.validation import takes

blueprint = Blueprint("sharing", __name__)


@blueprint.post("/volunteers/me/shares")
@entry("volunteer")
@once
@takes(schemas.ShareShape)
def make_share(asked: schemas.ShareShape) -> Response:
    """Make a link for one receiver; the list of the own shares tells its ``token``."""
    wanted = actions.Asked(asked.receiver, tuple(asked.blocks), asked.first, asked.last, asked.until)
    return as_json(schemas.share_view(actions.make(actor().subject_id, wanted)), 201)


@blueprint.get("/volunteers/me/shares")
@entry("volunteer")
def list_shares() -> Response:
    """The own shares, the latest first, with when they were looked at."""
    found = actions.list_of(actor().subject_id, asked_page())

    def view(item: Any) -> dict[str, Any]:
        share = actions.shown(item)
        shown = schemas.share_view(share)
        return {**shown, "token": actions.token_of(share.share_id)} if shown["state"] == "open" else shown

    return as_json(page_of(found, view))


@blueprint.post("/volunteers/me/shares/<share_id>/end")
@entry("volunteer", moved=True)
@once
def end_share(share_id: str) -> Response:
    """End a share at once."""
    return as_json(schemas.share_view(actions.end(actor().subject_id, share_id)))


@blueprint.post("/shares/view")
@open_to_all("the receiver of a link has no account; the token is in the body, so in no address")
@takes(schemas.LookShape)
def look(asked: schemas.LookShape) -> Response:
    """What the link shows now; services page with ``limit`` and ``cursor``."""
    hold_back("share")
    seen = actions.look(asked.token, asked_page())
    service = (
        page_of(seen.service, lambda item: schemas.service_row(item.entry())) if seen.service is not None else None
    )
    return as_json(schemas.seen_view(seen, service))
