"""Tables of check-ins: who is in now, and what came of each code that was used."""

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.checkins import rules
from functions.storage.base import InstantAttribute, Table, TableMeta, table_name


class OpenOfProject(GlobalSecondaryIndex["OpenCheckIn"]):
    """Who is in a project, the longest due first."""

    class Meta:
        index_name = "by_project"
        projection = AllProjection()

    project_id = UnicodeAttribute(hash_key=True)
    planned_end = InstantAttribute(range_key=True)


class OpenCheckIn(Table):
    """Somebody is in. The volunteer is the whole key, so that nobody is in at two places."""

    class Meta(TableMeta):
        table_name = table_name("open_check_ins")

    volunteer_id = UnicodeAttribute(hash_key=True)
    volunteer_number = UnicodeAttribute()
    name = UnicodeAttribute()
    project_id = UnicodeAttribute()
    project = UnicodeAttribute()
    group_id = UnicodeAttribute()
    group = UnicodeAttribute()
    started = InstantAttribute()
    planned_end = InstantAttribute()
    recorder_id = UnicodeAttribute()
    late = BooleanAttribute()

    by_project = OpenOfProject()

    def visit(self) -> rules.Open:
        return rules.Open(**{name: getattr(self, name) for name in rules.Open.__dataclass_fields__})

    @classmethod
    def of(cls, visit: rules.Open) -> "OpenCheckIn":
        return cls(**vars(visit))


class UsedCode(Table):
    """One code, used by one person: what it came to, so that a repeat is answered the same. `use` is made of both."""

    class Meta(TableMeta):
        table_name = table_name("used_codes")

    use = UnicodeAttribute(hash_key=True)
    answer = UnicodeAttribute()
    expires = NumberAttribute()
