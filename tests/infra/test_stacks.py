"""The stacks made by CloudFormation on moto, in both partitions: what stands then is what was written.

moto makes nothing of the types in `stacked.MOTO`, and of a bucket and a table not every property; tests/engine/test_stacks.py has most of
the rest, and tests/infra/test_templates.py holds what is written to what is wanted.
"""

import json
from ast import literal_eval
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from moto.cloudformation import parsing

from infra.tables import tables
from tests.infra import stacked
from tests.infra.account import empty_account


@dataclass(frozen=True)
class Account:
    """A region in which all stacks were made."""

    region: str
    number: str
    told: dict[str, dict[str, str]]
    left_out: set[str]

    @property
    def partition(self) -> str:
        return stacked.PARTITIONS[self.region]["AWS::Partition"]

    def client(self, service: str) -> Any:
        return boto3.client(service, region_name=self.region)


@pytest.fixture(scope="module", params=sorted(stacked.PARTITIONS))
def account(request: pytest.FixtureRequest) -> Iterator[Account]:
    region = request.param
    with empty_account() as number:
        told, left_out = stacked.make_all(
            lambda service: boto3.client(service, region_name=region), stacked.MOTO, region
        )
        yield Account(region, number, told, left_out)


@pytest.mark.parametrize("kind", stacked.MOTO)
def test_only_what_moto_does_not_know_is_left_out(kind: str) -> None:
    assert kind not in parsing.get_model_map()


@pytest.mark.parametrize("kind", stacked.ORDER)
def test_everything_else_is_made(account: Account, kind: str) -> None:
    wanted = stacked.wanted_of(kind, china=account.partition == "aws-cn") - account.left_out
    assert stacked.made_of(account.client, kind) == wanted


def test_every_table_stands_with_its_indexes_and_cannot_be_deleted(account: Account) -> None:
    for wanted in tables("record-"):
        made = account.client("dynamodb").describe_table(TableName=wanted["TableName"])["Table"]
        indexes = {each["IndexName"] for each in made.get("GlobalSecondaryIndexes", [])}
        assert indexes == {each["IndexName"] for each in wanted.get("GlobalSecondaryIndexes", [])}
        assert made["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
        assert str(made["DeletionProtectionEnabled"]).lower() == "true"


def test_the_key_that_seals_is_turned_over_and_two_are_there_to_sign(account: Account) -> None:
    kms, base = account.client("kms"), account.told["base"]
    assert kms.get_key_rotation_status(KeyId=base["DataKeyArn"])["KeyRotationEnabled"] is True
    signing = base["SigningKeyArns"].split(",")
    assert len({*signing, base["DataKeyArn"]}) == 3
    for arn in signing:
        assert arn.startswith(f"arn:{account.partition}:kms:{account.region}:")


def test_the_functions_are_told_what_they_read(account: Account) -> None:
    client = account.client("lambda")
    members = client.get_function_configuration(FunctionName=account.told["functions"]["MembersFunction"])
    told = members["Environment"]["Variables"]
    assert (members["MemorySize"], members["Timeout"], members["Runtime"]) == (1024, 29, "python3.13")
    assert (told["TABLE_PREFIX"], told["SITE_ORIGIN"]) == ("record-", "https://zyfw.example.gov.cn")
    assert told["SIGNING_KEYS"] == account.told["base"]["SigningKeyArns"]
    assert told["PUBLISHED_BUCKET"] == account.told["base"]["SiteBucket"]
    public = client.get_function_configuration(FunctionName=account.told["functions"]["PublicFunction"])["Environment"][
        "Variables"
    ]
    assert set(told) - set(public) == {"KMS_DATA_KEY", "SIGNING_KEYS", "PUBLISHED_BUCKET"}
    for each in (told, public):
        assert each["VIEWER_HEADER"] == ("" if account.partition == "aws-cn" else "CloudFront-Viewer-Address")


def own_rights(account: Account, function: str) -> list[dict[str, Any]]:
    """Every statement of a function's own role."""
    iam = account.client("iam")
    role = account.client("lambda").get_function_configuration(FunctionName=function)["Role"].rpartition("/")[2]
    names = iam.list_role_policies(RoleName=role)["PolicyNames"]
    documents = [iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in names]
    # moto keeps a role's own as Python writes it.
    read = [literal_eval(document) if isinstance(document, str) else document for document in documents]
    return [statement for document in read for statement in document["Statement"]]


def rights_to_tables(account: Account, output: str) -> list[dict[str, Any]]:
    """Every statement of the policies that access.yaml made; moto does not keep which role has which."""
    iam, found = account.client("iam"), []
    for arn in account.told["access"][output].split(","):
        version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
        found += iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]["Statement"]
    return found


def test_each_function_has_rights_of_its_own_in_the_right_partition(account: Account) -> None:
    told = {name: own_rights(account, f"record-{name}") for name in ("public", "members", "pages")}
    services = {
        name: {act.split(":")[0] for each in found for act in _listed(each["Action"])} for name, found in told.items()
    }
    assert services == {"public": {"logs"}, "members": {"kms", "logs", "s3"}, "pages": {"logs", "s3"}}
    for each in [statement for found in told.values() for statement in found]:
        assert all(resource.startswith(f"arn:{account.partition}:") for resource in _listed(each["Resource"])), each


@pytest.mark.parametrize("output", ["PublicPolicies", "MembersPolicies"])
def test_rights_to_tables_are_to_these_tables_alone(account: Account, output: str) -> None:
    tables_here = f"arn:{account.partition}:dynamodb:{account.region}:{account.number}:table/record-"
    found = rights_to_tables(account, output)
    assert found
    for each in found:
        assert {act.split(":")[0] for act in each["Action"]} == {"dynamodb"}
        assert all(resource.startswith(tables_here) for resource in each["Resource"])


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def test_the_schedule_calls_the_function_of_the_jobs(account: Account) -> None:
    events = account.client("events")
    commands = {}
    for rule in events.list_rules()["Rules"]:
        [target] = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
        assert target["Arn"].endswith(":function:record-jobs")
        commands[json.loads(target["Input"])["command"]] = rule["ScheduleExpression"]
    assert commands == {
        "functions.jobs.often": "rate(10 minutes)",
        "functions.jobs.hourly": "rate(1 hour)",
        "functions.jobs.nightly": "cron(0 19 * * ? *)",
    }


def test_only_the_gateway_and_the_schedule_are_let_in(account: Account) -> None:
    for function, count, service in (("members", 1, "apigateway"), ("public", 1, "apigateway"), ("jobs", 3, "events")):
        policy = json.loads(account.client("lambda").get_policy(FunctionName=f"record-{function}")["Policy"])
        assert len(policy["Statement"]) == count
        assert {each["Principal"]["Service"] for each in policy["Statement"]} == {f"{service}.amazonaws.com"}


def test_logs_are_kept_half_a_year(account: Account) -> None:
    groups = account.client("logs").describe_log_groups()["logGroups"]
    assert {each["logGroupName"]: each["retentionInDays"] for each in groups} == {
        "/aws/lambda/record-jobs": 180,
        "/aws/lambda/record-members": 180,
        "/aws/lambda/record-pages": 180,
        "/aws/lambda/record-public": 180,
    }


def test_the_gateway_leads_each_path_to_its_function(account: Account) -> None:
    gateway, api = account.client("apigateway"), account.told["site"]["ApiId"]
    found = {}
    for resource in gateway.get_resources(restApiId=api, limit=500)["items"]:
        for method in resource.get("resourceMethods", {}):
            uri = gateway.get_integration(restApiId=api, resourceId=resource["id"], httpMethod=method)["uri"]
            assert uri.startswith(f"arn:{account.partition}:apigateway:{account.region}:lambda:path/")
            found[f"{method} {resource['path']}"] = uri.split(":function:")[1].split("/")[0]
    assert found == {
        "ANY /": "record-pages",
        "ANY /{proxy+}": "record-pages",
        "ANY /api/{proxy+}": "record-members",
        "ANY /api/v1/{proxy+}": "record-members",
        "ANY /api/v1/session": "record-members",
        "POST /api/v1/session": "record-members",
        "ANY /api/v1/session/{proxy+}": "record-members",
        "ANY /api/v1/public/{proxy+}": "record-public",
        "POST /api/v1/public/{proxy+}": "record-public",
    }


def test_addresses_end_as_they_do_in_the_partition(account: Account) -> None:
    suffix = stacked.PARTITIONS[account.region]["AWS::URLSuffix"]
    assert account.told["site"]["ApiHost"].endswith(f".{account.region}.{suffix}")
    assert account.told["functions"]["ApiAddress"] == f"https://{account.told['site']['ApiHost']}/live"
