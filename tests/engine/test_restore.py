"""A restore, rehearsed: a district is backed up, read into new tables, compared, and carried on there."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.storage import clock
from infra import backup, restore
from infra.backup_format import BackupFault, Folder, Tally, as_stored
from infra.engine import ROOT, client
from infra.reach import Reach, every_item
from infra.tables import create_tables, tables
from tests.district import District
from tests.engine.acts import Stage


@dataclass(frozen=True)
class Backup:
    folder: Path
    counts: dict[str, int]
    told: dict[str, Any]
    digests: dict[str, Tally]


def digests(dynamodb: Any, prefix: str) -> dict[str, Tally]:
    """Every table of a prefix: its items by number and digest, those that expire left out."""
    found = {}
    for table in tables(prefix):
        found[table["TableName"].removeprefix(prefix)] = tally = Tally()
        for item in every_item(dynamodb, table["TableName"]):
            if "expires" not in item:
                tally.add(as_stored(item))
    return found


@pytest.fixture(scope="module")
def source(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Reach:
    return Reach(client(engine), "test-", data=tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def backed_up(district: District, source: Reach, tmp_path_factory: pytest.TempPathFactory) -> Backup:
    """A small district with people, hours, certificates and an open session, and its backup."""
    stage = Stage(district, "restore-supervisor", volunteers=12)
    for _ in range(3):
        assert stage.log(*stage.volunteers).status_code == 201
    told = {
        "code": stage.certificate(),
        "volunteer": stage.volunteer.number,
        "open_session": stage.volunteer.token,
        "recorder": stage.recorder_login,
        "secrets": district.secrets,
        "project": stage.project,
        "now": clock.as_text(clock.now() + timedelta(minutes=30)),
    }
    folder = tmp_path_factory.mktemp("backup")
    counts = backup.back_up(
        source, Folder(folder), in_file=3
    )  # many files, so that a restore is long enough to be killed
    return Backup(folder, counts, told, digests(source.dynamodb, "test-"))


def test_a_backup_holds_every_item_of_every_table(backed_up: Backup, source: Reach) -> None:
    assert backed_up.counts == {
        table["TableName"].removeprefix("test-"): sum(1 for _ in every_item(source.dynamodb, table["TableName"]))
        for table in tables("test-")
    }
    assert backed_up.counts["hours_entries"] >= 36


def test_its_files_are_open_to_their_owner_alone(backed_up: Backup) -> None:
    files = [file for file in backed_up.folder.rglob("*") if file.is_file()]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_a_restored_set_is_equal_and_works_and_the_old_one_is_untouched(
    backed_up: Backup, source: Reach, engine: str
) -> None:
    said: list[str] = []
    found = restore.restore(Folder(backed_up.folder), source, "again-", said.append)
    assert all(each.equal for each in found)
    assert digests(source.dynamodb, "again-") == backed_up.digests
    answer = _carry_on(backed_up.told, engine, "again-")
    assert answer["check"]["status"] == "valid"
    assert (answer["name"], answer["before"], answer["paper"]) == ("张三", 360, 200)
    assert answer["document"].startswith("5")
    assert (answer["entered"], answer["after"]) == (201, 420)
    assert answer["old_session"] == 401
    assert digests(source.dynamodb, "test-") == backed_up.digests


def _carry_on(told: dict[str, Any], engine: str, prefix: str) -> dict[str, Any]:
    environment = {**os.environ, "TABLE_PREFIX": prefix, "DYNAMODB_ENDPOINT": engine}
    command = [sys.executable, "-m", "tests.engine.restored"]
    done = subprocess.run(
        command, input=json.dumps(told), cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_a_finished_restore_is_not_repeated(backed_up: Backup, source: Reach) -> None:
    with pytest.raises(BackupFault, match="已经恢复好了"):
        restore.restore(Folder(backed_up.folder), source, "again-", print)


def test_tables_that_hold_something_are_refused(backed_up: Backup, source: Reach, tmp_path: Path) -> None:
    other = replace(source, data=tmp_path, prefix="another-")
    with pytest.raises(BackupFault, match="不是空的"):
        restore.restore(Folder(backed_up.folder), other, "test-", print)


def test_the_tables_in_use_are_refused(backed_up: Backup, source: Reach) -> None:
    with pytest.raises(BackupFault, match="正在使用"):
        restore.restore(Folder(backed_up.folder), source, "test-", print)


def test_a_restore_that_is_killed_midway_goes_on_where_it_was(
    backed_up: Backup, source: Reach, engine: str, tmp_path: Path
) -> None:
    create_tables(source.dynamodb, "stage-killed-", expiring=False)
    command = [sys.executable, "-m", "infra.restore", str(backed_up.folder), "stage-killed-"]
    command += ["--stage", "stage", "--tables", "stage-", "--region", "cn-northwest-1", "--data", str(tmp_path)]
    keys = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
    environment = {**os.environ, **keys, "AWS_ENDPOINT_URL_DYNAMODB": engine}
    running = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    file = restore.progress_file(tmp_path, "stage-killed-")
    give_up = time.monotonic() + 60
    while not (file.exists() and json.loads(file.read_text())["done"]) and time.monotonic() < give_up:
        time.sleep(0.005)
    running.kill()
    running.wait()
    assert json.loads(file.read_text())["finished"] is False
    again = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert "make deploy STAGE=stage TABLES=stage-killed-" in again.stdout
    assert digests(source.dynamodb, "stage-killed-") == backed_up.digests


def test_a_damaged_file_is_found_before_the_tables_are_taken_into_use(
    backed_up: Backup, source: Reach, tmp_path: Path
) -> None:
    place = Folder(tmp_path)
    for name in Folder(backed_up.folder).names():
        content = Folder(backed_up.folder).read(name)
        spoilt = name.startswith("hours_entries/") and name.endswith(".gz")
        place.write(name, content[:-9] + b"\x00" + content[-8:] if spoilt else content)
    with pytest.raises(BackupFault, match="hours_entries"):
        restore.restore(place, source, "damaged-", print)
    assert not restore.is_restored(source.data, "damaged-")


def test_a_difference_is_found(backed_up: Backup, source: Reach) -> None:
    table = "again-projects"
    item = next(every_item(source.dynamodb, table))
    item["name"] = {"S": "另一个名字"}
    source.dynamodb.put_item(TableName=table, Item=item)
    found = restore.compare(Folder(backed_up.folder), source, "again-")
    assert "projects" in [each.table for each in found if not each.equal]
