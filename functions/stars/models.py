"""Tables of stars: what each volunteer holds, every application, and who decides."""

from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.stars import rules
from functions.storage.base import CivilDateAttribute, InstantAttribute, Table, TableMeta, table_name
from functions.storage.settings import settings
from functions.storage.versions import VersionColumns

_MAY_BE_ABSENT = ("group_id", "group", "decided_by", "reason", "reference", "revoked_reason")
_NUMBERS = ("star", "threshold", "minutes", "version")


class ShortOfDistrict(GlobalSecondaryIndex["StarHolding"]):
    """Sparse: only those whose hours have fallen below what their star takes have a `short_in`."""

    class Meta:
        index_name = "by_short"
        projection = AllProjection()

    short_in = UnicodeAttribute(hash_key=True)
    short_since = InstantAttribute(range_key=True)


class StarHolding(Table):
    """What one volunteer holds. `version` goes up with every write; ``open_application`` is the one that waits."""

    class Meta(TableMeta):
        table_name = table_name("star_holdings")

    volunteer_id = UnicodeAttribute(hash_key=True)
    star = NumberAttribute(default=0)
    version = NumberAttribute(default=0)
    open_application = UnicodeAttribute(null=True)
    since = CivilDateAttribute(null=True)
    application_id = UnicodeAttribute(null=True)  # by which the star is held
    short_in = UnicodeAttribute(null=True)
    short_since = InstantAttribute(null=True)
    left = BooleanAttribute(null=True)  # the record was closed or merged: counted among no star's holders

    by_short = ShortOfDistrict()


class ApplicationsOfVolunteer(GlobalSecondaryIndex["StarApplication"]):
    class Meta:
        index_name = "by_volunteer"
        projection = AllProjection()

    volunteer_id = UnicodeAttribute(hash_key=True)
    applied_at = InstantAttribute(range_key=True)


class WaitingApplications(GlobalSecondaryIndex["StarApplication"]):
    """Sparse: only applications that nobody has decided have a `waits_for`: ``group#id``, or ``district#code``."""

    class Meta:
        index_name = "by_waiting"
        projection = AllProjection()

    waits_for = UnicodeAttribute(hash_key=True)
    applied_at = InstantAttribute(range_key=True)


class DecidedApplications(GlobalSecondaryIndex["StarApplication"]):
    """Sparse: only decided applications have a `decided_for`, where they had waited."""

    class Meta:
        index_name = "by_decided"
        projection = AllProjection()

    decided_for = UnicodeAttribute(hash_key=True)
    decided_at = InstantAttribute(range_key=True)


def waiting_at(group_id: str) -> str:
    """Where an application waits: at the group, or at the supervisor where there is none."""
    return f"group#{group_id}" if group_id else f"district#{settings().district_code}"


class StarApplication(Table):
    class Meta(TableMeta):
        table_name = table_name("star_applications")

    application_id = UnicodeAttribute(hash_key=True)
    volunteer_id = UnicodeAttribute()
    volunteer_number = UnicodeAttribute()
    star = NumberAttribute()
    scheme = UnicodeAttribute()
    threshold = NumberAttribute()
    minutes = NumberAttribute()
    level = UnicodeAttribute()
    group_id = UnicodeAttribute(null=True)
    group = UnicodeAttribute(null=True)
    state = UnicodeAttribute()
    applied_at = InstantAttribute()
    version = NumberAttribute()
    decided_at = InstantAttribute(null=True)
    decided_on = CivilDateAttribute(null=True)
    decided_by = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    reference = UnicodeAttribute(null=True)
    revoked_at = InstantAttribute(null=True)
    revoked_reason = UnicodeAttribute(null=True)
    waits_for = UnicodeAttribute(null=True)
    decided_for = UnicodeAttribute(null=True)

    by_volunteer = ApplicationsOfVolunteer()
    by_waiting = WaitingApplications()
    by_decided = DecidedApplications()

    def application(self) -> rules.Application:
        plain: dict[str, Any] = {name: getattr(self, name) for name in rules.Application.__dataclass_fields__}
        plain |= {name: int(plain[name]) for name in _NUMBERS}
        plain |= {name: plain[name] or "" for name in _MAY_BE_ABSENT}
        return rules.Application(**plain)

    @classmethod
    def of(cls, one: rules.Application) -> "StarApplication":
        plain: dict[str, Any] = dict(vars(one))
        plain |= {name: plain[name] or None for name in _MAY_BE_ABSENT}
        place = waiting_at(one.group_id)
        waits = place if one.state == rules.PENDING else None
        return cls(**plain, waits_for=waits, decided_for=place if one.decided_at else None)


class StarPolicyItem(VersionColumns, Table):
    """One version of who decides which star."""

    KIND = "star_policy"

    class Meta(TableMeta):
        table_name = table_name("star_policies")
