"""What a spreadsheet's cell means: one day however it is written, one time of day; nothing is guessed. Pure.

A cell is what the reader found: text, a number, a date, a time, or "" for none. A fault is a sentence for the person.
"""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from unicodedata import normalize

Cell = str | int | float | bool | date | datetime | time | timedelta | None

_EPOCH = date(1899, 12, 30)  # day 0 of spreadsheets, as they count since March 1900
_SERIALS = range(36526, 73051)  # 2000 to 2099
_YEAR_FIRST = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
_DIGITS = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_SHORT = re.compile(r"^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$")
_TIME = re.compile(r"^(\d{1,2}):(\d{2})(?::00)?$")
_SCIENTIFIC = re.compile(r"^\d(\.\d+)?E\+?\d+$", re.IGNORECASE)
_LONGEST_NUMBER = 10**14  # from here on spreadsheets have lost digits
_GUARDED = re.compile(r"^'(?=[=+\-@\t\r])")
YES, NO = {"是", "√", "✓", "1", "true", "y", "yes", "对"}, {"", "否", "0", "false", "n", "no", "不"}

AS_TEXT = "这一格被表格软件当成了数字，末几位可能已经变了。请把这一列设为“文本”，重新填写编号。"
AMBIGUOUS = "“{}”分不清年、月、日，请写成 2024-01-02 这样。"


@dataclass(frozen=True)
class Read:
    """What a cell means, or why it cannot be told. ``midnight``: 24:00, the end of the day."""

    value: str | date | time | bool | None = None
    fault: str = ""
    midnight: bool = False


def text_of(cell: Cell) -> str:
    """A cell as text: a whole number without a decimal point; the guard of an exported formula taken off."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _LONGEST_NUMBER:
        return str(int(cell))
    return _GUARDED.sub("", str(cell)).strip()


def number_of(cell: Cell) -> Read:
    """A volunteer's number: text alone, for sixteen digits do not survive as a number."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= _LONGEST_NUMBER:
        return Read(fault=AS_TEXT)
    text = "".join(normalize("NFKC", text_of(cell)).split())
    if _SCIENTIFIC.match(text):
        return Read(fault=AS_TEXT)
    return Read(text)


def date_of(cell: Cell) -> Read:
    """A civil day: a date cell, a spreadsheet's day number, or text with the year first."""
    if isinstance(cell, datetime):
        return Read(cell.date())
    if isinstance(cell, date):
        return Read(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _serial(cell)
    return _date_in("".join(normalize("NFKC", text_of(cell)).split()))


def _date_in(text: str) -> Read:
    if not text:
        return Read()
    found = _YEAR_FIRST.match(text) or _DIGITS.match(text)
    if found:
        return _day(text, *(int(part) for part in found.groups()))
    if text.isdigit() and int(text) in _SERIALS:
        return _serial(int(text))
    if _SHORT.match(text):
        return Read(fault=AMBIGUOUS.format(text[:20]))
    return Read(fault=f"“{text[:20]}”不是日期，请写成 2024-01-02 这样。")


def _serial(number: float) -> Read:
    if not math.isfinite(number) or int(number) not in _SERIALS:
        return Read(fault=f"“{text_of(number)[:20]}”不是日期，请写成 2024-01-02 这样。")
    return Read(_EPOCH + timedelta(days=int(number)))


def _day(text: str, year: int, month: int, day: int) -> Read:
    try:
        return Read(date(year, month, day))
    except ValueError:
        return Read(fault=f"没有“{text[:20]}”这一天，请检查。")


def time_of(cell: Cell) -> Read:
    """A time of day to the minute: a time cell, a part of a day, or text like 09:00 and 9：30."""
    if isinstance(cell, datetime):
        return Read(cell.time().replace(second=0, microsecond=0))
    if isinstance(cell, time):
        return Read(cell.replace(second=0, microsecond=0))
    if isinstance(cell, timedelta):
        return _minutes(cell.total_seconds() / 60)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 0 <= cell <= 1:
        return _minutes(cell * 24 * 60)
    return _time_in("".join(normalize("NFKC", text_of(cell)).replace("：", ":").split()))


def _time_in(text: str) -> Read:
    if not text:
        return Read()
    found = _TIME.match(text)
    if not found or int(found[1]) > 24 or int(found[2]) > 59 or (int(found[1]) == 24 and int(found[2])):
        return Read(fault=f"“{text[:20]}”不是时间，请用 24 小时制写成 09:00 这样。")
    return _minutes(int(found[1]) * 60 + int(found[2]))


def _minutes(number: float) -> Read:
    whole = round(number)
    if whole == 24 * 60:
        return Read(time(0), midnight=True)
    if not 0 <= whole < 24 * 60:
        return Read(fault="时间应在 00:00 到 24:00 之间，请检查。")
    return Read(time(whole // 60, whole % 60))


def yes_of(cell: Cell) -> Read:
    """是 or nothing."""
    text = normalize("NFKC", text_of(cell)).lower()
    if text in YES or cell is True:
        return Read(True)
    if text in NO or cell is False:
        return Read(False)
    return Read(fault=f"“{text[:20]}”不清楚，请填“是”或留空。")


def guarded(text: str) -> str:
    """Text for a file that a spreadsheet opens: what would run as a formula is marked as text; numbers stay numbers."""
    if text[:1] in {"=", "+", "-", "@", "\t", "\r"} and not _is_number(text):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[+-]?\d+(\.\d+)?", text) is not None
