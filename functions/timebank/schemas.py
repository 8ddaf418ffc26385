"""Shapes of requests and answers about the time bank."""

from typing import Annotated, Any

from pydantic import Field

from functions.hours.rules import Entry, hours_text
from functions.storage import clock
from functions.timebank import rules
from functions.timebank.policy import Terms, settings_of
from functions.web.answers import shown_instant
from functions.web.validation import Shape, line, optional_line, optional_text


class TermsShape(Shape):
    version: int
    enabled: bool
    deposit_cap_minutes: int
    daily_cap_minutes: int
    balance_cap_minutes: int
    expiry_months: int
    gifts_allowed: bool
    gift_cap_minutes: int
    reason: Annotated[str, optional_text(300)] = ""

    def terms(self) -> Terms:
        return Terms(**{name: value for name, value in self.model_dump().items() if name != "version"})


class DepositShape(Shape):
    entry_ids: Annotated[list[Annotated[str, line(60)]], Field(max_length=rules.MOST_ENTRIES)] = Field(default=[])
    everything: bool = False


class GiftShape(Shape):
    volunteer_number: Annotated[str, optional_line(60)] = ""
    minutes: int
    note: Annotated[str, optional_line(100)] = ""


class AskServiceShape(Shape):
    volunteer_number: Annotated[str, optional_line(60)] = ""
    minutes: int
    what: Annotated[str, optional_text(300)] = ""


class StepShape(Shape):
    version: int
    to: Annotated[str, optional_line(20)] = ""
    reason: Annotated[str, optional_text(300)] = ""


class ReverseShape(Shape):
    leg_id: Annotated[str, line(40)]
    reason: Annotated[str, optional_text(300)] = ""


class SideShape(Shape):
    side: Annotated[str, optional_line(10)] = rules.ASKER


def terms_view(terms: Terms) -> dict[str, Any]:
    """One version of the district's settings, as everybody who logs in may see it."""
    when = {"set_at": shown_instant(terms.set_at) if terms.set_at else None, "reason": terms.reason}
    return {"version": terms.version, **settings_of(terms), **when}


def account_view(account: rules.Account, terms: Terms) -> dict[str, Any]:
    """An account as it stands: all minutes, those promised, those free, and what is over next."""
    numbers = {name: getattr(account, name) for name in ("balance", "held", "free", "owed", "deposited")}
    over = rules.next_expiry(account, terms)
    return {
        **numbers,
        "hours": hours_text(account.balance),
        "room": rules.room_for_deposit(account, terms, clock.today()),
        "next_expiry": {"minutes": over[0], "until": over[1].isoformat()} if over else None,
    }


def own_view(account: rules.Account, terms: Terms) -> dict[str, Any]:
    """The own account, with the settings that hold."""
    return {**account_view(account, terms), "terms": terms_view(terms)}


def entry_line(entry: Entry, deposited: int) -> dict[str, Any]:
    """An own entry in force, and how many minutes of it are put by."""
    return {
        "entry_id": entry.entry_id,
        "project": entry.project,
        "group": entry.group,
        "service_date": entry.stay.service_date.isoformat(),
        "start": shown_instant(entry.stay.start),
        "end": shown_instant(entry.stay.end),
        "minutes": entry.minutes,
        "deposited": deposited,
    }


def leg_view(leg: rules.Leg, undone: bool) -> dict[str, Any]:
    """A line of the statement; ``minutes`` came in (+) or went out (-), ``balance`` stood after it."""
    plain = {name: getattr(leg, name) for name in ("leg_id", "transaction_id", "kind", "minutes", "balance", "about")}
    return {
        **plain,
        "kind_name": rules.KINDS[leg.kind],
        "counterpart": leg.shown_name or "时间银行",
        "at": shown_instant(leg.at),
        "undone": undone,
    }


def staff_leg_view(leg: rules.Leg, undone: bool) -> dict[str, Any]:
    """The same for the supervisor, with whether it may be reversed."""
    return {**leg_view(leg, undone), "reversible": leg.kind in rules.REVERSIBLE and not undone}


def request_view(request: rules.Request, volunteer_id: str) -> dict[str, Any]:
    """A request as one of its two sides sees it: the other's name is masked; ``steps`` are what this side may do now."""
    side = request.role_of(volunteer_id) or rules.ASKER
    plain = {name: getattr(request, name) for name in ("request_id", "minutes", "what", "state", "version", "reason")}
    return {
        **plain,
        "side": side,
        "other": request.server_name if side == rules.ASKER else request.asker_name,
        "state_name": rules.STATES[request.state],
        "asked_at": shown_instant(request.asked_at),
        "decided_at": shown_instant(request.decided_at) if request.decided_at else None,
        "steps": list(rules.steps_of(side, request.state)),
    }


def looked_view(looked: Any) -> dict[str, Any]:
    """Somebody's account as the supervisor sees it."""
    who = {"name": looked.person.name, "volunteer_number": looked.person.volunteer_number}
    return {**who, **account_view(looked.account, looked.terms)}
