"""Writes everything that a district holds as plain JSON, by the allow-list of ``export/fields.yaml``: for leaving.

A file a table, a line an item; dates as ISO 8601, instants in UTC. Passwords, keys, tokens and fingerprints are never written, and what is
encrypted only where that is asked for.
"""

import base64
import hashlib
import json
import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from pynamodb.attributes import (
    Attribute,
    BinaryAttribute,
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeSetAttribute,
)

from functions.storage import clock, encryption, upgrades
from functions.storage.base import CivilDateAttribute, InstantAttribute, Table, all_tables
from functions.storage.settings import settings

FIELDS = Path(__file__).parent / "export" / "fields.yaml"
FORMAT = "vsr-export-1"
Say = Callable[[str], None]


@dataclass(frozen=True)
class Sealed:
    """``owner`` is a pattern over the item's fields; ``form`` one of text, json, packed (deflated JSON), bytes."""

    owner: str
    form: str


@dataclass(frozen=True)
class TableFields:
    table: str
    says: str
    fields: tuple[str, ...]
    sealed: dict[str, Sealed]
    withheld: tuple[str, ...]


@dataclass(frozen=True)
class Description:
    """What is written of each table, why others are left out, and what fields mean."""

    tables: tuple[TableFields, ...]
    left_out: dict[str, str]
    names: dict[str, str]


def description() -> Description:
    told = yaml.safe_load(FIELDS.read_text(encoding="utf-8"))
    found = []
    for table, each in told["tables"].items():
        sealed = {name: Sealed(one["for"], one["form"]) for name, one in each.get("sealed", {}).items()}
        kept = (tuple(each["fields"]), sealed, tuple(each.get("withheld", ())))
        found.append(TableFields(table, each["says"], *kept))
    return Description(tuple(found), told["left_out"], told["names"])


def models() -> dict[str, type[Table]]:
    """Every table's model by its name without the prefix."""
    from functions.app import members, public

    members()
    public()
    return {str(model.Meta.table_name).removeprefix(settings().table("")): model for model in all_tables()}


def attributes(model: type[Table]) -> dict[str, Attribute[Any]]:
    return {str(each.attr_name): each for each in model.get_attributes().values()}


_KINDS: tuple[tuple[type[Attribute[Any]], str], ...] = (
    (InstantAttribute, "时间"),
    (CivilDateAttribute, "日期"),
    (JSONAttribute, "JSON"),
    (BooleanAttribute, "真假"),
    (NumberAttribute, "数字"),
    (UnicodeSetAttribute, "文本列表"),
    (BinaryAttribute, "base64"),
)


def kind_of(attribute: Attribute[Any]) -> str:
    """What a field holds, in a word, for its readers."""
    return next((word for kind, word in _KINDS if isinstance(attribute, kind)), "文本")


def _plain(value: dict[str, Any]) -> Any:
    """A value as JSON has it."""
    kind, content = next(iter(value.items()))
    if kind == "N":
        number = Decimal(content)
        return int(number) if number == number.to_integral_value() else float(number)
    if kind == "B":
        return base64.b64encode(content).decode()
    if kind in {"SS", "NS", "BS"}:
        return sorted(_plain({kind[0]: each}) for each in content)
    if kind == "L":
        return [_plain(each) for each in content]
    if kind == "M":
        return {name: _plain(each) for name, each in content.items()}
    return None if kind == "NULL" else content


def _written(name: str, attribute: Attribute[Any], value: dict[str, Any]) -> Any:
    if isinstance(attribute, JSONAttribute) and "S" in value:
        return json.loads(value["S"])
    if name == "expires" and "N" in value:
        return clock.as_text(datetime.fromtimestamp(float(value["N"]), UTC))
    return _plain(value)


def _opened(sealed: Sealed, value: dict[str, Any], item: dict[str, Any]) -> Any:
    content = encryption.unseal_bytes(value["B"], sealed.owner.format(**item))
    if sealed.form == "packed":
        content = zlib.decompress(content)
    if sealed.form == "bytes":
        return base64.b64encode(content).decode()
    text = content.decode()
    return text if sealed.form == "text" else json.loads(text)


def row(fields: TableFields, model: type[Table], raw: upgrades.Raw, open_sealed: bool) -> dict[str, Any]:
    """One item as it is written: the named fields alone."""
    item, known = upgrades.upgraded(raw, model.UPGRADES), attributes(model)
    told = {name: _written(name, known[name], item[name]) for name in fields.fields if name in item}
    if open_sealed:
        told |= {name: _opened(how, item[name], told) for name, how in fields.sealed.items() if name in item}
    return told


def _lines(fields: TableFields, model: type[Table], items: Iterator[Any], open_sealed: bool) -> Iterator[bytes]:
    for raw in items:
        told = row(fields, model, raw, open_sealed)
        yield (json.dumps(told, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _open_new(file: Path) -> Any:
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def export_all(folder: Path, every_item: Callable[[str], Iterator[Any]], open_sealed: bool, say: Say) -> dict[str, Any]:
    """Write every table into a new folder, with a manifest, which is returned. ``every_item`` reads a table by its whole name."""
    folder.mkdir(parents=True, mode=0o700)
    told, known = description(), models()
    written = []
    for fields in told.tables:
        name, count, digest = f"{fields.table}.jsonl", 0, hashlib.sha256()
        with _open_new(folder / name) as out:
            items = every_item(settings().table(fields.table))
            for count, line in enumerate(_lines(fields, known[fields.table], items, open_sealed), start=1):  # noqa: B007
                out.write(line)
                digest.update(line)
        written.append({"table": fields.table, "file": name, "items": count, "sha256": digest.hexdigest()})
        say(f"  {name}：{count} 条 items")
    manifest = {
        "format": FORMAT,
        "made_at": clock.as_text(clock.now()),
        "district": settings().district_code,
        "system_name": settings().system_name,
        "sealed_opened": open_sealed,
        "tables": written,
        "left_out": told.left_out,
    }
    with _open_new(folder / "manifest.json") as out:
        out.write((json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode())
    return manifest
