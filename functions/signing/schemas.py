"""Shapes of requests and answers about the signing keys."""

from typing import Annotated, Any

from functions.signing.rules import STATES, KeyRecord
from functions.web.answers import shown_instant
from functions.web.validation import Shape, optional_line, optional_text


class EndKeyShape(Shape):
    state: Annotated[str, optional_line(20)] = ""
    reason: Annotated[str, optional_text(300)] = ""


def key_view(record: KeyRecord) -> dict[str, Any]:
    return {
        "kid": record.kid,
        "state": record.state,
        "state_name": STATES[record.state],
        "since": shown_instant(record.since),
        "ended_at": shown_instant(record.ended_at) if record.ended_at else None,
        "place": record.place,
    }
