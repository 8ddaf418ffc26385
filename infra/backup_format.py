"""The format of a backup, which is that of DynamoDB's own exports to S3: manifests, and items as gzipped JSON lines.

    FOLDER/backup.json                                          which tables, of which moment
    FOLDER/TABLE/AWSDynamoDB/ID/manifest-summary.json           how many items
    FOLDER/TABLE/AWSDynamoDB/ID/manifest-files.json             a line a file: items, MD5, key
    FOLDER/TABLE/AWSDynamoDB/ID/data/NAME.json.gz               a line an item: {"Item": {"name": {"S": "…"}}}

A place is a folder of this machine, or ``s3://bucket/prefix``.
"""

import base64
import gzip
import hashlib
import itertools
import json
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

MOST_IN_FILE = 5000
Item = dict[str, Any]  # an item by attribute, each with its type: {"name": {"S": "…"}}
ROOT = "AWSDynamoDB"
_DIGESTS = 1 << 256


class BackupFault(RuntimeError):
    """A backup that cannot be read, or is not whole; says so in Chinese and English."""


def _walked(value: Item, binary: Callable[[Any], Any]) -> Item:
    kind, content = next(iter(value.items()))
    if kind == "B":
        return {kind: binary(content)}
    if kind == "BS":
        return {kind: sorted(binary(each) for each in content)}
    if kind == "L":
        return {kind: [_walked(each, binary) for each in content]}
    if kind == "M":
        return {kind: {name: _walked(each, binary) for name, each in content.items()}}
    return value


def as_stored(item: Item) -> Item:
    """An item as a client reads it, with bytes as base64: what a file holds."""
    return {name: _walked(value, lambda content: base64.b64encode(content).decode()) for name, value in item.items()}


def as_sent(item: Item) -> Item:
    """An item of a file, as a client takes it."""
    return {name: _walked(value, base64.b64decode) for name, value in item.items()}


def _canonical(value: Item) -> Any:
    kind, content = next(iter(value.items()))
    if kind == "N":
        return [kind, str(Decimal(content).normalize())]
    if kind in {"SS", "BS"}:
        return [kind, sorted(content)]
    if kind == "NS":
        return [kind, sorted(str(Decimal(each).normalize()) for each in content)]
    if kind == "L":
        return [kind, [_canonical(each) for each in content]]
    if kind == "M":
        return [kind, {name: _canonical(each) for name, each in content.items()}]
    return [kind, content]


@dataclass
class Tally:
    """How many items, and a digest of them all that does not depend on their order: the sum of the items' SHA-256."""

    count: int = 0
    total: int = 0

    def add(self, item: Item) -> None:
        plain = {name: _canonical(value) for name, value in item.items()}
        text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        self.count += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")) % _DIGESTS

    @property
    def digest(self) -> str:
        return f"{self.total:064x}"


def expires_by(item: Item, moment: float) -> bool:
    """Whether an item has a last moment, and that is over by ``moment``."""
    return "N" in item.get("expires", {}) and float(item["expires"]["N"]) <= moment


class Folder:
    """A place on this machine; its files are readable by their owner alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __str__(self) -> str:
        return str(self.folder)

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def names(self) -> list[str]:
        return sorted(each.relative_to(self.folder).as_posix() for each in self.folder.rglob("*") if each.is_file())

    def write(self, name: str, content: bytes) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(content)


class Bucket:
    """A place in S3, to be read."""

    def __init__(self, client: Any, address: str) -> None:
        self._client = client
        self._bucket, _, prefix = address.removeprefix("s3://").partition("/")
        self._prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""

    def __str__(self) -> str:
        return f"s3://{self._bucket}/{self._prefix}"

    def read(self, name: str) -> bytes:
        content: bytes = self._client.get_object(Bucket=self._bucket, Key=self._prefix + name)["Body"].read()
        return content

    def names(self) -> list[str]:
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._prefix)
        keys = [each["Key"] for page in pages for each in page.get("Contents", [])]
        return sorted(key.removeprefix(self._prefix) for key in keys)


Place = Folder | Bucket


@dataclass(frozen=True)
class DataFile:
    name: str
    items: int
    md5: str


@dataclass(frozen=True)
class TableBackup:
    """One table's export: its name without the prefix."""

    table: str
    items: int
    files: tuple[DataFile, ...]


def read_backup(place: Place) -> list[TableBackup]:
    """Every table of a backup. Raises `BackupFault` where one is missing or unfinished."""
    names = place.names()
    try:
        told = json.loads(place.read("backup.json"))
    except Exception as error:
        message = f"{place} 里没有 backup.json，这不是一份备份。There is no backup.json there."
        raise BackupFault(message) from error
    found = {name.partition("/")[0]: name for name in names if name.endswith("/manifest-summary.json")}
    missing = sorted(set(told["tables"]) - set(found))
    if missing:
        raise BackupFault(f"备份还没有完成，缺少：{'、'.join(missing)}。The backup is not finished.")
    return [_table(place, table, found[table]) for table in sorted(told["tables"])]


def _table(place: Place, table: str, summary: str) -> TableBackup:
    above, _, own = summary.rpartition(f"/{ROOT}/")
    counted = json.loads(place.read(summary))["itemCount"]
    lines = place.read(f"{above}/{ROOT}/{own.partition('/')[0]}/manifest-files.json").decode().splitlines()
    files = []
    for line in filter(None, lines):
        told = json.loads(line)
        # A key may begin with the export's prefix, or not.
        within = told["dataFileS3Key"].rpartition(f"{ROOT}/")[2]
        files.append(DataFile(f"{above}/{ROOT}/{within}", int(told["itemCount"]), told["md5Checksum"]))
    return TableBackup(table, int(counted), tuple(files))


def items_of(place: Place, file: DataFile) -> Iterator[Item]:
    """The items of a file, whose checksum and number must be what the manifest says."""
    content = place.read(file.name)
    try:
        plain = gzip.decompress(content)
    except (OSError, EOFError, zlib.error):
        plain = b""
    if file.md5 not in {_md5(content), _md5(plain)}:
        raise BackupFault(f"文件 {file.name} 已损坏，校验值不符。The checksum of the file is another one.")
    lines = plain.splitlines()
    if len(lines) != file.items:
        raise BackupFault(f"文件 {file.name} 的条数不符。The file has another number of items.")
    for line in lines:
        yield json.loads(line)["Item"]


def _md5(content: bytes) -> str:
    return base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()


def write_table(place: Folder, table: str, named: str, items: Iterable[Item], in_file: int = MOST_IN_FILE) -> int:
    """Write one table as DynamoDB's export would, and return how many items it has; ``named`` is this export's id."""
    folder = f"{table}/{ROOT}/{named}"
    files = [
        _write_file(place, f"{folder}/data/{number:06d}.json.gz", part)
        for number, part in enumerate(_parts(items, in_file))
    ]
    place.write(f"{folder}/manifest-files.json", "".join(json.dumps(each) + "\n" for each in files).encode())
    count = sum(int(each["itemCount"]) for each in files)
    summary = {"version": "2020-06-30", "itemCount": count, "outputFormat": "DYNAMODB_JSON"}
    place.write(f"{folder}/manifest-summary.json", json.dumps(summary).encode())
    return count


def _parts(items: Iterable[Item], in_file: int) -> Iterator[list[Item]]:
    waiting = iter(items)
    while part := list(itertools.islice(waiting, in_file)):
        yield part


def _write_file(place: Folder, name: str, items: Sequence[Item]) -> dict[str, Any]:
    lines = [json.dumps({"Item": as_stored(item)}, ensure_ascii=False, separators=(",", ":")) for item in items]
    content = gzip.compress("".join(f"{line}\n" for line in lines).encode(), mtime=0)
    place.write(name, content)
    return {"itemCount": len(items), "md5Checksum": _md5(content), "dataFileS3Key": name}
