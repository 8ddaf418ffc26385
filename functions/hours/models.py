"""Tables of hours: each volunteer's account (the total), the entries, and the sheets that large requests pass through."""

from datetime import UTC, datetime
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.hours import lifecycle, rules
from functions.storage.base import InstantAttribute, Table, TableMeta, table_name
from functions.storage.upgrades import Raw
from functions.storage.versions import VersionColumns

_MAY_BE_ABSENT = ("root_id", "note", "reason", "confirmed_by", "marks", "district", "origin", "origin_ref")
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
    years = JSONAttribute(null=True)  # entries in force by the year of service


class EntriesOfProject(GlobalSecondaryIndex["EntryItem"]):
    class Meta:
        index_name = "by_project"
        projection = AllProjection()

    project_id = UnicodeAttribute(hash_key=True)
    entry_id = UnicodeAttribute(range_key=True)


class PendingOfGroup(GlobalSecondaryIndex["EntryItem"]):
    """Sparse: only entries that wait for the group's confirmation have a `pending_group`."""

    class Meta:
        index_name = "by_pending"
        projection = AllProjection()

    pending_group = UnicodeAttribute(hash_key=True)
    entry_id = UnicodeAttribute(range_key=True)


def _decided_when_entered(raw: Raw) -> None:
    """Version 2: an entry of the first release stood at once and said nothing of it; which certificates certify it is told by when."""
    if raw.get("state") == {"S": lifecycle.IN_FORCE} and "entered_at" in raw:
        raw.setdefault("decided_at", raw["entered_at"])


class EntryItem(Table):
    """One entry. `entry_id` opens with the start, so that a volunteer's entries lie in the order of time."""

    UPGRADES = (_decided_when_entered,)

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
    # Since versions and confirmation; an entry of the first release lacks them.
    root_id = UnicodeAttribute(null=True)
    version = NumberAttribute(default=1)
    note = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    confirmed_by = UnicodeAttribute(null=True)
    decided_at = InstantAttribute(null=True)
    pending_group = UnicodeAttribute(null=True)
    policy = NumberAttribute(default=0)
    marks = UnicodeAttribute(null=True)
    district = UnicodeAttribute(null=True)  # of the group; of the first releases' entries: this one
    origin = UnicodeAttribute(null=True)  # of transferred hours alone
    origin_ref = UnicodeAttribute(null=True)
    then = UnicodeAttribute(null=True)  # what a held entry becomes when its sheet stands

    by_project = EntriesOfProject()
    by_pending = PendingOfGroup()

    def entry(self) -> rules.Entry:
        names = [name for name in rules.Entry.__dataclass_fields__ if name not in {"stay", "credited", *_MAY_BE_ABSENT}]
        plain = {name: getattr(self, name) for name in names}
        absent = {name: getattr(self, name) or "" for name in _MAY_BE_ABSENT}
        stay, minutes = rules.Stay(self.start, self.end), int(self.minutes)
        counts = {"version": int(self.version), "policy": int(self.policy)}
        counted = {"credited": minutes if minutes != stay.minutes else None}
        return rules.Entry(stay=stay, **{**plain, **absent, **counts, **counted})

    @classmethod
    def of(cls, entry: rules.Entry, sheet_id: str | None) -> "EntryItem":
        plain: dict[str, Any] = {name: value for name, value in vars(entry).items() if name not in {"stay", "credited"}}
        plain |= {name: plain[name] or None for name in _MAY_BE_ABSENT}
        stay, waits = entry.stay, entry.state == lifecycle.PENDING
        plain |= {"pending_group": entry.group_id if waits else None, "minutes": entry.minutes}
        return cls(start=stay.start, end=stay.end, sheet_id=sheet_id, **plain)

    @classmethod
    def held(cls, entry: rules.Entry, sheet_id: str) -> "EntryItem":
        """An entry of a sheet that is not finished: it keeps others out, and counts for nothing yet."""
        item = cls.of(entry, sheet_id)
        item.state, item.then, item.pending_group = lifecycle.HELD, entry.state, None
        return item


class PolicyItem(VersionColumns, Table):
    """One version of the district's policy on hours."""

    KIND = "hours_policy"

    class Meta(TableMeta):
        table_name = table_name("hours_policies")


class Allowance(Table):
    """What is counted against a limit: a recorder's pace (``pace#account``), a group's back-filled entries of a month
    (``back_fill#group#2026-11``). `expires` is compared on every read."""

    class Meta(TableMeta):
        table_name = table_name("hours_allowances")

    key = UnicodeAttribute(hash_key=True)
    used = NumberAttribute(default=0)
    recent = JSONAttribute(null=True)
    version = NumberAttribute(default=0)
    expires = NumberAttribute()


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
