"""`make migrate` stores old items in the version of this release, whoever writes meanwhile."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from functions.hours.models import EntryItem
from functions.projects.models import ProjectItem
from functions.storage import upgrades
from infra import migrating
from tests.district import District
from tests.storage.releases import Release, its_key, release


@pytest.fixture
def first(district: District, engine: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Release]:
    old = release("first")
    with its_key(old, tmp_path, monkeypatch):
        old.put(engine)
        district.secrets.update(old.told["secrets"])
        yield old


def stored(engine: Any, table: str) -> list[Any]:
    return list(engine.scan(TableName=f"test-{table}")["Items"])


def test_old_items_are_stored_in_the_newest_version_and_a_second_run_finds_nothing(first: Release, engine: Any) -> None:
    assert migrating.migrate(EntryItem, print) == len(first.tables["hours_entries"]) == 12
    entries = stored(engine, "hours_entries")
    assert {upgrades.version_of(entry) for entry in entries} == {2}
    assert all(entry["decided_at"] == entry["entered_at"] for entry in entries)
    assert migrating.migrate(EntryItem, print) == 0


def test_an_index_knows_of_an_upgrade_once_it_is_stored(first: Release, district: District) -> None:
    migrating.migrate_all(print)
    group_id = first.told["group_id"]
    assert [each.project_id for each in ProjectItem.by_open_group.query(group_id)] == [first.told["project_id"]]


def test_what_somebody_changed_since_it_was_read_is_read_again(first: Release, engine: Any) -> None:
    read = next(iter(stored(engine, "projects")))
    ProjectItem(read["project_id"]["S"]).update([ProjectItem.completed_by.set("recorder")])
    assert migrating.upgrade_item(ProjectItem, read)
    now = next(iter(stored(engine, "projects")))
    assert (now["completed_by"], "open_group" in now) == ({"S": "recorder"}, False)
    assert now["item_version"] == {"N": "2"}


def test_an_item_that_is_gone_does_not_come_back(first: Release, engine: Any) -> None:
    read = next(iter(stored(engine, "projects")))
    engine.delete_item(TableName="test-projects", Key={"project_id": read["project_id"]})
    assert not migrating.upgrade_item(ProjectItem, read)
    assert stored(engine, "projects") == []
