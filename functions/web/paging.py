"""Pages of a list: one `Query` each, with an opaque cursor. Answers ``{items, next}``.

A cursor is the engine's own key of the last item, signed for the list that it was given for: one that was made up or carried
to another list is refused before the engine sees it.
"""

import base64
import binascii
import hmac
import json
from collections.abc import Callable
from typing import Any

from flask import request

from functions.storage.encryption import fingerprint
from functions.storage.pages import Page
from functions.web.asked import asked_limit, no_such_page

_MARK = 32  # hexadecimal digits of the signature


def asked_page() -> Page:
    """The page that the current request asks for with ``limit`` and ``cursor``."""
    cursor = request.args.get("cursor")
    return Page(asked_limit(), _opened(cursor) if cursor else None)


def _signature(key: str, beside: str = "") -> str:
    """The mark of a key within this list: the address and everything asked but the page itself; or within the list that
    stands ``beside`` this address, of which nothing is asked."""
    if beside:
        return _mark(f"{request.path.rpartition('/')[0]}/{beside}", [], key)
    asked = sorted((name, value) for name, value in request.args.items() if name not in {"limit", "cursor"})
    return _mark(request.path, asked, key)


def _mark(path: str, asked: list[tuple[str, str]], key: str) -> str:
    return fingerprint("cursor", json.dumps([path, asked, key]))[:_MARK]


def _opened(cursor: str) -> dict[str, Any]:
    try:
        text = base64.urlsafe_b64decode(cursor.encode()).decode()
    except (ValueError, binascii.Error):
        text = ""
    mark, key = text[:_MARK], text[_MARK:]
    if not hmac.compare_digest(mark.encode(), _signature(key).encode()):
        raise no_such_page()
    opened: dict[str, Any] = json.loads(key)
    return opened


def _closed(last: dict[str, Any], beside: str) -> str:
    key = json.dumps(last, separators=(",", ":"))
    return base64.urlsafe_b64encode((_signature(key, beside) + key).encode()).decode()


def page_of(results: Any, show: Callable[[Any], dict[str, Any]], beside: str = "") -> dict[str, Any]:
    """Read a page from a PynamoDB result iterator and show each item. ``beside``: the last part of the address at which the
    list goes on, where that is not the address of this request but its neighbour."""
    items = [show(item) for item in results]
    last = results.last_evaluated_key
    return {"items": items, "next": _closed(last, beside) if last else None}
