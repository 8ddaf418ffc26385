"""Making a batch, and reading what became of it."""

from dataclasses import dataclass
from typing import Any

from functions.batches import rules
from functions.batches.models import Batch, BatchLine
from functions.consent import actions as consent
from functions.groups import actions as groups
from functions.groups.members import canonical_number
from functions.storage import audit, clock, codes
from functions.storage.pages import Page
from functions.storage.refusals import NotFound, Refused
from functions.storage.transactions import Transaction

_UNKNOWN = NotFound("batches.unknown", "没有这一批证明，或不是您所在团体的。")


def make(actor_id: str, group_id: str, asked: rules.Asked) -> Batch:
    """A recorder begins a batch for an own group; nobody's certificate is issued yet. Raises `Refused` with every fault."""
    group = groups.entering(actor_id, group_id)
    numbers = tuple(dict.fromkeys(filter(None, map(canonical_number, asked.numbers))))
    faults = rules.batch_faults(rules.Asked(numbers, asked.first, asked.last, asked.reason))
    if faults:
        raise Refused(faults)
    batch = Batch(
        codes.new_id(),
        group_id=group_id,
        group=group.name,
        numbers=list(numbers),
        first=asked.first,
        last=asked.last,
        reason=asked.reason,
        made_by=actor_id,
        made_at=clock.now(),
    )
    transaction = Transaction()
    transaction.create(batch)
    audit.record(transaction, f"group#{group_id}", actor_id, "make_batch", batch.batch_id, asked.reason)
    transaction.commit()
    return batch


def own(actor_id: str, batch_id: str, entering: bool = False) -> Batch:
    """A batch of a group that this account may work in now; `NotFound` for everybody else's. ``entering``: to issue."""
    try:
        batch = Batch.get(batch_id, consistent_read=True)
        (groups.entering if entering else groups.workable)(actor_id, batch.group_id)
    except (Batch.DoesNotExist, NotFound):
        raise _UNKNOWN from None
    return batch


def lines_of(batch: Batch, first: int = 1, last: int = rules.MOST_LINES) -> dict[int, BatchLine]:
    """What came of the lines ``first`` to ``last`` so far, by line: one query."""
    between = BatchLine.position.between(BatchLine.key(first), BatchLine.key(last))
    found = BatchLine.query(batch.batch_id, between, consistent_read=True)
    return {int(line.position): line for line in found}


@dataclass(frozen=True)
class Standing:
    """A batch with how many of its people stand where, and into which PDFs the papers go."""

    batch: Batch
    counts: dict[str, int]
    papers: list[rules.Piece]


def standing(batch: Batch) -> Standing:
    """How far a batch is."""
    lines = lines_of(batch)
    counts = {state: sum(line.state == state for line in lines.values()) for state in rules.STATES}
    counts[rules.WAITING] = len(batch.numbers) - len(lines)
    papers = [(line, int(item.rows or 0)) for line, item in sorted(lines.items()) if item.state == rules.ISSUED]
    return Standing(batch, counts, rules.pieces_of(papers))


def see(actor_id: str, batch_id: str) -> Standing:
    """One batch of an own group; the reading is on record."""
    batch = own(actor_id, batch_id)
    audit.saw(f"group#{batch.group_id}", actor_id, "see_batch", about=batch_id)
    return standing(batch)


def list_of(actor_id: str, group_id: str, page: Page) -> Any:
    """A page of a group's batches, the latest first: one query."""
    groups.workable(actor_id, group_id)
    return page.latest_of(Batch.by_group, group_id)


def page_of_lines(actor_id: str, batch_id: str, page: Page) -> Any:
    """A page of what came of each person, in the order of the list: one query; the reading is on record."""
    batch = own(actor_id, batch_id)
    audit.saw(f"group#{batch.group_id}", actor_id, "see_batch", about=batch_id)
    return page.of(BatchLine, batch_id)


def choose(volunteer_id: str, agreed: bool) -> None:
    """A volunteer gives or withdraws consent that own groups issue certificates; what was issued before stays valid."""
    consent.choose(volunteer_id, rules.PURPOSE, agreed, volunteer_id)
