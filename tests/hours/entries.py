"""Entries for tests of the ledger: one hour each, three hours apart."""

from datetime import UTC, datetime, timedelta

from functions.hours.ledger import Addition
from functions.hours.models import EntryItem, key_of
from functions.hours.rules import Entry, Stay

START = datetime(2026, 1, 1, tzinfo=UTC)


def an_entry(volunteer_id: str, number: int) -> Entry:
    start = START + timedelta(hours=3 * number)
    return Entry(
        volunteer_id=volunteer_id,
        entry_id=key_of(start, f"entry{number}"),
        volunteer_number="5001030000000000",
        name="张三",
        project_id="project",
        project="社区敬老服务",
        group_id="group",
        group="志愿服务队",
        category="0001",
        place="社区中心",
        service_object="03",
        content="打扫卫生",
        contact="王联系",
        stay=Stay(start, start + timedelta(hours=1)),
        source="group_entry",
        state="in_force",
        entered_by="recorder",
        entered_at=START,
    )


def additions(people: int, each: int, first: int = 0) -> list[Addition]:
    """For each of ``people`` persons ``each`` entries, found right while the account was empty."""
    return [
        Addition(f"person-{n}", 0, tuple(an_entry(f"person-{n}", number) for number in range(each)))
        for n in range(first, first + people)
    ]


def entries_of(volunteer_id: str) -> list[Entry]:
    return [item.entry() for item in EntryItem.query(volunteer_id, consistent_read=True)]
