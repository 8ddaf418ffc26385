"""`make deploy`, `rollback`, `doctor` and `destroy` on moto: from an empty account to one that answers, and back.

moto makes nothing of the types in `stacked.MOTO`; what asks from outside asks a district on this machine.
"""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest

from infra import deploy, destroy, doctor, findings, open_supervisor, releases, rollback, signing_keys, stacks
from infra.backup_format import Folder, write_table
from infra.cloud import Cloud
from infra.local_site import running_district
from infra.tables import tables
from tests.infra import stacked
from tests.infra.account import empty_account

REGION = "cn-northwest-1"
PLACE = ["--stage", "try", "--region", REGION]
SETTINGS = [
    "--district-code", "500103", "--supervising-body", "渝中区民政局", "--domain", "zyfw.example.gov.cn", "--certificate", "ASCAEXAMPLE",
    "--alarm-mail", "clerk@example.gov.cn",
]  # fmt: skip


@dataclass(frozen=True)
class Account:
    """An account on moto; ``site`` is the address that is asked in place of the distribution's."""

    templates: Path

    @property
    def cloud(self) -> Cloud:
        return Cloud("try", REGION)

    def client(self, service: str) -> Any:
        return boto3.client(service, region_name=REGION)

    def output(self, kind: str, name: str) -> str:
        stack = stacks.find(self.cloud, kind)
        assert stack is not None
        return stack.outputs[name]


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    folder = tmp_path_factory.mktemp("templates")
    with (
        running_district(tmp_path_factory.mktemp("site")) as district,
        pytest.MonkeyPatch.context() as patch,
        empty_account(),
    ):
        patch.setenv("SMOKE_ADDRESS", district.base)
        patch.setenv("TEMPLATES", str(folder))
        secret = boto3.client("secretsmanager", region_name=REGION).create_secret(
            Name="stand-in", SecretString="a-secret"
        )
        stand_ins = {
            **stacked.STAND_INS,
            **stacked.PARTITIONS[REGION],
            "OriginSecret": secret["ARN"],
            "Distribution": a_distribution(),
        }
        for kind in stacks.ORDER:
            body, _ = stacked.portable(kind, stacked.MOTO, stand_ins)
            (folder / f"{kind}.yaml").write_text(body, encoding="utf-8")
        yield Account(folder)


def a_distribution() -> str:
    origin = {"Id": "x", "DomainName": "x.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}
    config = {
        "CallerReference": "x", "Comment": "", "Enabled": True, "Origins": {"Quantity": 1, "Items": [origin]},
        "DefaultCacheBehavior": {"TargetOriginId": "x", "ViewerProtocolPolicy": "https-only"},
    }  # fmt: skip
    made = boto3.client("cloudfront", region_name=REGION).create_distribution(DistributionConfig=config)
    return str(made["Distribution"]["Id"])


def run(command: Any, *arguments: str) -> int:
    return int(command.main([*PLACE, *arguments]))


def test_before_anything_is_deployed_the_doctor_looks_at_the_account_alone(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(doctor) < 2
    told = capsys.readouterr().out
    assert ("✓ 账号" in told, "还没有上传网站的证书" in told, "这个阶段还没有部署" in told, "堆栈" in told) == (
        True,
        True,
        True,
        False,
    )


def test_a_supervisor_of_a_stage_that_is_not_there_is_told_so(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(open_supervisor, "--supervisor", "zhuguan:王主管") == 1
    assert "还没有部署" in capsys.readouterr().err


@pytest.fixture(scope="module")
def deployed(account: Account) -> Account:
    """The first deployment. Whoever supervises is opened by a process of its own, which cannot reach moto: see tests/engine/test_deploy.py."""
    assert run(deploy, *SETTINGS) == 0
    return account


def test_without_settings_nothing_is_made_and_each_missing_one_is_named(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(deploy, "--alarm-mail", "no address") == 1
    told = capsys.readouterr().err
    for name in ("DISTRICT_CODE=", "SUPERVISING_BODY=", "DOMAIN=", "CERTIFICATE=", "ALARM_MAIL=no address"):
        assert name in told
    assert account.client("cloudformation").describe_stacks()["Stacks"] == []


def test_an_empty_account_becomes_one_with_every_stack_in_order(deployed: Account) -> None:
    made = deployed.client("cloudformation").describe_stacks()["Stacks"]
    assert {each["StackName"] for each in made} == {f"try-{kind}" for kind in stacks.ORDER}


def test_tables_and_keys_cannot_go_by_mistake(deployed: Account) -> None:
    made = deployed.client("cloudformation").describe_stacks()["Stacks"]
    kept = {each["StackName"] for each in made if each.get("EnableTerminationProtection")}
    assert kept == {"try-base", "try-tables"}


def test_the_functions_run_the_release_that_is_in_use_on_the_stages_tables(deployed: Account) -> None:
    current, _ = releases.in_use(deployed.cloud, deployed.output("base", "CodeBucket"))
    functions = stacks.find(deployed.cloud, "functions")
    assert functions is not None
    assert functions.parameters["MembersCode"] == f"releases/{current}/members.zip"
    told = deployed.client("lambda").get_function_configuration(FunctionName="try-members")["Environment"]["Variables"]
    assert (told["TABLE_PREFIX"], told["SUPERVISING_BODY"], told["DISTRICT_CODE"]) == ("try-", "渝中区民政局", "500103")


def test_the_site_is_in_its_bucket_with_the_districts_name(deployed: Account) -> None:
    page = (
        deployed.client("s3").get_object(Bucket=deployed.output("base", "SiteBucket"), Key="index.html")["Body"].read()
    )
    assert "渝中区民政局" in page.decode()


def test_the_data_key_is_made_once(deployed: Account) -> None:
    first = deploy.data_key(deployed.cloud, deployed.output("base", "DataKeyArn"))
    assert deploy.data_key(deployed.cloud, deployed.output("base", "DataKeyArn")) == first
    told = deployed.client("lambda").get_function_configuration(FunctionName="try-members")["Environment"]["Variables"]
    assert told["KMS_DATA_KEY"] == first


def test_a_second_run_needs_no_settings_and_changes_nothing(
    deployed: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    before = releases.listed(deployed.cloud, deployed.output("base", "CodeBucket"))
    assert run(deploy) == 0
    told = capsys.readouterr().out
    assert ("SUPERVISOR=登录名:姓名" in told, "更新 0 个文件，移除 0 个" in told) == (True, True)
    assert releases.listed(deployed.cloud, deployed.output("base", "CodeBucket")) == before


def test_every_step_is_told_with_its_number(deployed: Account, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(deploy) == 0
    told = capsys.readouterr().out
    assert [f"[{number}/11]" in told for number in range(1, 12)] == [True] * 11


def parameter(account: Account, kind: str, name: str) -> str:
    stack = stacks.find(account.cloud, kind)
    assert stack is not None
    return stack.parameters[name]


def test_a_new_value_of_the_origins_secret_is_taken_over_without_a_refused_request(
    deployed: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    """For a while the functions take both values; the distribution shows the new one; then the old one is good no more."""
    before = parameter(deployed, "site", "OriginSecretTurn")
    deployed.client("secretsmanager").put_secret_value(SecretId="stand-in", SecretString="another secret")
    capsys.readouterr()
    assert run(deploy) == 0
    assert "新旧都认" in capsys.readouterr().out
    assert parameter(deployed, "site", "OriginSecretTurn") != before
    assert parameter(deployed, "functions", "FormerOriginSecret") == "no"
    assert run(deploy) == 0
    assert "新旧都认" not in capsys.readouterr().out


def test_without_an_earlier_release_there_is_nothing_to_roll_back_to(
    deployed: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(rollback) == 1
    assert "没有更早的版本" in capsys.readouterr().err


def test_a_rollback_puts_functions_and_pages_back(deployed: Account) -> None:
    bucket = deployed.output("base", "CodeBucket")
    first, _ = releases.in_use(deployed.cloud, bucket)
    parts = {
        part: releases.part_of(deployed.cloud, bucket, releases.read(deployed.cloud, bucket, first), part)
        for part in ("public", "members")
    }
    newer = releases.name({**parts, "site": b"PK"}, datetime(2026, 12, 1, tzinfo=UTC))
    releases.upload(deployed.cloud, bucket, newer, {**parts, "site": b"PK"})
    releases.now_in_use(deployed.cloud, bucket, newer.release_id)
    deployed.client("s3").delete_object(Bucket=deployed.output("base", "SiteBucket"), Key="verify/index.html")
    assert run(rollback) == 0
    assert releases.in_use(deployed.cloud, bucket) == (first, newer.release_id)
    assert deployed.client("s3").head_object(Bucket=deployed.output("base", "SiteBucket"), Key="verify/index.html")


def test_a_release_that_does_not_exist_is_told_so(deployed: Account, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(rollback, "--to", "20200101-nothing") == 1
    assert "没有版本 20200101-nothing" in capsys.readouterr().err


def keys_of(account: Account) -> list[str]:
    told = account.client("lambda").get_function_configuration(FunctionName="try-members")["Environment"]["Variables"]
    return str(told["SIGNING_KEYS"]).split(",")


def test_a_signing_key_is_added_kept_by_later_deployments_and_taken_out(
    deployed: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = keys_of(deployed)
    assert run(signing_keys) == 0
    third = keys_of(deployed)[2]
    kms, number = deployed.client("kms"), third.rpartition("/")[2]
    key = kms.describe_key(KeyId=number)["KeyMetadata"]
    assert (key["KeySpec"], key["KeyUsage"]) == ("ECC_NIST_P256", "SIGN_VERIFY")
    assert run(deploy) == 0
    assert keys_of(deployed) == [first, second, third]
    assert run(signing_keys, "--without", third) == 0
    assert keys_of(deployed) == [first, second]
    assert kms.describe_key(KeyId=number)["KeyMetadata"]["KeyState"] == "Disabled"
    for wrong, said in ((second, "没有备用的了"), ("nothing", "没有在用这把密钥")):
        assert run(signing_keys, "--without", wrong) == 1
        assert said in capsys.readouterr().err


def levels(account: Account, title: str) -> dict[str, str]:
    """What one look of the doctor finds: texts by level, joined."""
    found: dict[str, str] = {}
    for each in findings.examine(findings.Patient(account.cloud), title, findings.LOOKS[title]):
        found[each.level] = f"{found.get(each.level, '')}{each.title}：{each.text}；"
        assert each.level == findings.GOOD or each.next_step, each
    return found


@pytest.fixture(scope="module")
def healthy(deployed: Account) -> Account:
    """With what moto's CloudFormation leaves out of a table, keys whose policy it can read, and an alarm."""
    policy = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}],
    }
    for arn in (deployed.output("base", "DataKeyArn"), *deployed.output("base", "SigningKeyArns").split(",")):
        deployed.client("kms").put_key_policy(KeyId=arn, PolicyName="default", Policy=json.dumps(policy))
    client = deployed.client("dynamodb")
    for wanted in tables("try-"):
        name = wanted["TableName"]
        on = {"PointInTimeRecoveryEnabled": True}
        client.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=on)
        if expiry := wanted.get("TimeToLiveSpecification"):
            client.update_time_to_live(TableName=name, TimeToLiveSpecification=expiry)
    alarm(deployed)
    return deployed


def alarm(account: Account) -> Any:
    watch = account.client("cloudwatch")
    watch.put_metric_alarm(
        AlarmName="try-members-errors", AlarmDescription="登录后使用的函数在出错", MetricName="Errors", Namespace="AWS/Lambda", Period=300,
        EvaluationPeriods=1, Threshold=5, ComparisonOperator="GreaterThanOrEqualToThreshold", Statistic="Sum",
    )  # fmt: skip
    return watch


@pytest.mark.parametrize("title", ["账号", "堆栈", "模板", "数据表", "函数", "密钥", "告警", "版本"])
def test_the_doctor_finds_nothing_wrong_with_what_was_just_deployed(healthy: Account, title: str) -> None:
    assert set(levels(healthy, title)) == {findings.GOOD}


def test_the_doctor_names_a_table_that_cannot_be_recovered_or_is_gone(healthy: Account) -> None:
    client = healthy.client("dynamodb")
    off = {"PointInTimeRecoveryEnabled": False}
    client.update_continuous_backups(TableName="try-volunteers", PointInTimeRecoverySpecification=off)
    client.update_table(TableName="try-groups", DeletionProtectionEnabled=False)
    try:
        told = levels(healthy, "数据表")[findings.BAD]
        assert "表 try-volunteers：没有打开时间点恢复" in told
        assert "表 try-groups：没有删除保护" in told
    finally:
        client.update_continuous_backups(
            TableName="try-volunteers", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
        )
        client.update_table(TableName="try-groups", DeletionProtectionEnabled=True)


def test_the_doctor_names_a_function_that_somebody_pointed_elsewhere(healthy: Account) -> None:
    client = healthy.client("lambda")
    before = client.get_function_configuration(FunctionName="try-members")["Environment"]
    changed = {**before["Variables"], "TABLE_PREFIX": "other-", "ORIGIN_SECRETS": ""}
    client.update_function_configuration(FunctionName="try-members", Environment={"Variables": changed})
    try:
        told = levels(healthy, "函数")[findings.BAD]
        assert ("指向的表是“other-”" in told, "没有来源密钥" in told) == (True, True)
    finally:
        client.update_function_configuration(FunctionName="try-members", Environment=before)


def test_the_doctor_cries_out_when_the_data_key_is_about_to_go(healthy: Account) -> None:
    kms, arn = healthy.client("kms"), healthy.output("base", "DataKeyArn").rpartition("/")[2]
    kms.schedule_key_deletion(KeyId=arn, PendingWindowInDays=7)
    try:
        assert "永远读不出来" in levels(healthy, "密钥")[findings.BAD]
    finally:
        kms.cancel_key_deletion(KeyId=arn)
        kms.enable_key(KeyId=arn)


def test_the_doctor_says_when_the_kept_data_key_does_not_open(healthy: Account) -> None:
    manager = healthy.client("secretsmanager")
    kept = manager.get_secret_value(SecretId="try/data-key")["SecretString"]
    manager.put_secret_value(SecretId="try/data-key", SecretString="bm90IGEga2V5")
    try:
        assert "try/data-key 打不开" in levels(healthy, "密钥")[findings.BAD]
    finally:
        manager.put_secret_value(SecretId="try/data-key", SecretString=kept)


def test_the_doctor_tells_which_alarm_rings_and_since_when(healthy: Account) -> None:
    watch = healthy.client("cloudwatch")
    watch.set_alarm_state(AlarmName="try-members-errors", StateValue="ALARM", StateReason="x")
    try:
        told = levels(healthy, "告警")[findings.BAD]
        assert ("try-members-errors" in told, "登录后使用的函数在出错" in told, "北京时间" in told) == (
            True,
            True,
            True,
        )
    finally:
        watch.set_alarm_state(AlarmName="try-members-errors", StateValue="OK", StateReason="x")


def test_the_doctor_sees_a_template_that_is_not_the_one_deployed(healthy: Account) -> None:
    file = healthy.templates / "base.yaml"
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace('"Description": "', '"Description": "other ', 1), encoding="utf-8")
    try:
        assert "模板 base" in levels(healthy, "模板")[findings.WATCH]
    finally:
        file.write_text(before, encoding="utf-8")


def test_chinese_that_cloudformation_gives_back_as_question_marks_is_no_difference() -> None:
    assert findings.readable("Default: 志愿服务记录系统\n") == findings.readable("Default: ????????")
    assert findings.readable("Default: 志愿") != findings.readable("Other: ??")


def test_the_doctor_waits_for_the_first_backup_and_reads_the_last(healthy: Account) -> None:
    assert "还没有一份完整的备份" in levels(healthy, "备份")[findings.WATCH]
    s3, bucket = healthy.client("s3"), healthy.output("base", "BackupBucket")
    folder = f"exports/{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}/"
    with tempfile.TemporaryDirectory() as place:
        kept = Folder(Path(place))
        write_table(kept, "volunteers", "one", [{"volunteer_id": {"S": "1"}}])
        kept.write("data-key.json", b'{"wrapped": "x"}')
        told = {"format": 1, "moment": datetime.now(UTC).isoformat(), "prefix": "try-", "tables": ["volunteers"]}
        kept.write("backup.json", json.dumps(told).encode())
        for name in kept.names():
            s3.put_object(Bucket=bucket, Key=folder + name, Body=kept.read(name))
    assert "最近一份是 0 天前的（1 张表，1 条）" in levels(healthy, "备份")[findings.GOOD]
    [data] = [each["Key"] for each in s3.list_objects_v2(Bucket=bucket)["Contents"] if each["Key"].endswith(".json.gz")]
    s3.put_object(Bucket=bucket, Key=data, Body=b"broken")
    assert "读不出来" in levels(healthy, "备份")[findings.BAD]


def test_a_look_that_cannot_be_done_says_so_and_is_never_good(healthy: Account) -> None:
    assert "没有查成" in levels(healthy, "手工改动")[findings.WATCH]  # moto has no drift


def test_a_certificate_is_told_a_month_before_it_ends() -> None:
    now = datetime(2026, 11, 27, tzinfo=UTC)
    assert findings.certificate_finding("x", now + timedelta(days=29), now).level == findings.BAD
    assert findings.certificate_finding("x", now + timedelta(days=31), now).level == findings.GOOD


def test_the_doctor_ends_with_a_code_a_program_understands(
    healthy: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    """On moto the address leads nowhere, which is a fault."""
    assert run(doctor) == 2
    told = capsys.readouterr().out
    assert ("✗ 域名" in told, "怎么办" in told, "处坏了" in told) == (True, True, True)
    assert doctor.summary([])[0] == 0
    assert doctor.summary([findings.Finding(findings.WATCH, "", "")])[0] == 1


def test_nothing_is_destroyed_before_it_is_said_twice(deployed: Account, capsys: pytest.CaptureFixture[str]) -> None:
    deployed.client("dynamodb").put_item(TableName="try-volunteers", Item={"volunteer_id": {"S": "somebody"}})
    for arguments in ([], ["--sure", "other"], ["--sure", "try"], ["--sure", "try", "--again", "000000000000"]):
        assert run(destroy, *arguments) == 1
        assert "什么都还没有删" in capsys.readouterr().err
    assert len(destroy.table_names(deployed.cloud)) == len(tables("try-"))
    assert stacks.find(deployed.cloud, "functions") is not None
