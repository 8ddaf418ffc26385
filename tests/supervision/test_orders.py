"""责令改正, 通报, 申诉 through the real doors."""

from datetime import datetime
from typing import Any

import pytest

from functions.storage import clock
from tests.builders import a_recorder, a_row
from tests.checkins.doors import BEIJING
from tests.district import District, Person
from tests.hours.test_waiting import log
from tests.supervision.test_draws import a_group_with_hours, drawn
from tests.supervision.test_signs import signs

pytestmark = pytest.mark.article("23")

ORDER = {"facts": "签到表上没有这些人", "demand": "核对签到表，作废多录的时长", "workdays": 5}
NOTICE = {"facts": "2026年5月虚报服务时长 12 条", "decision": "责令改正，通报批评"}


@pytest.fixture
def supervisor(district: District) -> Person:
    return district.supervisor()


@pytest.fixture
def recorder(district: District, supervisor: Person) -> Person:
    return district.recorder(supervisor, recorder=a_recorder(login="ordered-recorder"))


def made(supervisor: Person, recorder: Person, what: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = supervisor.post(f"/groups/{recorder.group_id}/{what}", body)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return dict(answer.get_json())


def codes(answer: Any) -> list[str]:
    return [fault["code"] for fault in answer.get_json()["violations"]]


def test_an_order_is_told_answered_returned_answered_again_and_accepted(supervisor: Person, recorder: Person) -> None:
    order = made(supervisor, recorder, "orders", ORDER)
    assert (order["state_name"], order["workdays_left"], order["due"][:10]) == ("待整改", 5, "2026-06-11")
    assert "责令改正" in recorder.get("/messages").get_json()["items"][0]["text"]
    path = f"/orders/{order['measure_id']}"
    answered = recorder.post(f"{path}/answer", {"version": 1, "text": "已作废 3 条"}).get_json()
    assert (answered["state"], answered["moves"]) == ("answered", [])
    back = {"version": 2, "decision": "returned", "text": "还有 2 条", "workdays": 3}
    returned = supervisor.post(f"{path}/decision", back).get_json()
    assert (returned["state_name"], returned["workdays_left"]) == ("退回，继续整改", 3)
    recorder.post(f"{path}/answer", {"version": 3, "text": "都作废了"})
    done = supervisor.post(f"{path}/decision", {"version": 4, "decision": "accepted", "text": "核对无误"}).get_json()
    assert (done["state_name"], [step["act"] for step in done["steps"]]) == (
        "整改完成", ["已答复，待核查", "退回，继续整改", "已答复，待核查", "整改完成"],
    )  # fmt: skip
    assert supervisor.get("/measures?list=open_orders").get_json()["items"] == []


def test_what_is_not_on_the_screen_any_more_or_not_theirs_to_move_is_a_conflict(
    supervisor: Person, recorder: Person
) -> None:
    order = made(supervisor, recorder, "orders", ORDER)
    path = f"/orders/{order['measure_id']}"
    early = {"version": 1, "decision": "accepted", "text": "好"}
    assert codes(supervisor.post(f"{path}/decision", early)) == ["supervision.not_now"]
    assert recorder.post(f"{path}/answer", {"version": 1, "text": "改了"}).status_code == 200
    assert codes(recorder.post(f"{path}/answer", {"version": 1, "text": "改了"})) == ["supervision.moved_on"]
    assert recorder.post(f"{path}/answer", {"version": 2, "text": ""}).status_code == 422
    assert supervisor.post(f"{path}/decision", {**early, "version": 2, "decision": "lifted"}).status_code == 422


def test_overdue_orders_stand_first(district: District, supervisor: Person, recorder: Person) -> None:
    later = made(supervisor, recorder, "orders", {**ORDER, "workdays": 20})
    sooner = made(supervisor, recorder, "orders", {**ORDER, "workdays": 1})
    with clock.stopped_at(datetime(2026, 6, 8, 10, tzinfo=BEIJING)):
        boss = district.supervisor()
        found = boss.get("/measures?list=open_orders").get_json()["items"]
    assert [each["measure_id"] for each in found] == [sooner["measure_id"], later["measure_id"]]
    assert found[0]["workdays_left"] < 0 < found[1]["workdays_left"]


def test_an_order_rests_on_a_sign_of_the_same_group(district: District, supervisor: Person, recorder: Person) -> None:
    volunteer = district.volunteer()
    night = a_row(volunteer.number, "2026-05-01T23:00", "2026-05-02T02:00")
    log(recorder, district.project(recorder, volunteer), night)
    [sign] = signs(supervisor)
    assert made(supervisor, recorder, "orders", {**ORDER, "sign_id": sign["sign_id"]})["sign_id"] == sign["sign_id"]
    other = district.recorder(supervisor)
    for wrong in ({"sign_id": sign["sign_id"]}, {"sign_id": "nothing"}, {"draw_id": "nothing", "rank": 1}):
        answer = supervisor.post(f"/groups/{other.group_id}/orders", {**ORDER, **wrong})
        assert (answer.status_code, codes(answer)) == (422, ["supervision.basis"])


def test_a_draws_page_names_a_group_while_an_order_says_so(district: District, supervisor: Person) -> None:
    recorder = a_group_with_hours(district, supervisor, 3)
    draw = drawn(supervisor)
    order = made(supervisor, recorder, "orders", {**ORDER, "draw_id": draw["draw_id"], "rank": 1})
    public = f"/public/draws/{draw['draw_id']}"
    assert district.get(public).get_json()["groups"] == ["解放碑社区志愿服务队"]
    taken = {"version": 1, "decision": "annulled", "text": "查错了"}
    supervisor.post(f"/orders/{order['measure_id']}/decision", taken)
    assert district.get(public).get_json()["groups"] == []


def test_other_groups_see_nothing_of_it(district: District, supervisor: Person, recorder: Person) -> None:
    order = made(supervisor, recorder, "orders", ORDER)
    stranger = district.recorder(supervisor)
    answers = [
        stranger.get(f"/measures/{order['measure_id']}"),
        stranger.get(f"/groups/{recorder.group_id}/measures"),
        stranger.post(f"/orders/{order['measure_id']}/answer", {"version": 1, "text": "改了"}),
        stranger.post(f"/measures/{order['measure_id']}/appeal", {"version": 1, "text": "不服"}),
        supervisor.post(f"/notices/{order['measure_id']}/withdrawal", {"version": 1, "text": "撤回"}),
        supervisor.post(f"/suspensions/{order['measure_id']}/lifting", {"version": 1, "text": "恢复"}),
        supervisor.post("/groups/nobody/orders", ORDER),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert "主管 " not in recorder.get(f"/measures/{order['measure_id']}").get_data(as_text=True)


def test_a_notice_is_public_at_once_with_what_may_be_public_and_nothing_else(
    district: District, supervisor: Person, recorder: Person
) -> None:
    order = made(supervisor, recorder, "orders", ORDER)
    made(supervisor, recorder, "notices", {**NOTICE, "order_id": order["measure_id"]})
    [shown] = district.get("/public/notices").get_json()["items"]
    assert (shown["group"], shown["facts"], shown["decision"]) == ("解放碑社区志愿服务队", *NOTICE.values())
    assert (shown["published_on"], shown["order_on"], shown["state_name"]) == ("2026-06-03", "2026-06-03", "已通报")
    assert set(shown) == {
        "notice_id", "group", "published_on", "state", "state_name", "facts", "decision", "order_on", "appeal",
        "appeal_name", "withdrawn_on", "withdrawn_because",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"facts": "记录员电话 138 0013 8000"}, ["supervision.notice_number"]),
        ({"decision": "志愿者 5001036338121366 的时长作废"}, ["supervision.notice_number"]),
        ({"facts": "李记录虚报", "decision": "王联系检讨"}, ["supervision.notice_name"] * 2),
        ({"facts": ""}, ["supervision.facts"]),
        ({"order_id": "nothing"}, ["supervision.basis"]),
    ],
)
def test_a_notice_that_says_too_much_is_refused_and_nothing_is_public(
    district: District, supervisor: Person, recorder: Person, changes: dict[str, str], found: list[str]
) -> None:
    answer = supervisor.post(f"/groups/{recorder.group_id}/notices", {**NOTICE, **changes})
    assert (answer.status_code, codes(answer)) == (422, found)
    assert district.get("/public/notices").get_json()["items"] == []


def test_a_withdrawn_notice_stays_listed_without_its_text(
    district: District, supervisor: Person, recorder: Person
) -> None:
    notice = made(supervisor, recorder, "notices", NOTICE)
    path = f"/notices/{notice['measure_id']}/withdrawal"
    assert supervisor.post(path, {"version": 1, "text": ""}).status_code == 422
    assert supervisor.post(path, {"version": 1, "text": "查证有误"}).status_code == 200
    assert supervisor.post(path, {"version": 2, "text": "再撤一次"}).status_code == 409
    [shown] = district.get("/public/notices").get_json()["items"]
    assert (shown["state_name"], shown["facts"], shown["decision"]) == ("已撤回", None, None)


def appealed(recorder: Person, measure: dict[str, Any]) -> Any:
    return recorder.post(f"/measures/{measure['measure_id']}/appeal", {"version": 1, "text": "签到表补交了"})


def judged(supervisor: Person, measure: dict[str, Any], decision: str) -> Any:
    body = {"version": 2, "decision": decision, "text": "复核了签到表"}
    return supervisor.post(f"/measures/{measure['measure_id']}/appeal/decision", body)


def test_an_appeal_shows_on_the_public_page_and_upheld_withdraws_the_notice(
    district: District, supervisor: Person, recorder: Person
) -> None:
    notice = made(supervisor, recorder, "notices", NOTICE)
    assert appealed(recorder, notice).get_json()["appeal"]["state_name"] == "已申诉，复核中"
    assert district.get("/public/notices").get_json()["items"][0]["appeal_name"] == "已申诉，复核中"
    second = district.supervisor("second-supervisor")
    assert [each["kind"] for each in second.get("/measures?list=open_appeals").get_json()["items"]] == ["notice"]
    assert codes(judged(supervisor, notice, "upheld")) == ["supervision.own_decision"]
    done = judged(second, notice, "upheld").get_json()
    assert (done["state"], done["appeal"]["same_person"]) == ("withdrawn", False)
    [shown] = district.get("/public/notices").get_json()["items"]
    assert (shown["state_name"], shown["facts"], shown["withdrawn_because"]) == ("已撤回", None, "申诉成立")
    assert "申诉成立" in recorder.get("/messages").get_json()["items"][0]["text"]
    assert second.get("/measures?list=open_appeals").get_json()["items"] == []


def test_where_there_is_one_supervisor_the_same_judges_and_the_record_says_so(
    district: District, supervisor: Person, recorder: Person
) -> None:
    notice = made(supervisor, recorder, "notices", NOTICE)
    appealed(recorder, notice)
    done = judged(supervisor, notice, "rejected").get_json()
    assert (done["state"], done["appeal"]["same_person"]) == ("published", True)
    assert district.get("/public/notices").get_json()["items"][0]["appeal_name"] == "申诉不成立，维持原决定"
    assert codes(judged(supervisor, notice, "upheld")) == ["supervision.no_appeal"]


def test_an_order_that_was_appealed_against_with_right_is_annulled(supervisor: Person, recorder: Person) -> None:
    order = made(supervisor, recorder, "orders", ORDER)
    appealed(recorder, order)
    assert judged(supervisor, order, "upheld").get_json()["state_name"] == "已撤销"
    answer = recorder.post(f"/orders/{order['measure_id']}/answer", {"version": 3, "text": "改了"})
    assert answer.status_code == 409


def test_an_appeal_is_made_once_in_words_and_in_time(district: District, supervisor: Person, recorder: Person) -> None:
    order = made(supervisor, recorder, "orders", ORDER)
    path = f"/measures/{order['measure_id']}/appeal"
    assert recorder.post(path, {"version": 1, "text": ""}).status_code == 422
    with clock.stopped_at(datetime(2026, 6, 18, 0, 0, 1, tzinfo=BEIJING)):
        late = district.log_in("ordered-recorder")
        assert codes(late.post(path, {"version": 1, "text": "不服"})) == ["supervision.appeal_late"]
    assert recorder.post(path, {"version": 1, "text": "不服"}).status_code == 200
    assert codes(recorder.post(path, {"version": 2, "text": "不服"})) == ["supervision.appealed"]


def test_a_repeated_press_makes_one_order(supervisor: Person, recorder: Person) -> None:
    path = f"/groups/{recorder.group_id}/orders"
    twice = [supervisor.post(path, ORDER, Idempotency_Key="press-0001").get_json()["measure_id"] for _ in range(2)]
    assert twice[0] == twice[1]
    assert len(supervisor.get("/measures?list=order").get_json()["items"]) == 1


def test_an_unknown_list_is_refused(supervisor: Person) -> None:
    assert supervisor.get("/measures?list=everything").status_code == 422
