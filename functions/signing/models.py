"""The table of the keys' public halves."""

from pynamodb.attributes import UnicodeAttribute

from functions.storage.base import InstantAttribute, Table, TableMeta, table_name

RING = "district"  # one item collection: a district has a handful of keys in all its life


class SigningKey(Table):
    """The public half of one key, kept for good: what it signed is checked long after it was replaced."""

    class Meta(TableMeta):
        table_name = table_name("signing_keys")

    ring = UnicodeAttribute(hash_key=True)
    kid = UnicodeAttribute(range_key=True)
    x = UnicodeAttribute()
    y = UnicodeAttribute()
    state = UnicodeAttribute()
    since = InstantAttribute()
    ended_at = InstantAttribute(null=True)
    place = UnicodeAttribute()
