"""Shapes of requests and answers about supervision."""

from typing import Annotated, Any

from pydantic import Field

from functions.hours.deadlines import workdays_left
from functions.hours.rules import Entry
from functions.hours.schemas import entry_view
from functions.storage import clock
from functions.supervision import drawing, measures, rules
from functions.web.answers import shown_instant
from functions.web.validation import CivilDate, Shape, line, optional_line, optional_text


class AnswerShape(Shape):
    version: int
    outcome: Annotated[str, optional_line(20)] = ""
    note: Annotated[str, optional_text(500)] = ""


class WantedShape(Shape):
    state: Annotated[str, line(20)] = rules.OPEN
    kind: Annotated[str, optional_line(40)] = ""


def waiting_view(kind: Any, waiting: Any) -> dict[str, Any]:
    """One kind of work: how many wait (``more``: at least), and its first moment."""
    told = {"code": kind.code, "name": kind.name, "count": waiting.count, "more": waiting.more, "moment": kind.moment}
    return {**told, "first": shown_instant(waiting.first) if waiting.first else None}


def sign_view(sign: rules.Sign) -> dict[str, Any]:
    """A sign as the supervisor sees it: what was seen, and what there is to ask."""
    name, question = rules.KINDS[sign.kind]
    plain = ("sign_id", "kind", "recorder", "project_id", "project", "group_id", "group", "count", "state", "version")
    answered = {
        "outcome": sign.outcome or None,
        "outcome_name": rules.OUTCOMES.get(sign.outcome),
        "note": sign.note,
        "answered_at": shown_instant(sign.answered_at) if sign.answered_at else None,
    }
    said = {"kind_name": name, "question": question, "state_name": rules.STATES[sign.state]}
    return {**{each: getattr(sign, each) for each in plain}, "seen_at": shown_instant(sign.seen_at), **said, **answered}


def looked_view(sign: rules.Sign, entries: list[Entry]) -> dict[str, Any]:
    """A sign with the entries that it asks about, as they stand now."""
    return {**sign_view(sign), "entries": [entry_view(entry) for entry in entries]}


class DrawShape(Shape):
    first: Annotated[CivilDate, Field(alias="from")]
    last: Annotated[CivilDate, Field(alias="to")]
    count: int
    group_id: Annotated[str, optional_line(40)] = ""

    def criteria(self) -> drawing.Criteria:
        return drawing.Criteria(self.first, self.last, self.count, self.group_id)


class FindingShape(Shape):
    finding: Annotated[str, optional_line(20)] = ""
    words: Annotated[str, optional_text(500)] = ""


class OrderShape(Shape):
    facts: Annotated[str, optional_text(1000)] = ""
    demand: Annotated[str, optional_text(1000)] = ""
    workdays: int
    sign_id: Annotated[str, optional_line(60)] = ""
    draw_id: Annotated[str, optional_line(60)] = ""
    rank: int = 0


class OrderAnswerShape(Shape):
    version: int
    text: Annotated[str, optional_text(1000)] = ""


class OrderDecisionShape(Shape):
    version: int
    decision: Annotated[str, optional_line(20)] = ""
    text: Annotated[str, optional_text(1000)] = ""
    workdays: int = 0


class SuspensionShape(Shape):
    reason: Annotated[str, optional_text(500)] = ""
    until: CivilDate | None = None


class LiftingShape(Shape):
    version: int
    text: Annotated[str, optional_text(500)] = ""


class PublicNoticeShape(Shape):
    facts: Annotated[str, optional_text(1000)] = ""
    decision: Annotated[str, optional_text(500)] = ""
    order_id: Annotated[str, optional_line(60)] = ""


class NoticeWithdrawalShape(Shape):
    version: int
    text: Annotated[str, optional_text(500)] = ""


class AppealShape(Shape):
    version: int
    text: Annotated[str, optional_text(2000)] = ""


class JudgmentShape(Shape):
    version: int
    decision: Annotated[str, optional_line(20)] = ""
    text: Annotated[str, optional_text(1000)] = ""


def draw_view(draw: drawing.Draw) -> dict[str, Any]:
    """A draw as the supervisor sees it: what is public, which group was asked for, and how far the reading is."""
    far = {"groups_total": draw.groups, "groups_read": draw.groups_read, "is_read": draw.is_read}
    asked = {"group_id": draw.criteria.group_id or None, "group": draw.criteria.group or None}
    return {**drawing.published(draw), **asked, **far, "population": draw.population}


def found_view(found: Any) -> dict[str, Any]:
    """A drawn entry in the list of a draw: nobody is named."""
    plain = {"rank": found.rank, "public_id": found.public_id, "finding": found.finding or None, "words": found.words}
    return {**plain, "finding_name": drawing.FINDINGS.get(found.finding)}


def looked_entry_view(looked: Any) -> dict[str, Any]:
    """One drawn entry as it stands now."""
    entry: Entry | None = looked.entry
    where = {"group_id": entry.group_id, "group": entry.group} if entry else {"group_id": None, "group": None}
    return {**found_view(looked.found), **where, "entry": entry_view(entry) if entry else None}


def measure_view(measure: measures.Measure, role: str) -> dict[str, Any]:
    """An order, a suspension or a notice, with its steps; a recorder reads which side moved it, the supervisor also who."""
    now, today = clock.now(), clock.today()
    plain = ("measure_id", "kind", "group_id", "group", "facts", "demand", "state", "version")
    waits = measure.due is not None and measure.state in {measures.ISSUED, measures.RETURNED}
    said = {"kind_name": measures.KINDS[measure.kind], "state_name": _state_name(measure)}
    when = {
        "decided_at": shown_instant(measure.decided_at),
        "due": shown_instant(measure.due) if measure.due else None,
        "workdays_left": workdays_left(measure.due, now) if waits and measure.due else None,
        "until": measure.until.isoformat() if measure.until else None,
        "order_on": measure.order_on.isoformat() if measure.order_on else None,
        "appeal_until": shown_instant(measure.appeal_until),
        "has_ended": measures.has_ended(measure, today),
    }
    may = {
        "moves": sorted(measures.may_become(measure.kind, measure.state, role)),
        "may_appeal": role == "recorder" and not measures.appeal_faults(measure, "…", now),
    }
    steps = {"steps": [_step_view(step, role) for step in measure.steps], "appeal": _appeal_view(measure.appeal)}
    basis = {"sign_id": measure.sign_id or None, "draw_id": measure.draw_id or None, "rank": measure.rank or None}
    own = basis if role == "supervisor" else {}
    return {**{name: getattr(measure, name) for name in plain}, **said, **when, **own, **may, **steps}


def _state_name(measure: measures.Measure) -> str:
    return "已到期" if measures.has_ended(measure, clock.today()) else measures.STATES[measure.state]


_SIDES = {"recorder": "团体", "supervisor": "主管部门"}
_ACTS = {**measures.STATES, "appeal": "提出申诉", "upheld": "申诉成立", "rejected": "申诉不成立"}


def _step_view(step: measures.Step, role: str) -> dict[str, Any]:
    named = role == "supervisor" or step.role == "recorder"
    by = f"{_SIDES[step.role]} {step.name}" if named else _SIDES[step.role]
    return {"by": by, "at": shown_instant(step.at), "act": _ACTS[step.act], "text": step.text}


def _appeal_view(appeal: measures.Appeal | None) -> dict[str, Any] | None:
    if appeal is None:
        return None
    return {
        "state": appeal.state,
        "state_name": measures.APPEALS[appeal.state],
        "text": appeal.text,
        "at": shown_instant(appeal.at),
        "decided_at": shown_instant(appeal.decided_at) if appeal.decided_at else None,
        "reply": appeal.reply or None,
        "same_person": appeal.same_person,
    }
