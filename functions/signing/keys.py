"""The private keys that are configured: in KMS, which signs without giving the key away, or in a file on one machine.

``SIGNING_KEYS`` names them in the order in which they are used, separated by commas: ``file:/path/key.pem`` or the ARN of a KMS
key (ECC_NIST_P256, SIGN_VERIFY). The second one stands by, so that a leak costs minutes. Libraries are imported by the call.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from functions.signing.rules import b64url
from functions.storage.settings import settings

_BYTES = 32  # of a coordinate, and of each half of a signature


@dataclass(frozen=True)
class PrivateKey:
    """A key that signs here: its public half, where it lies, and its signing of a SHA-256 digest as r and s, 32 bytes each."""

    jwk: Mapping[str, str]
    place: str
    sign_digest: Callable[[bytes], bytes]

    def sign(self, content: bytes) -> bytes:
        return self.sign_digest(hashlib.sha256(content).digest())


def configured() -> list[PrivateKey]:
    """The keys of this deployment, the one in use first."""
    return [_opened(name) for name in settings().signing_keys]


@lru_cache(maxsize=8)
def _opened(name: str) -> PrivateKey:
    return _of_file(Path(name.removeprefix("file:"))) if name.startswith("file:") else _of_kms(name)


def _jwk(public: Any) -> dict[str, str]:
    numbers = public.public_numbers()
    x, y = (b64url(number.to_bytes(_BYTES, "big")) for number in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def _raw(der: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    return b"".join(number.to_bytes(_BYTES, "big") for number in decode_dss_signature(der))


def _of_file(file: Path) -> PrivateKey:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key = load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{file} holds no P-256 key")
    how = ec.ECDSA(Prehashed(SHA256()), deterministic_signing=True)  # RFC 6979: equal bytes for equal statements
    return PrivateKey(_jwk(key.public_key()), f"file:{file.name}", lambda digest: _raw(key.sign(digest, how)))


def _of_kms(arn: str) -> PrivateKey:
    import boto3
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    client = boto3.client("kms", region_name=settings().region)

    def sign_digest(digest: bytes) -> bytes:
        answer = client.sign(KeyId=arn, Message=digest, MessageType="DIGEST", SigningAlgorithm="ECDSA_SHA_256")
        return _raw(answer["Signature"])

    public = load_der_public_key(client.get_public_key(KeyId=arn)["PublicKey"])
    return PrivateKey(_jwk(public), arn, sign_digest)


def new_file_key() -> bytes:
    """A fresh private key as PEM, for one machine."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def forget_private_keys() -> None:
    """Open the keys anew at the next use."""
    _opened.cache_clear()
