"""Two records of one person become one: hours once, codes still verify, and it can be taken back."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from functions.hours.actions import total_of
from functions.storage import clock
from functions.storage.audit import AuditEntry
from tests.builders import PASSWORD, a_recorder, a_row, an_id_number
from tests.district import District, Person
from tests.hours.test_waiting import log

pytestmark = pytest.mark.article("15")

WHY = "本人带两份证件原件到场核对"


class Scene:
    """One person registered twice, each with hours of another group."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.supervisor = district.supervisor()
        self.recorder = district.recorder(self.supervisor)
        self.other = district.recorder(self.supervisor, name="另一队", recorder=a_recorder(login="other-team"))
        self.sheets = 0
        self.renew()

    def renew(self) -> None:
        """Two fresh records."""
        self.kept, self.gone = self.registered(), self.registered()
        self.project = self.district.project(self.recorder, self.kept, starts="2026-03-01T00:00:00+08:00")
        self.second = self.district.project(self.other, self.gone, starts="2026-03-01T00:00:00+08:00")

    def registered(self) -> Person:
        document = {"type": "resident_id", "number": an_id_number()}
        return self.district.volunteer(name="张小三", document=document, consents=["registration", "verification"])

    def hours(self, kept: list[str], gone: list[str]) -> None:
        """Hours of each as (``2026-05-01T09:00/11:00``), every sheet some minutes after the one before: not in haste."""
        self.sheets += 1
        with clock.stopped_at(clock.now() + timedelta(minutes=5 * self.sheets)):
            self._log_both(kept, gone)

    def _log_both(self, kept: list[str], gone: list[str]) -> None:
        for recorder, project, person, times in (
            (self.recorder, self.project, self.kept, kept),
            (self.other, self.second, self.gone, gone),
        ):
            rows = [a_row(person.number, *_times(each)) for each in times]
            if rows:
                assert log(recorder, project, *rows).status_code == 201

    def merge(self, **changes: Any) -> TestResponse:
        body = {"kept": self.kept.number, "gone": self.gone.number, "reason": WHY, **changes}
        return self.supervisor.post("/merges", body)

    def undo(self) -> TestResponse:
        merge_id = self.supervisor.get("/merges").get_json()["items"][0]["merge_id"]
        return self.supervisor.post(f"/merges/{merge_id}/undo", {"reason": WHY})

    def ids(self) -> tuple[str, str]:
        from functions.volunteers.actions import by_number

        people = [by_number(person.number) for person in (self.kept, self.gone)]
        return tuple(person.volunteer_id for person in people if person)  # type: ignore[return-value]

    def totals(self) -> list[tuple[int, int]]:
        return [total_of(volunteer_id) for volunteer_id in self.ids()]


def _times(text: str) -> tuple[str, str]:
    start, end = text.split("/")
    return start, f"{start[:10]}T{end}"


@pytest.fixture
def scene(district: District) -> Scene:
    return Scene(district)


def test_hours_of_two_records_become_one_and_overlapping_ones_count_once(scene: Scene) -> None:
    scene.hours(["2026-05-01T09:00/11:00"], ["2026-05-01T09:00/11:00", "2026-05-02T09:00/10:00"])
    preview = scene.supervisor.post("/merges/preview", {"kept": scene.kept.number, "gone": scene.gone.number})
    assert (preview.get_json()["double"], preview.get_json()["gone"]["minutes"]) == (1, 180)
    made = scene.merge().get_json()
    assert (made["state_name"], made["moved"], made["double"]) == ("已合并", 1, 1)
    assert scene.totals() == [(180, 2), (0, 0)]


def test_codes_of_both_records_still_verify(scene: Scene) -> None:
    scene.hours(["2026-05-01T09:00/11:00"], ["2026-05-02T09:00/10:00"])
    codes = [person.post("/certificates", {}).get_json()["code"] for person in (scene.kept, scene.gone)]
    scene.merge()
    seen = [scene.district.get(f"/public/certificates/{code}").get_json() for code in codes]
    assert [(each["status"], each["minutes"]) for each in seen] == [("valid", 120), ("valid", 60)]


def test_the_record_that_ended_is_not_logged_in_to_and_takes_no_hours(scene: Scene) -> None:
    scene.hours([], ["2026-05-02T09:00/10:00"])
    scene.merge()
    login = scene.district.post("/session", {"login": scene.gone.number, "password": PASSWORD})
    assert (login.status_code, login.get_json()["code"]) == (401, "accounts.suspended")
    assert scene.gone.get("/volunteers/me").status_code == 401
    late = log(scene.other, scene.second, a_row(scene.gone.number, "2026-05-03T09:00", "2026-05-03T10:00"))
    assert late.status_code == 422
    now = log(scene.other, scene.second, a_row(scene.kept.number, "2026-05-03T09:00", "2026-05-03T10:00"))
    assert now.status_code == 201


def test_taking_it_back_restores_both(scene: Scene) -> None:
    scene.hours(["2026-05-01T09:00/11:00"], ["2026-05-01T10:00/12:00", "2026-05-02T09:00/10:00"])
    before = scene.totals()
    scene.merge()
    code = scene.kept.post("/certificates", {}).get_json()["code"]
    assert scene.undo().get_json()["state_name"] == "已撤销"
    assert scene.totals() == before
    assert scene.district.get(f"/public/certificates/{code}").get_json()["status"] == "replaced"
    again = scene.district.post("/session", {"login": scene.gone.number, "password": PASSWORD})
    assert again.status_code == 200
    assert scene.merge().status_code == 201


def test_a_certificate_over_several_days_is_replaced_once(scene: Scene) -> None:
    scene.hours([], ["2026-05-01T09:00/11:00", "2026-05-02T09:00/10:00", "2026-05-03T09:00/10:00"])
    scene.merge()
    code = scene.kept.post("/certificates", {}).get_json()["code"]
    assert scene.undo().status_code == 200
    assert scene.district.get(f"/public/certificates/{code}").get_json()["status"] == "replaced"


def test_a_waiting_claim_goes_over_and_waits(scene: Scene) -> None:
    times = {"start": "2026-05-05T09:00:00+08:00", "end": "2026-05-05T10:00:00+08:00"}
    scene.gone.post("/volunteers/me/claims", {"project_id": scene.second, **times, "note": "漏记了"})
    scene.merge()
    [waiting] = scene.other.get(f"/groups/{scene.other.group_id}/queue").get_json()["items"]
    assert waiting["volunteer_number"] == scene.kept.number
    scene.undo()
    [waiting] = scene.other.get(f"/groups/{scene.other.group_id}/queue").get_json()["items"]
    assert waiting["volunteer_number"] == scene.gone.number


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": ""}, "rights.reason"),
        ({"gone": "5001030000000000"}, "rights.volunteer"),
        ({"gone": "中文"}, "rights.volunteer"),
    ],
)
def test_what_cannot_be_merged_is_refused(scene: Scene, changes: dict[str, Any], code: str) -> None:
    refused = scene.merge(**changes)
    assert (refused.status_code, refused.get_json()["violations"][0]["code"]) == (422, code)


def test_a_record_is_not_merged_into_itself_and_not_twice(scene: Scene) -> None:
    assert scene.merge(gone=scene.kept.number).status_code == 422
    assert [scene.merge().status_code for _ in range(2)] == [201, 409]


_STAYS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(1, 3)), max_size=6, unique_by=lambda stay: stay[0]
)


@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(kept=_STAYS, gone=_STAYS)
def test_whatever_the_hours_they_count_once_and_return(
    scene: Scene, kept: list[tuple[int, int, int]], gone: list[tuple[int, int, int]]
) -> None:
    scene.renew()
    scene.hours([_stay(*each) for each in kept], [_stay(*each) for each in gone])
    before, logged = scene.totals(), sum(AuditEntry.count(f"volunteer#{each}") for each in scene.ids())
    assert scene.merge().status_code == 201
    extra = [each for each in gone if not any(_overlap(each, other) for other in kept)]
    expected = before[0][0] + 60 * sum(each[2] for each in extra)
    assert scene.totals() == [(expected, before[0][1] + len(extra)), (0, 0)]
    assert scene.undo().status_code == 200
    assert scene.totals() == before
    assert sum(AuditEntry.count(f"volunteer#{each}") for each in scene.ids()) >= logged + 4


def _stay(day: int, hour: int, length: int) -> str:
    return f"{date(2026, 4, 1) + timedelta(days=day)}T{hour:02d}:00/{hour + length:02d}:00"


def _overlap(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return one[0] == other[0] and max(one[1], other[1]) < min(one[1] + one[2], other[1] + other[2])
