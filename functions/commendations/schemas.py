"""Shapes of requests and answers about commendations."""

import base64
import binascii
from typing import Annotated, Any

from pydantic import Field

from functions.commendations import rules
from functions.regulation.violation import Violation
from functions.storage.refusals import Refused
from functions.web.answers import shown_instant
from functions.web.validation import CivilDate, Shape, optional_line, optional_text

_MOST_BASE64 = 800_000  # characters; the rules say how large the file may be


class FactsShape(Shape):
    date: CivilDate
    name: Annotated[str, optional_line(100)] = ""
    granting_body: Annotated[str, optional_line(100)] = ""
    level: Annotated[str, optional_line(20)] = ""
    project: Annotated[str, optional_line(60)] = ""
    evidence: Annotated[str, Field(max_length=_MOST_BASE64)] | None = None

    def facts(self) -> rules.Facts:
        return rules.Facts(self.date, self.name, self.granting_body, self.level, self.project)

    def file(self) -> bytes | None:
        """The bytes of the file that proves it; None where there is none."""
        if not self.evidence:
            return None
        try:
            return base64.b64decode(self.evidence, validate=True)
        except (binascii.Error, ValueError):
            message = "文件没有传完整，请重新选择文件。"
            raise Refused([Violation("12", "commendations.base64", "evidence", message)]) from None


class EnterShape(FactsShape):
    volunteer_numbers: Annotated[
        list[Annotated[str, optional_line(60)]], Field(min_length=1, max_length=rules.MOST_AT_ONCE)
    ]


class ClaimCommendationShape(FactsShape):
    group_id: Annotated[str, optional_line(40)] = ""


class DecisionShape(Shape):
    decision: Annotated[str, optional_line(20)] = ""
    reason: Annotated[str, optional_text(300)] = ""


class VoidCommendationShape(Shape):
    reason: Annotated[str, optional_text(300)] = ""


def own_view(one: rules.Commendation) -> dict[str, Any]:
    """A commendation as its volunteer sees it. ``reason`` is the one of the latest decision."""
    facts, last = one.facts, one.history[-1]
    return {
        "commendation_id": one.commendation_id,
        **vars(facts),
        "date": facts.date.isoformat(),
        "level_name": rules.LEVELS[facts.level],
        "project": facts.project or None,
        "group": one.group or None,
        "source": one.source,
        "state": one.state,
        "state_name": rules.STATES[one.state],
        "reason": last.reason or None,
        "changed_at": shown_instant(last.at),
        "has_evidence": bool(one.evidence_id) and not one.evidence_shared,
    }


def staff_view(one: rules.Commendation) -> dict[str, Any]:
    """The same for staff, who see whose it is and every change of state."""
    whose = {"volunteer_number": one.volunteer_number, "holder": one.holder}
    history = [
        {"state_name": rules.STATES[each.state], "at": shown_instant(each.at), "reason": each.reason or None}
        for each in one.history
    ]
    return {**own_view(one), **whose, "has_evidence": bool(one.evidence_id), "history": history}


def entered_view(done: Any) -> dict[str, Any]:
    return {"entered": done.entered, "already": done.already}
