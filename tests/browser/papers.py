"""An issuer in a test's hands: papers with credentials, its keys and its status lists, as the district makes them."""

import base64
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from functions.certificates import credentials, paper, status_lists
from functions.certificates.attaching import with_credential
from functions.signing import rules
from tests.certificates.facts import VERIFY_URL, some_facts

ORIGIN = "https://record.example.cn"
LIST = f"{ORIGIN}/published/status/0.jwt"
PLACE = 7


def _b64(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()


@dataclass
class Issuer:
    """``state`` is what its published list says of the key."""

    origin: str = ORIGIN
    state: str = "active"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def jwk(self) -> dict[str, str]:
        numbers = self.key.public_key().public_numbers()
        return {"kty": "EC", "crv": "P-256", "x": _b64(numbers.x), "y": _b64(numbers.y)}

    def signed(self, kind: str, claims: Mapping[str, Any]) -> str:
        header = {"alg": "ES256", "kid": rules.thumbprint(self.jwk), "typ": kind}
        body = rules.signing_input(header, rules.as_bytes(claims))
        how = ec.ECDSA(SHA256(), deterministic_signing=True)
        r, s = decode_dss_signature(self.key.sign(body, how))
        return rules.compact(body, r.to_bytes(32, "big") + s.to_bytes(32, "big"))

    def credential(self, digest: str | None = None, place: int = PLACE, **changes: Any) -> str:
        facts = some_facts(**changes)
        made = credentials.credential(facts, self.origin, (LIST, place), lambda name: f"salt-{name}", digest)
        return made.presented(self.signed(credentials.TYPE, made.claims))

    def paper(self, **changes: Any) -> bytes:
        pdf = paper.render(some_facts(**changes), VERIFY_URL)
        return with_credential(pdf, lambda digest: self.credential(digest, **changes))

    def trust(self, age: float = 0) -> dict[str, Any]:
        """The published list of keys, made ``age`` seconds ago."""
        key = {**self.jwk, "kid": rules.thumbprint(self.jwk), "state": self.state, "ended_at": None}
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - age))
        return {"issuer": self.origin, "updated_at": at, "keys": [key]}

    def status_list(self, values: Mapping[int, int] | None = None, age: float = 0, **changes: Any) -> str:
        now = int(time.time() - age)
        told = {"bits": 2, "lst": status_lists.compact_list(dict(values or {}))}
        claims = {"sub": LIST, "iat": now, "exp": now + status_lists.GOOD_FOR, "ttl": 600, "status_list": told}
        return self.signed("statuslist+jwt", {**claims, **changes})
