"""A sender and a receiver that trust each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.builders import a_row
from tests.district import District, Person, empty_tables
from tests.hours.test_waiting import log
from tests.transfers.places import Place, a_document, a_place, make_tables


@dataclass
class Served:
    """A volunteer of the sender with three entries, one across midnight: 120, 600 and 60 minutes."""

    sender: Place
    receiver: Place
    volunteer: Person
    document: dict[str, str]
    recorder: Person
    project: str


@pytest.fixture(scope="session")
def second_tables(engine: object) -> None:
    make_tables("cn-north-1")


@pytest.fixture
def places(second_tables: None, functions: District, tmp_path: Path) -> Iterator[tuple[Place, Place]]:
    sender = a_place(tmp_path, "cn-northwest-1", "500106", "sender", District(functions.members, functions.public))
    receiver = a_place(tmp_path, "cn-north-1", "500103", "receiver", District(functions.members, functions.public))
    receiver.trusts(sender)
    sender.trusts(receiver)
    yield sender, receiver
    empty_tables()


@pytest.fixture
def served(places: tuple[Place, Place]) -> Served:
    sender, receiver = places
    document = a_document()
    with sender.entered():
        recorder = sender.district.recorder(sender.supervisor())
        volunteer = sender.district.volunteer(name="张小三", document=document)
        project = sender.district.project(recorder, volunteer)
        log(
            recorder,
            project,
            a_row(volunteer.number, "2026-05-01T09:00", "2026-05-01T11:00"),
            a_row(volunteer.number, "2026-05-02T22:00", "2026-05-03T08:00"),
            a_row(volunteer.number, "2026-05-04T09:00", "2026-05-04T10:00"),
        )
    return Served(sender, receiver, volunteer, document, recorder, project)
