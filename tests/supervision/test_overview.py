"""What waits for the supervisor, in one place: counts and first moments, and nobody's name."""

import pytest

from tests.district import District, Person
from tests.stars.served import a_long_project, serve

pytestmark = pytest.mark.article("4")


def counts(supervisor: Person) -> dict[str, int]:
    return {one["name"]: one["count"] for one in supervisor.get("/overview").get_json()["items"]}


def test_an_empty_district_has_nothing_waiting(district: District) -> None:
    assert set(counts(district.supervisor()).values()) == {0}


def test_each_kind_of_work_is_counted_where_it_waits(district: District) -> None:
    supervisor = district.supervisor()
    recorder, volunteer = district.recorder(supervisor), district.volunteer()
    project = a_long_project(district, recorder, volunteer)
    serve(recorder, project, volunteer.number, 6000)
    volunteer.post("/volunteers/me/stars", {"star": 1})
    volunteer.post("/volunteers/me/closing", {"text": "不再参加服务"})
    district.post("/complaints", {"text": "六月一日上午对老人态度很差", "group": "桥头队"})
    honour = {"name": "优秀志愿者", "date": "2026-05-01", "level": "city", "granting_body": "市志愿服务联合会"}
    volunteer.post("/volunteers/me/commendations", honour)
    found = {name: count for name, count in counts(supervisor).items() if count}
    signs = found.pop("线索待核查")
    assert signs >= 1
    assert found == {
        "个人请求待办理": 1,
        "投诉未办结": 1,
        "星级待评定": 1,
        "表彰申报待确认": 1,
        "活动结束，时长未录完": 1,
    }


def test_counting_names_nobody_and_is_the_supervisors_alone(district: District) -> None:
    supervisor = district.supervisor()
    recorder, volunteer = district.recorder(supervisor), district.volunteer(name="欧阳娜娜")
    volunteer.post("/volunteers/me/closing", {"text": "不再参加服务"})
    text = supervisor.get("/overview").get_data(as_text=True)
    assert ("欧阳娜娜" in text, volunteer.number in text) == (False, False)
    assert [person.get("/overview").status_code for person in (recorder, volunteer)] == [403, 403]
