"""Recording that a group was merged or dissolved, and who answers in its place; taking that back."""

from functools import partial
from typing import Any

from functions.groups import actions as groups
from functions.groups import changing
from functions.groups.rules import APPROVED, Group, Succession
from functions.messages.actions import tell
from functions.storage import audit, clock, codes
from functions.storage.pages import Page
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried
from functions.successions import rules
from functions.successions.models import PublicSuccession, SuccessionItem
from functions.successions.statuses import RECORDED, UNDONE, words

_UNKNOWN = NotFound("successions.unknown", "没有这条记录。")
_USED = Conflict("successions.used", "承接单位已经代为办理过（录入、答复或出具证明），不能再撤销。")


def record(actor_id: str, group_id: str, successor_id: str, said: rules.Ended) -> SuccessionItem:
    """The supervisor records the end of a group. Raises `Refused` with every fault, `Conflict` where it has ended already."""
    return retried(partial(_record, actor_id, group_id, successor_id, said))


def _record(actor_id: str, group_id: str, successor_id: str, said: rules.Ended) -> SuccessionItem:
    group, successor = groups.find(group_id), _successor(successor_id)
    faults = rules.record_faults(said, clock.today()) + rules.successor_faults(group, successor_id, successor)
    if faults or said.on is None:
        raise Refused(faults)
    if group.state != APPROVED or group.succession:
        raise Conflict("successions.ended", "这个团体不是正常状态，或者已经记过合并、解散，请刷新后查看。")
    name = successor.name if successor else settings().supervising_body
    ended = Succession(codes.new_id(), successor.group_id if successor else "", name, said.ending, said.on)
    item = _item(actor_id, group, ended, said.reason)
    transaction = Transaction()
    changing.succeed(transaction, group, ended)
    transaction.create(item)
    public = PublicSuccession(
        group_id,
        succession_id=ended.succession_id,
        group=group.name,
        successor_id=ended.successor_id,
        successor=name,
        ending=ended.ending,
        on=ended.on,
    )
    transaction.create(public)
    audit.record(transaction, f"group#{group_id}", actor_id, f"end_group:{ended.ending}", successor_id, said.reason)
    news = f"{words(group.name, ended.ending, ended.on, name, name)}。"
    _tell(transaction, (group_id, ended.successor_id), news, ended.succession_id)
    transaction.commit()
    return item


def _successor(successor_id: str) -> Group | None:
    if not successor_id or successor_id == rules.DISTRICT:
        return None
    try:
        return groups.find(successor_id)
    except NotFound:
        return None


def _item(actor_id: str, group: Group, ended: Succession, reason: str) -> SuccessionItem:
    return SuccessionItem(
        ended.succession_id,
        district=settings().district_code,
        group_id=group.group_id,
        group=group.name,
        successor_id=ended.successor_id,
        successor=ended.successor,
        ending=ended.ending,
        on=ended.on,
        reason=reason,
        recorded_by=actor_id,
        recorded_at=clock.now(),
        state=RECORDED,
    )


def _tell(transaction: Transaction, group_ids: tuple[str, ...], news: str, about: str) -> None:
    for group_id in filter(None, group_ids):
        for account_id in changing.own_recorders(group_id):
            tell(transaction, account_id, "groups.ended", news, about)


def undo(actor_id: str, succession_id: str, reason: str) -> SuccessionItem:
    """Take a succession back, as long as nobody has acted in the group's place. Raises `Refused`, `NotFound`, `Conflict`."""
    faults = rules.undo_faults(reason)
    if faults:
        raise Refused(faults)
    item = _find(succession_id)
    if item.state != RECORDED:
        raise Conflict("successions.undone", "这条记录刚才已经撤销过了，请刷新列表。")
    item.state, item.undone_at, item.undone_why = UNDONE, clock.now(), reason
    group = groups.find(item.group_id)
    transaction = Transaction()
    changing.restore(transaction, group, succession_id, _USED)
    transaction.delete(PublicSuccession(item.group_id), condition=PublicSuccession.succession_id == succession_id)
    transaction.replace(item, SuccessionItem.state == RECORDED, _USED)
    audit.record(transaction, f"group#{item.group_id}", actor_id, "undo_end_of_group", succession_id, reason)
    news = f"“{item.group}”并入“{item.successor}”的记录已撤销，“{item.group}”照常办理。"
    _tell(transaction, (item.group_id, item.successor_id), news, succession_id)
    retried(transaction.commit)
    return item


def _find(succession_id: str) -> SuccessionItem:
    try:
        return SuccessionItem.get(succession_id, consistent_read=True)
    except SuccessionItem.DoesNotExist:
        raise _UNKNOWN from None


def list_of(page: Page) -> Any:
    """A page of what was recorded, the latest first: one query."""
    return page.latest_of(SuccessionItem.by_district, settings().district_code)
