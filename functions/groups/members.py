"""The members a group records for (Order 67, Article 6): added by the number that the volunteer gives the group.

A number is told by the volunteer alone, so giving it to a group is agreeing to be recorded by it.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from functions.groups import actions
from functions.groups.models import GroupMember
from functions.groups.rules import Group
from functions.regulation.violation import Violation
from functions.storage import audit, clock, codes
from functions.storage.pages import Page
from functions.storage.refusals import NotFound, Refused
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import Known, find_by_numbers

_PIECE = 45  # members a transaction: each is two writes


@dataclass(frozen=True)
class Added:
    """What adding came to: who was added now, and how many of the lines stood there before."""

    added: list[Known]
    already: int


def canonical_number(typed: str) -> str:
    """A volunteer number as digits: full width and spaces do not matter."""
    return "".join(unicodedata.normalize("NFKC", typed).split())


def lines_to_members(
    numbers: Sequence[str], field: Callable[[int], str], known: dict[str, Known], wrong: str
) -> list[Violation]:
    """A fault for each line whose number is not among ``known``; ``wrong`` is the sentence for a real-looking one."""
    faults = []
    for index, number in enumerate(numbers):
        if not codes.is_volunteer_number(number):
            message = f"“{number[:20]}”不是志愿者编号：应为 16 位数字，请对照检查。"
            faults.append(Violation("4", "members.number_form", field(index), message))
        elif number not in known:
            faults.append(Violation("4", "members.unknown", field(index), wrong))
    return faults


def add(actor_id: str, group_id: str, typed: Sequence[str], field: Callable[[int], str]) -> Added:
    """Add volunteers to the group's roster by number; nobody is added when one line is wrong."""
    group = actions.workable(actor_id, group_id)
    numbers = [canonical_number(number) for number in typed]
    known = find_by_numbers(numbers)
    faults = lines_to_members(numbers, field, known, "没有这个志愿者编号，请与本人核对。")
    if faults:
        raise Refused(faults)
    people, added = list(known.values()), []
    for start in range(0, len(people), _PIECE):
        piece = people[start : start + _PIECE]
        added += retried(partial(_store_missing, actor_id, group, piece))
    return Added(added, len(known) - len(added))


def _store_missing(actor_id: str, group: Group, people: list[Known]) -> list[Known]:
    """Add those of ``people`` who are not members yet; returns them. Somebody else adding one of them is contention."""
    present = among(group.group_id, [person.volunteer_id for person in people])
    missing = [person for person in people if person.volunteer_id not in present]
    transaction = Transaction()
    for person in missing:
        join(transaction, actor_id, group, person)
    if missing:
        transaction.commit()
    return missing


def join(transaction: Transaction, actor_id: str, group: Group, person: Known) -> None:
    """Add somebody who is not a member yet to ``transaction``."""
    item = GroupMember(
        group.group_id,
        person.volunteer_id,
        volunteer_number=person.volunteer_number,
        name=person.name,
        group_name=group.name,
        joined_at=clock.now(),
        added_by=actor_id,
    )
    transaction.create(item)
    audit.record(transaction, f"volunteer#{person.volunteer_id}", actor_id, "join_group", about=group.group_id)


def among(group_id: str, volunteer_ids: Sequence[str]) -> set[str]:
    """Which of these volunteers are members of the group."""
    wanted = [(group_id, volunteer_id) for volunteer_id in dict.fromkeys(volunteer_ids)]
    found = GroupMember.batch_get(wanted) if wanted else iter(())
    return {item.volunteer_id for item in found}


def list_of(actor_id: str, group_id: str, page: Page) -> Any:
    """A page of the roster: one query; the reading is on record."""
    actions.seen_by(actor_id, "recorder", group_id)
    audit.saw(f"group#{group_id}", actor_id, "see_members")
    return page.of(GroupMember, group_id)


def remove(actor_id: str, group_id: str, number: str) -> None:
    """Take a volunteer off the roster; hours that are recorded stay."""
    actions.workable(actor_id, group_id)
    person = find_by_numbers([canonical_number(number)]).get(canonical_number(number))
    unknown = NotFound("members.unknown", "名册中没有这个志愿者编号。")
    if person is None:
        raise unknown
    transaction = Transaction()
    transaction.delete(GroupMember(group_id, person.volunteer_id), unknown)
    audit.record(transaction, f"volunteer#{person.volunteer_id}", actor_id, "leave_group", about=group_id)
    transaction.commit()


def groups_of_volunteer(volunteer_id: str) -> list[tuple[str, str]]:
    """The (id, name) of every group this volunteer serves with."""
    return [(item.group_id, item.group_name) for item in GroupMember.by_volunteer.query(volunteer_id)]


def rename(transaction: Transaction, volunteer_id: str, name: str) -> None:
    """Add to ``transaction`` the new name of a volunteer on every roster."""
    for item in GroupMember.by_volunteer.query(volunteer_id):
        member = GroupMember(item.group_id, volunteer_id)
        transaction.update(member, [GroupMember.name.set(name)], GroupMember.volunteer_id.exists())


def leave(transaction: Transaction, group_id: str, volunteer_id: str) -> None:
    """Add to ``transaction`` that a member leaves one group."""
    transaction.delete(GroupMember(group_id, volunteer_id))


def leave_all(transaction: Transaction, volunteer_id: str) -> None:
    """Add to ``transaction`` that a volunteer leaves every group."""
    for item in GroupMember.by_volunteer.query(volunteer_id):
        transaction.delete(GroupMember(item.group_id, volunteer_id))
