"""Making an honour roll public: the names of those alone who agreed, and taking a name away when the consent is."""

from functools import partial

from functions.consent import actions as consent
from functions.regulation.violation import Violation
from functions.rolls import actions, rules
from functions.rolls.models import PublishedRoll, RollItem, RollMention, RollName
from functions.storage import audit, clock
from functions.storage.refusals import Conflict, Refused
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import find_by_numbers

_PIECE = 45  # names a transaction: each is two writes


def _place(roll: rules.Roll) -> str:
    """Opens with the time, so that what is published lies in its order."""
    return f"{roll.made_at:%Y%m%d%H%M%S}-{roll.roll_id}"


def publish(actor_id: str, role: str, roll_id: str, version: int) -> rules.Roll:
    """Publish a roll that was drawn. Asking again continues what broke off. `Conflict` where it is not what was seen."""
    roll = retried(partial(_announce, actor_id, role, roll_id, version))
    people = find_by_numbers([row[2] for row in roll.rows])
    names = {
        each.volunteer_id: each.name for each in people.values() if consent.agreed(each.volunteer_id, "publication")
    }
    lines = [(number, row) for number, row in enumerate(roll.rows) if row[1] in names]
    for start in range(0, len(lines), _PIECE):
        retried(partial(_put_names, _place(roll), lines[start : start + _PIECE], names))
    return roll


def _announce(actor_id: str, role: str, roll_id: str, version: int) -> rules.Roll:
    item = actions.find(actor_id, role, roll_id)
    roll = item.roll()
    if roll.state == rules.PUBLISHED and roll.version == version + 1:
        return roll
    if roll.version != version:
        raise actions.MOVED_ON
    if roll.state != rules.DRAWN:
        raise Conflict("rolls.state", f"这份名单现在是“{rules.STATES[roll.state]}”，不能公布。")
    content = {
        "title": roll.criteria.title,
        "body": roll.body,
        "criteria": rules.words(roll.criteria),
        "published_on": clock.today().isoformat(),
        "people": len(roll.rows),
        "withdrawn": False,
    }
    transaction = Transaction()
    transaction.create(PublishedRoll(settings().district_code, _place(roll), content=content))
    _move(transaction, item, rules.PUBLISHED, "")
    audit.record(transaction, item.owner, actor_id, "publish_roll", about=roll_id)
    transaction.commit()
    return RollItem.get(roll_id, consistent_read=True).roll()


def _move(transaction: Transaction, item: RollItem, state: str, reason: str) -> None:
    before = int(item.version)
    item.state, item.reason, item.version = state, reason or None, before + 1
    transaction.replace(item, RollItem.version == before)


def _put_names(place: str, lines: list[tuple[int, tuple[int, str, str, int, int, str]]], names: dict[str, str]) -> None:
    transaction = Transaction()
    keys = [(place, f"{number:04d}") for number, _ in lines]
    there = {item.line for item in RollName.batch_get(keys, consistent_read=True)}
    for number, (rank, who, _, _, star, _) in lines:
        line = f"{number:04d}"
        if line not in there:
            transaction.create(RollName(place, line, rank=rank, name=names[who], star=star))
            transaction.create(RollMention(who, f"{place}#{line}"))
    if len(transaction):
        transaction.commit()


def withdraw(actor_id: str, role: str, roll_id: str, version: int, reason: str) -> rules.Roll:
    """Take a published roll down with the reason: its names go, that it stood there stays. Raises `Refused`, `Conflict`."""
    if not reason:
        raise Refused([Violation("21", "rolls.reason", "reason", "请写明为什么撤下。")])
    roll = retried(partial(_take_down, actor_id, role, roll_id, version, reason))
    for row in roll.rows:
        _hide(row[1], _place(roll))
    return roll


def _take_down(actor_id: str, role: str, roll_id: str, version: int, reason: str) -> rules.Roll:
    item = actions.find(actor_id, role, roll_id)
    roll = item.roll()
    if roll.version != version or roll.state != rules.PUBLISHED:
        raise actions.MOVED_ON
    transaction = Transaction()
    public = PublishedRoll.get(settings().district_code, _place(roll), consistent_read=True)
    public.content = {**public.content, "withdrawn": True, "criteria": []}
    transaction.replace(public, PublishedRoll.district.exists())
    _move(transaction, item, rules.WITHDRAWN, reason)
    audit.record(transaction, item.owner, actor_id, "withdraw_roll", about=roll_id, reason=reason)
    transaction.commit()
    return RollItem.get(roll_id, consistent_read=True).roll()


def hide(volunteer_id: str) -> None:
    """Take a volunteer's name off every published roll: the consent was withdrawn, or the account closed. May be repeated."""
    _hide(volunteer_id, "")


def _hide(volunteer_id: str, place: str) -> None:
    for item in list(RollMention.query(volunteer_id, RollMention.mention.startswith(place) if place else None)):
        where, line = item.mention.split("#")
        RollName(where, line).delete()
        item.delete()
