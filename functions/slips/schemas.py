"""Shapes of requests and answers about slips."""

from typing import Annotated, Any

from pydantic import Field

from functions.slips import rules
from functions.storage.codes import grouped
from functions.volunteers.documents import TYPES, document, masked
from functions.volunteers.rules import canonical_name
from functions.volunteers.schemas import DocumentShape, Register
from functions.web.answers import shown_instant
from functions.web.validation import Shape, optional_line


class FilledShape(Shape):
    name: Annotated[str, optional_line(80)] = ""
    document: DocumentShape = DocumentShape()

    def filled(self) -> rules.Filled:
        return rules.Filled(canonical_name(self.name), document(self.document.type, self.document.number))


class FillInShape(Shape):
    people: Annotated[list[FilledShape], Field(min_length=1, max_length=rules.MOST_AT_ONCE)]


class CodeShape(Shape):
    code: Annotated[str, optional_line(60)] = ""


class ConfirmShape(CodeShape):
    registration: Register


def slip_view(slip: rules.Slip) -> dict[str, Any]:
    """A slip as the one who holds it sees it: what was filled in, the number masked, and by which group."""
    return {
        "name": slip.name,
        "document_type": slip.document.type,
        "document_type_name": TYPES[slip.document.type],
        "document_masked": masked(slip.document),
        "group": slip.group,
        "made_at": shown_instant(slip.made_at),
        "expires_at": shown_instant(slip.expires_at),
    }


def group_slip_view(slip: rules.Slip, code: str, address: str, picture: str) -> dict[str, Any]:
    """The same for the group that gives it out: with its code, to print."""
    return {"slip_id": slip.slip_id, **slip_view(slip), "code": grouped(code), "address": address, "qr_svg": picture}
