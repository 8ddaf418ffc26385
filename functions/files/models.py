"""Tables of imports: one item for a file, and one for each piece of its rows, compressed and sealed, for ninety days."""

import json
import zlib
from typing import Any

from pynamodb.attributes import BinaryAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.storage import encryption
from functions.storage.base import InstantAttribute, Table, TableMeta, table_name


class ImportsOfGroup(GlobalSecondaryIndex["HourImport"]):
    class Meta:
        index_name = "by_group"
        projection = AllProjection()

    group_id = UnicodeAttribute(hash_key=True)
    brought_at = InstantAttribute(range_key=True)


class HourImport(Table):
    """One file of a group; `import_id` is the fingerprint of its bytes, so that the same file is the same import. `checked`
    holds the number of faults by piece, `late` that of back-fills, `written` what each piece brought. `expires` is compared on every read."""

    class Meta(TableMeta):
        table_name = table_name("hour_imports")

    import_id = UnicodeAttribute(hash_key=True)
    group_id = UnicodeAttribute()
    name = UnicodeAttribute()
    rows = NumberAttribute()
    pieces = NumberAttribute()
    checked = JSONAttribute()
    written = JSONAttribute()
    late = JSONAttribute()
    brought_by = UnicodeAttribute()
    brought_at = InstantAttribute()
    version = NumberAttribute(default=1)
    expires = NumberAttribute()

    by_group = ImportsOfGroup()


class HourImportPiece(Table):
    """Rows and faults of a piece: JSON, compressed, sealed for the import's id. `reading_count` counts what reading found,
    of which `reading_faults` holds the first."""

    class Meta(TableMeta):
        table_name = table_name("hour_import_pieces")

    import_id = UnicodeAttribute(hash_key=True)
    number = NumberAttribute(range_key=True)
    rows = BinaryAttribute(legacy_encoding=False)
    reading_faults = BinaryAttribute(legacy_encoding=False)
    reading_count = NumberAttribute()
    faults = BinaryAttribute(legacy_encoding=False, null=True)
    expires = NumberAttribute()


def packed(value: Any, owner: str) -> bytes:
    return encryption.seal(zlib.compress(json.dumps(value, ensure_ascii=False).encode()), owner)


def unpacked(sealed: bytes, owner: str) -> Any:
    return json.loads(zlib.decompress(encryption.unseal_bytes(sealed, owner)))
