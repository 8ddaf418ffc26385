"""Tables of transfers: what went out, what came in with its lines, the private files of both, and whose signatures are trusted."""

import json
import zlib
from typing import Any

from pynamodb.attributes import BinaryAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.storage import encryption
from functions.storage.base import InstantAttribute, Table, TableMeta, table_name


class TransfersOfVolunteer(GlobalSecondaryIndex["TransferOut"]):
    class Meta:
        index_name = "by_volunteer"
        projection = AllProjection()

    volunteer_id = UnicodeAttribute(hash_key=True)
    made_at = InstantAttribute(range_key=True)


class ReturnsWaiting(GlobalSecondaryIndex["TransferOut"]):
    """Sparse: only transfers that somebody asks to take back have a `waits_in`."""

    class Meta:
        index_name = "by_waiting"
        projection = AllProjection()

    waits_in = UnicodeAttribute(hash_key=True)
    asked_at = InstantAttribute(range_key=True)


class TransferOut(Table):
    """One transfer to a receiver. `files` are name, sha256, bytes and lines of what is made so far; `cursor` the last entry that
    is in one; `account_version` the version of the hours that the package is made of."""

    class Meta(TableMeta):
        table_name = table_name("transfers_out")

    transfer_id = UnicodeAttribute(hash_key=True)
    volunteer_id = UnicodeAttribute()
    volunteer_number = UnicodeAttribute()
    name = UnicodeAttribute()
    receiver = JSONAttribute()
    blocks = JSONAttribute()
    state = UnicodeAttribute()
    version = NumberAttribute()
    made_at = InstantAttribute()
    account_version = NumberAttribute()
    entries = NumberAttribute()
    minutes = NumberAttribute()
    done_entries = NumberAttribute(default=0)
    cursor = UnicodeAttribute(null=True)
    files = JSONAttribute()
    totals = JSONAttribute()
    handed_at = InstantAttribute(null=True)
    size = NumberAttribute(default=0)
    manifest_hash = UnicodeAttribute(null=True)
    answer = JSONAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    asked_at = InstantAttribute(null=True)
    waits_in = UnicodeAttribute(null=True)
    returned_at = InstantAttribute(null=True)
    note = UnicodeAttribute(null=True)  # what the supervisor said when the transfer was taken back, or was not

    by_volunteer = TransfersOfVolunteer()
    by_waiting = ReturnsWaiting()


class ArrivalsOfVolunteer(GlobalSecondaryIndex["TransferIn"]):
    class Meta:
        index_name = "by_volunteer"
        projection = AllProjection()

    volunteer_id = UnicodeAttribute(hash_key=True)
    brought_at = InstantAttribute(range_key=True)


class ArrivalsWaiting(GlobalSecondaryIndex["TransferIn"]):
    """Sparse: only arrivals that wait to be verified have a `waits_in`."""

    class Meta:
        index_name = "by_waiting"
        projection = AllProjection()

    waits_in = UnicodeAttribute(hash_key=True)
    brought_at = InstantAttribute(range_key=True)


class ArrivalsOfDistrict(GlobalSecondaryIndex["TransferIn"]):
    class Meta:
        index_name = "by_district"
        projection = AllProjection()

    district = UnicodeAttribute(hash_key=True)
    brought_at = InstantAttribute(range_key=True)


class TransferIn(Table):
    """A package on its way in; `arrival_id` is the fingerprint of person and bytes, so that the same file is the same arrival.
    `step` counts the files that were looked at, `found` the lines by finding, `decided` what was decided by piece."""

    class Meta(TableMeta):
        table_name = table_name("transfers_in")

    arrival_id = UnicodeAttribute(hash_key=True)
    volunteer_id = UnicodeAttribute()
    volunteer_number = UnicodeAttribute()
    name = UnicodeAttribute()
    district = UnicodeAttribute()
    size = NumberAttribute()
    sha256 = UnicodeAttribute()
    state = UnicodeAttribute()
    version = NumberAttribute(default=1)
    brought_by = UnicodeAttribute()
    brought_at = InstantAttribute()
    waits_in = UnicodeAttribute(null=True)
    faults = JSONAttribute()
    manifest = JSONAttribute(null=True)
    manifest_hash = UnicodeAttribute(null=True)
    step = NumberAttribute(default=0)
    last_end = InstantAttribute(null=True)
    pieces = NumberAttribute(default=0)
    lines = NumberAttribute(default=0)
    found = JSONAttribute()
    decided = JSONAttribute()
    blocks = JSONAttribute()
    closed_at = InstantAttribute(null=True)
    answer = UnicodeAttribute(null=True)

    by_volunteer = ArrivalsOfVolunteer()
    by_waiting = ArrivalsWaiting()
    by_district = ArrivalsOfDistrict()


class ArrivalLines(Table):
    """A piece of the hours that came: lines with what was found and decided of each, sealed for the arrival."""

    class Meta(TableMeta):
        table_name = table_name("transfer_lines")

    arrival_id = UnicodeAttribute(hash_key=True)
    number = NumberAttribute(range_key=True)
    lines = BinaryAttribute(legacy_encoding=False)
    version = NumberAttribute(default=1)


class TransferFile(Table):
    """A part of a private file, compressed and sealed for its owner; `expires` is compared on every read."""

    class Meta(TableMeta):
        table_name = table_name("transfer_files")

    owner = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True)
    content = BinaryAttribute(legacy_encoding=False)
    expires = NumberAttribute()


class TrustedSender(Table):
    """Whose signatures are believed: an origin's public keys, as a supervisor recorded them. One that ended stays to be seen."""

    class Meta(TableMeta):
        table_name = table_name("trusted_senders")

    district = UnicodeAttribute(hash_key=True)
    sender_id = UnicodeAttribute(range_key=True)
    origin = UnicodeAttribute()
    name = UnicodeAttribute()
    code = UnicodeAttribute()
    keys = JSONAttribute()
    note = UnicodeAttribute()
    recorded_by = UnicodeAttribute()
    recorded_at = InstantAttribute()
    ended_at = InstantAttribute(null=True)
    ended_reason = UnicodeAttribute(null=True)


def packed(value: Any, owner: str) -> bytes:
    return encryption.seal(zlib.compress(json.dumps(value, ensure_ascii=False).encode()), owner)


def unpacked(sealed: bytes, owner: str) -> Any:
    return json.loads(zlib.decompress(encryption.unseal_bytes(sealed, owner)))
