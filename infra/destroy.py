"""``make destroy``: take a stage away. Refused while there are records in it, unless it is told twice to delete them.

The first word is the stage's name (``SURE=record``), which is enough for a trial without records. With records a second one is needed:
the account's number (``AGAIN=123456789012``), so that no command from another day's history does it. Backups stay in any case, and keys
are scheduled to go in thirty days, so that for a month all of it can be undone.
"""

import sys
import time
from typing import Any

from botocore.exceptions import ClientError

from infra import deploy, signing_keys, stacks
from infra.cloud import Cloud, Steps, Stopped, arguments_of_a_stage, code_of, guarded, say
from infra.tables import tables

# A stage without any of these holds nobody's record.
_RECORDS = ("volunteers", "groups", "hours_entries", "certificates")
_DAYS = 30
_TRIES, _PAUSE = 60, 5.0  # for a table that is still being changed; seconds


def table_names(cloud: Cloud) -> list[str]:
    """Every table of the stage that stands, further sets included: by their whole names, since `record-` also begins another stage's."""
    pages = cloud.client("dynamodb").get_paginator("list_tables").paginate()
    there = {name for page in pages for name in page["TableNames"]}
    prefixes = [cloud.prefix, *_further(cloud).values()]
    return [name for prefix in prefixes for each in tables(prefix) if (name := each["TableName"]) in there]


def holds_records(cloud: Cloud, named: list[str]) -> list[str]:
    """Tables in which there is somebody's record; one item of each is enough to know."""
    found = []
    for table in named:
        if table.endswith(tuple(f"-{each}" for each in _RECORDS)):
            told = cloud.client("dynamodb").scan(TableName=table, Limit=1, Select="COUNT")
            found += [table] if told["Count"] else []
    return found


def refuse_unless_sure(cloud: Cloud, account: str, named: list[str], sure: str, again: str) -> list[str]:
    """Raises `Stopped` until everything was said that must be; returns the tables in which there are records."""
    if sure != cloud.stage:
        raise Stopped(
            f"这会删除账号 {account}、区域 {cloud.region} 里的“{cloud.stage}”：网站、函数和 {len(named)} 张表。什么都还没有删。",
            f"确定要删，就在命令后面加上 SURE={cloud.stage}。",
        )
    records = holds_records(cloud, named)
    if records and again != account:
        raise Stopped(
            f"里面有志愿者的记录（{'、'.join(records)}）。什么都还没有删。法规要求长期保存，删除前必须已经移交。",
            f"先执行 make backup 和 make export-all 并保存好；仍然要删，再加上 AGAIN={account}（账号）。",
        )
    return records


def _empty(cloud: Cloud, bucket: str) -> None:
    """Every version of every object."""
    s3 = cloud.client("s3")
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        both = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        named = [{"Key": each["Key"], "VersionId": each["VersionId"]} for each in both]
        for start in range(0, len(named), 1000):
            s3.delete_objects(Bucket=bucket, Delete={"Objects": named[start : start + 1000], "Quiet": True})


def _delete_tables(cloud: Cloud, named: list[str]) -> None:
    """Protection is taken off all of them first: a table that is still being changed cannot be deleted yet."""
    client = cloud.client("dynamodb")
    for table in named:
        _quietly(client.update_table, "ResourceNotFoundException", TableName=table, DeletionProtectionEnabled=False)
    for number, table in enumerate(named, start=1):
        for again in range(_TRIES, -1, -1):
            try:
                _quietly(client.delete_table, "ResourceNotFoundException", TableName=table)
                break
            except client.exceptions.ResourceInUseException:
                if not again:
                    raise
                time.sleep(_PAUSE)
        if number % 20 == 0:
            say(f"    {number} / {len(named)}")


def _quietly(act: Any, *codes: str, **asked: Any) -> None:
    """Do it, unless it was done by an earlier try."""
    try:
        act(**asked)
    except ClientError as error:
        if code_of(error) not in codes:
            raise


def _retained(cloud: Cloud, base: stacks.Stack, signing: list[str]) -> None:
    """What the templates keep: buckets without backups, keys, the data key's secret."""
    s3, kms = cloud.client("s3"), cloud.client("kms")
    for name in ("SiteBucket", "CodeBucket"):
        _quietly(_empty, "NoSuchBucket", cloud=cloud, bucket=base.outputs[name])
        _quietly(s3.delete_bucket, "NoSuchBucket", Bucket=base.outputs[name])
    for arn in [base.outputs["DataKeyArn"], *signing]:
        _quietly(kms.schedule_key_deletion, "KMSInvalidStateException", KeyId=arn, PendingWindowInDays=_DAYS)
    manager = cloud.client("secretsmanager")
    for secret in (f"{cloud.stage}/data-key", base.outputs["OriginSecretArn"]):
        asked = {"SecretId": secret, "RecoveryWindowInDays": _DAYS}
        _quietly(manager.delete_secret, "ResourceNotFoundException", "InvalidRequestException", **asked)


def _further(cloud: Cloud) -> dict[str, str]:
    """Stacks of further sets of tables, such as ``tables-r20261127``, with the prefix of each."""
    found = {}
    for page in cloud.client("cloudformation").get_paginator("describe_stacks").paginate():
        for stack in page["Stacks"]:
            tags = {each["Key"]: each["Value"] for each in stack.get("Tags", [])}
            if stack["StackName"].startswith(f"{cloud.prefix}tables-") and tags.get("stage") == cloud.stage:
                told = {each["ParameterKey"]: each["ParameterValue"] for each in stack["Parameters"]}
                found[stack["StackName"].removeprefix(cloud.prefix)] = told["Prefix"]
    return found


def destroy(cloud: Cloud, sure: str, again: str) -> int:
    account = cloud.who()["Account"]
    named = table_names(cloud)
    base = stacks.find(cloud, "base")
    if base is None and not named:
        raise Stopped(
            f"账号 {account}、区域 {cloud.region} 里没有“{cloud.stage}”。", "检查 STAGE=、REGION= 和 PROFILE=。"
        )
    records = refuse_unless_sure(cloud, account, named, sure, again)
    signing = signing_keys.configured(cloud, deploy.Asked(deploy.kept_settings(cloud))) if base else []
    steps = Steps(4)
    steps("函数、网站、权限、备份任务")
    for kind in ("backup", "functions", "site", "access"):
        stacks.remove(cloud, kind)
    if not records:  # logs of real use stay for six months (Cybersecurity Law, Article 21)
        for group in stacks.log_groups(cloud):
            cloud.client("logs").delete_log_group(logGroupName=group)
    steps(f"{len(named)} 张表")
    for kind in ["tables", *_further(cloud)]:
        stacks.remove(cloud, kind)
    _delete_tables(cloud, named)
    steps("钥匙和存储桶")
    if base:
        stacks.remove(cloud, "base")
        _retained(cloud, base, signing)
    steps("完成")
    kept = base.outputs["BackupBucket"] if base else ""
    say(
        f"    备份仍在存储桶 {kept} 里，不再需要时请自己删除。钥匙 {_DAYS} 天后失效：在此之前可以在 KMS 里取消，备份才打得开。"
    )
    return 0


def main(arguments: list[str] | None = None) -> int:
    parser = arguments_of_a_stage(__doc__)
    parser.add_argument("--sure", default="")
    parser.add_argument("--again", default="")
    told = parser.parse_args(arguments)
    return guarded(lambda: destroy(Cloud(told.stage, told.region, told.profile), told.sure, told.again))


if __name__ == "__main__":
    sys.exit(main())
