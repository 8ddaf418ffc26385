"""Rights per table and act: made from what the tests saw the functions ask, and nothing more."""

import json
from typing import Any

import pytest

from infra import access
from infra.tables import load_template, resolve
from infra.tables import tables as tables_of

REGION = "cn-northwest-1"
WRITES = {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "ConditionCheckItem"}


def resolved(prefix: str = "record-") -> dict[str, Any]:
    told = {
        "Prefix": prefix, "AWS::Partition": "aws-cn", "AWS::Region": REGION, "AWS::AccountId": "123456789012",
    }  # fmt: skip
    found: dict[str, Any] = _filled(resolve(load_template(access.TEMPLATE)["Resources"], told), told)
    return found


def _filled(value: Any, told: dict[str, str]) -> Any:
    if isinstance(value, str):
        for name, text in told.items():
            value = value.replace(f"${{{name}}}", text)
        return value
    if isinstance(value, list):
        return [_filled(each, told) for each in value]
    return {name: _filled(each, told) for name, each in value.items()} if isinstance(value, dict) else value


def documents(function: str, prefix: str = "record-") -> list[dict[str, Any]]:
    return [
        policy["Properties"]["PolicyDocument"]
        for name, policy in resolved(prefix).items()
        if name.startswith(function.capitalize())
    ]


def test_the_policies_are_made_from_the_written_table() -> None:
    assert access.template(access.read()) == access.TEMPLATE.read_text(encoding="utf-8")


def test_the_public_function_writes_its_counters_and_looks_alone() -> None:
    written = {table for table, acts in access.read()["public"].items() if WRITES & set(acts)}
    assert written == {"public_rate_counters", "certificate_looks"}


def test_the_public_function_reads_nothing_that_is_sealed() -> None:
    sealed = ("volunteers", "accounts", "sessions", "certificates", "certificate_snapshots", "audit_log", "messages")
    assert [table for table in access.read()["public"] if table.split("/")[0] in sealed] == []


def test_only_the_nightly_count_reads_whole_tables() -> None:
    told = access.read()
    assert [table for table, acts in told["public"].items() if "Scan" in acts] == []
    scanned = {table for table, acts in told["members"].items() if "Scan" in acts}
    assert scanned
    assert not scanned & {"audit_log", "sessions", "certificates", "messages"}


def test_nothing_is_allowed_that_changes_a_table_itself() -> None:
    acts = {act for tables in access.read().values() for named in tables.values() for act in named}
    assert acts <= WRITES | {"GetItem", "BatchGetItem", "Query", "Scan"}


def test_the_history_is_added_to_and_never_changed() -> None:
    assert set(access.read()["members"]["audit_log"]) == {"PutItem", "Query"}


@pytest.mark.parametrize("prefix", ["record-", "a-rather-long-prefix-"])
def test_every_policy_fits_into_what_is_allowed(prefix: str) -> None:
    for function in access.read():
        sizes = [len(json.dumps(document, separators=(",", ":"))) for document in documents(function, prefix)]
        assert (max(sizes) <= 6144, len(sizes) <= 9) == (True, True)


def permits(function: str, act: str, resource: str) -> bool:
    """As IAM decides where nothing denies: some statement names the act and the resource, letter by letter."""
    return any(
        f"dynamodb:{act}" in statement["Action"] and resource in statement["Resource"]
        for document in documents(function)
        for statement in document["Statement"]
        if statement["Effect"] == "Allow"
    )


@pytest.mark.parametrize("function", sorted(access.read()))
def test_every_act_on_every_table_is_allowed_or_denied_as_written(function: str) -> None:
    written = access.read()[function]
    tables = [each["TableName"] for each in tables_of("record-")]
    for table in tables:
        arn = f"arn:aws-cn:dynamodb:{REGION}:123456789012:table/{table}"
        for act in WRITES | {"GetItem", "BatchGetItem", "Query", "Scan", "DeleteTable", "UpdateTable"}:
            assert permits(function, act, arn) == (act in written.get(table.removeprefix("record-"), [])), (table, act)


def test_no_policy_has_a_wildcard() -> None:
    assert "*" not in json.dumps([documents(function) for function in access.read()])
