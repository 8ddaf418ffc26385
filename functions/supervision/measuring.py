"""What orders, suspensions and notices have in common: who may see them, moving them, telling the group."""

from dataclasses import dataclass, replace
from typing import Any

from functions.accounts import actions as accounts
from functions.groups import actions as groups
from functions.messages.actions import tell
from functions.regulation.violation import Violation
from functions.storage import audit, clock
from functions.storage.pages import Page, Waiting, waiting_in
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.settings import settings
from functions.storage.transactions import Transaction
from functions.supervision import draws, measures, shelves
from functions.supervision.measures import Measure, Step
from functions.supervision.models import MeasureItem

_UNKNOWN = NotFound("supervision.no_measure", "没有这份决定，或不是您所在团体的。")


@dataclass(frozen=True)
class Said:
    """What somebody says to a measure; ``version`` is the one that was on the screen."""

    actor_id: str
    role: str
    version: int
    text: str


def find(measure_id: str, kind: str = "") -> Measure:
    """A measure, of one ``kind`` or ("") of any; raises `NotFound`."""
    try:
        found = MeasureItem.get(measure_id, consistent_read=True).measure()
    except MeasureItem.DoesNotExist:
        raise _UNKNOWN from None
    if kind and found.kind != kind:
        raise _UNKNOWN
    return found


def seen_by(actor_id: str, role: str, measure_id: str, kind: str = "") -> Measure:
    """A measure, for the recorders of its group and for supervisors; `NotFound` to everybody else."""
    found = find(measure_id, kind)
    try:
        groups.seen_by(actor_id, role, found.group_id)
    except NotFound:
        raise _UNKNOWN from None
    return found


def of_group(actor_id: str, role: str, group_id: str, page: Page) -> Any:
    """A page of what was decided about a group, the latest first: one query."""
    groups.seen_by(actor_id, role, group_id)
    return page.latest_of(MeasureItem.by_group, group_id)


def list_of(wanted: str, page: Page) -> Any:
    """A page of the open orders, the longest due first; of the open appeals, the oldest first; or of a kind, the latest first."""
    district = settings().district_code
    if wanted == "open_orders":
        return page.of(MeasureItem.by_open_order, district)
    if wanted == "open_appeals":
        return page.of(MeasureItem.by_open_appeal, district)
    if wanted in measures.KINDS:
        return page.latest_of(MeasureItem.by_kind, wanted)
    raise Refused([Violation("23", "supervision.list", "list", "没有这种列表。")])


def shown(item: MeasureItem) -> Measure:
    return item.measure()


def create(transaction: Transaction, measure: Measure, news: str) -> None:
    """Add a new measure to ``transaction``, and tell the group's recorders."""
    transaction.create(MeasureItem.of(measure))
    _publish(transaction, measure, first=True)
    if measure.draw_id:
        draws.name_group(transaction, measure.draw_id, measure.measure_id, measure.group)
    subject = f"group#{measure.group_id}"
    audit.record(transaction, subject, measure.decided_by, f"decide_{measure.kind}", measure.measure_id, measure.facts)
    tell_group(transaction, measure, news)


def move(transaction: Transaction, measure: Measure, said: Said, act: str, **changes: Any) -> Measure:
    """Add the next version of a measure to ``transaction``: ``act`` is what the step is called."""
    step = Step(said.role, accounts.find(said.actor_id).name, clock.now(), act, said.text)
    new = replace(measure, version=measure.version + 1, steps=(*measure.steps, step), **changes)
    transaction.replace(MeasureItem.of(new), MeasureItem.version == measure.version)
    _publish(transaction, new, first=False)
    if new.draw_id and new.state == measures.ANNULLED:
        draws.name_group(transaction, new.draw_id, new.measure_id, "")
    audit.record(transaction, f"group#{new.group_id}", said.actor_id, f"{new.kind}:{act}", new.measure_id, said.text)
    return new


def _publish(transaction: Transaction, measure: Measure, first: bool) -> None:
    if measure.kind == measures.NOTICE:
        shelves.put(transaction, shelves.NOTICES, measure.measure_id, measures.published(measure), first)


def check(measure: Measure, said: Said, to: str) -> None:
    """`Conflict` where a measure is not what was on the screen, or may not go where it is to go any more."""
    if measure.version != said.version:
        raise Conflict("supervision.moved_on", "这份决定刚刚有了变化，请刷新后再办。您写的还在。")
    if to and to not in measures.may_become(measure.kind, measure.state, said.role):
        state = measures.STATES[measure.state]
        raise Conflict("supervision.not_now", f"这份决定现在是“{state}”，不能这样办理。请刷新后查看。")


def tell_group(transaction: Transaction, measure: Measure, news: str) -> None:
    """Add to ``transaction`` a message to every recorder of the group."""
    for account_id in groups.recorder_ids(measure.group_id):
        tell(transaction, account_id, f"supervision.{measure.kind}", news, measure.measure_id)


def waiting_orders() -> Waiting:
    """The orders that are not settled, by when they are due."""
    return waiting_in("due", MeasureItem.by_open_order, settings().district_code)


def waiting_appeals() -> Waiting:
    """The appeals that nobody has decided, by when they were made."""
    return waiting_in("appealed_at", MeasureItem.by_open_appeal, settings().district_code)
