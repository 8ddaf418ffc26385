"""Tables of groups: the group, who records for it, who serves with it."""

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.groups import rules
from functions.storage import encryption
from functions.storage.base import CivilDateAttribute, InstantAttribute, Table, TableMeta, table_name

DISTRICT = "district"  # no group has this id


class GroupsByState(GlobalSecondaryIndex["GroupItem"]):
    class Meta:
        index_name = "by_state"
        projection = AllProjection()

    state = UnicodeAttribute(hash_key=True)
    applied_at = InstantAttribute(range_key=True)


class GroupsBySuccessor(GlobalSecondaryIndex["GroupItem"]):
    """Sparse: only groups that are no more have a `succeeded_by`."""

    class Meta:
        index_name = "by_successor"
        projection = AllProjection()

    succeeded_by = UnicodeAttribute(hash_key=True)
    applied_at = InstantAttribute(range_key=True)


class GroupItem(Table):
    """A group; the contact's phone is sealed for the group's id."""

    class Meta(TableMeta):
        table_name = table_name("groups")

    group_id = UnicodeAttribute(hash_key=True)
    name = UnicodeAttribute()
    kind = UnicodeAttribute()
    credit_code = UnicodeAttribute(default="")
    district = UnicodeAttribute()
    address = UnicodeAttribute(default="")
    contact_name = UnicodeAttribute()
    contact_phone = BinaryAttribute(legacy_encoding=False)
    state = UnicodeAttribute()
    applied_at = InstantAttribute()
    first_recorder = UnicodeAttribute()
    decision = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    decided_by = UnicodeAttribute(null=True)
    decided_at = InstantAttribute(null=True)
    # While it may not enter hours: which decision says so, until when (None: until it is lifted), and why.
    suspended_by = UnicodeAttribute(null=True)
    suspended_until = CivilDateAttribute(null=True)
    suspended_why = UnicodeAttribute(null=True)

    # Once it is no more: which act says so, who answers for it (`DISTRICT` for the supervising body), since when, and whether
    # the successor has acted in its place.
    succeeded_id = UnicodeAttribute(null=True)
    succeeded_by = UnicodeAttribute(null=True)
    succeeded_name = UnicodeAttribute(null=True)
    succeeded_ending = UnicodeAttribute(null=True)
    succeeded_on = CivilDateAttribute(null=True)
    succeeded_used = BooleanAttribute(null=True)

    by_state = GroupsByState()
    by_successor = GroupsBySuccessor()

    def group(self) -> rules.Group:
        decision = None
        if self.decision:
            decision = rules.Decision(self.decision, self.reason or "", self.decided_by, self.decided_at)
        phone = encryption.unseal(self.contact_phone, self.group_id)
        suspension = None
        if self.suspended_by:
            suspension = rules.Suspension(self.suspended_by, self.suspended_until, self.suspended_why or "")
        return rules.Group(
            group_id=self.group_id,
            name=self.name,
            kind=self.kind,
            credit_code=self.credit_code or "",
            district=self.district,
            address=self.address or "",
            contact=rules.Contact(self.contact_name, phone),
            state=self.state,
            applied_at=self.applied_at,
            first_recorder=self.first_recorder,
            decision=decision,
            suspension=suspension,
            succession=self.succession(),
        )

    def succession(self) -> rules.Succession | None:
        if not self.succeeded_id:
            return None
        successor_id = "" if self.succeeded_by == DISTRICT else self.succeeded_by
        named = (self.succeeded_id, successor_id, self.succeeded_name, self.succeeded_ending, self.succeeded_on)
        return rules.Succession(*named, used=bool(self.succeeded_used))

    @classmethod
    def of(cls, group: rules.Group) -> "GroupItem":
        return cls(
            group.group_id,
            name=group.name,
            kind=group.kind,
            credit_code=group.credit_code,
            district=group.district,
            address=group.address,
            contact_name=group.contact.name,
            contact_phone=encryption.seal(group.contact.phone, group.group_id),
            state=group.state,
            applied_at=group.applied_at,
            first_recorder=group.first_recorder,
        )


class GroupCreditCode(Table):
    """A credit code belongs to one group that is applied for or approved."""

    class Meta(TableMeta):
        table_name = table_name("group_credit_codes")

    credit_code = UnicodeAttribute(hash_key=True)
    group_id = UnicodeAttribute()


class RecordersOfGroup(GlobalSecondaryIndex["GroupRecorder"]):
    class Meta:
        index_name = "by_group"
        projection = AllProjection()

    group_id = UnicodeAttribute(hash_key=True)
    since = InstantAttribute(range_key=True)


class GroupRecorder(Table):
    """This account records for this group; document and phone are sealed for the account's id."""

    class Meta(TableMeta):
        table_name = table_name("group_recorders")

    account_id = UnicodeAttribute(hash_key=True)
    group_id = UnicodeAttribute(range_key=True)
    name = UnicodeAttribute()
    login = UnicodeAttribute()
    document = BinaryAttribute(legacy_encoding=False)
    phone = BinaryAttribute(legacy_encoding=False)
    since = InstantAttribute()

    by_group = RecordersOfGroup()


class GroupsOfVolunteer(GlobalSecondaryIndex["GroupMember"]):
    class Meta:
        index_name = "by_volunteer"
        projection = AllProjection()

    volunteer_id = UnicodeAttribute(hash_key=True)
    group_id = UnicodeAttribute(range_key=True)


class GroupMember(Table):
    """A volunteer serves with a group; number and name stand here so that a page of the roster is one query."""

    class Meta(TableMeta):
        table_name = table_name("group_members")

    group_id = UnicodeAttribute(hash_key=True)
    volunteer_id = UnicodeAttribute(range_key=True)
    volunteer_number = UnicodeAttribute()
    name = UnicodeAttribute()
    group_name = UnicodeAttribute()
    joined_at = InstantAttribute()
    added_by = UnicodeAttribute()

    by_volunteer = GroupsOfVolunteer()
