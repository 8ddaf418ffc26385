"""The sealed files: kept as they were signed, encrypted, in pieces that an item of a table holds."""

from functions.seals.models import SealedPiece
from functions.storage import codes, encryption
from functions.storage.refusals import NotFound

_PIECE = 300_000  # bytes, of the 400 kB of an item


def keep(content: bytes) -> str:
    """Store a file; returns its id."""
    paper_id = codes.new_id()
    for number, start in enumerate(range(0, len(content), _PIECE)):
        piece = encryption.seal(content[start : start + _PIECE], _owner(paper_id, number))
        SealedPiece(paper_id, number, content=piece).save()
    return paper_id


def opened(paper_id: str) -> bytes:
    """A file that was kept: one query."""
    found = list(SealedPiece.query(paper_id, consistent_read=True)) if paper_id else []
    if not found:
        raise NotFound("seals.no_paper", "没有盖了章的证明。")
    return b"".join(encryption.unseal_bytes(each.content, _owner(paper_id, int(each.number))) for each in found)


def drop(paper_id: str) -> None:
    """Take away a file that came to nothing."""
    for piece in SealedPiece.query(paper_id):
        piece.delete()


def _owner(paper_id: str, number: int) -> str:
    return f"{paper_id}#{number}"
