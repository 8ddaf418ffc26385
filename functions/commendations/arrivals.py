"""Commendations that come with a transferred record (Articles 12 and 16): in force as the other district checked them, each once."""

from collections.abc import Sequence
from functools import partial

from functions.commendations import rules
from functions.commendations.actions import find, id_of, put
from functions.storage import audit, clock
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import Known


def let_in(actor_id: str, person: Known, arrived: Sequence[tuple[rules.Facts, str]], evidence: str) -> int:
    """Record commendations from elsewhere, each with who had recorded it; ``evidence`` says by which signed package. Returns
    how many are new: one that waits or is in force already is not recorded twice."""
    return sum(retried(partial(_let_in, actor_id, person, one, evidence)) for one in arrived)


def _let_in(actor_id: str, person: Known, arrived: tuple[rules.Facts, str], evidence: str) -> int:
    facts, recorded_by = arrived
    one_id = id_of(person.volunteer_id, facts)
    before = find(one_id)
    if before and before.state in rules.STANDING:
        return 0
    moved = rules.Moved(rules.IN_FORCE, actor_id, clock.now(), evidence)
    new = rules.Commendation(
        commendation_id=one_id,
        volunteer_id=person.volunteer_id,
        volunteer_number=person.volunteer_number,
        holder=person.name,
        group_id="",
        group=recorded_by,
        facts=facts,
        source="transfer",
        state=rules.IN_FORCE,
        entered_at=clock.now(),
        evidence_id="",
        evidence_shared=False,
        history=(*(before.history if before else ()), moved),
    )
    transaction = Transaction()
    put(transaction, new, before)
    audit.record(transaction, f"volunteer#{person.volunteer_id}", actor_id, "commend", about=one_id)
    transaction.commit()
    return 1
