"""Stores every item of an earlier release in the version of this one, while the system runs.

Each item is changed only if it is still what was read, attribute by attribute; one that somebody changed meanwhile is read again.
"""

import time
from collections.abc import Callable, Iterator
from typing import Any

from functions.storage import upgrades
from functions.storage.base import Table, all_tables, connection

_AT_ONCE = 200
_TRIES = 10
Say = Callable[[str], None]


def tables_with_upgrades() -> list[type[Table]]:
    """Those whose items have a later version than the first, by name."""
    from functions.app import members

    members()  # imports every room
    return sorted((each for each in all_tables() if each.UPGRADES), key=lambda table: str(table.Meta.table_name))


def _client() -> Any:
    return connection().client


def _old_items(table: type[Table]) -> Iterator[upgrades.Raw]:
    pages = (
        _client()
        .get_paginator("scan")
        .paginate(
            TableName=table.Meta.table_name,
            FilterExpression="attribute_not_exists(#version) OR #version < :newest",
            ExpressionAttributeNames={"#version": upgrades.VERSION},
            ExpressionAttributeValues={":newest": {"N": str(upgrades.newest(table.UPGRADES))}},
            ConsistentRead=True,
            PaginationConfig={"PageSize": _AT_ONCE},
        )
    )
    for page in pages:
        yield from page["Items"]


def _keys(table: type[Table]) -> set[str]:
    return {str(each.attr_name) for each in table.get_attributes().values() if each.is_hash_key or each.is_range_key}


def _change(table: type[Table], raw: upgrades.Raw) -> dict[str, Any]:
    """The call that stores what the upgrades made of ``raw``, if the item is still ``raw``."""
    new = upgrades.upgraded(raw, table.UPGRADES)
    known = set(raw) | set(new) | {str(each.attr_name) for each in table.get_attributes().values()}
    names = sorted(known - _keys(table))
    held = [
        f"#{place} = :old{place}" if name in raw else f"attribute_not_exists(#{place})"
        for place, name in enumerate(names)
    ]
    values = {f":old{place}": raw[name] for place, name in enumerate(names) if name in raw}
    changed = [place for place, name in enumerate(names) if name in new and new[name] != raw.get(name)]
    gone = [place for place, name in enumerate(names) if name in raw and name not in new]
    update = "SET " + ", ".join(f"#{place} = :new{place}" for place in changed)
    update += (" REMOVE " + ", ".join(f"#{place}" for place in gone)) if gone else ""
    values |= {f":new{place}": new[names[place]] for place in changed}
    exists = sorted(_keys(table))[0]
    return {
        "TableName": table.Meta.table_name,
        "Key": {name: raw[name] for name in _keys(table)},
        "UpdateExpression": update,
        "ConditionExpression": " AND ".join([f"attribute_exists(#key{exists})", *held]),
        "ExpressionAttributeNames": {
            f"#key{exists}": exists,
            **{f"#{place}": name for place, name in enumerate(names)},
        },
        "ExpressionAttributeValues": values,
    }


def _read_again(table: type[Table], raw: upgrades.Raw) -> upgrades.Raw | None:
    key = {name: raw[name] for name in _keys(table)}
    found: upgrades.Raw | None = (
        _client().get_item(TableName=table.Meta.table_name, Key=key, ConsistentRead=True).get("Item")
    )
    return found


def upgrade_item(table: type[Table], raw: upgrades.Raw) -> bool:
    """Store one item in the newest version; False where there was nothing left to do."""
    current: upgrades.Raw | None = raw
    for attempt in range(_TRIES):
        if current is None or upgrades.version_of(current) >= upgrades.newest(table.UPGRADES):
            return False
        try:
            _client().update_item(**_change(table, current))
        except _client().exceptions.ConditionalCheckFailedException:
            time.sleep(0.01 * attempt)
            current = _read_again(table, raw)
        else:
            return True
    raise RuntimeError(f"{table.Meta.table_name}: somebody else changes an item all the time")


def migrate(table: type[Table], say: Say) -> int:
    """Store every item of a table in the newest version; returns how many were."""
    done = 0
    for seen, raw in enumerate(_old_items(table), start=1):
        done += upgrade_item(table, raw)
        if seen % _AT_ONCE == 0:
            say(f"  {table.Meta.table_name}：已升级 {done} 条 upgraded")
    return done


def migrate_all(say: Say) -> None:
    """Every table that has upgrades, one after the other."""
    for table in tables_with_upgrades():
        say(f"正在升级 {table.Meta.table_name}（第 {upgrades.newest(table.UPGRADES)} 版）… Upgrading.")
        say(f"  升级了 {migrate(table, say)} 条，其余已是新版。Upgraded; the rest was.")
