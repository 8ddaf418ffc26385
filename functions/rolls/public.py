"""`/public/rolls`: published honour rolls, for anyone. Part of the public function: two queries at most, no key, no write."""

import re
from typing import Any

from flask import Blueprint, Response, request

from functions.rolls.models import PublishedRoll, RollName
from functions.stars.schemes import NAMES
from functions.storage.refusals import NotFound
from functions.storage.settings import settings
from functions.web.answers import as_json
from functions.web.guard import open_to_all

blueprint = Blueprint("rolls_public", __name__)

_PAGE = 20
_PLACE = re.compile(r"[0-9]{14}-[0-9a-z]{20}")


def _view(item: PublishedRoll) -> dict[str, Any]:
    return {"roll": item.place, **item.content}


@blueprint.get("/public/rolls")
@open_to_all("a published list is for everybody")
def list_rolls() -> Response:
    """Published rolls, the latest first, without their names."""
    cursor = request.args.get("cursor", "")
    before = PublishedRoll.place < cursor if _PLACE.fullmatch(cursor) else None
    found = list(PublishedRoll.query(settings().district_code, before, limit=_PAGE + 1, scan_index_forward=False))
    last = found[_PAGE - 1].place if len(found) > _PAGE else None
    return as_json({"items": [_view(item) for item in found[:_PAGE]], "next": last})


@blueprint.get("/public/rolls/<place>")
@open_to_all("a published list is for everybody")
def see_roll(place: str) -> Response:
    """One roll with the names of those who agreed to that, their place and star; 404 where there is none."""
    try:
        item = PublishedRoll.get(settings().district_code, place)
    except PublishedRoll.DoesNotExist:
        raise NotFound("rolls.unknown", "没有这份名单。") from None
    found = [] if item.content["withdrawn"] else list(RollName.query(place))
    names = [{"place": int(each.rank), "name": each.name, "star_name": NAMES[int(each.star)] or None} for each in found]
    return as_json({**_view(item), "names": names, "unnamed": int(item.content["people"]) - len(names)})
