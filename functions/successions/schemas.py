"""Shapes of requests and answers about groups that are no more."""

from typing import Annotated, Any

from functions.successions.rules import Ended
from functions.successions.statuses import ENDINGS, RECORDED, STATES
from functions.web.answers import shown_instant
from functions.web.validation import CivilDate, Shape, optional_line, optional_text


class EndGroupShape(Shape):
    ending: Annotated[str, optional_line(20)] = ""
    successor_id: Annotated[str, optional_line(40)] = ""
    on: CivilDate | None = None
    reason: Annotated[str, optional_text(300)] = ""

    def ended(self) -> Ended:
        return Ended(self.ending, self.on, self.reason)


class UndoEndShape(Shape):
    reason: Annotated[str, optional_text(300)] = ""


def succession_view(item: Any) -> dict[str, Any]:
    """What the supervisor recorded."""
    plain = ("succession_id", "group_id", "group", "successor_id", "successor", "ending", "reason", "state")
    return {
        **{name: getattr(item, name) for name in plain},
        "ending_name": ENDINGS[item.ending],
        "state_name": STATES[item.state],
        "on": item.on.isoformat(),
        "recorded_at": shown_instant(item.recorded_at),
        "undone_at": shown_instant(item.undone_at) if item.undone_at else None,
        "undone_why": item.undone_why or None,
        "can_undo": item.state == RECORDED,
    }
