"""Which certificates are not valid, as signed lists that a site serves as files (Token Status List): anyone checks any number of
certificates without a call to us, and we do not learn which.

Places are handed out by a counter and then scattered over their list, so
that neighbours in it were not neighbours in time. A list holds 65 536 certificates in 16 kB, two bits each.
"""

import hashlib
import hmac
import logging
import zlib
from collections.abc import Iterable
from typing import Any

from pynamodb.exceptions import UpdateError

from functions.certificates.models import Certificate, StatusChange, StatusCounter
from functions.certificates.statuses import REPLACED, REVOKED, VALID
from functions.signing import actions as signing
from functions.signing.rules import b64url
from functions.storage import clock, encryption, publishing
from functions.storage.settings import settings
from functions.storage.transactions import Transaction

SIZE = 65_536
_BITS = 2
VALUES = {VALID: 0, REVOKED: 1, REPLACED: 3}  # 2, suspended, is not used: a dispute is told by the code alone
KEPT, GOOD_FOR = (
    600,
    3 * 86_400,
)  # seconds: a cache keeps a list ten minutes; signed anew every hour, it is good for three days
_KIND = "statuslist+jwt"


def next_place() -> int:
    """A place over all lists for a fresh certificate; one that is then not issued leaves its place unused."""
    counter = StatusCounter("places")
    counter.update([StatusCounter.taken.add(1)])
    return _scattered(int(counter.taken) - 1)


def place_of(certificate: Certificate) -> int:
    """A certificate's place. One that was issued before there were lists takes a place when it first needs one."""
    if certificate.status_place is None:
        untaken = Certificate.status_place.does_not_exist() & Certificate.code.exists()
        try:
            certificate.update([Certificate.status_place.set(next_place())], condition=untaken)
        except UpdateError:  # somebody else needed it at that moment
            certificate.refresh(consistent_read=True)
    return int(certificate.status_place)


def _scattered(turn: int) -> int:
    """The place of the n-th certificate: a permutation of each list by a secret odd factor and a secret shift."""
    number, position = divmod(turn, SIZE)
    secret = hashlib.sha256(encryption.fingerprint("status-list", str(number)).encode()).digest()
    factor, shift = int.from_bytes(secret[:4], "big") | 1, int.from_bytes(secret[4:8], "big")
    return number * SIZE + (position * factor + shift) % SIZE


def address_of(place: int) -> tuple[str, int]:
    """The address of the list and the position in it."""
    number, position = divmod(place, SIZE)
    return f"{settings().site_origin}/{_path(number)}", position


def _path(number: int) -> str:
    return f"published/status/{number}.jwt"


def ended(transaction: Transaction, certificate: Certificate, status: str) -> None:
    """A certificate is no longer valid: its place says so from the next list on."""
    number, position = divmod(place_of(certificate), SIZE)
    change = StatusChange(number, position, value=VALUES[status])
    transaction.replace(change, StatusChange.list_number.does_not_exist())


def publish_now(certificates: Iterable[Certificate]) -> None:
    """Publish the lists of certificates that have just ended. Where that fails the next regular list tells it."""
    for number in sorted({place_of(one) // SIZE for one in certificates}):
        try:
            publish_list(number)
        except Exception:
            logging.getLogger(__name__).exception("a status list was not published")


def compact_list(values: dict[int, int]) -> str:
    """The bits as the standard packs them: the first entry in the lowest bits of the first byte, deflated, base64url."""
    bits = bytearray(SIZE * _BITS // 8)
    for position, value in values.items():
        byte, inside = divmod(position * _BITS, 8)
        bits[byte] |= value << inside
    return b64url(zlib.compress(bytes(bits), 9))


def publish_list(number: int) -> None:
    """Sign one list as it stands now and put it where the site serves it. May be repeated."""
    while True:
        values = {int(one.place): int(one.value) for one in StatusChange.query(number, consistent_read=True)}
        publishing.publish(_path(number), signing.signed(_KIND, _claims(number, values)).encode(), KEPT)
        # Whoever revoked meanwhile may have written a list that this one, older, was put over.
        if len(values) == StatusChange.count(number, consistent_read=True):
            return


def _claims(number: int, values: dict[int, int]) -> dict[str, Any]:
    now = int(clock.now().timestamp())
    return {
        "sub": f"{settings().site_origin}/{_path(number)}",
        "iat": now,
        "exp": now + GOOD_FOR,
        "ttl": KEPT,
        "status_list": {"bits": _BITS, "lst": compact_list(values)},
    }


def list_count() -> int:
    """How many lists there are; one at least, so that a checker finds a list before the first certificate."""
    try:
        taken = int(StatusCounter.get("places", consistent_read=True).taken)
    except StatusCounter.DoesNotExist:
        return 1
    return max(1, -(-taken // SIZE))


def secret_salt(code: str, name: str) -> str:
    """The salt of a disclosure: the same at every download, so that copies of one certificate are one credential."""
    digest = hmac.new(encryption.fingerprint("disclosure", code).encode(), name.encode(), hashlib.sha256).digest()
    return b64url(digest[:16])
