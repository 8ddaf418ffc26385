"""Signed statements as everyone reads them: JWS in compact form (RFC 7515), ES256, keys named by their thumbprint (RFC 7638).

ES256 and not Ed25519: every browser that people hold checks P-256, and every key store of the cloud signs with it.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

ALGORITHM = "ES256"
ACTIVE, RETIRED, LEAKED = "active", "retired", "leaked"
STATES = {ACTIVE: "使用中", RETIRED: "已换下", LEAKED: "已泄漏，作废"}


@dataclass(frozen=True)
class KeyRecord:
    """The public half of a key that signs or has signed; it is kept for good. ``jwk``: kty, crv, x, y."""

    kid: str
    jwk: Mapping[str, str]
    state: str
    since: datetime
    ended_at: datetime | None
    place: str

    @property
    def trusted(self) -> bool:
        """A retired key's signatures stay good; those of a leaked one could be anybody's, of any date."""
        return self.state != LEAKED


def b64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def as_bytes(value: Any) -> bytes:
    """JSON without spaces, the names sorted: the same bytes for the same value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def thumbprint(jwk: Mapping[str, str]) -> str:
    """RFC 7638 of an EC key."""
    needed = {name: jwk[name] for name in ("crv", "kty", "x", "y")}
    return b64url(hashlib.sha256(as_bytes(needed)).digest())


def signing_input(header: Mapping[str, Any], payload: bytes) -> bytes:
    """What is signed; the signature is appended to it by `compact`."""
    return f"{b64url(as_bytes(header))}.{b64url(payload)}".encode()


def compact(signed: bytes, signature: bytes) -> str:
    return f"{signed.decode()}.{b64url(signature)}"
