"""Who decides which star in this district: reading what holds, and setting the next version."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from functions.stars import rules
from functions.stars.models import StarPolicyItem
from functions.stars.policy import StarPolicy, policy_faults
from functions.storage import clock, versions
from functions.storage.pages import Page
from functions.storage.refusals import Conflict, Refused
from functions.storage.settings import settings


def current() -> StarPolicy:
    """What holds now; the default where none was ever set. One query of one item."""
    found = versions.newest(StarPolicyItem)
    return shown(found) if found else StarPolicy()


def stars() -> int:
    """How many stars there are today."""
    return len(rules.thresholds(clock.today(), settings().star_scheme))


def shown(item: StarPolicyItem) -> StarPolicy:
    levels = tuple(item.settings["levels"])
    return StarPolicy(int(item.version), levels, item.set_by, item.set_at, item.reason)


def list_of(page: Page) -> Any:
    """A page of the versions, the newest first: one query."""
    return versions.list_of(StarPolicyItem, page)


def set_next(actor_id: str, seen: int, levels: Sequence[str], reason: str) -> StarPolicy:
    """The supervisor sets who decides; it holds for applications made from now on. ``seen`` is the version on the screen."""
    before = current()
    faults = policy_faults(before, levels, stars(), reason)
    if faults:
        raise Refused(faults)
    moved_on = Conflict("stars.policy_moved_on", "别人刚刚改过评定办法，请刷新后再改。")
    if seen != before.version:
        raise moved_on
    new = replace(before, version=before.version + 1, levels=tuple(levels), reason=reason)
    return shown(versions.add(StarPolicyItem, new, {"levels": list(levels)}, actor_id, moved_on))
