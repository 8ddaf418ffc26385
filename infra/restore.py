"""``make restore FROM=… TO=prefix- [STAGE=…]``: reads a backup into a new, empty set of tables, and proves that they are equal.

The tables in use are not touched: taking the new ones into use is another step, which is printed at the end. It may be broken off and
begun again. Open sessions are left out, so that nobody stays logged in who has logged out since, and so is what has expired.
"""

import argparse
import json
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra import reach, stacks
from infra.backup_format import (
    BackupFault,
    DataFile,
    Folder,
    Item,
    Place,
    TableBackup,
    Tally,
    as_sent,
    as_stored,
    expires_by,
    items_of,
    read_backup,
)
from infra.cloud import Cloud, guarded
from infra.tables import create_tables, existing_tables, tables

LEFT_OUT = {"sessions"}
_PREFIX = re.compile(r"[a-z][a-z0-9-]{0,60}-")
_BATCH = 25  # the engine's limit for one call
_THREADS = 8
_PATIENCE = 120.0  # seconds for what the engine would not take
_HORIZON = 3600  # what expires within the hour may go while it is compared
Say = Callable[[str], None]


@dataclass
class Progress:
    """What is done so far, kept in a file, so that a restore that was broken off goes on where it was."""

    file: Path
    source: str
    done: set[str] = field(default_factory=set)
    finished: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of(cls, data: Path, prefix: str, source: str) -> "Progress":
        file = progress_file(data, prefix)
        if not file.exists():
            return cls(file, source)
        told = json.loads(file.read_text(encoding="utf-8"))
        if told["source"] != source:
            message = f"{prefix} 已经开始从另一份备份恢复：{told['source']}。请换一个 TO。Another backup is being restored there."
            raise BackupFault(message)
        return cls(file, source, set(told["done"]), told["finished"])

    @property
    def begun(self) -> bool:
        return self.file.exists()

    def keep(self) -> None:
        told = {"source": self.source, "done": sorted(self.done), "finished": self.finished}
        fresh = self.file.with_suffix(".new")
        Folder(fresh.parent).write(fresh.name, json.dumps(told, indent=1).encode())
        fresh.replace(self.file)

    def note(self, name: str) -> int:
        with self.lock:
            self.done.add(name)
            self.keep()
            return len(self.done)


def progress_file(data: Path, prefix: str) -> Path:
    return data / "restores" / f"{prefix.rstrip('-')}.json"


def is_restored(data: Path, prefix: str) -> bool:
    """Whether a restore into these tables went through and was found equal."""
    file = progress_file(data, prefix)
    return file.exists() and bool(json.loads(file.read_text(encoding="utf-8"))["finished"])


def _make_tables(target: reach.Reach, prefix: str, say: Say) -> None:
    missing = {table["TableName"] for table in tables(prefix)} - existing_tables(target.dynamodb)
    if not missing:
        return
    if target.cloud:
        _make_stack(target.cloud, prefix, say)
    else:
        say(f"正在建立 {len(missing)} 张新表… Making the tables.")
        create_tables(target.dynamodb, prefix)


def _make_stack(cloud: Cloud, prefix: str, say: Say) -> None:
    """In the cloud a further set of tables is a stack of its own, which `make deploy TABLES=` goes on with."""
    base = stacks.find(cloud, "base")
    if base is None:
        message = f"没有找到 {cloud.prefix}base。请先执行 make deploy STAGE={cloud.stage}。The stage is not deployed."
        raise BackupFault(message)
    called = stacks.called_tables(cloud, prefix)
    say(f"正在建立新表（{cloud.prefix}{called}），约需两分钟… Making the tables.")
    stacks.apply(cloud, "tables", {"Prefix": prefix}, base.outputs["CodeBucket"], called)


def _check_empty(target: reach.Reach, prefix: str) -> None:
    for table in tables(prefix):
        name = table["TableName"]
        if target.dynamodb.scan(TableName=name, Limit=1)["Items"]:
            raise BackupFault(
                f"表 {name} 不是空的，没有写入任何内容。请换一个 TO。The table is not empty; nothing was written."
            )


def _batches(items: Iterator[Item]) -> Iterator[list[Item]]:
    batch: list[Item] = []
    for item in items:
        batch.append(item)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _write(dynamodb: Any, table: str, items: list[Item]) -> None:
    waiting: dict[str, Any] = {table: [{"PutRequest": {"Item": as_sent(item)}} for item in items]}
    give_up, pause = time.monotonic() + _PATIENCE, 0.05
    while waiting:
        waiting = dynamodb.batch_write_item(RequestItems=waiting).get("UnprocessedItems", {})
        if waiting and time.monotonic() > give_up:
            raise BackupFault(
                f"表 {table} 一直写不进去，请过一会儿再执行一次，会接着做。The table takes no more; try again."
            )
        time.sleep(pause if waiting else 0)
        pause = min(2 * pause, 5.0)


def _kept(items: Iterator[Item], moment: float) -> Iterator[Item]:
    return (item for item in items if not expires_by(item, moment))


def _fill(place: Place, target: reach.Reach, prefix: str, progress: Progress, say: Say) -> None:
    backup = [table for table in read_backup(place) if table.table not in LEFT_OUT]
    waiting = [(table, file) for table in backup for file in table.files if file.name not in progress.done]
    total, told = sum(len(table.files) for table in backup), time.monotonic()

    def fill(one: tuple[TableBackup, DataFile]) -> None:
        nonlocal told
        table, file = one
        for batch in _batches(_kept(items_of(place, file), time.time())):
            _write(target.dynamodb, prefix + table.table, batch)
        done = progress.note(file.name)
        if time.monotonic() - told > 1 or done == total:
            told = time.monotonic()
            say(f"  已写入 {done}/{total} 个文件 files")

    with ThreadPoolExecutor(_THREADS) as pool:
        for _ in pool.map(fill, waiting):
            pass


@dataclass(frozen=True)
class Compared:
    """A table as the backup has it, and as it stands: number and digest of items."""

    table: str
    wanted: Tally
    found: Tally

    @property
    def equal(self) -> bool:
        return self.wanted == self.found


def compare(place: Place, target: reach.Reach, prefix: str) -> list[Compared]:
    """Each table of the backup beside the table that it was read into; what expires within the hour is left out on both sides."""
    moment = time.time() + _HORIZON

    def one(backup: TableBackup) -> Compared:
        wanted, found, read = Tally(), Tally(), 0
        for item in (item for file in backup.files for item in items_of(place, file)):
            read += 1
            if backup.table not in LEFT_OUT and not expires_by(item, moment):
                wanted.add(item)
        if read != backup.items:
            message = (
                f"备份里表 {backup.table} 应有 {backup.items} 条，只有 {read} 条。Items are missing in the backup."
            )
            raise BackupFault(message)
        for item in reach.every_item(target.dynamodb, prefix + backup.table):
            if not expires_by(item, moment):
                found.add(as_stored(item))
        return Compared(backup.table, wanted, found)

    with ThreadPoolExecutor(_THREADS) as pool:
        return list(pool.map(one, read_backup(place)))


def restore(place: Place, target: reach.Reach, prefix: str, say: Say) -> list[Compared]:
    """Read a backup into the tables of ``prefix``, and compare. Raises `BackupFault` where they are in use, not empty, or not equal."""
    _check_prefix(target, prefix)
    progress = Progress.of(target.data, prefix, str(place))
    if progress.finished:
        raise BackupFault(f"{prefix} 已经恢复好了，可以直接切换。It was restored already: take it into use.")
    known = {table["TableName"].removeprefix(prefix) for table in tables(prefix)}
    unknown = sorted(table.table for table in read_backup(place) if table.table not in known)
    if unknown:
        message = f"备份里有这个版本不认识的表：{'、'.join(unknown)}。请用较新的版本恢复。Tables of a later release."
        raise BackupFault(message)
    _make_tables(target, prefix, say)
    if not progress.begun:
        _check_empty(target, prefix)
        progress.keep()
    say(f"正在写入 {prefix}… Writing.")
    _fill(place, target, prefix, progress, say)
    say("正在逐表核对… Comparing.")
    found = compare(place, target, prefix)
    wrong = [each.table for each in found if not each.equal]
    if wrong:
        raise BackupFault(
            f"这些表与备份不一致：{'、'.join(wrong)}。不要切换，请换一个 TO 重新恢复。These tables differ: do not use them."
        )
    progress.finished = True
    progress.keep()
    return found


def _check_prefix(target: reach.Reach, prefix: str) -> None:
    if not _PREFIX.fullmatch(prefix):
        raise BackupFault("TO 用小写字母、数字和连字符，并以连字符结尾，例如 record-r20261127-。TO ends with a hyphen.")
    if target.stage and not prefix.startswith(f"{target.stage}-"):
        raise BackupFault(f"TO 要以 {target.stage}- 开头。TO begins with the stage.")
    if prefix == target.prefix:
        raise BackupFault("TO 是正在使用的表，不能恢复到那里。Those tables are in use.")


def next_step(target: reach.Reach, prefix: str) -> str:
    """What to do once the new tables stand."""
    command = f"make deploy STAGE={target.stage} TABLES={prefix}" if target.stage else f"make run TABLES={prefix}"
    return (
        f"\n恢复完成，正在使用的表没有动过。下一步，切换到恢复的表：\n  {command}\n"
        "切换以前请再想一想：备份之后办理的内容不在恢复的表里。所有人需要重新登录。\n"
        "The tables in use are as they were; the command above takes the restored ones into use."
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", help="a folder, or s3://bucket/exports/DATE")
    parser.add_argument("prefix", help="of the new tables, such as record-r20261127-")
    reach.add_arguments(parser)
    asked = parser.parse_args(arguments)
    try:
        with reach.reached(asked) as target:
            found = restore(target.place(asked.source), target, asked.prefix, lambda line: print(line, flush=True))
    except BackupFault as error:
        print(error, file=sys.stderr)
        return 1
    for each in found:
        if each.found.count:
            print(f"  {each.table}：{each.found.count} 条，摘要 digest {each.found.digest[:16]}，一致 equal")
    print(f"  {len(found)} 张表全部一致，其余是空的。All tables are equal; the rest is empty.")
    print(next_step(target, asked.prefix))
    return 0


if __name__ == "__main__":
    raise SystemExit(guarded(lambda: main(sys.argv[1:])))
