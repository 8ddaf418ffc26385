"""`/public/notices`, `/public/draws`: notices and spot checks, for anyone. Part of the public function.

One `Query` a list and one `GetItem` a draw, of what was put on the shelf for everybody; no key, no write but the counter of
downloads.
"""

import json
import re
from typing import Any

from flask import Blueprint, Response, request

from functions.storage.counters import PublicRateCounter, hit
from functions.storage.refusals import NotFound, TooMany
from functions.supervision.models import Publication
from functions.web.answers import as_file, as_json
from functions.web.asked import asked_limit, no_such_page
from functions.web.guard import open_to_all
from functions.web.source import client_address

blueprint = Blueprint("supervision_public", __name__)

_DEFAULT, _MOST = 20, 50
_PLACE = re.compile(r"[0-9a-z-]{1,60}")
_LISTS, _WINDOW = 60, 600
_UNKNOWN = NotFound("supervision.no_draw", "没有这次抽查，或者还没有抽取。")


def _asked() -> tuple[int, str]:
    """How many, and after which place; a place is nothing secret, so the cursor is the place itself."""
    cursor = request.args.get("cursor", "")
    if cursor and not _PLACE.fullmatch(cursor):
        raise no_such_page()
    return asked_limit(_DEFAULT, _MOST), cursor


def _page_of(shelf: str) -> dict[str, Any]:
    """A page of a shelf, the latest first: one query."""
    limit, cursor = _asked()
    before = Publication.place < cursor if cursor else None
    found = list(Publication.query(shelf, before, limit=limit + 1, scan_index_forward=False))
    items = [json.loads(item.content) for item in found[:limit]]
    return {"items": items, "next": found[limit - 1].place if len(found) > limit else None}


@blueprint.get("/public/notices")
@open_to_all("a notice is made known to everybody")
def list_notices() -> Response:
    """Notices about groups, the latest first; a withdrawn one stays listed, without its text."""
    return as_json(_page_of("notice"))


@blueprint.get("/public/draws")
@open_to_all("anyone may see how a spot check was drawn")
def list_draws() -> Response:
    """Spot checks, the latest first: what was drawn from and how, and what came of it in numbers."""
    return as_json(_page_of("draw"))


@blueprint.get("/public/draws/<draw_id>")
@open_to_all("anyone may see how a spot check was drawn")
def see_draw(draw_id: str) -> Response:
    """One spot check with its method, word for word; 404 where there is none."""
    try:
        return as_json(json.loads(Publication.get("draw", draw_id, consistent_read=True).content))
    except Publication.DoesNotExist:
        raise _UNKNOWN from None


@blueprint.get("/public/draws/<draw_id>/population")
@open_to_all("anyone may repeat a draw")
def population(draw_id: str) -> Response:
    """The list that was drawn from as a text file, one id a line; its SHA-256 stands with the draw."""
    wait = hit(PublicRateCounter, "population", client_address(), _LISTS, _WINDOW)
    if wait:
        raise TooMany(f"下载的次数太多，请在 {-(-wait // 60)} 分钟后再试。", wait)
    try:
        drawn = json.loads(Publication.get("draw", draw_id, consistent_read=True).content)
    except Publication.DoesNotExist:
        raise _UNKNOWN from None
    if not drawn["seed"]:
        raise _UNKNOWN
    parts = Publication.query(f"population#{draw_id}", consistent_read=True)
    text = "".join(part.content for part in parts)
    return as_file(text.encode(), "text/plain; charset=utf-8", f"draw-{draw_id}.txt", f"抽查名单-{draw_id}.txt")
