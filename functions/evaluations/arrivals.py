"""Evaluations that come with a transferred record (Articles 10 and 16): history, in no average, and not answered here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from functions.evaluations import rules
from functions.evaluations.actions import standing_of
from functions.evaluations.models import EvaluationItem
from functions.storage import audit
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import Known

_NO_ANSWER = "（随记录转入的评价，在这里不答复）"


@dataclass(frozen=True)
class Arrived:
    """An evaluation as it was given elsewhere; ``project_id`` is the key of that project here."""

    project_id: str
    project: str
    group: str
    rating: rules.Rating
    rated_at: datetime
    answer: str


def let_in(actor_id: str, person: Known, arrived: Sequence[Arrived]) -> int:
    """Keep evaluations from elsewhere; returns how many are new."""
    return sum(retried(partial(_let_in, actor_id, person, one)) for one in arrived)


def _let_in(actor_id: str, person: Known, arrived: Arrived) -> int:
    if rules.rating_faults(arrived.rating) or standing_of(person.volunteer_id, arrived.project_id):
        return 0
    one = rules.Evaluation(
        volunteer_id=person.volunteer_id,
        project_id=arrived.project_id,
        project=arrived.project,
        group_id=rules.ELSEWHERE,
        group=arrived.group,
        rating=arrived.rating,
        rated_by=actor_id,
        rated_at=arrived.rated_at,
        answer=arrived.answer or _NO_ANSWER,
        answered_at=arrived.rated_at,
    )
    transaction = Transaction()
    transaction.create(EvaluationItem.of(one))
    audit.record(transaction, f"volunteer#{person.volunteer_id}", actor_id, "evaluate", about=arrived.project_id)
    transaction.commit()
    return 1
