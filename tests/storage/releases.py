"""Items as earlier releases stored them: real ones, of invented people, put into today's tables."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from functions.storage import encryption
from functions.storage.settings import settings
from infra.backup_format import as_sent


@dataclass(frozen=True)
class Release:
    """``told`` says who is in it: logins, passwords, codes. ``tables`` holds the items by table, as DynamoDB's exports have them."""

    key: str
    told: dict[str, Any]
    tables: dict[str, list[dict[str, Any]]]

    def put(self, client: Any) -> None:
        for table, items in self.tables.items():
            for item in items:
                client.put_item(TableName=settings().table(table), Item=as_sent(item))


def release(name: str) -> Release:
    read = json.loads(Path(__file__).with_name(f"{name}_release.json").read_text(encoding="utf-8"))
    return Release(read["key"], read["told"], read["tables"])


@contextmanager
def its_key(release: Release, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The data key with which the release sealed its items."""
    file = folder / "key"
    file.write_text(release.key, encoding="ascii")
    assert len(base64.b64decode(release.key)) >= 32
    monkeypatch.setenv("KEY_FILE", str(file))
    settings.cache_clear()
    encryption.forget_keys()
    yield
    monkeypatch.undo()
    settings.cache_clear()
    encryption.forget_keys()
