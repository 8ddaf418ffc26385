"""Shapes of requests and answers about the record."""

from typing import Any

from pydantic import ConfigDict, Field

from functions.hours.rules import hours_text
from functions.volunteers.schemas import person_view
from functions.web.answers import shown_instant
from functions.web.validation import CivilDate, Shape


class Period(Shape):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)

    first: CivilDate | None = Field(default=None, alias="from")
    last: CivilDate | None = Field(default=None, alias="to")


def record_view(record: Any, service: dict[str, Any]) -> dict[str, Any]:
    """The five blocks of Article 6, the totals and the star. ``service`` is the page of entries."""
    registered = {"login": record.file.login, "registered_at": shown_instant(record.file.registered_at)}
    groups = [{"group_id": group_id, "name": name} for group_id, name in record.groups]
    empty: dict[str, Any] = {"items": [], "next": None}
    return {
        "person": {**person_view(record.file.person), **registered, "groups": groups},
        "totals": {
            "minutes": record.minutes,
            "hours": hours_text(record.minutes),
            "entries": record.entries,
        },
        "star": record.star,
        "next_star": _next_view(record.next_star),
        "service": service,
        "training": empty,
        "commendations": empty,
        "complaints": empty,
    }


def _next_view(step: tuple[int, int] | None) -> dict[str, Any] | None:
    if step is None:
        return None
    return {"star": step[0], "minutes_needed": step[1], "hours_needed": hours_text(step[1])}
