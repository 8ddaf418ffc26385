"""Shapes of requests and answers about seals."""

import base64
import binascii
from typing import Annotated, Any

from pydantic import Field

from functions.hours.deadlines import workdays_left
from functions.hours.rules import BEIJING, hours_text
from functions.regulation.violation import Violation
from functions.seals import rules
from functions.seals.keys import ORIGINS
from functions.storage import clock
from functions.storage.codes import grouped
from functions.storage.refusals import Refused
from functions.web.answers import outcome_of, shown_instant
from functions.web.validation import Shape, optional_line, optional_text

_MOST_BASE64 = 30_000  # characters; the rules say how large the file may be
_ROW = ("project", "group", "place", "service_object", "content", "minutes", "source")


class AskSealShape(Shape):
    group_id: Annotated[str, optional_line(40)] = ""
    note: Annotated[str, optional_text(200)] = ""


class SealKeyShape(Shape):
    request_id: Annotated[str, optional_line(60)]
    version: int


class SealDecisionShape(Shape):
    requests: Annotated[list[SealKeyShape], Field(min_length=1, max_length=rules.MOST_AT_ONCE)]
    decision: Annotated[str, optional_line(20)] = ""
    reason: Annotated[str, optional_text(300)] = ""

    def keys(self) -> list[tuple[str, int]]:
        return [(each.request_id, each.version) for each in self.requests]


class BringSealShape(Shape):
    content: Annotated[str, Field(max_length=_MOST_BASE64)] = ""
    password: Annotated[str, Field(max_length=200)] = ""

    def file(self) -> bytes:
        try:
            return base64.b64decode(self.content, validate=True)
        except (binascii.Error, ValueError):
            message = "文件没有传完整，请重新选择文件。"
            raise Refused([Violation("17", "seals.base64", "content", message)]) from None


class RevokeSealShape(Shape):
    reason: Annotated[str, optional_text(300)] = ""


def choice_view(choice: tuple[str, str]) -> dict[str, Any]:
    """A group that may be asked."""
    return {"group_id": choice[0], "group": choice[1]}


def own_view(one: rules.SealRequest) -> dict[str, Any]:
    """A request as its holder sees it. ``words``: why it was refused, or what the seal vouches for."""
    last, waits = one.history[-1], one.state == rules.WAITING
    return {
        "request_id": one.request_id,
        "version": one.version,
        "code": grouped(one.code),
        "certificate_number": one.certificate_number,
        "group_id": one.group_id,
        "group": one.group,
        "asked_at": shown_instant(one.asked_at),
        "due": shown_instant(one.due),
        "workdays_left": workdays_left(one.due, clock.now()) if waits else None,
        "state": one.state,
        "state_name": rules.STATES[one.state],
        "changed_at": shown_instant(last.at),
        "words": last.words or None,
        "pdf": f"/api/v1/seals/{one.request_id}/pdf" if one.state == rules.SEALED else None,
    }


def staff_view(one: rules.SealRequest, actor_id: str) -> dict[str, Any]:
    """The same for the group, who sees whose it is, whether it was opened, and every step; the code is for the holder."""
    shown = {name: value for name, value in own_view(one).items() if name not in {"code", "pdf"}}
    history = [
        {"state_name": rules.STATES[each.state], "at": shown_instant(each.at), "name": each.name, "words": each.words}
        for each in one.history
    ]
    whose = {"name": one.name, "volunteer_number": one.volunteer_number}
    return {**whose, **shown, "opened": actor_id in one.opened_by, "history": history}


def opened_view(opened: Any, actor_id: str) -> dict[str, Any]:
    """Exactly what is to be sealed. ``own`` says of each row whether this group recorded it."""
    facts, share = opened.facts, opened.share
    return {
        **staff_view(opened.request, actor_id),
        "opened": True,
        "holder": facts.name,
        "document_type": facts.document_type,
        "document_number": facts.document_number,
        "from": facts.period_from.isoformat() if facts.period_from else None,
        "to": facts.period_to.isoformat() if facts.period_to else None,
        "as_of": shown_instant(facts.as_of),
        "issued_on": facts.issued_on.isoformat(),
        "issuer": facts.issuer,
        "minutes": facts.total_minutes,
        "hours": hours_text(facts.total_minutes),
        "own_rows": share.own_rows,
        "own_hours": hours_text(share.own_minutes),
        "other_rows": share.other_rows,
        "other_hours": hours_text(share.other_minutes),
        "scope": rules.scope_words(share),
        "items": [_row_view(row, place in opened.own) for place, row in enumerate(facts.items)],
        "units": [vars(unit) for unit in facts.units],
    }


def _row_view(row: Any, own: bool) -> dict[str, Any]:
    first, last = row.start.astimezone(BEIJING), row.end.astimezone(BEIJING)
    when = {"date": row.service_date.isoformat(), "start": shown_instant(first), "end": shown_instant(last)}
    return {**when, **{name: getattr(row, name) for name in _ROW}, "hours": hours_text(row.minutes), "own": own}


def outcome_view(outcome: Any) -> dict[str, Any]:
    return {"request_id": outcome.request_id, "state": outcome.state, **outcome_of(outcome.refusal)}


def overdue_view(one: rules.SealRequest) -> dict[str, Any]:
    """What the supervisor sees of a request that was not answered: which group, nobody's name."""
    shown = own_view(one)
    names = ("request_id", "certificate_number", "group_id", "group", "asked_at", "due", "workdays_left")
    return {name: shown[name] for name in names}


def certificate_view(item: Any) -> dict[str, Any]:
    """A certificate that seals or has sealed."""
    ended = item.state == rules.ACTIVE and clock.now() >= item.not_after
    return {
        "thumbprint": item.thumbprint,
        "group_id": item.group_id,
        "group": item.group,
        "origin": item.origin,
        "origin_name": ORIGINS[item.origin],
        "state": "ended" if ended else item.state,
        "state_name": "已到期" if ended else rules.SEAL_STATES[item.state],
        "not_before": shown_instant(item.not_before),
        "not_after": shown_instant(item.not_after),
        "made_at": shown_instant(item.made_at),
        "ended_at": shown_instant(item.ended_at) if item.ended_at else None,
    }
