"""Fifty people at once against a whole district: nothing fails, nothing that was acknowledged is lost or there twice."""

from pathlib import Path

from tests import load
from tests.browser.office import open_office

_CLIENTS, _SECONDS = 50, 12


def test_fifty_people_at_once_meet_no_error_and_lose_no_hour(tmp_path: Path) -> None:
    with open_office(tmp_path) as office:
        people = load.prepared(office, _CLIENTS)
        load.run(people, _SECONDS)
        assert people.tally.wrong == []
        assert load.lost(people) == []
    assert min(len(taken) for taken in people.tally.seconds.values()) >= 10  # each of them came to something


def test_a_lost_hour_would_be_seen(tmp_path: Path) -> None:
    with open_office(tmp_path) as office:
        people = load.prepared(office, 5)
        number = next(iter(people.volunteers))
        people.tally.minutes[number] += 5
        assert load.lost(people) == [f"{number}: 65 minutes acknowledged, 60 recorded"]
