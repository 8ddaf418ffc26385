"""What was drawn is looked into, entry by entry; the draw closes with the last finding."""

from dataclasses import dataclass
from functools import partial

from functions.hours import ledger
from functions.hours.rules import Entry
from functions.storage import audit, clock
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.transactions import Transaction, retried
from functions.supervision import drawing, draws
from functions.supervision.models import DrawItem, FindingItem
from functions.volunteers.minors import note_look


@dataclass(frozen=True)
class Found:
    """One drawn entry: its place in the draw, from 1, and what was found ("" while nothing was)."""

    rank: int
    public_id: str
    finding: str
    words: str


@dataclass(frozen=True)
class Looked:
    """A drawn entry as it stands now; None where it is not there any more (two records were made one)."""

    found: Found
    entry: Entry | None


def entries_of(draw_id: str) -> list[Found]:
    """Every drawn entry, the unanswered first; whose they are is not told here. One query."""
    item = draws.find(draw_id)
    known = {int(each.rank): each for each in FindingItem.query(draw_id, consistent_read=True)}
    found = [_found(rank, each[0], known.get(rank)) for rank, each in enumerate(item.drawn or (), 1)]
    return sorted(found, key=lambda each: (bool(each.finding), each.rank))


def _found(rank: int, public_id: str, item: FindingItem | None) -> Found:
    return Found(rank, public_id, item.finding if item else "", (item.words or "") if item else "")


def _place(item: DrawItem, rank: str) -> tuple[int, drawing.Drawn]:
    drawn = item.draw().drawn
    number = int(rank) if rank.isascii() and rank.isdigit() and len(rank) < 5 else 0
    if not 1 <= number <= len(drawn):
        raise NotFound("supervision.not_drawn", "这次抽查没有这一条。")
    return number, drawn[number - 1]


def look_at(actor_id: str, draw_id: str, rank: str) -> Looked:
    """One drawn entry; whose record was looked at is on record."""
    number, drawn = _place(draws.find(draw_id), rank)
    audit.saw(f"volunteer#{drawn.volunteer_id}", actor_id, "see_draw", about=draw_id)
    note_look(drawn.volunteer_id, actor_id, "抽查核实")
    try:
        known = FindingItem.get(draw_id, number, consistent_read=True)
    except FindingItem.DoesNotExist:
        known = None
    return Looked(_found(number, drawn.public_id, known), ledger.find(drawn.volunteer_id, drawn.entry_id))


def group_of(draw_id: str, rank: int) -> str:
    """The group of a drawn entry, "" where there is none; for an order that rests on it."""
    _, drawn = _place(draws.find(draw_id), str(rank))
    entry = ledger.find(drawn.volunteer_id, drawn.entry_id)
    return entry.group_id if entry else ""


def answer(actor_id: str, draw_id: str, rank: str, finding: str, words: str) -> drawing.Draw:
    """Say what was found of a drawn entry, once. `Conflict` where somebody else has."""
    faults = drawing.finding_faults(finding, words)
    if faults:
        raise Refused(faults)
    return retried(partial(_answer, actor_id, draw_id, rank, finding, words))


def _answer(actor_id: str, draw_id: str, rank: str, finding: str, words: str) -> drawing.Draw:
    item = draws.find(draw_id)
    number, drawn = _place(item, rank)
    item.counts = {**(item.counts or {}), finding: (item.counts or {}).get(finding, 0) + 1}
    if not item.draw().open:
        item.state, item.closed_at = drawing.CLOSED, clock.now()
    found = FindingItem(draw_id, number, finding=finding, words=words, found_by=actor_id, found_at=clock.now())
    transaction = Transaction()
    taken = Conflict("supervision.found_already", "这一条刚刚已经有了核查结果，请刷新后查看。")
    transaction.create(found, taken)
    draws.save(transaction, item)
    audit.record(transaction, f"volunteer#{drawn.volunteer_id}", actor_id, f"draw_finding:{finding}", draw_id)
    transaction.commit()
    return item.draw()
