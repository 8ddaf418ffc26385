"""Table of disputes."""

from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.disputes import rules
from functions.hours.rules import Stay
from functions.storage import clock
from functions.storage.base import InstantAttribute, Table, TableMeta, table_name
from functions.storage.settings import settings


class DisputesOfVolunteer(GlobalSecondaryIndex["DisputeItem"]):
    class Meta:
        index_name = "by_volunteer"
        projection = AllProjection()

    volunteer_id = UnicodeAttribute(hash_key=True)
    opened_at = InstantAttribute(range_key=True)


class DisputesOfGroup(GlobalSecondaryIndex["DisputeItem"]):
    class Meta:
        index_name = "by_group"
        projection = AllProjection()

    group_id = UnicodeAttribute(hash_key=True)
    opened_at = InstantAttribute(range_key=True)


class UnansweredOfGroup(GlobalSecondaryIndex["DisputeItem"]):
    """Sparse: only disputes that wait for the group's answer have an `open_group`."""

    class Meta:
        index_name = "by_open_group"
        projection = AllProjection()

    open_group = UnicodeAttribute(hash_key=True)
    due = InstantAttribute(range_key=True)


class UnsettledOfDistrict(GlobalSecondaryIndex["DisputeItem"]):
    """Sparse: only disputes that are not settled have an `open_district`."""

    class Meta:
        index_name = "by_open_district"
        projection = AllProjection()

    open_district = UnicodeAttribute(hash_key=True)
    due = InstantAttribute(range_key=True)


class DisputeItem(Table):
    """One dispute with its thread; a correction of hours is made elsewhere."""

    class Meta(TableMeta):
        table_name = table_name("disputes")

    dispute_id = UnicodeAttribute(hash_key=True)
    volunteer_id = UnicodeAttribute()
    volunteer_number = UnicodeAttribute()
    name = UnicodeAttribute()
    person_key = UnicodeAttribute()
    group_id = UnicodeAttribute()
    group = UnicodeAttribute()
    project_id = UnicodeAttribute()
    project = UnicodeAttribute()
    kind = UnicodeAttribute()
    entry_id = UnicodeAttribute(null=True)
    start = InstantAttribute(null=True)
    end = InstantAttribute(null=True)
    opened_at = InstantAttribute()
    due = InstantAttribute()
    state = UnicodeAttribute()
    version = NumberAttribute()
    thread = JSONAttribute()
    escalated = BooleanAttribute(default=False)
    answered_at = InstantAttribute(null=True)
    open_group = UnicodeAttribute(null=True)
    open_district = UnicodeAttribute(null=True)

    by_volunteer = DisputesOfVolunteer()
    by_group = DisputesOfGroup()
    by_open_group = UnansweredOfGroup()
    by_open_district = UnsettledOfDistrict()

    def dispute(self) -> rules.Dispute:
        apart = {"stay", "thread", "entry_id", "version"}
        plain = {name: getattr(self, name) for name in rules.Dispute.__dataclass_fields__ if name not in apart}
        thread = tuple(rules.Said(**{**said, "at": clock.from_text(said["at"])}) for said in self.thread)
        stay = Stay(self.start, self.end) if self.start and self.end else None
        return rules.Dispute(**plain, stay=stay, thread=thread, entry_id=self.entry_id or "", version=int(self.version))

    @classmethod
    def of(cls, dispute: rules.Dispute) -> "DisputeItem":
        plain: dict[str, Any] = {name: value for name, value in vars(dispute).items() if name not in {"stay", "thread"}}
        plain["entry_id"] = dispute.entry_id or None
        thread = [{**vars(said), "at": clock.as_text(said.at)} for said in dispute.thread]
        stay = dispute.stay
        return cls(
            **plain,
            thread=thread,
            start=stay.start if stay else None,
            end=stay.end if stay else None,
            open_group=dispute.group_id if dispute.state == rules.OPEN else None,
            open_district=settings().district_code if dispute.state in rules.UNSETTLED else None,
        )
