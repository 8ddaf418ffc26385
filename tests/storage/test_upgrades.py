"""Items have versions: an old one is read by new code, and stored anew only when it changes."""

from typing import Any

import pytest

from functions.storage import upgrades
from functions.storage.upgrades import Raw, upgraded, version_of


def _names(raw: Raw) -> None:
    raw.setdefault("name", raw["old_name"])


def _loud(raw: Raw) -> None:
    raw.setdefault("loud", {"S": raw["name"]["S"].upper()})


BOTH = (_names, _loud)


def test_an_item_without_a_version_is_of_the_first() -> None:
    assert version_of({"name": {"S": "a"}}) == 1


def test_an_old_item_goes_through_every_upgrade_in_turn() -> None:
    old: Raw = {"old_name": {"S": "a"}}
    assert upgraded(old, BOTH) == {
        "old_name": {"S": "a"},
        "name": {"S": "a"},
        "loud": {"S": "A"},
        "item_version": {"N": "3"},
    }
    assert old == {"old_name": {"S": "a"}}


def test_an_item_goes_through_what_came_since_its_own_version() -> None:
    old: Raw = {"name": {"S": "b"}, "item_version": {"N": "2"}}
    assert upgraded(old, BOTH) == {"name": {"S": "b"}, "loud": {"S": "B"}, "item_version": {"N": "3"}}


@pytest.mark.parametrize("version", ["3", "4"])
def test_a_new_item_and_one_of_a_later_release_stay_as_they_are(version: str) -> None:
    item: Raw = {"name": {"S": "c"}, "item_version": {"N": version}}
    assert upgraded(item, BOTH) is item


def test_a_table_without_upgrades_stores_no_version() -> None:
    assert upgraded({"name": {"S": "a"}}, ()) == {"name": {"S": "a"}}
    assert upgrades.marked({"name": {"S": "a"}}, ()) == {"name": {"S": "a"}}


def test_a_table_stores_its_newest_version_and_reads_an_old_item_upgraded() -> None:
    from functions.projects.models import ProjectItem

    stored: Any = ProjectItem("p1", group_id="g1", completed_by="somebody").serialize(null_check=False)
    assert stored["item_version"] == {"N": "2"}
    read = ProjectItem.from_raw_data({"project_id": {"S": "p1"}, "group_id": {"S": "g1"}})
    assert read.open_group == "g1"
    done = ProjectItem.from_raw_data({"project_id": {"S": "p1"}, "group_id": {"S": "g1"}, "completed_by": {"S": "a"}})
    assert done.open_group is None
