"""Document numbers and phones at rest: AES-256-GCM, and a keyed fingerprint to find them by.

The data key comes from a file on one machine, or wrapped by KMS on AWS. `cryptography` is imported only when used, so
that the public function, which has no key, never loads it.
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from functions.storage.settings import settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"
_NONCE_BYTES = 12


@lru_cache(maxsize=1)
def _data_key() -> bytes:
    config = settings()
    if config.key_file:
        return base64.b64decode(Path(config.key_file).read_text(encoding="ascii"))
    if config.kms_data_key:
        import boto3

        wrapped = base64.b64decode(config.kms_data_key)
        plain: bytes = boto3.client("kms", region_name=config.region).decrypt(CiphertextBlob=wrapped)["Plaintext"]
        return plain
    raise RuntimeError("no KEY_FILE and no KMS_DATA_KEY: this function has no key")


@lru_cache(maxsize=4)
def _subkey(purpose: bytes) -> bytes:
    """One key for one purpose, derived from the data key (HKDF, one block)."""
    return hmac.new(_data_key(), b"volunteer-service-record/" + purpose + b"\x01", hashlib.sha256).digest()


@lru_cache(maxsize=1)
def _cipher() -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(_subkey(b"seal"))


def seal(plain: str | bytes, owner: str) -> bytes:
    """Encrypt ``plain``; it opens only for the same ``owner`` (an id), so a sealed value cannot be moved to another item."""
    nonce = os.urandom(_NONCE_BYTES)
    content = plain.encode() if isinstance(plain, str) else plain
    return _VERSION + nonce + _cipher().encrypt(nonce, content, owner.encode())


def unseal_bytes(sealed: bytes, owner: str) -> bytes:
    body = sealed[len(_VERSION) :]
    return _cipher().decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], owner.encode())


def unseal(sealed: bytes, owner: str) -> str:
    return unseal_bytes(sealed, owner).decode()


def fingerprint(kind: str, value: str) -> str:
    """A keyed HMAC of a value: equal values are found, none can be computed without the key."""
    return hmac.new(_subkey(b"fingerprint"), f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()


def forget_keys() -> None:
    """Read the key anew at the next use (after a rotation, and between tests)."""
    for cached in (_data_key, _subkey, _cipher):
        cached.cache_clear()
