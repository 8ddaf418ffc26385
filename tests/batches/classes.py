"""A school's class: a group with members who have served, some of whom agreed that it issues for them."""

from typing import Any

from tests.builders import a_row, an_id_number
from tests.district import District, Person


class SchoolClass:
    """Members 甲, 乙, 丙… with an hour each on 1 May; the first ``agreed`` of them agreed."""

    def __init__(self, district: District, size: int = 3, agreed: int = 2, login: str = "supervisor") -> None:
        self.district = district
        self.supervisor = district.supervisor(login)
        self.recorder = district.recorder(self.supervisor, name="某中学志愿服务队")
        names = "甲乙丙丁戊己庚辛"
        self.people = [self.member(f"王{name}") for name in names[:size]]
        for person in self.people[:agreed]:
            self.choose(person)
        self.project = district.project(self.recorder, *self.people)
        self.serve(self.recorder, self.project, *self.people)

    def member(self, name: str, **changes: Any) -> Person:
        document = {"type": "resident_id", "number": an_id_number()}
        return self.district.volunteer(**{"name": name, "document": document, **changes})

    def choose(self, person: Person, agreed: bool = True) -> None:
        answer = person.ask("PUT", "/volunteers/me/consents/batch_certificate", {"agreed": agreed})
        assert answer.status_code == 200

    def serve(self, recorder: Person, project: str, *people: Person, day: int = 1) -> None:
        rows = [a_row(person.number, f"2026-05-0{day}T09:00", f"2026-05-0{day}T10:00") for person in people]
        assert recorder.post(f"/projects/{project}/hours", {"entries": rows}).status_code == 201

    @property
    def path(self) -> str:
        return f"/groups/{self.recorder.group_id}/certificate-batches"

    def make(self, *numbers: str, **changes: Any) -> Any:
        asked = list(numbers) or [person.number for person in self.people]
        return self.recorder.post(self.path, {"volunteer_numbers": asked, "reason": "综合素质评价", **changes})

    def batch(self, *numbers: str, **changes: Any) -> str:
        answer = self.make(*numbers, **changes)
        assert answer.status_code == 201, answer.get_data(as_text=True)
        return f"/certificate-batches/{answer.get_json()['batch_id']}"

    def issue(self, batch: str, piece: int = 0) -> list[dict[str, Any]]:
        answer = self.recorder.post(f"{batch}/pieces/{piece}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return list(answer.get_json()["lines"])

    def issued(self, *numbers: str) -> tuple[str, list[dict[str, Any]]]:
        batch = self.batch(*numbers)
        return batch, self.issue(batch)


def certificates(person: Person) -> list[dict[str, Any]]:
    return list(person.get("/certificates").get_json()["items"])
