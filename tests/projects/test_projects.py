"""第八条：……项目的名称、日期、地点、服务对象、服务内容……联系人等。"""

from datetime import UTC, datetime, timedelta

import pytest

from functions.projects import rules
from tests.builders import a_project
from tests.district import District

pytestmark = pytest.mark.article("8")


def fields(answer) -> list[str]:  # type: ignore[no-untyped-def]
    return [fault["field"] for fault in answer.get_json()["violations"]]


def test_a_project_keeps_the_facts_of_article_8(district: District) -> None:
    recorder = district.recorder()
    seen = recorder.get(f"/projects/{district.project(recorder)}").get_json()
    assert (seen["name"], seen["category_name"], seen["service_object_name"]) == ("社区敬老服务", "社区服务", "老年人")
    assert seen["contact"] == {"name": "王联系", "phone": "023-63710000"}


def test_every_fault_is_told_at_once(district: District) -> None:
    recorder = district.recorder()
    body = a_project(recorder.group_id, name="", category="x", place="", service_object="x", ends="2026-01-01")
    answer = recorder.post("/projects", {**body, "contact": {}})
    assert set(fields(answer)) == {
        "name", "place", "category", "service_object", "ends", "contact.name", "contact.phone",
    }  # fmt: skip


def test_dates_alone_mean_whole_days_in_beijing(district: District) -> None:
    recorder = district.recorder()
    project = district.project(recorder, starts="2026-05-01", ends="2026-05-01")
    seen = recorder.get(f"/projects/{project}").get_json()
    assert (seen["starts"], seen["ends"]) == ("2026-05-01T00:00:00+08:00", "2026-05-02T00:00:00+08:00")


def test_a_time_without_its_offset_is_refused(district: District) -> None:
    recorder = district.recorder()
    assert fields(recorder.post("/projects", a_project(recorder.group_id, starts="2026-05-01T08:00"))) == ["starts"]


def test_another_groups_project_cannot_be_made_or_seen(district: District) -> None:
    one, other = district.recorder(), district.recorder()
    project = district.project(one)
    assert other.post("/projects", a_project(one.group_id)).status_code == 404
    paths = (f"/projects/{project}", f"/projects/{project}/roster", f"/projects?group_id={one.group_id}")
    assert [other.get(path).status_code for path in paths] == [404, 404, 404]


@pytest.mark.parametrize("query", ["", "?group_id=", "?group_id=none"])
def test_a_list_of_no_group_is_not_found(district: District, query: str) -> None:
    assert district.recorder().get(f"/projects{query}").status_code == 404


def test_projects_are_listed_latest_first_page_by_page(district: District) -> None:
    recorder = district.recorder()
    for month in ("03", "05", "04"):
        district.project(recorder, name=f"{month}月项目", starts=f"2026-{month}-01", ends=f"2026-{month}-02")
    path = f"/projects?group_id={recorder.group_id}&limit=2"
    first = recorder.get(path).get_json()
    second = recorder.get(f"{path}&cursor={first['next']}").get_json()
    names = [item["name"] for item in first["items"] + second["items"]]
    assert names == ["05月项目", "04月项目", "03月项目"]


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "limit=９", "cursor=x", "cursor=eyJhIjoxfQ=="])
def test_a_page_that_cannot_be_is_refused(district: District, query: str) -> None:
    recorder = district.recorder()
    assert recorder.get(f"/projects?group_id={recorder.group_id}&{query}").status_code == 422


def test_only_members_of_the_group_go_on_a_projects_roster(district: District) -> None:
    recorder, member, stranger = district.recorder(), district.volunteer(), district.volunteer()
    path = f"/projects/{district.project(recorder, member)}/roster"
    refused = recorder.post(path, {"volunteer_numbers": [member.number, stranger.number]})
    assert fields(refused) == ["volunteer_numbers.1"]
    assert recorder.post(path, {"volunteer_number": member.number}).get_json()["added"] == 1
    assert [item["volunteer_number"] for item in recorder.get(path).get_json()["items"]] == [member.number]


START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("length", "faults"),
    [
        (timedelta(0), ["projects.window_order"]),
        (timedelta(minutes=1), []),
        (timedelta(days=366), []),
        (timedelta(days=366, minutes=1), ["projects.window_length"]),
    ],
)
def test_a_window_is_a_stretch_of_time_of_at_most_a_year(length: timedelta, faults: list[str]) -> None:
    assert [fault.code for fault in rules.window_faults(START, START + length)] == faults


def test_a_member_is_offered_the_projects_of_the_own_groups_only(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    district.project(district.recorder())
    offered = volunteer.get("/volunteers/me/projects").get_json()["items"]
    assert [item["project_id"] for item in offered] == [project]
    assert "contact" not in offered[0]
