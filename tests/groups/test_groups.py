"""Applying, deciding, recorders, members: through the doors."""

import pytest

from tests.builders import PASSWORD, a_group, a_recorder, an_id_number
from tests.district import District, Person
from tests.groups.test_rules import a_credit_code

pytestmark = pytest.mark.article("4")


def fields(answer) -> list[str]:  # type: ignore[no-untyped-def]
    return [fault["field"] for fault in answer.get_json()["violations"]]


def test_an_application_waits_for_the_supervisor(district: District) -> None:
    answer = district.post("/groups", a_group(name="新团体"))
    assert (answer.status_code, answer.get_json()["state"]) == (201, "pending")
    waiting = district.supervisor().get("/groups?state=pending").get_json()["items"]
    assert [group["name"] for group in waiting] == ["新团体"]


def test_every_fault_of_an_empty_application_is_told_at_once(district: District) -> None:
    answer = district.post("/groups", {})
    assert answer.status_code == 422
    assert {"name", "kind", "district", "contact.name", "recorder.name", "recorder.login"} <= set(fields(answer))


def test_a_district_that_has_been_merged_is_no_longer_chosen(district: District) -> None:
    assert fields(district.post("/groups", a_group(district="500105"))) == ["district"]


def test_nothing_is_open_to_a_recorder_before_the_group_is_approved(district: District) -> None:
    group_id = district.post("/groups", a_group(recorder=a_recorder(login="early"))).get_json()["group_id"]
    early = district.log_in("early")
    assert early.get(f"/groups/{group_id}").get_json()["state"] == "pending"
    assert early.post(f"/groups/{group_id}/members", {"volunteer_number": "1"}).status_code == 403


def test_a_decision_is_made_once(district: District) -> None:
    group_id = district.post("/groups", a_group()).get_json()["group_id"]
    supervisor = district.supervisor()
    path = f"/groups/{group_id}/decision"
    answers = [supervisor.post(path, {"decision": choice, "reason": "理由"}) for choice in ("approved", "refused")]
    assert [answer.status_code for answer in answers] == [200, 409]


def test_a_refused_body_may_apply_again_with_its_credit_code(district: District) -> None:
    supervisor, code = district.supervisor(), a_credit_code()
    first = district.post("/groups", a_group(kind="organization", credit_code=code)).get_json()["group_id"]
    taken = district.post("/groups", a_group(kind="organization", credit_code=code))
    assert fields(taken) == ["credit_code"]
    supervisor.post(f"/groups/{first}/decision", {"decision": "refused", "reason": "材料不全"})
    again = district.post("/groups", a_group(kind="organization", credit_code=code))
    assert again.status_code == 201


def test_the_applicant_sees_the_reason_of_a_refusal(district: District) -> None:
    group_id = district.post("/groups", a_group(recorder=a_recorder(login="refused1"))).get_json()["group_id"]
    district.supervisor().post(f"/groups/{group_id}/decision", {"decision": "refused", "reason": "请补充批复"})
    seen = district.log_in("refused1").get("/groups/mine").get_json()["items"][0]
    assert (seen["state"], seen["decision"]["reason"]) == ("refused", "请补充批复")


def test_a_volunteer_cannot_decide(district: District) -> None:
    group_id = district.post("/groups", a_group()).get_json()["group_id"]
    answer = district.volunteer().post(f"/groups/{group_id}/decision", {"decision": "approved"})
    assert answer.status_code == 403


def test_a_recorder_sees_own_groups_only(district: District) -> None:
    one, other = district.recorder(), district.recorder()
    paths = ("", "/members", "/recorders")
    assert [one.get(f"/groups/{other.group_id}{path}").status_code for path in paths] == [404, 404, 404]
    assert [group["group_id"] for group in one.get("/groups/mine").get_json()["items"]] == [one.group_id]


def test_a_further_recorder_changes_the_password_and_enrols_before_anything_else(district: District) -> None:
    recorder = district.recorder()
    answer = recorder.post(f"/groups/{recorder.group_id}/recorders", a_recorder(login="second"))
    assert answer.status_code == 201
    opened = district.post("/session", {"login": "second", "password": PASSWORD}).get_json()
    assert opened["must"] == ["change_password", "enrol_totp"]
    assert Person(district, opened["token"]).get("/groups/mine").status_code == 403
    names = [item["login"] for item in recorder.get(f"/groups/{recorder.group_id}/recorders").get_json()["items"]]
    assert "second" in names


def add(recorder: Person, *lines: str):  # type: ignore[no-untyped-def]
    return recorder.post(f"/groups/{recorder.group_id}/members", {"volunteer_numbers": list(lines)})


def test_members_are_added_by_number_and_a_repeat_adds_nobody(district: District) -> None:
    recorder = district.recorder()
    people = [district.volunteer(name=name) for name in ("张三", "李四")]
    numbers = [person.number for person in people]
    first, again = add(recorder, *numbers), add(recorder, *numbers)
    assert [(answer.get_json()["added"], answer.get_json()["already"]) for answer in (first, again)] == [(2, 0), (0, 2)]
    listed = recorder.get(f"/groups/{recorder.group_id}/members").get_json()["items"]
    assert {item["name"] for item in listed} == {"张三", "李四"}


def test_a_wrong_line_is_named_and_nobody_is_added(district: District) -> None:
    recorder, volunteer = district.recorder(), district.volunteer()
    answer = add(recorder, volunteer.number, "12345", "5001030000000009")
    assert (answer.status_code, fields(answer)) == (422, ["volunteer_numbers.1", "volunteer_numbers.2"])
    assert recorder.get(f"/groups/{recorder.group_id}/members").get_json()["items"] == []


def test_numbers_pasted_in_full_width_and_with_spaces_are_read(district: District) -> None:
    recorder, volunteer = district.recorder(), district.volunteer()
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in volunteer.number)
    assert add(recorder, f" {wide[:8]} {wide[8:]} ").get_json()["added"] == 1


def test_more_than_500_lines_are_refused(district: District) -> None:
    assert add(district.recorder(), *["1"] * 501).status_code == 422


def test_a_member_taken_off_the_roster_is_gone_and_a_second_time_not_found(district: District) -> None:
    recorder, volunteer = district.recorder(), district.volunteer()
    add(recorder, volunteer.number)
    path = f"/groups/{recorder.group_id}/members/{volunteer.number}"
    assert [recorder.ask("DELETE", path).status_code for _ in range(2)] == [204, 404]


def test_the_roster_shows_name_and_number_and_nothing_else(district: District) -> None:
    recorder = district.recorder()
    number = an_id_number()
    volunteer = district.volunteer(document={"type": "resident_id", "number": number}, phone="13712345678")
    add(recorder, volunteer.number)
    item = recorder.get(f"/groups/{recorder.group_id}/members").get_json()["items"][0]
    assert set(item) == {"volunteer_id", "volunteer_number", "name", "joined_at"}
