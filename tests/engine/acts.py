"""The acts whose cost is told and held: each is set up afresh, then done once while it is measured."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from werkzeug.test import TestResponse

from infra.metering import Meter, metered
from tests import builders
from tests.builders import a_row
from tests.district import District, Person

Do = Callable[[], TestResponse]


class Stage:
    """A supervisor, a group with a recorder, and a project with thirty volunteers on its roster."""

    def __init__(self, district: District, name: str) -> None:
        self.district = district
        self.supervisor = district.supervisor(name)
        self.recorder = district.recorder(self.supervisor)
        self.volunteers = [district.volunteer() for _ in range(30)]
        window = {"starts": "2026-01-01T00:00:00+08:00", "ends": "2026-07-01T00:00:00+08:00"}
        self.project = district.project(self.recorder, *self.volunteers, **window)
        self._day = date(2026, 1, 1)

    @property
    def volunteer(self) -> Person:
        return self.volunteers[0]

    def a_day(self) -> str:
        """A day on which nobody has served yet."""
        self._day += timedelta(days=1)
        return self._day.isoformat()

    def log(self, *people: Person) -> TestResponse:
        day = self.a_day()
        rows = [a_row(person.number, f"{day}T09:00", f"{day}T11:00") for person in people]
        return self.recorder.post(f"/projects/{self.project}/hours", {"entries": rows})

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
