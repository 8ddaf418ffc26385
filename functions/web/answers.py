"""How answers look: JSON in UTF-8, instants in Beijing time, downloads with Chinese names."""

import json
from typing import Any
from urllib.parse import quote

from flask import Response

from functions.storage.clock import beijing_text as shown_instant

__all__ = ["as_json", "as_pdf", "nothing", "shown_instant"]


def as_json(value: Any, status: int = 200) -> Response:
    """A JSON answer, Chinese unescaped, keys in the order given."""
    return Response(json.dumps(value, ensure_ascii=False), status=status, content_type="application/json")


def nothing() -> Response:
    """Done, and nothing to say."""
    return Response(status=204)


def as_pdf(content: bytes, plain_name: str, name: str) -> Response:
    """A PDF to download: an ASCII name for old clients, the Chinese one beside it (RFC 6266)."""
    answer = Response(content, content_type="application/pdf")
    named = f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(name)}"
    answer.headers["Content-Disposition"] = named
    return answer
