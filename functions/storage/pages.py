"""Which page of a list is asked for."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Page:
    """At most ``limit`` items after ``start`` (the engine's own key, None for the first page)."""

    limit: int
    start: dict[str, Any] | None
