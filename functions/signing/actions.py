"""Signing with the key in use; the ring of public halves; putting a key out of use."""

from collections.abc import Mapping
from typing import Any

from functions.regulation.violation import Violation
from functions.signing import rules
from functions.signing.keys import PrivateKey, configured
from functions.signing.models import RING, SigningKey
from functions.signing.rules import ACTIVE, ALGORITHM, KeyRecord
from functions.storage import audit, clock, publishing
from functions.storage.refusals import Conflict, NotFound, Refused, Unavailable
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried

_KEPT = 600  # seconds that a cache may keep the keys


def signed(kind: str, claims: Mapping[str, Any]) -> str:
    """A signed statement: a JWS in compact form. ``kind`` is its `typ`, such as ``statuslist+jwt``, so that one statement is
    never taken for another. Raises `Unavailable` where no key may sign."""
    key, kid = _in_use()
    header = {"alg": ALGORITHM, "kid": kid, "typ": kind}
    body = rules.signing_input(header, rules.as_bytes(claims))
    return rules.compact(body, key.sign(body))


def _in_use() -> tuple[PrivateKey, str]:
    known = {record.kid: record for record in ring()}
    for key in configured():
        kid = rules.thumbprint(key.jwk)
        record = known.get(kid) or _registered(key, kid)
        if record.state == ACTIVE:
            return key, kid
    raise Unavailable("signing.no_key", "签名密钥都已停用，暂时不能签发。请主管部门按部署说明换上新的密钥。")


def announce() -> None:
    """Put the key in use into the ring before it has signed anything: for whoever is told of our keys first."""
    _in_use()


def _registered(key: PrivateKey, kid: str) -> KeyRecord:
    """Keep the public half of a key before its first signature; whoever comes second finds the first one's entry."""
    fresh = SigningKey(
        RING, kid, x=key.jwk["x"], y=key.jwk["y"], state=ACTIVE, since=clock.now(), place=_kind_of(key.place)
    )
    try:
        retried(lambda: _created(fresh))
    except Conflict:
        fresh = SigningKey.get(RING, kid, consistent_read=True)
    return _record(fresh)


def _created(fresh: SigningKey) -> None:
    transaction = Transaction()
    transaction.create(fresh, Conflict("signing.known", "这把密钥已经登记。"))
    transaction.commit()


def _kind_of(place: str) -> str:
    return "file" if place.startswith("file:") else "kms"


def _record(item: SigningKey) -> KeyRecord:
    jwk = {"kty": "EC", "crv": "P-256", "x": item.x, "y": item.y}
    return KeyRecord(item.kid, jwk, item.state, item.since, item.ended_at, item.place)


def ring() -> list[KeyRecord]:
    """Every key that ever signed, the latest first: one query."""
    found = [_record(item) for item in SigningKey.query(RING, consistent_read=True)]
    return sorted(found, key=lambda record: record.since, reverse=True)


def trusted_keys() -> dict[str, Mapping[str, str]]:
    """The public halves whose signatures count, by key id: in use and retired, never leaked."""
    return {record.kid: record.jwk for record in ring() if record.trusted}


def put_out_of_use(actor_id: str, kid: str, state: str, reason: str) -> KeyRecord:
    """Retire a key, or declare that it has leaked, for good; the next configured key signs from now on.

    Raises `Refused`, `NotFound`, and `Conflict` where it is out of use as said.
    """
    faults = []
    if state not in (rules.RETIRED, rules.LEAKED):
        faults.append(Violation("17", "signing.state", "state", "请选择：换下（retired），或已泄漏（leaked）。"))
    if not reason:
        faults.append(Violation("17", "signing.reason", "reason", "请写明原因，例如“每年更换”或发现泄漏的经过。"))
    if faults:
        raise Refused(faults)
    try:
        item = SigningKey.get(RING, kid, consistent_read=True)
    except SigningKey.DoesNotExist:
        raise NotFound("signing.unknown_key", "没有这把密钥，请刷新后再试。") from None
    over = Conflict("signing.out_of_use", "这把密钥已经停用，不用再办。")
    # A key that has leaked stays so; one that was retired may turn out to have leaked.
    may = SigningKey.state.is_in(*([ACTIVE] if state == rules.RETIRED else [ACTIVE, rules.RETIRED]))
    transaction = Transaction()
    transaction.update(item, [SigningKey.state.set(state), SigningKey.ended_at.set(clock.now())], may, over)
    audit.record(transaction, "signing", actor_id, f"end_key:{state}", about=kid, reason=reason)
    retried(transaction.commit)
    publish_keys()
    return _record(SigningKey.get(RING, kid, consistent_read=True))


def ready() -> int:
    """How many configured keys may sign, the one in use among them: at 1 none stands by, at 0 nothing can be signed."""
    known = {record.kid: record.state for record in ring()}
    return sum(known.get(rules.thumbprint(key.jwk), ACTIVE) == ACTIVE for key in configured())


def publish_keys() -> None:
    """Put the public halves where the site serves them: for programs as the issuer's keys, those that count alone; for the
    site's own page with what became of each."""
    origin, known = settings().site_origin, ring()
    keys = [{**record.jwk, "kid": record.kid, "alg": ALGORITHM, "use": "sig"} for record in known if record.trusted]
    issuer = {"issuer": origin, "jwks": {"keys": keys}}
    publishing.publish(".well-known/jwt-vc-issuer", rules.as_bytes(issuer), _KEPT)
    told = [{**record.jwk, "kid": record.kid, "state": record.state, "ended_at": _text(record)} for record in known]
    every = {"issuer": origin, "updated_at": clock.as_text(clock.now()), "keys": told}
    publishing.publish(".well-known/signing-keys.json", rules.as_bytes(every), _KEPT)


def _text(record: KeyRecord) -> str | None:
    return clock.as_text(record.ended_at) if record.ended_at else None
