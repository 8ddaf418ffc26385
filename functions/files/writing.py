"""Making spreadsheets: the template to fill in, and tables of hours, as .xlsx and .csv. Text stays text, nothing is a formula."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from functions.files import cells
from functions.files.rules import COLUMNS, EXAMPLE

_TEXT_COLUMNS = ("number", "name", "project", "date", "start", "end", "next", "content", "reason")
_WIDTHS = {"number": 20, "name": 14, "project": 28, "date": 14, "content": 30, "reason": 30}
_LAST = 10_001
_EXAMPLE_ROW = (
    f"{EXAMPLE}：5001030000000000", "张三", "", "2026-05-01", "09:00", "11:30", "", "陪老人聊天", "",
)  # fmt: skip
_ADVICE = (
    ("怎样填", ""),
    ("志愿者编号", "16 位，必须是文本。复制进来的时候选“只粘贴值”，不要改列的格式。"),
    ("姓名", "可以不填；填了就和登记的姓名核对，防止写错编号。"),
    ("项目", "从下拉列表里选。都是同一个项目的，可以不填，上传时选。"),
    ("服务日期", "2026-05-01、2026/5/1、2026年5月1日都可以。"),
    ("开始时间、结束时间", "24 小时制，例如 09:00、17:30。只算实际服务的时间，不算路上的时间。"),
    ("次日结束", "过了半夜才结束的，填“是”。"),
    ("服务内容", "可以不填，不填就用项目的服务内容。"),
    ("补录理由", "活动结束超过 10 个工作日的，必须填。"),
    ("示例行", f"以“{EXAMPLE}”开头的行不会录入，可以留着，也可以删掉。"),
)


@dataclass(frozen=True)
class Sheet:
    """A table to write: its name, its titles, and rows of text and numbers."""

    name: str
    titles: Sequence[str]
    rows: Sequence[Sequence[str | int | float]]


def template(project_names: Sequence[str]) -> bytes:
    """The .xlsx to fill in: text columns, lists to choose from, one example, and how to fill it in."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        text, head = book.add_format({"num_format": "@"}), _head(book)
        page = book.add_worksheet("时长")
        for place, name in enumerate(_TEXT_COLUMNS):
            page.set_column(place, place, _WIDTHS.get(name, 12), text)
            page.write_string(0, place, COLUMNS[name], head)
        grey = book.add_format({"num_format": "@", "font_color": "#666666", "italic": True})
        for place, value in enumerate(_EXAMPLE_ROW):
            page.write_string(1, place, project_names[0] if place == 2 and project_names else value, grey)
        page.freeze_panes(1, 0)
        if project_names:
            names = book.add_worksheet("项目清单")
            names.hide()
            for place, name in enumerate(project_names):
                names.write_string(place, 0, name)
            source = f"=项目清单!$A$1:$A${len(project_names)}"
            page.data_validation(1, 2, _LAST, 2, {"validate": "list", "source": source, "error_type": "warning"})
        page.data_validation(1, 6, _LAST, 6, {"validate": "list", "source": ["是"], "error_type": "warning"})
        advice = book.add_worksheet("填写说明")
        advice.set_column(0, 0, 22)
        advice.set_column(1, 1, 70)
        for place, (what, how) in enumerate(_ADVICE):
            advice.write_string(place, 0, what)
            advice.write_string(place, 1, how)
    return buffer.getvalue()


def _head(book: Any) -> Any:
    return book.add_format({"bold": True, "bg_color": "#e5eef2", "border": 1, "num_format": "@"})


def as_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Tables as .xlsx: what is text is written as text, so that nothing in it runs."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        text, head = book.add_format({"num_format": "@"}), _head(book)
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.set_column(0, max(0, len(sheet.titles) - 1), 16, text)
            for place, title in enumerate(sheet.titles):
                page.write_string(0, place, title, head)
            for number, row in enumerate(sheet.rows, start=1):
                for place, value in enumerate(row):
                    if isinstance(value, str):
                        page.write_string(number, place, value, text)
                    else:
                        page.write_number(number, place, value)
            page.freeze_panes(1, 0)
    return buffer.getvalue()


def as_csv(sheet: Sheet) -> bytes:
    """A table as .csv: UTF-8 with its mark and CRLF, which spreadsheets open as Chinese; formulas marked as text."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(sheet.titles)
    for row in sheet.rows:
        writer.writerow([cells.guarded(value) if isinstance(value, str) else value for value in row])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8")


def in_fours(number: str) -> str:
    """A long number in groups of four: what opens a .csv would take sixteen digits for a number, and lose the last."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))
