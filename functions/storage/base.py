"""The base of every table, and the connection that all of them share."""

from typing import Any

from pynamodb.attributes import Attribute
from pynamodb.connection import Connection
from pynamodb.models import Model

from functions.storage import clock
from functions.storage.settings import settings

_TIMEOUTS = {"connect_timeout_seconds": 2, "read_timeout_seconds": 10, "max_retry_attempts": 3}


class TableMeta:
    """What every table's `Meta` shares; each adds its `table_name`."""

    region = settings().region
    host = settings().endpoint
    billing_mode = "PAY_PER_REQUEST"
    connect_timeout_seconds = _TIMEOUTS["connect_timeout_seconds"]
    read_timeout_seconds = _TIMEOUTS["read_timeout_seconds"]
    max_retry_attempts = _TIMEOUTS["max_retry_attempts"]
    max_pool_connections = 50


def table_name(name: str) -> str:
    return settings().table(name)


class InstantAttribute(Attribute[Any]):
    """An aware instant, stored as UTC text that sorts as time does; naive times are refused."""

    attr_type = "S"

    def serialize(self, value: Any) -> str:
        if value.tzinfo is None:
            raise ValueError("a naive time names no instant")
        return clock.as_text(value)

    def deserialize(self, value: str) -> Any:
        return clock.from_text(value)


class CivilDateAttribute(Attribute[Any]):
    """A civil date of Beijing, stored as ``2026-05-01``."""

    attr_type = "S"

    def serialize(self, value: Any) -> str:
        return str(value.isoformat())

    def deserialize(self, value: str) -> Any:
        from datetime import date

        return date.fromisoformat(value)


_connections: dict[str, Connection] = {}


def connection() -> Connection:
    """The connection for transactions over several tables."""
    if "shared" not in _connections:
        _connections["shared"] = Connection(region=settings().region, host=settings().endpoint, **_TIMEOUTS)
    return _connections["shared"]


def _all_models(base: type[Model] = Model) -> list[type[Model]]:
    return [model for child in base.__subclasses__() for model in (child, *_all_models(child))]


def reconnect(endpoint: str | None) -> None:
    """Point every table at another engine (tests and the local launcher)."""
    import os

    if endpoint:
        os.environ["DYNAMODB_ENDPOINT"] = endpoint
    else:
        os.environ.pop("DYNAMODB_ENDPOINT", None)
    settings.cache_clear()
    TableMeta.host = endpoint
    _connections.clear()
    for model in _all_models():
        model._connection = None
        if hasattr(model, "Meta"):
            model.Meta.host = endpoint
