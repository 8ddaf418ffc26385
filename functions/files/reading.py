"""Reading what somebody uploads: .xlsx, and .csv in the encodings that spreadsheets of China write."""

import csv
import io
from typing import Any

from functions.files import bounds
from functions.files.rules import Table
from functions.regulation.violation import Violation
from functions.storage.refusals import Refused

MOST_BYTES = 3_000_000
_MOST_ROWS_READ = 30_000  # of one sheet, blank ones included
_MOST_COLUMNS = 200
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OLD = b"\xd0\xcf\x11\xe0"  # .xls, and .xlsx under a password


def _refusal(code: str, message: str) -> Refused:
    return Refused([Violation("9", f"files.{code}", "content", message)])


def tables_of(content: bytes) -> list[Table]:
    """The sheets of a file, as cells. Raises `Refused` for what is not a readable spreadsheet; never guesses."""
    if not content:
        raise _refusal("empty", "文件是空的，请重新选择。")
    if len(content) > MOST_BYTES:
        raise _refusal("too_large", f"文件超过 {MOST_BYTES // 1_000_000} MB，请分成几个文件。")
    if content.startswith(_OLD):
        raise _refusal("old_or_locked", "这是旧版 .xls 或加了密码的文件。请去掉密码，另存为 .xlsx 后再上传。")
    if content.startswith(b"PK"):
        return _workbook(content)
    return [Table("", _rows_of_text(_text_of(content)))]


def _workbook(content: bytes) -> list[Table]:
    broken = _refusal("broken", "这个文件打不开，可能没有传完或不是 .xlsx。请用表格软件打开，另存为 .xlsx 后再上传。")
    try:
        return _sheets(bounds.measured(content))
    except bounds.TooLarge:
        raise _refusal("too_large", "文件里的内容太多或太分散，请删去多余的行、列和工作表，或分成几个文件。") from None
    except (Refused, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the reader's own errors, and its panics, which are not `Exception`s
        raise broken from error


def _sheets(content: bytes) -> list[Table]:
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    tables = []
    for sheet in book.sheets_metadata:
        if (
            sheet.visible != python_calamine.SheetVisibleEnum.Visible
            or sheet.typ != python_calamine.SheetTypeEnum.WorkSheet
        ):
            continue
        page = book.get_sheet_by_name(sheet.name)
        if page.total_height > _MOST_ROWS_READ or page.total_width > _MOST_COLUMNS:
            message = f"工作表“{sheet.name}”超过 {_MOST_ROWS_READ} 行或 {_MOST_COLUMNS} 列，请删去多余的空行空列。"
            raise _refusal("too_many_rows", message)
        rows: list[Any] = page.to_python(skip_empty_area=False)
        tables.append(Table(sheet.name, rows))
    return tables


def _text_of(content: bytes) -> str:
    """By its mark, else as strict UTF-8, else as GB18030."""
    try:
        for mark, encoding in _BOMS:
            if content.startswith(mark):
                return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise _unreadable() from None
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise _unreadable()


def _unreadable() -> Refused:
    return _refusal("encoding", "读不出文字。请另存为 .xlsx，或者 UTF-8、GB18030（GBK）编码的 .csv 后再上传。")


def _rows_of_text(text: str) -> list[list[str]]:
    first = text.split("\n", 1)[0]
    separator = max(",\t;，", key=first.count)
    csv.field_size_limit(200_000)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        raise _refusal("broken", "这个 .csv 文件的引号或换行不对，请用表格软件打开，另存为 .xlsx 后再上传。") from None
    if len(rows) > _MOST_ROWS_READ:
        raise _refusal("too_many_rows", f"文件超过 {_MOST_ROWS_READ} 行，请分成几个文件。")
    return rows
