"""Tables of benefits: the catalogue, the providers' links, the codes that volunteers show, how often each used what."""

from datetime import date
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection

from functions.benefits import rules
from functions.storage.base import CivilDateAttribute, InstantAttribute, Table, TableMeta, table_name

NO_END = date(9999, 12, 31)
_NUMBERS = ("least_star", "quota", "per_person")


class OpenBenefits(GlobalSecondaryIndex["BenefitItem"]):
    """Sparse: only benefits that are open have an `open_in`; by their last day, so that what is over need not be read."""

    class Meta:
        index_name = "by_open"
        projection = AllProjection()

    open_in = UnicodeAttribute(hash_key=True)
    open_until = CivilDateAttribute(range_key=True)


class BenefitsOfDistrict(GlobalSecondaryIndex["BenefitItem"]):
    class Meta:
        index_name = "by_district"
        projection = AllProjection()

    district = UnicodeAttribute(hash_key=True)
    made_at = InstantAttribute(range_key=True)


class BenefitItem(Table):
    """One benefit. `version` goes up with every change and `used` with every use, each without touching the other."""

    class Meta(TableMeta):
        table_name = table_name("benefits")

    benefit_id = UnicodeAttribute(hash_key=True)
    district = UnicodeAttribute()
    name = UnicodeAttribute()
    content = UnicodeAttribute()
    provider = UnicodeAttribute()
    place = UnicodeAttribute()
    least_star = NumberAttribute()
    first = CivilDateAttribute()
    last = CivilDateAttribute(null=True)
    quota = NumberAttribute()
    per_person = NumberAttribute()
    state = UnicodeAttribute()
    version = NumberAttribute()
    used = NumberAttribute(default=0)
    made_at = InstantAttribute()
    changed_at = InstantAttribute()
    link_key = UnicodeAttribute(null=True)
    link_made_at = InstantAttribute(null=True)
    ended_at = InstantAttribute(null=True)
    ended_reason = UnicodeAttribute(null=True)
    open_in = UnicodeAttribute(null=True)
    open_until = CivilDateAttribute()

    by_open = OpenBenefits()
    by_district = BenefitsOfDistrict()

    def benefit(self) -> rules.Benefit:
        plain: dict[str, Any] = {name: getattr(self, name) for name in rules.Terms.__dataclass_fields__}
        plain |= {name: int(plain[name]) for name in _NUMBERS}
        return rules.Benefit(
            benefit_id=self.benefit_id,
            terms=rules.Terms(**plain),
            state=self.state,
            version=int(self.version),
            used=int(self.used),
            made_at=self.made_at,
            changed_at=self.changed_at,
            link_made_at=self.link_made_at,
            ended_at=self.ended_at,
            ended_reason=self.ended_reason or "",
        )


class BenefitLink(Table):
    """A provider's checking link that works, found by the keyed fingerprint of its token; the token is stored nowhere."""

    class Meta(TableMeta):
        table_name = table_name("benefit_links")

    token_key = UnicodeAttribute(hash_key=True)
    benefit_id = UnicodeAttribute()


class BenefitCode(Table):
    """A code that a volunteer shows, by its keyed fingerprint; it goes with its use."""

    class Meta(TableMeta):
        table_name = table_name("benefit_codes")

    code_key = UnicodeAttribute(hash_key=True)
    benefit_id = UnicodeAttribute()
    volunteer_id = UnicodeAttribute()
    expires = NumberAttribute()


class BenefitCount(Table):
    """How often one volunteer has used one benefit."""

    class Meta(TableMeta):
        table_name = table_name("benefit_counts")

    volunteer_id = UnicodeAttribute(hash_key=True)
    benefit_id = UnicodeAttribute(range_key=True)
    used = NumberAttribute()


class UsesOfVolunteer(GlobalSecondaryIndex["BenefitUse"]):
    class Meta:
        index_name = "by_volunteer"
        projection = AllProjection()

    volunteer_id = UnicodeAttribute(hash_key=True)
    used_at = InstantAttribute(range_key=True)


class UsesOfBenefit(GlobalSecondaryIndex["BenefitUse"]):
    """Keys only: who reads when a benefit was used does not read by whom."""

    class Meta:
        index_name = "by_benefit"
        projection = KeysOnlyProjection()

    benefit_id = UnicodeAttribute(hash_key=True)
    used_at = InstantAttribute(range_key=True)


class BenefitUse(Table):
    """One use, with what the benefit was called then. Its id says nothing: a cursor of the supervisor's list holds it."""

    class Meta(TableMeta):
        table_name = table_name("benefit_uses")

    use_id = UnicodeAttribute(hash_key=True)
    benefit_id = UnicodeAttribute()
    volunteer_id = UnicodeAttribute()
    used_at = InstantAttribute()
    name = UnicodeAttribute()
    provider = UnicodeAttribute()

    by_volunteer = UsesOfVolunteer()
    by_benefit = UsesOfBenefit()
