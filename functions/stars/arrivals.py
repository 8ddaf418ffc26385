"""A star that another district granted, taken over with a transferred record (Articles 16 and 19): the next one is applied for here."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from pynamodb.expressions.update import Action

from functions.hours import actions as hours
from functions.messages.actions import tell
from functions.regulation.violation import Violation
from functions.stars import holdings, rules
from functions.stars.actions import is_at
from functions.stars.models import StarApplication, StarHolding
from functions.stars.schemes import NAMES
from functions.storage import audit, clock, codes
from functions.storage.refusals import Refused
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import Known


@dataclass(frozen=True)
class Arrived:
    """The ``star`` that a body of ``origin`` granted on a civil day; ``reference`` names the package."""

    star: int
    since: date
    origin: str
    reference: str


def take_over(actor_id: str, person: Known, arrived: Arrived) -> None:
    """Hold a star that was granted elsewhere. Held already by the same package, nothing changes. Raises `Refused`."""
    retried(partial(_take_over, actor_id, person, arrived))


def _take_over(actor_id: str, person: Known, arrived: Arrived) -> None:
    held, scheme = holdings.of(person.volunteer_id), settings().star_scheme
    steps = rules.thresholds(clock.today(), scheme)
    minutes, at = hours.total_at(person.volunteer_id)
    faults = rules.elsewhere_faults(arrived.star, held.star, minutes, steps)
    if held.open_application:
        waits = "本人有一项星级申请在等待评定，请先办理那一项。"
        faults.append(Violation("19", "stars.waits", "", waits))
    if faults:
        raise Refused(faults)
    now = clock.now()
    made = rules.Application(
        application_id=codes.new_id(),
        volunteer_id=person.volunteer_id,
        volunteer_number=person.volunteer_number,
        star=arrived.star,
        scheme=scheme,
        threshold=steps[arrived.star - 1],
        minutes=minutes,
        level=rules.ELSEWHERE,
        group_id="",
        group=arrived.origin,
        state=rules.GRANTED,
        applied_at=now,
        version=1,
        decided_at=now,
        decided_on=arrived.since,
        decided_by=actor_id,
        reference=arrived.reference,
    )
    transaction = Transaction()
    hours.stand_still(transaction, person.volunteer_id, at)
    transaction.create(StarApplication.of(made))
    actions: list[Action] = [StarHolding.star.set(arrived.star), StarHolding.application_id.set(made.application_id)]
    actions += [StarHolding.since.set(arrived.since), StarHolding.version.add(1)]
    transaction.update(StarHolding(person.volunteer_id), actions, is_at(held.version))
    holdings.count_step(transaction, held.star, arrived.star)
    subject = f"volunteer#{person.volunteer_id}"
    audit.record(transaction, subject, actor_id, "take_over_star", made.application_id, arrived.reference)
    news = f"随记录转入的{NAMES[arrived.star]}已经接收，下一级可以在“我的星级”申请。"
    tell(transaction, person.volunteer_id, "stars.decided", news, made.application_id)
    transaction.commit()
