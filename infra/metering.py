"""What an act costs in the engine: its calls, the units it writes and reads, and the bytes it leaves."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

_WRITES = ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem")
_READS = ("GetItem", "Query", "BatchGetItem", "TransactGetItems", "Scan")


@dataclass
class Meter:
    """``write_units`` are exact in the embedded engine; its read units are not: ``read_units`` are reckoned from what came back, a
    unit for each 4 kB read consistently, half a unit otherwise, twice in a transaction. What a filter left out is not in them."""

    calls: list[str] = field(default_factory=list)
    write_units: float = 0.0
    read_units: float = field(default=0.0, compare=False)  # a page fills up as history grows, and no further

    @property
    def reads(self) -> list[str]:
        return [call for call in self.calls if call in _READS]

    def note(self, operation: str, answer: dict[str, Any], consistent: bool = False) -> None:
        self.calls.append(operation)
        if operation in _READS:
            twice = operation == "TransactGetItems"
            self.read_units += _read_units(operation, answer) * (2 if twice else 1 if consistent else 0.5)
        if operation in _WRITES:
            used = answer.get("ConsumedCapacity", [])
            parts = used if isinstance(used, list) else [used]
            self.write_units += sum(float(part["CapacityUnits"]) for part in parts)


def item_bytes(item: dict[str, Any]) -> int:
    """The size of an item as the engine reckons it: names and values, in its own typed form."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def _value_bytes(typed: dict[str, Any]) -> int:
    ((kind, value),) = typed.items()
    if kind == "M":
        return 3 + sum(1 + len(name.encode()) + _value_bytes(each) for name, each in value.items())
    if kind == "L":
        return 3 + sum(1 + _value_bytes(each) for each in value)
    if kind in {"SS", "NS", "BS"}:
        return sum(_scalar_bytes(kind[0], each) for each in value)
    return _scalar_bytes(kind, value)


def _scalar_bytes(kind: str, value: Any) -> int:
    if kind == "N":
        return math.ceil(len(str(value).strip("-.0").replace(".", "")) / 2) + 1
    if kind in {"S", "B"}:
        return len(value.encode()) if isinstance(value, str) else len(value)
    return 1


def _fours(size: int) -> int:
    return max(1, math.ceil(size / 4096))


def _read_units(operation: str, answer: dict[str, Any]) -> int:
    """Units of a consistent read of what came back."""
    if operation in {"Query", "Scan"}:
        return _fours(sum(item_bytes(item) for item in answer.get("Items", [])))
    if operation == "GetItem":
        return _fours(item_bytes(answer.get("Item", {})))
    if operation == "BatchGetItem":
        return sum(_fours(item_bytes(item)) for items in answer.get("Responses", {}).values() for item in items)
    return sum(_fours(item_bytes(each.get("Item", {}))) for each in answer.get("Responses", []))


def _ask_for_units(params: dict[str, Any], model: Any, context: Any, **_: Any) -> None:
    if model.name in _WRITES + _READS:
        params["ReturnConsumedCapacity"] = "TOTAL"
        context["consistent"] = bool(params.get("ConsistentRead"))


@contextmanager
def metered() -> Iterator[Meter]:
    """Measure every call that the tables' connection makes meanwhile; one act at a time."""
    from functions.storage.base import connection

    meter = Meter()

    def note(parsed: dict[str, Any], model: Any, context: Any, **_: Any) -> None:
        meter.note(model.name, parsed, bool(context.get("consistent")))

    events = connection().client.meta.events
    events.register("before-parameter-build.dynamodb", _ask_for_units)
    events.register("after-call.dynamodb", note)
    try:
        yield meter
    finally:
        events.unregister("before-parameter-build.dynamodb", _ask_for_units)
        events.unregister("after-call.dynamodb", note)


_ITEM_OVERHEAD = 100  # bytes that the engine bills beside each item, in a table and in an index


def stored_bytes(engine: Any, prefix: str) -> int:
    """What is billed as stored in all tables of ``prefix``, their indexes included."""
    names = [name for name in _table_names(engine) if name.startswith(prefix)]
    return sum(_stored_in(engine, name) for name in names)


def _table_names(engine: Any) -> list[str]:
    pages = engine.get_paginator("list_tables").paginate()
    return [name for page in pages for name in page["TableNames"]]


def _stored_in(engine: Any, name: str) -> int:
    table = engine.describe_table(TableName=name)["Table"]
    own = {key["AttributeName"] for key in table["KeySchema"]}
    kept = [_projected(index, own) for index in table.get("GlobalSecondaryIndexes", [])]
    total = 0
    for page in engine.get_paginator("scan").paginate(TableName=name):
        for item in page["Items"]:
            total += item_bytes(item) + _ITEM_OVERHEAD
            for keys, attributes in kept:
                if keys <= set(item):
                    there = item if attributes is None else {name: item[name] for name in attributes & set(item)}
                    total += item_bytes(there) + _ITEM_OVERHEAD
    return total


def _projected(index: dict[str, Any], own: set[str]) -> tuple[set[str], set[str] | None]:
    """The keys without which an item is not in an index, and what the index holds of it; None for all."""
    keys = {key["AttributeName"] for key in index["KeySchema"]}
    projection = index["Projection"]
    if projection["ProjectionType"] == "ALL":
        return keys, None
    return keys, keys | own | set(projection.get("NonKeyAttributes", []))
