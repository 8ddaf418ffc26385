"""Applying for a star, withdrawing the application, and the lists in which applications stand."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from functions.groups import actions as groups
from functions.groups import members
from functions.hours import actions as hours
from functions.messages.actions import tell
from functions.regulation.violation import Violation
from functions.stars import holdings, policies, rules
from functions.stars.models import StarApplication, StarHolding, waiting_at
from functions.stars.policy import StarPolicy, level_of
from functions.stars.schemes import NAMES
from functions.storage import audit, clock, codes
from functions.storage.pages import Page, Read, Waiting, waiting_in
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import find_by_numbers, known

UNKNOWN = NotFound("stars.unknown", "没有这项申请，或不是您能办的。")


@dataclass(frozen=True)
class Own:
    """How a volunteer stands: ``minutes`` in force, the minutes that each star takes, who decides, and the own groups."""

    held: holdings.Holding
    minutes: int
    steps: tuple[int, ...]
    policy: StarPolicy
    groups: list[tuple[str, str]]
    open: rules.Application | None


def own(volunteer_id: str) -> Own:
    """How far one has come, and what may be asked for next."""
    held = holdings.of(volunteer_id)
    return Own(
        held=held,
        minutes=hours.total_of(volunteer_id)[0],
        steps=rules.thresholds(clock.today(), settings().star_scheme),
        policy=policies.current(),
        groups=members.groups_of_volunteer(volunteer_id),
        open=find(held.open_application) if held.open_application else None,
    )


def apply(volunteer_id: str, star: int, group_id: str) -> rules.Application:
    """Apply for the next star (Article 19: 可以依次申请). ``group_id``: the own group that is asked, where a group decides.

    Raises `Refused` with every fault, or `Conflict` where an application waits already.
    """
    return retried(partial(_apply, volunteer_id, star, group_id))


def _apply(volunteer_id: str, star: int, group_id: str) -> rules.Application:
    held = holdings.of(volunteer_id)
    if held.open_application:
        raise Conflict("stars.waits", "您已有一项星级申请在等待评定，不用重复申请。")
    minutes, at = hours.total_at(volunteer_id)
    scheme = settings().star_scheme
    steps = rules.thresholds(clock.today(), scheme)
    faults = rules.application_faults(star, held.star, minutes, steps)
    level = level_of(star, policies.current())
    own_groups = dict(members.groups_of_volunteer(volunteer_id))
    if level == "group" and group_id not in own_groups:
        faults.append(Violation("19", "stars.group", "group_id", "这个星级由志愿团体评定，请选择您加入的一个团体。"))
    if faults:
        raise Refused(faults)
    asked = group_id if level == "group" else ""
    made = rules.Application(
        application_id=codes.new_id(),
        volunteer_id=volunteer_id,
        volunteer_number=known(volunteer_id).volunteer_number,
        star=star,
        scheme=scheme,
        threshold=steps[star - 1],
        minutes=minutes,
        level=level,
        group_id=asked,
        group=own_groups[asked] if asked else "",
        state=rules.PENDING,
        applied_at=clock.now(),
        version=1,
    )
    _store_new(made, held, at)
    return made


def _store_new(made: rules.Application, held: holdings.Holding, at: int) -> None:
    transaction = Transaction()
    hours.stand_still(transaction, made.volunteer_id, at)
    transaction.create(StarApplication.of(made))
    actions = [StarHolding.open_application.set(made.application_id), StarHolding.version.add(1)]
    if not held.version:
        actions.append(StarHolding.star.set(0))
    transaction.update(StarHolding(made.volunteer_id), actions, is_at(held.version))
    audit.record(
        transaction, f"volunteer#{made.volunteer_id}", made.volunteer_id, "apply_for_star", made.application_id
    )
    for account_id in groups.recorder_ids(made.group_id) if made.group_id else ():
        news = "有志愿者申请评定星级，请在工作台的“星级”里办理。"
        tell(transaction, account_id, "stars.applied", news, made.application_id)
    transaction.commit()


def is_at(version: int) -> Any:
    """The holding still stands where it was read; the first application of all makes it."""
    return StarHolding.version == version if version else StarHolding.version.does_not_exist()


def find(application_id: str) -> rules.Application | None:
    """An application by id, whoever asks; None where there is none."""
    try:
        return StarApplication.get(application_id, consistent_read=True).application()
    except StarApplication.DoesNotExist:
        return None


def withdraw(volunteer_id: str, application_id: str) -> None:
    """The volunteer takes back an application that waits. `NotFound` for anybody else's, `Conflict` where it was decided."""
    retried(partial(_withdraw, volunteer_id, application_id))


def _withdraw(volunteer_id: str, application_id: str) -> None:
    one = find(application_id)
    if one is None or one.volunteer_id != volunteer_id:
        raise UNKNOWN
    if one.state != rules.PENDING:
        raise Conflict("stars.decided", f"这项申请现在是“{rules.STATES[one.state]}”，不能再撤回。")
    transaction = Transaction()
    holdings.withdraw(transaction, one, holdings.of(volunteer_id))
    audit.record(transaction, f"volunteer#{volunteer_id}", volunteer_id, "withdraw_star_application", application_id)
    transaction.commit()


def of_volunteer(volunteer_id: str, page: Page) -> Any:
    """A page of the own applications, the latest first: one query."""
    return page.latest_of(StarApplication.by_volunteer, volunteer_id)


@dataclass(frozen=True)
class Listed:
    """An application as staff see it in a list: ``name`` as it is today, "" where the account was closed; ``minutes`` in
    force now, ``held`` the star held now."""

    application: rules.Application
    name: str
    minutes: int
    held: int


def of_staff(actor_id: str, role: str, group_id: str, decided: bool, page: Page) -> Read:
    """A page of the applications at a group, or ("") at the supervisor: those that wait, the first first; or those that are
    decided, the latest first. One query, three batches."""
    if role != "supervisor" or group_id:
        groups.seen_by(actor_id, role, group_id)
    place = waiting_at(group_id)
    audit.saw(f"group#{group_id}" if group_id else "district", actor_id, "see_star_applications")
    found = page.latest_of(StarApplication.by_decided, place) if decided else page.of(StarApplication.by_waiting, place)
    return Read(_listed([item.application() for item in found]), found.last_evaluated_key)


def _listed(found: list[rules.Application]) -> list[Listed]:
    ids = [one.volunteer_id for one in found]
    names = find_by_numbers([one.volunteer_number for one in found])
    minutes, held = hours.totals_of(ids), holdings.of_many(ids)
    return [
        Listed(
            one,
            names[one.volunteer_number].name if one.volunteer_number in names else "",
            minutes[one.volunteer_id],
            held[one.volunteer_id].star if one.volunteer_id in held else 0,
        )
        for one in found
    ]


def short_of(actor_id: str, page: Page) -> Read:
    """A page of those whose hours no longer come to the star that they hold, the longest first, each with the application
    by which it is held. One query and batches."""
    audit.saw("district", actor_id, "see_star_applications")
    found = page.of(StarHolding.by_short, settings().district_code)
    ids = [item.application_id for item in found if item.application_id]
    by_id = {item.application_id: item.application() for item in StarApplication.batch_get(ids)} if ids else {}
    return Read(_listed([by_id[one_id] for one_id in ids if one_id in by_id]), found.last_evaluated_key)


def name_of(star: int) -> str:
    """How a star is called."""
    return NAMES[star]


def waiting() -> Waiting:
    """The applications that wait for the supervisor, by when they were made."""
    return waiting_in("applied_at", StarApplication.by_waiting, waiting_at(""))


def waiting_short() -> Waiting:
    """The stars whose hours no longer stand, by since when."""
    return waiting_in("short_since", StarHolding.by_short, settings().district_code)
