"""Drawing an honour roll piece by piece, and reading what was drawn."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from functions.evaluations import actions as evaluations
from functions.groups import actions as groups
from functions.hours import actions as hours
from functions.projects import actions as projects
from functions.rolls import rules
from functions.rolls.models import RollItem, RollPart
from functions.stars import holdings
from functions.storage import audit, clock, codes
from functions.storage.pages import Page
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import find_by_numbers

UNKNOWN = NotFound("rolls.unknown", "没有这份名单，或不是您能看的。")
MOVED_ON = Conflict("rolls.moved_on", "这份名单刚刚有了变化，请刷新后再办。")
_A_PART = 2000  # people: far from an item's limit


def owner_of(group_id: str) -> str:
    """Whose a roll is: a group's, or ("") the district's."""
    return f"group#{group_id}" if group_id else f"district#{settings().district_code}"


def begin(actor_id: str, group_id: str, asked: rules.Criteria) -> rules.Roll:
    """Begin a roll of a group, or ("") of the district; its hours are then read group by group. Raises `Refused`."""
    body = groups.workable(actor_id, group_id).name if group_id else settings().supervising_body
    faults = rules.criteria_faults(asked, clock.today())
    if faults:
        raise Refused(faults)
    item = RollItem(
        codes.new_id(),
        owner=owner_of(group_id),
        group_id=group_id or None,
        body=body,
        **vars(asked),
        state=rules.GATHERING,
        made_by=actor_id,
        made_at=clock.now(),
        group_ids=[group_id] if group_id else groups.approved_ids(),
        rows=[],
    )
    transaction = Transaction()
    transaction.create(item)
    audit.record(transaction, owner_of(group_id), actor_id, "begin_roll", about=item.roll_id)
    transaction.commit()
    return item.roll()


def find(actor_id: str, role: str, roll_id: str) -> RollItem:
    """A roll, for the group whose it is and for the supervisor; `NotFound` for everybody else's."""
    try:
        item = RollItem.get(roll_id, consistent_read=True)
    except RollItem.DoesNotExist:
        raise UNKNOWN from None
    if role != "supervisor":
        try:
            groups.workable(actor_id, item.group_id or "")
        except NotFound:
            raise UNKNOWN from None
    return item


def gather(actor_id: str, role: str, roll_id: str) -> rules.Roll:
    """Read the hours of the next group; after the last one the roll is drawn. Asking again does nothing twice."""
    return retried(partial(_gather, actor_id, role, roll_id))


def _gather(actor_id: str, role: str, roll_id: str) -> rules.Roll:
    item = find(actor_id, role, roll_id)
    if item.state != rules.GATHERING:
        return item.roll()
    before, read = int(item.version), int(item.groups_read)
    if read < len(item.group_ids):
        _sum_up(item, item.group_ids[read])
        item.groups_read = read + 1
    if int(item.groups_read) >= len(item.group_ids):
        _draw(item)
    item.version = before + 1
    transaction = Transaction()
    transaction.replace(item, RollItem.version == before)
    if item.state != rules.GATHERING:
        audit.record(transaction, item.owner, actor_id, "draw_roll", about=roll_id)
    transaction.commit()
    return item.roll()


def _sum_up(item: RollItem, group_id: str) -> None:
    """Keep what a group's hours in the period come to, by volunteer. Written again where it broke off: the same."""
    sums: dict[str, list[Any]] = {}
    for project_id in projects.ids_between(group_id, item.first, item.last):
        for entry in hours.of_project_between(project_id, item.first, item.last):
            own = sums.setdefault(entry.volunteer_id, [entry.volunteer_number, 0])
            own[1] += entry.minutes
    everybody = sorted(sums.items())
    for number, start in enumerate(range(0, len(everybody), _A_PART)):
        RollPart(item.roll_id, f"{group_id}#{number:03d}", sums=dict(everybody[start : start + _A_PART])).save()


def _draw(item: RollItem) -> None:
    asked = item.roll().criteria
    minutes: dict[str, list[Any]] = {}
    for part in RollPart.query(item.roll_id, consistent_read=True):
        for who, (number, served) in part.sums.items():
            minutes.setdefault(who, [number, 0])[1] += served
    served_enough = {who: own for who, own in minutes.items() if own[1] >= asked.least_minutes}
    known = set(
        find_by_numbers([number for number, _ in served_enough.values()])
    )  # closed records take part in nothing new
    wanted = {who: own for who, own in served_enough.items() if own[0] in known}
    stars = holdings.of_many(wanted)
    found = [
        rules.Candidate(who, own[0], int(own[1]), stars[who].star if who in stars else 0) for who, own in wanted.items()
    ]
    found = [each for each in found if each.star >= asked.least_star]
    if len(found) > rules.MOST_ROWS:
        item.state = rules.TOO_MANY
        return
    if asked.least_score:
        found = [_with_score(each) for each in found]
    item.rows = [[each.place, *vars(each.candidate).values()] for each in rules.placed(found, asked)]
    item.state = rules.DRAWN


def _with_score(candidate: rules.Candidate) -> rules.Candidate:
    return replace(candidate, score=evaluations.overall_of(candidate.volunteer_id) or "")


@dataclass(frozen=True)
class Seen:
    """A roll with the names of its rows as they are today, by volunteer number."""

    roll: rules.Roll
    names: dict[str, str]


def see(actor_id: str, role: str, roll_id: str) -> Seen:
    """One roll with its rows; the reading is on record."""
    item = find(actor_id, role, roll_id)
    roll = item.roll()
    audit.saw(item.owner, actor_id, "see_roll", about=roll_id)
    return Seen(
        roll, {number: person.name for number, person in find_by_numbers([row[2] for row in roll.rows]).items()}
    )


def list_of(actor_id: str, role: str, group_id: str, page: Page) -> Any:
    """A page of a group's rolls, or ("") of the district's, the latest first: one query."""
    if group_id:
        groups.seen_by(actor_id, role, group_id)
    return page.latest_of(RollItem.by_owner, owner_of(group_id))


def shown(item: RollItem) -> rules.Roll:
    return item.roll()
