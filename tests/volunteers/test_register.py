"""第五条：……实名注册。One person a document, consent on record, the nine fields kept and only shown to their owner."""

import pytest

from functions.volunteers.models import Volunteer
from tests.builders import SAMPLE_ID, a_volunteer, an_id_number
from tests.district import District


@pytest.mark.article("5")
def test_registration_gives_a_number_that_logs_in(district: District) -> None:
    volunteer = district.volunteer()
    assert (len(volunteer.number), volunteer.number[:6]) == (16, "500103")
    assert volunteer.get("/volunteers/me").status_code == 200


@pytest.mark.article("5")
def test_a_chosen_login_name_logs_in_whatever_its_case(district: District) -> None:
    district.volunteer(login="Zhang.San")
    assert district.log_in("ZHANG.san").token


@pytest.mark.article("5")
def test_a_number_typed_in_groups_logs_in_too(district: District) -> None:
    number = district.volunteer().number
    assert district.log_in(" ".join(number[place : place + 4] for place in range(0, 16, 4))).token


@pytest.mark.article("7")
def test_a_service_area_given_by_its_code_is_shown_by_its_name(district: District) -> None:
    assert district.volunteer(service_area="500103").get("/volunteers/me").get_json()["service_area"] == "渝中区"


@pytest.mark.article("7")
def test_the_owner_sees_the_nine_fields_with_number_and_phone_masked(district: District) -> None:
    seen = district.volunteer(document={"type": "resident_id", "number": SAMPLE_ID}).get("/volunteers/me").get_json()
    assert seen["document"] == {
        "type": "resident_id",
        "type_name": "居民身份证",
        "number_masked": "110105********002X",
    }
    assert (seen["sex"], seen["birth_month"], seen["phone_masked"]) == ("female", "1949-12", "138****8000")
    assert {"name", "volunteer_number", "service_area", "intentions", "skills"} <= set(seen)


@pytest.mark.article("7")
@pytest.mark.parametrize("typed", [SAMPLE_ID, "11010519491231002x", "11010519491231002Ｘ　"])
def test_c26_one_document_is_one_volunteer_however_it_is_typed(district: District, typed: str) -> None:
    district.volunteer(document={"type": "resident_id", "number": SAMPLE_ID})
    answer = district.post("/volunteers", a_volunteer(document={"type": "resident_id", "number": typed}))
    assert (answer.status_code, answer.get_json()["code"]) == (409, "volunteers.document_taken")


@pytest.mark.article("7")
def test_c27_mother_and_child_with_one_phone_are_two_volunteers(district: District) -> None:
    mother = district.volunteer(name="王母")
    guardian = {"name": "王母", "relation": "母亲", "phone": "13800138000"}
    child = {"type": "resident_id", "number": an_id_number("20180601")}
    assert district.volunteer(name="王小明", document=child, guardian=guardian).number != mother.number


@pytest.mark.article("5")
def test_a_child_without_a_guardian_is_refused(district: District) -> None:
    body = a_volunteer(document={"type": "resident_id", "number": an_id_number("20180601")})
    answer = district.post("/volunteers", body)
    assert [fault["field"] for fault in answer.get_json()["violations"]] == ["guardian"]


@pytest.mark.article("15")
def test_nobody_is_registered_without_agreeing_to_the_notice(district: District) -> None:
    answer = district.post("/volunteers", a_volunteer(consents=["verification"]))
    assert [fault["code"] for fault in answer.get_json()["violations"]] == ["consent.registration_missing"]


@pytest.mark.article("15")
def test_consent_is_kept_with_the_version_and_hash_of_its_notice(district: District) -> None:
    from functions.consent.actions import events_of

    district.volunteer()
    notice = district.get("/notices/registration").get_json()
    volunteer_id = next(iter(Volunteer.scan())).volunteer_id
    event = next(event for event in events_of(volunteer_id) if event.purpose == "registration")
    assert (event.notice_version, event.notice_hash) == (notice["version"], notice["sha256"])


@pytest.mark.article("7")
def test_every_fault_of_an_empty_form_is_told_at_once_in_chinese(district: District) -> None:
    answer = district.post("/volunteers", {})
    violations = answer.get_json()["violations"]
    fields = {fault["field"] for fault in violations}
    assert answer.status_code == 422
    assert {"name", "document.type", "phone", "service_area", "password", "consents"} <= fields
    assert all(not fault["message"].isascii() for fault in violations)


@pytest.mark.article("7")
def test_a_taken_login_name_registers_nobody(district: District) -> None:
    district.volunteer(login="zhangsan")
    answer = district.post("/volunteers", a_volunteer(login="zhangsan"))
    assert [fault["code"] for fault in answer.get_json()["violations"]] == ["accounts.login_taken"]
    assert len(list(Volunteer.scan())) == 1


@pytest.mark.article("15")
def test_number_phone_and_month_of_birth_are_not_readable_in_any_table(district: District, engine, capfd) -> None:  # type: ignore[no-untyped-def]
    from infra.tables import tables

    district.volunteer(document={"type": "resident_id", "number": SAMPLE_ID}, phone="13712345678")
    stored = str([engine.scan(TableName=table["TableName"])["Items"] for table in tables("test-")])
    assert [secret for secret in (SAMPLE_ID, "13712345678", "1949-12", "19491231") if secret in stored] == []


@pytest.mark.article("7")
@pytest.mark.parametrize(
    "changes", [{"nmae": "x"}, {"name": 3}, {"name": "张\ud800"}, {"skills": {"a": 1}}, {"consents": "x"}]
)
def test_a_form_of_the_wrong_shape_is_refused(district: District, changes: dict[str, object]) -> None:
    assert district.post("/volunteers", a_volunteer(**changes)).status_code == 422
