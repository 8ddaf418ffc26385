"""What is counted against limits while hours are entered: a recorder's pace, and a group's late entries of a month."""

from datetime import datetime
from functools import partial

from pynamodb.exceptions import UpdateError

from functions.hours.models import Allowance
from functions.hours.policy import HURRY_WITHIN, Policy, is_hurried
from functions.regulation.violation import Violation
from functions.storage import clock
from functions.storage.refusals import Refused
from functions.storage.transactions import Contention, retried

_KEPT = 40 * 24 * 3600


def _change(item: Allowance, actions: list[object], condition: object) -> None:
    try:
        item.update(actions=actions, condition=condition)  # type: ignore[arg-type]
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        raise Contention from error


def _expires() -> int:
    return int(clock.now().timestamp()) + _KEPT


def hurries(recorder_id: str, count: int, act: str, request: str) -> bool:
    """Count ``count`` entries of one request, and say whether they make too many within a minute.

    Requests of one ``act`` (the pieces of one file) are one sheet; the same ``request`` is counted once.
    """
    return retried(partial(_hurries, recorder_id, count, act, request))


def _hurries(recorder_id: str, count: int, act: str, request: str) -> bool:
    key, now = f"pace#{recorder_id}", clock.now()
    try:
        item = Allowance.get(key, consistent_read=True)
    except Allowance.DoesNotExist:
        item = None
    recent = [each for each in (item.recent or [] if item else []) if now - _at(each) < HURRY_WITHIN]
    others = [(_at(each), int(each[1])) for each in recent if each[2] != act]
    version = int(item.version) if item else 0
    told = [*(each for each in recent if each[3] != request), [clock.as_text(now), count, act, request]]
    actions = [Allowance.recent.set(told), Allowance.version.set(version + 1), Allowance.expires.set(_expires())]
    unchanged = Allowance.version == version if version else Allowance.version.does_not_exist()
    _change(Allowance(key), list(actions), unchanged)
    return is_hurried(others, count, now)


def _at(each: list[object]) -> datetime:
    return clock.from_text(str(each[0]))


def take_back_fill(group_id: str, count: int, policy: Policy) -> None:
    """Count ``count`` late entries of a group against this month's quota; `Refused` where it is used up."""
    month = clock.today().isoformat()[:7]
    key, left = f"back_fill#{group_id}#{month}", policy.back_fill_quota - count
    room = Allowance.used.does_not_exist() | (Allowance.used <= left)
    used_up = Refused([Violation("9", "hours.back_fill_quota", "", _used_up(policy, count))])
    if left < 0:
        raise used_up
    try:
        _change(Allowance(key), [Allowance.used.add(count), Allowance.expires.set(_expires())], room)
    except Contention:
        raise used_up from None


def back_fill_room(group_id: str, policy: Policy) -> int:
    """How many late entries of a group this month's quota still allows."""
    try:
        used = int(Allowance.get(f"back_fill#{group_id}#{clock.today().isoformat()[:7]}", consistent_read=True).used)
    except Allowance.DoesNotExist:
        used = 0
    return policy.back_fill_quota - used


def give_back_fill(group_id: str, count: int) -> None:
    """Take back what was counted, because nothing was written."""
    key = f"back_fill#{group_id}#{clock.today().isoformat()[:7]}"
    _change(Allowance(key), [Allowance.used.add(-count)], Allowance.used >= count)


def _used_up(policy: Policy, count: int) -> str:
    return (
        f"本团体本月的补录名额（每月 {policy.back_fill_quota} 条）不够录入这 {count} 条。"
        "请下月再录，或向主管部门说明情况，由主管部门调整名额。"
    )
