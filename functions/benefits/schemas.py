"""Shapes of requests and answers about benefits."""

from typing import Annotated, Any

from pydantic import Field

from functions.benefits import rules
from functions.benefits.shown import public_view
from functions.storage import clock
from functions.web.answers import shown_instant
from functions.web.validation import CivilDate, Shape, optional_line, optional_text


class BenefitShape(Shape):
    name: Annotated[str, optional_line(60)] = ""
    content: Annotated[str, optional_text(500)] = ""
    provider: Annotated[str, optional_line(60)] = ""
    place: Annotated[str, optional_line(100)] = ""
    least_star: int = 0
    first: CivilDate = Field(alias="from")
    last: CivilDate | None = Field(default=None, alias="to")
    quota: int = 0
    per_person: int = 0

    def terms(self) -> rules.Terms:
        return rules.Terms(**{name: getattr(self, name) for name in rules.Terms.__dataclass_fields__})


class ChangeBenefitShape(BenefitShape):
    version: int


class EndBenefitShape(Shape):
    version: int
    reason: Annotated[str, optional_text(300)] = ""


class BenefitLinkShape(Shape):
    token: Annotated[str, optional_line(100)] = ""


class BenefitCodeShape(BenefitLinkShape):
    code: Annotated[str, optional_line(60)] = ""


def benefit_view(benefit: rules.Benefit) -> dict[str, Any]:
    """A benefit as the supervisor sees it: with its uses counted, and whether a provider has a link."""
    return {
        **public_view(benefit),
        "used": benefit.used,
        "state": benefit.state,
        "state_name": rules.STATES[benefit.state],
        "version": benefit.version,
        "made_at": shown_instant(benefit.made_at),
        "changed_at": shown_instant(benefit.changed_at),
        "link_made_at": shown_instant(benefit.link_made_at) if benefit.link_made_at else None,
        "ended_at": shown_instant(benefit.ended_at) if benefit.ended_at else None,
        "ended_reason": benefit.ended_reason or None,
    }


def offered_view(offered: Any) -> dict[str, Any]:
    """A benefit as one volunteer sees it: whether it can be used now, every reason why not, and the own uses counted."""
    return {
        **public_view(offered.benefit),
        "usable": not offered.why,
        "why": [{"code": why.code, "message": why.text} for why in offered.why],
        "own_uses": offered.used,
    }


def code_view(shown: Any) -> dict[str, Any]:
    """A code as its volunteer's phone shows it; ``valid_seconds`` counts from now, as a phone's clock may be wrong."""
    return {
        "code": shown.code,
        "valid_until": shown_instant(shown.valid_until),
        "valid_seconds": max(0, int((shown.valid_until - clock.now()).total_seconds())),
        "benefit": public_view(shown.benefit),
    }


def link_view(token: str, address: str) -> dict[str, Any]:
    """A new checking link, which is told this once."""
    return {"token": token, "url": address}


def look_view(benefit: rules.Benefit) -> dict[str, Any]:
    """A benefit as its provider sees it: no more than anybody."""
    return public_view(benefit)


def own_use_view(use: Any) -> dict[str, Any]:
    """A use as the volunteer sees it."""
    return {"name": use.name, "provider": use.provider, "used_at": shown_instant(use.used_at)}


def use_view(use: Any) -> dict[str, Any]:
    """A use as the supervisor sees it: when, and nothing of whose."""
    return {"used_at": shown_instant(use.used_at)}
