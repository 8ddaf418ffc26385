"""Shapes of requests and answers about groups."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import Field

from functions.accounts.schemas import Password
from functions.groups import rules
from functions.regulation.districts import find as find_district
from functions.storage import clock
from functions.volunteers.documents import document
from functions.volunteers.rules import canonical_name, canonical_phone
from functions.volunteers.schemas import DocumentShape
from functions.web.answers import shown_instant
from functions.web.validation import Shape, optional_line, optional_text

MOST_LINES = 500


class ContactShape(Shape):
    name: Annotated[str, optional_line(60)] = ""
    phone: Annotated[str, optional_line(30)] = ""

    def contact(self) -> rules.Contact:
        return rules.Contact(canonical_name(self.name), canonical_phone(self.phone))


class RecorderShape(Shape):
    name: Annotated[str, optional_line(60)] = ""
    document: DocumentShape = DocumentShape()
    phone: Annotated[str, optional_line(30)] = ""
    login: Annotated[str, optional_line(60)] = ""
    password: Password = ""

    def recorder(self) -> rules.Recorder:
        shown = document(self.document.type, self.document.number)
        return rules.Recorder(canonical_name(self.name), shown, canonical_phone(self.phone), self.login)


class Apply(Shape):
    name: Annotated[str, optional_line(80)] = ""
    kind: Annotated[str, optional_line(40)] = ""
    credit_code: Annotated[str, optional_line(40)] | None = None
    district: Annotated[str, optional_line(40)] = ""
    address: Annotated[str, optional_line(100)] | None = None
    contact: ContactShape = ContactShape()
    recorder: RecorderShape = RecorderShape()

    def group(self) -> rules.Group:
        """The group that is applied for; what only the system knows is still empty."""
        found = find_district(self.district, datetime.now(UTC).date())
        return rules.Group(
            group_id="",
            name=self.name,
            kind=self.kind,
            credit_code=rules.canonical_credit_code(self.credit_code or ""),
            district=found.code if found else self.district,
            address=self.address or "",
            contact=self.contact.contact(),
            state=rules.PENDING,
            applied_at=datetime.now(UTC),
            first_recorder="",
            decision=None,
        )


class Decide(Shape):
    decision: Annotated[str, optional_line(20)] = ""
    reason: Annotated[str, optional_text(500)] | None = None


class AddMembers(Shape):
    volunteer_number: Annotated[str, optional_line(60)] | None = None
    volunteer_numbers: (
        Annotated[list[Annotated[str, optional_line(60)]], Field(min_length=1, max_length=MOST_LINES)] | None
    ) = None

    def lines(self) -> list[str]:
        return self.volunteer_numbers if self.volunteer_numbers is not None else [self.volunteer_number or ""]

    def field(self, index: int) -> str:
        """Where line ``index`` stands in the request."""
        return f"volunteer_numbers.{index}" if self.volunteer_numbers is not None else "volunteer_number"


def group_view(group: rules.Group) -> dict[str, Any]:
    """A group as its recorders and the supervisor see it."""
    district = find_district(group.district, group.applied_at.date())
    return {
        "group_id": group.group_id,
        "name": group.name,
        "kind": group.kind,
        "kind_name": rules.KINDS[group.kind],
        "credit_code": group.credit_code or None,
        "district": group.district,
        "district_name": district.name if district else group.district,
        "address": group.address,
        "contact": {"name": group.contact.name, "phone": group.contact.phone},
        "recorder": {"name": group.first_recorder},
        "applied_at": shown_instant(group.applied_at),
        "state": group.state,
        "state_name": rules.STATES[group.state],
        "decision": _decision_view(group.decision),
        "suspension": _suspension_view(group),
        "succession": _succession_view(group),
    }


def _succession_view(group: rules.Group) -> dict[str, Any] | None:
    found = group.succession
    if found is None:
        return None
    told = {"ending": found.ending, "on": found.on.isoformat(), "successor": found.successor}
    return {**told, "successor_id": found.successor_id, "words": rules.succession_words(group.name, found)}


def _suspension_view(group: rules.Group) -> dict[str, Any] | None:
    found = group.suspended_on(clock.today())
    if found is None:
        return None
    until = found.until.isoformat() if found.until else None
    return {
        "measure_id": found.measure_id,
        "until": until,
        "until_words": rules.until_words(found),
        "reason": found.reason,
    }


def _decision_view(decision: rules.Decision | None) -> dict[str, Any] | None:
    if decision is None:
        return None
    return {
        "decision": decision.decision,
        "reason": decision.reason,
        "decided_at": shown_instant(decision.decided_at),
    }


def member_view(member: Any) -> dict[str, Any]:
    """A member as the group's recorder sees one: name and number, nothing else."""
    return {
        "volunteer_id": member.volunteer_id,
        "volunteer_number": member.volunteer_number,
        "name": member.name,
        "joined_at": shown_instant(member.joined_at),
    }


def recorder_view(recorder: Any) -> dict[str, Any]:
    return {
        "account_id": recorder.account_id,
        "name": recorder.name,
        "login": recorder.login,
        "since": shown_instant(recorder.since),
    }
