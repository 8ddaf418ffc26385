"""`/public/groups/{id}/succession`: who answers for a group now. Part of the public function.

One `GetItem` for each group that followed another; no key, no write. The page of the check asks it in a request of its own, so
that the check itself stays one read.
"""

from typing import Any

from flask import Blueprint, Response

from functions.successions.models import PublicSuccession
from functions.successions.statuses import ENDINGS, words
from functions.web.answers import as_json
from functions.web.guard import open_to_all

blueprint = Blueprint("successions_public", __name__)

_LONGEST_CHAIN = 20


def _of(group_id: str) -> PublicSuccession | None:
    try:
        return PublicSuccession.get(group_id, consistent_read=True)
    except PublicSuccession.DoesNotExist:
        return None


@blueprint.get("/public/groups/<group_id>/succession")
@open_to_all("whoever holds a paper may ask who answers for the body that recorded it")
def see_succession(group_id: str) -> Response:
    """Whether a group was merged or dissolved, and who answers in its place; the same for a group that is still there and for
    an id that names none."""
    first = last = _of(group_id)
    if first is None or last is None:
        return as_json({"succeeded": False})
    for _ in range(_LONGEST_CHAIN):
        following = _of(last.successor_id) if last.successor_id else None
        if following is None:
            break
        last = following
    return as_json(_view(first, last.successor))


def _view(first: PublicSuccession, answers: str) -> dict[str, Any]:
    return {
        "succeeded": True,
        "group": first.group,
        "ending": first.ending,
        "ending_name": ENDINGS[first.ending],
        "on": first.on.isoformat(),
        "successor": first.successor,
        "answers": answers,
        "words": f"记录单位{words(first.group, first.ending, first.on, first.successor, answers)}。",
    }
