"""Putting minutes by, asking for a service with them, giving them away, and undoing it; recorded hours never fall."""

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from functions.storage import clock
from functions.storage.clock import BEIJING
from functions.timebank.models import LegItem
from functions.timebank.rules import sums_to_zero
from tests.builders import an_id_number
from tests.district import District, Person
from tests.timebank.bank import (
    OWN,
    a_person,
    account,
    ask,
    balance,
    deposit,
    everybody,
    give,
    holds,
    id_of,
    recorded,
    served,
    set_terms,
    statement,
    step,
)

pytestmark = pytest.mark.article("20")


@dataclass
class Town:
    district: District
    supervisor: Person
    recorder: Person
    project: str
    zhang: Person
    li: Person

    def served(self, *minutes: int) -> list[str]:
        """What Zhang has served."""
        return served(self.recorder, self.project, self.zhang, *minutes)

    def undo(self, person: Person, place: int = 0, reason: str = "登记错了") -> Any:
        path = f"/timebank/accounts/{person.number}"
        leg = self.supervisor.get(f"{path}/statement").get_json()["items"][place]
        return self.supervisor.post(f"{path}/reversals", {"leg_id": leg["leg_id"], "reason": reason})

    def agreed(self, minutes: int) -> dict[str, Any]:
        """Zhang has asked Li, who has accepted."""
        asked = ask(self.zhang, self.li, minutes).get_json()
        return dict(step(self.li, asked, "accepted").get_json())

    def change(self, entry_id: str, end: str) -> int:
        """The group corrects an entry of 1 May to end then."""
        path = f"/entries/{id_of(self.zhang)}/{entry_id}/correction"
        times = {"start": "2026-05-01T08:00:00+08:00", "end": f"2026-05-01T{end}:00+08:00"}
        return self.recorder.post(path, {**times, "reason": "签到表上是这样"}).status_code

    def void(self, entry_id: str) -> int:
        path = f"/entries/{id_of(self.zhang)}/{entry_id}/void"
        return self.recorder.post(path, {"reason": "重复了"}).status_code


@pytest.fixture
def town(district: District) -> Town:
    supervisor = district.supervisor()
    recorder = district.recorder(supervisor)
    zhang, li = a_person(district, "张小三"), a_person(district, "李四")
    project = district.project(recorder, zhang, li)
    set_terms(supervisor)
    return Town(district, supervisor, recorder, project, zhang, li)


def codes(answer: Any) -> list[str]:
    told = answer.get_json()
    return [fault["code"] for fault in told["violations"]] if told.get("violations") else [told["code"]]


def test_a_deposit_stands_beside_the_record(town: Town) -> None:
    entries = town.served(60, 90)
    done = deposit(town.zhang, *entries)
    assert (done.status_code, done.get_json()["minutes"], done.get_json()["balance"]) == (201, 150, 150)
    assert (balance(town.zhang), recorded(town.zhang)) == (150, 150)
    assert [(leg["kind_name"], leg["minutes"], leg["balance"]) for leg in statement(town.zhang)] == [
        ("存入", 90, 150),
        ("存入", 60, 60),
    ]
    holds()


def test_an_entry_is_put_by_once(town: Town) -> None:
    [entry] = town.served(60)
    deposit(town.zhang, entry)
    again = deposit(town.zhang, entry)
    assert (again.status_code, codes(again)) == (422, ["timebank.deposited"])
    assert codes(deposit(town.zhang)) == ["timebank.nothing"]
    assert balance(town.zhang) == 60


def test_an_entry_named_twice_counts_once(town: Town) -> None:
    [entry] = town.served(60)
    assert deposit(town.zhang, entry, entry).get_json()["minutes"] == 60


def test_nobody_puts_by_somebody_elses_entry(town: Town) -> None:
    [entry] = town.served(60)
    answer = deposit(town.li, entry)
    assert (answer.status_code, codes(answer)) == (404, ["timebank.no_entry"])


def test_everything_that_fits_is_twenty_entries_at_a_time_the_latest_first(town: Town) -> None:
    entries = town.served(*[30] * 25)
    first = deposit(town.zhang).get_json()
    assert [one["entry_id"] for one in first["entries"]] == entries[:4:-1]
    assert deposit(town.zhang).get_json()["minutes"] == 150
    assert balance(town.zhang) == 750
    holds()


def test_everything_that_fits_keeps_under_the_caps(town: Town) -> None:
    set_terms(town.supervisor, daily_cap_minutes=100)
    town.served(90, 30, 60)
    assert deposit(town.zhang).get_json()["minutes"] == 90  # 60 and 30; 90 does not fit any more
    assert account(town.zhang)["room"] == 10


def test_more_than_a_cap_is_refused_whole(town: Town) -> None:
    set_terms(town.supervisor, deposit_cap_minutes=100, balance_cap_minutes=120)
    entries = town.served(90, 60)
    assert codes(deposit(town.zhang, *entries)) == ["timebank.deposit_cap", "timebank.balance_cap"]
    assert balance(town.zhang) == 0


def test_while_it_is_off_every_act_is_refused_and_balances_stay_readable(town: Town) -> None:
    [first, second] = town.served(60, 60)
    deposit(town.zhang, first)
    asked = town.agreed(30)
    set_terms(town.supervisor, enabled=False)
    answers = [
        deposit(town.zhang, second),
        ask(town.zhang, town.li, 10),
        step(town.zhang, asked, "done"),
        give(town.zhang, town.li, 10),
        town.undo(town.zhang),
    ]
    assert [(answer.status_code, codes(answer)) for answer in answers] == [(409, ["timebank.off"])] * 5
    assert "请问主管部门" in answers[0].get_json()["detail"]
    assert (account(town.zhang)["free"], len(statement(town.zhang))) == (30, 1)


def test_a_district_that_never_decided_has_no_time_bank(district: District) -> None:
    person = a_person(district)
    told = account(person)
    assert (told["balance"], told["terms"]["enabled"], statement(person)) == (0, False, [])


def test_a_service_is_asked_for_accepted_and_confirmed(town: Town) -> None:
    deposit(town.zhang, *town.served(120))
    asked = ask(town.zhang, town.li, 60).get_json()
    assert (asked["other"], account(town.zhang)["free"]) == ("李*", 120)
    [waiting] = town.li.get(f"{OWN}/requests?side=server").get_json()["items"]
    assert (waiting["other"], waiting["steps"], waiting["what"]) == (
        "张**",
        ["accepted", "declined"],
        "周六上午陪老人去医院",
    )
    accepted = step(town.li, waiting, "accepted").get_json()
    assert (account(town.zhang)["held"], account(town.zhang)["free"], balance(town.li)) == (60, 60, 0)
    assert step(town.zhang, accepted, "done").get_json()["state_name"] == "已完成"
    assert (balance(town.zhang), account(town.zhang)["held"], balance(town.li)) == (60, 0, 60)
    assert [(leg["kind"], leg["minutes"], leg["counterpart"]) for leg in statement(town.li)] == [
        ("service", 60, "张**")
    ]
    assert (recorded(town.zhang), recorded(town.li)) == (120, 0)
    holds()


def test_both_sides_are_told_of_every_step(town: Town) -> None:
    deposit(town.zhang, *town.served(120))
    step(town.zhang, town.agreed(60), "done")
    told = [one["text"] for one in town.li.get("/messages").get_json()["items"]]
    assert any("张**确认服务已经做完，60 分钟已记入" in text for text in told)
    assert any("张**想请您服务 60 分钟" in text for text in told)
    assert any("李*接受了您的申请" in one["text"] for one in town.zhang.get("/messages").get_json()["items"])


def test_who_declines_or_ends_says_why_and_the_minutes_are_free_again(town: Town) -> None:
    deposit(town.zhang, *town.served(120))
    asked = ask(town.zhang, town.li, 60).get_json()
    assert codes(step(town.li, asked, "declined")) == ["timebank.reason"]
    assert step(town.li, asked, "declined", "那天有事").status_code == 200
    agreed = town.agreed(60)
    assert step(town.li, agreed, "ended", "临时有事").get_json()["state"] == "ended"
    assert account(town.zhang)["free"] == 120
    holds()


def test_a_step_that_is_not_the_own_or_no_longer_open_changes_nothing(town: Town) -> None:
    deposit(town.zhang, *town.served(120))
    asked = ask(town.zhang, town.li, 60).get_json()
    for person, to in ((town.zhang, "accepted"), (town.li, "withdrawn"), (town.zhang, "done")):
        assert step(person, asked, to).status_code == 409
    accepted = step(town.li, asked, "accepted").get_json()
    assert codes(step(town.li, asked, "accepted")) == ["timebank.moved_on"]
    step(town.zhang, accepted, "done")
    assert step(town.zhang, accepted, "done").status_code == 409
    assert balance(town.li) == 60


def test_a_third_person_does_not_see_a_request(town: Town) -> None:
    deposit(town.zhang, *town.served(120))
    asked = ask(town.zhang, town.li, 60).get_json()
    other = a_person(town.district, "王五")
    assert step(other, asked, "accepted").status_code == 404
    assert other.get(f"{OWN}/requests?side=server").get_json()["items"] == []


def test_every_fault_of_a_request_is_told_at_once(town: Town) -> None:
    body = {"volunteer_number": town.zhang.number, "minutes": 0, "what": ""}
    answer = town.zhang.post("/timebank/requests", body)
    assert codes(answer) == ["timebank.own_number", "timebank.minutes", "timebank.what"]
    assert codes(town.zhang.post("/timebank/requests", {**body, "volunteer_number": "12"}))[0] == "timebank.volunteer"


def test_c55_of_two_drawings_of_all_that_is_there_one_succeeds_and_the_other_is_409(town: Town) -> None:
    deposit(town.zhang, *town.served(60))
    wang = a_person(town.district, "王五")
    asked = [(other, ask(town.zhang, other, 60).get_json()) for other in (town.li, wang)]
    answers = [step(other, request, "accepted") for other, request in asked]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert codes(answers[1]) == ["timebank.short"]
    assert recorded(town.zhang) == 60
    holds()


def test_who_has_too_little_cannot_ask_nor_give(town: Town) -> None:
    deposit(town.zhang, *town.served(60))
    assert [ask(town.zhang, town.li, 61).status_code, give(town.zhang, town.li, 61).status_code] == [409, 409]
    assert give(town.zhang, town.li, 60).status_code == 201


def test_a_gift_goes_over_as_the_district_allows(town: Town) -> None:
    deposit(town.zhang, *town.served(120))
    set_terms(town.supervisor, gift_cap_minutes=50)
    assert give(town.zhang, town.li, 50).get_json()["balance"] == 70
    assert codes(give(town.zhang, town.li, 1)) == ["timebank.gift_cap"]
    set_terms(town.supervisor, gifts_allowed=False)
    refused = give(town.zhang, town.li, 1)
    assert (refused.status_code, codes(refused)) == (409, ["timebank.no_gifts"])
    assert (balance(town.li), recorded(town.li), recorded(town.zhang)) == (50, 0, 120)
    holds()


def test_minutes_that_are_over_go_back_when_somebody_looks(town: Town) -> None:
    set_terms(town.supervisor, expiry_months=1)
    deposit(town.zhang, *town.served(60))
    assert account(town.zhang)["next_expiry"] == {"minutes": 60, "until": "2026-07-31"}
    with clock.stopped_at(datetime(2026, 8, 1, tzinfo=BEIJING)):
        again = town.district.log_in(town.zhang.number)
        assert (balance(again), statement(again)[0]["kind_name"]) == (0, "到期")
        assert recorded(again) == 60
    holds()


def test_a_gift_does_not_make_minutes_younger(town: Town) -> None:
    set_terms(town.supervisor, expiry_months=2)
    deposit(town.zhang, *town.served(60))
    with clock.stopped_at(datetime(2026, 8, 1, tzinfo=BEIJING)):
        give(town.district.log_in(town.zhang.number), town.li, 60)
        other = town.district.log_in(town.li.number)
        assert account(other)["next_expiry"] == {"minutes": 60, "until": "2026-08-31"}


def test_a_voided_entry_takes_its_deposit_back_in_the_same_act(town: Town) -> None:
    [first, _] = town.served(60, 90)
    deposit(town.zhang)
    assert town.void(first) == 200
    assert (balance(town.zhang), recorded(town.zhang)) == (90, 90)
    assert (statement(town.zhang)[0]["kind_name"], statement(town.zhang)[0]["minutes"]) == ("时长变动退回", -60)
    holds()


def test_a_shortened_entry_gives_back_what_is_too_much_and_is_not_put_by_again(town: Town) -> None:
    [entry] = town.served(120)
    deposit(town.zhang, entry)
    assert town.change(entry, "09:30") == 201
    assert (balance(town.zhang), recorded(town.zhang)) == (90, 90)
    assert codes(deposit(town.zhang)) == ["timebank.nothing"]
    holds()


def test_a_longer_entry_leaves_its_deposit_as_it_is(town: Town) -> None:
    [entry] = town.served(60)
    deposit(town.zhang, entry)
    assert town.change(entry, "10:00") == 201
    assert (balance(town.zhang), recorded(town.zhang)) == (60, 120)


def test_what_was_spent_already_is_taken_from_what_comes_next(town: Town) -> None:
    [entry] = town.served(60)
    deposit(town.zhang, entry)
    step(town.zhang, town.agreed(60), "done")
    town.void(entry)
    assert (balance(town.zhang), account(town.zhang)["owed"], balance(town.li)) == (0, 60, 60)
    served(town.recorder, town.project, town.zhang, 100)
    deposit(town.zhang)
    assert (balance(town.zhang), account(town.zhang)["owed"]) == (40, 0)
    holds()


def test_minutes_that_are_promised_stay_promised_when_an_entry_is_voided(town: Town) -> None:
    [entry] = town.served(60)
    deposit(town.zhang, entry)
    agreed = town.agreed(60)
    town.void(entry)
    assert (account(town.zhang)["held"], account(town.zhang)["owed"]) == (60, 60)
    step(town.zhang, agreed, "ended", "不用了")
    assert (balance(town.zhang), account(town.zhang)["owed"]) == (0, 0)
    holds()


def test_a_voided_entry_takes_its_deposit_back_also_while_the_time_bank_is_off(town: Town) -> None:
    [entry] = town.served(60)
    deposit(town.zhang, entry)
    set_terms(town.supervisor, enabled=False)
    assert town.void(entry) == 200
    assert balance(town.zhang) == 0
    holds()


def test_c53_an_entry_is_undone_by_a_counter_entry_only_and_the_sum_of_all_balances_is_0(town: Town) -> None:
    deposit(town.zhang, *town.served(60))
    before = statement(town.zhang)
    assert town.undo(town.zhang).status_code == 201
    after = statement(town.zhang)
    assert [(leg["kind_name"], leg["minutes"], leg["about"]) for leg in after[:1]] == [("冲正", -60, "登记错了")]
    assert after[1:] == [{**leg, "undone": True} for leg in before]
    assert sum(int(item.balance) for item in everybody()) == 0
    assert recorded(town.zhang) == 60
    legs = [leg.leg() for item in everybody() for leg in LegItem.query(item.account_id)]
    assert sums_to_zero(legs)
    holds()


def test_nothing_is_reversed_twice_and_a_reversal_not_at_all(town: Town) -> None:
    deposit(town.zhang, *town.served(60))
    town.undo(town.zhang)
    assert codes(town.undo(town.zhang, 1)) == ["timebank.reversed"]
    assert codes(town.undo(town.zhang, 0)) == ["timebank.not_reversible"]
    assert balance(town.zhang) == 0


def test_what_was_reversed_may_be_put_by_anew(town: Town) -> None:
    [entry] = town.served(60)
    deposit(town.zhang, entry)
    town.undo(town.zhang)
    assert deposit(town.zhang, entry).status_code == 201
    assert town.undo(town.zhang).status_code == 201
    assert town.undo(town.zhang, 3).status_code == 409
    holds()


def test_a_service_is_reversed_from_either_side_while_the_minutes_are_there(town: Town) -> None:
    deposit(town.zhang, *town.served(60))
    step(town.zhang, town.agreed(60), "done")
    assert town.undo(town.li).status_code == 201
    assert (balance(town.zhang), balance(town.li)) == (60, 0)
    assert codes(town.undo(town.zhang, 1)) == ["timebank.reversed"]
    assert any("冲正了您时间银行里“换服务”" in one["text"] for one in town.li.get("/messages").get_json()["items"])
    holds()


def test_what_was_spent_on_cannot_be_reversed(town: Town) -> None:
    deposit(town.zhang, *town.served(60))
    give(town.zhang, town.li, 60)
    wang = a_person(town.district, "王五")
    give(town.li, wang, 60)
    refused = town.undo(town.zhang)
    assert (refused.status_code, codes(refused)) == (409, ["timebank.spent"])
    holds()


def test_a_line_that_is_not_there_and_a_number_of_nobody_answer_404(town: Town) -> None:
    path = f"/timebank/accounts/{town.zhang.number}"
    body = {"leg_id": "00000001", "reason": "登记错了"}
    assert town.supervisor.post(f"{path}/reversals", body).status_code == 404
    assert town.supervisor.get("/timebank/accounts/12").status_code == 404


def test_the_supervisors_look_is_on_record_for_the_volunteer(town: Town) -> None:
    looked = town.supervisor.get(f"/timebank/accounts/{town.zhang.number}").get_json()
    assert (looked["name"], looked["balance"]) == ("张小三", 0)
    [told] = town.zhang.get("/volunteers/me/looks").get_json()["items"]
    assert (told["who"], told["what"]) == ("主管部门 主管", "查看您的时间银行")


def test_the_pool_is_the_other_side_of_all_balances(town: Town) -> None:
    deposit(town.zhang, *town.served(60))
    assert town.supervisor.get("/timebank/pool").get_json() == {"pool": -60, "volunteers": 60}


def test_the_statement_as_a_file_runs_nothing_as_a_formula(town: Town) -> None:
    deposit(town.zhang, *town.served(60))
    asked = ask(town.zhang, town.li, 60, "=1+1").get_json()
    step(town.zhang, step(town.li, asked, "accepted").get_json(), "done")
    file = town.zhang.get(f"{OWN}/statement-file")
    rows = list(csv.reader(io.StringIO(file.get_data().decode("utf-8-sig"))))
    assert rows[1][1:] == ["换服务", "李*", "'=1+1", "-60", "0", ""]
    assert (len(rows), rows[2][1], rows[2][2]) == (3, "存入", "时间银行")


def test_settings_are_versions_with_who_and_why(town: Town) -> None:
    set_terms(town.supervisor, expiry_months=24, reason="按区里文件")
    versions = town.zhang.get("/timebank-terms/versions").get_json()["items"]
    assert [(one["version"], one["expiry_months"], one["reason"]) for one in versions] == [
        (2, 24, "按区里文件"),
        (1, 0, "区里决定"),
    ]
    assert codes(set_terms(town.supervisor, expiry_months=24)) == ["timebank.terms_same"]
    assert codes(set_terms(town.supervisor, version=1)) == ["timebank.terms_moved_on"]


def test_a_record_whose_time_bank_was_used_does_not_end_in_another(town: Town) -> None:
    deposit(town.zhang, *town.served(60))
    twin = town.district.volunteer(name="张小三", document={"type": "resident_id", "number": an_id_number()})
    pair = {"kept": twin.number, "gone": town.zhang.number, "reason": "本人带证件到场核对"}
    refused = town.supervisor.post("/merges", pair)
    assert (refused.status_code, codes(refused)) == (409, ["timebank.used"])
    assert town.supervisor.post("/merges", {**pair, "kept": town.zhang.number, "gone": twin.number}).status_code == 201


def test_hours_that_a_merge_brought_leave_the_time_bank_when_it_is_undone(town: Town) -> None:
    twin = town.district.volunteer(name="张小三", document={"type": "resident_id", "number": an_id_number()})
    town.recorder.post(f"/groups/{town.recorder.group_id}/members", {"volunteer_number": twin.number})
    served(town.recorder, town.project, twin, 60)
    pair = {"kept": town.zhang.number, "gone": twin.number, "reason": "本人带证件到场核对"}
    merged = town.supervisor.post("/merges", pair).get_json()
    deposit(town.zhang)
    assert balance(town.zhang) == 60
    undone = town.supervisor.post(f"/merges/{merged['merge_id']}/undo", {"reason": "弄错了，不是同一人"})
    assert (undone.status_code, balance(town.zhang)) == (200, 0)
    again = town.district.log_in(twin.number)
    again.number = twin.number
    deposit(again)
    assert balance(again) == 60
    holds()
