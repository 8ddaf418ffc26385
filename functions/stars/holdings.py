"""What each volunteer holds; and what follows when hours come into force or fall. Knows no other room's actions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from functions.messages.actions import tell
from functions.stars import rules
from functions.stars.models import StarApplication, StarHolding
from functions.stars.schemes import NAMES
from functions.statistics import cells, counting
from functions.storage import clock
from functions.storage.settings import settings
from functions.storage.transactions import Contention, Transaction, retried


@dataclass(frozen=True)
class Holding:
    """The star that somebody holds (0: none), since which civil day, and by which application."""

    star: int = 0
    since: date | None = None
    application_id: str = ""
    open_application: str = ""
    version: int = 0
    left: bool = False


def of(volunteer_id: str) -> Holding:
    """What a volunteer holds now. One read."""
    try:
        return holding(StarHolding.get(volunteer_id, consistent_read=True))
    except StarHolding.DoesNotExist:
        return Holding()


def of_many(volunteer_ids: Iterable[str]) -> dict[str, Holding]:
    """What each of these volunteers holds; those who never held or asked for one are left out. Batches of a hundred."""
    wanted = list(dict.fromkeys(volunteer_ids))
    found = StarHolding.batch_get(wanted, consistent_read=True) if wanted else iter(())
    return {item.volunteer_id: holding(item) for item in found}


def holding(item: StarHolding) -> Holding:
    names = item.application_id or "", item.open_application or ""
    return Holding(int(item.star), item.since, *names, int(item.version), bool(item.left))


def reached(volunteer_id: str, minutes: int) -> None:
    """Hours that came into force have reached a star: tell the volunteer where it may be applied for now."""
    today, scheme = clock.today(), settings().star_scheme
    star = rules.star_for(minutes, today, scheme)
    held = of(volunteer_id)
    transaction = Transaction()
    if held.star and star >= held.star:
        _not_short(transaction, volunteer_id)
    if star > held.star and not held.open_application:
        wanted = NAMES[held.star + 1]
        news = f"您已生效的时长达到了{wanted}的标准，可以到“我的星级”申请评定{wanted}志愿者。"
        tell(transaction, volunteer_id, "stars.reached", news, str(held.star + 1))
    if len(transaction):
        retried(transaction.commit)


def _not_short(transaction: Transaction, volunteer_id: str) -> None:
    actions = [StarHolding.short_in.remove(), StarHolding.short_since.remove()]
    transaction.update(StarHolding(volunteer_id), actions, StarHolding.volunteer_id.exists())


def fell(transaction: Transaction, volunteer_id: str, minutes: int) -> None:
    """Hours in force are about to fall to ``minutes``: a star that they no longer come to is put before the supervisor.

    It stays until somebody decides (Article 19 takes nothing back by itself). Hours that a merge takes over to another
    record ask nothing.
    """
    held = of(volunteer_id)
    if not held.star or held.left or minutes >= rules.thresholds(clock.today(), settings().star_scheme)[held.star - 1]:
        return
    actions = [StarHolding.short_in.set(settings().district_code), StarHolding.short_since.set(clock.now())]
    transaction.update(StarHolding(volunteer_id), actions, StarHolding.volunteer_id.exists())


def count_step(transaction: Transaction, before: int, after: int) -> None:
    """Count that somebody who held one star (0: none) holds another."""
    for star, change in ((before, cells.ONE_LESS), (after, cells.ONE)):
        if star:
            counting.count(transaction, (cells.star(star), change))


def leave(volunteer_id: str) -> None:
    """Whose record is closed or merged no longer waits for a star, and is counted with none. May be repeated."""
    retried(partial(_leave, volunteer_id))


def _leave(volunteer_id: str) -> None:
    held = of(volunteer_id)
    transaction = Transaction()
    if held.open_application:
        one = StarApplication.get(held.open_application, consistent_read=True).application()
        withdraw(transaction, one, held)
        transaction.commit()
        raise Contention  # the holding has a new version: look again
    if held.star and not held.left:
        _mark_left(transaction, volunteer_id, held, left=True)
        transaction.commit()


def come_back(volunteer_id: str) -> None:
    """A record that was merged stands by itself again. May be repeated."""
    retried(partial(_come_back, volunteer_id))


def _come_back(volunteer_id: str) -> None:
    held = of(volunteer_id)
    if held.star and held.left:
        transaction = Transaction()
        _mark_left(transaction, volunteer_id, held, left=False)
        transaction.commit()


def _mark_left(transaction: Transaction, volunteer_id: str, held: Holding, left: bool) -> None:
    actions = [StarHolding.left.set(left), StarHolding.version.add(1)]
    transaction.update(StarHolding(volunteer_id), actions, StarHolding.version == held.version)
    before, after = (held.star, 0) if left else (0, held.star)
    count_step(transaction, before, after)


def withdraw(transaction: Transaction, one: rules.Application, held: Holding) -> None:
    """Add to ``transaction`` that an application that waits is withdrawn by its volunteer."""
    gone = [StarApplication.state.set(rules.WITHDRAWN), StarApplication.version.add(1)]
    gone.append(StarApplication.waits_for.remove())
    item = StarApplication(one.application_id)
    transaction.update(item, gone, StarApplication.version == one.version)
    actions = [StarHolding.open_application.remove(), StarHolding.version.add(1)]
    transaction.update(StarHolding(one.volunteer_id), actions, StarHolding.version == held.version)
