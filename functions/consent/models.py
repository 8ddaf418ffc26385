"""Table of consent events; keyed so that all events about one purpose lie together, in time."""

from pynamodb.attributes import UnicodeAttribute

from functions.consent import rules
from functions.storage.base import InstantAttribute, Table, TableMeta, table_name


class ConsentRecord(Table):
    class Meta(TableMeta):
        table_name = table_name("consent_events")

    volunteer_id = UnicodeAttribute(hash_key=True)
    event_id = UnicodeAttribute(range_key=True)
    purpose = UnicodeAttribute()
    state = UnicodeAttribute()
    at = InstantAttribute()
    kind = UnicodeAttribute()
    channel = UnicodeAttribute()
    notice_version = UnicodeAttribute()
    notice_hash = UnicodeAttribute()
    receiver = UnicodeAttribute(null=True)
    about = UnicodeAttribute(null=True)
    operator = UnicodeAttribute(null=True)

    def event(self) -> rules.ConsentEvent:
        absent = {"receiver", "about", "operator"}
        plain = {name: getattr(self, name) for name in rules.ConsentEvent.__dataclass_fields__ if name not in absent}
        return rules.ConsentEvent(
            **plain, receiver=self.receiver or "", about=self.about or "", operator=self.operator or ""
        )
