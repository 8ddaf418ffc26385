"""Settings of the district that have versions: the newest holds, every one stays to be read, with who set it and why."""

from typing import Any, Protocol

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from functions.storage import audit, clock
from functions.storage.base import InstantAttribute
from functions.storage.pages import Page
from functions.storage.refusals import Refusal
from functions.storage.settings import settings
from functions.storage.transactions import Transaction


class VersionColumns:
    """The columns of a table of such versions. Each names its `KIND` for the audit log: ``set_<KIND>``."""

    KIND: str

    district = UnicodeAttribute(hash_key=True)
    version = NumberAttribute(range_key=True)
    settings = JSONAttribute()
    set_by = UnicodeAttribute()
    set_at = InstantAttribute()
    reason = UnicodeAttribute()


class Versioned(Protocol):
    """What a version says beside what it sets: its number, and by whom it was set and why."""

    @property
    def version(self) -> int: ...
    @property
    def reason(self) -> str: ...


def newest(table: Any) -> Any | None:
    """The item of the version that holds now; None where none was ever set. One query of one item."""
    found = table.query(settings().district_code, limit=1, scan_index_forward=False, consistent_read=True)
    return next(iter(found), None)


def list_of(table: Any, page: Page) -> Any:
    """A page of the versions, the newest first: one query."""
    return page.latest_of(table, settings().district_code)


def add(table: Any, new: Versioned, chosen: dict[str, Any], actor_id: str, moved_on: Refusal) -> Any:
    """Keep the next version with what it sets; ``moved_on`` where somebody else has set one since."""
    item = table(
        settings().district_code,
        new.version,
        settings=chosen,
        set_by=actor_id,
        set_at=clock.now(),
        reason=new.reason,
    )
    transaction = Transaction()
    transaction.create(item, moved_on)
    audit.record(transaction, "district", actor_id, f"set_{table.KIND}", about=str(new.version), reason=new.reason)
    transaction.commit()
    return item
