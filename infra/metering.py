"""What an act costs in the engine: its calls, the units it writes, and the items it reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

_WRITES = ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem")
_READS = ("GetItem", "Query", "BatchGetItem", "TransactGetItems", "Scan")


@dataclass
class Meter:
    """``write_units`` are exact in the embedded engine; its read units are not, so reads are counted."""

    calls: list[str] = field(default_factory=list)
    write_units: float = 0.0

    @property
    def reads(self) -> list[str]:
        return [call for call in self.calls if call in _READS]

    def note(self, operation: str, answer: dict[str, Any]) -> None:
        self.calls.append(operation)
        if operation in _WRITES:
            used = answer.get("ConsumedCapacity", [])
            parts = used if isinstance(used, list) else [used]
            self.write_units += sum(float(part["CapacityUnits"]) for part in parts)


def _ask_for_units(params: dict[str, Any], model: Any, **_: Any) -> None:
    if model.name in _WRITES + _READS:
        params["ReturnConsumedCapacity"] = "TOTAL"


@contextmanager
def metered() -> Iterator[Meter]:
    """Measure every call that the tables' connection makes meanwhile; one act at a time."""
    from functions.storage.base import connection

    meter = Meter()

    def note(parsed: dict[str, Any], model: Any, **_: Any) -> None:
        meter.note(model.name, parsed)

    events = connection().client.meta.events
    events.register("before-parameter-build.dynamodb", _ask_for_units)
    events.register("after-call.dynamodb", note)
    try:
        yield meter
    finally:
        events.unregister("before-parameter-build.dynamodb", _ask_for_units)
        events.unregister("after-call.dynamodb", note)
