"""Shapes of requests and answers about trainings."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from functions.files.schemas import BringShape
from functions.training import rules
from functions.volunteers.rules import canonical_name
from functions.web.answers import shown_instant
from functions.web.validation import CivilDate, Shape, optional_line, optional_text

_HOURS = re.compile(r"^\d{1,4}(\.\d)?$")
_LARGEST_FILE = 900_000  # characters of base64: within what any request may hold


def _tenths(value: Any) -> int:
    """Class hours as they are written (``2``, ``"2.5"``), in tenths."""
    text = f"{value}".strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    if not (text.isascii() and _HOURS.match(text)):
        raise PydanticCustomError("class_hours", "学时应是数字，最多一位小数，如 2 或 2.5。")
    whole, _, part = text.partition(".")
    return int(whole) * 10 + int(part or 0)


class FactsShape(Shape):
    topic: Annotated[str, optional_line(60)] = ""
    content: Annotated[str, optional_text(500)] = ""
    starts: CivilDate
    ends: CivilDate | None = None
    place: Annotated[str, optional_line(100)] = ""
    class_hours: Annotated[int, BeforeValidator(_tenths)]
    kind: Annotated[str, optional_line(20)] = ""
    mode: Annotated[str, optional_line(20)] = ""
    contact: Annotated[str, optional_line(60)] = ""

    def facts(self) -> rules.Facts:
        ends: date = self.ends or self.starts
        plain = {name: getattr(self, name) for name in ("topic", "content", "starts", "place", "kind", "mode")}
        return rules.Facts(**plain, ends=ends, class_hours=self.class_hours, contact=canonical_name(self.contact))


_Numbers = Annotated[list[Annotated[str, optional_line(60)]], Field(min_length=1, max_length=rules.MOST_ATTENDEES)]


class CreateTrainingShape(FactsShape):
    volunteer_numbers: _Numbers


class CorrectTrainingShape(FactsShape):
    version: int
    reason: Annotated[str, optional_text(300)] = ""


class AddAttendeesShape(Shape):
    volunteer_numbers: _Numbers


class RemoveAttendeeShape(Shape):
    volunteer_number: Annotated[str, optional_line(60)] = ""
    reason: Annotated[str, optional_text(300)] = ""


class NumbersShape(BringShape):
    content: Annotated[str, Field(max_length=_LARGEST_FILE)]


def _facts_view(facts: rules.Facts) -> dict[str, Any]:
    return {
        **vars(facts),
        "starts": facts.starts.isoformat(),
        "ends": facts.ends.isoformat(),
        "class_hours": rules.hours_text(facts.class_hours),
        "kind_name": rules.KINDS[facts.kind],
        "mode_name": rules.MODES[facts.mode],
    }


def own_view(training: rules.Training) -> dict[str, Any]:
    """A training as one who took part sees it: the facts of Article 11, and what was corrected why."""
    return {
        "training_id": training.training_id,
        "group": training.group,
        **_facts_view(training.facts),
        "version": training.version,
        "corrections": [_past_view(past) for past in training.past],
    }


def _past_view(past: rules.Past) -> dict[str, Any]:
    when = {"at": shown_instant(past.replaced_at), "reason": past.reason}
    return {"version": past.version, **when, "before": _facts_view(past.facts)}


def training_view(training: rules.Training) -> dict[str, Any]:
    """A training as its group's recorders see it."""
    when = {"entered_at": shown_instant(training.entered_at), "group_id": training.group_id}
    return {**own_view(training), **when, "attendees": training.attendees}


def attendee_view(item: Any) -> dict[str, Any]:
    """Who took part: name and number, and why somebody was removed."""
    return {
        "volunteer_number": item.volunteer_number,
        "name": item.name,
        "stands": bool(item.counts_for),
        "reason": item.reason or None,
        "added_at": shown_instant(item.added_at),
    }


def added_view(added: Any) -> dict[str, Any]:
    """Who was added now, and how many stood there before."""
    people = [{"volunteer_number": person.volunteer_number, "name": person.name} for person in added.added]
    return {"added": len(people), "already": added.already, "members": people}


def numbers_view(found: Any) -> dict[str, Any]:
    """The members of a file, and its faults by sheet, row and column."""
    people = [{"volunteer_number": person.volunteer_number, "name": person.name} for person in found.people]
    return {"people": people, "faults": [vars(fault) for fault in found.faults]}
