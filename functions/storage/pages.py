"""Which page of a list is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Page:
    """At most ``limit`` items after ``start`` (the engine's own key, None for the first page)."""

    limit: int
    start: dict[str, Any] | None

    def of(self, source: Any, key: str, *conditions: Any, **more: Any) -> Any:
        """This page of what a table or index (``source``) holds under ``key``, in its order: one query, as the engine answers."""
        return source.query(key, *conditions, limit=self.limit, last_evaluated_key=self.start, **more)

    def latest_of(self, source: Any, key: str, *conditions: Any, **more: Any) -> Any:
        """The same from the other end: the latest first."""
        return self.of(source, key, *conditions, scan_index_forward=False, **more)


@dataclass(frozen=True)
class Read:
    """A page that was read, with what belongs to each item beside it: iterates like a query's answer."""

    items: list[Any]
    last_evaluated_key: dict[str, Any] | None

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)


_MOST_COUNTED = 99


@dataclass(frozen=True)
class Waiting:
    """What waits somewhere: how many (``more``: and further ones), and the moment of the first of them in its order."""

    count: int = 0
    more: bool = False
    first: datetime | None = None


def waiting_in(moment: str, source: Any, key: str, *conditions: Any, **more: Any) -> Waiting:
    """What waits in an index that holds open ones alone, in order of the attribute ``moment``. One query, of a hundred items at
    most: for counting, so nobody's data are shown."""
    found = [getattr(item, moment) for item in Page(_MOST_COUNTED + 1, None).of(source, key, *conditions, **more)]
    return Waiting(min(len(found), _MOST_COUNTED), len(found) > _MOST_COUNTED, found[0] if found else None)
