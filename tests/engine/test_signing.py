"""A key store signs without giving its key away, and another library reads what it signed."""

import boto3
import pytest
from joserfc import jws
from joserfc.jwk import ECKey

from functions.signing import keys, rules


@pytest.fixture
def key(engine: str, monkeypatch: pytest.MonkeyPatch) -> keys.PrivateKey:
    monkeypatch.setenv("AWS_ENDPOINT_URL_KMS", engine)
    client = boto3.client("kms", region_name="cn-northwest-1")
    made = client.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
    return keys._of_kms(made["KeyMetadata"]["Arn"])


@pytest.mark.parametrize("size", [10, 50_000])
def test_a_key_of_the_key_store_signs_statements_of_any_length(key: keys.PrivateKey, size: int) -> None:
    payload = b"x" * size
    body = rules.signing_input({"alg": "ES256", "typ": "test+jwt"}, payload)
    compact = rules.compact(body, key.sign(body))
    read = jws.deserialize_compact(compact, ECKey.import_key(dict(key.jwk)), algorithms=["ES256"])
    assert read.payload == payload
