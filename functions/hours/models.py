"""Tables of hours: each volunteer's account (the total), the entries, and the sheets that large requests pass through."""

from datetime import UTC, datetime
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.hours import rules
from functions.storage.base import InstantAttribute, Table, TableMeta, table_name

_KEY_TIME = "%Y%m%dT%H%M%SZ"


class HoursAccount(Table):
    """A volunteer's total of minutes in force. `version` goes up with every write, so that of two writers who read the
    same state one must read again; `held` counts entries of sheets that are not finished."""

    class Meta(TableMeta):
        table_name = table_name("hours_accounts")

    volunteer_id = UnicodeAttribute(hash_key=True)
    total_minutes = NumberAttribute(default=0)
    entries = NumberAttribute(default=0)
    held = NumberAttribute(default=0)
    version = NumberAttribute(default=0)


class EntriesOfProject(GlobalSecondaryIndex["EntryItem"]):
    class Meta:
        index_name = "by_project"
        projection = AllProjection()

    project_id = UnicodeAttribute(hash_key=True)
    entry_id = UnicodeAttribute(range_key=True)


class EntryItem(Table):
    """One entry. `entry_id` opens with the start, so that a volunteer's entries lie in the order of time."""

    class Meta(TableMeta):
        table_name = table_name("hours_entries")

    volunteer_id = UnicodeAttribute(hash_key=True)
    entry_id = UnicodeAttribute(range_key=True)
    volunteer_number = UnicodeAttribute()
    name = UnicodeAttribute()
    project_id = UnicodeAttribute()
    project = UnicodeAttribute()
    group_id = UnicodeAttribute()
    group = UnicodeAttribute()
    category = UnicodeAttribute()
    place = UnicodeAttribute()
    service_object = UnicodeAttribute()
    content = UnicodeAttribute()
    contact = UnicodeAttribute()
    start = InstantAttribute()
    end = InstantAttribute()
    minutes = NumberAttribute()
    source = UnicodeAttribute()
    state = UnicodeAttribute()
    sheet_id = UnicodeAttribute(null=True)
    entered_by = UnicodeAttribute()
    entered_at = InstantAttribute()

    by_project = EntriesOfProject()

    def entry(self) -> rules.Entry:
        names = [name for name in rules.Entry.__dataclass_fields__ if name != "stay"]
        plain = {name: getattr(self, name) for name in names}
        return rules.Entry(stay=rules.Stay(self.start, self.end), **plain)

    @classmethod
    def of(cls, entry: rules.Entry, sheet_id: str | None) -> "EntryItem":
        plain: dict[str, Any] = {name: value for name, value in vars(entry).items() if name != "stay"}
        stay = entry.stay
        return cls(start=stay.start, end=stay.end, minutes=stay.minutes, sheet_id=sheet_id, **plain)


class Sheet(Table):
    """A request too large for one transaction: its entries are held until `state` says that all of them stand."""

    class Meta(TableMeta):
        table_name = table_name("hours_sheets")

    sheet_id = UnicodeAttribute(hash_key=True)
    state = UnicodeAttribute()
    gives_up = NumberAttribute()


def key_of(start: datetime, rest: str = "") -> str:
    """An entry's id, or with no ``rest`` the place in time before which all earlier starts lie."""
    return start.astimezone(UTC).strftime(_KEY_TIME) + (f"-{rest}" if rest else "")
