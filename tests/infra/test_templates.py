"""The templates: what holds in every one of them, in both partitions, and what they say that the code says too."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from functions import app
from infra import server
from infra.package import FUNCTIONS, stage_settings
from infra.site_build import ROOT, build_site
from infra.tables import load_template

TEMPLATES = sorted((ROOT / "infra").glob("*.yaml"))
REGIONS = ("us-east-1", "cn-northwest-1", "cn-north-1")
# What each stack tells the next ones; infra/deploy.py passes it on.
OUTPUTS = {
    "base": {
        "DataKeyArn",
        "SigningKeyArns",
        "CodeBucket",
        "SiteBucket",
        "BackupBucket",
        "OriginSecretArn",
        "AlarmTopic",
    },
    "access": {"PublicPolicies", "MembersPolicies"},
    "site": {"ApiId", "ApiRootResourceId", "ApiHost", "SiteOrigin", "DistributionId", "DistributionDomain"},
    "functions": {"PublicFunction", "MembersFunction", "JobsFunction", "ApiAddress"},
}
PARAMETERS = {
    "base": {"Prefix", "AlarmMail", "MonthlyBudget"},
    "tables": {"Prefix", "Protected"},
    "access": {"Prefix"},
    "site": {"Prefix", "SiteBucket", "OriginSecretArn", "OriginSecretTurn", "DomainName", "CertificateArn", "WebAclArn"},
    "functions": {
        "Prefix", "TablePrefix", "CodeBucket", "PublicCode", "MembersCode", "Runtime", "Architecture", "PublicMemory", "PublicTimeout",
        "MembersMemory", "MembersTimeout", "JobsMemory", "JobsTimeout", "SiteOrigin", "SiteBucket", "DistrictCode", "SupervisingBody", "SystemName",
        "DataKeyArn",
        "WrappedDataKey", "SigningKeyArns", "OriginSecretArn", "AccessPublic", "AccessMembers", "AlarmTopic", "LogDays", "ApiId",
        "ApiRootResourceId", "WebAclArn", "FormerOriginSecret",
    },
}  # fmt: skip
# A role names what it may touch; where a name ends in a star, this says why.
WIDE = {
    "arn:${AWS::Partition}:s3:::${SiteBucket}/*": "the pages' function reads the bucket whose every object anybody may read",
    "arn:${AWS::Partition}:s3:::${SiteBucket}/published/*": "jobs publish files whose names follow from the records",
    "arn:${AWS::Partition}:s3:::${SiteBucket}/.well-known/*": "jobs publish keys and seals",
    "*": "the keeper lists tables, for which there is no narrower resource",
    "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${TablePrefix}*": "the keeper exports every table in use",
    "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${TablePrefix}*/export/*": "exports have numbers for names",
    "arn:${AWS::Partition}:s3:::${BackupBucket}/exports/*": "a backup is a folder of its own",
    "arn:${AWS::Partition}:s3:::${BackupBucket}/exports/*/started.json": "the keeper reads its own notes, and nothing of a backup",
    "arn:${AWS::Partition}:s3:::${BackupBucket}/exports/*/backup.json": "as above",
}


def template(kind: str) -> dict[str, Any]:
    return load_template(ROOT / "infra" / f"{kind}.yaml")


def resources(kind: str, of_type: str = "") -> dict[str, dict[str, Any]]:
    return {name: each for name, each in template(kind)["Resources"].items() if each["Type"].endswith(of_type)}


def everywhere(of_type: str) -> list[tuple[str, dict[str, Any]]]:
    return [(name, each) for file in TEMPLATES for name, each in resources(file.stem, of_type).items()]


def statements(value: Any) -> Iterator[dict[str, Any]]:
    """Every statement below a value, those of both ways of a condition too."""
    if isinstance(value, list):
        for each in value:
            yield from statements(each)
    elif isinstance(value, dict):
        if "Effect" in value:
            yield value
        for each in value.values():
            yield from statements(each)


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_the_linter_finds_nothing_in_any_region() -> None:
    command = [str(Path(sys.executable).with_name("cfn-lint")), "--regions", *REGIONS, "--", *map(str, TEMPLATES)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (0, "")


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.stem)
def test_no_partition_is_written_out(file: Path) -> None:
    lines = [
        line.split(" # ")[0]
        for line in file.read_text(encoding="utf-8").splitlines()
        if not line.lstrip().startswith("#")
    ]
    text = "\n".join(lines)
    # The names of AWS's own services end alike in every partition.
    left = re.sub(r"(Service: |Principal: |Service: \[.*|, )[a-z]+\.amazonaws\.com", "", text)
    assert not re.search(r"arn:aws|amazonaws\.com", left)


@pytest.mark.parametrize("kind", PARAMETERS)
def test_parameters_and_outputs_are_those_that_were_agreed(kind: str) -> None:
    told = template(kind)
    assert set(told["Parameters"]) == PARAMETERS[kind]
    assert set(told.get("Outputs", {})) == OUTPUTS.get(kind, set())


def test_no_type_is_named_that_china_does_not_have() -> None:
    """There a template is refused that so much as names one, whatever its condition."""
    missing = {"AWS::CloudFront::Function", "AWS::CloudFront::OriginAccessControl"}
    assert not missing & {each["Type"] for _, each in everywhere("")}


# ---- buckets, keys, logs ----


def test_every_bucket_is_private_versioned_encrypted_and_kept() -> None:
    buckets = everywhere("S3::Bucket")
    assert len(buckets) >= 3
    for name, bucket in buckets:
        told = bucket["Properties"]
        assert set(told["PublicAccessBlockConfiguration"].values()) == {True}, name
        assert len(told["PublicAccessBlockConfiguration"]) == 4, name
        assert told["VersioningConfiguration"] == {"Status": "Enabled"}, name
        assert told["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}, name
        assert told["BucketEncryption"], name
        assert bucket["UpdateReplacePolicy"] == "Retain", name
        assert bucket["DeletionPolicy"] in {"Retain", "RetainExceptOnCreate"}, name


def test_every_bucket_refuses_what_comes_unencrypted() -> None:
    refusing = {
        policy["Properties"]["Bucket"]["Ref"]
        for _, policy in everywhere("S3::BucketPolicy")
        for each in statements(policy)
        if (each["Effect"], each["Principal"], each.get("Condition"))
        == ("Deny", "*", {"Bool": {"aws:SecureTransport": "false"}})
    }
    assert refusing >= {"CodeBucket", "BackupBucket", "SiteBucket"}


def test_nobody_but_the_distribution_is_let_into_a_bucket_and_that_to_what_pages_load() -> None:
    let_in = [
        (each["Principal"], each["Action"], each["Resource"])
        for _, policy in everywhere("S3::BucketPolicy")
        for each in statements(policy)
        if each["Effect"] == "Allow"
    ]
    reader = {"CanonicalUser": {"GetAtt": "BucketReader.S3CanonicalUserId"}}
    assert let_in == [(reader, "s3:GetObject", {"Sub": "arn:${AWS::Partition}:s3:::${SiteBucket}/assets/*"})]


def test_keys_are_kept_and_the_one_that_seals_is_turned_over() -> None:
    keys = resources("base", "KMS::Key")
    assert {key["UpdateReplacePolicy"] for key in keys.values()} == {"Retain"}
    assert keys["DataKey"]["Properties"]["EnableKeyRotation"] is True
    signing = [key["Properties"] for name, key in keys.items() if name != "DataKey"]
    assert [(key["KeySpec"], key["KeyUsage"]) for key in signing] == [("ECC_NIST_P256", "SIGN_VERIFY")] * 2


def test_logs_are_kept_half_a_year_and_not_for_ever() -> None:
    """The Cybersecurity Law, Article 21, wants six months at least."""
    assert template("functions")["Parameters"]["LogDays"]["Default"] >= 180
    for name, group in everywhere("Logs::LogGroup"):
        days = group["Properties"]["RetentionInDays"]
        assert days == {"Ref": "LogDays"} or days >= 180, name


def test_every_table_is_paid_by_use_encrypted_recoverable_and_protected() -> None:
    tables = resources("tables", "DynamoDB::Table")
    assert len(tables) == len(template("tables")["Resources"])
    for name, table in tables.items():
        told = table["Properties"]
        assert told["BillingMode"] == "PAY_PER_REQUEST", name
        assert told["SSESpecification"] == {"SSEEnabled": True}, name
        assert told["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}, name
        assert told["DeletionProtectionEnabled"] == {"Ref": "Protected"}, name
    assert template("tables")["Parameters"]["Protected"]["Default"] == "true"


# ---- who may do what ----


def test_every_role_belongs_to_a_function_and_names_what_it_may_touch() -> None:
    for name, role in everywhere("IAM::Role"):
        trusted = [each["Principal"] for each in statements(role["Properties"]["AssumeRolePolicyDocument"])]
        assert trusted == [{"Service": "lambda.amazonaws.com"}], name
        for each in statements(role["Properties"]["Policies"]):
            assert not [act for act in as_list(each["Action"]) if "*" in act], name
            for resource in as_list(each["Resource"]):
                written = str(resource.get("Sub", "")) if isinstance(resource, dict) else resource
                assert "*" not in written or written in WIDE, (name, written)


def test_the_public_function_has_no_key_and_nothing_beside_its_tables_and_its_log() -> None:
    role = resources("functions")["PublicRole"]["Properties"]
    assert role["ManagedPolicyArns"] == {"Split": [",", {"Ref": "AccessPublic"}]}
    assert [act for each in statements(role["Policies"]) for act in each["Action"]] == [
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    ]
    assert not {"KMS_DATA_KEY", "SIGNING_KEYS", "PUBLISHED_BUCKET"} & set(environment("PublicFunction"))


def test_the_members_function_opens_signs_and_publishes_and_nothing_else() -> None:
    role = resources("functions")["MembersRole"]["Properties"]
    acts = {act for each in statements(role["Policies"]) for act in as_list(each["Action"])}
    assert acts == {
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "kms:Decrypt",
        "kms:Sign",
        "kms:GetPublicKey",
        "s3:PutObject",
    }


def test_only_our_own_gateway_and_schedule_call_a_function() -> None:
    """Whoever may call a function may run code through Zappa's handler."""
    told = [each["Properties"] for name, each in everywhere("Lambda::Permission")]
    assert {each["Principal"] for each in told} <= {"apigateway.amazonaws.com", "events.amazonaws.com"}
    for each in told:
        source = each["SourceArn"]
        assert "GetAtt" in source or re.search(r"\$\{(ApiId|Gateway)\}/live/\*$", source["Sub"])


# ---- functions ----


def environment(function: str) -> dict[str, Any]:
    told: dict[str, Any] = resources("functions")[function]["Properties"]["Environment"]["Variables"]
    return told


def test_every_setting_that_the_functions_read_is_given_or_not_for_the_cloud() -> None:
    read = set(
        re.findall(r'env\.get\("(\w+)"', (ROOT / "functions" / "storage" / "settings.py").read_text(encoding="utf-8"))
    )
    one_machine = {"DYNAMODB_ENDPOINT", "KEY_FILE", "PUBLISHED_FOLDER"}
    by_lambda = {"AWS_REGION"}
    left_as_it_is = {"STAR_SCHEME"}  # Chongqing's; another place's is a new release
    given = set(environment("MembersFunction")) - {"INSTANTIATE_LAMBDA_HANDLER_ON_IMPORT"}
    assert read == given | one_machine | by_lambda | left_as_it_is


def test_memory_and_time_have_one_place() -> None:
    parameters = template("functions")["Parameters"]
    for name in (
        "Runtime",
        "Architecture",
        "PublicMemory",
        "PublicTimeout",
        "MembersMemory",
        "MembersTimeout",
        "JobsMemory",
        "JobsTimeout",
    ):
        assert "Default" not in parameters[name], name
    for function in FUNCTIONS:
        assert stage_settings(function)["timeout_seconds"] <= parameters[f"{function.capitalize()}Timeout"]["MaxValue"]
        assert stage_settings(function)["runtime"] in parameters["Runtime"]["AllowedValues"]
        given = set(stage_settings(function)["aws_environment_variables"])
        assert given <= set(environment(f"{function.capitalize()}Function"))


def test_the_schedule_runs_jobs_that_there_are_and_each_has_an_alarm() -> None:
    from functions import jobs

    rules = [rule["Properties"]["Targets"][0] for rule in resources("functions", "Events::Rule").values()]
    commands = [json.loads(target["Input"])["command"].rpartition(".") for target in rules]
    assert {module for module, _, _ in commands} == {"functions.jobs"}
    assert all(callable(getattr(jobs, name)) for _, _, name in commands)
    alarms = [alarm["Properties"] for alarm in resources("functions", "CloudWatch::Alarm").values()]
    watched = {
        each["Value"]
        for alarm in alarms
        if alarm["Namespace"] == jobs._METRICS
        for each in alarm["Dimensions"]
        if each["Name"] == "Job"
    }
    assert watched == {name for _, _, name in commands}


def test_faults_and_throttles_of_both_functions_and_the_gateway_are_told() -> None:
    alarms = [alarm["Properties"] for alarm in resources("functions", "CloudWatch::Alarm").values()]
    told = {(each["MetricName"], json.dumps(each["Dimensions"][0]["Value"])) for each in alarms}
    for function in ("PublicFunction", "MembersFunction"):
        assert {("Errors", json.dumps({"Ref": function})), ("Throttles", json.dumps({"Ref": function}))} <= told
    gateway = resources("site")["Gateway"]["Properties"]["Name"]
    assert ("5XXError", json.dumps(gateway)) in told
    assert all(
        each["AlarmActions"] == {"If": ["Told", [{"Ref": "AlarmTopic"}], {"Ref": "AWS::NoValue"}]} for each in alarms
    )


def test_alarms_and_the_budget_may_speak_to_the_topic() -> None:
    [statement] = statements(resources("base")["AlarmsPolicy"])
    assert statement["Principal"] == {"Service": ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"]}


# ---- the gateway ----


def ways(kind: str, root: str) -> dict[tuple[str, str], str]:
    """(path, method) to the function that answers."""
    told = resources(kind)

    def path(reference: str) -> str:
        if reference == root:
            return ""
        here = told[reference]["Properties"]
        return f"{path(next(iter(here['ParentId'].values())))}/{here['PathPart']}"

    found = {}
    for method in resources(kind, "ApiGateway::Method").values():
        here = method["Properties"]
        [function] = re.findall(r"\$\{(\w+)\.Arn\}", here["Integration"]["Uri"]["Sub"])
        found[path(next(iter(here["ResourceId"].values()))), here["HttpMethod"]] = function
    return found


def test_the_path_alone_says_who_answers() -> None:
    found = ways("functions", "ApiRootResourceId")
    assert {path for path, _ in found if path.startswith("/api/v1/public")} == {"/api/v1/public/{proxy+}"}
    for (path, _), function in found.items():
        assert function == ("PublicFunction" if path.startswith("/api/v1/public/") else "MembersFunction"), path
    assert {"/api/{proxy+}", "/api/v1/{proxy+}"} <= {path for path, _ in found}
    assert ways("site", "Gateway.RootResourceId") == {
        ("", "ANY"): "PagesFunction",
        ("/{proxy+}", "ANY"): "PagesFunction",
    }


def test_the_first_deployment_waits_for_every_way() -> None:
    told = resources("functions")
    assert set(told["FirstDeployment"]["DependsOn"]) == set(resources("functions", "ApiGateway::Method"))


def test_logging_in_and_public_writes_have_throttles_of_their_own() -> None:
    told = resources("functions")["Live"]["Properties"]["MethodSettings"]
    limits = {
        (each["ResourcePath"].replace("/~1", "/").replace("~1", "/"), each["HttpMethod"]): each["ThrottlingRateLimit"]
        for each in told
    }
    everybody = limits.pop(("/*", "*"))
    assert set(limits) <= set(ways("functions", "ApiRootResourceId"))
    assert set(limits) == {("/api/v1/session", "POST"), ("/api/v1/public/{proxy+}", "POST")}
    assert all(limit < everybody for limit in limits.values())


def test_what_the_gateway_answers_itself_has_the_shape_of_our_refusals() -> None:
    from functions.web.errors import problem

    ours = set(json.loads(problem(404, "", "", "").get_data()))
    answers = [each["Properties"] for each in resources("site", "ApiGateway::GatewayResponse").values()]
    kinds = {each["ResponseType"] for each in answers}
    assert kinds >= {
        "DEFAULT_4XX",
        "DEFAULT_5XX",
        "THROTTLED",
        "REQUEST_TOO_LARGE",
        "INTEGRATION_TIMEOUT",
        "INTEGRATION_FAILURE",
    }
    for each in answers:
        told = json.loads(each["ResponseTemplates"]["application/json"])
        assert set(told) == ours, each["ResponseType"]
        assert str(told["status"]) == each["StatusCode"]
        assert told["type"] == f"about:blank#{told['code']}"
        assert re.search(r"[\u4e00-\u9fff].*。$", told["detail"])


def test_no_page_of_another_site_reads_a_refusal_of_the_gateway() -> None:
    for each in resources("site", "ApiGateway::GatewayResponse").values():
        headers = {
            name.removeprefix("gatewayresponse.header."): value
            for name, value in each["Properties"]["ResponseParameters"].items()
        }
        assert headers["Cache-Control"] == "'no-store'"
        assert not [name for name in headers if name.startswith("Access-Control")]


def test_files_go_through_the_gateway_as_bytes() -> None:
    assert resources("site")["Gateway"]["Properties"]["BinaryMediaTypes"] == ["*/*"]


# ---- the distribution ----


@pytest.fixture(scope="module")
def pages_policy() -> str:
    """The policy that the site's build computed from its pages."""
    return (build_site() / "csp.txt").read_text(encoding="utf-8").strip()


def mapped(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"FindInMap"}:
        first, second, third = value["FindInMap"]
        return template("site")["Mappings"][first][second][third]
    return value


def headers_of(policy: str) -> dict[str, str]:
    """What a headers policy adds to each answer."""
    told = resources("site")[policy]["Properties"]["ResponseHeadersPolicyConfig"]
    secure = told["SecurityHeadersConfig"]
    found = {each["Header"]: mapped(each["Value"]) for each in told["CustomHeadersConfig"]["Items"]}
    if "CorsConfig" in told:
        [found["Access-Control-Allow-Origin"]] = told["CorsConfig"]["AccessControlAllowOrigins"]["Items"]
    return found | {
        "Content-Security-Policy": mapped(secure["ContentSecurityPolicy"]["ContentSecurityPolicy"]),
        "Referrer-Policy": secure["ReferrerPolicy"]["ReferrerPolicy"],
        "Strict-Transport-Security": f"max-age={secure['StrictTransportSecurity']['AccessControlMaxAgeSec']}",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": secure["FrameOptions"]["FrameOption"],
    }


# What is of no use on one machine without encryption, or for browsers that do not know frame-ancestors.
ON_AWS_ALONE = {"Strict-Transport-Security": "max-age=31536000", "X-Frame-Options": "DENY"}


def test_pages_carry_the_headers_that_they_carry_on_one_machine(pages_policy: str) -> None:
    local = server._HEADERS | {"Content-Security-Policy": pages_policy}
    assert headers_of("PageHeaders") == local | ON_AWS_ALONE


def test_published_files_carry_what_they_carry_on_one_machine(pages_policy: str) -> None:
    local = server._HEADERS | {"Content-Security-Policy": pages_policy} | server._FOR_ANY_PAGE
    assert headers_of("PublishedHeaders") == local | ON_AWS_ALONE


def test_answers_of_the_api_carry_what_they_carry_on_one_machine() -> None:
    local = server._HEADERS | {"Content-Security-Policy": server._API_POLICY}
    assert headers_of("ApiHeaders") == local | ON_AWS_ALONE
    # In China the function's own are all there are.
    assert app._HEADERS.items() <= headers_of("ApiHeaders").items()


def test_any_page_may_read_what_is_published_without_cookies() -> None:
    cors = resources("site")["PublishedHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]["CorsConfig"]
    assert (cors["AccessControlAllowCredentials"], cors["AccessControlAllowMethods"]) == (
        False,
        {"Items": ["GET", "HEAD"]},
    )


def behaviours(china: bool) -> dict[str, dict[str, Any]]:
    told = resources("site")["Distribution"]["Properties"]["DistributionConfig"]
    here = 1 if china else 2
    first = told["DefaultCacheBehavior"]["If"][here]
    return {"*": first} | {each["PathPattern"]: each for each in told["CacheBehaviors"]["If"][here]}


def test_in_china_the_distribution_has_nothing_that_china_refuses() -> None:
    for path, told in behaviours(china=True).items():
        refused = {"CachePolicyId", "OriginRequestPolicyId", "ResponseHeadersPolicyId", "FunctionAssociations"}
        assert not refused & set(told), path
        assert "ForwardedValues" in told, path


def test_the_api_is_asked_each_time_by_every_method_and_never_kept() -> None:
    here, there = behaviours(china=True)["/api/*"], behaviours(china=False)["/api/*"]
    for told in (here, there):
        assert set(told["AllowedMethods"]) == {"GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"}
        assert told["ViewerProtocolPolicy"] == "https-only"
    assert (here["MinTTL"], here["DefaultTTL"], here["MaxTTL"]) == (0, 0, 0)
    kept = resources("site")["Never"]["Properties"]["CachePolicyConfig"]
    assert (kept["MinTTL"], kept["DefaultTTL"], kept["MaxTTL"]) == (0, 0, 1)


def test_the_origins_secret_can_be_replaced_without_a_refused_request() -> None:
    """Both values are good while the distribution goes from one to the other, at the turn of a number."""
    for function in ("PublicFunction", "MembersFunction"):
        both = environment(function)["ORIGIN_SECRETS"]["If"]
        assert both[0] == "Turning"
        assert [":AWSPREVIOUS}}" in part for part in both[1]["Sub"].split(",")] == [False, True]
    told = resources("site")["Distribution"]["Properties"]["DistributionConfig"]
    assert "${OriginSecretTurn}" in told["Comment"]["Sub"]


def test_every_header_that_the_functions_read_reaches_them_and_the_host_never() -> None:
    sources = [file.read_text(encoding="utf-8") for file in (ROOT / "functions" / "web").glob("*.py")]
    read = {name for text in sources for name in re.findall(r'request\.headers\.get\("([\w-]+)"', text)}
    assert read
    asked = set(resources("site")["Asked"]["Properties"]["OriginRequestPolicyConfig"]["HeadersConfig"]["Headers"])
    keyed = {"Authorization"}  # by the cache policy, the only place that may name it
    read -= {"X-Forwarded-For"}  # the distribution and the gateway write it themselves
    in_china = set(behaviours(china=True)["/api/*"]["ForwardedValues"]["Headers"])
    for passed in (asked | keyed, in_china):
        assert read | {"Accept", "Content-Type"} <= passed
        assert "Host" not in passed
    assert len(asked) <= 10
    assert "CloudFront-Viewer-Address" in asked


def test_the_viewers_address_is_believed_only_where_the_distribution_writes_it() -> None:
    for function in ("PublicFunction", "MembersFunction"):
        assert environment(function)["VIEWER_HEADER"] == {"If": ["IsChina", "", "CloudFront-Viewer-Address"]}


def test_the_manual_says_what_to_do_about_every_alarm() -> None:
    manual = (ROOT / "site" / "deploy" / "operations.md").read_text(encoding="utf-8")
    for logical, alarm in everywhere("CloudWatch::Alarm"):
        name = alarm["Properties"]["AlarmName"]["Sub"].removeprefix("${Prefix}")
        assert f"`{name}`" in manual, logical
        assert re.search(r"[\u4e00-\u9fff]", alarm["Properties"]["AlarmDescription"]), logical  # it is read by a clerk
