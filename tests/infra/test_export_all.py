"""`make export-all`: everything that may leave, and nothing that may not."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from infra import export_page, exporting
from infra.reach import every_item
from infra.site_build import ROOT
from tests.district import District
from tests.storage.releases import Release, its_key, release


@pytest.fixture(params=["first", "second"])
def held(
    request: pytest.FixtureRequest,
    district: District,
    engine: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Release]:
    """A district in which nearly everything has happened, as items of an earlier release."""
    old = release(request.param)
    with its_key(old, tmp_path, monkeypatch):
        old.put(engine)
        yield old


def export(engine: Any, folder: Path, open_sealed: bool = False) -> dict[str, Any]:
    return exporting.export_all(folder, lambda table: every_item(engine, table), open_sealed, lambda _: None)


def lines(folder: Path, table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()]


def _secrets(held: Release) -> Iterator[tuple[str, str]]:
    """What must never leave: by where it stands."""
    told = exporting.description()
    withheld = {fields.table: fields.withheld for fields in told.tables}
    for table, items in held.tables.items():
        for item in items:
            names = set(item) if table in told.left_out else withheld[table]
            for name in names:
                kind, value = next(iter(item.get(name, {"N": "0"}).items()))
                if kind in "SB" and _is_secret(table, name):
                    yield f"{table}.{name}", value


def _is_secret(table: str, name: str) -> bool:
    """Beside identifiers that other tables hold too."""
    return name.endswith(("_key", "_hash", "_secret", "_pending", "_seed", "answer")) or table in {
        "sessions",
        "idempotency",
    }


@pytest.mark.parametrize("open_sealed", [False, True])
def test_no_password_key_token_or_fingerprint_is_in_an_export(
    held: Release, engine: Any, tmp_path: Path, open_sealed: bool
) -> None:
    export(engine, tmp_path / "out", open_sealed)
    text = "\n".join(file.read_text(encoding="utf-8") for file in (tmp_path / "out").iterdir())
    kept = list(_secrets(held))
    kept += [(f"totp of {login}", secret) for login, secret in held.told["secrets"].items()]
    kept.append(("password", held.told["password"]))
    own = {item["account_id"]["S"] for item in held.tables["accounts"]}
    found = [where for where, value in kept if value and value not in own and value in text]
    assert len(kept) > 10
    assert not found
    assert "$argon2id$" not in text


def test_every_item_of_every_table_is_counted_and_its_file_is_the_one_named(
    held: Release, engine: Any, tmp_path: Path
) -> None:
    manifest = export(engine, tmp_path / "out")
    schema = json.loads((ROOT / "site" / "schemas" / "vsr-export-1.json").read_text(encoding="utf-8"))
    jsonschema.validate(manifest, schema)
    assert json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")) == manifest
    for each in manifest["tables"]:
        content = (tmp_path / "out" / each["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == each["sha256"]
        assert len(content.splitlines()) == each["items"] == len(held.tables.get(each["table"], []))


def test_what_is_encrypted_is_left_out_unless_it_is_asked_for(held: Release, engine: Any, tmp_path: Path) -> None:
    export(engine, tmp_path / "closed")
    export(engine, tmp_path / "open", open_sealed=True)
    closed, opened = lines(tmp_path / "closed", "volunteers"), lines(tmp_path / "open", "volunteers")
    assert not any("document_number" in each or "phone" in each for each in closed)
    assert all(each["document_number"] and "phone" in each for each in opened)
    text = "\n".join(file.read_text(encoding="utf-8") for file in (tmp_path / "closed").iterdir())
    assert not [each["volunteer_number"] for each in opened if each["document_number"] in text]
    facts = lines(tmp_path / "open", "certificate_snapshots")[0]["facts"]
    assert facts["certificate_number"]


def test_values_are_plain(held: Release, engine: Any, tmp_path: Path) -> None:
    export(engine, tmp_path / "out")
    entry = lines(tmp_path / "out", "hours_entries")[0]
    assert isinstance(entry["minutes"], int)
    assert entry["start"].endswith("Z")
    assert isinstance(lines(tmp_path / "out", "volunteers")[0]["skills"], list)
    assert lines(tmp_path / "out", "projects")[0]["name"]


def test_its_files_are_open_to_their_owner_alone(held: Release, engine: Any, tmp_path: Path) -> None:
    export(engine, tmp_path / "out")
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "out").iterdir()} == {0o600}


def test_every_field_of_every_table_is_decided(functions: District) -> None:
    """A new field is neither exported nor forgotten: somebody says which."""
    told, undecided = exporting.description(), {}
    listed = {fields.table: {*fields.fields, *fields.sealed, *fields.withheld} for fields in told.tables}
    for table, model in exporting.models().items():
        if table not in told.left_out:
            undecided[table] = set(exporting.attributes(model)) ^ listed.get(table, set())
    assert not {table: fields for table, fields in undecided.items() if fields}
    assert set(exporting.models()) == set(listed) | set(told.left_out)


def test_what_is_binary_is_sealed_or_withheld_but_for_public_certificates() -> None:
    told, models = exporting.description(), exporting.models()
    plain = {
        f"{fields.table}.{name}"
        for fields in told.tables
        for name in fields.fields
        if exporting.kind_of(exporting.attributes(models[fields.table])[name]) == "base64"
    }
    assert plain == {"seal_certificates.certificate", "seal_certificates.chain"}


def test_the_page_says_what_is_written() -> None:
    assert export_page.PAGE.read_text(encoding="utf-8") == export_page.page(), "run python -m infra.export_page"
