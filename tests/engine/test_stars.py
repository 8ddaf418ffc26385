"""Stars with many at once: one application, one decision, and no star on hours that fall at the same moment."""

from typing import Any

from tests.district import District, Person
from tests.engine.test_contention import at_once
from tests.stars.served import a_long_project, serve

AT_ONCE = 8


def a_served(district: District, login: str) -> tuple[Person, Person, Person, str]:
    """A volunteer with just the hours of the first star: (supervisor, recorder, volunteer, project)."""
    supervisor = district.supervisor(login)
    recorder, volunteer = district.recorder(supervisor), district.volunteer()
    project = a_long_project(district, recorder, volunteer)
    serve(recorder, project, volunteer.number, 6000)
    return supervisor, recorder, volunteer, project


def waiting_of(supervisor: Person, volunteer: Person) -> dict[str, Any]:
    items = supervisor.get("/star-applications?limit=100").get_json()["items"]
    return dict(next(one for one in items if one["volunteer_number"] == volunteer.number))


def decide(supervisor: Person, one: dict[str, Any], decision: str = "granted") -> dict[str, Any]:
    key = {"application_id": one["application_id"], "version": one["version"]}
    body = {"applications": [key], "decision": decision, "reason": "核对记录"}
    return dict(supervisor.post("/star-applications/decisions", body).get_json()["applications"][0])


def test_of_eight_who_apply_at_once_one_waits(district: District) -> None:
    _, _, volunteer, _ = a_served(district, "stars-apply")
    answers = at_once([lambda: volunteer.post("/volunteers/me/stars", {"star": 1}).status_code] * AT_ONCE)
    assert sorted(answers) == [201] + [409] * (AT_ONCE - 1)


def test_of_eight_who_decide_at_once_one_decides(district: District) -> None:
    supervisor, _, volunteer, _ = a_served(district, "stars-decide")
    volunteer.post("/volunteers/me/stars", {"star": 1})
    one = waiting_of(supervisor, volunteer)
    outcomes = at_once([lambda: decide(supervisor, one)] * AT_ONCE)
    assert sorted(outcome["done"] for outcome in outcomes) == [False] * (AT_ONCE - 1) + [True]
    assert volunteer.get("/volunteers/me/stars").get_json()["held"] == 1


def test_no_star_is_granted_on_hours_that_are_voided_at_the_same_moment_unseen(district: District) -> None:
    """Either the star comes first and the fallen hours put it before the supervisor, or the hours fall first and it is refused."""
    supervisor, recorder, volunteer, project = a_served(district, "stars-void")
    volunteer.post("/volunteers/me/stars", {"star": 1})
    one = waiting_of(supervisor, volunteer)
    entry = recorder.get(f"/projects/{project}/hours").get_json()["items"][0]
    path = f"/entries/{entry['volunteer_id']}/{entry['entry_id']}/void"
    at_once([lambda: decide(supervisor, one), lambda: recorder.post(path, {"reason": "签到表上没有"})])
    held = volunteer.get("/volunteers/me/stars").get_json()["held"]
    short = supervisor.get("/star-applications/short?limit=100").get_json()["items"]
    listed = any(each["volunteer_number"] == volunteer.number for each in short)
    assert (held, listed) in {(1, True), (0, False)}
