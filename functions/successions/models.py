"""Tables of successions: what the supervisor recorded, and what anyone may read of it, which needs no key."""

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.storage.base import CivilDateAttribute, InstantAttribute, Table, TableMeta, table_name


class SuccessionsOfDistrict(GlobalSecondaryIndex["SuccessionItem"]):
    class Meta:
        index_name = "by_district"
        projection = AllProjection()

    district = UnicodeAttribute(hash_key=True)
    recorded_at = InstantAttribute(range_key=True)


class SuccessionItem(Table):
    """One act of the supervisor; an undone one stays."""

    class Meta(TableMeta):
        table_name = table_name("successions")

    succession_id = UnicodeAttribute(hash_key=True)
    district = UnicodeAttribute()
    group_id = UnicodeAttribute()
    group = UnicodeAttribute()
    successor_id = UnicodeAttribute()
    successor = UnicodeAttribute()
    ending = UnicodeAttribute()
    on = CivilDateAttribute()
    reason = UnicodeAttribute()
    recorded_by = UnicodeAttribute()
    recorded_at = InstantAttribute()
    state = UnicodeAttribute()
    undone_at = InstantAttribute(null=True)
    undone_why = UnicodeAttribute(null=True)

    by_district = SuccessionsOfDistrict()


class PublicSuccession(Table):
    """Who answers for a group that is no more, for anyone. `successor_id` is "" for the supervising body."""

    class Meta(TableMeta):
        table_name = table_name("public_successions")

    group_id = UnicodeAttribute(hash_key=True)
    succession_id = UnicodeAttribute()
    group = UnicodeAttribute()
    successor_id = UnicodeAttribute(default="")
    successor = UnicodeAttribute()
    ending = UnicodeAttribute()
    on = CivilDateAttribute()
