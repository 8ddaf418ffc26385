"""The keeper of backups: what it exports, what it tells, and what it may."""

import base64
import importlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from types import ModuleType, SimpleNamespace
from typing import Any

import boto3
import pytest

from infra import keeping
from infra.tables import load_template, resolve, tables
from tests.infra.account import empty_account

REGION, BUCKET, PREFIX = "us-east-1", "backups", "my-stage-"
WRAPPED = base64.b64encode(b"wrapped by a key that stays in its store").decode()


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Two recoverable tables of ours, one of somebody else, a bucket, and the wrapped data key."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    with empty_account():
        dynamodb = boto3.client("dynamodb", region_name=REGION)
        for name in (f"{PREFIX}volunteers", f"{PREFIX}groups", "other-table"):
            _make(dynamodb, name)
        boto3.client("s3", region_name=REGION).create_bucket(Bucket=BUCKET)
        secrets = boto3.client("secretsmanager", region_name=REGION)
        secrets.create_secret(Name="my-stage/data-key", SecretString=WRAPPED)
        yield SimpleNamespace(dynamodb=dynamodb, s3=boto3.client("s3", region_name=REGION))


def _make(dynamodb: Any, name: str, recoverable: bool = True) -> None:
    dynamodb.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    if recoverable:
        on = {"PointInTimeRecoveryEnabled": True}
        dynamodb.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=on)
    dynamodb.put_item(TableName=name, Item={"id": {"S": "1"}})


@pytest.fixture
def keeper(account: Any, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    for name, value in {"TABLE_PREFIX": PREFIX, "BUCKET": BUCKET, "SECRET": "my-stage/data-key"}.items():
        monkeypatch.setenv(name, value)
    return importlib.import_module("infra.keeper")


def run(keeper: ModuleType, capsys: pytest.CaptureFixture[str], event: Any = None) -> dict[str, Any]:
    """One run; returns what it told as a metric."""
    capsys.readouterr()
    account = boto3.client("sts", region_name=REGION).get_caller_identity()["Account"]
    arn = f"arn:aws:lambda:{REGION}:{account}:function:{PREFIX}keeper"
    keeper.handler(event, SimpleNamespace(invoked_function_arn=arn))
    told: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return told


def files(account: Any) -> list[str]:
    return [each["Key"] for each in account.s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])]


def wait_for_exports(account: Any) -> None:
    from moto.dynamodb.models import dynamodb_backends

    for export in dynamodb_backends["123456789012"][REGION].table_exports.values():
        export.join()


def test_the_first_run_exports_every_table_and_the_next_declares_the_backup_whole(
    account: Any, keeper: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(keeper, capsys)["BackupAgeDays"] == 999
    wait_for_exports(account)
    assert not [name for name in files(account) if name.endswith("/backup.json")]
    assert run(keeper, capsys)["BackupAgeDays"] == 0
    whole = [name for name in files(account) if name.endswith("/backup.json")]
    told = json.loads(account.s3.get_object(Bucket=BUCKET, Key=whole[0])["Body"].read())
    assert (told["tables"], told["prefix"], told["format"]) == (["groups", "volunteers"], PREFIX, 1)
    exported = {name.split("/")[2] for name in files(account) if "/AWSDynamoDB/" in name}
    assert exported == {"groups", "volunteers"}


def test_the_wrapped_data_key_lies_beside_the_backup(
    account: Any, keeper: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    run(keeper, capsys)
    key = next(name for name in files(account) if name.endswith("/data-key.json"))
    assert json.loads(account.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()) == {"wrapped": WRAPPED}


def test_once_a_month_is_enough_unless_it_is_asked_for(
    account: Any, keeper: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    run(keeper, capsys)
    wait_for_exports(account)
    for _ in range(3):
        run(keeper, capsys)
    assert len([name for name in files(account) if name.endswith("/started.json")]) == 1
    account.s3.copy_object(  # the folder's name is the second in which it was begun
        Bucket=BUCKET, Key="exports/2020-01-01T000000Z/kept", CopySource=f"{BUCKET}/{files(account)[0]}"
    )
    _rename_as_begun_before(account)
    run(keeper, capsys, {"export": "now"})
    assert len([name for name in files(account) if name.endswith("/started.json")]) == 2


def _rename_as_begun_before(account: Any) -> None:
    for name in files(account):
        if "2020-01-01" not in name:
            place = "exports/2020-01-02T000000Z/" + name.split("/", 2)[2]
            account.s3.copy_object(Bucket=BUCKET, Key=place, CopySource=f"{BUCKET}/{name}")
            account.s3.delete_object(Bucket=BUCKET, Key=name)


def test_a_backup_of_last_month_is_followed_by_another_and_its_age_is_told(
    account: Any, keeper: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    old = {"format": 1, "moment": "2020-01-01T00:00:00+00:00", "prefix": PREFIX, "tables": []}
    account.s3.put_object(Bucket=BUCKET, Key="exports/2020-01-01T000000Z/backup.json", Body=json.dumps(old))
    age = (datetime.now(UTC) - datetime(2020, 1, 1, tzinfo=UTC)).days
    assert run(keeper, capsys)["BackupAgeDays"] == age
    assert [name for name in files(account) if name.endswith("/started.json")]


def test_a_table_that_cannot_be_recovered_is_told_and_nothing_half_is_exported(
    account: Any, keeper: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    _make(account.dynamodb, f"{PREFIX}new", recoverable=False)
    assert run(keeper, capsys)["TablesWithoutRecovery"] == 1
    assert files(account) == []


def test_a_set_that_was_restored_beside_is_not_taken_for_ours(
    account: Any, keeper: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    _make(account.dynamodb, f"{PREFIX}r20261207-volunteers", recoverable=False)
    assert run(keeper, capsys)["TablesWithoutRecovery"] == 0


def test_a_backup_of_the_tables_before_the_cut_over_is_none_of_those_in_use(
    account: Any, keeper: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    old = {"format": 1, "moment": datetime.now(UTC).isoformat(), "prefix": "my-stage-r1-", "tables": []}
    account.s3.put_object(Bucket=BUCKET, Key="exports/2020-01-01T000000Z/backup.json", Body=json.dumps(old))
    assert run(keeper, capsys)["BackupAgeDays"] == 999
    assert [name for name in files(account) if name.endswith("/started.json")]


def test_a_moment_of_the_last_weeks_is_exported_when_it_is_asked_for(
    account: Any, keeper: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    run(keeper, capsys, {"export": "2026-12-01T11:00:00+08:00"})
    name = next(each for each in files(account) if each.endswith("/started.json"))
    told = json.loads(account.s3.get_object(Bucket=BUCKET, Key=name)["Body"].read())
    assert told["moment"] == "2026-12-01T11:00:00+08:00"


def test_no_table_at_all_is_no_good_news(account: Any, keeper: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("volunteers", "groups"):
        account.dynamodb.delete_table(TableName=f"{PREFIX}{name}")
    assert run(keeper, capsys)["TablesWithoutRecovery"] == 1


def test_an_export_that_failed_is_begun_again(
    account: Any, keeper: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    account.s3.put_object(Bucket=BUCKET, Key="exports/2020-01-01T000000Z/data-key.json", Body=b"{}")
    run(keeper, capsys)
    assert len([name for name in files(account) if name.endswith("/started.json")]) == 1


def test_the_template_holds_the_code_as_it_is_and_not_too_much_of_it() -> None:
    assert keeping.TEMPLATE.read_text(encoding="utf-8") == keeping.template(), "run python -m infra.keeping"
    function = load_template(keeping.TEMPLATE)["Resources"]["Keeper"]["Properties"]
    assert function["Code"]["ZipFile"] == keeping.code()
    assert len(keeping.code()) <= keeping.MOST


def test_the_keeper_may_export_and_look_and_nothing_else() -> None:
    role = load_template(keeping.TEMPLATE)["Resources"]["KeeperRole"]["Properties"]
    statements = [each for policy in role["Policies"] for each in policy["PolicyDocument"]["Statement"]]
    acts = {
        act for each in statements for act in ([each["Action"]] if isinstance(each["Action"], str) else each["Action"])
    }
    assert acts == {
        "logs:CreateLogStream", "logs:PutLogEvents",
        "dynamodb:ListTables", "dynamodb:DescribeContinuousBackups", "dynamodb:ExportTableToPointInTime",
        "dynamodb:DescribeExport",
        "s3:PutObject", "s3:PutObjectAcl", "s3:AbortMultipartUpload", "s3:GetObject", "s3:ListBucket",
        "secretsmanager:GetSecretValue",
    }  # fmt: skip
    anywhere = [each["Action"] for each in statements if each["Resource"] == "*"]
    assert anywhere == ["dynamodb:ListTables"]


@pytest.mark.filterwarnings("ignore:Tried to parse AWS..CloudWatch..Alarm")  # moto makes everything else of it
def test_the_stack_stands_and_its_function_knows_the_secret_of_its_stage(account: Any) -> None:
    cloud = boto3.client("cloudformation", region_name=REGION)
    asked = {"Prefix": PREFIX, "TablePrefix": PREFIX, "BackupBucket": BUCKET}
    parameters = [{"ParameterKey": name, "ParameterValue": value} for name, value in asked.items()]
    body = keeping.TEMPLATE.read_text(encoding="utf-8")
    cloud.create_stack(
        StackName="my-stage-backup", TemplateBody=body, Parameters=parameters, Capabilities=["CAPABILITY_IAM"]
    )
    made = boto3.client("lambda", region_name=REGION).get_function_configuration(FunctionName=f"{PREFIX}keeper")
    told = made["Environment"]["Variables"]
    assert told == {"TABLE_PREFIX": PREFIX, "BUCKET": BUCKET, "SECRET": "my-stage/data-key"}


def test_both_alarms_also_ring_when_nobody_looks() -> None:
    resources = resolve(load_template(keeping.TEMPLATE)["Resources"], {})
    alarms = [each["Properties"] for each in resources.values() if each["Type"] == "AWS::CloudWatch::Alarm"]
    assert {alarm["MetricName"] for alarm in alarms} == {"BackupAgeDays", "TablesWithoutRecovery"}
    assert {alarm["TreatMissingData"] for alarm in alarms} == {"breaching"}


def test_no_table_of_ours_has_a_hyphen_by_which_the_keeper_tells_sets_apart() -> None:
    assert not [table["TableName"] for table in tables("") if "-" in table["TableName"]]
