"""A paper that carries its own signed facts: the PDF's attachment, filled after everything else stands.

The paper is compiled with an attachment of one byte, so that its catalogue names it; an incremental update then gives the
attachment its content, the signed credential. The credential signs the digest of all the paper's other bytes, so whoever changes a
figure on the page, or takes the attachment to another page, is found out, without us and without a network.
"""

import hashlib
import re
from collections.abc import Callable

from functions.signing.rules import b64url

FILE_NAME = "credential.sd-jwt"
MEDIA_TYPE = "application/dc+sd-jwt"
_MARK = b"\n-- credential --\n"  # stands in the digest where the credential stands in the file
_END = b"%%EOF\n"
_ATTACHMENT = re.compile(rb"\n(\d+) 0 obj\n<<[^\n]*?/Type/EmbeddedFile/Subtype/application#2Fdc\+sd-jwt")
_TRAILER = re.compile(rb"trailer\n<<(.*?)>>\nstartxref\n(\d+)\n%%EOF\s*\Z", re.DOTALL)


def paper_digest(before: bytes, after: bytes) -> str:
    """What a credential says of the paper around it: SHA-256, base64url."""
    return b64url(hashlib.sha256(before + _MARK + after).digest())


def with_credential(pdf: bytes, credential_for: Callable[[str], str]) -> bytes:
    """The paper with its credential inside. ``credential_for`` signs a credential that names a paper digest; its length may
    not depend on the digest's value."""
    length = len(credential_for("A" * 43).encode("ascii"))
    before, after = _around(pdf, length)
    credential = credential_for(paper_digest(before, after)).encode("ascii")
    if len(credential) != length:
        raise RuntimeError("a credential changed its length")
    return before + credential + after


def _around(pdf: bytes, length: int) -> tuple[bytes, bytes]:
    """The bytes of the updated paper before and after the credential of that length."""
    found, trailer = _ATTACHMENT.search(pdf), _TRAILER.search(pdf)
    if not found or not trailer:
        raise RuntimeError("the compiled paper has no place for its credential")
    number = found[1].decode()
    start = pdf.rstrip(b"\r\n") + b"\n"
    head = (
        f"{number} 0 obj\n<</Type/EmbeddedFile/Subtype/application#2Fdc+sd-jwt/Length {length}/Params<</Size {length}>>>>\nstream\n"
    ).encode()
    tail = b"\nendstream\nendobj\n"
    table = len(start) + len(head) + length + len(tail)
    update = f"xref\n{number} 1\n{len(start):010d} 00000 n\r\ntrailer\n<<".encode()
    update += trailer[1] + b"/Prev " + trailer[2] + f">>\nstartxref\n{table}\n".encode() + _END
    return start + head, tail + update
