"""Hours come in from a file: every fault before anything is written, then in once, however often it is sent."""

import base64
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from functions.files import cells, reading, rules, writing
from functions.storage import clock
from tests.builders import a_recorder, a_row
from tests.checkins.doors import codes
from tests.district import District, Person
from tests.hours.test_lifecycle import totals
from tests.hours.test_waiting import log, set_policy

pytestmark = pytest.mark.article("9")

TITLES = tuple(rules.COLUMNS.values())
PROJECT = "社区敬老服务"


def a_line(
    number: str, day: str = "2026-05-01", start: str = "09:00", end: str = "11:00", **more: str
) -> tuple[str, ...]:
    filled = {"number": number, "date": day, "start": start, "end": end, **more}
    return tuple(filled.get(name, "") for name in rules.COLUMNS)


def a_file(*rows: Iterable[str]) -> bytes:
    return writing.as_xlsx([writing.Sheet("五月", TITLES, [tuple(row) for row in rows])])


class Desk:
    """A recorder who brings files."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.supervisor = district.supervisor()
        self.recorder = district.recorder(self.supervisor)
        self.volunteer = district.volunteer()
        self.project = district.project(self.recorder, self.volunteer, name=PROJECT)
        self.path = f"/groups/{self.recorder.group_id}/imports"

    def bring(self, content: bytes, person: Person | None = None, **more: str) -> TestResponse:
        body = {"name": "五月.xlsx", "content": base64.b64encode(content).decode(), "project_id": self.project, **more}
        return (person or self.recorder).post(self.path, body)

    def piece(self, imported: dict[str, Any], act: str, number: int = 0) -> TestResponse:
        return self.recorder.post(f"{self.path}/{imported['import_id']}/pieces/{number}", {"act": act})

    def faults(self, content: bytes, **more: str) -> list[tuple[str, int, str]]:
        answer = self.piece(self.bring(content, **more).get_json(), "check").get_json()
        return [(fault["sheet"], fault["row"], fault["column"]) for fault in answer["faults"]]


@pytest.fixture
def desk(district: District) -> Desk:
    return Desk(district)


def test_a_file_is_checked_and_then_written(desk: Desk) -> None:
    brought = desk.bring(a_file(a_line(desk.volunteer.number)))
    imported = brought.get_json()
    assert (brought.status_code, imported["state_name"], imported["rows"], imported["next_piece"]) == (
        201,
        "待检查",
        1,
        0,
    )
    checked = desk.piece(imported, "check").get_json()
    assert (checked["faults"], checked["import"]["state_name"], totals(desk.volunteer)) == ([], "可以写入", (0, 0))
    done = desk.piece(imported, "write").get_json()["import"]
    assert (done["state_name"], done["entries"], done["minutes"], done["next_piece"]) == ("已完成", 1, 120, None)
    assert totals(desk.volunteer) == (120, 1)


def test_nothing_is_written_before_all_of_it_was_checked(desk: Desk) -> None:
    imported = desk.bring(a_file(a_line(desk.volunteer.number))).get_json()
    early = desk.piece(imported, "write")
    assert (early.status_code, early.get_json()["code"], totals(desk.volunteer)) == (409, "files.not_checked", (0, 0))


def test_c40_row_57_is_named_nothing_is_written_and_the_mended_file_goes_in_once(desk: Desk) -> None:
    rows = [
        a_line(desk.volunteer.number, f"2026-05-{1 + n // 10:02d}", f"{8 + n % 10:02d}:00", f"{8 + n % 10:02d}:30")
        for n in range(100)
    ]
    wrong = [*rows[:56], a_line(desk.volunteer.number, "2026-07-01"), *rows[57:]]
    imported = desk.bring(a_file(*wrong)).get_json()
    [fault, *_] = desk.piece(imported, "check").get_json()["faults"]
    assert (fault["row"], "还没有到" in fault["message"]) == (58, True)
    assert desk.piece(imported, "write").status_code == 409
    assert totals(desk.volunteer) == (0, 0)
    for _ in range(3):
        mended = desk.bring(a_file(*rows)).get_json()
        desk.piece(mended, "check")
        assert desk.piece(mended, "write").get_json()["import"]["state_name"] == "已完成"
        assert totals(desk.volunteer) == (3000, 100)


def test_the_same_file_is_the_same_import_for_its_group_alone(desk: Desk) -> None:
    content = a_file(a_line(desk.volunteer.number))
    assert desk.bring(content).get_json()["import_id"] == desk.bring(content).get_json()["import_id"]
    stranger = desk.district.recorder(desk.supervisor)
    assert desk.bring(content, stranger).status_code == 404
    imported = desk.bring(content).get_json()
    for method, path, body in (
        ("GET", f"/groups/{stranger.group_id}/imports/{imported['import_id']}", None),
        ("POST", f"/groups/{stranger.group_id}/imports/{imported['import_id']}/pieces/0", {"act": "check"}),
        ("GET", f"/groups/{stranger.group_id}/imports/{imported['import_id']}/pieces/0", None),
    ):
        assert stranger.ask(method, path, body).status_code == 404


def test_every_fault_is_told_by_sheet_row_and_column(desk: Desk) -> None:
    number = desk.volunteer.number
    stranger = desk.district.volunteer().number
    content = a_file(
        a_line(number),
        a_line("123", "1/2/24", "9点", ""),
        a_line(stranger, "2026-05-02"),
        a_line(number, "2026-05-01", "10:00", "12:00"),
        a_line(number, "2026-05-03", name="别人"),
        a_line(number, "2026-05-04", "11:00", "09:00"),
        a_line(number, "2026-05-05", project="没有的项目"),
        a_line("示例：" + number, "2026-05-06"),
        a_line(""),
    )
    assert desk.faults(content) == [
        ("五月", 3, "服务日期"),
        ("五月", 3, "开始时间"),
        ("五月", 3, "结束时间"),
        ("五月", 4, "志愿者编号"),
        ("五月", 5, "开始时间"),
        ("五月", 6, "姓名"),
        ("五月", 7, "结束时间"),
        ("五月", 8, "项目"),
        ("五月", 10, "志愿者编号"),
    ]


def test_the_right_name_behind_a_number_is_not_told(desk: Desk) -> None:
    imported = desk.bring(a_file(a_line(desk.volunteer.number, name="别人"))).get_json()
    told = desk.piece(imported, "check").get_data(as_text=True)
    assert "别人" not in told
    record = desk.volunteer.get("/volunteers/me").get_json()
    assert record["name"] not in told


def test_what_clashes_with_hours_that_stand_is_a_fault_of_its_row(desk: Desk) -> None:
    log(desk.recorder, desk.project, a_row(desk.volunteer.number, "2026-05-01T10:00", "2026-05-01T12:00"))
    assert desk.faults(a_file(a_line(desk.volunteer.number))) == [("五月", 2, "开始时间")]


def test_a_row_over_midnight_says_so_or_is_asked(desk: Desk) -> None:
    imported = desk.bring(a_file(a_line(desk.volunteer.number, start="18:00", end="08:00", next="是"))).get_json()
    desk.piece(imported, "check")
    assert desk.piece(imported, "write").get_json()["import"]["minutes"] == 840


def test_c37_a_number_that_a_spreadsheet_has_taken_for_one_is_refused(desk: Desk) -> None:
    rows = [(float(desk.volunteer.number), *a_line("")[1:])]
    content = writing.as_xlsx([writing.Sheet("五月", TITLES, rows)])
    imported = desk.bring(content).get_json()
    assert cells.AS_TEXT in desk.piece(imported, "check").get_json()["faults"][0]["message"]


def test_late_rows_need_their_reason_wait_and_fit_the_quota(desk: Desk) -> None:
    late = desk.district.project(desk.recorder, name="老项目", ends="2026-05-03T00:00:00+08:00")
    number = desk.volunteer.number
    assert desk.faults(a_file(a_line(number, project="老项目"))) == [("五月", 2, "补录理由")]
    rows = [
        a_line(number, start=f"{h:02d}:00", end=f"{h:02d}:30", project=late, reason="签到表找回来了") for h in (8, 9)
    ]
    imported = desk.bring(a_file(*rows)).get_json()
    desk.piece(imported, "check")
    set_policy(desk.supervisor, back_fill_quota=1)
    assert codes(desk.piece(imported, "write")) == ["files.quota"]
    set_policy(desk.supervisor, back_fill_quota=2)
    done = desk.piece(imported, "write").get_json()["import"]
    assert (done["entries"], done["waiting"], totals(desk.volunteer)) == (2, 2, (0, 0))


def test_what_came_in_between_is_a_fault_when_it_is_written_and_mended_it_goes_on(desk: Desk) -> None:
    imported = desk.bring(a_file(a_line(desk.volunteer.number))).get_json()
    desk.piece(imported, "check")
    log(desk.recorder, desk.project, a_row(desk.volunteer.number, "2026-05-01T10:00", "2026-05-01T12:00"))
    stopped = desk.piece(imported, "write").get_json()
    assert (stopped["import"]["state_name"], stopped["faults"][0]["row"]) == ("有错误", 2)
    [entry] = desk.recorder.get(f"/projects/{desk.project}/hours").get_json()["items"]
    desk.recorder.post(f"/entries/{entry['volunteer_id']}/{entry['entry_id']}/void", {"reason": "录错了"})
    assert desk.piece(imported, "check").get_json()["import"]["state_name"] == "可以写入"
    assert desk.piece(imported, "write").get_json()["import"]["state_name"] == "已完成"


def test_a_file_of_several_pieces_is_resumed_where_it_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "PIECE", 3)
    rows = [a_line(desk.volunteer.number, f"2026-05-{day:02d}") for day in range(1, 9)]
    imported = desk.bring(a_file(*rows)).get_json()
    assert imported["pieces"] == 3
    for number in range(3):
        desk.piece(imported, "check", number)
    assert desk.piece(imported, "write", 0).get_json()["import"]["state_name"] == "写入中"
    [listed] = desk.recorder.get(desk.path).get_json()["items"]
    assert (listed["next_piece"], listed["entries"]) == (1, 3)
    for number in (1, 1, 2, 0):
        done = desk.piece(imported, "write", number).get_json()["import"]
    assert (done["state_name"], totals(desk.volunteer)) == ("已完成", (960, 8))


def test_faults_of_a_piece_are_still_there_after_a_closed_window(desk: Desk) -> None:
    imported = desk.bring(a_file(a_line("123"))).get_json()
    desk.piece(imported, "check")
    again = desk.recorder.get(f"{desk.path}/{imported['import_id']}/pieces/0").get_json()
    assert (again["fault_count"], again["import"]["state_name"]) == (1, "有错误")


@pytest.mark.parametrize("number", ["1", "x", "-1", "01", "99999", "1.0"])
def test_a_piece_that_is_not_there_is_said_to_be_missing(desk: Desk, number: str) -> None:
    imported = desk.bring(a_file(a_line(desk.volunteer.number))).get_json()
    answer = desk.recorder.post(f"{desk.path}/{imported['import_id']}/pieces/{number}", {"act": "check"})
    assert answer.status_code == 404


def test_bad_requests_are_told_in_words(desk: Desk) -> None:
    assert codes(desk.recorder.post(desk.path, {"name": "a", "content": "***"})) == ["files.base64"]
    assert codes(desk.bring(b"")) == ["files.empty"]
    assert codes(desk.bring("只有,一些,字\n1,2,3\n".encode())) == ["files.unreadable"]
    imported = desk.bring(a_file(a_line(desk.volunteer.number))).get_json()
    assert codes(desk.piece(imported, "else")) == ["form.choice"]
    huge = desk.recorder.post(desk.path, {"name": "a", "content": "A" * 5_600_001})
    assert huge.status_code == 413


def test_the_template_offers_the_groups_projects_and_keeps_numbers_as_text(desk: Desk) -> None:
    answer = desk.recorder.get(f"/groups/{desk.recorder.group_id}/import-template")
    tables = reading.tables_of(answer.get_data())
    assert (tables[0].sheet, [cells.text_of(cell) for cell in tables[0].rows[0]]) == ("时长", list(TITLES))
    assert tables[0].rows[1][2] == PROJECT
    assert "filename" in answer.headers["Content-Disposition"]


def test_an_import_is_kept_for_ninety_days(district: District) -> None:
    supervisor = district.supervisor()
    recorder = district.recorder(supervisor, recorder=a_recorder(login="filebringer"))
    path = f"/groups/{recorder.group_id}/imports"
    body = {"name": "五月.xlsx", "content": base64.b64encode(a_file(a_line("123"))).decode()}
    imported = recorder.post(path, body).get_json()
    assert len(recorder.get(path).get_json()["items"]) == 1
    with clock.stopped_at(clock.now() + timedelta(days=91)):
        later = district.log_in("filebringer")
        assert later.get(f"{path}/{imported['import_id']}").status_code == 404
        assert later.get(path).get_json()["items"] == []
        assert later.post(path, body).status_code == 201
