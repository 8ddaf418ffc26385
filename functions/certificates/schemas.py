"""Shapes of requests and answers about certificates."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from functions.certificates.statuses import KINDS, REPLACED, SERVICE, STATUSES
from functions.hours.rules import hours_text
from functions.storage.clock import BEIJING
from functions.storage.codes import grouped
from functions.web.answers import shown_instant
from functions.web.validation import CivilDate, Shape, line, optional_line, optional_text


class Issue(Shape):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)

    first: CivilDate | None = Field(default=None, alias="from")
    last: CivilDate | None = Field(default=None, alias="to")
    show_document: Annotated[str, line(10)] = "masked"
    replaces: Annotated[str, optional_line(40)] | None = None


class IssueStarShape(Shape):
    show_document: Annotated[str, line(10)] = "masked"


class Agree(Shape):
    agreed: bool


class Revoke(Shape):
    kind: Annotated[str, line(40)]
    reason: Annotated[str, optional_text(500)] | None = None


def issued_view(code: str, certificate_number: str, verify_url: str) -> dict[str, Any]:
    """A fresh certificate: where its paper is, and where anyone checks it."""
    return {
        "code": grouped(code),
        "certificate_number": certificate_number,
        "pdf": f"/api/v1/certificates/{code}/pdf",
        "verify_url": verify_url,
    }


def certificate_view(item: Any, looks: Any = None) -> dict[str, Any]:
    """One line of the holder's list, with on which days it was looked up on the site and how often."""
    return {
        "code": grouped(item.code),
        "kind": item.kind or SERVICE,
        "kind_name": KINDS[item.kind or SERVICE],
        "star": int(item.star) if item.star else None,
        "certificate_number": item.certificate_number,
        "issued_on": item.issued_on.isoformat(),
        "from": item.period_from.isoformat() if item.period_from else None,
        "to": item.period_to.isoformat() if item.period_to else None,
        "minutes": int(item.total_minutes),
        "hours": hours_text(int(item.total_minutes)),
        "status": item.status,
        "status_name": STATUSES[item.status],
        "show_document": item.show_document,
        "group": item.group or None,
        "replaced_by": item.replaced_by or None,
        "can_reissue": item.status == REPLACED and not item.replaced_by,
        "pdf": f"/api/v1/certificates/{item.code}/pdf",
        "looks": int(looks.times) if looks else 0,
        "look_days": sorted(looks.days, reverse=True)[:30] if looks else [],
    }


def history_view(history: Any) -> dict[str, Any]:
    """What became of a certificate, the oldest first, and whom to ask about it now."""
    return {
        "code": grouped(history.certificate.code),
        "certificate_number": history.certificate.certificate_number,
        "events": [_event_view(event) for event in history.events],
        "ask": [
            {"name": unit.title, "person": unit.person_in_charge, "phone": unit.phone or None} for unit in history.ask
        ],
    }


def _event_view(event: Any) -> dict[str, Any]:
    whole = isinstance(event.when, datetime)
    day = event.when.astimezone(BEIJING).date() if whole else event.when
    at = shown_instant(event.when) if whole else None
    return {"act": event.act, "on": day.isoformat(), "at": at, "words": event.words}
