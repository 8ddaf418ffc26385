"""Table of messages, the newest at the end of each person's."""

from pynamodb.attributes import UnicodeAttribute

from functions.storage.base import InstantAttribute, Table, TableMeta, table_name


class Message(Table):
    """`person` is a volunteer's id, or an account's for staff."""

    class Meta(TableMeta):
        table_name = table_name("messages")

    person = UnicodeAttribute(hash_key=True)
    message_id = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute()
    text = UnicodeAttribute()
    about = UnicodeAttribute(default="")
    told_at = InstantAttribute()
