"""Tables of trainings and of who took part."""

from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.storage import clock
from functions.storage.base import CivilDateAttribute, InstantAttribute, Table, TableMeta, table_name
from functions.training import rules

_DAYS = CivilDateAttribute()


def facts_as_json(facts: rules.Facts) -> dict[str, Any]:
    return {**vars(facts), "starts": facts.starts.isoformat(), "ends": facts.ends.isoformat()}


def _facts_of(stored: dict[str, Any]) -> rules.Facts:
    days = {name: _DAYS.deserialize(stored[name]) for name in ("starts", "ends")}
    return rules.Facts(**{**stored, **days, "class_hours": int(stored["class_hours"])})


def past_as_json(past: rules.Past) -> dict[str, Any]:
    at = clock.as_text(past.replaced_at)
    return {**vars(past), "facts": facts_as_json(past.facts), "replaced_at": at}


def _past_of(stored: dict[str, Any]) -> rules.Past:
    facts, at = _facts_of(stored["facts"]), clock.from_text(stored["replaced_at"])
    return rules.Past(**{**stored, "facts": facts, "replaced_at": at})


class TrainingsOfGroup(GlobalSecondaryIndex["TrainingItem"]):
    class Meta:
        index_name = "by_group"
        projection = AllProjection()

    group_id = UnicodeAttribute(hash_key=True)
    starts = CivilDateAttribute(range_key=True)


class TrainingItem(Table):
    """A training as it stands; `past` holds the versions that were corrected. `starts` repeats the facts' for the index."""

    class Meta(TableMeta):
        table_name = table_name("trainings")

    training_id = UnicodeAttribute(hash_key=True)
    group_id = UnicodeAttribute()
    group = UnicodeAttribute()
    facts = JSONAttribute()
    starts = CivilDateAttribute()
    entered_by = UnicodeAttribute()
    entered_at = InstantAttribute()
    version = NumberAttribute(default=1)
    attendees = NumberAttribute(default=0)
    past = JSONAttribute()

    by_group = TrainingsOfGroup()

    def training(self) -> rules.Training:
        return rules.Training(
            training_id=self.training_id,
            group_id=self.group_id,
            group=self.group,
            facts=_facts_of(self.facts),
            entered_by=self.entered_by,
            entered_at=self.entered_at,
            version=int(self.version),
            attendees=int(self.attendees),
            past=tuple(_past_of(each) for each in self.past),
        )

    @classmethod
    def of(cls, training: rules.Training) -> "TrainingItem":
        stored = {
            "facts": facts_as_json(training.facts),
            "starts": training.facts.starts,
            "past": [past_as_json(each) for each in training.past],
        }
        return cls(**{**vars(training), **stored})


class TrainingsOfVolunteer(GlobalSecondaryIndex["AttendeeItem"]):
    """Sparse: only those who stand have a `counts_for`."""

    class Meta:
        index_name = "by_volunteer"
        projection = AllProjection()

    counts_for = UnicodeAttribute(hash_key=True)
    added_at = InstantAttribute(range_key=True)


class AttendeeItem(Table):
    """A volunteer took part in a training. One who was removed stays, with who, when and why."""

    class Meta(TableMeta):
        table_name = table_name("training_attendees")

    training_id = UnicodeAttribute(hash_key=True)
    volunteer_id = UnicodeAttribute(range_key=True)
    volunteer_number = UnicodeAttribute()
    name = UnicodeAttribute()
    person_key = UnicodeAttribute()
    added_by = UnicodeAttribute()
    added_at = InstantAttribute()
    counts_for = UnicodeAttribute(null=True)
    removed_by = UnicodeAttribute(null=True)
    removed_at = InstantAttribute(null=True)
    reason = UnicodeAttribute(null=True)

    by_volunteer = TrainingsOfVolunteer()
