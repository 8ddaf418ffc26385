"""Tables of batches: the batch, what came of each of its people, and whom a group has asked."""

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.storage.base import CivilDateAttribute, InstantAttribute, Table, TableMeta, table_name


class BatchesOfGroup(GlobalSecondaryIndex["Batch"]):
    class Meta:
        index_name = "by_group"
        projection = AllProjection()

    group_id = UnicodeAttribute(hash_key=True)
    made_at = InstantAttribute(range_key=True)


class Batch(Table):
    """What was asked for; it never changes."""

    class Meta(TableMeta):
        table_name = table_name("certificate_batches")

    batch_id = UnicodeAttribute(hash_key=True)
    group_id = UnicodeAttribute()
    group = UnicodeAttribute()
    numbers = JSONAttribute()
    first = CivilDateAttribute(null=True)
    last = CivilDateAttribute(null=True)
    reason = UnicodeAttribute()
    made_by = UnicodeAttribute()
    made_at = InstantAttribute()

    by_group = BatchesOfGroup()


class BatchLine(Table):
    """What came of one person. Once it has a ``code`` it never changes: nobody gets two certificates of one batch."""

    class Meta(TableMeta):
        table_name = table_name("certificate_batch_lines")

    batch_id = UnicodeAttribute(hash_key=True)
    position = UnicodeAttribute(range_key=True)
    volunteer_number = UnicodeAttribute()
    volunteer_id = UnicodeAttribute(default="")
    name = UnicodeAttribute(default="")
    state = UnicodeAttribute()
    message = UnicodeAttribute(default="")
    code = UnicodeAttribute(null=True)
    certificate_number = UnicodeAttribute(null=True)
    rows = NumberAttribute(null=True)

    @classmethod
    def key(cls, line: int) -> str:
        """The range key of a line, counted from 1."""
        return f"{line:04d}"


class CertificateAsk(Table):
    """When a group last asked a volunteer for consent."""

    class Meta(TableMeta):
        table_name = table_name("certificate_asks")

    group_id = UnicodeAttribute(hash_key=True)
    volunteer_id = UnicodeAttribute(range_key=True)
    asked_at = InstantAttribute()
