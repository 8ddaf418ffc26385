"""How answers look: JSON in UTF-8, instants in Beijing time, downloads with Chinese names."""

import json
from typing import Any
from urllib.parse import quote

from flask import Response

from functions.storage.clock import beijing_text as shown_instant
from functions.storage.refusals import Refusal, Refused

__all__ = ["as_file", "as_json", "as_pdf", "nothing", "outcome_of", "shown_instant"]


def as_json(value: Any, status: int = 200) -> Response:
    """A JSON answer, Chinese unescaped, keys in the order given."""
    return Response(json.dumps(value, ensure_ascii=False), status=status, content_type="application/json")


def outcome_of(refusal: Refusal | None) -> dict[str, Any]:
    """What came of one of many, each decided by itself: done, or the code and the sentence of the refusal."""
    if refusal is None:
        return {"done": True}
    violations = refusal.violations if isinstance(refusal, Refused) else ()
    message = " ".join(fault.message for fault in violations) or refusal.message
    return {"done": False, "code": violations[0].code if violations else refusal.code, "message": message}


def nothing() -> Response:
    """Done, and nothing to say."""
    return Response(status=204)


def as_file(content: bytes, content_type: str, plain_name: str, name: str) -> Response:
    """A file to download: an ASCII name for old clients, the Chinese one beside it (RFC 6266)."""
    answer = Response(content, content_type=content_type)
    named = f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(name)}"
    answer.headers["Content-Disposition"] = named
    return answer


def as_pdf(content: bytes, plain_name: str, name: str) -> Response:
    """A PDF to download."""
    return as_file(content, "application/pdf", plain_name, name)
