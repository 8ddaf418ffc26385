"""Shapes of requests and answers about honour rolls."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from functions.hours.rules import hours_text
from functions.rolls import rules
from functions.stars.schemes import NAMES
from functions.web.answers import shown_instant
from functions.web.validation import CivilDate, Shape, optional_line, optional_text


class RollShape(Shape):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)

    title: Annotated[str, optional_line(60)] = ""
    first: CivilDate = Field(alias="from")
    last: CivilDate = Field(alias="to")
    least_minutes: int
    least_star: int = 0
    least_score: int = 0
    places: int = 0

    def criteria(self) -> rules.Criteria:
        return rules.Criteria(**{name: getattr(self, name) for name in rules.Criteria.__dataclass_fields__})


class PublishRollShape(Shape):
    version: int


class WithdrawRollShape(Shape):
    version: int
    reason: Annotated[str, optional_text(300)] = ""


def roll_view(roll: rules.Roll) -> dict[str, Any]:
    """A roll as a line of the list: what it asks for, how far it is, how many are on it."""
    return {
        "roll_id": roll.roll_id,
        "title": roll.criteria.title,
        "body": roll.body,
        "criteria": rules.words(roll.criteria),
        "state": roll.state,
        "state_name": rules.STATES[roll.state],
        "made_at": shown_instant(roll.made_at),
        "groups": roll.groups,
        "groups_read": roll.groups_read,
        "people": len(roll.rows),
        "version": roll.version,
        "reason": roll.reason or None,
    }


def seen_view(seen: Any) -> dict[str, Any]:
    """A roll with its rows, for those whose it is. ``score`` is the average of at least five evaluations, or None."""
    rows = [
        {
            "place": place,
            "volunteer_number": number,
            "name": seen.names.get(number),
            "minutes": minutes,
            "hours": hours_text(minutes),
            "star_name": NAMES[star] or None,
            "score": score or None,
        }
        for place, _, number, minutes, star, score in seen.roll.rows
    ]
    return {**roll_view(seen.roll), "rows": rows}
