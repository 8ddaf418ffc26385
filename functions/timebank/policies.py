"""The district's settings of its time bank: reading the version that holds, and setting the next."""

from typing import Any

from functions.regulation.violation import Violation
from functions.storage import clock, versions
from functions.storage.pages import Page
from functions.storage.refusals import Conflict, Refused
from functions.timebank.models import TermsItem
from functions.timebank.policy import OFF, Terms, next_version, same_settings, settings_of, terms_faults


def current() -> Terms:
    """The settings that hold now: one query of one item; off where none were ever set."""
    found = versions.newest(TermsItem)
    return shown(found) if found else Terms()


def open_now() -> Terms:
    """The settings that hold now; a `Conflict` that says what to do where the district has no time bank."""
    terms = current()
    if not terms.enabled:
        raise Conflict("timebank.off", OFF)
    return terms


def shown(item: TermsItem) -> Terms:
    return Terms(version=int(item.version), set_by=item.set_by, set_at=item.set_at, reason=item.reason, **item.settings)


def list_of(page: Page) -> Any:
    """A page of the versions, the newest first: one query."""
    return versions.list_of(TermsItem, page)


def set_next(actor_id: str, seen: int, asked: Terms) -> Terms:
    """The supervisor sets the next version; it holds for acts from now on. ``seen`` is the version that was on the screen:
    `Conflict` where somebody else has set another since. Raises `Refused` with every fault."""
    before = current()
    faults = terms_faults(asked)
    if not faults and same_settings(before, asked):
        faults = [Violation("20", "timebank.terms_same", "", "和现行设置一样，没有改动。")]
    if faults:
        raise Refused(faults)
    moved_on = Conflict("timebank.terms_moved_on", "别人刚刚改过设置，请刷新后再改。")
    if seen != before.version:
        raise moved_on
    new = next_version(before, asked, actor_id, clock.now())
    return shown(versions.add(TermsItem, new, settings_of(new), actor_id, moved_on))
