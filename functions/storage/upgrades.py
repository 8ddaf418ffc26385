"""Items that an earlier release stored, read as if this one had: each item has a version, and each table its upgrades.

An item without `item_version` is of version 1. A table's first upgrade makes version 2 of it, the second version 3, and so on; the
table names them in its `UPGRADES`. They run whenever an item is read; it is stored upgraded when it is next put, or by
``make migrate``, which indexes need: they know nothing of what was only read.

An upgrade works on the item as the engine has it (``{"name": {"S": "…"}}``) and must be safe to repeat, since an update of single
attributes leaves the version as it was: it fills in what is missing, and never changes what stands. It may meet a part of
an item, where an index or a projection holds no more.
"""

from collections.abc import Callable, Sequence
from typing import Any

VERSION = "item_version"
Raw = dict[str, dict[str, Any]]
Upgrade = Callable[[Raw], None]


def version_of(raw: Raw) -> int:
    """The version in which an item is stored."""
    return int(raw[VERSION]["N"]) if VERSION in raw else 1


def newest(upgrades: Sequence[Upgrade]) -> int:
    """The version that a table with these upgrades stores now."""
    return len(upgrades) + 1


def upgraded(raw: Raw, upgrades: Sequence[Upgrade]) -> Raw:
    """The item in the newest version; ``raw`` stays as it is. One of a later release than this is left alone."""
    missing = upgrades[version_of(raw) - 1 :]
    if not missing:
        return raw
    new = dict(raw)
    for upgrade in missing:
        upgrade(new)
    return marked(new, upgrades)


def marked(raw: Raw, upgrades: Sequence[Upgrade]) -> Raw:
    """With its version, where that is another than the first."""
    return {**raw, VERSION: {"N": str(newest(upgrades))}} if upgrades else raw
