"""The base of every table, and the connection that all of them share."""

import os
from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from pynamodb.attributes import Attribute
from pynamodb.connection import Connection, TableConnection
from pynamodb.models import Model

from functions.storage import clock, upgrades
from functions.storage.settings import settings


class TableMeta:
    """What every table's `Meta` shares; each adds its `table_name`. Where and how to connect is `connection`'s."""

    region = settings().region


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
        return date.fromisoformat(value)


_shared: dict[str, Connection] = {}


def connection() -> Connection:
    """The one connection: a client for each of 25 tables would cost a second at every cold start."""
    if "one" not in _shared:
        config = settings()
        _shared["one"] = Connection(
            region=config.region,
            host=config.endpoint,
            connect_timeout_seconds=2,
            read_timeout_seconds=10,
            max_retry_attempts=3,
            max_pool_connections=50,
        )
    return _shared["one"]


class Table(Model):
    """The base of every table; all share one connection. Items of earlier releases are read through the table's `UPGRADES`."""

    UPGRADES: ClassVar[Sequence[upgrades.Upgrade]] = ()

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Any:
        return super().from_raw_data(upgrades.upgraded(data, cls.UPGRADES))

    def deserialize(self, attribute_values: dict[str, dict[str, Any]]) -> None:
        super().deserialize(upgrades.upgraded(attribute_values, self.UPGRADES))

    def serialize(self, null_check: bool = True) -> dict[str, dict[str, Any]]:
        return upgrades.marked(super().serialize(null_check), self.UPGRADES)

    @classmethod
    def _get_connection(cls) -> TableConnection:
        made = super()._get_connection()
        if made.connection is not connection():
            connection().add_meta_table(made.get_meta_table())
            made.connection = connection()
        return made


def all_tables() -> list[type[Table]]:
    """Every table of every room that has been imported."""
    return list(Table.__subclasses__())


def reconnect(endpoint: str | None) -> None:
    """Point every table at another engine, None for the region's own (tests, and the local launcher)."""
    if endpoint:
        os.environ["DYNAMODB_ENDPOINT"] = endpoint
    else:
        os.environ.pop("DYNAMODB_ENDPOINT", None)
    settings.cache_clear()
    _shared.clear()
