"""Table of shares; the link's token is found by its keyed fingerprint."""

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.sharing import rules
from functions.storage import clock
from functions.storage.base import CivilDateAttribute, InstantAttribute, Table, TableMeta, table_name


class SharesOfVolunteer(GlobalSecondaryIndex["ShareItem"]):
    class Meta:
        index_name = "by_volunteer"
        projection = AllProjection()

    volunteer_id = UnicodeAttribute(hash_key=True)
    made_at = InstantAttribute(range_key=True)


class ShareItem(Table):
    class Meta(TableMeta):
        table_name = table_name("shares")

    token_key = UnicodeAttribute(hash_key=True)
    share_id = UnicodeAttribute()
    volunteer_id = UnicodeAttribute()
    receiver = UnicodeAttribute()
    blocks = JSONAttribute()
    first = CivilDateAttribute(null=True)
    last = CivilDateAttribute(null=True)
    last_day = CivilDateAttribute()
    made_at = InstantAttribute()
    ended_at = InstantAttribute(null=True)
    views = JSONAttribute()
    view_count = NumberAttribute(default=0)

    by_volunteer = SharesOfVolunteer()

    def share(self) -> rules.Share:
        apart = {"blocks", "views", "view_count"}
        plain = {name: getattr(self, name) for name in rules.Share.__dataclass_fields__ if name not in apart}
        views = tuple(clock.from_text(view) for view in self.views)
        return rules.Share(blocks=tuple(self.blocks), views=views, view_count=int(self.view_count), **plain)
