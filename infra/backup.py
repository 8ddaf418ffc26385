"""``make backup``: writes every table into a folder, in the format of DynamoDB's own exports, so that ``make restore`` reads both alike.

For a district on one machine, whose engine has no exports of its own. With ``STAGE=…`` the keeper (backup.yaml) is asked instead for an
export beside its monthly ones, as of now or of a moment of the last 35 days.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from infra import reach
from infra.backup_format import MOST_IN_FILE, BackupFault, Folder, write_table
from infra.cloud import guarded
from infra.tables import existing_tables, tables

_PAUSE, _LONGEST = 20, 3 * 3600  # seconds
Say = Callable[[str], None]
_KEY_APART = """
  身份证号和电话在备份里是加密的。打开它们的密钥不在备份里，请另外保管：{key}，以及同一文件夹里的 signing-*.pem。
  丢了密钥，备份恢复出来也读不出身份证号和电话。备份里有姓名等个人信息，请放在只有经办人能打开的地方。
  The key is not in the backup; keep a copy of it elsewhere: without it the sealed values cannot be read."""


def back_up(source: reach.Reach, place: Folder, in_file: int = MOST_IN_FILE) -> dict[str, int]:
    """Write the tables in use; returns the number of items by table. ``backup.json`` comes last: without it there is no backup."""
    now = datetime.now(UTC)
    there = existing_tables(source.dynamodb)
    names = [
        table["TableName"].removeprefix(source.prefix) for table in tables(source.prefix) if table["TableName"] in there
    ]
    if not names:
        raise BackupFault(f"没有名字以 {source.prefix} 开头的表。There are no tables named {source.prefix}….")
    counts = {}
    for name in names:
        items = reach.every_item(source.dynamodb, source.prefix + name)
        counts[name] = write_table(place, name, f"{now:%Y%m%dT%H%M%SZ}", items, in_file)
    told = {"format": 1, "moment": now.isoformat(), "prefix": source.prefix, "tables": sorted(counts)}
    place.write("backup.json", json.dumps(told, indent=1).encode())
    return counts


def ask_keeper(ask: Callable[[dict[str, str]], None], whole: Callable[[], set[str]], moment: str, say: Say) -> str:
    """Have every table exported, and wait until the backup is whole; returns its folder. ``ask`` runs the keeper once."""
    before, give_up = whole(), time.monotonic() + _LONGEST
    ask({"export": moment})
    say("已开始导出，通常十几分钟，可以随时按 Ctrl-C，导出照常进行。Exporting; it goes on without this.")
    while time.monotonic() < give_up:
        ask({})
        if new := whole() - before:
            return max(new)
        time.sleep(_PAUSE)
    raise BackupFault(
        "导出还没有完成，请过几小时到备份桶里看有没有 backup.json。It is not finished yet; look again later."
    )


def _keeper(target: reach.Reach) -> tuple[Callable[[dict[str, str]], None], Callable[[], set[str]]]:
    assert target.cloud is not None  # noqa: S101 - the caller asked for a stage
    functions, s3 = target.cloud.client("lambda"), target.cloud.client("s3")
    name = f"{target.stage}-keeper"
    told = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]

    def ask(event: dict[str, str]) -> None:
        answer = functions.invoke(FunctionName=name, Payload=json.dumps(event).encode())
        if "FunctionError" in answer:
            raise BackupFault(f"备份没有办成：{answer['Payload'].read().decode()[:500]}。The keeper failed.")

    def whole() -> set[str]:
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=told["BUCKET"], Prefix="exports/")
        keys = [each["Key"] for page in pages for each in page.get("Contents", [])]
        return {
            f"s3://{told['BUCKET']}/{key.removesuffix('/backup.json')}" for key in keys if key.endswith("/backup.json")
        }

    return ask, whole


def _in_the_cloud(asked: argparse.Namespace) -> None:
    with reach.reached(asked) as target:
        ask, whole = _keeper(target)
        made = ask_keeper(ask, whole, asked.moment, lambda line: print(f"  {line}", flush=True))
    print(
        f"  备份完成：{made}。Done.\n  恢复：make restore FROM={made} TO={asked.stage}-r{datetime.now(UTC):%Y%m%d}- STAGE={asked.stage}"
    )


def _on_this_machine(asked: argparse.Namespace) -> None:
    folder = asked.to or asked.data / "backups" / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    if folder.exists() and any(folder.iterdir()):
        raise BackupFault(f"文件夹 {folder} 不是空的，请另选一个。The folder is not empty.")
    print(f"正在备份到 {folder} … Backing up.", flush=True)
    with reach.reached(asked) as source:
        counts = back_up(source, Folder(folder))
    print(f"  备份完成：{len(counts)} 张表，{sum(counts.values())} 条。Done: tables and items.")
    print(_KEY_APART.format(key=asked.data / "key"))
    print(f"  恢复：make restore FROM={folder} TO=local-r{datetime.now(UTC):%Y%m%d}- · to restore it")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, help="an empty or new folder")
    parser.add_argument("--moment", default="now", help="in the cloud: such as 2026-12-01T11:00:00+08:00")
    reach.add_arguments(parser)
    asked = parser.parse_args(arguments)
    try:
        _in_the_cloud(asked) if asked.stage else _on_this_machine(asked)
    except BackupFault as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(guarded(lambda: main(sys.argv[1:])))
