"""`make deploy`, `rollback`, `doctor` and `destroy` on moto: from an empty account to one that answers, and back.

moto makes nothing of the types in `stacked.MOTO`; what asks from outside asks a district on this machine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra import deploy, destroy, releases, rollback, stacks
from infra.cloud import Cloud
from infra.local_site import running_district
from infra.tables import tables
from tests.infra import stacked

REGION = "cn-northwest-1"
ACCOUNT = "321098765432"
PLACE = ["--stage", "try", "--region", REGION]
SETTINGS = [
    "--district", "500103", "--body", "渝中区民政局", "--domain", "zyfw.example.gov.cn", "--certificate", "ASCAEXAMPLE", "--mail", "clerk@example.gov.cn",
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
        mock_aws(config={"lambda": {"use_docker": False}}),
    ):
        for name, value in {
            "MOTO_ACCOUNT_ID": ACCOUNT, "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing",
            "SMOKE_ADDRESS": district.base, "TEMPLATES": str(folder),
        }.items():  # fmt: skip
            patch.setenv(name, value)
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


@pytest.fixture(scope="module")
def deployed(account: Account) -> Account:
    """The first deployment. Whoever supervises is opened by a process of its own, which cannot reach moto: see tests/engine/test_deploy.py."""
    assert run(deploy, *SETTINGS) == 0
    return account


def test_without_settings_nothing_is_made_and_each_missing_one_is_named(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(deploy, "--mail", "no address") == 1
    told = capsys.readouterr().err
    for name in ("DISTRICT=", "BODY=", "DOMAIN=", "CERTIFICATE=", "MAIL=no address"):
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


def test_nothing_is_destroyed_before_it_is_said_twice(deployed: Account, capsys: pytest.CaptureFixture[str]) -> None:
    deployed.client("dynamodb").put_item(TableName="try-volunteers", Item={"volunteer_id": {"S": "somebody"}})
    for arguments in ([], ["--sure", "other"], ["--sure", "try"], ["--sure", "try", "--again", "000000000000"]):
        assert run(destroy, *arguments) == 1
        assert "什么都还没有删" in capsys.readouterr().err
    assert len(destroy.table_names(deployed.cloud)) == len(tables("try-"))
    assert stacks.find(deployed.cloud, "functions") is not None
