"""How pasted and typed texts are read: pure functions, asked in the browser that runs them."""

from typing import Any

import pytest
from playwright.sync_api import Page


@pytest.fixture
def module(page: Page) -> Any:
    """Call a function of a module of the site: `module("read-moment", "readDate", "2026/5/1")`."""
    page.goto("/")

    def call(name: str, function: str, *values: Any) -> Any:
        script = "([name, call, values]) => import(`/assets/javascripts/${name}.js`).then((it) => it[call](...values))"
        return page.evaluate(script, [name, function, list(values)])

    return call


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-01", "2026/5/1", "2026.5.1", "2026年5月1日", "20260501", "46143", "２０２６／５／１",
        "2026年5月1日 星期五", "2026/5/1 0:00", " 2026-5-1 ",
    ],
)  # fmt: skip
def test_c38_every_usual_way_to_write_a_date_is_one_day(module: Any, text: str) -> None:
    assert module("read-moment", "readDate", text) == {"value": "2026-05-01"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1/2/24", "分不清哪个是年、月、日"),
        ("5月1日", "没有写年份"),
        ("5/1", "没有写年份"),
        ("2026-02-30", "没有“2026-02-30”这一天"),
        ("昨天", "请写成 2026-05-01 这样"),
    ],
)
def test_c38_a_date_that_is_not_clear_is_refused(module: Any, text: str, says: str) -> None:
    assert says in module("read-moment", "readDate", text)["fault"]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9:00", "09:00"), ("09:00", "09:00"), ("9：00", "09:00"), ("0900", "09:00"), ("9点", "09:00"),
        ("9点半", "09:30"), ("9时30分", "09:30"), ("下午2:30", "14:30"), ("下午2点半", "14:30"), ("2:30 PM", "14:30"),
        ("14:30:00", "14:30"), ("中午12点", "12:00"), ("晚上8点", "20:00"), ("凌晨12:30", "00:30"), ("0.375", "09:00"),
    ],
)  # fmt: skip
def test_every_usual_way_to_write_a_time_is_read(module: Any, text: str, time: str) -> None:
    assert module("read-moment", "readTime", text) == {"value": time, "midnight": False}


def test_24_00_is_the_end_of_the_day(module: Any) -> None:
    assert module("read-moment", "readTime", "24:00") == {"value": "00:00", "midnight": True}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("9.5", "看不出是几点几分"),
        ("上午12:00", "分不清是中午还是半夜"),
        ("25:00", "00:00 到 24:00"),
        ("早", "写法不对"),
    ],
)
def test_a_time_that_is_not_clear_is_refused(module: Any, text: str, says: str) -> None:
    assert says in module("read-moment", "readTime", text)["fault"]


def test_names_and_durations_of_a_block_are_left_out(module: Any) -> None:
    read = module("hour-paste", "readBlock", "5001030000000001\t张三\t2026/5/1\t9:00\t11:30\t2.5\t打扫\n")
    row = {"number": "5001030000000001", "date": "2026/5/1", "start": "9:00", "end": "11:30", "content": "打扫"}
    assert read == {"rows": [row], "left": ["姓名", "时长"]}


def test_a_head_says_which_column_is_which(module: Any) -> None:
    read = module(
        "hour-paste",
        "readBlock",
        "姓名\t结束时间\t开始时间\t服务日期\t编号\n张三\t11:30\t9:00\t2026/5/1\t5001030000000001",
    )
    assert read["rows"] == [{"end": "11:30", "start": "9:00", "date": "2026/5/1", "number": "5001030000000001"}]


def test_a_block_begins_at_the_cell_it_is_pasted_into(module: Any) -> None:
    read = module("hour-paste", "readBlock", "9:00\t11:30\n10:00\t12:00", "start")
    assert read["rows"] == [{"start": "9:00", "end": "11:30"}, {"start": "10:00", "end": "12:00"}]


def test_cells_may_be_parted_by_commas(module: Any) -> None:
    read = module("hour-paste", "readBlock", "5001030000000001,2026-5-1,9:00,11:00")
    assert read["rows"][0]["end"] == "11:00"


def test_a_comma_in_a_sentence_parts_nothing(module: Any) -> None:
    assert module("hour-paste", "readBlock", "陪老人,打扫", "content")["rows"] == [{"content": "陪老人,打扫"}]


def test_a_quoted_cell_keeps_its_quotes_and_loses_its_line_break(module: Any) -> None:
    read = module("hour-paste", "readBlock", '5001030000000001\t2026-5-1\t9:00\t11:00\t"打扫\n""走廊"""\n')
    assert read["rows"][0]["content"] == '打扫 "走廊"'
    assert len(read["rows"]) == 1


def test_a_cell_with_date_and_time_says_the_next_day(module: Any) -> None:
    read = module("hour-paste", "readBlock", "2026/5/1 20:00\t2026/5/2 0:00", "start")
    assert read["rows"] == [{"date": "2026-05-01", "start": "20:00", "end": "00:00", "next": True}]


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("5.00103E+15", "科学计数"),
        ("11010519491231002X", "不要填身份证号码"),
        ("500103", "现在是 6 位"),
        ("5001030000000000", "末位可能被改成了 0"),
        ("abc", "只有数字"),
    ],
)
def test_c37_a_number_that_a_spreadsheet_spoilt_is_refused_with_the_way_to_mend_it(
    module: Any, number: str, says: str
) -> None:
    assert says in module("volunteer-number", "numberFault", number)


def test_lines_with_more_columns_give_their_number_and_keep_their_place(module: Any) -> None:
    lines = module("add-people", "readLines", "张三\t5001 0300 0000 0001\n\n５００１０３００００００００２")
    assert lines == [{"line": 0, "number": "5001030000000001"}, {"line": 2, "number": "500103000000002"}]
