"""The same district on the embedded engine, which conflicts, cancels and counts capacity as DynamoDB does."""

from collections.abc import Iterator

import pytest

from infra.engine import client, running_engine
from infra.tables import create_tables
from tests.district import District
from tests.engine.acts import Stage


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/engine/" in str(item.path):
            item.add_marker("engine")


@pytest.fixture(scope="package")
def engine() -> Iterator[str]:
    """The endpoint of an engine that keeps nothing."""
    with running_engine() as endpoint:
        create_tables(client(endpoint), "test-", expiring=False)
        yield endpoint


@pytest.fixture(scope="package")
def district(engine: str) -> Iterator[District]:
    """A district that the tests of this folder share: every person in it has a document of their own."""
    from functions.storage.base import reconnect

    reconnect(engine)
    yield District.open()
    reconnect(None)


@pytest.fixture(scope="package")
def stage(district: District) -> Stage:
    """A cast for acts that are measured."""
    return Stage(district, "stage-supervisor")
