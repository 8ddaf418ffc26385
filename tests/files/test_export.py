"""A group's hours go out as a file: C02 by day, C36, C39, and the national system's sheet."""

import csv
import io
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.files import national, reading, rules
from functions.hours.rules import BEIJING, Stay
from tests.builders import a_row
from tests.district import District, Person
from tests.hours.entries import an_entry
from tests.hours.test_waiting import log

pytestmark = pytest.mark.article("9")

PERIOD = "from=2026-05-01&to=2026-05-31"


def taken_out(recorder: Person, kind: str, more: str = PERIOD) -> bytes:
    answer = recorder.get(f"/groups/{recorder.group_id}/export?kind={kind}&{more}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data()


def table(content: bytes, place: int = 0) -> list[list[object]]:
    return [list(row) for row in reading.tables_of(content)[place].rows]


@pytest.fixture
def world(district: District) -> tuple[Person, Person, str]:
    volunteer, recorder = district.volunteer(), district.recorder()
    return recorder, volunteer, district.project(recorder, volunteer)


def test_the_table_holds_what_the_group_may_see(world: tuple[Person, Person, str]) -> None:
    recorder, volunteer, project = world
    log(recorder, project, a_row(volunteer.number))
    content = taken_out(recorder, "xlsx")
    titles, row = table(content)
    filled = dict(zip(titles, row, strict=True))
    assert (filled["志愿者编号"], filled["时长（分钟）"], filled["来源"], filled["状态"]) == (
        volunteer.number,
        120,
        "团体录入",
        "已生效",
    )


def test_c02_a_report_by_day_shows_360_and_480(world: tuple[Person, Person, str]) -> None:
    recorder, volunteer, project = world
    log(recorder, project, a_row(volunteer.number, "2026-05-01T18:00", "2026-05-02T08:00"))
    _, *rows = table(taken_out(recorder, "by_day"))
    assert [(row[0], row[5]) for row in rows] == [("2026-05-01", 360), ("2026-05-02", 480)]


def test_c36_a_csv_opens_as_chinese_and_comes_back_unchanged(world: tuple[Person, Person, str]) -> None:
    recorder, volunteer, project = world
    log(
        recorder,
        project,
        a_row(volunteer.number, content="陪聊"),
        a_row(volunteer.number, "2026-05-02T18:00", "2026-05-03T08:00"),
    )
    content = taken_out(recorder, "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    lines, faults = rules.read_tables(reading.tables_of(content))
    assert faults == []
    assert [(line.number, line.stay.minutes) for line in lines] == [(volunteer.number, 120), (volunteer.number, 840)]
    assert lines[0].content == "陪聊"


def test_a_long_number_in_a_csv_is_no_number_for_a_spreadsheet(world: tuple[Person, Person, str]) -> None:
    recorder, volunteer, project = world
    log(recorder, project, a_row(volunteer.number))
    _, row = csv.reader(io.StringIO(taken_out(recorder, "csv").decode("utf-8-sig")))
    assert (row[0].replace(" ", ""), " " in row[0]) == (volunteer.number, True)


def test_c39_what_would_run_as_a_formula_goes_out_as_text(world: tuple[Person, Person, str]) -> None:
    recorder, volunteer, project = world
    bad = '=HYPERLINK("http://x","y")'
    log(recorder, project, a_row(volunteer.number, content=bad))
    _, row = csv.reader(io.StringIO(taken_out(recorder, "csv").decode("utf-8-sig")))
    assert row[7] == f"'{bad}"
    assert table(taken_out(recorder, "xlsx"))[1][7] == bad
    lines, _ = rules.read_tables(reading.tables_of(taken_out(recorder, "csv")))
    assert lines[0].content == bad


def test_the_national_sheet_is_split_at_midnight_leaves_a_gap_and_says_it_was_not_checked(
    world: tuple[Person, Person, str],
) -> None:
    recorder, volunteer, project = world
    night = a_row(volunteer.number, "2026-05-01T18:00", "2026-05-02T08:00")
    log(recorder, project, night, a_row(volunteer.number, "2026-05-02T08:00", "2026-05-02T09:30"))
    content = taken_out(recorder, "national")
    titles, *rows = table(content)
    assert titles == list(national.TITLES)
    assert [tuple(row[5:9]) for row in rows] == [
        ("2026-05-01", "18:00", "23:59", "5.98"),
        ("2026-05-02", "00:00", "07:59", "7.98"),
        ("2026-05-02", "08:00", "09:30", "1.50"),
    ]
    assert reading.tables_of(content)[0].sheet == "未经官方标准核对"
    assert "未经官方标准" in str(table(content, 1))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 1439), st.integers(1, 1440)), max_size=8))
def test_no_stretch_of_the_national_sheet_crosses_midnight_or_touches_another(
    stays: list[tuple[int, int, int]],
) -> None:
    base, entries, free_from = datetime(2026, 5, 1, tzinfo=BEIJING), [], datetime(2026, 5, 1, tzinfo=BEIJING)
    for day, minute, length in sorted(stays):
        start = max(free_from, base + timedelta(days=day, minutes=minute))
        free_from = start + timedelta(minutes=length)
        entries.append(replace(an_entry("volunteer", len(entries)), stay=Stay(start, free_from)))
    made = national.stretches_of(entries)
    for one, other in pairwise(made):
        assert one.stay.end < other.stay.start or one.stay.minutes == 1
    assert all(
        one.stay.service_date == one.stay.end.astimezone(BEIJING).date() or one.stay.minutes == 1 for one in made
    )


def test_an_export_is_the_groups_own_and_its_period_is_real(
    world: tuple[Person, Person, str], district: District
) -> None:
    recorder, _, project = world
    stranger = district.recorder()
    assert stranger.get(f"/groups/{recorder.group_id}/export?kind=csv&{PERIOD}").status_code == 404
    assert stranger.get(f"/groups/{stranger.group_id}/export?kind=csv&{PERIOD}&project_id={project}").status_code == 404
    for more in ("from=2026-05-31&to=2026-05-01", "from=x&to=2026-05-01", "to=2026-05-01"):
        assert recorder.get(f"/groups/{recorder.group_id}/export?kind=csv&{more}").status_code == 422
    assert recorder.get(f"/groups/{recorder.group_id}/export?kind=pdf&{PERIOD}").status_code == 422


def test_more_than_a_file_holds_is_refused_with_what_to_do(
    world: tuple[Person, Person, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder, volunteer, project = world
    log(recorder, project, a_row(volunteer.number), a_row(volunteer.number, "2026-05-02T09:00", "2026-05-02T10:00"))
    monkeypatch.setattr("functions.files.exports.MOST", 1)
    answer = recorder.get(f"/groups/{recorder.group_id}/export?kind=csv&{PERIOD}")
    assert "请缩短日期范围" in answer.get_json()["violations"][0]["message"]
