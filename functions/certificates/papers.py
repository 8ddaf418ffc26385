"""Several certificates as one PDF, one after another, each with its own page numbers: to be printed, so without the tags for
screen readers, which are four fifths of its size; each certificate by itself has them."""

from collections.abc import Iterable, Iterator, Sequence

from functions.certificates import paper, rules, storing
from functions.certificates.lookup import facts_of
from functions.certificates.models import Certificate
from functions.certificates.rules import CertifiedFacts
from functions.storage.refusals import Conflict

MOST_BYTES = 4_400_000  # an answer of Lambda is 6 MB, as base64
_TOO_LARGE = Conflict("certificates.too_large", "这些证明合成一个文件太大，请改用压缩包，或分段下载。")


def joined(codes: Sequence[str]) -> tuple[bytes, set[str]]:
    """The certificates of service of these codes that are valid now, in this order, and which those are. b"" for none."""
    valid = {item.code for item in Certificate.batch_get(list(codes)) if item.status == rules.VALID} if codes else set()
    chosen = [code for code in codes if code in valid]
    if not chosen:
        return b"", set()
    made = rendered((facts, storing.verify_url(facts.code)) for facts in _facts(chosen))
    if len(made) > MOST_BYTES:
        raise _TOO_LARGE
    return made, valid


def _facts(codes: Iterable[str]) -> Iterator[CertifiedFacts]:
    for code in codes:
        facts = facts_of(code)
        if not isinstance(facts, CertifiedFacts):
            raise TypeError("only certificates of service are joined")
        storing.refuse_unprintable(paper.missing_characters(facts))
        yield facts


def rendered(papers: Iterable[tuple[CertifiedFacts, str]]) -> bytes:
    """One PDF of these facts, each with the address that its QR holds."""
    sources: dict[str, bytes] = {}
    template = paper.TEMPLATE.read_bytes()
    parts = []
    for number, (facts, verify_url) in enumerate(papers):
        folder = f"c{number}/"
        sources |= {
            f"{folder}certificate.typ": template,
            **paper.beside(paper.page_of(facts, verify_url), verify_url, folder),
        }
        parts.append(f'#include "{folder}certificate.typ"')
    sources["main.typ"] = "\n".join(parts).encode()
    return paper.made_of(sources, {"pdf_tags": False})
