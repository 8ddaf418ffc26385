"""Tables of commendations, and of the files that prove them."""

from typing import Any

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.commendations import rules
from functions.storage import clock
from functions.storage.base import CivilDateAttribute, InstantAttribute, Table, TableMeta, table_name
from functions.storage.settings import settings


class CommendationsOfVolunteer(GlobalSecondaryIndex["CommendationItem"]):
    class Meta:
        index_name = "by_volunteer"
        projection = AllProjection()

    volunteer_id = UnicodeAttribute(hash_key=True)
    date = CivilDateAttribute(range_key=True)


class CommendationsOfGroup(GlobalSecondaryIndex["CommendationItem"]):
    """Sparse: a claim that is addressed to the supervisor is of no group."""

    class Meta:
        index_name = "by_group"
        projection = AllProjection()

    group_id = UnicodeAttribute(hash_key=True)
    entered_at = InstantAttribute(range_key=True)


class WaitingCommendations(GlobalSecondaryIndex["CommendationItem"]):
    """Sparse: only claims that nobody has decided have a `waits_for`: ``group#id``, or ``district#code``."""

    class Meta:
        index_name = "by_waiting"
        projection = AllProjection()

    waits_for = UnicodeAttribute(hash_key=True)
    entered_at = InstantAttribute(range_key=True)


def waiting_at(group_id: str) -> str:
    """Where a claim waits: at the group, or at the supervisor where there is none."""
    return f"group#{group_id}" if group_id else f"district#{settings().district_code}"


class CommendationItem(Table):
    """One commendation of one volunteer. The identifier is made of person, day, name and body, so that the same one is not
    recorded twice; one that was refused or voided may come again and keeps its history."""

    class Meta(TableMeta):
        table_name = table_name("commendations")

    commendation_id = UnicodeAttribute(hash_key=True)
    volunteer_id = UnicodeAttribute()
    volunteer_number = UnicodeAttribute()
    holder = UnicodeAttribute()
    group_id = UnicodeAttribute(null=True)
    group = UnicodeAttribute(null=True)
    date = CivilDateAttribute()
    name = UnicodeAttribute()
    granting_body = UnicodeAttribute()
    level = UnicodeAttribute()
    project = UnicodeAttribute(null=True)
    source = UnicodeAttribute()
    state = UnicodeAttribute()
    entered_at = InstantAttribute()
    evidence_id = UnicodeAttribute(null=True)
    evidence_shared = BooleanAttribute(default=False)
    history = JSONAttribute()
    waits_for = UnicodeAttribute(null=True)
    moves = NumberAttribute()  # as many as `history` has: of two who decide at once, one is too late

    by_volunteer = CommendationsOfVolunteer()
    by_group = CommendationsOfGroup()
    by_waiting = WaitingCommendations()

    def commendation(self) -> rules.Commendation:
        facts = rules.Facts(self.date, self.name, self.granting_body, self.level, self.project or "")
        names = ("commendation_id", "volunteer_id", "volunteer_number", "holder", "source", "state", "entered_at")
        plain: dict[str, Any] = {name: getattr(self, name) for name in names}
        plain |= {name: getattr(self, name) or "" for name in ("group_id", "group", "evidence_id")}
        history = tuple(rules.Moved(**{**each, "at": clock.from_text(each["at"])}) for each in self.history)
        return rules.Commendation(**plain, facts=facts, evidence_shared=bool(self.evidence_shared), history=history)

    @classmethod
    def of(cls, one: rules.Commendation) -> "CommendationItem":
        plain: dict[str, Any] = {name: value for name, value in vars(one).items() if name != "facts"}
        plain |= {**vars(one.facts), "project": one.facts.project or None}
        plain |= {name: plain[name] or None for name in ("group_id", "group", "evidence_id")}
        plain["history"] = [{**vars(each), "at": clock.as_text(each.at)} for each in one.history]
        waits = waiting_at(one.group_id) if one.state == rules.PENDING else None
        return cls(**plain, waits_for=waits, moves=len(one.history))


class EvidenceItem(Table):
    """A file that proves commendations, sealed for its own id."""

    class Meta(TableMeta):
        table_name = table_name("commendation_evidence")

    evidence_id = UnicodeAttribute(hash_key=True)
    kind = UnicodeAttribute()
    size = NumberAttribute()
    content = BinaryAttribute(legacy_encoding=False)
    brought_by = UnicodeAttribute()
    brought_at = InstantAttribute()
