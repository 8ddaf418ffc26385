"""The district's policy on hours: reading the version that holds, and setting the next."""

from dataclasses import replace
from typing import Any

from functions.hours.models import PolicyItem
from functions.hours.policy import Policy, policy_faults, same_settings, settings_of
from functions.regulation.violation import Violation
from functions.storage import versions
from functions.storage.pages import Page
from functions.storage.refusals import Conflict, Refused
from functions.storage.settings import settings


def current() -> Policy:
    """The policy that holds now; the default where none was ever set."""
    found = versions.newest(PolicyItem)
    return shown(found) if found else Policy()


def of_version(version: int) -> Policy:
    """The policy as it was in ``version``: what an entry was made under stays what it is measured by."""
    if not version:
        return Policy()
    return shown(PolicyItem.get(settings().district_code, version))


def shown(item: PolicyItem) -> Policy:
    return Policy(
        version=int(item.version), set_by=item.set_by, set_at=item.set_at, reason=item.reason, **item.settings
    )


def list_of(page: Page) -> Any:
    """A page of the versions, the newest first: one query."""
    return versions.list_of(PolicyItem, page)


def set_next(actor_id: str, seen: int, asked: Policy) -> Policy:
    """The supervisor sets the next version; it holds for entries made from now on.

    ``seen`` is the version that was on the screen: `Conflict` where somebody else has set another since.
    """
    before = current()
    faults = policy_faults(asked)
    if not faults and same_settings(before, asked):
        faults = [Violation("9", "hours.policy_same", "", "和现行规则一样，没有改动。")]
    if faults:
        raise Refused(faults)
    moved_on = Conflict("hours.policy_moved_on", "别人刚刚改过规则，请刷新后再改。")
    if seen != before.version:
        raise moved_on
    new = replace(asked, version=before.version + 1)
    return shown(versions.add(PolicyItem, new, settings_of(new), actor_id, moved_on))
