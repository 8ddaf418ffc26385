"""The stacks made by CloudFormation on the embedded engine, which also runs the functions behind its gateway.

Its partition is always "aws", so templates are told theirs. It makes nothing of the types in `stacked.MINISTACK`, does not put the value of a
secret in (nor keep punctuation out of it), and leaves out what tables are told of backups and expiry, and buckets of the world.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from infra.engine import ROOT, client, running_engine
from tests.infra import stacked


@dataclass(frozen=True)
class Account:
    """An engine in which all stacks were made as for a region."""

    endpoint: str
    region: str
    told: dict[str, dict[str, str]]
    left_out: set[str]

    def client(self, service: str) -> Any:
        return client(self.endpoint, service)

    def ask(self, path: str, method: str = "GET") -> tuple[int, bytes, dict[str, str]]:
        """What the gateway's stage answers."""
        address = f"{self.endpoint}/restapis/{self.told['site']['ApiId']}/live/_user_request_{path}"
        try:
            request = urllib.request.Request(address, method=method)  # noqa: S310 - the engine
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                return answer.status, answer.read(), dict(answer.headers)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(), dict(error.headers)


@pytest.fixture(scope="module", params=sorted(stacked.PARTITIONS))
def account(request: pytest.FixtureRequest) -> Iterator[Account]:
    with running_engine(services="") as endpoint:
        told, left_out = stacked.make_all(lambda service: client(endpoint, service), stacked.MINISTACK, request.param)
        yield Account(endpoint, request.param, told, left_out)


def test_only_what_the_engine_does_not_know_is_left_out() -> None:
    [known] = (ROOT / ".venv-engine").glob(
        "lib/python*/site-packages/ministack/services/cloudformation/provisioners.py"
    )
    assert [each for each in stacked.MINISTACK if f'"{each}"' in known.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("kind", stacked.ORDER)
def test_everything_else_is_made(account: Account, kind: str) -> None:
    wanted = stacked.wanted_of(kind, china=account.region.startswith("cn-")) - account.left_out
    assert stacked.made_of(account.client, kind) == wanted


def test_buckets_keep_versions_and_refuse_what_comes_unencrypted(account: Account) -> None:
    s3 = account.client("s3")
    for name in ("CodeBucket", "SiteBucket", "BackupBucket"):
        bucket = account.told["base"][name]
        assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
        assert s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]
        assert s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]["Rules"] == [
            {"ObjectOwnership": "BucketOwnerEnforced"}
        ]
        first = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"][0]
        assert (first["Effect"], first["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


def test_only_the_distribution_reads_the_site_from_outside(account: Account) -> None:
    policy = json.loads(account.client("s3").get_bucket_policy(Bucket=account.told["base"]["SiteBucket"])["Policy"])
    [let_in] = [each for each in policy["Statement"] if each["Effect"] == "Allow"]
    assert set(let_in["Principal"]) == {"CanonicalUser"}
    assert let_in["Resource"].endswith("/assets/*")


def test_the_keys_are_of_their_kinds_and_sign(account: Account) -> None:
    kms, base = account.client("kms"), account.told["base"]
    assert kms.get_key_rotation_status(KeyId=base["DataKeyArn"])["KeyRotationEnabled"] is True
    assert kms.generate_data_key_without_plaintext(KeyId=base["DataKeyArn"], KeySpec="AES_256")["CiphertextBlob"]
    for arn in base["SigningKeyArns"].split(","):
        key = kms.describe_key(KeyId=arn)["KeyMetadata"]
        assert (key["KeySpec"], key["KeyUsage"]) == ("ECC_NIST_P256", "SIGN_VERIFY")
        assert kms.sign(KeyId=arn, Message=b"x", MessageType="RAW", SigningAlgorithm="ECDSA_SHA_256")["Signature"]


def test_the_origins_secret_is_made_up(account: Account) -> None:
    secret = account.client("secretsmanager").get_secret_value(SecretId=account.told["base"]["OriginSecretArn"])
    assert len(secret["SecretString"]) == 48


def test_alarms_and_the_budget_may_speak_to_the_topic_and_the_clerk_is_told(account: Account) -> None:
    sns, topic = account.client("sns"), account.told["base"]["AlarmTopic"]
    [statement] = json.loads(sns.get_topic_attributes(TopicArn=topic)["Attributes"]["Policy"])["Statement"]
    assert statement["Principal"]["Service"] == ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"]
    assert [each["Endpoint"] for each in sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]] == [
        "clerk@example.gov.cn"
    ]


def test_every_alarm_tells_the_topic(account: Account) -> None:
    alarms = account.client("cloudwatch").describe_alarms()["MetricAlarms"]
    assert {each["AlarmName"] for each in alarms} == {
        "record-public-errors", "record-members-errors", "record-jobs-errors", "record-public-throttles", "record-members-throttles", "record-gateway-5xx",
        "record-status-lists-late", "record-figures-late", "record-recount-late",
    }  # fmt: skip
    assert {tuple(each["AlarmActions"]) for each in alarms} == {(account.told["base"]["AlarmTopic"],)}


@pytest.mark.parametrize(
    ("method", "path", "answered"),
    [
        ("GET", "/api/v1/health", "members"),
        ("GET", "/api/v1/openapi.json", "members"),
        ("GET", "/api/nothing", "members"),
        ("GET", "/api/v1/session", "members"),
        ("POST", "/api/v1/session", "members"),
        ("POST", "/api/v1/session/totp", "members"),
        ("GET", "/api/v1/public/health", "public"),
        ("POST", "/api/v1/public/certificates/1/looks", "public"),
    ],
)
def test_the_gateway_asks_the_function_of_the_path(account: Account, method: str, path: str, answered: str) -> None:
    status, body, _ = account.ask(path, method)
    assert (status, body.decode()) == (200, f"{answered} {method} {path}")


def test_the_pages_function_serves_the_bucket_with_its_headers(account: Account) -> None:
    s3, bucket = account.client("s3"), account.told["base"]["SiteBucket"]
    for key in ("index.html", "verify/index.html", "404.html"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"<h1>page</h1>", ContentType="text/html; charset=utf-8")
    found = {path: account.ask(path) for path in ("/", "/verify/", "/nothing/")}
    assert [status for status, _, _ in found.values()] == [200, 200, 404]
    for _, _, headers in found.values():
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["X-Frame-Options"] == "DENY"
