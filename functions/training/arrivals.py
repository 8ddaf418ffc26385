"""Trainings that come with a transferred record (Article 16): kept as they were recorded elsewhere, each once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from functions.storage import audit, clock, encryption
from functions.storage.transactions import Transaction, retried
from functions.training import rules
from functions.training.models import AttendeeItem, TrainingItem
from functions.volunteers.actions import Known

_GROUP = "elsewhere"  # no group of this district: nobody's recorder sees it


@dataclass(frozen=True)
class Arrived:
    """A training: ``ref`` names it where it was recorded, ``group`` says who recorded it there."""

    ref: str
    group: str
    facts: rules.Facts


def let_in(actor_id: str, person: Known, arrived: Sequence[Arrived]) -> int:
    """Record trainings from elsewhere; returns how many are new."""
    return sum(retried(partial(_let_in, actor_id, person, one)) for one in arrived)


def _let_in(actor_id: str, person: Known, arrived: Arrived) -> int:
    one_id = encryption.fingerprint("arrived-training", f"{person.volunteer_id}#{arrived.ref}")[:20]
    if any(True for _ in AttendeeItem.query(one_id, limit=1, consistent_read=True)):
        return 0
    now = clock.now()
    training = rules.Training(
        training_id=one_id,
        group_id=_GROUP,
        group=arrived.group,
        facts=arrived.facts,
        entered_by=actor_id,
        entered_at=now,
        attendees=1,
    )
    item = AttendeeItem(
        one_id,
        person.volunteer_id,
        volunteer_number=person.volunteer_number,
        name=person.name,
        person_key=person.person_key,
        added_by=actor_id,
        added_at=now,
        counts_for=person.volunteer_id,
    )
    transaction = Transaction()
    transaction.create(TrainingItem.of(training))
    transaction.create(item)
    audit.record(transaction, f"volunteer#{person.volunteer_id}", actor_id, "record_training", about=one_id)
    transaction.commit()
    return 1
