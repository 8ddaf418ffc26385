"""Private files of transfers: kept in sealed parts that fit an item of the engine, for as long as a package is good."""

import zlib

from functions.storage import clock, codes, encryption
from functions.storage.refusals import NotFound
from functions.transfers import rules
from functions.transfers.models import TransferFile

_PART = 300_000
_GONE = NotFound("transfers.file_gone", "文件已经超过保存的期限。请重新办理。")


def keep(owner: str, name: str, content: bytes) -> None:
    """Keep a file under its owner. Two who keep the same one at once leave two whole copies, either of which is it."""
    sealed = encryption.seal(zlib.compress(content, 6), owner)
    expires = int((clock.now() + rules.VALID_FOR).timestamp())
    parts, copy = range(0, len(sealed), _PART), codes.new_id()
    with TransferFile.batch_write() as batch:
        for number, start in enumerate(parts):
            part = f"{name}#{copy}#{number:04d}#{len(parts)}"
            batch.save(TransferFile(owner, part, content=sealed[start : start + _PART], expires=expires))


def taken(owner: str, name: str) -> bytes:
    """A file that was kept. Raises `NotFound` where it has expired or not all of it is there."""
    copies: dict[str, list[TransferFile]] = {}
    for item in TransferFile.query(owner, TransferFile.part.startswith(f"{name}#"), consistent_read=True):
        if int(item.expires) > clock.now().timestamp():
            copies.setdefault(item.part.split("#")[1], []).append(item)
    whole = next((parts for parts in copies.values() if len(parts) == int(parts[0].part.rpartition("#")[2])), None)
    if whole is None:
        raise _GONE
    return zlib.decompress(encryption.unseal_bytes(b"".join(item.content for item in whole), owner))


def names(owner: str) -> set[str]:
    """The files of an owner that are there."""
    found = TransferFile.query(owner, attributes_to_get=["owner", "part", "expires"], consistent_read=True)
    return {item.part.split("#")[0] for item in found if int(item.expires) > clock.now().timestamp()}


def drop(owner: str, name: str = "") -> None:
    """Take away a file of an owner; without a ``name``, every one."""
    one = TransferFile.part.startswith(f"{name}#") if name else None
    found = list(TransferFile.query(owner, one, attributes_to_get=["owner", "part"]))
    with TransferFile.batch_write() as batch:
        for item in found:
            batch.delete(item)
