"""Where a deployment stands: stage, region and account; and what is told of a step or a failure.

A stage is one district's whole deployment in one account and region, such as ``record``, or ``try`` beside it.
"""

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

STAGE = re.compile(r"^[a-z][a-z0-9-]{0,19}$")
_ADVICE = (
    ("not authorized", "给这个 IAM 用户加上缺的权限（部署指南列出了需要的），再执行一次 make deploy。"),
    ("AccessDenied", "给这个 IAM 用户加上缺的权限（部署指南列出了需要的），再执行一次 make deploy。"),
    ("already exists", "同名的东西已经在账号里：换一个 STAGE=，或确认不需要后先删除它，再执行一次。"),
    ("LimitExceeded", "账号的配额用完了：执行 make doctor 看是哪一项，在 Service Quotas 里申请提高，再执行一次。"),
    ("ICP", "先完成 ICP 备案，见部署指南“中国区域”。"),
    ("certificate", "检查 CERTIFICATE=：全球区域要 us-east-1 的 ACM 证书，中国区域要 IAM 里的服务器证书。"),
)
# Calls are repeated where the service asks for it: a fresh account throttles the making of ninety tables.
_CONFIG = Config(retries={"mode": "adaptive", "max_attempts": 12}, max_pool_connections=32)


class Stopped(RuntimeError):
    """A command cannot go on: what is wrong, and what to do next, both in Chinese."""

    def __init__(self, wrong: str, next_step: str) -> None:
        super().__init__(f"{wrong}\n  下一步：{next_step}")
        self.wrong, self.next_step = wrong, next_step


@dataclass(frozen=True)
class Cloud:
    """One stage in one region of one account."""

    stage: str
    region: str
    profile: str = ""
    _clients: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not STAGE.fullmatch(self.stage):
            raise Stopped(
                f"STAGE“{self.stage}”不能用：只能是小写字母、数字和连字符，字母开头，最多 20 个。",
                "换一个，例如 STAGE=record。",
            )
        if not self.region:
            raise Stopped(
                "没有说明区域。",
                "加上 REGION=，中国用 cn-northwest-1（宁夏）或 cn-north-1（北京），其他地方例如 ap-southeast-1。",
            )

    @property
    def prefix(self) -> str:
        return f"{self.stage}-"

    @property
    def is_china(self) -> bool:
        return self.region.startswith("cn-")

    @cached_property
    def _session(self) -> Any:
        try:
            return boto3.Session(profile_name=self.profile or None, region_name=self.region)
        except BotoCoreError as error:
            raise Stopped(
                f"没有名为“{self.profile}”的配置（PROFILE）。", "在 ~/.aws/credentials 里加上它，见网站的部署指南。"
            ) from error

    def client(self, service: str, region: str = "") -> Any:
        name = f"{service}/{region}"
        if name not in self._clients:
            self._clients[name] = self._session.client(service, region_name=region or self.region, config=_CONFIG)
        return self._clients[name]

    def read_json(self, bucket: str, key: str) -> dict[str, Any] | None:
        """What a bucket keeps under a key; None where there is nothing."""
        try:
            told: dict[str, Any] = json.loads(self.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read())
        except ClientError as error:
            if code_of(error) in {"NoSuchKey", "NoSuchBucket", "404"}:
                return None
            raise
        return told

    def write_json(self, bucket: str, key: str, told: Mapping[str, Any]) -> None:
        content = json.dumps(told, ensure_ascii=False, indent=2).encode()
        self.client("s3").put_object(Bucket=bucket, Key=key, Body=content, ContentType="application/json")

    def who(self) -> dict[str, str]:
        """Account and ARN of whoever asks. Raises `Stopped` where there are no credentials or they do not fit."""
        try:
            told: dict[str, str] = self.client("sts").get_caller_identity()
        except (BotoCoreError, ClientError) as error:
            raise Stopped(
                f"没有登录到 AWS 账号：{reason(error)}",
                "检查 PROFILE= 和 ~/.aws/credentials；中国区域和全球区域是两个不同的账号，密钥不通用。",
            ) from error
        return told


def reason(error: BaseException) -> str:
    """What the service says of a failed call, without the number of the request."""
    if isinstance(error, ClientError):
        told = error.response.get("Error", {})
        return f"{told.get('Code', '')} {told.get('Message', '')}".strip()
    return str(error)


def code_of(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def say(text: str) -> None:
    print(text, flush=True)


class Steps:
    """Tells each step with its number, so that one sees how far it is."""

    def __init__(self, count: int) -> None:
        self._count, self._number = count, 0

    def __call__(self, title: str) -> None:
        self._number += 1
        say(f"[{self._number}/{self._count}] {title}")


def guarded(command: Callable[[], int], failed: int = 1) -> int:
    """Run a command; every failure ends in one plain text with the next step, never in a trace."""
    try:
        return command()
    except Stopped as stopped:
        print(f"\n✗ {stopped}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\n✗ 已中断。已经建好的都在，再执行一次会接着做。", file=sys.stderr)
    except (ClientError, BotoCoreError) as error:
        print(f"\n✗ AWS 拒绝了：{reason(error)}\n  下一步：{advice(reason(error))}", file=sys.stderr)
    return failed


def advice(why: str) -> str:
    for part, next_step in _ADVICE:
        if part.lower() in why.lower():
            return next_step
    return "按上面的原因改正，再执行一次 make deploy：已经建好的不会重建。看不懂时把这几行发给技术人员。"


def arguments_of_a_stage(about: str | None) -> argparse.ArgumentParser:
    """A command line with what says which stage."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--stage", default="record")
    parser.add_argument("--region", default=os.environ.get("AWS_REGION", ""))
    parser.add_argument("--profile", default="")
    return parser
