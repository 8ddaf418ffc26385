"""Who looked at what is kept of a minor: every look has a reason, and a year's looks are one list.

《未成年人网络保护条例》 Article 36: staff see a minor's information only as far as needed, and every look is kept.
"""

from typing import Any

from functions.storage import audit, clock
from functions.storage.pages import Page
from functions.volunteers.actions import own_file
from functions.volunteers.rules import is_minor


def minor(volunteer_id: str) -> bool:
    """Whether a volunteer is under eighteen today."""
    return is_minor(own_file(volunteer_id).person.birth_month, clock.today())


def note_look(volunteer_id: str, actor_id: str, reason: str) -> None:
    """Put a look at a minor's data on the year's list; nothing for a grown-up."""
    person = own_file(volunteer_id).person
    if is_minor(person.birth_month, clock.today()):
        list_look(person.volunteer_number, actor_id, reason)


def list_look(volunteer_number: str, actor_id: str, reason: str) -> None:
    """Put a look at the data of somebody who is known to be a minor on the year's list."""
    audit.saw(f"minors#{clock.today().year}", actor_id, "see_minor", volunteer_number, reason)


def looks_of(year: int, page: Page) -> Any:
    """A page of a year's looks, the latest first: one query."""
    return audit.looks_at(f"minors#{year}", page.limit, page.start)
