"""第十七条第二款：……请求核实志愿服务记录相关情况并加盖公章时，相关志愿团体或单位应当给予支持和配合。Asked, read, sealed or refused."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.seals.models import SealedPiece, SealRequestItem
from functions.storage import clock
from functions.storage.audit import AuditEntry
from tests.builders import SAMPLE_ID, a_row
from tests.district import District
from tests.seals.sealing import DAYS, Asked, a_certificate, asked, issue, second_recorder, signature_of

pytestmark = pytest.mark.article("17")


def code_of(answer: Any) -> str:
    body = answer.get_json()
    return str(body["violations"][0]["code"] if body.get("violations") else body["code"])


def acts(subject: str) -> list[str]:
    return [entry.act for entry in AuditEntry.query(subject)]


def volunteer_id(one: Asked) -> str:
    return str(SealRequestItem.get(one.request_id).volunteer_id)


def test_the_holder_may_ask_the_groups_that_recorded_the_hours_and_those_one_is_a_member_of(district: District) -> None:
    one = a_certificate(district)
    other, stranger = district.recorder(name="另一支队"), district.recorder(name="不相干的队")
    other.post(f"/groups/{other.group_id}/members", {"volunteer_number": one.holder.number})
    found = one.holder.get(f"/certificates/{one.code}/seal-groups").get_json()["items"]
    assert {each["group"] for each in found} == {"解放碑社区志愿服务队", "另一支队"}
    assert one.ask(group_id=stranger.group_id).status_code == 422


def test_a_group_that_the_holder_has_left_may_still_be_asked(district: District) -> None:
    one = a_certificate(district)
    one.recorder.ask("DELETE", f"/groups/{one.recorder.group_id}/members/{one.holder.number}")
    assert one.ask().status_code == 201


def test_a_request_waits_at_the_group_and_its_recorder_is_told(district: District) -> None:
    one = asked(district)
    [waiting] = one.recorder.get(one.group).get_json()["items"]
    assert (waiting["name"], waiting["state_name"], waiting["opened"]) == ("张三", "等团体核实", False)
    assert waiting["words"] == "升学用，本周要"
    assert "盖章" in one.recorder.get("/messages").get_json()["items"][0]["text"]


def test_the_same_certificate_is_asked_of_the_same_group_once(district: District) -> None:
    one = asked(district)
    assert code_of(one.ask()) == "seals.asked"
    assert len(one.recorder.get(one.group).get_json()["items"]) == 1


def test_a_repeated_request_changes_nothing(district: District) -> None:
    one = a_certificate(district)
    body = {"group_id": one.recorder.group_id, "note": ""}
    answers = [one.holder.post(f"/certificates/{one.code}/seals", body, Idempotency_Key="same-key-1") for _ in "ab"]
    assert [answer.status_code for answer in answers] == [201, 201]


def test_nobody_asks_with_somebody_elses_certificate(district: District) -> None:
    one, other = a_certificate(district), district.volunteer(name="李四")
    body = {"group_id": one.recorder.group_id}
    assert other.post(f"/certificates/{one.code}/seals", body).status_code == 404
    assert other.get(f"/certificates/{one.code}/seal-groups").status_code == 404


def test_a_request_may_be_withdrawn_and_asked_again_with_its_history(district: District) -> None:
    one = asked(district)
    assert one.holder.post(f"/seals/{one.request_id}/withdrawal").get_json()["state"] == "withdrawn"
    assert one.recorder.get(one.group).get_json()["items"] == []
    assert one.holder.post(f"/seals/{one.request_id}/withdrawal").status_code == 409
    assert one.ask().get_json()["version"] == 3
    [again] = one.recorder.get(one.group).get_json()["items"]
    assert [each["state_name"] for each in again["history"]] == ["等团体核实", "已撤回", "等团体核实"]


def test_the_recorder_sees_every_row_of_the_paper_and_whose_it_is(district: District) -> None:
    one = a_certificate(district)
    other = district.recorder(name="另一支队")
    project = district.project(other, one.holder)
    row = a_row(one.holder.number, "2026-05-10T09:00", "2026-05-10T10:00")
    other.post(f"/projects/{project}/hours", {"entries": [row]})
    one.code = issue(one.holder)
    one.request_id = one.ask().get_json()["request_id"]
    seen = one.open().get_json()
    assert [(row["group"], row["own"]) for row in seen["items"]] == [("解放碑社区志愿服务队", True)] * 3 + [
        ("另一支队", False)
    ]
    assert (seen["own_rows"], seen["own_hours"], seen["other_rows"], seen["other_hours"]) == (3, "1.00", 1, "1.00")
    assert seen["scope"] == "本团体记录的 3 条，共 1.00 小时（其余由其他团体记录）"
    assert "code" not in seen


def test_two_groups_of_one_name_are_not_taken_for_each_other(district: District) -> None:
    one = a_certificate(district)
    twin = district.recorder()
    twin.post(f"/groups/{twin.group_id}/members", {"volunteer_number": one.holder.number})
    asked_of_twin = one.ask(group_id=twin.group_id).get_json()["request_id"]
    seen = twin.get(f"/groups/{twin.group_id}/seals/{asked_of_twin}").get_json()
    assert (seen["own_rows"], seen["scope"]) == (0, "持有人是本团体志愿者；明细由其他团体记录")


def test_the_holder_learns_that_the_paper_was_read(district: District) -> None:
    one = asked(district)
    one.open()
    one.recorder.get(f"{one.group}/{one.request_id}/pdf")
    looks = one.holder.get("/volunteers/me/looks").get_json()["items"]
    assert [look["what"] for look in looks[:2]] == ["核实盖章申请时看了您的证明"] * 2


def test_a_look_at_a_minors_paper_is_on_the_years_list(district: District) -> None:
    guardian = {"name": "王母", "relation": "母亲", "phone": "13800138000"}
    from tests.builders import an_id_number

    child = district.volunteer(
        name="小小王", document={"type": "resident_id", "number": an_id_number("20150101")}, guardian=guardian
    )
    recorder = district.recorder()
    project = district.project(recorder, child)
    recorder.post(f"/projects/{project}/hours", {"entries": [a_row(child.number)]})
    one = Asked(district, child, recorder, issue(child))
    one.request_id = one.ask().get_json()["request_id"]
    one.open()
    assert "see_minor" in acts(f"minors#{clock.today().year}")


def test_the_sealed_paper_is_the_holders(district: District) -> None:
    one = asked(district)
    content = one.sealed()
    assert content.startswith(b"%PDF-")
    assert b"ETSI.CAdES.detached" in content
    assert one.state()["words"] == "本团体记录的 3 条，共 1.00 小时"
    assert "盖电子签章" in one.holder.get("/messages").get_json()["items"][0]["text"]
    stranger = district.volunteer(name="李四")
    assert stranger.get(f"/seals/{one.request_id}/pdf").status_code == 404


def test_who_confirmed_and_when_is_kept(district: District) -> None:
    one = asked(district)
    one.sealed()
    [kept] = one.recorder.get(f"{one.group}?state=all").get_json()["items"]
    assert [(each["name"], each["state_name"]) for each in kept["history"]] == [
        ("张三", "等团体核实"),
        ("李记录", "已盖章"),
    ]
    assert "decide_seal:sealed" in acts(f"volunteer#{volunteer_id(one)}")


def test_what_was_not_read_is_not_sealed(district: District) -> None:
    one = asked(district)
    assert one.outcome()["code"] == "seals.not_read"
    assert one.state()["state"] == "waiting"
    assert list(SealedPiece.scan()) == []


def test_that_a_colleague_has_read_it_is_not_enough(district: District) -> None:
    one = asked(district)
    one.open()
    assert one.outcome(by=second_recorder(one))["code"] == "seals.not_read"


def test_what_was_asked_again_must_be_read_again(district: District) -> None:
    one = asked(district)
    one.open()
    one.holder.post(f"/seals/{one.request_id}/withdrawal")
    one.ask()
    assert one.outcome(version=3)["code"] == "seals.not_read"


def test_a_refusal_has_a_reason_and_the_holder_reads_it(district: District) -> None:
    one = asked(district)
    assert one.decide("refused", "").status_code == 422
    assert one.outcome("refused", "五月三日那次签到表上没有您")["done"]
    assert (one.state()["state"], one.state()["words"]) == ("refused", "五月三日那次签到表上没有您")
    assert "签到表" in one.holder.get("/messages").get_json()["items"][0]["text"]
    assert code_of(one.pdf()) == "seals.not_sealed"


def test_nobody_seals_the_own_certificate(district: District) -> None:
    document = {"type": "resident_id", "number": SAMPLE_ID}
    one = a_certificate(district)
    holder = district.volunteer(name="李记录", document=document)
    recorder = second_recorder(one, document=document)
    project = district.project(one.recorder, holder)
    one.recorder.post(f"/projects/{project}/hours", {"entries": [a_row(holder.number)]})
    own = Asked(district, holder, one.recorder, issue(holder))
    own.request_id = own.ask().get_json()["request_id"]
    own.open(recorder)
    for decision, reason in (("sealed", ""), ("refused", "不想给自己盖")):
        assert own.outcome(decision, reason, by=recorder)["code"] == "seals.own"
    own.open()
    assert own.outcome()["done"]


def test_another_groups_recorder_sees_and_decides_nothing(district: District) -> None:
    one, stranger = asked(district), district.recorder(name="不相干的队")
    for path in (one.group, f"{one.group}/{one.request_id}", f"{one.group}/{one.request_id}/pdf"):
        assert stranger.get(path).status_code == 404
    own = f"/groups/{stranger.group_id}/seals/{one.request_id}"
    assert (stranger.get(own).status_code, stranger.get(f"{own}/pdf").status_code) == (404, 404)
    assert one.decide(by=stranger).status_code == 404
    body = {"requests": [{"request_id": one.request_id, "version": 1}], "decision": "sealed"}
    told = stranger.post(f"/groups/{stranger.group_id}/seals/decisions", body).get_json()["outcomes"][0]
    assert told["code"] == "seals.unknown"


def test_a_volunteer_and_a_supervisor_do_not_seal(district: District) -> None:
    one = asked(district)
    assert one.decide(by=one.holder).status_code == 403
    assert one.decide(by=district.supervisor()).status_code == 403


def test_what_is_decided_is_not_decided_again(district: District) -> None:
    one = asked(district)
    one.sealed()
    assert one.outcome(version=2)["code"] == "seals.decided"
    assert one.outcome()["code"] == "seals.moved_on"
    assert one.open().status_code == 409
    assert one.holder.post(f"/seals/{one.request_id}/withdrawal").status_code == 409
    assert code_of(one.ask()) == "seals.sealed"


def test_of_two_who_decide_at_once_one_is_too_late(district: District) -> None:
    one = asked(district)
    second = second_recorder(one)
    one.open()
    one.open(second)
    told: list[dict[str, Any]] = []
    both = [threading.Thread(target=lambda who=who: told.append(one.outcome(by=who))) for who in (one.recorder, second)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(each["done"] for each in told) == [False, True]
    papers = {piece.paper_id for piece in SealedPiece.scan()}
    assert papers == {SealRequestItem.get(one.request_id).paper_id}


def test_a_certificate_that_was_revoked_meanwhile_is_not_sealed(district: District) -> None:
    one = asked(district)
    one.open()
    one.holder.post(f"/certificates/{one.code}/revocation", {"kind": "holder_request", "reason": "不用了"})
    assert one.open().status_code == 409
    assert one.recorder.get(f"{one.group}/{one.request_id}/pdf").status_code == 409
    assert one.outcome()["code"] == "certificates.not_valid"
    assert one.ask().status_code in {409, 422}


def test_a_certificate_that_was_replaced_meanwhile_is_not_sealed(district: District) -> None:
    one = asked(district)
    one.open()
    issue(one.holder, replaces=one.code)
    assert one.outcome()["code"] == "certificates.not_valid"


def test_the_sealed_paper_of_a_revoked_certificate_is_handed_out_no_more(district: District) -> None:
    one = asked(district)
    one.sealed()
    one.holder.post(f"/certificates/{one.code}/revocation", {"kind": "holder_request", "reason": "不用了"})
    assert (one.pdf().status_code, code_of(one.pdf())) == (409, "certificates.not_valid")


def test_a_star_certificate_is_not_for_a_group_to_seal(district: District) -> None:
    from functions.certificates.models import Certificate

    one = a_certificate(district)
    item = Certificate.get(one.code.replace("-", ""))
    item.kind = "star"
    item.save()
    assert code_of(one.ask()) == "seals.kind"


def test_a_suspended_group_refuses_but_does_not_seal(district: District) -> None:
    one = asked(district)
    one.open()
    supervisor = district.supervisor()
    supervisor.post(f"/groups/{one.recorder.group_id}/suspensions", {"reason": "整改期间", "until": "2026-06-30"})
    assert code_of(one.decide()) == "groups.suspended"
    assert one.outcome("refused", "整改期间不能盖章")["done"]


def test_many_are_decided_at_once_each_by_itself(district: District) -> None:
    first = asked(district)
    first.open()
    other = asked(district, name="李四", group="另一支队")
    keys = [{"request_id": each.request_id, "version": 1} for each in (first, other)]
    answer = first.recorder.post(f"{first.group}/decisions", {"requests": keys, "decision": "sealed"})
    assert [each["done"] for each in answer.get_json()["outcomes"]] == [True, False]


def test_what_a_group_does_not_answer_reaches_the_supervisor(district: District) -> None:
    one = asked(district)
    supervisor = district.supervisor()
    assert supervisor.get("/seals/overdue").get_json()["items"] == []
    with clock.stopped_at(clock.now() + timedelta(days=30)):
        supervisor = district.supervisor()
        [late] = supervisor.get("/seals/overdue").get_json()["items"]
        kinds = {each["name"]: each["count"] for each in supervisor.get("/overview").get_json()["items"]}
    assert (late["group"], late["workdays_left"] < 0, "name" in late) == ("解放碑社区志愿服务队", True, False)
    assert kinds["盖章申请逾期未办理"] == 1
    assert one.state()["workdays_left"] == 10


def test_a_closed_record_and_one_in_dispute_are_not_sealed(district: District) -> None:
    from functions.volunteers.models import Volunteer

    one = asked(district)
    one.open()
    item = Volunteer.get(volunteer_id(one))
    item.contested_until = clock.now() + timedelta(days=1)
    item.save()
    assert one.outcome()["code"] == "seals.contested"
    item.contested_until, item.closed_at = None, clock.now()
    item.save()
    assert one.outcome()["code"] == "seals.closed"


def test_the_time_of_the_seal_is_that_of_the_confirmation(district: District) -> None:
    one = asked(district)
    with clock.stopped_at(datetime(2026, 6, 5, 10, 30, tzinfo=clock.BEIJING)):
        one.recorder = _again(one)
        content = one.sealed()
    assert signature_of(content)["/M"] == "D:20260605103000+08'00'"
    assert one.state()["changed_at"] == "2026-06-05T10:30:00+08:00"


def _again(one: Asked) -> Any:
    [login] = [name for name in one.district.secrets if name.startswith("recorder")]
    recorder = one.district.log_in(login)
    recorder.group_id = one.recorder.group_id
    return recorder


def test_the_rows_of_a_certificate_stand_for_a_period_alone(district: District) -> None:
    one = a_certificate(district, **{"from": DAYS[0], "to": DAYS[1]})
    one.request_id = one.ask().get_json()["request_id"]
    assert one.open().get_json()["own_rows"] == 2
