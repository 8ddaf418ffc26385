"""Makes the stacks in their order on a local engine, without the kinds of things that the engine does not know."""

import io
import json
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from infra.site_build import ROOT
from infra.tables import load_template

ORDER = ("base", "tables", "access", "site", "functions")
# What each engine's CloudFormation does not know, and so is shown by the linter and by the tests of what is written alone.
MOTO = (
    "AWS::ApiGateway::GatewayResponse", "AWS::ApiGateway::Stage", "AWS::Budgets::Budget", "AWS::CloudFront::CachePolicy",
    "AWS::CloudFront::CloudFrontOriginAccessIdentity", "AWS::CloudFront::Distribution", "AWS::CloudFront::OriginRequestPolicy",
    "AWS::CloudFront::ResponseHeadersPolicy", "AWS::CloudWatch::Alarm", "AWS::Lambda::EventInvokeConfig", "AWS::S3::BucketPolicy",
    "AWS::SNS::Subscription", "AWS::SNS::TopicPolicy", "AWS::SecretsManager::Secret", "AWS::WAFv2::WebACLAssociation",
)  # fmt: skip
MINISTACK = (
    "AWS::Budgets::Budget", "AWS::CloudFront::CachePolicy", "AWS::CloudFront::OriginRequestPolicy", "AWS::CloudFront::ResponseHeadersPolicy",
    "AWS::WAFv2::WebACLAssociation",
)  # fmt: skip
# Both engines say "aws" everywhere; what is made is told what it would be told there.
PARTITIONS = {
    "us-east-1": {"AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com"},
    "cn-northwest-1": {"AWS::Partition": "aws-cn", "AWS::URLSuffix": "amazonaws.com.cn"},
}
STAND_INS = {"Distribution": "E1LOCALSTANDIN", "Distribution.DomainName": "d1local.cloudfront.net"}
_TAGS = {"Sub", "If", "Join", "Equals", "Not", "And", "Or", "FindInMap", "GetAtt", "Split"}
Clients = Callable[[str], Any]


def _long_form(value: Any) -> Any:
    """Short tags as the long ones, which JSON is able to say."""
    if isinstance(value, list):
        return [_long_form(each) for each in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1 and (name := next(iter(value))) in _TAGS:
        inner = value[name]
        return {f"Fn::{name}": inner.split(".", 1) if name == "GetAtt" else _long_form(inner)}
    return {name: _long_form(each) for name, each in value.items()}


def _without(value: Any, gone: Mapping[str, str]) -> Any:
    """References to what is left out as what stands for it."""
    if isinstance(value, list):
        return [_without(each, gone) for each in value]
    if isinstance(value, str):
        for name, stand_in in gone.items():
            value = value.replace(f"${{{name}}}", stand_in)
        return value
    if not isinstance(value, dict):
        return value
    if value.get("Ref") in gone:
        return gone[value["Ref"]]
    if ".".join(value.get("Fn::GetAtt", [])) in gone:
        return gone[".".join(value["Fn::GetAtt"])]
    kept = {name: _without(each, gone) for name, each in value.items()}
    if isinstance(kept.get("DependsOn"), str) and kept["DependsOn"] in gone:
        del kept["DependsOn"]
    return kept


def portable(kind: str, unknown: Sequence[str], stand_ins: Mapping[str, str]) -> tuple[str, set[str]]:
    """A template without the types that an engine does not know, as JSON; and the names of what was left out."""
    told = _long_form(load_template(ROOT / "infra" / f"{kind}.yaml"))
    left_out = {name for name, each in told["Resources"].items() if each["Type"] in unknown}
    used = {
        name: text for name, text in stand_ins.items() if name.split(".")[0] in left_out or name.startswith("AWS::")
    }
    gone = {**dict.fromkeys(left_out, "left-out"), **used}
    told["Resources"] = {name: each for name, each in told["Resources"].items() if name not in left_out}
    return json.dumps(_without(told, gone), ensure_ascii=False), left_out


def _given(kind: str, told: Mapping[str, Mapping[str, str]], secret: str) -> dict[str, str]:
    """Parameters as infra/deploy.py passes them."""
    prefix = {"Prefix": "record-"}
    base = told.get("base", {})
    if kind == "base":
        return prefix | {"AlarmMail": "clerk@example.gov.cn", "MonthlyBudget": "100"}
    if kind == "site":
        named = {
            "DomainName": "zyfw.example.gov.cn",
            "CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/1",
        }
        return prefix | named | {"SiteBucket": base["SiteBucket"], "OriginSecretArn": secret}
    if kind == "functions":
        site, access = told["site"], told["access"]
        return prefix | {
            "TablePrefix": "record-", "CodeBucket": base["CodeBucket"], "PublicCode": "public.zip", "MembersCode": "members.zip",
            "Runtime": "python3.13", "Architecture": "x86_64", "PublicMemory": "512", "PublicTimeout": "10", "MembersMemory": "1024",
            "MembersTimeout": "29", "JobsMemory": "1769", "JobsTimeout": "900", "SiteOrigin": site["SiteOrigin"], "SiteBucket": base["SiteBucket"],
            "DistrictCode": "500103",
            "SupervisingBody": "渝中区民政局", "DataKeyArn": base["DataKeyArn"], "WrappedDataKey": "d3JhcHBlZA==",
            "SigningKeyArns": base["SigningKeyArns"], "OriginSecretArn": secret, "AccessPublic": access["PublicPolicies"],
            "AccessMembers": access["MembersPolicies"], "AlarmTopic": base["AlarmTopic"], "ApiId": site["ApiId"],
            "ApiRootResourceId": site["ApiRootResourceId"],
        }  # fmt: skip
    return prefix


def _make(client: Any, kind: str, body: str, given: Mapping[str, str]) -> dict[str, str]:
    """Create a stack and wait; returns its outputs."""
    name = f"record-{kind}"
    parameters = [{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()]
    client.create_stack(
        StackName=name,
        TemplateBody=body,
        Parameters=parameters,
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
    )
    give_up = time.monotonic() + 60
    while True:
        [stack] = client.describe_stacks(StackName=name)["Stacks"]
        if not stack["StackStatus"].endswith("_IN_PROGRESS") or time.monotonic() > give_up:
            break
        time.sleep(0.1)
    why = [event.get("ResourceStatusReason") for event in client.describe_stack_events(StackName=name)["StackEvents"]]
    assert stack["StackStatus"] == "CREATE_COMPLETE", [reason for reason in why if reason]
    return {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", [])}


def a_zip(name: str) -> bytes:
    """A function that answers who it is and what it was asked."""
    content = io.BytesIO()
    code = f"def lambda_handler(event, _):\n    return {{'statusCode': 200, 'body': '{name} ' + event['httpMethod'] + ' ' + event['path']}}\n"
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("handler.py", code)
    return content.getvalue()


def make_all(clients: Clients, unknown: Sequence[str], region: str) -> tuple[dict[str, dict[str, str]], set[str]]:
    """All stacks in order, each given what those before it told; returns their outputs, and the names of what was left out."""
    secret = clients("secretsmanager").create_secret(Name="stand-in", SecretString="a-secret")["ARN"]
    told: dict[str, dict[str, str]] = {}
    left_out: set[str] = set()
    for kind in ORDER:
        body, without = portable(kind, unknown, {**STAND_INS, **PARTITIONS[region], "OriginSecret": secret})
        origin = told["base"].get("OriginSecretArn", secret) if told else secret
        told[kind] = _make(clients("cloudformation"), kind, body, _given(kind, told, origin))
        left_out |= without
        if kind == "base":
            for name in ("public", "members"):
                clients("s3").put_object(Bucket=told["base"]["CodeBucket"], Key=f"{name}.zip", Body=a_zip(name))
    return told, left_out


def made_of(clients: Clients, kind: str) -> set[str]:
    """The names of what stands of a stack."""
    pages = clients("cloudformation").get_paginator("list_stack_resources").paginate(StackName=f"record-{kind}")
    return {each["LogicalResourceId"] for page in pages for each in page["StackResourceSummaries"]}


def wanted_of(kind: str, china: bool) -> set[str]:
    """The names of what a stack should be made of in a partition, as the tests make it."""
    truth = {"IsChina": china, "IsGlobal": not china, "Told": True, "Budgeted": True, "Guarded": False}
    told = load_template(ROOT / "infra" / f"{kind}.yaml")["Resources"]
    return {name for name, each in told.items() if "Condition" not in each or truth[each["Condition"]]}
