"""One CloudFormation stack after the other: made or changed, waited for with progress, and told plainly where it fails."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from infra.cloud import Cloud, Stopped, advice, reason, say
from infra.tables import load_template

INFRA = Path(__file__).resolve().parent
ORDER = ("base", "tables", "access", "site", "functions", "backup")
# Nothing in these may go by mistake, or all at once.
_KEPT = {"base", "tables"}
_MOST_INLINE = 51_200  # bytes of a template in the request itself
_PAUSE = 3.0  # seconds
_LONGEST = 45 * 60


def called_tables(cloud: Cloud, prefix: str) -> str:
    """The name, after the stage, of the stack that holds the tables of a prefix: ``tables-r20261127`` for ``record-r20261127-``."""
    further = prefix.removeprefix(cloud.prefix).strip("-")
    return f"tables-{further}" if further else "tables"


@dataclass(frozen=True)
class Stack:
    """What stands: its state, what it was made with, and what it tells the next one."""

    name: str
    status: str
    parameters: Mapping[str, str]
    outputs: Mapping[str, str]
    is_protected: bool = False

    @property
    def is_busy(self) -> bool:
        return self.status.endswith("_IN_PROGRESS")

    @property
    def is_good(self) -> bool:
        return self.status in {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE"}


def template_of(kind: str) -> Path:
    """The template of a stack: ours, or one of the same name in the folder ``TEMPLATES``, for a local engine that knows less."""
    return Path(os.environ.get("TEMPLATES") or INFRA) / f"{kind}.yaml"


def find(cloud: Cloud, kind: str) -> Stack | None:
    """A stack of the stage, such as ``tables``; None where it was never made or is gone."""
    name = f"{cloud.prefix}{kind}"
    try:
        told = cloud.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    except ClientError as error:
        if "does not exist" in reason(error):
            return None
        raise
    if told["StackStatus"] == "DELETE_COMPLETE":
        return None
    return Stack(
        name,
        told["StackStatus"],
        {each["ParameterKey"]: each["ParameterValue"] for each in told.get("Parameters", [])},
        {each["OutputKey"]: each["OutputValue"] for each in told.get("Outputs", [])},
        bool(told.get("EnableTerminationProtection")),
    )


def _body(cloud: Cloud, kind: str, bucket: str) -> dict[str, str]:
    """The template in the request, or through the code bucket where it is too large for that."""
    text = template_of(kind).read_text(encoding="utf-8")
    if len(text.encode()) <= _MOST_INLINE:
        return {"TemplateBody": text}
    key = f"templates/{kind}.yaml"
    s3 = cloud.client("s3")
    s3.put_object(Bucket=bucket, Key=key, Body=text.encode())
    return {"TemplateURL": s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": key}).split("?")[0]}


def _parameters(kind: str, given: Mapping[str, str], before: Stack | None) -> list[dict[str, Any]]:
    """What is given; otherwise what it was made with before; otherwise the template's own default. A value of before is never read here
    and given again: CloudFormation tells it with ? in place of every Chinese character."""
    known = load_template(template_of(kind)).get("Parameters", {})
    told: list[dict[str, Any]] = []
    for name, about in known.items():
        if name in given:
            told.append({"ParameterKey": name, "ParameterValue": given[name]})
        elif before and before.parameters.get(name, "") != str(about.get("Default", "")):
            told.append({"ParameterKey": name, "UsePreviousValue": True})
    return told


def apply(cloud: Cloud, kind: str, given: Mapping[str, str], bucket: str = "", called: str = "") -> Stack:
    """Make a stack or bring it up to its template; returns it as it stands then.

    ``called`` names it otherwise than its template, as a second set of tables is. Raises `Stopped` with the first reason of a failure.
    """
    called = called or kind
    before = _ready(cloud, called)
    formation = cloud.client("cloudformation")
    asked = {
        "StackName": f"{cloud.prefix}{called}",
        "Parameters": _parameters(kind, given, before),
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
        "Tags": [{"Key": "stage", "Value": cloud.stage}],
        **_body(cloud, kind, bucket),
    }
    began = time.time()
    try:
        if before:
            formation.update_stack(**asked)
        else:
            # What a failed first try made is taken away again; what stands later stays where it is worth keeping.
            formation.create_stack(**asked, RetainExceptOnCreate=True, EnableTerminationProtection=kind in _KEPT)
    except ClientError as error:
        if "No updates are to be performed" in reason(error):
            say("    没有变化。")
            return _found(cloud, called)
        raise Stopped(f"{called} 没有建成：{reason(error)}", advice(reason(error))) from error
    return _wait(cloud, called, began)


def _ready(cloud: Cloud, kind: str) -> Stack | None:
    """The stack, free to be changed: somebody else's change is waited for, the remains of a failed first try are taken away."""
    stack = find(cloud, kind)
    if stack and stack.is_busy:
        say("    另一次部署正在进行，等它结束…")
        stack = _wait(cloud, kind, time.time(), failing=False)
    if stack and stack.status in {"ROLLBACK_COMPLETE", "CREATE_FAILED", "ROLLBACK_FAILED"}:
        say("    上一次没有建成，先清理…")
        remove(cloud, kind)
        return None
    if stack and not stack.is_good:
        raise Stopped(
            f"{stack.name} 处在“{stack.status}”。",
            "在控制台的 CloudFormation 里打开它，选“堆栈操作 → 继续更新回滚”，再执行一次 make deploy。",
        )
    return stack


def _found(cloud: Cloud, kind: str) -> Stack:
    stack = find(cloud, kind)
    if stack is None:
        raise Stopped(f"{cloud.prefix}{kind} 不在了。", "有人同时删除了它。确认没有别人在操作，再执行一次。")
    return stack


def _wait(cloud: Cloud, kind: str, began: float, failing: bool = True) -> Stack:
    """Until nothing moves any more, telling how many parts are done. Raises `Stopped` where it went wrong."""
    told = -1
    while time.time() - began < _LONGEST:
        stack = _found(cloud, kind)
        if not stack.is_busy:
            if failing and (not stack.is_good or "ROLLBACK" in stack.status):
                wrong = first_failure(cloud, stack.name)
                raise Stopped(f"{stack.name} 没有建成：{wrong}", advice(wrong))
            return stack
        told = _tell_progress(cloud, stack.name, told)
        time.sleep(_PAUSE)
    raise Stopped(
        f"{cloud.prefix}{kind} 超过 45 分钟还没有完成。", "在控制台的 CloudFormation 里看它停在哪里；完成后再执行一次。"
    )


def _tell_progress(cloud: Cloud, name: str, told: int) -> int:
    pages = cloud.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=name)
    states: list[str] = [each["ResourceStatus"] for page in pages for each in page["StackResourceSummaries"]]
    done = sum(state.endswith("_COMPLETE") for state in states)
    if done != told:
        say(f"    {done} / {len(states)}")
    return done


def first_failure(cloud: Cloud, name: str) -> str:
    """Why a stack failed: the oldest failure of the last try that is not the echo of another."""
    found = ""
    for page in cloud.client("cloudformation").get_paginator("describe_stack_events").paginate(StackName=name):
        for event in page["StackEvents"]:  # the newest first
            why = event.get("ResourceStatusReason", "")
            if event["ResourceStatus"].endswith("_FAILED") and "cancelled" not in why:
                found = f"{event['LogicalResourceId']}（{event['ResourceType']}）{why}"
            if event["LogicalResourceId"] == name and why == "User Initiated":
                return found or "没有说明原因"
    return found or "没有说明原因"


def remove(cloud: Cloud, kind: str) -> None:
    """Take a stack away and wait; what its template retains stays."""
    stack = find(cloud, kind)
    if stack is None:
        return
    formation = cloud.client("cloudformation")
    if stack.is_protected:
        formation.update_termination_protection(EnableTerminationProtection=False, StackName=stack.name)
    formation.delete_stack(StackName=stack.name)
    began, told = time.time(), -1
    while (left := find(cloud, kind)) is not None:
        if left.status == "DELETE_FAILED" or time.time() - began > _LONGEST:
            raise Stopped(f"{left.name} 没有删除：{first_failure(cloud, left.name)}", "按原因处理后再执行一次。")
        told = _tell_progress(cloud, left.name, told)
        time.sleep(_PAUSE)


def log_groups(cloud: Cloud) -> list[str]:
    """The functions' logs, which outlive their stacks."""
    pages = (
        cloud.client("logs")
        .get_paginator("describe_log_groups")
        .paginate(logGroupNamePrefix=f"/aws/lambda/{cloud.prefix}")
    )
    return [each["logGroupName"] for page in pages for each in page["logGroups"]]
