"""A whole district in the process: the real tables on moto, a real key, a stopped clock where a test asks for one."""

import base64
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

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

from functions.signing.keys import new_file_key
from functions.storage import clock, encryption
from functions.storage.base import reconnect
from functions.storage.settings import settings
from infra.tables import create_tables
from tests.calls import Watch
from tests.district import District, empty_tables


@pytest.fixture(scope="session", autouse=True)
def key_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keys as `make run` has them."""
    path = tmp_path_factory.mktemp("key") / "key"
    path.write_text(base64.b64encode(os.urandom(32)).decode())
    os.environ["KEY_FILE"] = str(path)
    signing = [tmp_path_factory.mktemp("signing") / f"{number}.pem" for number in (1, 2)]
    for file in signing:
        file.write_bytes(new_file_key())
    os.environ["SIGNING_KEYS"] = ",".join(f"file:{file}" for file in signing)
    settings.cache_clear()
    encryption.forget_keys()


@pytest.fixture(scope="session")
def engine(key_file: None) -> Iterator[Any]:
    """moto with the real tables, made once."""
    import boto3
    from moto import mock_aws

    with mock_aws():
        reconnect(None)
        client = boto3.client("dynamodb", region_name="cn-northwest-1")
        create_tables(client, "test-")
        yield client
    reconnect(None)


@pytest.fixture(scope="session", autouse=True)
def the_time_of_the_cases() -> Iterator[None]:
    """The cases from the field are dated May 2026: the clock runs on from 3 June, while those hours are not yet late."""
    with clock.running_from(datetime(2026, 6, 3, 9, tzinfo=clock.BEIJING)):
        yield


@pytest.fixture(scope="session")
def calls(engine: Any) -> Iterator[Watch]:
    """Sees every call to the tables, and leaves what it saw."""
    watch = Watch()
    yield watch
    watch.leave()


@pytest.fixture(scope="session")
def functions(engine: Any) -> District:
    return District.open()


@pytest.fixture
def district(engine: Any, functions: District, calls: Watch) -> Iterator[District]:
    """Empty tables, and both functions behind one front door."""
    calls.attach()
    yield District(functions.members, functions.public)
    empty_tables()


@pytest.fixture(scope="module")
def lasting_district(engine: Any, functions: District, calls: Watch) -> Iterator[District]:
    """The same for all tests of a module: for random histories, whose examples need no tables of their own."""
    calls.attach()
    yield District(functions.members, functions.public)
    empty_tables()


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of the site into which jobs publish their files."""
    monkeypatch.setenv("PUBLISHED_FOLDER", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    settings.cache_clear()
