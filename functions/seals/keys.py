"""Who signs for a group: the key that belongs to its certificate, and the reading of one that was bought.

A certificate that was made here and one that was bought as PKCS#12 differ only in where the key came from; both lie encrypted in the
table. Libraries are imported by the call.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from functions.signing.rules import b64url

ES256, RS256 = "ES256", "RS256"
_LEAST_RSA, _MOST_RSA = 2048, 4096
MOST_P12 = 20_000  # bytes
_MOST_CHAIN = 5
OWN, BOUGHT = "own", "bought"
ORIGINS = {OWN: "区县自建", BOUGHT: "外购"}


class Signer(Protocol):
    """What makes a seal. ``certificate`` is DER, ``chain`` the certificates above it, ``algorithm`` `ES256` or `RS256`.

    To add another one, such as a signing service or a key in KMS: give its certificates an ``origin`` of their own in `ORIGINS`, keep
    what reaches it (an address and a token, never in clear) where the others keep their private key, and let `signer_of` return
    something with these four. Nothing else asks how a signature comes about.
    """

    @property
    def certificate(self) -> bytes: ...
    @property
    def chain(self) -> tuple[bytes, ...]: ...
    @property
    def algorithm(self) -> str: ...
    def sign_digest(self, digest: bytes) -> bytes:
        """The signature over a SHA-256 digest: ECDSA as DER, or RSA with PKCS#1 v1.5."""
        ...


@dataclass(frozen=True)
class HeldKey:
    """A key that we hold ourselves, with its certificate."""

    certificate: bytes
    chain: tuple[bytes, ...]
    private: Any

    @property
    def algorithm(self) -> str:
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

        return RS256 if isinstance(self.private, RSAPrivateKey) else ES256

    def sign_digest(self, digest: bytes) -> bytes:
        from cryptography.hazmat.primitives.asymmetric import ec, padding
        from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
        from cryptography.hazmat.primitives.hashes import SHA256

        how = Prehashed(SHA256())
        if self.algorithm == RS256:
            return bytes(self.private.sign(digest, padding.PKCS1v15(), how))
        return bytes(self.private.sign(digest, ec.ECDSA(how)))


class UnusableKey(ValueError):
    """What was brought cannot seal; the message is a Chinese sentence."""


def thumbprint(certificate: bytes) -> str:
    """How a certificate is named: the SHA-256 of its DER, as base64url."""
    return b64url(hashlib.sha256(certificate).digest())


def as_bytes(private: Any) -> bytes:
    """A private key as PKCS#8, to be encrypted before it is kept."""
    from cryptography.hazmat.primitives import serialization as form

    return bytes(private.private_bytes(form.Encoding.DER, form.PrivateFormat.PKCS8, form.NoEncryption()))


def from_bytes(content: bytes) -> Any:
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    return load_der_private_key(content, password=None)


def of_p12(content: bytes, password: str, now: datetime) -> HeldKey:
    """The key and the certificates of a PKCS#12 file. Raises `UnusableKey`."""
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

    if not 0 < len(content) <= MOST_P12:
        raise UnusableKey(f"文件应在 {MOST_P12 // 1000} KB 以内，请确认选的是 .p12 或 .pfx 证书文件。")
    try:
        opened = load_pkcs12(content, password.encode() or None)
    except Exception:  # every library error here is the same to the person: it does not open
        message = "证书文件打不开：请核对密码，并确认是 .p12 或 .pfx 文件。国密（SM2）证书现在不能用。"
        raise UnusableKey(message) from None
    if opened.key is None or opened.cert is None:
        raise UnusableKey("文件里没有私钥，或没有证书。请从签章平台重新导出带私钥的 .p12 文件。")
    _check_key(opened.key)
    _check_certificate(opened.cert.certificate, opened.key, now)
    above = tuple(each.certificate.public_bytes(Encoding.DER) for each in opened.additional_certs[:_MOST_CHAIN])
    return HeldKey(opened.cert.certificate.public_bytes(Encoding.DER), above, opened.key)


def _check_key(key: Any) -> None:
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    if isinstance(key, EllipticCurvePrivateKey) and isinstance(key.curve, SECP256R1):
        return
    if isinstance(key, RSAPrivateKey) and _LEAST_RSA <= key.key_size <= _MOST_RSA:
        return
    raise UnusableKey(f"密钥种类不能用：应为 P-256 椭圆曲线，或 {_LEAST_RSA} 到 {_MOST_RSA} 位的 RSA。")


def _check_certificate(certificate: Any, key: Any, now: datetime) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    form = Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    if certificate.public_key().public_bytes(*form) != key.public_key().public_bytes(*form):
        raise UnusableKey("文件里的私钥和证书不是一对，请重新导出。")
    if not certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc:
        raise UnusableKey("证书不在有效期内，请换一份有效的证书。")
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise UnusableKey("这份证书不是用来签名的，请换一份签名证书。")
