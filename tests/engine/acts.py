"""The acts whose cost is told and held: each is set up afresh, then done once while it is measured."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from werkzeug.test import TestResponse

from functions.storage import clock
from infra.metering import Meter, metered
from tests import builders
from tests.builders import a_row
from tests.district import District, Person

Do = Callable[[], TestResponse]


class Stage:
    """A supervisor, a group with a recorder, and a project with volunteers on its roster."""

    def __init__(self, district: District, name: str, volunteers: int = 30) -> None:
        self.district = district
        self.supervisor = district.supervisor(name)
        body = builders.a_group()
        self.recorder_login = str(body["recorder"]["login"])
        self.recorder = district.recorder(self.supervisor, **body)
        self.volunteers = [district.volunteer() for _ in range(volunteers)]
        window = {"starts": "2026-01-01T00:00:00+08:00", "ends": "2026-07-01T00:00:00+08:00"}
        self.project = district.project(self.recorder, *self.volunteers, **window)
        self._day = date(2026, 1, 1)
        self._ahead = timedelta()

    @property
    def last_day(self) -> str:
        """The day that `a_day` gave last."""
        return self._day.isoformat()

    @property
    def volunteer(self) -> Person:
        return self.volunteers[0]

    def a_day(self) -> str:
        """A day on which nobody has served yet."""
        self._day += timedelta(days=1)
        return self._day.isoformat()

    def log(self, *people: Person) -> TestResponse:
        """Enter two hours of each, at the pace of a person: what comes faster would wait for somebody to look at it."""
        day = self.a_day()
        rows = [a_row(person.number, f"{day}T09:00", f"{day}T11:00") for person in people]
        pause = timedelta(seconds=3 * len(people))
        self._ahead += pause
        with clock.stopped_at(clock.now() + self._ahead):
            answer = self.recorder.post(f"/projects/{self.project}/hours", {"entries": rows})
        self._ahead += pause
        return answer

    def certificate(self) -> str:
        answer = self.volunteer.post("/certificates", {"show_document": "masked"})
        return str(answer.get_json()["code"])


def _verify(stage: Stage) -> Do:
    code = stage.certificate()
    return lambda: stage.district.get(f"/public/certificates/{code}")


def _log_in(stage: Stage) -> Do:
    body = {"login": stage.volunteer.number, "password": builders.PASSWORD}
    return lambda: stage.district.post("/session", body)


def _register(stage: Stage) -> Do:
    body = builders.a_volunteer()
    return lambda: stage.district.post("/volunteers", body)


def _apply(stage: Stage) -> Do:
    body = builders.a_group()
    return lambda: stage.district.post("/groups", body)


def _approve(stage: Stage) -> Do:
    group_id = _apply(stage)().get_json()["group_id"]
    decision = {"decision": "approved", "reason": ""}
    return lambda: stage.supervisor.post(f"/groups/{group_id}/decision", decision)


def _add_member(stage: Stage) -> Do:
    body = {"volunteer_number": stage.district.volunteer().number}
    return lambda: stage.recorder.post(f"/groups/{stage.recorder.group_id}/members", body)


def _create_project(stage: Stage) -> Do:
    body = builders.a_project(stage.recorder.group_id)
    return lambda: stage.recorder.post("/projects", body)


def _log_one(stage: Stage) -> Do:
    return lambda: stage.log(stage.volunteer)


def _log_thirty(stage: Stage) -> Do:
    return lambda: stage.log(*stage.volunteers)


def _see_record(stage: Stage) -> Do:
    stage.log(stage.volunteer)
    return lambda: stage.volunteer.get("/volunteers/me/record")


def _issue(stage: Stage) -> Do:
    stage.log(stage.volunteer)
    return lambda: stage.volunteer.post("/certificates", {"show_document": "masked"})


def _paper(stage: Stage) -> Do:
    code = stage.certificate()
    return lambda: stage.volunteer.get(f"/certificates/{code}/pdf")


def _revoke(stage: Stage) -> Do:
    code = stage.certificate()
    body = {"kind": "holder_request", "reason": "不再需要"}
    return lambda: stage.volunteer.post(f"/certificates/{code}/revocation", body)


def _code(stage: Stage, direction: str) -> dict[str, str]:
    path = f"/projects/{stage.project}/check-in-code?direction={direction}"
    return {"token": stage.recorder.get(path).get_json()["token"]}


def _check_in(stage: Stage) -> Do:
    person = stage.district.volunteer()
    stage.recorder.post(f"/groups/{stage.recorder.group_id}/members", {"volunteer_number": person.number})
    body = _code(stage, "in")
    return lambda: person.post("/check-ins", body)


def _check_out(stage: Stage) -> Do:
    person = stage.district.volunteer()
    stage.recorder.post(f"/groups/{stage.recorder.group_id}/members", {"volunteer_number": person.number})
    with clock.stopped_at(clock.now() - timedelta(hours=2)):
        came = _code(stage, "in")
        person.post("/check-ins", came)
    body = _code(stage, "out")
    return lambda: person.post("/check-ins", body)


def _claim_body(stage: Stage) -> dict[str, str]:
    day = stage.a_day()
    times = {"start": f"{day}T09:00:00+08:00", "end": f"{day}T11:00:00+08:00"}
    return {"project_id": stage.project, **times, "note": "王阿姨可以证明"}


def _claim(stage: Stage) -> Do:
    body = _claim_body(stage)
    return lambda: stage.volunteer.post("/volunteers/me/claims", body)


def _confirm(stage: Stage) -> Do:
    made = stage.volunteer.post("/volunteers/me/claims", _claim_body(stage)).get_json()
    waiting = stage.recorder.get(f"/groups/{stage.recorder.group_id}/queue").get_json()["items"]
    keys = [{"volunteer_id": each["volunteer_id"], "entry_id": each["entry_id"]} for each in waiting]
    own = [key for key in keys if key["entry_id"] == made["entry_id"]]
    body = {"entries": own, "decision": "confirmed"}
    return lambda: stage.recorder.post(f"/groups/{stage.recorder.group_id}/queue", body)


def _correct(stage: Stage) -> Do:
    stage.log(stage.volunteer)
    day = stage.last_day
    record = stage.volunteer.get("/volunteers/me/record").get_json()["service"]["items"][0]
    entries = stage.recorder.get(f"/projects/{stage.project}/hours?limit=100").get_json()["items"]
    volunteer_id = next(each["volunteer_id"] for each in entries if each["volunteer_number"] == stage.volunteer.number)
    times = {"start": f"{day}T09:00:00+08:00", "end": f"{day}T10:30:00+08:00"}
    path = f"/entries/{volunteer_id}/{record['entry_id']}/correction"
    return lambda: stage.recorder.post(path, {**times, "reason": "核对签到表"})


ACTS: dict[str, Callable[[Stage], Do]] = {
    "verify a certificate": _verify,
    "log in": _log_in,
    "register a volunteer": _register,
    "a group applies": _apply,
    "approve a group": _approve,
    "add a member to a group": _add_member,
    "create a project": _create_project,
    "enter one volunteer's hours": _log_one,
    "enter thirty volunteers' hours": _log_thirty,
    "check in": _check_in,
    "check out": _check_out,
    "claim hours": _claim,
    "confirm one claim": _confirm,
    "correct an entry": _correct,
    "see the own record (one page)": _see_record,
    "issue a certificate": _issue,
    "its paper as PDF": _paper,
    "revoke a certificate": _revoke,
}


@dataclass(frozen=True)
class Cost:
    meter: Meter
    status: int


def cost_of(stage: Stage, name: str) -> Cost:
    """Do the act once, measured. Only its own calls count, not those that set it up."""
    do = ACTS[name](stage)
    with metered() as meter:
        answer = do()
    return Cost(meter, answer.status_code)
