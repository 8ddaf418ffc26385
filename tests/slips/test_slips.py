"""A group fills in a slip; its person confirms it with the own consent, or says that it is somebody else."""

from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from functions.storage import clock
from tests.builders import a_recorder, a_volunteer, an_id_number
from tests.checkins.doors import codes
from tests.district import District, Person

pytestmark = pytest.mark.article("5")


def fill_in(recorder: Person, *people: tuple[str, str]) -> TestResponse:
    lines = [{"name": name, "document": {"type": "resident_id", "number": number}} for name, number in people]
    return recorder.post(f"/groups/{recorder.group_id}/slips", {"people": lines})


def slips(recorder: Person) -> list[dict[str, Any]]:
    return list(recorder.get(f"/groups/{recorder.group_id}/slips").get_json()["items"])


def confirm(district: District, code: str, name: str, number: str, **more: Any) -> TestResponse:
    person = a_volunteer(name=name, document={"type": "resident_id", "number": number}, **more)
    return district.post("/slips/confirm", {"code": code, "registration": person})


@pytest.fixture
def number() -> str:
    return an_id_number()


@pytest.fixture
def recorder(district: District) -> Person:
    return district.recorder(district.supervisor())


def test_a_slip_is_confirmed_by_its_person_who_is_then_a_member(
    district: District, recorder: Person, number: str
) -> None:
    assert fill_in(recorder, ("欧阳娜娜", number)).get_json() == {"made": 1}
    [slip] = slips(recorder)
    done = confirm(district, slip["code"], "欧阳娜娜", number)
    assert done.status_code == 201, done.get_data(as_text=True)
    members = recorder.get(f"/groups/{recorder.group_id}/members").get_json()["items"]
    assert [member["volunteer_number"] for member in members] == [done.get_json()["volunteer_number"]]
    assert slips(recorder) == []
    assert confirm(district, slip["code"], "欧阳娜娜", number).status_code == 404


def test_the_code_shows_what_was_filled_in_with_the_number_masked(
    district: District, recorder: Person, number: str
) -> None:
    fill_in(recorder, ("欧阳娜娜", number))
    [slip] = slips(recorder)
    seen = district.post("/slips/view", {"code": slip["code"].lower()})
    assert (seen.get_json()["name"], seen.get_json()["group"]) == ("欧阳娜娜", slip["group"])
    assert number not in seen.get_data(as_text=True)
    assert number not in recorder.get(f"/groups/{recorder.group_id}/slips").get_data(as_text=True)
    assert slip["qr_svg"].startswith("<svg")


def test_until_it_is_confirmed_there_is_nobody(district: District, recorder: Person, number: str) -> None:
    fill_in(recorder, ("欧阳娜娜", number))
    assert recorder.get(f"/groups/{recorder.group_id}/members").get_json()["items"] == []
    own = district.volunteer(document={"type": "resident_id", "number": number})
    assert own.get("/volunteers/me").status_code == 200
    [slip] = slips(recorder)
    taken = confirm(district, slip["code"], "欧阳娜娜", number)
    assert (taken.status_code, taken.get_json()["code"]) == (409, "volunteers.document_taken")


def test_somebody_else_cannot_confirm_it_and_learns_nothing(district: District, recorder: Person, number: str) -> None:
    fill_in(recorder, ("欧阳娜娜", number))
    [slip] = slips(recorder)
    answer = confirm(district, slip["code"], "张三", an_id_number())
    assert codes(answer) == ["slips.name", "slips.document"]
    assert number not in answer.get_data(as_text=True)
    assert len(slips(recorder)) == 1


def test_without_consent_nothing_is_confirmed(district: District, recorder: Person, number: str) -> None:
    fill_in(recorder, ("欧阳娜娜", number))
    [slip] = slips(recorder)
    assert "consent.registration_missing" in codes(confirm(district, slip["code"], "欧阳娜娜", number, consents=[]))
    assert len(slips(recorder)) == 1


def test_this_is_not_me_takes_the_slip_away_and_tells_the_supervisor(
    district: District, recorder: Person, number: str
) -> None:
    fill_in(recorder, ("欧阳娜娜", number))
    [slip] = slips(recorder)
    assert district.post("/slips/deny", {"code": slip["code"]}).status_code == 204
    assert slips(recorder) == []
    assert district.post("/slips/view", {"code": slip["code"]}).status_code == 404
    supervisor = district.supervisor("supervisor-2")
    [sign] = supervisor.get("/signs?state=open&kind=not_me").get_json()["items"]
    assert (sign["group_id"], sign["count"]) == (recorder.group_id, 1)
    assert supervisor.get(f"/signs/{sign['sign_id']}").get_json()["entries"] == []


def test_an_unclaimed_slip_vanishes_after_thirty_days(district: District, number: str) -> None:
    recorder = district.recorder(district.supervisor(), recorder=a_recorder(login="slipwriter"))
    fill_in(recorder, ("欧阳娜娜", number))
    [slip] = slips(recorder)
    with clock.stopped_at(clock.now() + timedelta(days=31)):
        later = district.log_in("slipwriter")
        assert later.get(f"/groups/{recorder.group_id}/slips").get_json()["items"] == []
        assert district.post("/slips/view", {"code": slip["code"]}).status_code == 404


def test_every_line_is_checked_and_none_is_made_when_one_is_wrong(recorder: Person, number: str) -> None:
    answer = fill_in(recorder, ("欧阳娜娜", number), ("", "110101199001011234"), ("张三", number))
    fields = [fault["field"] for fault in answer.get_json()["violations"]]
    assert fields == ["people.1.name", "people.1.document.number", "people.2.document.number"]
    assert slips(recorder) == []


def test_a_group_takes_its_own_slips_back_and_nobody_elses(district: District, recorder: Person, number: str) -> None:
    fill_in(recorder, ("欧阳娜娜", number))
    [slip] = slips(recorder)
    stranger = district.recorder(district.supervisor("supervisor-3"))
    assert stranger.get(f"/groups/{recorder.group_id}/slips").status_code == 404
    assert stranger.ask("DELETE", f"/groups/{stranger.group_id}/slips/{slip['slip_id']}").status_code == 404
    assert recorder.ask("DELETE", f"/groups/{recorder.group_id}/slips/{slip['slip_id']}").status_code == 204
    assert slips(recorder) == []


@pytest.mark.parametrize("code", ["", "ABCD-EFGH-JKLM-NPQR-S", "x" * 60])
def test_a_made_up_code_opens_nothing(district: District, code: str) -> None:
    assert district.post("/slips/view", {"code": code}).status_code == 404
    assert district.post("/slips/deny", {"code": code}).status_code == 404
