"""Shapes of requests and answers about stars."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from functions.hours.rules import hours_text
from functions.stars import rules
from functions.stars.policy import StarPolicy, level_of
from functions.stars.schemes import NAMES
from functions.storage import clock
from functions.web.answers import outcome_of, shown_instant
from functions.web.validation import CivilDate, Shape, line, optional_line, optional_text


class ApplyShape(Shape):
    star: int
    group_id: Annotated[str, optional_line(40)] = ""


class ApplicationKeyShape(Shape):
    application_id: Annotated[str, line(40)]
    version: int


class StarDecisionShape(Shape):
    applications: Annotated[list[ApplicationKeyShape], Field(min_length=1, max_length=rules.MOST_AT_ONCE)]
    decision: Annotated[str, optional_line(20)] = ""
    reason: Annotated[str, optional_text(300)] = ""
    reference: Annotated[str, optional_line(100)] = ""
    decided_on: CivilDate | None = None

    def decision_made(self) -> rules.Decision:
        return rules.Decision(self.decision, self.decided_on or clock.today(), self.reason, self.reference)

    def keys(self) -> list[tuple[str, int]]:
        return [(each.application_id, each.version) for each in self.applications]


class RevokeStarShape(Shape):
    version: int
    reason: Annotated[str, optional_text(300)] = ""


class StarPolicyShape(Shape):
    version: int
    levels: Annotated[list[Annotated[str, optional_line(20)]], Field(max_length=len(NAMES))]
    reason: Annotated[str, optional_text(300)] = ""


def application_view(one: rules.Application) -> dict[str, Any]:
    """An application as its volunteer sees it. Minutes are whole: what the star takes, and what stood when it was made."""
    granted = {"reason": one.reason or None, "reference": one.reference or None}
    revoked = {
        "revoked_at": shown_instant(one.revoked_at) if one.revoked_at else None,
        "revoked_reason": one.revoked_reason or None,
    }
    return {
        "application_id": one.application_id,
        "star": one.star,
        "star_name": NAMES[one.star],
        "threshold": one.threshold,
        "minutes": one.minutes,
        "hours": hours_text(one.minutes),
        "level": one.level,
        "level_name": rules.LEVEL_NAMES[one.level],
        "group": one.group or None,
        "state": one.state,
        "state_name": rules.STATES[one.state],
        "applied_at": shown_instant(one.applied_at),
        "decided_on": one.decided_on.isoformat() if one.decided_on else None,
        **granted,
        **revoked,
    }


def listed_view(listed: Any) -> dict[str, Any]:
    """The same for staff: whose it is, and how that person's hours and star stand now."""
    one = listed.application
    now = {"minutes_now": listed.minutes, "hours_now": hours_text(listed.minutes), "held": listed.held}
    whose = {"volunteer_number": one.volunteer_number, "name": listed.name or None, "version": one.version}
    return {**application_view(one), **whose, **now}


def outcome_view(outcome: Any) -> dict[str, Any]:
    """What came of one application."""
    done = {"application_id": outcome.application_id, "state": outcome.state}
    return {**done, **outcome_of(outcome.refusal)}


def policy_view(policy: StarPolicy, stars: int) -> dict[str, Any]:
    """Who decides each of ``stars`` stars, as everybody who logs in may see it."""
    levels = [level_of(star, policy) for star in range(1, stars + 1)]
    return {
        "version": policy.version,
        "levels": [_level_view(star, level) for star, level in enumerate(levels, 1)],
        "set_at": shown_instant(policy.set_at) if policy.set_at else None,
        "reason": policy.reason or None,
    }


def _level_view(star: int, level: str) -> dict[str, Any]:
    return {"star": star, "star_name": NAMES[star], "level": level, "level_name": rules.LEVELS[level]}


def own_view(own: Any) -> dict[str, Any]:
    """How far a volunteer has come: what is held, what each star takes, what may be asked for next."""
    held, steps = own.held, own.steps
    following = held.star + 1 if held.star < len(steps) else None
    return {
        "held": held.star,
        "held_name": f"{NAMES[held.star]}志愿者" if held.star else None,
        "since": held.since.isoformat() if held.since else None,
        "minutes": own.minutes,
        "hours": hours_text(own.minutes),
        "steps": _steps_view(steps, own.minutes, held.star, own.policy),
        "next": _next_view(following, steps, own.minutes) if following else None,
        "open": application_view(own.open) if own.open else None,
        "groups": [{"group_id": group_id, "name": name} for group_id, name in own.groups],
    }


def _steps_view(steps: Sequence[int], minutes: int, held: int, policy: StarPolicy) -> list[dict[str, Any]]:
    return [
        {
            **_level_view(star, level_of(star, policy)),
            "minutes": needed,
            "reached": minutes >= needed,
            "held": star <= held,
        }
        for star, needed in enumerate(steps, 1)
    ]


def _next_view(star: int, steps: Sequence[int], minutes: int) -> dict[str, Any]:
    missing = max(0, steps[star - 1] - minutes)
    return {
        "star": star,
        "star_name": NAMES[star],
        "minutes_needed": missing,
        "hours_needed": hours_text(missing),
        "may_apply": missing == 0,
    }
