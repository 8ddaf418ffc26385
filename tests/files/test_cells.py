"""What a spreadsheet's cell means: C37, C38, C39."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.files import cells

pytestmark = pytest.mark.article("9")

NEW_YEAR = date(2024, 1, 1)


@pytest.mark.parametrize(
    "cell",
    [45292, 45292.0, "45292", "2024/1/1", "2024-01-01", "2024.1.1", "2024年1月1日", "20240101", " 2024-1-1 ", "２０２４-1-1",
     NEW_YEAR, datetime.fromisoformat("2024-01-01T09:30")],
)  # fmt: skip
def test_c38_one_day_however_it_is_written(cell: cells.Cell) -> None:
    assert cells.date_of(cell) == cells.Read(NEW_YEAR)


@pytest.mark.parametrize("cell", ["1/2/24", "01-02-2024", "1.2.24"])
def test_c38_what_may_be_two_days_is_refused(cell: str) -> None:
    assert "分不清" in cells.date_of(cell).fault


@pytest.mark.parametrize("cell", ["2024-02-30", "明天", 0.5, 1e300, float("nan"), "20241301", True])
def test_what_is_no_day_is_refused(cell: cells.Cell) -> None:
    assert cells.date_of(cell).fault


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("09:00", time(9)),
        ("9:00", time(9)),
        ("9：30", time(9, 30)),
        ("09:00:00", time(9)),
        (0.375, time(9)),
        (time(9, 0, 30), time(9)),
        (datetime.fromisoformat("1899-12-31T09:00"), time(9)),
        (timedelta(hours=9), time(9)),
        (0.4791666666666667, time(11, 30)),
    ],
)
def test_one_time_however_it_is_written(cell: cells.Cell, read: time) -> None:
    assert cells.time_of(cell) == cells.Read(read)


@pytest.mark.parametrize("cell", ["24:00", 1.0, 1])
def test_the_end_of_the_day_is_midnight(cell: cells.Cell) -> None:
    assert cells.time_of(cell).midnight


@pytest.mark.parametrize("cell", ["25:00", "9点", "24:01", "9:60", 9.5, timedelta(days=2)])
def test_what_is_no_time_is_refused(cell: cells.Cell) -> None:
    assert cells.time_of(cell).fault


@pytest.mark.parametrize(
    "cell", ["1.10101E+17", "5.00104E+15", 5001030000000016, 5001030000000016.0, 110101199001011234]
)
def test_c37_a_number_that_lost_its_digits_is_refused_and_says_how_to_mend_it(cell: cells.Cell) -> None:
    assert "文本" in cells.number_of(cell).fault


@pytest.mark.parametrize(
    "cell", ["5001030000000016", "5001 0300 0000 0016", "５００１０３００００００００１６", "'5001030000000016"]
)
def test_a_number_as_text_is_one_number(cell: str) -> None:
    assert str(cells.number_of(cell).value).removeprefix("'") == "5001030000000016"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("-5", "-5"),
        ("-2.50", "-2.50"),
        ("+8613912345678", "+8613912345678"),
        ("-打扫", "'-打扫"),
        ("打扫", "打扫"),
    ],
)
def test_c39_what_would_run_is_marked_as_text_and_numbers_stay_numbers(text: str, kept: str) -> None:
    assert cells.guarded(text) == kept


@given(st.text())
def test_guarded_text_never_begins_a_formula_and_comes_back(text: str) -> None:
    kept = cells.guarded(text)
    assert kept[:1] not in {"=", "@", "\t", "\r"}
    assert cells.text_of(kept) == text.strip() or kept == text


@given(
    st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.none(), st.dates(), st.times(), st.timedeltas())
)
def test_no_cell_breaks_a_reader(cell: cells.Cell) -> None:
    for read in (cells.date_of, cells.time_of, cells.number_of, cells.yes_of):
        found = read(cell)
        assert (found.value is None) or not found.fault
