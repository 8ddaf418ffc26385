"""Files that prove commendations: kept sealed, each in an item of its own, and opened again."""

from dataclasses import dataclass

from functions.commendations import rules
from functions.commendations.models import EvidenceItem
from functions.storage import clock, codes, encryption


@dataclass(frozen=True)
class File:
    """A file to download; ``kind`` is its content type."""

    content: bytes
    kind: str

    @property
    def extension(self) -> str:
        return rules.EXTENSIONS[self.kind]


def keep(actor_id: str, content: bytes | None) -> str:
    """Store a file that the rules have found right; returns its id, "" where there is none."""
    if content is None:
        return ""
    evidence_id = codes.new_id()
    EvidenceItem(
        evidence_id,
        kind=rules.evidence_kind(content),
        size=len(content),
        content=encryption.seal(content, evidence_id),
        brought_by=actor_id,
        brought_at=clock.now(),
    ).save()
    return evidence_id


def opened(evidence_id: str) -> File:
    """A file that was kept."""
    item = EvidenceItem.get(evidence_id, consistent_read=True)
    return File(encryption.unseal_bytes(item.content, evidence_id), item.kind)
