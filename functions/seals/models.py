"""Tables of seals: what was asked and what became of it, the sealed files in pieces, and the certificates that sign."""

from typing import Any

from pynamodb.attributes import BinaryAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.seals import rules
from functions.storage import clock
from functions.storage.base import InstantAttribute, Table, TableMeta, table_name
from functions.storage.settings import settings

DISTRICT = "district"  # one item collection: every certificate that ever sealed, and those of the authority


class SealsOfVolunteer(GlobalSecondaryIndex["SealRequestItem"]):
    class Meta:
        index_name = "by_volunteer"
        projection = AllProjection()

    volunteer_id = UnicodeAttribute(hash_key=True)
    asked_at = InstantAttribute(range_key=True)


class SealsOfGroup(GlobalSecondaryIndex["SealRequestItem"]):
    class Meta:
        index_name = "by_group"
        projection = AllProjection()

    group_id = UnicodeAttribute(hash_key=True)
    asked_at = InstantAttribute(range_key=True)


class WaitingSealsOfGroup(GlobalSecondaryIndex["SealRequestItem"]):
    """Sparse: only requests that wait have an `open_group`."""

    class Meta:
        index_name = "by_open_group"
        projection = AllProjection()

    open_group = UnicodeAttribute(hash_key=True)
    asked_at = InstantAttribute(range_key=True)


class WaitingSealsOfDistrict(GlobalSecondaryIndex["SealRequestItem"]):
    """Sparse: only requests that wait have an `open_district`."""

    class Meta:
        index_name = "by_open_district"
        projection = AllProjection()

    open_district = UnicodeAttribute(hash_key=True)
    due = InstantAttribute(range_key=True)


class SealRequestItem(Table):
    """One request. The identifier is made of certificate and group, so that there is one; asked again it keeps its history."""

    class Meta(TableMeta):
        table_name = table_name("seal_requests")

    request_id = UnicodeAttribute(hash_key=True)
    volunteer_id = UnicodeAttribute()
    volunteer_number = UnicodeAttribute()
    name = UnicodeAttribute()
    code = UnicodeAttribute()
    certificate_number = UnicodeAttribute()
    group_id = UnicodeAttribute()
    group = UnicodeAttribute()
    asked_at = InstantAttribute()
    due = InstantAttribute()
    state = UnicodeAttribute()
    history = JSONAttribute()
    moves = NumberAttribute()  # as many as `history` has: of two who decide at once, one is too late
    opened_by = UnicodeSetAttribute(null=True)
    paper_id = UnicodeAttribute(null=True)
    seal = UnicodeAttribute(null=True)
    open_group = UnicodeAttribute(null=True)
    open_district = UnicodeAttribute(null=True)

    by_volunteer = SealsOfVolunteer()
    by_group = SealsOfGroup()
    by_open_group = WaitingSealsOfGroup()
    by_open_district = WaitingSealsOfDistrict()

    def request(self) -> rules.SealRequest:
        apart = {"history", "opened_by", "paper_id", "seal"}
        plain: dict[str, Any] = {
            name: getattr(self, name) for name in rules.SealRequest.__dataclass_fields__ if name not in apart
        }
        history = tuple(rules.Moved(**{**each, "at": clock.from_text(each["at"])}) for each in self.history)
        plain |= {"paper_id": self.paper_id or "", "seal": self.seal or ""}
        return rules.SealRequest(**plain, history=history, opened_by=frozenset(self.opened_by or ()))

    @classmethod
    def of(cls, one: rules.SealRequest) -> "SealRequestItem":
        plain: dict[str, Any] = dict(vars(one))
        plain["history"] = [{**vars(each), "at": clock.as_text(each.at)} for each in one.history]
        plain |= {name: plain[name] or None for name in ("paper_id", "seal")}
        plain["opened_by"] = set(one.opened_by) or None
        waits = one.state == rules.WAITING
        plain |= {"open_group": one.group_id, "open_district": settings().district_code} if waits else {}
        return cls(**plain, moves=one.version)


class SealedPiece(Table):
    """A piece of a sealed file, encrypted for the file's id."""

    class Meta(TableMeta):
        table_name = table_name("sealed_papers")

    paper_id = UnicodeAttribute(hash_key=True)
    number = NumberAttribute(range_key=True)
    content = BinaryAttribute(legacy_encoding=False)


class SealCertificate(Table):
    """A certificate with its private key, encrypted for its thumbprint: a group's (`group_id#0001`, in order), or the
    district's own authority's (`authority#0001`). It is kept for good: what it signed is checked long after. `certificate` is
    DER, `chain` the certificates above it as PEM, `issuer` the thumbprint of our authority ("" where it was bought)."""

    class Meta(TableMeta):
        table_name = table_name("seal_certificates")

    district = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)
    thumbprint = UnicodeAttribute()
    group_id = UnicodeAttribute()
    group = UnicodeAttribute()
    origin = UnicodeAttribute()
    certificate = BinaryAttribute(legacy_encoding=False)
    chain = BinaryAttribute(legacy_encoding=False, null=True)
    issuer = UnicodeAttribute(default="")
    private_key = BinaryAttribute(legacy_encoding=False)
    state = UnicodeAttribute()
    not_before = InstantAttribute()
    not_after = InstantAttribute()
    made_by = UnicodeAttribute()
    made_at = InstantAttribute()
    ended_at = InstantAttribute(null=True)
