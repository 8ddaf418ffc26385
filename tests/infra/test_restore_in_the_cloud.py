"""A restore in the cloud: from the bucket, into tables that a stack of their own makes."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from infra import restore, stacks
from infra.backup_format import BackupFault, Folder, write_table
from infra.cloud import Cloud
from infra.reach import Reach
from infra.tables import existing_tables, tables
from tests.infra.account import empty_account

REGION = "cn-northwest-1"
NUMBER = {"volunteer_number": {"S": "1"}, "name": {"S": "张三"}, "item_version": {"N": "1"}}


@pytest.fixture
def session() -> Iterator[Any]:
    with empty_account():
        session = boto3.Session(region_name=REGION)
        place = {"LocationConstraint": REGION}
        for bucket in ("code", "backups"):
            session.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
        base = {
            "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
            "Outputs": {"CodeBucket": {"Value": "code"}},
        }
        session.client("cloudformation").create_stack(StackName="two-base", TemplateBody=json.dumps(base))
        yield session


@pytest.fixture
def target(session: Any, tmp_path: Path) -> Reach:
    return Reach(session.client("dynamodb"), "two-", "two", Cloud("two", REGION), tmp_path)


def upload(session: Any, folder: Path, prefix: str) -> None:
    for name in Folder(folder).names():
        session.client("s3").put_object(Bucket="backups", Key=f"{prefix}/{name}", Body=Folder(folder).read(name))


def a_backup(folder: Path, key: str = "volunteer_numbers/AWSDynamoDB/one/data/000000.json.gz") -> None:
    """As the keeper's export leaves it; ``key`` is how the manifest names the file."""
    place = Folder(folder)
    write_table(place, "volunteer_numbers", "one", [NUMBER])
    manifest = "volunteer_numbers/AWSDynamoDB/one/manifest-files.json"
    told = json.loads(place.read(manifest))
    place.write(manifest, json.dumps({**told, "dataFileS3Key": key}).encode() + b"\n")
    write_table(place, "groups", "two", [])
    place.write("backup.json", json.dumps({"tables": ["groups", "volunteer_numbers"]}).encode())
    place.write("data-key.json", b'{"wrapped": "..."}')


@pytest.mark.parametrize("above", ["", "exports/2026-12-01T030000Z/volunteer_numbers/"])
def test_a_backup_in_the_bucket_is_read_into_tables_of_a_stack_of_their_own(
    session: Any, target: Reach, tmp_path: Path, above: str
) -> None:
    a_backup(tmp_path / "backup", f"{above}AWSDynamoDB/one/data/000000.json.gz")
    upload(session, tmp_path / "backup", "exports/2026-12-01T030000Z")
    found = restore.restore(target.place("s3://backups/exports/2026-12-01T030000Z/"), target, "two-r1-", print)
    assert all(each.equal for each in found)
    made = session.client("cloudformation").describe_stacks(StackName="two-tables-r1")["Stacks"]
    assert made[0]["StackStatus"] == "CREATE_COMPLETE"
    assert existing_tables(target.dynamodb) == {table["TableName"] for table in tables("two-r1-")}
    assert target.dynamodb.scan(TableName="two-r1-volunteer_numbers")["Items"] == [NUMBER]
    assert "make deploy STAGE=two TABLES=two-r1-" in restore.next_step(target, "two-r1-")


def test_an_export_that_is_not_finished_is_refused_before_any_table_is_made(
    session: Any, target: Reach, tmp_path: Path
) -> None:
    a_backup(tmp_path / "backup")
    upload(session, tmp_path / "backup", "exports/one")
    key = "exports/one/groups/AWSDynamoDB/two/manifest-summary.json"
    session.client("s3").delete_object(Bucket="backups", Key=key)
    with pytest.raises(BackupFault, match="groups"):
        restore.restore(target.place("s3://backups/exports/one"), target, "two-r1-", print)
    assert existing_tables(target.dynamodb) == set()


def test_the_new_prefix_belongs_to_its_stage(target: Reach, tmp_path: Path) -> None:
    a_backup(tmp_path / "backup")
    for prefix, said in (("other-r1-", "two-"), ("two-", "正在使用"), ("two-r1", "连字符结尾")):
        with pytest.raises(BackupFault, match=said):
            restore.restore(Folder(tmp_path / "backup"), target, prefix, print)


def test_a_stage_that_is_not_deployed_is_told(session: Any) -> None:
    with pytest.raises(BackupFault, match="make deploy"):
        restore._make_stack(Cloud("three", REGION), "three-r1-", print)


def test_stacks_are_named_by_what_follows_the_stage() -> None:
    cloud = Cloud("my-stage", REGION)
    assert stacks.called_tables(cloud, "my-stage-") == "tables"
    assert stacks.called_tables(cloud, "my-stage-r20261207-") == "tables-r20261207"


def test_an_empty_partition_is_an_empty_file(tmp_path: Path) -> None:
    """DynamoDB writes a file a partition, also where that holds nothing."""
    a_backup(tmp_path)
    place, folder = Folder(tmp_path), "groups/AWSDynamoDB/two"
    place.write(f"{folder}/data/x.json.gz", gzip.compress(b""))
    line = {"itemCount": 0, "md5Checksum": "1B2M2Y8AsgTpgAmY7PhCfg==", "dataFileS3Key": f"{folder}/data/x.json.gz"}
    place.write(f"{folder}/manifest-files.json", json.dumps(line).encode())
    from infra.backup_format import items_of, read_backup

    groups = next(each for each in read_backup(place) if each.table == "groups")
    assert [list(items_of(place, file)) for file in groups.files] == [[]]
