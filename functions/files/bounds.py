"""What an .xlsx file would take once it is opened, found out before it is.

A small file may unpack into gigabytes, name a cell a million columns away, or repeat one long text without end. Its parts are
unpacked here, within limits, and only what was measured is packed again for the library that reads the cells.
"""

import io
import zipfile
import zlib
from typing import Any
from xml.parsers import expat

_UNPACKED = 48_000_000  # bytes; 10 000 rows as LibreOffice writes them are 5 000 000
_AREA = 1_000_000  # cells from A1 to the last one: 10 000 rows of a hundred columns
_TEXT = 40_000_000  # characters of all cells together
_COLUMNS, _ROWS = 16_384, 1_048_576
_MOST_PARTS = 500


class TooLarge(Exception):
    """The file asks for more than it is given."""


class Broken(Exception):
    """The file is no workbook that can be read."""


def measured(content: bytes) -> bytes:
    """The workbook with its XML parts alone, unpacked within limits. Raises `TooLarge` or `Broken`."""
    try:
        parts = _unpack(content)
        _measure(parts)
    except (
        zipfile.BadZipFile,
        expat.ExpatError,
        OSError,
        EOFError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        zlib.error,
    ) as fault:
        raise Broken from fault
    return _pack(parts)


def _unpack(content: bytes) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = _UNPACKED
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if len(archive.infolist()) > _MOST_PARTS:
            raise TooLarge
        for part in archive.infolist():
            if not part.filename.lower().endswith((".xml", ".rels")):
                continue  # pictures, macros and the like
            if part.flag_bits & 1 or part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise Broken  # sealed with a password, or packed as no spreadsheet is
            with archive.open(part) as opened:
                parts[part.filename] = opened.read(left + 1)
            left -= len(parts[part.filename])
            if left < 0:
                raise TooLarge
    return parts


def _pack(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


def _measure(parts: dict[str, bytes]) -> None:
    gauges = []
    for name, part in parts.items():
        if name.lower().endswith(".xml"):
            gauge = _Gauge()
            gauge.read(part)
            gauges.append(gauge)
    longest: list[int] = []
    for gauge in gauges:
        for place, length in enumerate(gauge.shared):
            if place < len(longest):
                longest[place] = max(longest[place], length)
            else:
                longest.append(length)
    used = (longest[place] for gauge in gauges for place in gauge.used if place < len(longest))
    if sum(used) > _TEXT:
        raise TooLarge


class _Gauge:
    """How far one part reaches (cells without a place follow the one before, as for the reading library), and its texts."""

    def __init__(self) -> None:
        self.shared: list[int] = []  # lengths of the shared texts
        self.used: list[int] = []  # which of them the cells show
        self._row = self._column = self._last_row = self._last_column = 0
        self._is_shared = self._in_value = False
        self._text: list[str] = []

    def read(self, part: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._no_doctype
        parser.Parse(part, True)

    def _no_doctype(self, *_declared: Any) -> None:
        raise Broken

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._column = 0
        elif kind == "c":
            self._place(attributes.get("r"))
            self._is_shared = attributes.get("t") == "s"
        elif kind == "si":
            self.shared.append(0)
        elif kind in {"v", "is"}:
            self._fill()
            self._in_value, self._text = kind == "v", []

    def _place(self, named: str | None) -> None:
        if not named:
            self._column += 1
            return
        letters = named.rstrip("0123456789")
        self._row = int(named[len(letters) :])
        self._column = 0
        for letter in letters.upper():
            self._column = self._column * 26 + ord(letter) - 64

    def _fill(self) -> None:
        """A cell with something in it: the reading library keeps room for every cell up to it."""
        self._last_row = max(self._last_row, self._row)
        self._last_column = max(self._last_column, self._column)
        if self._last_row > _ROWS or self._last_column > _COLUMNS or self._last_row * self._last_column > _AREA:
            raise TooLarge

    def _characters(self, text: str) -> None:
        if self._in_value and self._is_shared:
            self._text.append(text)
        elif self.shared:
            self.shared[-1] += len(text)

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] == "v" and self._in_value:
            self._in_value = False
            number = "".join(self._text).strip()
            if self._is_shared and number.isascii() and number.isdigit():
                self.used.append(int(number[:9]))
