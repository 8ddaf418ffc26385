"""Makes a further set of tables in the cloud from ``tables.yaml``, as a stack of its own: for a restore."""

import hashlib
from collections.abc import Callable
from typing import Any

from infra.backup_format import BackupFault
from infra.tables import TEMPLATE

_WAIT = {"Delay": 5, "MaxAttempts": 240}


def stack_name(stage: str, prefix: str) -> str:
    """The stack of the tables of a prefix: ``record-tables`` of the first ones, ``record-tables-r20261127`` of restored ones."""
    further = prefix.removeprefix(f"{stage}-").strip("-")
    return f"{stage}-tables" + (f"-{further}" if further else "")


def _code_bucket(cloud: Any, stage: str) -> str:
    try:
        outputs = cloud.describe_stacks(StackName=f"{stage}-base")["Stacks"][0]["Outputs"]
    except cloud.exceptions.ClientError as error:
        message = f"没有找到 {stage}-base。请先执行 make deploy STAGE={stage}。The stage is not deployed."
        raise BackupFault(message) from error
    return str(next(each["OutputValue"] for each in outputs if each["OutputKey"] == "CodeBucket"))


def create(session: Any, stage: str, prefix: str, say: Callable[[str], None]) -> None:
    """Make the tables and wait until they stand. The template is too large for a call, so it goes through the code bucket."""
    cloud, s3 = session.client("cloudformation"), session.client("s3")
    bucket, body = _code_bucket(cloud, stage), TEMPLATE.read_bytes()
    key = f"templates/tables-{hashlib.sha256(body).hexdigest()[:16]}.yaml"
    s3.put_object(Bucket=bucket, Key=key, Body=body)
    name = stack_name(stage, prefix)
    say(f"正在建立新表（{name}），约需两分钟… Making the tables.")
    address = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": key}).partition("?")[0]
    cloud.create_stack(
        StackName=name,
        TemplateURL=address,
        Parameters=[
            {"ParameterKey": "Prefix", "ParameterValue": prefix},
            {"ParameterKey": "Protected", "ParameterValue": "true"},
        ],
    )
    cloud.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig=_WAIT)
