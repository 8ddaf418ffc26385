"""第六条：……个人基本信息、志愿服务信息、培训信息、表彰奖励信息、投诉举报信息等。"""

import pytest

from functions.records import rules
from tests.builders import a_row
from tests.district import District

pytestmark = pytest.mark.article("6")


def test_a_fresh_record_has_five_blocks_and_the_empty_ones_say_so(district: District) -> None:
    record = district.volunteer().get("/volunteers/me/record").get_json()
    assert rules.blocks_missing(record) == []
    empty = [record[block]["items"] for block in ("service", "training", "commendations", "complaints")]
    assert empty == [[], [], [], []]
    assert record["totals"] == {"minutes": 0, "hours": "0.00", "entries": 0}


def test_a_record_without_a_block_is_noticed() -> None:
    assert rules.blocks_missing({"person": {}, "service": {}, "training": {}, "commendations": {}}) == ["complaints"]


def test_the_person_block_has_the_nine_fields_and_the_own_groups(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    district.project(recorder, volunteer)
    person = volunteer.get("/volunteers/me/record").get_json()["person"]
    nine = {
        "name", "sex", "birth_month", "volunteer_number", "document", "service_area", "intentions", "skills",
        "phone_masked",
    }  # fmt: skip
    assert nine <= set(person)
    assert [group["name"] for group in person["groups"]] == ["解放碑社区志愿服务队"]


@pytest.mark.article("19")
def test_the_totals_are_of_all_hours_whatever_page_is_shown(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    rows = [a_row(volunteer.number, f"2026-05-{day:02d}T08:00", f"2026-05-{day:02d}T20:00") for day in range(1, 10)]
    recorder.post(f"/projects/{project}/hours", {"entries": rows})
    record = volunteer.get("/volunteers/me/record?limit=2").get_json()
    assert (len(record["service"]["items"]), record["totals"]["minutes"], record["star"]) == (2, 6480, 1)
    assert record["next_star"] == {"star": 2, "minutes_needed": 11520, "hours_needed": "192.00"}


def test_the_service_block_shows_what_article_8_asks_for(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    recorder.post(f"/projects/{project}/hours", {"entries": [a_row(volunteer.number, content="教老人用手机")]})
    item = volunteer.get("/volunteers/me/record").get_json()["service"]["items"][0]
    shown = (item["project"], item["service_date"], item["place"], item["service_object"], item["content"])
    assert shown == ("社区敬老服务", "2026-05-01", "解放碑街道社区中心", "老年人", "教老人用手机")
    assert (item["hours"], item["evaluation"], item["contact"]) == ("2.00", None, "王联系")


@pytest.mark.parametrize("query", ["from=2026-05-02&to=2026-05-01", "from=x", "unknown=1"])
def test_a_period_that_cannot_be_is_refused(district: District, query: str) -> None:
    assert district.volunteer().get(f"/volunteers/me/record?{query}").status_code == 422
