"""Pages of a list: one `Query` each, with an opaque cursor. Answers ``{items, next}``."""

import base64
import binascii
import json
from collections.abc import Callable
from typing import Any

from flask import request
from pynamodb.exceptions import QueryError

from functions.regulation.violation import Violation
from functions.storage.pages import Page
from functions.storage.refusals import Refused

_DEFAULT, _MOST = 50, 100


def _fault(field: str, message: str) -> Refused:
    return Refused([Violation("", f"paging.{field}", field, message)])


def asked_page() -> Page:
    """The page that the current request asks for with ``limit`` and ``cursor``."""
    text = request.args.get("limit", str(_DEFAULT))
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= _MOST):
        raise _fault("limit", f"每页条数应是 1 到 {_MOST} 的整数。")
    cursor = request.args.get("cursor")
    return Page(int(text), _opened(cursor) if cursor else None)


def _opened(cursor: str) -> dict[str, Any]:
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, binascii.Error, UnicodeError, RecursionError):
        key = None
    if not isinstance(key, dict) or not key or not all(_is_key_value(value) for value in key.values()):
        raise _fault("cursor", "翻页标记无效，请从第一页重新打开。")
    return {name: {"S": value} for name, value in key.items()}


def _is_key_value(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) < 200


def _closed(key: dict[str, Any]) -> str:
    plain = {name: value["S"] for name, value in key.items()}
    return base64.urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).decode()


def page_of(results: Any, show: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """Read a page from a PynamoDB result iterator and show each item."""
    try:
        items = [show(item) for item in results]
    except QueryError as error:
        # A cursor of another list is outside this query; everything else is the engine's own trouble.
        if error.cause_response_code == "ValidationException" and request.args.get("cursor"):
            raise _fault("cursor", "翻页标记无效，请从第一页重新打开。") from error
        raise
    last = results.last_evaluated_key
    return {"items": items, "next": _closed(last) if last else None}
