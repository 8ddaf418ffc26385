"""Shapes of requests and answers about check-ins."""

from typing import Annotated, Any

from functions.checkins import rules
from functions.hours import lifecycle
from functions.hours.rules import hours_text
from functions.storage import clock
from functions.web.answers import shown_instant
from functions.web.validation import Instant, Shape, line, optional_line


class CodeShape(Shape):
    direction: Annotated[str, optional_line(10)] = ""
    planned_end: Instant | None = None


class CheckInShape(Shape):
    token: Annotated[str, line(400)]
    queued: bool = False


class CheckMemberShape(Shape):
    direction: Annotated[str, optional_line(10)] = ""
    personal_token: Annotated[str, optional_line(400)] = ""
    volunteer_number: Annotated[str, optional_line(60)] = ""
    planned_end: Instant | None = None


def shown_view(shown: Any) -> dict[str, Any]:
    """A code as a screen shows it."""
    return {
        "token": shown.token,
        "url": shown.address,
        "qr_svg": shown.picture,
        "valid_until": shown_instant(shown.valid_until),
        "next_in": shown.next_in,
    }


def done_view(done: Any) -> dict[str, Any]:
    """What came of an act, for the volunteer."""
    seen = {name: getattr(done, name) for name in ("direction", "name", "project_id", "project", "group")}
    when = {"at": shown_instant(clock.from_text(done.at)), "direction_name": rules.DIRECTIONS[done.direction]}
    if done.direction == rules.IN:
        return {**seen, **when, "planned_end": shown_instant(clock.from_text(done.planned_end))}
    counted = {"minutes": done.minutes, "hours": hours_text(done.minutes), "entry_id": done.entry_id or None}
    return {**seen, **when, **counted, "state": done.state or None, **_state_view(done)}


def _state_view(done: Any) -> dict[str, Any]:
    if done.entry_id:
        return {"state_name": lifecycle.STATES[done.state], "note": done.note}
    return {"state_name": None, "note": "时间太短，没有记录时长"}


def recorded_view(done: Any) -> dict[str, Any]:
    """The same for the recorder, who also sees the number."""
    return {"volunteer_number": done.volunteer_number, **done_view(done)}


def open_view(visit: rules.Open) -> dict[str, Any]:
    """An open check-in as its volunteer sees it."""
    return {
        "project_id": visit.project_id,
        "project": visit.project,
        "group": visit.group,
        "started": shown_instant(visit.started),
        "planned_end": shown_instant(visit.planned_end),
        "late": visit.late,
        "forgotten": rules.is_forgotten(visit, clock.now()),
    }


def inside_view(visit: rules.Open) -> dict[str, Any]:
    """The same for the recorder, who sees whose it is."""
    return {"name": visit.name, "volunteer_number": visit.volunteer_number, **open_view(visit)}
