"""Shapes of requests and answers about hours."""

import re
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field, model_validator

from functions.groups.members import canonical_number
from functions.hours import lifecycle, rules
from functions.projects.rules import CATEGORIES, SERVICE_OBJECTS
from functions.regulation.violation import Violation
from functions.web.answers import shown_instant
from functions.web.validation import Instant, Shape, line, optional_line, optional_text, try_parse

_CLOCK_TIME = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")
_DATE_AND_OFFSET = re.compile(r"^(\d{4}-\d{2}-\d{2})T[\d:.]+(Z|[+-]\d{2}:\d{2})$")


class RowShape(Shape):
    volunteer_number: Annotated[str, line(60)]
    start: Instant
    end: Instant
    content: Annotated[str, optional_line(200)] | None = None
    reason: Annotated[str, optional_text(300)] | None = None

    @model_validator(mode="before")
    @classmethod
    def end_on_the_same_day(cls, row: Any) -> Any:
        """An end that is only a time of day is meant on the day of the start; the rules ask where it lies before it."""
        if not isinstance(row, dict) or not isinstance(row.get("end"), str) or not _CLOCK_TIME.match(row["end"]):
            return row
        start = _DATE_AND_OFFSET.match(str(row.get("start")))
        return {**row, "end": f"{start[1]}T{row['end']}:00{start[2]}"} if start else row


class LogHours(Shape):
    entries: Annotated[list[Any], Field(min_length=1, max_length=500)]
    check_only: bool = False

    def rows(self) -> tuple[list[tuple[int, RowShape]], list[Violation]]:
        """The rows that can be read, each with its line, and the faults of those that cannot."""
        rows, faults = [], []
        for index, value in enumerate(self.entries):
            row, found = try_parse(RowShape, value)
            faults += [fault.under(f"entries.{index}") for fault in found]
            if row:
                rows.append((index, row))
        return rows, faults


class ClaimShape(Shape):
    project_id: Annotated[str, line(40)]
    start: Instant
    end: Instant
    content: Annotated[str, optional_line(200)] = ""
    note: Annotated[str, optional_text(500)] = ""


class KeyShape(Shape):
    volunteer_id: Annotated[str, line(40)]
    entry_id: Annotated[str, line(60)]


class DecideShape(Shape):
    entries: Annotated[list[KeyShape], Field(min_length=1, max_length=500)]
    decision: Annotated[str, line(20)]
    reason: Annotated[str, optional_text(300)] = ""


class CorrectShape(Shape):
    start: Instant
    end: Instant
    content: Annotated[str, optional_line(200)] = ""
    reason: Annotated[str, optional_text(300)] = ""


class VoidShape(Shape):
    reason: Annotated[str, optional_text(300)] = ""


def stay_of(row: RowShape | ClaimShape | CorrectShape) -> rules.Stay:
    """Whole minutes: seconds are cut off, as on any clock that shows none."""
    return rules.Stay(row.start.replace(second=0, microsecond=0), row.end.replace(second=0, microsecond=0))


def number_of(row: RowShape) -> str:
    return canonical_number(row.volunteer_number)


def logged_view(entries: Sequence[rules.Entry], check_only: bool) -> dict[str, Any]:
    """What came of each row."""
    return {"entries": [_logged(entry, check_only) for entry in entries]}


def _logged(entry: rules.Entry, check_only: bool) -> dict[str, Any]:
    told = {"volunteer_number": entry.volunteer_number, "minutes": entry.stay.minutes}
    return told if check_only else {"entry_id": entry.entry_id, **told, "state": entry.state}


def _time_view(entry: rules.Entry) -> dict[str, Any]:
    return {
        "service_date": entry.stay.service_date.isoformat(),
        "start": shown_instant(entry.stay.start),
        "end": shown_instant(entry.stay.end),
        "minutes": entry.stay.minutes,
        "minutes_by_day": {day.isoformat(): minutes for day, minutes in rules.minutes_by_day(entry.stay).items()},
        "hours": rules.hours_text(entry.stay.minutes),
        "content": entry.content,
        "source": entry.source,
        "source_name": rules.SOURCES[entry.source],
        "state": entry.state,
        "state_name": lifecycle.STATES[entry.state],
    }


def entry_view(entry: rules.Entry) -> dict[str, Any]:
    """An entry as the group's recorder sees it."""
    who = {"entry_id": entry.entry_id, "volunteer_number": entry.volunteer_number, "name": entry.name}
    project = {"volunteer_id": entry.volunteer_id, "project_id": entry.project_id, "project": entry.project}
    return {**who, **project, **_time_view(entry), **_history_view(entry)}


def _history_view(entry: rules.Entry) -> dict[str, Any]:
    """Which version it is, and what was said with it."""
    return {
        "version": entry.version,
        "note": entry.note,
        "reason": entry.reason,
        "entered_at": shown_instant(entry.entered_at),
        "decided_at": shown_instant(entry.decided_at) if entry.decided_at else None,
    }


def outcome_view(outcome: Any) -> dict[str, Any]:
    """What came of one entry of the queue."""
    done = {"volunteer_id": outcome.volunteer_id, "entry_id": outcome.entry_id, "state": outcome.state}
    if outcome.refusal is None:
        return {**done, "done": True}
    violations = getattr(outcome.refusal, "violations", ())
    message = " ".join(fault.message for fault in violations) or outcome.refusal.message
    code = violations[0].code if violations else outcome.refusal.code
    return {**done, "done": False, "code": code, "message": message}


def service_view(entry: rules.Entry) -> dict[str, Any]:
    """An entry as its volunteer sees it: the facts of Article 8."""
    what = {
        "entry_id": entry.entry_id,
        "project_id": entry.project_id,
        "project": entry.project,
        "group": entry.group,
        "category": CATEGORIES[entry.category],
        "place": entry.place,
        "service_object": SERVICE_OBJECTS[entry.service_object],
        "contact": entry.contact,
        "evaluation": None,
    }
    return {**what, **_time_view(entry), **_history_view(entry)}
