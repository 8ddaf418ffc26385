"""An empty account on moto for one test, whatever other tests of the process have made in the usual one."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest
from moto import mock_aws
from moto.backends import get_backend

_numbers = count(300000000001)


@contextmanager
def empty_account() -> Iterator[str]:
    """Its number. Functions are called without a container, and answer nothing of their own."""
    number = str(next(_numbers))
    with pytest.MonkeyPatch.context() as patch, mock_aws(config={"lambda": {"use_docker": False}}):
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "testing")
        patch.setenv("MOTO_ACCOUNT_ID", number)
        try:
            yield number
        finally:
            for partition in ("aws", "aws-cn"):  # a bucket's name is taken in all accounts
                get_backend("s3")[number][partition].reset()
