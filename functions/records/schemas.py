"""Shapes of requests and answers about the record."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from functions.evaluations.schemas import evaluation_view
from functions.hours.rules import hours_text
from functions.hours.schemas import service_view
from functions.storage import clock
from functions.volunteers.schemas import person_view
from functions.web.answers import shown_instant
from functions.web.validation import CivilDate, Shape, optional_line, optional_text


class RecordShape(Shape):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)

    first: CivilDate | None = Field(default=None, alias="from")
    last: CivilDate | None = Field(default=None, alias="to")
    group_id: Annotated[str, optional_line(40)] = ""
    state: Annotated[str, optional_line(20)] = "in_force"


class LookAtMemberShape(Shape):
    reason: Annotated[str, optional_text(200)] = ""


class YearShape(Shape):
    year: Annotated[str, optional_line(4)] = ""

    def number(self) -> int:
        """The year that is asked for; this year where none is."""
        return int(self.year) if self.year.isascii() and self.year.isdigit() else clock.today().year


def member_record_view(found: Any, blocks: dict[str, Any]) -> dict[str, Any]:
    """A member's record as the group sees it."""
    return {"volunteer_number": found.person.volunteer_number, "name": found.person.name, **blocks}


def minor_look_view(look: Any) -> dict[str, Any]:
    """Who looked at a minor's data, and why."""
    who = {"who": look.who, "volunteer_number": look.volunteer_number}
    return {"at": shown_instant(look.at), **who, "reason": look.reason}


def served_view(entry: Any, evaluation: Any) -> dict[str, Any]:
    """An entry of the record, with what the group says of it or None."""
    return service_view(entry, evaluation_view(evaluation) if evaluation else None)


def record_view(record: Any, service: dict[str, Any], blocks: dict[str, Any]) -> dict[str, Any]:
    """The five blocks of Article 6, the totals and the star. ``service`` is the page of entries, ``blocks`` the first pages of
    the others by name."""
    registered = {"login": record.file.login, "registered_at": shown_instant(record.file.registered_at)}
    moved = {"at": shown_instant(record.file.moved_at), "to": record.file.moved_to} if record.file.moved_at else None
    groups = [{"group_id": group_id, "name": name} for group_id, name in record.groups]
    return {
        "person": {**person_view(record.file.person), **registered, "moved": moved, "groups": groups},
        "totals": {
            "minutes": record.minutes,
            "hours": hours_text(record.minutes),
            "entries": record.entries,
        },
        "star": record.star,
        "held_star": record.held_star,
        "next_star": _next_view(record.next_star),
        "service": service,
        **blocks,
    }


def _next_view(step: tuple[int, int] | None) -> dict[str, Any] | None:
    if step is None:
        return None
    return {"star": step[0], "minutes_needed": step[1], "hours_needed": hours_text(step[1])}


def look_view(look: Any) -> dict[str, Any]:
    """Who looked at the record, when, and at what."""
    return {"at": shown_instant(look.at), "who": look.who, "what": look.what}
