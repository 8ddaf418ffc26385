"""Makes the tables of ``tables.yaml`` where they are missing: the same ones that CloudFormation makes."""

import re
from pathlib import Path
from typing import Any

import yaml

TEMPLATE = Path(__file__).with_name("tables.yaml")
_VARIABLE = re.compile(r"\$\{(\w+)\}")
# What one machine needs of a table; backups, keys and protection from deletion are for AWS.
_CREATED_WITH = (
    "KeySchema",
    "AttributeDefinitions",
    "BillingMode",
    "GlobalSecondaryIndexes",
    "LocalSecondaryIndexes",
)


class _Loader(yaml.SafeLoader):
    """Reads the short tags of CloudFormation as ``{"Sub": "…"}``."""


def _read_tag(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        return {suffix: loader.construct_scalar(node)}
    if isinstance(node, yaml.SequenceNode):
        return {suffix: loader.construct_sequence(node, deep=True)}
    raise yaml.constructor.ConstructorError(None, None, f"!{suffix} before a mapping", node.start_mark)


_Loader.add_multi_constructor("!", _read_tag)


def load_template(path: Path = TEMPLATE) -> dict[str, Any]:
    with path.open(encoding="utf-8") as file:
        template: dict[str, Any] = yaml.load(file, _Loader)  # noqa: S506 - derives from the safe loader
    return template


def resolve(value: Any, parameters: dict[str, str]) -> Any:
    """Put the parameters in for ``!Sub`` and ``!Ref``; what is not a parameter stays as written."""
    if isinstance(value, list):
        return [resolve(item, parameters) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"Sub"} and isinstance(value["Sub"], str):
        return _VARIABLE.sub(lambda found: parameters.get(found[1], found[0]), value["Sub"])
    if set(value) == {"Ref"}:
        return parameters.get(value["Ref"], value)
    return {key: resolve(item, parameters) for key, item in value.items()}


def tables(prefix: str, path: Path = TEMPLATE) -> list[dict[str, Any]]:
    """The properties of every table, with its whole name."""
    resources = load_template(path)["Resources"].values()
    found = [resource["Properties"] for resource in resources if resource["Type"] == "AWS::DynamoDB::Table"]
    return [resolve(properties, {"Prefix": prefix}) for properties in found]


def _create(client: Any, table: dict[str, Any], expiring: bool) -> None:
    wanted = {key: table[key] for key in _CREATED_WITH if key in table}
    client.create_table(TableName=table["TableName"], **wanted)
    expiry = table.get("TimeToLiveSpecification")
    if expiry and expiring:
        client.update_time_to_live(TableName=table["TableName"], TimeToLiveSpecification=expiry)


def existing_tables(client: Any) -> set[str]:
    pages = client.get_paginator("list_tables").paginate()
    return {name for page in pages for name in page["TableNames"]}


def _add_indexes(client: Any, table: dict[str, Any]) -> None:
    """Give a table of an earlier release the indexes that came since: one at a time, as the engine asks."""
    name = table["TableName"]
    known = client.describe_table(TableName=name)["Table"].get("GlobalSecondaryIndexes", [])
    names = {index["IndexName"] for index in known}
    for index in table.get("GlobalSecondaryIndexes", []):
        if index["IndexName"] not in names:
            client.update_table(
                TableName=name,
                AttributeDefinitions=table["AttributeDefinitions"],
                GlobalSecondaryIndexUpdates=[{"Create": index}],
            )


def create_tables(client: Any, prefix: str, expiring: bool = True) -> list[str]:
    """Make the tables and indexes that are missing, and return the names of the tables made.

    ``expiring`` False leaves expired items where they are: for an engine whose clock is not the functions'.
    """
    there = existing_tables(client)
    missing = [table for table in tables(prefix) if table["TableName"] not in there]
    for table in missing:
        _create(client, table, expiring)
    for table in tables(prefix):
        if table["TableName"] in there:
            _add_indexes(client, table)
    return [table["TableName"] for table in missing]
