"""Shapes of requests and answers about shares."""

from typing import Annotated, Any

from pydantic import Field

from functions.commendations.rules import LEVELS, Commendation
from functions.hours.rules import Entry, hours_text, source_text
from functions.sharing import rules
from functions.storage import clock
from functions.training.rules import Training
from functions.training.rules import hours_text as class_hours
from functions.web.answers import shown_instant
from functions.web.validation import CivilDate, Shape, optional_line


class ShareShape(Shape):
    receiver: Annotated[str, optional_line(60)] = ""
    blocks: Annotated[list[str], Field(max_length=10)] = Field(default=[])
    first: CivilDate | None = Field(default=None, alias="from")
    last: CivilDate | None = Field(default=None, alias="to")
    until: CivilDate | None = None


class LookShape(Shape):
    token: Annotated[str, optional_line(100)] = ""


def share_view(share: rules.Share) -> dict[str, Any]:
    """A share as its volunteer sees it."""
    open_still = rules.is_open(share, clock.today())
    return {
        "share_id": share.share_id,
        "receiver": share.receiver,
        "blocks": [{"code": block, "name": rules.BLOCKS[block]} for block in share.blocks],
        "from": share.first.isoformat() if share.first else None,
        "to": share.last.isoformat() if share.last else None,
        "until": share.last_day.isoformat(),
        "made_at": shown_instant(share.made_at),
        "state": "open" if open_still else "ended",
        "state_name": "可以查看" if open_still else ("已结束" if share.ended_at else "已过期"),
        "views": [shown_instant(view) for view in reversed(share.views)],
        "view_count": share.view_count,
    }


def seen_view(seen: Any, service: dict[str, Any] | None) -> dict[str, Any]:
    """What a receiver sees: the chosen blocks alone, and for whom and until when they were meant."""
    share = seen.share
    meant = {"receiver": share.receiver, "until": share.last_day.isoformat(), "as_of": shown_instant(clock.now())}
    shown: dict[str, Any] = {"blocks": list(share.blocks), **meant}
    if seen.name is not None:
        shown["person"] = {"name": seen.name, "volunteer_number": seen.volunteer_number}
    if seen.minutes is not None:
        shown["totals"] = {"minutes": seen.minutes, "hours": hours_text(seen.minutes)}
        shown["totals"] |= {"star": seen.star, "held_star": seen.held_star}
    if service is not None:
        period = {
            "from": share.first.isoformat() if share.first else None,
            "to": share.last.isoformat() if share.last else None,
        }
        shown["service"] = {**service, **period}
    if seen.training is not None:
        shown["training"] = [_training_row(each) for each in seen.training]
    if seen.commendations is not None:
        shown["commendations"] = [_commendation_row(each) for each in seen.commendations]
    return shown


def _training_row(one: Training) -> dict[str, Any]:
    """A training as a receiver sees it: nothing of whom to ask."""
    facts = one.facts
    when = {"starts": facts.starts.isoformat(), "ends": facts.ends.isoformat()}
    return {"topic": facts.topic, **when, "class_hours": class_hours(facts.class_hours), "group": one.group}


def _commendation_row(one: Commendation) -> dict[str, Any]:
    """A commendation as a receiver sees it; what proves it stays private."""
    facts = one.facts
    level = {"level_name": LEVELS[facts.level]}
    return {"name": facts.name, "date": facts.date.isoformat(), "granting_body": facts.granting_body, **level}


def service_row(entry: Entry) -> dict[str, Any]:
    """A service as a receiver sees it: what was done, when, how long, and where the hour comes from."""
    return {
        "service_date": entry.stay.service_date.isoformat(),
        "project": entry.project,
        "group": entry.group,
        "content": entry.content,
        "minutes": entry.minutes,
        "hours": hours_text(entry.minutes),
        "source_name": source_text(entry),
    }
