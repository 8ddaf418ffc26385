"""The signature in the paper: PAdES (ETSI EN 319 142-1), level B-B, in one increment over the paper's bytes, which stay as they are.

No time stamp of a third party: none can be reached from here, so the time is what the system says (`/M`, signed with the rest, as
PAdES has it). The field certifies the document (DocMDP 1): whatever is added behind it is shown as a change. pyHanko is slow to
load, so only the call loads it; it fetches nothing.
"""

import asyncio
import hashlib
import io
import tempfile
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from functions.hours.rules import BEIJING
from functions.seals import stamp
from functions.seals.keys import ES256, Signer

if TYPE_CHECKING:
    from pyhanko.sign.signers.pdf_cms import Signer as CmsSigner

FIELD = "Seal"
_DIGEST = "sha256"
_AROUND = 2_000  # bytes of the CMS beside its certificates
_ACT = "核实并盖章"


def seal(paper: bytes, signer: Signer, field: stamp.Field, address: str) -> bytes:
    """The ``paper`` with a signature behind it and a visible field on its last page."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigFieldSpec
    from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup

    label = f"电子签章：{field.group}"
    place = SigFieldSpec(FIELD, on_page=-1, box=stamp.PLACE, readable_field_name=label)  # type: ignore[arg-type]
    out = io.BytesIO(paper)
    with tempfile.TemporaryDirectory() as folder:
        look = Path(folder) / "stamp.pdf"
        look.write_bytes(stamp.render(field, address))
        steps = PdfCMSEmbedder(place).write_cms(FIELD, IncrementalPdfFileWriter(out))
        next(steps)
        steps.send(_what(signer, field, look))
        prepared, _ = steps.send(SigIOSetup(_DIGEST, in_place=True))
    signing = _cms_signer(signer).async_sign(prepared.document_digest, _DIGEST, use_pades=True)
    steps.send(_answer_of(signing))
    return out.getvalue()


def _answer_of(signing: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine comes to, in a loop and a thread of its own: whoever calls may have a loop already."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, signing).result()


def _what(signer: Signer, field: stamp.Field, look: Path) -> Any:
    """The signature's dictionary, and how its field looks."""
    from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, Margins, SimpleBoxLayoutRule
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers.cms_embedder import SigAppearanceSetup, SigMDPSetup, SigObjSetup
    from pyhanko.sign.signers.pdf_byterange import SignatureObject
    from pyhanko.stamp import StaticStampStyle

    at = field.at.astimezone(BEIJING)
    size = _AROUND + len(signer.certificate) + sum(map(len, signer.chain))
    placeholder = SignatureObject(
        timestamp=at,
        subfilter=SigSeedSubFilter.PADES,
        name=field.group,
        reason=f"{_ACT}（{field.scope}）",
        bytes_reserved=2 * size,
    )
    whole = SimpleBoxLayoutRule(
        AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, Margins(0, 0, 0, 0), InnerScaling.STRETCH_FILL
    )
    style = StaticStampStyle.from_pdf_file(str(look), border_width=0, background_layout=whole)
    final = SigMDPSetup(_DIGEST, certify=True, docmdp_perms=MDPPerm.NO_CHANGES)
    return SigObjSetup(placeholder, final, SigAppearanceSetup(style, at, field.group))


def _cms_signer(signer: Signer) -> "CmsSigner":
    from asn1crypto.algos import SignedDigestAlgorithm
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.signers.pdf_cms import Signer as CmsSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    class Asking(CmsSigner):
        """Asks ``signer`` for every signature."""

        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: ARG002
            return signer.sign_digest(hashlib.sha256(data).digest())

    above = SimpleCertificateStore()
    above.register_multiple([Certificate.load(each) for each in signer.chain])
    how = "sha256_ecdsa" if signer.algorithm == ES256 else "sha256_rsa"
    return Asking(
        signing_cert=Certificate.load(signer.certificate),
        cert_registry=above,
        embed_roots=False,  # whoever trusts a root has it; what is in the file is then what was checked
        signature_mechanism=SignedDigestAlgorithm({"algorithm": how}),
    )
