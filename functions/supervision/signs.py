"""Keeping signs: what the rooms where hours come into force have seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from functions.accounts import actions as accounts
from functions.groups.actions import recorder_keys
from functions.projects.rules import Project
from functions.storage import clock, encryption
from functions.storage.transactions import Transaction, retried
from functions.supervision import rules
from functions.supervision.models import SignItem

_SAMPLE = 20  # entries kept of each request: enough to look at, far from an item's limit


class Place(NamedTuple):
    """Where something was done: a group, and its project ("" for none) with what stands for it in a list."""

    project_id: str
    project: str
    group_id: str
    group: str


def place_of(project: Project) -> Place:
    return Place(project.project_id, project.name, project.group_id, project.group_name)


@dataclass(frozen=True)
class Act:
    """Who did something at a place, usually brought entries of a project into force. ``act`` names the larger act that this is a piece of (a file's import),
    ``request`` the piece: noting it twice changes nothing."""

    recorder_id: str
    place: Place
    act: str
    request: str


def look(act: Act, seen: Sequence[rules.Seen]) -> None:
    """Keep the signs of entries that have just come into force. Costs two reads, and a read and a write for each kind found."""
    if not seen:
        return
    insiders = rules.Insiders(*recorder_keys(act.place.group_id))
    for kind, entries in rules.signs_of(seen, insiders).items():
        note(act, kind, [(entry.volunteer_id, entry.entry_id) for entry in entries])


def note(act: Act, kind: str, entries: Sequence[tuple[str, str]]) -> None:
    """Keep one sign about ``entries``, (volunteer_id, entry_id); together with what this act brought before."""
    name = accounts.find(act.recorder_id).name
    retried(partial(_note, act, kind, list(entries), name))


def _note(act: Act, kind: str, entries: list[tuple[str, str]], recorder: str) -> None:
    sign_id = encryption.fingerprint("sign", f"{kind}#{act.recorder_id}#{act.place.project_id}#{act.act}")[:40]
    transaction = Transaction()
    try:
        item = SignItem.get(sign_id, consistent_read=True)
    except SignItem.DoesNotExist:
        item = SignItem(
            sign_id,
            kind=kind,
            recorder_id=act.recorder_id,
            recorder=recorder,
            **act.place._asdict(),
            counts={},
            sample={},
            version=0,
        )
    before = int(item.version)
    item.counts = {**item.counts, act.request: len(entries)}
    item.sample = {**item.sample, act.request: entries[:_SAMPLE]}
    item.state, item.seen_at, item.version = rules.OPEN, clock.now(), before + 1
    if before:
        transaction.replace(item, SignItem.version == before)
    else:
        transaction.create(item)
    transaction.commit()
