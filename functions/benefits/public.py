"""`/public/benefits`: what is offered now, for anybody. Part of the public function: one `Query`, no key, no write."""

import re
from datetime import date
from typing import Any

from flask import Blueprint, Response, request

from functions.benefits.models import BenefitItem
from functions.benefits.shown import public_view
from functions.storage import clock
from functions.storage.pages import Page
from functions.storage.settings import settings
from functions.web.answers import as_json
from functions.web.asked import asked_limit, no_such_page
from functions.web.guard import open_to_all

blueprint = Blueprint("public_benefits", __name__)

_CURSOR = re.compile(r"(\d{4}-\d{2}-\d{2})\.([0-9a-z]{20})")


@blueprint.get("/public/benefits")
@open_to_all("the catalogue is for everybody to see")
def list_benefits() -> Response:
    """The benefits that are open now or will be, what ends first first; pages with ``limit`` and ``cursor``."""
    district = settings().district_code
    found = _page(district).of(BenefitItem.by_open, district, BenefitItem.open_until >= clock.today())
    items = [public_view(item.benefit()) for item in found]
    return as_json({"items": items, "next": _cursor(found.last_evaluated_key)})


def _page(district: str) -> Page:
    cursor = request.args.get("cursor")
    return Page(asked_limit(), _opened(cursor, district) if cursor else None)


def _opened(cursor: str, district: str) -> dict[str, Any]:
    """The engine's key of where a page begins. Nothing signs it, as this function has no key; it can only point into the list
    of this district, which is everybody's anyway."""
    read = _CURSOR.fullmatch(cursor) if cursor.isascii() else None
    try:
        until = date.fromisoformat(read[1]) if read else None
    except ValueError:
        until = None
    if read is None or until is None or until < clock.today():
        raise no_such_page()
    return {"open_in": {"S": district}, "open_until": {"S": read[1]}, "benefit_id": {"S": read[2]}}


def _cursor(last: dict[str, Any] | None) -> str | None:
    return f"{last['open_until']['S']}.{last['benefit_id']['S']}" if last else None
