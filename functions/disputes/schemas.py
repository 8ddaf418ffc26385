"""Shapes of requests and answers about disputes."""

from typing import Annotated, Any

from functions.disputes import rules
from functions.hours.deadlines import workdays_left
from functions.hours.rules import Stay
from functions.storage import clock
from functions.web.answers import shown_instant
from functions.web.validation import Instant, Shape, optional_line, optional_text


class RaiseShape(Shape):
    kind: Annotated[str, optional_line(20)] = ""
    entry_id: Annotated[str, optional_line(60)] = ""
    project_id: Annotated[str, optional_line(40)] = ""
    text: Annotated[str, optional_text(1000)] = ""
    start: Instant | None = None
    end: Instant | None = None

    def stay(self) -> Stay | None:
        if self.start is None or self.end is None:
            return None
        return Stay(self.start.replace(second=0, microsecond=0), self.end.replace(second=0, microsecond=0))


class SayShape(Shape):
    version: int
    text: Annotated[str, optional_text(1000)] = ""
    outcome: Annotated[str, optional_line(20)] = ""


_ROLES = {"volunteer": "志愿者", "recorder": "团体", "supervisor": "主管部门"}


def summary_view(dispute: rules.Dispute) -> dict[str, Any]:
    """A dispute as a line of a list."""
    plain = ("dispute_id", "group_id", "group", "project_id", "project", "kind", "state", "version", "escalated")
    unsettled = dispute.state in rules.UNSETTLED
    return {
        **{name: getattr(dispute, name) for name in plain},
        "kind_name": rules.KINDS[dispute.kind],
        "state_name": rules.STATES[dispute.state],
        "entry_id": dispute.entry_id or None,
        "start": shown_instant(dispute.stay.start) if dispute.stay else None,
        "end": shown_instant(dispute.stay.end) if dispute.stay else None,
        "opened_at": shown_instant(dispute.opened_at),
        "due": shown_instant(dispute.due),
        "workdays_left": workdays_left(dispute.due, clock.now()) if unsettled else None,
        "text": dispute.thread[0].text,
    }


def staff_summary_view(dispute: rules.Dispute) -> dict[str, Any]:
    """The same for staff, who see whose it is."""
    whose = {"name": dispute.name, "volunteer_number": dispute.volunteer_number}
    return {**whose, "volunteer_id": dispute.volunteer_id, **summary_view(dispute)}


def dispute_view(dispute: rules.Dispute, role: str) -> dict[str, Any]:
    """A dispute with its thread; the volunteer sees which side wrote, and staff also who."""
    shown = summary_view if role == "volunteer" else staff_summary_view
    thread = [_said_view(said, role) for said in dispute.thread]
    outcomes = sorted(rules.may_become(role, dispute.state))
    return {**shown(dispute), "thread": thread, "outcomes": outcomes}


def _said_view(said: rules.Said, role: str) -> dict[str, Any]:
    own = said.role == "volunteer" or role != "volunteer"
    return {
        "by": f"{_ROLES[said.role]} {said.name}" if own else _ROLES[said.role],
        "role": said.role,
        "at": shown_instant(said.at),
        "text": said.text,
        "outcome": said.outcome or None,
        "outcome_name": rules.STATES.get(said.outcome),
    }
