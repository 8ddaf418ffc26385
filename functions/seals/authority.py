"""The certificates that seal: made for a group when it seals first, bought and brought, put out of use; and what anyone may know."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from functions.groups import actions as groups
from functions.groups.rules import Group
from functions.regulation.violation import Violation
from functions.seals import issuing, rules
from functions.seals.keys import (
    BOUGHT,
    ES256,
    OWN,
    RS256,
    HeldKey,
    Signer,
    UnusableKey,
    as_bytes,
    from_bytes,
    of_p12,
    thumbprint,
)
from functions.seals.models import DISTRICT, SealCertificate
from functions.signing.rules import as_bytes as as_json_bytes
from functions.signing.rules import b64url
from functions.storage import audit, clock, encryption, publishing
from functions.storage.pages import Page
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried

AUTHORITY = "authority"
_UNKNOWN = NotFound("seals.unknown_certificate", "没有这份签章证书，请刷新后再试。")


@dataclass(frozen=True)
class Owner:
    """Whose certificate: a group's, or the authority's; ``made_by`` is the account that had it made."""

    group_id: str
    name: str
    made_by: str


_KEPT = 600  # seconds that a cache may keep the list


def _of(group_id: str) -> list[SealCertificate]:
    """Every certificate of a group, in order: one query."""
    return list(SealCertificate.query(DISTRICT, SealCertificate.place.startswith(f"{group_id}#"), consistent_read=True))


def _latest(group_id: str) -> tuple[SealCertificate | None, int]:
    found = _of(group_id)
    return (found[-1] if found else None), len(found)


def _in_force(item: SealCertificate | None) -> bool:
    return item is not None and item.state == rules.ACTIVE and clock.now() < item.not_after


def signer_of(item: SealCertificate) -> Signer:
    """What signs with a certificate."""
    return _held(item)


def _held(item: SealCertificate) -> HeldKey:
    private = from_bytes(encryption.unseal_bytes(item.private_key, item.thumbprint))
    return HeldKey(item.certificate, _from_pem(item.chain or b""), private)


def current(group: Group, actor_id: str) -> SealCertificate:
    """The certificate with which a group seals now; made where there is none, where it has ended, or is of a former name."""
    return retried(partial(_current, Owner(group.group_id, group.name, actor_id)))


def _current(owner: Owner) -> SealCertificate:
    item, number = _latest(owner.group_id)
    if item is not None and _in_force(item) and item.origin == BOUGHT:
        return item
    above = _authority(owner.made_by)
    if item is not None and _in_force(item) and (item.group, item.issuer) == (owner.name, above.thumbprint):
        return item
    made = issuing.for_group(owner.name, _held(above), above.not_after, clock.now())
    fresh = _item(owner, number, made, OWN)
    fresh.issuer = above.thumbprint
    return _stored(fresh, item, owner)


def _authority(actor_id: str) -> SealCertificate:
    """The district's own authority; made at the first seal, and anew while there is room for a group's years."""
    item, number = _latest(AUTHORITY)
    room = clock.now() + timedelta(days=365 * issuing.GROUP_YEARS)
    if item is not None and _in_force(item) and room < item.not_after:
        return item
    owner = Owner(AUTHORITY, settings().supervising_body, actor_id)
    return _stored(_item(owner, number, issuing.authority(owner.name, clock.now()), OWN), item, owner)


def _item(owner: Owner, number: int, made: issuing.Made, origin: str) -> SealCertificate:
    named = thumbprint(made.key.certificate)
    return SealCertificate(
        DISTRICT,
        f"{owner.group_id}#{number + 1:04d}",
        thumbprint=named,
        group_id=owner.group_id,
        group=owner.name,
        origin=origin,
        certificate=made.key.certificate,
        chain=_as_pem(made.key.chain) or None,
        private_key=encryption.seal(as_bytes(made.key.private), named),
        state=rules.ACTIVE,
        not_before=made.not_before,
        not_after=made.not_after,
        made_by=owner.made_by,
        made_at=clock.now(),
    )


def _stored(fresh: SealCertificate, former: SealCertificate | None, owner: Owner) -> SealCertificate:
    """Keep a certificate; the one before it signs no more. Whoever comes second is told to read again."""
    transaction = Transaction()
    transaction.create(fresh)
    if former is not None and former.state == rules.ACTIVE:
        _end(transaction, former, rules.RETIRED)
    subject = f"group#{owner.group_id}"
    audit.record(transaction, subject, owner.made_by, f"new_seal:{fresh.origin}", about=fresh.thumbprint)
    transaction.commit()
    publish_seals()
    return fresh


def _end(transaction: Transaction, item: SealCertificate, state: str, refusal: Conflict | None = None) -> None:
    actions = [SealCertificate.state.set(state), SealCertificate.ended_at.set(clock.now())]
    transaction.update(item, actions, SealCertificate.state == item.state, refusal)


def bring(actor_id: str, group_id: str, content: bytes, password: str) -> SealCertificate:
    """Take in a certificate that was bought for a group, with its key; from now on the group seals with it. The password is used
    here and kept nowhere. Raises `Refused`, and `Conflict` where the group has it."""
    group = groups.seen_by(actor_id, "supervisor", group_id)
    try:
        held = of_p12(content, password, clock.now())
    except UnusableKey as error:
        raise Refused([Violation("17", "seals.p12", "content", str(error))]) from None
    return retried(partial(_bring, Owner(group_id, group.name, actor_id), held))


def _bring(owner: Owner, held: HeldKey) -> SealCertificate:
    from cryptography import x509

    if any(item.thumbprint == thumbprint(held.certificate) for item in _of(owner.group_id)):
        raise Conflict("seals.known", "这个团体已经有这份证书，不用再导入。")
    former, number = _latest(owner.group_id)
    bought = x509.load_der_x509_certificate(held.certificate)
    made = issuing.Made(held, bought.not_valid_before_utc, bought.not_valid_after_utc)
    return _stored(_item(owner, number, made, BOUGHT), former, owner)


def revoke(actor_id: str, group_id: str, named: str, reason: str) -> SealCertificate:
    """Declare that a certificate may be trusted no more, whatever it signed and when: its key has leaked."""
    faults = rules.revocation_faults(reason)
    if faults:
        raise Refused(faults)
    return retried(partial(_revoke, actor_id, group_id, named, reason))


def _revoke(actor_id: str, group_id: str, named: str, reason: str) -> SealCertificate:
    item = find(group_id, named)
    if item is None:
        raise _UNKNOWN
    if item.state == rules.REVOKED:
        raise Conflict("seals.revoked_already", "这份签章证书已经作废，不用再办。")
    transaction = Transaction()
    _end(transaction, item, rules.REVOKED)
    audit.record(transaction, f"group#{group_id}", actor_id, "revoke_seal", about=named, reason=reason)
    transaction.commit()
    item.state, item.ended_at = rules.REVOKED, clock.now()
    publish_seals()
    return item


def find(group_id: str, named: str) -> SealCertificate | None:
    """A group's certificate by its thumbprint: one query of the group's."""
    return next((item for item in _of(group_id) if item.thumbprint == named), None)


def list_of(page: Page) -> Any:
    """A page of the certificates of groups, group by group: one query."""
    return page.of(SealCertificate, DISTRICT, filter_condition=SealCertificate.group_id != AUTHORITY)


def authority_now() -> SealCertificate | None:
    """The certificate of the district's own authority; None before the first seal."""
    item, _ = _latest(AUTHORITY)
    return item


def authority_pem() -> bytes:
    """The authority's certificate, for whoever wants to trust it in a reader of PDF."""
    item = authority_now()
    if item is None:
        raise NotFound("seals.no_authority", "还没有自建证书：第一次盖章时自动生成，那以后再来下载。")
    return _as_pem((item.certificate,))


def published_seals() -> list[dict[str, Any]]:
    """What the trust file says of every certificate that ever sealed for a group: whoever checks a file asks here, and nowhere else,
    whose seal it is. ``spki`` is the public key (DER, base64url), ``algorithm`` `ES256` or `RS256`."""
    found = SealCertificate.query(DISTRICT, filter_condition=SealCertificate.group_id != AUTHORITY)
    return [_published(item) for item in found]


def publish_seals() -> None:
    """Put the list where the site serves it, and the authority's certificate beside it once there is one."""
    told = {"updated_at": clock.beijing_text(clock.now()), "seals": published_seals()}
    publishing.publish(".well-known/seal-certificates.json", as_json_bytes(told), _KEPT)
    if authority_now() is not None:
        publishing.publish(".well-known/seal-authority.pem", authority_pem(), _KEPT)


def _published(item: SealCertificate) -> dict[str, Any]:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = x509.load_der_x509_certificate(item.certificate).public_key()
    return {
        "thumbprint": item.thumbprint,
        "group": item.group,
        "state": item.state,
        "not_before": clock.beijing_text(item.not_before),
        "not_after": clock.beijing_text(item.not_after),
        "ended_at": clock.beijing_text(item.ended_at) if item.ended_at else None,
        "spki": b64url(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)),
        "algorithm": RS256 if isinstance(public, RSAPublicKey) else ES256,
    }


def _as_pem(certificates: tuple[bytes, ...]) -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    return b"".join(x509.load_der_x509_certificate(each).public_bytes(Encoding.PEM) for each in certificates)


def _from_pem(content: bytes) -> tuple[bytes, ...]:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    found = x509.load_pem_x509_certificates(content) if content else []
    return tuple(each.public_bytes(Encoding.DER) for each in found)
