"""A whole district in the process: the real tables on moto, a real key, a stopped clock where a test asks for one."""

import base64
import os
from collections.abc import Iterator

import pytest

# Before any table is imported: its name and region are read from here.
os.environ.update(
    TABLE_PREFIX="test-",
    AWS_REGION="cn-northwest-1",
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    SITE_ORIGIN="http://localhost",
)
os.environ.pop("DYNAMODB_ENDPOINT", None)

from tests.district import District  # noqa: E402 - after the environment


@pytest.fixture(scope="session", autouse=True)
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A key as `make run` has one."""
    from functions.storage import encryption
    from functions.storage.settings import settings

    path = tmp_path_factory.mktemp("key") / "key"
    path.write_text(base64.b64encode(os.urandom(32)).decode())
    os.environ["KEY_FILE"] = str(path)
    settings.cache_clear()
    encryption.forget_keys()
    yield


@pytest.fixture
def district() -> Iterator[District]:
    """Empty tables, and both functions behind one front door."""
    import boto3
    from moto import mock_aws

    from functions.storage.base import reconnect
    from infra.tables import create_tables

    with mock_aws():
        reconnect(None)
        create_tables(boto3.client("dynamodb", region_name="cn-northwest-1"), "test-")
        yield District.open()
    reconnect(None)
