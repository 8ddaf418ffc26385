"""Table of slips: what was filled in is sealed for the slip's id; the code is found by its keyed fingerprint."""

from datetime import UTC, datetime

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.slips import rules
from functions.storage import encryption
from functions.storage.base import InstantAttribute, Table, TableMeta, table_name
from functions.volunteers.documents import Document


class SlipsOfGroup(GlobalSecondaryIndex["SlipItem"]):
    class Meta:
        index_name = "by_group"
        projection = AllProjection()

    group_id = UnicodeAttribute(hash_key=True)
    made_at = InstantAttribute(range_key=True)


class SlipItem(Table):
    """`expires` is compared on every read; what has expired is deleted by the engine."""

    class Meta(TableMeta):
        table_name = table_name("claim_slips")

    code_key = UnicodeAttribute(hash_key=True)
    slip_id = UnicodeAttribute()
    group_id = UnicodeAttribute()
    group = UnicodeAttribute()
    recorder_id = UnicodeAttribute()
    name = BinaryAttribute(legacy_encoding=False)
    document = BinaryAttribute(legacy_encoding=False)
    made_at = InstantAttribute()
    expires = NumberAttribute()

    by_group = SlipsOfGroup()

    def slip(self) -> rules.Slip:
        kind, number = encryption.unseal(self.document, self.slip_id).split(":", 1)
        return rules.Slip(
            slip_id=self.slip_id,
            group_id=self.group_id,
            group=self.group,
            recorder_id=self.recorder_id,
            name=encryption.unseal(self.name, self.slip_id),
            document=Document(kind, number),
            made_at=self.made_at,
            expires_at=datetime.fromtimestamp(int(self.expires), UTC),
        )
