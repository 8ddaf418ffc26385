"""Shapes of requests and answers about rights."""

from typing import Annotated, Any

from functions.hours.deadlines import workdays_left
from functions.rights import rules
from functions.storage import clock
from functions.volunteers.documents import Document, document
from functions.volunteers.rules import canonical_name, canonical_phone
from functions.volunteers.schemas import DocumentShape
from functions.web.answers import shown_instant
from functions.web.validation import Shape, optional_line, optional_text


class CorrectionShape(Shape):
    field: Annotated[str, optional_line(20)] = ""
    value: Annotated[str, optional_line(200)] = ""
    document: DocumentShape = DocumentShape()
    text: Annotated[str, optional_text(500)] = ""

    def shown(self) -> Document:
        return document(self.document.type, self.document.number)


class ClosingShape(Shape):
    text: Annotated[str, optional_text(500)] = ""


class DocumentDisputeShape(Shape):
    name: Annotated[str, optional_line(80)] = ""
    document: DocumentShape = DocumentShape()
    phone: Annotated[str, optional_line(30)] = ""
    text: Annotated[str, optional_text(500)] = ""

    def asker(self) -> tuple[str, str, Document]:
        """Name, phone and document in canonical form."""
        shown = document(self.document.type, self.document.number)
        return canonical_name(self.name), canonical_phone(self.phone), shown


class AgreedShape(Shape):
    agreed: bool


class AssistedShape(AgreedShape):
    volunteer_number: Annotated[str, optional_line(60)] = ""
    purpose: Annotated[str, optional_line(40)] = ""
    note: Annotated[str, optional_text(300)] = ""


class PairShape(Shape):
    kept: Annotated[str, optional_line(60)] = ""
    gone: Annotated[str, optional_line(60)] = ""


class MergeShape(PairShape):
    reason: Annotated[str, optional_text(300)] = ""


class UndoMergeShape(Shape):
    reason: Annotated[str, optional_text(300)] = ""


class DecideRequestShape(Shape):
    version: int
    decision: Annotated[str, optional_line(20)] = ""
    note: Annotated[str, optional_text(500)] = ""


def request_view(request: rules.Request, shown_value: str) -> dict[str, Any]:
    """A request as its volunteer sees it; ``shown_value`` is what was asked for, a document number masked."""
    unsettled = request.state == rules.OPEN
    return {
        "request_id": request.request_id,
        "kind": request.kind,
        "kind_name": rules.KINDS[request.kind],
        "state": request.state,
        "state_name": rules.STATES[request.state],
        "field": request.field or None,
        "field_name": rules.FIELDS.get(request.field),
        "value": shown_value or None,
        "text": request.text,
        "note": request.note or None,
        "opened_at": shown_instant(request.opened_at),
        "due": shown_instant(request.due),
        "decided_at": shown_instant(request.decided_at) if request.decided_at else None,
        "workdays_left": workdays_left(request.due, clock.now()) if unsettled else None,
        "version": request.version,
    }


def staff_view(request: rules.Request, shown_value: str) -> dict[str, Any]:
    """The same for the desk, which sees whose it is."""
    whose = {"name": request.name or None, "volunteer_number": request.volunteer_number or None}
    return {
        **whose,
        **request_view(request, shown_value),
        "asker": request.asker or None,
        "phone": request.phone or None,
    }


def disputed_view(request: rules.Request) -> dict[str, Any]:
    """What who disputes a document is told: until when to come, and nothing else."""
    return {"received_at": shown_instant(request.opened_at), "due": shown_instant(request.due)}


def pair_view(pair: Any) -> dict[str, Any]:
    """The two records before they are made one."""
    sides = {"kept": (pair.kept, pair.kept_minutes), "gone": (pair.gone, pair.gone_minutes)}
    shown = {
        side: {"name": person.name, "volunteer_number": person.volunteer_number, "minutes": minutes}
        for side, (person, minutes) in sides.items()
    }
    return {**shown, "double": pair.double}


def merge_view(merge: rules.Merge) -> dict[str, Any]:
    """A merge, as the desk sees it."""
    names = ("merge_id", "kept_number", "gone_number", "state", "moved", "double")
    plain = {name: getattr(merge, name) for name in names}
    return {**plain, "state_name": rules.MERGE_STATES[merge.state], "at": shown_instant(merge.at)}
