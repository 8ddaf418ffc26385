"""`tables.yaml` describes the tables that the rooms use, and the local ones are made from it."""

from typing import Any

import boto3
import pytest
from moto import mock_aws

from functions.app import members, public
from functions.storage.base import all_tables
from infra.tables import create_tables, load_template, resolve, tables


@pytest.fixture(scope="module")
def models() -> dict[str, Any]:
    """Every table's model by its whole name; the rooms are imported when their functions are made."""
    members()
    public()
    return {model.Meta.table_name: model for model in all_tables()}


@pytest.fixture(scope="module")
def templates() -> dict[str, dict[str, Any]]:
    return {table["TableName"]: table for table in tables("test-")}


def _keys(keys: list[dict[str, str]], attributes: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    types = {each["AttributeName"]: each["AttributeType"] for each in attributes}
    return sorted((key["AttributeName"], key["KeyType"], types[key["AttributeName"]]) for key in keys)


def _as_created(model: Any) -> dict[str, Any]:
    """What the model would have the engine make."""
    schema = model._get_schema()
    attributes = schema["attribute_definitions"]
    indexes = schema.get("global_secondary_indexes", [])
    return {
        "keys": _keys(schema["key_schema"], attributes),
        "indexes": {
            index["index_name"]: (_keys(index["key_schema"], attributes), index["projection"]["ProjectionType"])
            for index in indexes
        },
    }


def _as_written(table: dict[str, Any]) -> dict[str, Any]:
    attributes = table["AttributeDefinitions"]
    return {
        "keys": _keys(table["KeySchema"], attributes),
        "indexes": {
            index["IndexName"]: (_keys(index["KeySchema"], attributes), index["Projection"]["ProjectionType"])
            for index in table.get("GlobalSecondaryIndexes", [])
        },
    }


def test_every_model_has_its_table_and_every_table_its_model(models: dict[str, Any], templates: dict[str, Any]) -> None:
    assert set(models) == set(templates)


def test_keys_and_indexes_are_those_of_the_models(models: dict[str, Any], templates: dict[str, Any]) -> None:
    assert {name: _as_written(table) for name, table in templates.items()} == {
        name: _as_created(model) for name, model in models.items()
    }


def test_what_expires_in_a_model_expires_in_its_table(models: dict[str, Any], templates: dict[str, Any]) -> None:
    by_model = {name for name, model in models.items() if "expires" in model.get_attributes()}
    by_table = {name for name, table in templates.items() if "TimeToLiveSpecification" in table}
    assert by_model == by_table


def test_expiry_is_read_from_the_attribute_of_that_name(templates: dict[str, Any]) -> None:
    settings = [table["TimeToLiveSpecification"] for table in templates.values() if "TimeToLiveSpecification" in table]
    assert all(setting == {"AttributeName": "expires", "Enabled": True} for setting in settings)


def test_every_table_can_be_restored_and_is_kept_when_the_stack_goes(templates: dict[str, Any]) -> None:
    assert all(table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] for table in templates.values())
    resources = load_template()["Resources"].values()
    assert {(each["DeletionPolicy"], each["UpdateReplacePolicy"]) for each in resources} == {("Retain", "Retain")}


def test_tables_are_made_once() -> None:
    with mock_aws():
        client = boto3.client("dynamodb", region_name="cn-northwest-1")
        assert create_tables(client, "one-") == [table["TableName"] for table in tables("one-")]
        assert create_tables(client, "one-") == []
        assert len(create_tables(client, "two-")) == len(tables("two-"))


def test_a_parameter_is_put_in_and_anything_else_stays_as_written() -> None:
    written = {"Name": {"Sub": "${Prefix}x-${AWS::Region}"}, "Also": [{"Ref": "Prefix"}, {"Ref": "Other"}]}
    assert resolve(written, {"Prefix": "p-"}) == {"Name": "p-x-${AWS::Region}", "Also": ["p-", {"Ref": "Other"}]}


def test_a_table_of_an_earlier_release_gets_the_indexes_that_came_since() -> None:
    new = next(table for table in tables("old-") if table["TableName"] == "old-hours_entries")
    kept = [index for index in new["GlobalSecondaryIndexes"] if index["IndexName"] == "by_project"]
    used = {key["AttributeName"] for keys in (new["KeySchema"], kept[0]["KeySchema"]) for key in keys}
    with mock_aws():
        client = boto3.client("dynamodb", region_name="cn-northwest-1")
        client.create_table(
            TableName=new["TableName"],
            KeySchema=new["KeySchema"],
            AttributeDefinitions=[each for each in new["AttributeDefinitions"] if each["AttributeName"] in used],
            BillingMode="PAY_PER_REQUEST",
            GlobalSecondaryIndexes=kept,
        )
        create_tables(client, "old-")
        made = client.describe_table(TableName=new["TableName"])["Table"]["GlobalSecondaryIndexes"]
    assert {index["IndexName"] for index in made} == {"by_project", "by_pending"}
