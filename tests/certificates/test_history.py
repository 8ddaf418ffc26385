"""The history of a certificate for its holder, and issuing again what was replaced."""

import pytest

from functions.storage import codes
from tests.certificates.test_certificates import check, issue, with_hours
from tests.district import District, Person

pytestmark = pytest.mark.article("17")

NAME = {"field": "name", "value": "张晓三", "text": "登记时打错了"}


def words(person: Person, code: str) -> list[str]:
    events = person.get(f"/certificates/{code}/history").get_json()["events"]
    return [event["words"] for event in events]


def renamed(district: District, person: Person) -> None:
    """The name of this volunteer is corrected."""
    supervisor = district.supervisor("history-desk")
    person.post("/volunteers/me/corrections", NAME)
    [request] = supervisor.get("/requests").get_json()["items"]
    decision = {"version": 1, "decision": "granted", "note": "已核对证件原件"}
    assert supervisor.post(f"/requests/{request['request_id']}/decision", decision).status_code == 200


def reissue(person: Person, code: str):  # type: ignore[no-untyped-def]
    return person.post(f"/certificates/{code}/reissue")


def test_c44_after_a_change_of_name_it_is_issued_again_in_one_step(district: District) -> None:
    person = with_hours(district)
    old = issue(person, **{"from": "2026-05-01", "to": "2026-05-02", "show_document": "full"})
    renamed(district, person)
    new = reissue(person, old["code"]).get_json()
    first, second = person.get("/certificates").get_json()["items"]
    chosen = ("from", "to", "show_document", "minutes")
    assert [first[name] for name in chosen] == [second[name] for name in chosen]
    assert (first["code"], second["replaced_by"]) == (new["code"], new["certificate_number"])
    assert check(district, new["code"]).get_json()["status"] == "valid"


def test_c44_the_old_one_leads_nowhere_in_public(district: District) -> None:
    person = with_hours(district)
    old = issue(person)
    renamed(district, person)
    new = reissue(person, old["code"]).get_json()
    seen = check(district, old["code"])
    assert seen.get_json()["status"] == "replaced"
    text = seen.get_data(as_text=True)
    assert codes.canonical_code(new["code"]) not in codes.canonical_code(text)
    assert new["certificate_number"] not in text


def test_the_history_tells_why_it_was_replaced_and_by_which_number(district: District) -> None:
    person = with_hours(district)
    old = issue(person)
    renamed(district, person)
    new = reissue(person, old["code"]).get_json()
    told = ["由本人出具", "已失效：您的登记信息已更正", f"已重新出具，新的一份是 {new['certificate_number']}"]
    assert words(person, old["code"]) == told


def test_one_that_the_holder_replaced_names_the_new_one(district: District) -> None:
    person = with_hours(district)
    old = issue(person)
    new = issue(person, replaces=old["code"])
    assert words(person, old["code"])[1] == f"您重新出具了一份，已被 {new['certificate_number']} 替换"
    assert reissue(person, old["code"]).status_code == 409


@pytest.mark.parametrize(("role", "who"), [("holder", "本人"), ("supervisor", "主管部门")])
def test_a_revocation_names_the_kind_of_person_and_of_reason(district: District, role: str, who: str) -> None:
    person = with_hours(district)
    code = issue(person)["code"]
    actor = person if role == "holder" else district.supervisor("history-desk")
    actor.post(f"/certificates/{code}/revocation", {"kind": "record_error", "reason": "有一条记错了"})
    told = words(person, code)
    assert told[1] == f"由{who}撤销，原因：记录有误"
    assert "有一条记错了" not in told[1]


def test_looks_and_withdrawn_consent_stand_in_it(district: District) -> None:
    person = with_hours(district)
    code = issue(person)["code"]
    district.post(f"/public/certificates/{code}/looks", {})
    for agreed in (False, True):
        person.ask("PUT", "/volunteers/me/consents/verification", {"agreed": agreed})
    told = words(person, code)
    assert {told[1][:6], told[2][:4], told[3]} == {"您撤回了同意", "您同意了", "有人在本站查验过"}


def test_a_dispute_about_the_document_stands_in_it_once(district: District) -> None:
    number = "11010519491231002X"
    person = with_hours(district, document={"type": "resident_id", "number": number})
    code = issue(person)["code"]
    asked = {"name": "李四", "document": {"type": "resident_id", "number": number}, "phone": "13800138333"}
    district.post("/document-disputes", {**asked, "text": "我没有登记过"})
    supervisor = district.supervisor("history-desk")
    [request] = supervisor.get("/requests").get_json()["items"]
    decision = {"version": 1, "decision": "refused", "note": "核对原件，是本人"}
    supervisor.post(f"/requests/{request['request_id']}/decision", decision)
    assert [line[:3] for line in words(person, code)] == ["由本人", "有人对", "对证件"]


def test_it_is_issued_again_once(district: District) -> None:
    person = with_hours(district)
    old = issue(person)
    renamed(district, person)
    assert [reissue(person, old["code"]).status_code for _ in range(2)] == [201, 409]


def test_a_valid_or_a_revoked_one_is_not_issued_again(district: District) -> None:
    person = with_hours(district)
    code = issue(person)["code"]
    assert reissue(person, code).get_json()["code"] == "certificates.not_replaced"
    person.post(f"/certificates/{code}/revocation", {"kind": "holder_request", "reason": "不用了"})
    assert reissue(person, code).status_code == 409


@pytest.mark.article("15")
def test_nobody_else_sees_the_history(district: District) -> None:
    code = issue(with_hours(district))["code"]
    assert district.volunteer().get(f"/certificates/{code}/history").status_code == 404


def test_the_holder_is_told_whom_to_ask_also_where_the_group_is_no_more(district: District) -> None:
    person = with_hours(district)
    code = issue(person)["code"]
    path = f"/certificates/{code}/history"
    assert person.get(path).get_json()["ask"][0]["name"] == "解放碑社区志愿服务队"
    supervisor = district.supervisor("history-desk")
    successor = district.recorder(supervisor, name="桥南志愿队", contact={"name": "孙联系", "phone": "023-63002222"})
    [group_id] = check(district, code).get_json()["unit_ids"]
    end = {"ending": "merged", "successor_id": successor.group_id, "on": "2026-06-01", "reason": "批复第 8 号"}
    assert supervisor.post(f"/groups/{group_id}/succession", end).status_code == 201
    asked = {"name": "桥南志愿队（原 解放碑社区志愿服务队）", "person": "孙联系", "phone": "023-63002222"}
    assert person.get(path).get_json()["ask"] == [asked]
    seen = check(district, issue(person)["code"]).get_json()
    assert seen["units"] == ["桥南志愿队（原 解放碑社区志愿服务队）"]
