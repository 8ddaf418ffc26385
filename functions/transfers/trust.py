"""Whose signatures are believed: a supervisor records the public keys of an origin, and nothing is ever fetched."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.regulation.districts import district_on
from functions.regulation.violation import Violation
from functions.signing import actions as signing
from functions.signing.rules import thumbprint
from functions.storage import audit, clock, encryption
from functions.storage.pages import Page
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried
from functions.transfers.models import TrustedSender

_MOST_KEYS = 20
_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, RecursionError)  # beside the library's own
_UNKNOWN = NotFound("transfers.sender_unknown", "没有这个来源。")


@dataclass(frozen=True)
class Sender:
    """A district whose signatures count while ``ended_at`` is None. ``keys`` are public JWKs by key id."""

    sender_id: str
    origin: str
    name: str
    code: str
    keys: Mapping[str, Mapping[str, str]]
    note: str
    recorded_at: datetime
    ended_at: datetime | None
    ended_reason: str


@dataclass(frozen=True)
class Asked:
    """What a supervisor records: ``document`` is the sender's issuer metadata, key set or single key, as JSON text."""

    origin: str
    name: str
    code: str
    document: str
    note: str


def own_origin() -> str:
    return settings().site_origin.rstrip("/")


def own_name() -> str:
    """This district as others are told of it."""
    found = district_on(settings().district_code, clock.today())
    return found.name if found else settings().district_code


def own_document() -> dict[str, Any]:
    """What another district records of this one: its origin and the public keys whose signatures count."""
    signing.announce()
    keys = [{**jwk, "kid": kid, "use": "sig", "alg": "ES256"} for kid, jwk in signing.trusted_keys().items()]
    return {"issuer": own_origin(), "jwks": {"keys": keys}}


def _keys_in(document: str) -> dict[str, dict[str, str]]:
    """The P-256 public keys of a document, by thumbprint; {} where it holds none that can be used."""
    try:
        told = json.loads(document)
    except (ValueError, RecursionError):
        return {}
    told = told.get("jwks", told) if isinstance(told, dict) else None
    listed = told.get("keys", [told]) if isinstance(told, dict) else None
    found: dict[str, dict[str, str]] = {}
    for jwk in listed[:_MOST_KEYS] if isinstance(listed, list) else ():
        if isinstance(jwk, dict) and _is_key(jwk):
            key = {name: str(jwk[name]) for name in ("kty", "crv", "x", "y")}
            found[thumbprint(key)] = key
            if isinstance(jwk.get("kid"), str):
                found[jwk["kid"][:100]] = key
    return found


def _is_key(jwk: Mapping[str, Any]) -> bool:
    from joserfc.errors import JoseError
    from joserfc.jwk import ECKey

    texts = all(isinstance(jwk.get(name), str) and len(jwk[name]) < 100 for name in ("x", "y"))
    if jwk.get("kty") != "EC" or jwk.get("crv") != "P-256" or "d" in jwk or not texts:
        return False
    try:
        key = ECKey.import_key({name: jwk[name] for name in ("kty", "crv", "x", "y")})
        return bool(key.public_key)
    except (ValueError, TypeError, JoseError):
        return False


def record(actor_id: str, asked: Asked) -> Sender:
    """Trust an origin from now on; recorded again, its keys take the place of those before. Raises `Refused`."""
    faults = []
    origin = asked.origin.rstrip("/")
    if not origin.startswith(("https://", "http://")) or len(origin) < 10:
        faults.append(_fault("origin", "origin", "请填写对方网站的地址，以 https:// 开头。"))
    if origin == own_origin():
        faults.append(_fault("own_origin", "origin", "这是本区自己的地址，不用登记。"))
    if not asked.name:
        faults.append(_fault("sender_name", "name", "请填写对方的名称，例如：沙坪坝区。"))
    if not (len(asked.code) == 6 and asked.code.isascii() and asked.code.isdigit()):
        faults.append(_fault("sender_code", "code", "请填写对方六位的区划代码。"))
    keys = _keys_in(asked.document)
    if not keys:
        message = "没有读到能用的公钥。请粘贴对方网站 /.well-known/jwt-vc-issuer 的全部内容，或对方给的公钥（JWK）。"
        faults.append(_fault("sender_keys", "document", message))
    if not asked.note:
        faults.append(_fault("sender_note", "note", "请写明怎样核实了公钥是对方的，例如：对方来函，电话核对过。"))
    if faults:
        raise Refused(faults)
    item = TrustedSender(
        settings().district_code,
        encryption.fingerprint("sender", origin)[:24],
        origin=origin,
        name=asked.name,
        code=asked.code,
        keys=keys,
        note=asked.note,
        recorded_by=actor_id,
        recorded_at=clock.now(),
    )
    transaction = Transaction()
    # Whatever stands there: who records an origin again says what holds from now on.
    transaction.replace(item, TrustedSender.district.does_not_exist() | TrustedSender.district.exists())
    audit.record(transaction, "district", actor_id, "trust_sender", about=origin, reason=asked.note)
    retried(transaction.commit)
    return shown(item)


def end(actor_id: str, sender_id: str, reason: str) -> Sender:
    """Trust an origin no more; what came before stays as it was decided."""
    if not reason:
        raise Refused([_fault("reason", "reason", "请写明为什么停用。")])
    try:
        item = TrustedSender.get(settings().district_code, sender_id, consistent_read=True)
    except TrustedSender.DoesNotExist:
        raise _UNKNOWN from None
    item.ended_at, item.ended_reason = clock.now(), reason
    transaction = Transaction()
    over = Conflict("transfers.sender_ended", "这个来源已经停用。")
    transaction.replace(item, TrustedSender.ended_at.does_not_exist(), over)
    audit.record(transaction, "district", actor_id, "end_sender", about=item.origin, reason=reason)
    retried(transaction.commit)
    return shown(item)


def list_of(page: Page) -> Any:
    """A page of everybody who was ever recorded: one query."""
    return page.of(TrustedSender, settings().district_code)


def shown(item: TrustedSender) -> Sender:
    plain = {name: getattr(item, name) for name in ("sender_id", "origin", "name", "code", "keys", "note")}
    return Sender(**plain, recorded_at=item.recorded_at, ended_at=item.ended_at, ended_reason=item.ended_reason or "")


def _trusted(origin: str) -> Sender | None:
    sender_id = encryption.fingerprint("sender", origin.rstrip("/"))[:24]
    try:
        found = shown(TrustedSender.get(settings().district_code, sender_id, consistent_read=True))
    except TrustedSender.DoesNotExist:
        return None
    return found if found.ended_at is None else None


def signature_faults(compact: str, kind: str, payload: bytes, origin: str, code: str) -> list[Violation]:
    """Why a statement by ``origin``, the district ``code``, is not to be believed: [] where its signature, of exactly these
    bytes and this kind, is by a key that a supervisor recorded for it."""
    sender = _trusted(origin)
    if sender is None or sender.code != code:
        message = f"来源未登记，不能核验签名：{origin}（代码 {code}）。请主管部门向对方核实公钥，登记到“可信来源”，再重新检查。"
        return [_fault("untrusted", "", message)]
    if any(_verifies(compact, kind, payload, key) for key in _named(compact, sender)):
        return []
    return [
        _fault(
            "signature",
            "",
            f"签名与“{sender.name}”登记的公钥不符，文件可能被改动过。请让对方重新出具，或核实公钥是否换过。",
        )
    ]


def _named(compact: str, sender: Sender) -> Iterator[Mapping[str, str]]:
    """The key that the statement names."""
    from joserfc import jws
    from joserfc.errors import JoseError

    try:
        kid = jws.extract_compact(compact.encode()).headers().get("kid")
    except (*_UNREADABLE, JoseError):
        return
    if isinstance(kid, str) and kid in sender.keys:
        yield sender.keys[kid]


def _verifies(compact: str, kind: str, payload: bytes, jwk: Mapping[str, str]) -> bool:
    from joserfc import jws
    from joserfc.errors import JoseError
    from joserfc.jwk import ECKey

    try:
        read = jws.deserialize_compact(compact, ECKey.import_key(dict(jwk)), algorithms=["ES256"])
    except (*_UNREADABLE, JoseError):
        return False
    return read.headers().get("typ") == kind and read.payload == payload


def _fault(code: str, field: str, message: str) -> Violation:
    return Violation("16", f"transfers.{code}", field, message)
