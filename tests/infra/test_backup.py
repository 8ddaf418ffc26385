"""`make backup` and `make restore` on one machine, where the engine runs only while `make run` or they do."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from infra import backup, restore
from infra.backup_format import Folder, Tally, as_sent, as_stored, expires_by, items_of, read_backup, write_table
from infra.district import NotRestored, only_run, tables_in_use, use_tables
from infra.engine import ROOT, client, running_engine
from infra.tables import create_tables

ITEM = {
    "name": {"S": "张三"},
    "sealed": {"B": b"\x00\x01"},
    "days": {"SS": ["b", "a"]},
    "more": {"M": {"list": {"L": [{"N": "1.5"}, {"B": b"\x02"}, {"BOOL": True}, {"NULL": True}]}}},
}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a district that has one volunteer number, an open session and a counter that is over."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "NO_PROXY", "no_proxy", "AWS_EC2_METADATA_DISABLED"):
        monkeypatch.setenv(name, "testing")  # what `make run` sets is taken back afterwards
    with running_engine(tmp_path / "tables") as endpoint:
        dynamodb = client(endpoint)
        create_tables(dynamodb, "local-", expiring=False)
        dynamodb.put_item(TableName="local-volunteer_numbers", Item={"volunteer_number": {"S": "1"}, **ITEM})
        session = {"token_hash": {"S": "t"}, "expires": {"N": "9999999999"}}
        dynamodb.put_item(TableName="local-sessions", Item=session)
        dynamodb.put_item(TableName="local-rate_counters", Item={"counter_key": {"S": "c"}, "expires": {"N": "1"}})
    return tmp_path


def test_a_district_of_one_machine_is_backed_up_restored_and_taken_into_use(
    data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = data / "backups" / "one"
    assert backup.main(["--data", str(data), "--to", str(folder)]) == 0
    assert "密钥不在备份里" in capfd.readouterr().out
    with pytest.raises(NotRestored):
        use_tables(data, "local-r1-")
    assert restore.main([str(folder), "local-r1-", "--data", str(data)]) == 0
    assert "make run TABLES=local-r1-" in capfd.readouterr().out
    use_tables(data, "local-r1-")
    assert tables_in_use(data) == "local-r1-"
    with running_engine(data / "tables") as endpoint:
        dynamodb = client(endpoint)
        found = dynamodb.scan(TableName="local-r1-volunteer_numbers")["Items"][0]
        assert as_stored(found) == as_stored({"volunteer_number": {"S": "1"}, **ITEM})
        assert dynamodb.scan(TableName="local-r1-sessions")["Items"] == []
        assert dynamodb.scan(TableName="local-r1-rate_counters")["Items"] == []
    use_tables(data, "local-")
    assert tables_in_use(data) == "local-"


@pytest.mark.parametrize(("program", "said"), [("export_all", "请注意：这些文件里有姓名"), ("migrate", "升级了 0 条")])
def test_the_other_programs_reach_the_same_tables(data: Path, program: str, said: str) -> None:
    command = [sys.executable, "-m", f"infra.{program}", "--data", str(data)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert said in done.stdout
    for file in (data / "exports").glob("*/volunteer_numbers.jsonl"):
        assert json.loads(file.read_text(encoding="utf-8"))["name"] == "张三"


def test_while_it_runs_it_is_left_alone(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with only_run(data):
        assert backup.main(["--data", str(data)]) == 1
    assert "先按 Ctrl-C" in capfd.readouterr().err


def test_without_data_it_says_so_and_makes_none(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert backup.main(["--data", str(tmp_path / "none"), "--to", str(tmp_path / "b")]) == 1
    assert "make run" in capfd.readouterr().err
    assert not (tmp_path / "none").exists()


def test_what_is_no_backup_is_refused(data: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert restore.main([str(tmp_path / "nothing"), "local-r2-", "--data", str(data)]) == 1
    assert "这不是一份备份" in capfd.readouterr().err


def test_an_item_goes_through_a_file_unchanged(tmp_path: Path) -> None:
    place = Folder(tmp_path)
    assert write_table(place, "volunteers", "one", [ITEM] * 5, in_file=2) == 5
    place.write("backup.json", b'{"tables": ["volunteers"]}')
    backup_of = read_backup(place)[0]
    read = [item for file in backup_of.files for item in items_of(place, file)]
    assert len(backup_of.files) == 3
    assert [as_sent(item) for item in read] == [as_sent(as_stored(ITEM))] * 5


def test_the_digest_knows_no_order_and_no_way_of_writing_a_number() -> None:
    one, other = Tally(), Tally()
    items = [{"a": {"N": "1.0"}}, {"a": {"SS": ["x", "y"]}}, {"a": {"N": "1.0"}}]
    for item in items:
        one.add(item)
    for item in [{"a": {"N": "1"}}, {"a": {"SS": ["y", "x"]}}, {"a": {"N": "1.00"}}]:
        other.add(item)
    assert one == other
    other.add({"a": {"N": "2"}})
    assert one != other


@pytest.mark.parametrize(("expires", "over"), [({"N": "5"}, True), ({"N": "11"}, False), ({"S": "soon"}, False)])
def test_an_item_is_over_once_its_last_moment_is(expires: dict[str, str], over: bool) -> None:
    assert expires_by({"expires": expires}, 10) is over
    assert expires_by({"other": expires}, 10) is False


class Keeper:
    """Declares its export whole when it is asked for the second time."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.found = {"s3://b/exports/1"}

    def ask(self, event: dict[str, str]) -> None:
        self.asked.append(event)
        if len(self.asked) == 2:
            self.found = self.found | {"s3://b/exports/2"}

    def whole(self) -> set[str]:
        return self.found


def test_in_the_cloud_the_keeper_is_asked_and_waited_for() -> None:
    keeper = Keeper()
    made = backup.ask_keeper(keeper.ask, keeper.whole, "2026-12-01T11:00:00+08:00", print)
    assert made == "s3://b/exports/2"
    assert keeper.asked == [{"export": "2026-12-01T11:00:00+08:00"}, {}]
