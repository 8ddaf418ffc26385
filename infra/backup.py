"""``make backup``: writes every table into a folder, in the format of DynamoDB's own exports, so that ``make restore`` reads both alike.

For a district on one machine, whose engine has no exports of its own; in the cloud the keeper (backup.yaml) exports every month.
"""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from infra import reach
from infra.backup_format import MOST_IN_FILE, BackupFault, Folder, write_table
from infra.tables import existing_tables, tables

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


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, help="an empty or new folder")
    reach.add_arguments(parser)
    asked = parser.parse_args(arguments)
    folder = asked.to or asked.data / "backups" / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    if folder.exists() and any(folder.iterdir()):
        print(f"文件夹 {folder} 不是空的，请另选一个。The folder is not empty.", file=sys.stderr)
        return 1
    print(f"正在备份到 {folder} … Backing up.", flush=True)
    try:
        with reach.reached(asked) as source:
            counts = back_up(source, Folder(folder))
    except BackupFault as error:
        print(error, file=sys.stderr)
        return 1
    print(f"  备份完成：{len(counts)} 张表，{sum(counts.values())} 条。Done: tables and items.")
    if asked.stage:
        print(
            "  备份期间如有人在办理，各表不是同一时刻的；每月的自动备份没有这个问题。Not of one moment; the monthly export is."
        )
    else:
        print(_KEY_APART.format(key=asked.data / "key"))
    print(f"  恢复：make restore FROM={folder} TO=local-r{datetime.now(UTC):%Y%m%d}- · to restore it")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
