"""X.509: the certificate of the district's own small authority, and those that it gives to groups.

There is no revocation list: the authority is not on the network. A certificate that may no longer be trusted is marked in the trust
file that the site publishes, and named by its thumbprint there. Libraries are imported by the call.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from functions.seals.keys import HeldKey

UNIT = "志愿服务证明电子签章"
GROUP_YEARS, AUTHORITY_YEARS = 3, 10
_EARLIER = timedelta(minutes=5)  # for clocks that are slow
_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Made:
    """A fresh certificate with its key, and from when to when it is valid."""

    key: HeldKey
    not_before: datetime
    not_after: datetime


def authority(body: str, now: datetime) -> Made:
    """A certificate of the ``body`` in charge, signed by itself, that may sign those of groups and nothing further."""
    from cryptography import x509

    private, first = _private(), (now - _EARLIER).replace(microsecond=0)
    last = first + AUTHORITY_YEARS * _YEAR
    name = _name(body, body)
    builder = _builder(name, name, private, first, last)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(key_cert_sign=True), critical=True)
    return Made(HeldKey(_signed(builder, private), (), private), first, last)


def for_group(name: str, above: HeldKey, above_ends: datetime, now: datetime) -> Made:
    """A certificate of a group, signed by the authority ``above``; it ends with it at the latest."""
    from cryptography import x509

    issuer: Any = x509.load_der_x509_certificate(above.certificate)
    private, first = _private(), (now - _EARLIER).replace(microsecond=0)
    last = min(first + GROUP_YEARS * _YEAR, above_ends)
    builder = _builder(_name(name, name), issuer.subject, private, first, last)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
    known = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    which = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(known)
    builder = builder.add_extension(which, critical=False)
    return Made(HeldKey(_signed(builder, above.private), (above.certificate,), private), first, last)


def _private() -> Any:
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.generate_private_key(ec.SECP256R1())


def _name(organization: str, common: str) -> Any:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    parts = [
        (NameOID.COUNTRY_NAME, "CN"),
        (NameOID.ORGANIZATION_NAME, organization[:64]),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, UNIT),
        (NameOID.COMMON_NAME, _shortened(common)),
    ]
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts])


def _shortened(name: str) -> str:
    """A common name has 64 bytes at most; the organization beside it has the name in full."""
    return name.encode()[:64].decode(errors="ignore")


def _builder(subject: Any, issuer: Any, private: Any, first: datetime, last: datetime) -> Any:
    from cryptography import x509

    public = private.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _usage(**wanted: bool) -> Any:
    from cryptography import x509

    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign",
        "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: wanted.get(name, False) for name in names})


def _signed(builder: Any, private: Any) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding

    return bytes(builder.sign(private, SHA256()).public_bytes(Encoding.DER))
