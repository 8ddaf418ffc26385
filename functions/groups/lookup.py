"""Finding a group, who records for it, and who answers for it once it is no more."""

from functions.groups import rules
from functions.groups.models import GroupItem, GroupRecorder
from functions.storage.refusals import Conflict, NotFound
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried

UNKNOWN = "没有这个团体，或不是您所在的团体。"
_MOVED_ON = Conflict("groups.moved_on", "承接关系刚刚有了变化，请刷新后再试。")
_LONGEST_CHAIN = 20  # of groups merged into one another; cycles cannot come about


def find(group_id: str) -> rules.Group:
    """A group by id; raises `NotFound`."""
    try:
        return GroupItem.get(group_id, consistent_read=True).group()
    except GroupItem.DoesNotExist:
        raise NotFound("groups.unknown", UNKNOWN) from None


def records_for(account_id: str, group_id: str) -> bool:
    """Whether this account is a recorder of this very group."""
    try:
        GroupRecorder.get(account_id, group_id, consistent_read=True)
    except GroupRecorder.DoesNotExist:
        return False
    return True


def successors(group: rules.Group) -> list[rules.Group]:
    """The groups that followed one another in this one's place, the last of them the one that answers now (none where there is
    none, or where it is the supervising body)."""
    found: list[rules.Group] = []
    last = group
    while last.succession and last.succession.successor_id and len(found) < _LONGEST_CHAIN:
        last = find(last.succession.successor_id)
        found.append(last)
    return found


def seen_by_recorder(account_id: str, group_id: str) -> rules.Group:
    """The group, where this account records for it or for one that followed it; raises `NotFound`.

    A group that another followed is answered as it was read when that was asked: whoever then acts in its place (`note_used`)
    is refused where the succession has been taken back since.
    """
    if records_for(account_id, group_id):
        return find(group_id)
    group = find(group_id)
    if not any(records_for(account_id, each.group_id) for each in successors(group)):
        raise NotFound("groups.unknown", UNKNOWN)
    return group


def predecessors(group_id: str) -> list[str]:
    """The groups in whose place this one answers, the nearest first: one query for each."""
    found: list[str] = []
    waiting = [group_id]
    while waiting:
        ids = [item.group_id for item in GroupItem.by_successor.query(waiting.pop(0))]
        found += ids
        waiting += ids
    return found


def answerable(group: rules.Group) -> rules.Answerable:
    """Who answers for what a group recorded: itself, or who came after it (民发〔2015〕149号)."""
    line = successors(group)
    last = line[-1] if line else group
    former = group.name if group.succession else ""
    if last.succession:  # ends with the supervising body
        body = settings().supervising_body
        return rules.Answerable("", body, body, body, "", former)
    contact = last.contact
    return rules.Answerable(last.group_id, last.name, contact.name, last.first_recorder, contact.phone, former)


def note_used(group: rules.Group) -> None:
    """Somebody has acted in the place of a group that is no more: that it is can no more be taken back. May be repeated."""
    transaction = Transaction()
    for each in (group, *successors(group)):
        if each.succession and not each.succession.used:
            same = GroupItem.succeeded_id == each.succession.succession_id
            transaction.update(GroupItem(each.group_id), [GroupItem.succeeded_used.set(True)], same, _MOVED_ON)
    if len(transaction):
        retried(transaction.commit)
