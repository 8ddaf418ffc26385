"""The privacy notice and the rules of processing are what the code uses."""

import pytest

from functions.consent.notices import CURRENT
from functions.consent.pages import NOTICE, ROOT, RULES, notice_page, rules_page
from functions.consent.purposes import BY_CODE
from functions.consent.rules import CHOSEN, PURPOSES, SHARING, TRANSFER
from tests.district import District

pytestmark = pytest.mark.article("3")


def test_the_pages_are_those_that_the_purposes_and_notices_make() -> None:
    kept = [(ROOT / path).read_text(encoding="utf-8") for path in (NOTICE, RULES)]
    assert kept == [notice_page(), rules_page()]


def test_every_purpose_has_a_notice_and_every_notice_a_purpose() -> None:
    assert set(BY_CODE) == set(CURRENT) == {*PURPOSES, *CHOSEN, SHARING, TRANSFER}


def test_location_is_no_purpose_and_the_rules_say_so() -> None:
    assert not [purpose for purpose in BY_CODE.values() if "位置" in purpose.data]
    assert "从不收集" in rules_page()


def counter(district: District, **changes: object) -> tuple[int, list[str]]:
    volunteer = district.volunteer()
    body = {
        "volunteer_number": volunteer.number,
        "purpose": "publication",
        "agreed": True,
        "note": "本人到场，核对证件",
    }
    answer = district.supervisor().post("/consents/assisted", {**body, **changes})
    shown = volunteer.get("/volunteers/me/consents").get_json()["records"]
    events = [event for record in shown if record["record_id"] == "publication" for event in record["events"]]
    return answer.status_code, [f"{event['channel']}:{event['operator']}" for event in events]


def test_what_a_person_decides_at_a_counter_names_the_operator(district: District) -> None:
    assert counter(district) == (201, ["assisted:主管"])


@pytest.mark.parametrize(
    "changes", [{"note": ""}, {"purpose": "registration"}, {"volunteer_number": "5001030000000000"}, {"purpose": "x"}]
)
def test_nothing_is_recorded_at_a_counter_without_knowing_who_it_is(
    district: District, changes: dict[str, object]
) -> None:
    assert counter(district, **changes) == (422, [])


def test_publication_is_given_and_withdrawn_at_any_time(district: District) -> None:
    volunteer = district.volunteer()
    for agreed in (True, False):
        volunteer.ask("PUT", "/volunteers/me/consents/publication", {"agreed": agreed})
        assert ("publication" in volunteer.get("/volunteers/me").get_json()["consents"]) is agreed


def test_a_childs_later_consents_are_a_guardians(district: District) -> None:
    guardian = {"name": "王母", "relation": "母亲", "phone": "13800138000"}
    from tests.builders import an_id_number

    child = district.volunteer(document={"type": "resident_id", "number": an_id_number("20150101")}, guardian=guardian)
    child.ask("PUT", "/volunteers/me/consents/publication", {"agreed": True})
    shown = child.get("/volunteers/me/consents").get_json()["records"]
    assert {event["consent_type"] for record in shown for event in record["events"]} == {"guardian"}
