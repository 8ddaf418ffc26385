"""Looking at entries that have just come into force, through whatever door: what is unusual becomes a sign to ask about,
and whoever has reached a star is told so.

It runs after the act, which stands whatever is found.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from functions.hours import ledger, lifecycle
from functions.hours.rules import Entry
from functions.stars import holdings
from functions.storage import clock
from functions.storage.settings import settings
from functions.supervision import rules, signs
from functions.volunteers.actions import Known

Act = signs.Act
note = signs.note
place_of = signs.place_of


@dataclass(frozen=True)
class Came:
    """An entry that came into force. ``day_minutes`` is the sum of its person's day, ``added`` by how many minutes the total
    grew; ``late``: after the ten working days."""

    entry: Entry
    person: Known
    day_minutes: int
    added: int
    late: bool


def came(entry: Entry, person: Known, others: Sequence[Entry]) -> Came:
    """An entry that is new; ``others`` are the same person's that stand around it."""
    return Came(entry, person, _day(entry, others), entry.minutes, "back_fill" in entry.marks.split(","))


def corrected(entry: Entry, before: Entry, person: Known, others: Sequence[Entry], late: bool) -> Came:
    """An entry in the place of one ``before`` it; ``late``: it came after the ten working days."""
    added = entry.minutes - (before.minutes if before.state == lifecycle.IN_FORCE else 0)
    return Came(entry, person, _day(entry, others), added, late and added > 0)


def _day(entry: Entry, others: Sequence[Entry]) -> int:
    day = entry.stay.service_date
    return entry.minutes + sum(other.minutes for other in others if other.stay.service_date == day)


def look(act: Act, entries: Sequence[Came]) -> None:
    """Keep what there is to ask about entries that one act brought into force."""
    if not entries:
        return
    totals = ledger.totals_of([each.person.volunteer_id for each in entries])
    added: dict[str, int] = {}
    for each in entries:
        added[each.person.volunteer_id] = added.get(each.person.volunteer_id, 0) + each.added
    crossed = {who: totals[who] for who, more in added.items() if _reaches(totals[who] - more, totals[who])}
    lately = {who: ledger.minutes_entered_since(who, clock.now() - rules.BURST_WITHIN) for who in crossed}
    signs.look(act, [_seen(each, lately.get(each.person.volunteer_id, 0)) for each in entries])
    for who, minutes in crossed.items():
        holdings.reached(who, minutes)


def _reaches(before: int, after: int) -> bool:
    """Whether hours went over what a star takes; whoever did not asks nothing of the engine."""
    return rules.reaches_a_star(before, after, clock.today(), settings().star_scheme)


def _seen(each: Came, lately: int) -> rules.Seen:
    entry, person = each.entry, each.person
    return rules.Seen(
        volunteer_id=person.volunteer_id,
        entry_id=entry.entry_id,
        stay=entry.stay,
        day_minutes=each.day_minutes,
        late=each.late,
        person_key=person.person_key,
        phone_key=person.phone_key,
        lately=lately,
    )
