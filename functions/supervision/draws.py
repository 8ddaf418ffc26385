"""Spot checks: announced with the seed's fingerprint, gathered group by group, drawn. Each step may be repeated."""

import json
import secrets
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import islice
from typing import Any

from functions.groups import actions as groups
from functions.hours import actions as hours
from functions.projects import actions as projects
from functions.storage import audit, clock, encryption
from functions.storage.pages import Page, Waiting, waiting_in
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried
from functions.supervision import drawing, shelves
from functions.supervision.models import DrawItem, DrawPiece

_PIECE = 2_000  # keys of an item: about 100 kB
_PART = 10_000  # ids of a published part: 330 kB
_MOVED_ON = Conflict("supervision.draw_moved_on", "这次抽查刚刚有了变化，请刷新后查看。")


def announce(actor_id: str, asked: drawing.Criteria) -> drawing.Draw:
    """Say what will be drawn from, and publish the fingerprint of a fresh seed: nothing of the list has been read yet."""
    faults = drawing.criteria_faults(asked, clock.today())
    if faults:
        raise Refused(faults)
    group = groups.find(asked.group_id) if asked.group_id else None
    draw_id, seed, now = shelves.new_id(), secrets.token_hex(drawing.SEED_BYTES), clock.now()
    item = DrawItem(
        draw_id,
        district=settings().district_code,
        announced_by=actor_id,
        announced_at=now,
        first=asked.first,
        last=asked.last,
        number=asked.number,
        group_id=group.group_id if group else None,
        group=group.name if group else None,
        sealed_seed=encryption.seal(seed, draw_id),
        commitment=drawing.commitment_of(seed, now),
        state=drawing.ANNOUNCED,
        version=1,
    )
    transaction = Transaction()
    transaction.create(item)
    shelves.put(transaction, shelves.DRAWS, draw_id, drawing.published(item.draw()), first=True)
    audit.record(transaction, "district", actor_id, "announce_draw", about=draw_id)
    transaction.commit()
    return item.draw()


def find(draw_id: str) -> DrawItem:
    try:
        return DrawItem.get(draw_id, consistent_read=True)
    except DrawItem.DoesNotExist:
        raise NotFound("supervision.no_draw", "没有这次抽查。") from None


def see(draw_id: str) -> drawing.Draw:
    return find(draw_id).draw()


def list_of(page: Page) -> Any:
    """A page of the draws, the latest first: one query."""
    return page.latest_of(DrawItem.by_district, settings().district_code)


def save(transaction: Transaction, item: DrawItem) -> None:
    """Add to ``transaction`` a draw that has changed, with what anyone sees of it; `Contention` where it has moved on."""
    before = int(item.version)
    item.version = before + 1
    transaction.replace(item, DrawItem.version == before)
    shelves.put(transaction, shelves.DRAWS, item.draw_id, drawing.published(item.draw()), first=False)


def gather(actor_id: str, draw_id: str) -> drawing.Draw:
    """Read the entries of the next group; nothing where all have been read. `Refused` where the list grows too long."""
    draw = retried(partial(_gather, actor_id, draw_id))
    if draw.state == drawing.TOO_LARGE:
        raise Refused(drawing.size_faults(drawing.MOST_POPULATION + 1))
    return draw


def _gather(actor_id: str, draw_id: str) -> drawing.Draw:
    item = find(draw_id)
    if item.state != drawing.ANNOUNCED:
        return item.draw()
    item.groups = item.groups if item.groups is not None else _groups_of(item)
    if item.draw().is_read:
        return _begun(item)
    group_id, room = item.groups[int(item.groups_read)], drawing.MOST_POPULATION - int(item.population)
    keys = list(islice(_keys_of(group_id, item), room + 1))
    transaction = Transaction()
    if len(keys) > room:
        item.state, item.closed_at = drawing.TOO_LARGE, clock.now()
        audit.record(transaction, "district", actor_id, "draw_too_large", about=draw_id)
    else:
        _keep(transaction, item, keys)
        item.groups_read, item.population = int(item.groups_read) + 1, int(item.population) + len(keys)
    save(transaction, item)
    transaction.commit()
    return item.draw()


def _begun(item: DrawItem) -> drawing.Draw:
    """A draw of no group at all is read as soon as that is known."""
    if not item.groups:
        transaction = Transaction()
        save(transaction, item)
        transaction.commit()
    return item.draw()


def _groups_of(item: DrawItem) -> list[str]:
    """Whose entries are read: of one group, or of every approved one."""
    return [item.group_id] if item.group_id else groups.approved_ids()


def _keys_of(group_id: str, item: DrawItem) -> Iterator[tuple[str, str]]:
    for project_id in projects.ids_between(group_id, item.first, item.last):
        yield from hours.keys_of_project(project_id, item.first, item.last)


def _keep(transaction: Transaction, item: DrawItem, keys: Sequence[tuple[str, str]]) -> None:
    """All pieces of a group go in one transaction with the count: a repeat never mixes two readings."""
    for place in range(0, len(keys), _PIECE):
        packed = zlib.compress(json.dumps(keys[place : place + _PIECE]).encode())
        number = int(item.population) + place
        transaction.create(DrawPiece(item.draw_id, number, keys=packed))


@dataclass(frozen=True)
class Population:
    """What is drawn from: ids in ascending order, and where each entry is."""

    ids: list[str]
    keys: dict[str, tuple[str, str]]


def _population_of(draw_id: str) -> Population:
    keys: dict[str, tuple[str, str]] = {}
    for piece in DrawPiece.query(draw_id, consistent_read=True):
        for volunteer_id, entry_id in json.loads(zlib.decompress(piece.keys)):
            keys[public_id_of(volunteer_id, entry_id)] = (volunteer_id, entry_id)
    return Population(sorted(keys), keys)


def public_id_of(volunteer_id: str, entry_id: str) -> str:
    """What an entry is called in public: always the same, and nobody without the key can tell whose it is."""
    return encryption.fingerprint("drawn_entry", f"{volunteer_id}#{entry_id}")[: drawing.ID_DIGITS]


def draw(actor_id: str, draw_id: str) -> drawing.Draw:
    """Open the seed and draw; the list is published with it. A draw that was made is answered as it was."""
    return retried(partial(_draw, actor_id, draw_id))


def _draw(actor_id: str, draw_id: str) -> drawing.Draw:
    item = find(draw_id)
    if item.open_seed:
        return item.draw()
    if item.state != drawing.ANNOUNCED:
        raise _MOVED_ON
    if not item.draw().is_read:
        raise Conflict("supervision.draw_not_read", "名单还没有读完，请先读完再抽取。")
    population = _population_of(draw_id)
    item.open_seed = encryption.unseal(item.sealed_seed, draw_id)
    chosen = drawing.drawn_of(item.open_seed, population.ids, int(item.number))
    item.drawn = [[each, *population.keys[each]] for each in chosen]
    item.population = len(population.ids)
    item.population_hash = sha256(drawing.population_text(population.ids).encode()).hexdigest()
    item.state, item.drawn_at, item.counts = drawing.DRAWN, clock.now(), {}
    if not chosen:
        item.state, item.closed_at = drawing.CLOSED, clock.now()
    transaction = Transaction()
    save(transaction, item)
    for number, place in enumerate(range(0, len(population.ids), _PART)):
        part = drawing.population_text(population.ids[place : place + _PART])
        shelves.put_part(transaction, draw_id, number, part)
    audit.record(transaction, "district", actor_id, "draw", about=draw_id)
    transaction.commit()
    return item.draw()


def name_group(transaction: Transaction, draw_id: str, order_id: str, group: str) -> None:
    """Add to ``transaction`` that a draw's page names a group, because an order says so; "" takes the name back."""
    item = find(draw_id)
    others = {key: name for key, name in (item.named or {}).items() if key != order_id}
    item.named = {**others, **({order_id: group} if group else {})}
    save(transaction, item)


def waiting() -> Waiting:
    """The spot checks that are not closed, by when they were announced."""
    still = DrawItem.state.is_in(drawing.ANNOUNCED, drawing.DRAWN)
    return waiting_in("announced_at", DrawItem.by_district, settings().district_code, filter_condition=still)
