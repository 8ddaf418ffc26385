"""The one form that a package has: a zip whose every byte follows from the files in it.

Nothing is compressed, so that no small file unpacks into gigabytes; times, flags and the order are fixed. A reader makes the
zip again from what it found and compares: so nothing hides between the files, and no altered byte goes unnoticed. Pure.
"""

import io
import re
import struct
import zipfile
from collections.abc import Sequence

MOST_BYTES = 24_000_000  # some 60 000 lines of hours
MOST_FILES = 80
MANIFEST, SIGNATURE = "manifest.json", "signature.jws"
_NAME = re.compile(r"^(?:[a-z]{3,20}(?:-[0-9]{4})?\.(?:json|jsonl|jws)|README\.txt)$", re.ASCII)
_HEAD = b"PK\x03\x04"


class Broken(Exception):
    """The file is no package; the text says why, for people."""


def packed(files: Sequence[tuple[str, bytes]]) -> bytes:
    """The zip of (name, content), in this order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files:
            info = zipfile.ZipInfo(name)  # its time is 1980-01-01 00:00
            info.create_system = 3
            info.external_attr = 0o600 << 16
            archive.writestr(info, content)
    return buffer.getvalue()


def opened(content: bytes) -> list[tuple[str, bytes]]:
    """The files of a package as (name, content), manifest and signature first. Raises `Broken`."""
    if len(content) > MOST_BYTES:
        raise Broken(f"文件超过 {MOST_BYTES // 1_000_000} MB，不是能接收的转移文件。")
    if not content.startswith(_HEAD):
        raise Broken("这不是转移文件（.zip）。请选择从转出的系统下载的那个文件。")
    try:
        files = _files(content)
    except (
        zipfile.BadZipFile,
        OSError,
        EOFError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        struct.error,
    ) as fault:
        raise Broken("文件打不开，可能没有下载完整，或者被改动过。请重新下载后再上传。") from fault
    if [name for name, _ in files[:2]] != [MANIFEST, SIGNATURE]:
        raise Broken("文件里没有清单和签名，不是转移文件。")
    if packed(files) != content:
        raise Broken("文件被改动过，或者被别的软件重新压缩过。请用下载时的原文件。")
    return files


def _files(content: bytes) -> list[tuple[str, bytes]]:
    files: list[tuple[str, bytes]] = []
    left = len(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_FILES:
            raise Broken(f"里面的文件超过 {MOST_FILES} 个，不是转移文件。")
        if len({part.filename for part in parts}) != len(parts):
            raise Broken("里面有两个同名的文件，不是转移文件。")
        for part in parts:
            if not _NAME.match(part.filename):
                raise Broken("里面有不认识的文件名，不是转移文件。")
            if part.compress_type != zipfile.ZIP_STORED or part.flag_bits or part.file_size > left:
                raise Broken("文件被别的软件重新压缩过。请用下载时的原文件。")
            left -= part.file_size
            files.append((part.filename, archive.read(part)))
    return files
