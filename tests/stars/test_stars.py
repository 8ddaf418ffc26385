"""第十九条：……可以依次申请评定为一星级、二星级、三星级、四星级、五星级志愿者。 From the hours to the star, and back."""

from datetime import date, timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from functions.storage import clock
from tests.builders import a_recorder, an_id_number
from tests.district import District, Person
from tests.hours.test_waiting import log
from tests.stars.served import a_long_project, rows_of, serve

pytestmark = pytest.mark.article("19")


class Scene:
    """A group with one volunteer, and the supervisor."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.supervisor = district.supervisor()
        self.recorder = district.recorder(self.supervisor)
        self.volunteer = district.volunteer()
        self.project = a_long_project(district, self.recorder, self.volunteer)

    def serve(self, minutes: int, since: date = date(2026, 1, 1)) -> None:
        serve(self.recorder, self.project, self.volunteer.number, minutes, since)

    def own(self) -> dict[str, Any]:
        return dict(self.volunteer.get("/volunteers/me/stars").get_json())

    def apply(self, star: int = 1, **more: Any) -> TestResponse:
        return self.volunteer.post("/volunteers/me/stars", {"star": star, **more})

    def waiting(self) -> list[dict[str, Any]]:
        return list(self.supervisor.get("/star-applications").get_json()["items"])

    def decide(self, by: Person | None = None, items: Any = None, **changes: Any) -> TestResponse:
        keys = [{"application_id": one["application_id"], "version": one["version"]} for one in items or self.waiting()]
        body = {"applications": keys, "decision": "granted", "reason": "", **changes}
        return (by or self.supervisor).post("/star-applications/decisions", body)

    def grant(self, star: int) -> None:
        assert self.apply(star).status_code == 201
        [outcome] = self.decide().get_json()["applications"]
        assert outcome == {"application_id": outcome["application_id"], "state": "granted", "done": True}

    def levels(self, *levels: str) -> TestResponse:
        version = self.supervisor.get("/star-policy").get_json()["version"]
        body = {"version": version, "levels": list(levels), "reason": "区里规定"}
        return self.supervisor.ask("PUT", "/star-policy", body)

    def void_one(self) -> None:
        entry = self.recorder.get(f"/projects/{self.project}/hours").get_json()["items"][0]
        path = f"/entries/{entry['volunteer_id']}/{entry['entry_id']}/void"
        assert self.recorder.post(path, {"reason": "签到表上没有这一次"}).status_code == 200

    def messages(self) -> list[str]:
        return [one["text"] for one in self.volunteer.get("/messages").get_json()["items"]]


@pytest.fixture
def scene(district: District) -> Scene:
    return Scene(district)


def codes(answer: TestResponse) -> list[str]:
    return [fault["code"] for fault in answer.get_json()["violations"]]


@pytest.mark.parametrize(("minutes", "status"), [(5999, 422), (6000, 201), (6001, 201)])
def test_c22_one_may_apply_from_the_minute_on_at_which_the_hours_are_full(
    scene: Scene, minutes: int, status: int
) -> None:
    scene.serve(minutes)
    assert scene.apply().status_code == status


def test_c22_nobody_applies_for_a_second_star_without_the_first(scene: Scene) -> None:
    scene.serve(90000)
    assert codes(scene.apply(5)) == ["stars.in_turn"]
    assert scene.apply(1).status_code == 201


def test_stars_are_granted_in_turn_up_to_the_highest(scene: Scene) -> None:
    scene.serve(90000)
    for star in (1, 2, 3, 4, 5):
        scene.grant(star)
    assert (scene.own()["held"], scene.own()["next"]) == (5, None)
    assert codes(scene.apply(6)) == ["stars.highest"]
    assert [one["star"] for one in scene.own()["applications"]["items"]] == [5, 4, 3, 2, 1]


def test_minutes_that_wait_do_not_count(scene: Scene) -> None:
    scene.serve(5940)
    times = {"start": "2026-05-06T09:00:00+08:00", "end": "2026-05-06T11:00:00+08:00"}
    scene.volunteer.post("/volunteers/me/claims", {"project_id": scene.project, **times, "note": "漏记了"})
    assert codes(scene.apply()) == ["stars.hours"]


def test_what_is_missing_is_said_in_hours_and_minutes(scene: Scene) -> None:
    scene.serve(5940)
    assert scene.own()["next"] == {
        "star": 1, "star_name": "一星级", "minutes_needed": 60, "hours_needed": "1.00", "may_apply": False,
    }  # fmt: skip
    assert "还差 1.00 小时（60 分钟）" in scene.apply().get_json()["violations"][0]["message"]


def test_who_reaches_a_star_is_told_and_holds_none_yet(scene: Scene) -> None:
    scene.serve(6000)
    assert any("可以到“我的星级”申请评定一星级志愿者" in text for text in scene.messages())
    record = scene.volunteer.get("/volunteers/me/record").get_json()
    assert (record["star"], record["held_star"]) == (1, 0)


def test_one_application_waits_at_a_time(scene: Scene) -> None:
    scene.serve(18000)
    assert [scene.apply().status_code for _ in range(2)] == [201, 409]


def test_an_application_can_be_taken_back_and_made_again(scene: Scene) -> None:
    scene.serve(6000)
    made = scene.apply().get_json()
    path = f"/volunteers/me/stars/{made['application_id']}"
    assert [scene.volunteer.ask("DELETE", path).status_code for _ in range(2)] == [204, 409]
    assert (scene.waiting(), scene.apply().status_code) == ([], 201)


def test_nobody_takes_back_the_application_of_somebody_else(scene: Scene) -> None:
    scene.serve(6000)
    made = scene.apply().get_json()
    other = scene.district.volunteer()
    assert other.ask("DELETE", f"/volunteers/me/stars/{made['application_id']}").status_code == 404


def test_a_refusal_needs_a_reason_which_the_volunteer_is_told(scene: Scene) -> None:
    scene.serve(6000)
    scene.apply()
    assert codes(scene.decide(decision="refused")) == ["stars.reason"]
    scene.decide(decision="refused", reason="有投诉在核查")
    [one] = scene.own()["applications"]["items"]
    assert (one["state_name"], one["reason"], scene.own()["held"]) == ("未通过", "有投诉在核查", 0)
    assert any("有投诉在核查" in text for text in scene.messages())
    assert scene.apply().status_code == 201


def test_a_decision_says_its_day_which_lies_between_the_application_and_today(scene: Scene) -> None:
    scene.serve(6000)
    scene.apply()
    today = clock.today()
    assert codes(scene.decide(decided_on=str(today + timedelta(days=1)))) == ["stars.future"]
    [outcome] = scene.decide(decided_on=str(today - timedelta(days=1))).get_json()["applications"]
    assert (outcome["done"], outcome["code"]) == (False, "stars.before")
    scene.decide(decided_on=str(today))
    assert scene.own()["since"] == str(today)


def test_hours_that_fell_after_the_application_are_not_enough(scene: Scene) -> None:
    scene.serve(6000)
    scene.apply()
    scene.void_one()
    [outcome] = scene.decide().get_json()["applications"]
    assert (outcome["done"], outcome["code"]) == (False, "stars.hours_fell")


def test_many_are_decided_at_once_each_by_itself(scene: Scene) -> None:
    people = [scene.district.volunteer(name=f"志愿者{name}") for name in "甲乙丙"]
    for person in people:
        scene.recorder.post(f"/groups/{scene.recorder.group_id}/members", {"volunteer_number": person.number})
    rows = [row for person in people for row in rows_of(person.number, 6000, date(2026, 2, 1))]
    assert log(scene.recorder, scene.project, *rows).status_code == 201
    applied = [person.post("/volunteers/me/stars", {"star": 1}).get_json() for person in people]
    items = scene.waiting()
    people[1].ask("DELETE", f"/volunteers/me/stars/{applied[1]['application_id']}")
    outcomes = scene.decide(items=items).get_json()["applications"]
    assert [one["done"] for one in outcomes] == [True, False, True]


def test_of_two_who_decide_the_second_is_told_that_it_moved_on(scene: Scene) -> None:
    scene.serve(6000)
    scene.apply()
    items = scene.waiting()
    scene.decide(items=items)
    [outcome] = scene.decide(items=items, decision="refused", reason="不同意").get_json()["applications"]
    assert (outcome["code"], scene.own()["held"]) == ("stars.moved_on", 1)


def test_a_group_decides_where_the_district_says_so(scene: Scene) -> None:
    assert scene.levels("group", "group", "district", "city", "city").status_code == 200
    scene.serve(6000)
    assert codes(scene.apply()) == ["stars.group"]
    assert scene.apply(group_id=scene.recorder.group_id).status_code == 201
    path = f"/groups/{scene.recorder.group_id}/star-applications"
    items = scene.recorder.get(path).get_json()["items"]
    assert scene.decide(scene.recorder, items).get_json()["applications"][0]["done"]
    assert (scene.own()["held"], scene.waiting()) == (1, [])
    [done] = scene.recorder.get(f"{path}?state=decided").get_json()["items"]
    assert (done["name"], done["group"], done["state"]) == ("张三", "解放碑社区志愿服务队", "granted")


def test_a_group_decides_nothing_that_is_not_addressed_to_it(scene: Scene) -> None:
    scene.serve(6000)
    scene.apply()
    [outcome] = scene.decide(scene.recorder).get_json()["applications"]
    assert (outcome["code"], scene.own()["held"]) == ("stars.unknown", 0)
    stranger = scene.district.recorder(scene.supervisor, name="另一队", recorder=a_recorder(login="stranger"))
    assert stranger.get(f"/groups/{scene.recorder.group_id}/star-applications").status_code == 404


def test_nobody_decides_on_the_own_star(scene: Scene) -> None:
    number = an_id_number("19700101")
    document = {"type": "resident_id", "number": number}
    judge = scene.district.recorder(
        scene.supervisor, name="自评队", recorder=a_recorder(login="selfjudge", document=document)
    )
    scene.levels("group", "group", "group", "group", "group")
    person = scene.district.volunteer(document=document)
    project = a_long_project(scene.district, scene.recorder, person)
    scene.district.project(judge, person)
    serve(scene.recorder, project, person.number, 6000)
    person.post("/volunteers/me/stars", {"star": 1, "group_id": judge.group_id})
    items = judge.get(f"/groups/{judge.group_id}/star-applications").get_json()["items"]
    [outcome] = scene.decide(judge, items).get_json()["applications"]
    assert outcome["code"] == "stars.own"
    assert scene.decide(items=items).get_json()["applications"][0]["done"]


def test_the_citys_decision_names_the_paper_it_stands_on(scene: Scene) -> None:
    scene.levels("city", "city", "city", "city", "city")
    scene.serve(6000)
    scene.apply()
    [outcome] = scene.decide().get_json()["applications"]
    assert outcome["code"] == "stars.reference"
    scene.decide(reference="渝志联〔2026〕3号")
    assert scene.own()["applications"]["items"][0]["reference"] == "渝志联〔2026〕3号"


@pytest.mark.parametrize(
    ("levels", "found"),
    [
        (["group"], ["stars.levels"]),
        (["group", "nobody", "district", "district", "district"], ["stars.level"]),
        (["district"] * 5, ["stars.policy_same"]),
    ],
)
def test_a_faulty_policy_is_refused(scene: Scene, levels: list[str], found: list[str]) -> None:
    assert codes(scene.levels(*levels)) == found


def test_who_decides_is_kept_in_versions_and_an_application_keeps_its_own(scene: Scene) -> None:
    scene.serve(6000)
    made = scene.apply().get_json()
    scene.levels("city", "city", "city", "city", "city")
    [version] = scene.volunteer.get("/star-policy/versions").get_json()["items"]
    assert (version["version"], version["levels"][0]["level"], made["level"]) == (1, "city", "district")
    assert scene.waiting()[0]["level"] == "district"


def test_voided_hours_put_a_star_before_the_supervisor_and_take_nothing_by_themselves(scene: Scene) -> None:
    scene.serve(6000)
    scene.grant(1)
    scene.void_one()
    assert scene.own()["held"] == 1
    [short] = scene.supervisor.get("/star-applications/short").get_json()["items"]
    assert (short["held"], short["minutes_now"], short["threshold"]) == (1, 4800, 6000)


def test_a_star_is_taken_back_by_decision_and_its_certificate_is_revoked(scene: Scene) -> None:
    scene.serve(6000)
    scene.grant(1)
    code = scene.volunteer.post("/certificates/star", {}).get_json()["code"]
    scene.void_one()
    [short] = scene.supervisor.get("/star-applications/short").get_json()["items"]
    path = f"/star-applications/{short['application_id']}/revocation"
    assert codes(scene.supervisor.post(path, {"version": short["version"]})) == ["stars.reason"]
    assert scene.supervisor.post(path, {"version": short["version"], "reason": "时长作废后不足"}).status_code == 200
    assert (scene.own()["held"], scene.supervisor.get("/star-applications/short").get_json()["items"]) == (0, [])
    seen = scene.district.get(f"/public/certificates/{code}").get_json()
    assert (seen["status"], seen["reason_kind_name"]) == ("revoked", "星级已被撤销")
    assert any("时长作废后不足" in text for text in scene.messages())


def test_a_star_whose_hours_stand_is_not_taken_back(scene: Scene) -> None:
    scene.serve(6000)
    scene.grant(1)
    [one] = scene.own()["applications"]["items"]
    path = f"/star-applications/{one['application_id']}/revocation"
    assert codes(scene.supervisor.post(path, {"version": 2, "reason": "想撤销"})) == ["stars.still_reached"]


def test_the_highest_star_is_taken_back_first_and_the_one_below_is_held_again(scene: Scene) -> None:
    scene.serve(18000)
    scene.grant(1)
    scene.grant(2)
    scene.void_one()
    two, one = scene.own()["applications"]["items"]
    path = "/star-applications/{}/revocation"
    refused = scene.supervisor.post(path.format(one["application_id"]), {"version": 2, "reason": "不足"})
    assert codes(refused) == ["stars.not_held"]
    scene.supervisor.post(path.format(two["application_id"]), {"version": 2, "reason": "不足"})
    assert (scene.own()["held"], scene.supervisor.get("/star-applications/short").get_json()["items"]) == (1, [])


def test_hours_that_come_back_end_the_question(scene: Scene) -> None:
    scene.serve(6000)
    scene.grant(1)
    scene.void_one()
    scene.serve(1200, date(2026, 4, 1))
    assert scene.supervisor.get("/star-applications/short").get_json()["items"] == []


def test_closing_the_account_takes_back_the_application(scene: Scene) -> None:
    scene.serve(6000)
    scene.apply()
    asked = scene.volunteer.post("/volunteers/me/closing", {"text": "不再参加服务"}).get_json()
    decision = {"version": 1, "decision": "granted", "note": "已核对证件原件"}
    assert scene.supervisor.post(f"/requests/{asked['request_id']}/decision", decision).status_code == 200
    assert scene.waiting() == []


def test_a_second_scheme_is_added_by_data(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    from functions.regulation.dated import Dated
    from functions.stars import schemes
    from functions.storage.settings import settings

    other = schemes.Scheme("外省星级", "某省办法第一条", Dated({date(2026, 1, 1): (50, 200, 400)}))
    monkeypatch.setattr("functions.stars.rules.SCHEMES", {**schemes.SCHEMES, "elsewhere": other})
    monkeypatch.setenv("STAR_SCHEME", "elsewhere")
    settings.cache_clear()
    try:
        scene.serve(3000)
        assert any("一星级" in text for text in scene.messages())
        scene.grant(1)
        steps = [step["minutes"] for step in scene.own()["steps"]]
        assert (steps, scene.own()["next"]["minutes_needed"]) == ([3000, 12000, 24000], 9000)
    finally:
        monkeypatch.undo()
        settings.cache_clear()
