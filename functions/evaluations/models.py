"""Tables of evaluations: of volunteers by groups, and of groups by volunteers."""

from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.evaluations import rules
from functions.storage import clock
from functions.storage.base import InstantAttribute, Table, TableMeta, table_name


class EvaluationsOfProject(GlobalSecondaryIndex["EvaluationItem"]):
    class Meta:
        index_name = "by_project"
        projection = AllProjection()

    project_id = UnicodeAttribute(hash_key=True)
    volunteer_id = UnicodeAttribute(range_key=True)


class EvaluationsOfVolunteer(GlobalSecondaryIndex["EvaluationItem"]):
    class Meta:
        index_name = "by_volunteer"
        projection = AllProjection()

    volunteer_id = UnicodeAttribute(hash_key=True)
    rated_at = InstantAttribute(range_key=True)


def _rating_as_json(rating: rules.Rating) -> dict[str, Any]:
    return {"scores": dict(rating.scores), "words": rating.words}


def _rating_of(stored: dict[str, Any]) -> rules.Rating:
    return rules.Rating({aspect: int(score) for aspect, score in stored["scores"].items()}, stored["words"])


class EvaluationItem(Table):
    """What a group says of one volunteer's service in one project; `past` holds the versions before."""

    class Meta(TableMeta):
        table_name = table_name("evaluations")

    volunteer_id = UnicodeAttribute(hash_key=True)
    project_id = UnicodeAttribute(range_key=True)
    project = UnicodeAttribute()
    group_id = UnicodeAttribute()
    group = UnicodeAttribute()
    rating = JSONAttribute()
    rated_by = UnicodeAttribute()
    rated_at = InstantAttribute()
    version = NumberAttribute()
    past = JSONAttribute()
    answer = UnicodeAttribute(null=True)
    answered_at = InstantAttribute(null=True)

    by_project = EvaluationsOfProject()
    by_volunteer = EvaluationsOfVolunteer()

    def evaluation(self) -> rules.Evaluation:
        names = ("volunteer_id", "project_id", "project", "group_id", "group", "rated_by", "rated_at", "answered_at")
        plain: dict[str, Any] = {name: getattr(self, name) for name in names}
        past = tuple(rules.Past(_rating_of(each), clock.from_text(each["rated_at"])) for each in self.past)
        return rules.Evaluation(
            **plain, rating=_rating_of(self.rating), version=int(self.version), past=past, answer=self.answer or ""
        )

    @classmethod
    def of(cls, one: rules.Evaluation) -> "EvaluationItem":
        past = [{**_rating_as_json(each.rating), "rated_at": clock.as_text(each.rated_at)} for each in one.past]
        apart = {"rating": _rating_as_json(one.rating), "past": past, "answer": one.answer or None}
        return cls(**{**vars(one), **apart})


class GroupRating(Table):
    """What one volunteer says of a group: `ratings` by project, each ``{score, words, at}``."""

    class Meta(TableMeta):
        table_name = table_name("group_ratings")

    group_id = UnicodeAttribute(hash_key=True)
    volunteer_id = UnicodeAttribute(range_key=True)
    ratings = JSONAttribute()
    version = NumberAttribute()
