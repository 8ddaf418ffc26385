"""Shapes of requests and answers about batches."""

from typing import Annotated, Any

from pydantic import Field

from functions.batches import rules
from functions.storage.codes import grouped
from functions.web.answers import shown_instant
from functions.web.validation import CivilDate, Shape, optional_line

_MOST_READ = 3000  # so that who sends too many is told how many


class BatchShape(Shape):
    volunteer_numbers: Annotated[list[Annotated[str, optional_line(60)]], Field(max_length=_MOST_READ)] = Field(
        default=[]
    )
    first: CivilDate | None = Field(default=None, alias="from")
    last: CivilDate | None = Field(default=None, alias="to")
    reason: Annotated[str, optional_line(60)] = ""

    def asked(self) -> rules.Asked:
        return rules.Asked(tuple(self.volunteer_numbers), self.first, self.last, self.reason)


class ConsentShape(Shape):
    agreed: bool


class RangeShape(Shape):
    first: Annotated[str, optional_line(4)] = ""
    last: Annotated[str, optional_line(4)] = ""


def whole(text: str) -> int:
    """A whole number out of an address; -1 for anything else."""
    return int(text) if text.isascii() and text.isdigit() else -1


def batch_view(batch: Any) -> dict[str, Any]:
    """A batch as a line of the group's list."""
    size = len(batch.numbers)
    return {
        "batch_id": batch.batch_id,
        "group_id": batch.group_id,
        "reason": batch.reason,
        "from": batch.first.isoformat() if batch.first else None,
        "to": batch.last.isoformat() if batch.last else None,
        "made_at": shown_instant(batch.made_at),
        "size": size,
        "pieces": -(-size // rules.PIECE),
    }


def standing_view(standing: Any) -> dict[str, Any]:
    """A batch with how far it is."""
    papers = [{"first": piece.first, "last": piece.last, "people": piece.people} for piece in standing.papers]
    return {**batch_view(standing.batch), "counts": standing.counts, "papers": papers}


def line_view(line: Any) -> dict[str, Any]:
    """What came of one person; the code is shown as on the paper, which the group has."""
    return {
        "line": int(line.position),
        "volunteer_number": line.volunteer_number,
        "name": line.name or None,
        "state": line.state,
        "state_name": rules.STATES[line.state],
        "message": line.message or None,
        "certificate_number": line.certificate_number or None,
        "code": grouped(line.code) if line.code else None,
    }
