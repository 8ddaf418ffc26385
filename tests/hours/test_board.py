"""The board of deadlines: what has ended, what is left of ten working days, the most overdue first."""

from datetime import datetime

import pytest

from functions.hours.deadlines import due, workdays_left
from functions.hours.rules import BEIJING
from tests.builders import a_row
from tests.district import District, Person
from tests.hours.test_waiting import log

pytestmark = pytest.mark.article("9")


@pytest.mark.parametrize(
    ("now", "left"),
    [("2026-06-03", 10), ("2026-06-04", 9), ("2026-06-17", 0), ("2026-06-18", -1), ("2026-06-22", -2)],
)
def test_the_days_left_are_working_days_and_the_last_one_is_none(now: str, left: int) -> None:
    # Ended on Wednesday 3 June 2026; 19 June is the Dragon Boat festival.
    until = due(datetime(2026, 6, 3, 12, tzinfo=BEIJING))
    assert workdays_left(until, datetime.fromisoformat(f"{now}T09:00").replace(tzinfo=BEIJING)) == left


def names(person: Person, path: str) -> list[str]:
    return [item["name"] for item in person.get(path).get_json()["items"]]


def test_the_board_shows_what_has_ended_the_most_overdue_first(district: District) -> None:
    supervisor = district.supervisor()
    volunteer, recorder = district.volunteer(), district.recorder(supervisor)
    district.project(recorder, volunteer, name="刚结束", ends="2026-06-02T00:00:00+08:00")
    long_ago = district.project(recorder, volunteer, name="早结束", ends="2026-05-03T00:00:00+08:00")
    district.project(recorder, volunteer, name="没结束", ends="2026-09-01T00:00:00+08:00")
    path = f"/groups/{recorder.group_id}/deadlines"
    assert names(recorder, path) == names(supervisor, "/deadlines") == ["早结束", "刚结束"]
    first, second = recorder.get(path).get_json()["items"]
    assert (first["workdays_left"] < 0, second["workdays_left"], first["entered"]) == (True, 9, False)
    log(recorder, long_ago, a_row(volunteer.number), reason="签到表找回来了")
    assert recorder.get(path).get_json()["items"][0]["entered"] is True


def test_what_is_complete_leaves_the_board_and_may_come_back(district: District) -> None:
    supervisor = district.supervisor()
    volunteer, recorder = district.volunteer(), district.recorder(supervisor)
    project = district.project(recorder, volunteer, ends="2026-05-31T00:00:00+08:00")
    for complete, count in ((True, 0), (True, 0), (False, 1)):
        assert recorder.post(f"/projects/{project}/hours-complete", {"complete": complete}).status_code == 200
        assert len(names(supervisor, "/deadlines")) == count


def test_the_boards_are_for_whom_they_are_for(district: District) -> None:
    supervisor = district.supervisor()
    recorder, stranger = district.recorder(supervisor), district.recorder(supervisor)
    project = district.project(recorder, district.volunteer(), ends="2026-05-31T00:00:00+08:00")
    assert stranger.get(f"/groups/{recorder.group_id}/deadlines").status_code == 404
    assert stranger.post(f"/projects/{project}/hours-complete", {"complete": True}).status_code == 404
    assert recorder.get("/deadlines").status_code == 403
