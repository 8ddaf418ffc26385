"""Files as people have them: C35, C36, and what is no spreadsheet at all."""

import io
import zipfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.files import reading, rules, writing
from functions.hours.rules import BEIJING
from functions.storage.refusals import Refused

pytestmark = pytest.mark.article("9")

DATA = Path(__file__).parent / "data"
TEXT = "志愿者编号,姓名,服务日期,开始时间,结束时间\r\n5001030000000016,𠮷田䶮,2026-05-01,09:00,11:30\r\n"


def lines(content: bytes) -> list[rules.Line]:
    found, faults = rules.read_tables(reading.tables_of(content))
    assert faults == []
    return found


@pytest.mark.parametrize("name", ["hours.xlsx", "hours-utf8.csv", "hours-gb18030.csv"])
def test_files_as_libreoffice_writes_them_are_read_the_same(name: str) -> None:
    first, second, third = lines((DATA / name).read_bytes())
    assert (first.number, first.name, first.content) == ("5001030000000016", "古丽米热·艾比布力", "打扫卫生，陪聊“天”")
    assert (first.stay.start, first.stay.minutes) == (datetime(2026, 5, 1, 9, tzinfo=BEIJING), 150)
    assert (second.name, second.stay.minutes, second.content) == ("𠮷田䶮", 270, "=1+1 不是公式")
    assert (third.stay.service_date.isoformat(), third.content) == ("2026-05-01", "两行\n内容")


@pytest.mark.parametrize(
    "content",
    [TEXT.encode(), b"\xef\xbb\xbf" + TEXT.encode(), TEXT.encode("gb18030"), TEXT.encode("utf-16"),
     TEXT.replace(",", "\t").encode()],
)  # fmt: skip
def test_c35_every_encoding_that_spreadsheets_write_is_read(content: bytes) -> None:
    assert [(line.name, line.row) for line in lines(content)] == [("𠮷田䶮", 2)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "files.empty"),
        (b"\xff\xff\xff\x80abc", "files.encoding"),
        (b"a\0b", "files.encoding"),
        (b"PK\x03\x04 nothing", "files.broken"),
        (b"x" * (reading.MOST_BYTES + 1), "files.too_large"),
        (b'"never closed\n1,2', "files.broken"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_what_to_do(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        reading.tables_of(content)
    assert [fault.code for fault in refused.value.violations] == [code]
    assert "请" in refused.value.violations[0].message


def test_an_old_or_locked_file_is_refused_by_name() -> None:
    with pytest.raises(Refused) as refused:
        reading.tables_of((DATA / "hours.xls").read_bytes())
    assert "密码" in refused.value.violations[0].message


def test_a_file_that_unpacks_without_end_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    with pytest.raises(Refused) as refused:
        reading.tables_of(packed.getvalue())
    assert refused.value.violations[0].code == "files.too_large"


def test_a_cell_a_million_rows_away_is_refused_before_room_is_made_for_it() -> None:
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_string(0, 0, "志愿者编号")
        page.write_string(1_048_575, 16_383, "远")
    with pytest.raises(Refused) as refused:
        reading.tables_of(buffer.getvalue())
    assert refused.value.violations[0].code == "files.too_large"


def test_the_template_reads_as_empty_and_says_so() -> None:
    content = writing.template(["社区敬老服务"])
    found, faults = rules.read_tables(reading.tables_of(content))
    assert (found, [fault.message for fault in faults]) == ([], ["表里还没有内容，请填写后再上传。"])


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(lambda tail: b"PK\x03\x04" + tail)))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    with suppress(Refused):
        rules.read_tables(reading.tables_of(content))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 5477), st.integers(0, 255))
def test_no_changed_byte_of_a_real_file_breaks_the_reader(place: int, value: int) -> None:
    content = bytearray((DATA / "hours.xlsx").read_bytes())
    content[place % len(content)] = value
    with suppress(Refused):
        rules.read_tables(reading.tables_of(bytes(content)))
