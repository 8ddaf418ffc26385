"""Tables of honour rolls: the rolls, what was summed up for them, and what of them anyone may see."""

from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.rolls import rules
from functions.storage.base import CivilDateAttribute, InstantAttribute, Table, TableMeta, table_name

_DATES = ("first", "last")
_NUMBERS = ("least_minutes", "least_star", "least_score", "places")


class RollsOfOwner(GlobalSecondaryIndex["RollItem"]):
    class Meta:
        index_name = "by_owner"
        projection = AllProjection()

    owner = UnicodeAttribute(hash_key=True)
    made_at = InstantAttribute(range_key=True)


class RollItem(Table):
    """One roll; ``owner`` is ``group#id`` or ``district#code``. ``group_ids`` are read one after the other."""

    class Meta(TableMeta):
        table_name = table_name("rolls")

    roll_id = UnicodeAttribute(hash_key=True)
    owner = UnicodeAttribute()
    group_id = UnicodeAttribute(null=True)
    body = UnicodeAttribute()
    title = UnicodeAttribute()
    first = CivilDateAttribute()
    last = CivilDateAttribute()
    least_minutes = NumberAttribute()
    least_star = NumberAttribute()
    least_score = NumberAttribute()
    places = NumberAttribute()
    state = UnicodeAttribute()
    made_by = UnicodeAttribute()
    made_at = InstantAttribute()
    group_ids = JSONAttribute()
    groups_read = NumberAttribute(default=0)
    rows = JSONAttribute()
    version = NumberAttribute(default=1)
    reason = UnicodeAttribute(null=True)

    by_owner = RollsOfOwner()

    def roll(self) -> rules.Roll:
        asked: dict[str, Any] = {name: getattr(self, name) for name in ("title", *_DATES)}
        asked |= {name: int(getattr(self, name)) for name in _NUMBERS}
        return rules.Roll(
            roll_id=self.roll_id,
            group_id=self.group_id or "",
            body=self.body,
            criteria=rules.Criteria(**asked),
            state=self.state,
            made_at=self.made_at,
            groups=len(self.group_ids),
            groups_read=int(self.groups_read),
            rows=tuple(tuple(row) for row in self.rows),
            version=int(self.version),
            reason=self.reason or "",
        )


class RollPart(Table):
    """What one group's hours come to: minutes by volunteer, as ``{volunteer_id: [number, minutes]}``."""

    class Meta(TableMeta):
        table_name = table_name("roll_parts")

    roll_id = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True)
    sums = JSONAttribute()


class PublishedRoll(Table):
    """A roll as anyone may see it, without its names."""

    class Meta(TableMeta):
        table_name = table_name("published_rolls")

    district = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)
    content = JSONAttribute()


class RollName(Table):
    """A name on a published roll, of somebody who agreed to that; taken away when the consent is."""

    class Meta(TableMeta):
        table_name = table_name("roll_names")

    place = UnicodeAttribute(hash_key=True)  # of the published roll
    line = UnicodeAttribute(range_key=True)
    rank = NumberAttribute()
    name = UnicodeAttribute()
    star = NumberAttribute()


class RollMention(Table):
    """Where a volunteer's name stands in public: never read by the public function."""

    class Meta(TableMeta):
        table_name = table_name("roll_mentions")

    volunteer_id = UnicodeAttribute(hash_key=True)
    mention = UnicodeAttribute(range_key=True)  # place of the published roll, and the line
