"""Shapes of requests and answers about complaints: each side is shown its own part."""

from typing import Annotated, Any

from functions.complaints import rules
from functions.groups.schemas import ContactShape
from functions.hours.deadlines import workdays_left
from functions.storage import clock
from functions.storage.codes import grouped
from functions.volunteers.rules import canonical_name, canonical_phone
from functions.web.answers import shown_instant
from functions.web.validation import CivilDate, Shape, optional_line, optional_text

_LONGEST = 2000


class FileShape(Shape):
    text: Annotated[str, optional_text(_LONGEST)] = ""
    group: Annotated[str, optional_line(80)] = ""
    named: Annotated[str, optional_line(80)] = ""
    happened_on: CivilDate | None = None
    place: Annotated[str, optional_line(100)] = ""
    contact: ContactShape = ContactShape()

    def filed(self) -> rules.Filed:
        name, phone = canonical_name(self.contact.name), canonical_phone(self.contact.phone)
        return rules.Filed(self.text, self.group, self.named, self.happened_on, self.place, name, phone)


class ReceiptShape(Shape):
    code: Annotated[str, optional_line(60)] = ""


class AddShape(ReceiptShape):
    text: Annotated[str, optional_text(_LONGEST)] = ""


class HandOverShape(Shape):
    version: int
    group_id: Annotated[str, optional_line(40)] = ""
    note: Annotated[str, optional_text(300)] = ""


class BeginShape(Shape):
    version: int
    volunteer_number: Annotated[str, optional_line(60)] = ""
    told: Annotated[str, optional_text(_LONGEST)] = ""


class SettleShape(Shape):
    version: int
    outcome: Annotated[str, optional_line(20)] = ""
    finding: Annotated[str, optional_text(_LONGEST)] = ""
    reply: Annotated[str, optional_text(_LONGEST)] = ""


class StatementShape(Shape):
    text: Annotated[str, optional_text(_LONGEST)] = ""


_ROLES = {"volunteer": "志愿者", "recorder": "团体记录员", "supervisor": "主管部门", "complainant": "投诉人"}
_ACTS = {"hand_over": "转办", "begin": "开始核查", "statement": "志愿者说明", "add": "补充"}


def _day(complaint: rules.Complaint) -> str | None:
    return complaint.filed.happened_on.isoformat() if complaint.filed.happened_on else None


def _state(complaint: rules.Complaint) -> dict[str, Any]:
    return {
        "state": complaint.state,
        "state_name": rules.STATES[complaint.state],
        "received_at": shown_instant(complaint.received_at),
        "due": shown_instant(complaint.due),
        "settled_at": shown_instant(complaint.settled_at) if complaint.settled_at else None,
    }


def filed_view(code: str, complaint: rules.Complaint) -> dict[str, Any]:
    """What was filed just now, with the code to follow it by."""
    return {"code": grouped(code), **_state(complaint)}


def receipt_view(complaint: rules.Complaint) -> dict[str, Any]:
    """A complaint as its complainant sees it: how it stands and the reply; nothing about whom it is about."""
    added = [{"at": shown_instant(step.at), "text": step.text} for step in complaint.added]
    own = {"text": complaint.filed.text, "group": complaint.filed.group, "happened_on": _day(complaint)}
    by = complaint.group if complaint.group_id else "主管部门"
    return {**_state(complaint), **own, "added": added, "handled_by": by, "reply": complaint.reply or None}


def own_view(complaint: rules.Complaint) -> dict[str, Any]:
    """A complaint as the volunteer sees it whom it is about: what they were told, nothing of who filed it."""
    return {
        "complaint_id": complaint.complaint_id,
        **_state(complaint),
        "group": complaint.group or "主管部门",
        "told": complaint.told,
        "statement": complaint.statement or None,
        "hear_until": shown_instant(complaint.hear_until) if complaint.hear_until else None,
        "can_state": complaint.state == rules.INVESTIGATING and not complaint.statement,
    }


def summary_view(complaint: rules.Complaint) -> dict[str, Any]:
    """A complaint as a line of the staff's list."""
    left = workdays_left(complaint.due, clock.now()) if complaint.state in rules.OPEN else None
    about = {"volunteer_number": complaint.volunteer_number or None, "name": complaint.name or None}
    filed = complaint.filed
    what = {"text": filed.text, "filed_group": filed.group, "named": filed.named, "happened_on": _day(complaint)}
    where = {"group_id": complaint.group_id or None, "group": complaint.group or None}
    own = {"complaint_id": complaint.complaint_id, "version": complaint.version}
    return {**own, **_state(complaint), **what, **where, **about, "workdays_left": left}


def staff_view(complaint: rules.Complaint, role: str) -> dict[str, Any]:
    """A complaint with everything in it, for those who look into it."""
    contact = {"name": complaint.filed.contact_name, "phone": complaint.filed.contact_phone}
    steps = sorted((*complaint.added, *complaint.steps), key=lambda step: step.at)
    return {
        **summary_view(complaint),
        "place": complaint.filed.place,
        "contact": contact,
        "told": complaint.told or None,
        "statement": complaint.statement or None,
        "reply": complaint.reply or None,
        "hear_until": shown_instant(complaint.hear_until) if complaint.hear_until else None,
        "heard": rules.is_heard(complaint, clock.now()),
        "steps": [_step_view(step) for step in steps],
        "outcomes": sorted(rules.may_become(role, complaint.state)),
        "can_begin": complaint.state == rules.RECEIVED,
    }


def _step_view(step: rules.Step) -> dict[str, Any]:
    by = f"{_ROLES[step.role]} {step.name}".strip()
    act = _ACTS.get(step.act) or f"结果：{rules.STATES[step.act]}"
    return {"at": shown_instant(step.at), "by": by, "act": act, "text": step.text}
