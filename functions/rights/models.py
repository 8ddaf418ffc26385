"""Table of requests; what a person wrote, and what is to be corrected, is sealed."""

import json
from typing import Any

from pynamodb.attributes import BinaryAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.rights import rules
from functions.storage import encryption
from functions.storage.base import InstantAttribute, Table, TableMeta, table_name
from functions.storage.settings import settings

_SEALED = ("name", "volunteer_number", "field", "value", "text", "asker", "phone", "note")
_PLAIN = ("request_id", "kind", "opened_at", "due", "state", "decided_at")


class RequestsOfVolunteer(GlobalSecondaryIndex["RequestItem"]):
    """Sparse: a dispute about a document that nobody registered is of no volunteer."""

    class Meta:
        index_name = "by_volunteer"
        projection = AllProjection()

    volunteer_id = UnicodeAttribute(hash_key=True)
    opened_at = InstantAttribute(range_key=True)


class RequestsOfDistrict(GlobalSecondaryIndex["RequestItem"]):
    class Meta:
        index_name = "by_district"
        projection = AllProjection()

    district = UnicodeAttribute(hash_key=True)
    opened_at = InstantAttribute(range_key=True)


class OpenRequestsOfDistrict(GlobalSecondaryIndex["RequestItem"]):
    """Sparse: only requests that nobody has decided have an `open_district`."""

    class Meta:
        index_name = "by_open_district"
        projection = AllProjection()

    open_district = UnicodeAttribute(hash_key=True)
    due = InstantAttribute(range_key=True)


class RequestItem(Table):
    class Meta(TableMeta):
        table_name = table_name("rights_requests")

    request_id = UnicodeAttribute(hash_key=True)
    kind = UnicodeAttribute()
    volunteer_id = UnicodeAttribute(null=True)
    district = UnicodeAttribute()
    opened_at = InstantAttribute()
    due = InstantAttribute()
    state = UnicodeAttribute()
    version = NumberAttribute()
    decided_at = InstantAttribute(null=True)
    words = BinaryAttribute(legacy_encoding=False)
    open_district = UnicodeAttribute(null=True)

    by_volunteer = RequestsOfVolunteer()
    by_district = RequestsOfDistrict()
    by_open_district = OpenRequestsOfDistrict()

    def request(self) -> rules.Request:
        plain: dict[str, Any] = {name: getattr(self, name) for name in _PLAIN}
        words = json.loads(encryption.unseal(self.words, self.request_id))
        return rules.Request(**plain, **words, volunteer_id=self.volunteer_id or "", version=int(self.version))

    @classmethod
    def of(cls, request: rules.Request) -> "RequestItem":
        words = json.dumps({name: getattr(request, name) for name in _SEALED}, ensure_ascii=False)
        plain: dict[str, Any] = {name: getattr(request, name) for name in _PLAIN}
        return cls(
            **plain,
            volunteer_id=request.volunteer_id or None,
            district=settings().district_code,
            version=request.version,
            words=encryption.seal(words, request.request_id),
            open_district=settings().district_code if request.state == rules.OPEN else None,
        )


class MergesOfDistrict(GlobalSecondaryIndex["MergeItem"]):
    class Meta:
        index_name = "by_district"
        projection = AllProjection()

    district = UnicodeAttribute(hash_key=True)
    at = InstantAttribute(range_key=True)


class MergeItem(Table):
    """Two records of one person made one. `moves` says of every entry (entry_id, state before, its copy's id or "" where
    the hours were there already); `joined` which groups the kept record joined thereby."""

    class Meta(TableMeta):
        table_name = table_name("record_merges")

    merge_id = UnicodeAttribute(hash_key=True)
    district = UnicodeAttribute()
    kept_id = UnicodeAttribute()
    gone_id = UnicodeAttribute()
    kept_number = UnicodeAttribute()
    gone_number = UnicodeAttribute()
    state = UnicodeAttribute()
    moves = JSONAttribute()
    joined = JSONAttribute()
    reason = BinaryAttribute(legacy_encoding=False)
    by = UnicodeAttribute()
    at = InstantAttribute()
    version = NumberAttribute()

    by_district = MergesOfDistrict()

    def merge(self) -> rules.Merge:
        names = ("merge_id", "kept_number", "gone_number", "state", "at")
        plain: dict[str, Any] = {name: getattr(self, name) for name in names}
        moved = sum(1 for move in self.moves if move[2])
        return rules.Merge(**plain, moved=moved, double=len(self.moves) - moved)
