"""Shapes of requests and answers about hours."""

import re
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field, model_validator

from functions.groups.members import canonical_number
from functions.hours import lifecycle, rules
from functions.hours.policy import MARKS, ROUNDINGS, Policy, settings_of
from functions.projects.rules import CATEGORIES, SERVICE_OBJECTS
from functions.regulation.violation import Violation
from functions.web.answers import outcome_of, shown_instant
from functions.web.validation import Instant, Shape, line, optional_line, optional_text, try_parse

_CLOCK_TIME = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")
_DATE_AND_OFFSET = re.compile(r"^(\d{4}-\d{2}-\d{2})T[\d:.]+(Z|[+-]\d{2}:\d{2})$")


class RowShape(Shape):
    volunteer_number: Annotated[str, line(60)]
    start: Instant
    end: Instant
    content: Annotated[str, optional_line(200)] | None = None
    reason: Annotated[str, optional_text(300)] | None = None
    override: bool = False

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
    reason: Annotated[str, optional_text(300)] = ""  # of every row that names none

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


class PolicyShape(Shape):
    version: int
    rounding: Annotated[str, line(20)]
    minimum_minutes: int
    review_above_minutes: int
    daily_cap_minutes: int
    back_fill_quota: int
    dispute_workdays: int
    allow_override: bool
    reason: Annotated[str, optional_text(300)] = ""

    def policy(self) -> Policy:
        return Policy(**{name: value for name, value in self.model_dump().items() if name != "version"})


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


class CompleteShape(Shape):
    complete: bool


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
    told = {"volunteer_number": entry.volunteer_number, "minutes": entry.minutes, "state": entry.state}
    return {**({} if check_only else {"entry_id": entry.entry_id}), **told, "marks": _marks(entry)}


def _marks(entry: rules.Entry) -> list[dict[str, str]]:
    """What is unusual about an entry: code and Chinese name of each."""
    return [{"code": mark, "name": MARKS[mark]} for mark in entry.marks.split(",") if mark]


def _time_view(entry: rules.Entry) -> dict[str, Any]:
    return {
        "service_date": entry.stay.service_date.isoformat(),
        "start": shown_instant(entry.stay.start),
        "end": shown_instant(entry.stay.end),
        "minutes": entry.minutes,
        "minutes_by_day": {
            day.isoformat(): minutes for day, minutes in rules.minutes_by_day(entry.stay, entry.credited).items()
        },
        "hours": rules.hours_text(entry.minutes),
        "content": entry.content,
        "source": entry.source,
        "source_name": rules.source_text(entry),
        "state": entry.state,
        "state_name": lifecycle.STATES[entry.state],
        "marks": _marks(entry),
        "policy": entry.policy,
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
    return {**done, **outcome_of(outcome.refusal)}


def service_view(entry: rules.Entry, evaluation: dict[str, Any] | None = None) -> dict[str, Any]:
    """An entry as its volunteer sees it: the facts of Article 8. ``evaluation`` is what the group says of it (Article 10)."""
    what = {
        "entry_id": entry.entry_id,
        "project_id": entry.project_id,
        "project": entry.project,
        "group": entry.group,
        "category": CATEGORIES[entry.category],
        "place": entry.place,
        "service_object": SERVICE_OBJECTS[entry.service_object],
        "contact": entry.contact,
        "evaluation": evaluation,
    }
    return {**what, **_time_view(entry), **_history_view(entry)}


def policy_view(policy: Policy) -> dict[str, Any]:
    """One version of the district's policy, as everybody who logs in may see it."""
    when = {"set_at": shown_instant(policy.set_at) if policy.set_at else None, "reason": policy.reason}
    return {"version": policy.version, **settings_of(policy), "rounding_name": ROUNDINGS[policy.rounding], **when}


def deadline_view(deadline: Any) -> dict[str, Any]:
    """A project on the board of deadlines."""
    project = deadline.project
    what = {name: getattr(project, name) for name in ("project_id", "name", "group_id")}
    when = {"ended": shown_instant(project.ends), "due": shown_instant(deadline.due)}
    left = {name: getattr(deadline, name) for name in ("workdays_left", "entered", "evaluated")}
    return {**what, "group": project.group_name, **when, **left}
