"""The end of a group, added to the transaction of the act that records it; and the same taken back."""

from functions.groups import rules
from functions.groups.models import DISTRICT, GroupItem, GroupRecorder
from functions.statistics import cells, counting
from functions.storage.refusals import Conflict
from functions.storage.transactions import Transaction


def succeed(transaction: Transaction, group: rules.Group, ended: rules.Succession) -> None:
    """Add to ``transaction`` that a group is no more. Its successor must be there, and stay, at the same moment."""
    actions = [
        GroupItem.succeeded_id.set(ended.succession_id),
        GroupItem.succeeded_by.set(ended.successor_id or DISTRICT),
        GroupItem.succeeded_name.set(ended.successor),
        GroupItem.succeeded_ending.set(ended.ending),
        GroupItem.succeeded_on.set(ended.on),
    ]
    there = (GroupItem.state == rules.APPROVED) & GroupItem.succeeded_id.does_not_exist()
    transaction.update(GroupItem(group.group_id), actions, there)
    if ended.successor_id:
        transaction.check(GroupItem(ended.successor_id), there)
    counting.count(transaction, (cells.group(group.kind), cells.ONE_LESS))


def restore(transaction: Transaction, group: rules.Group, succession_id: str, used: Conflict) -> None:
    """Add to ``transaction`` that a group is there as before; ``used`` where somebody has acted in its place."""
    names = (
        GroupItem.succeeded_id, GroupItem.succeeded_by, GroupItem.succeeded_name, GroupItem.succeeded_ending, GroupItem.succeeded_on,
    )  # fmt: skip
    unused = (GroupItem.succeeded_id == succession_id) & GroupItem.succeeded_used.does_not_exist()
    transaction.update(GroupItem(group.group_id), [name.remove() for name in names], unused, used)
    counting.count(transaction, (cells.group(group.kind), cells.ONE))


def own_recorders(group_id: str) -> list[str]:
    """The accounts that record for this very group; at most twenty: for telling them something."""
    return [item.account_id for item in GroupRecorder.by_group.query(group_id, limit=20)]
