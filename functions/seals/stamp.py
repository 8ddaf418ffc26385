"""The visible field of a seal, as a PDF of one page; and where on the paper there is room for it (see `certificates/template.typ`)."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from functions.certificates.paper import compiled, missing_in, one_line
from functions.hours.rules import BEIJING
from functions.regulation.days import day_text

_TEMPLATE = Path(__file__).with_name("stamp.typ")
_POINTS = 72 / 25.4  # to a millimetre
WIDTH, HEIGHT = 78.0, 21.0  # millimetres
_LEFT, _BOTTOM = 20.5, 34.6  # of the last page
# What PDF wants: left, bottom, right, top.
PLACE = tuple(round(each * _POINTS) for each in (_LEFT, _BOTTOM, _LEFT + WIDTH, _BOTTOM + HEIGHT))


@dataclass(frozen=True)
class Field:
    """What the field says: who sealed, who confirmed it, when, and what the seal vouches for."""

    group: str
    person: str
    at: datetime
    scope: str


def missing_characters(field: Field) -> list[tuple[str, str, str]]:
    """Every character that cannot be printed as it is: (field, character, U+XXXX)."""
    return missing_in([("团体名称", field.group), ("核实人姓名", field.person)])


def render(field: Field, address: str) -> bytes:
    """The field as a page. ``address`` is what the paper's QR holds; the field itself shows none."""
    return compiled(_TEMPLATE, _page(field), address, {"pdf_tags": False})


def _page(field: Field) -> dict[str, Any]:
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "name": one_line(field.group),
        "person": one_line(field.person),
        "date": day_text(field.at.astimezone(BEIJING).date()),
        "scope": field.scope,
    }
