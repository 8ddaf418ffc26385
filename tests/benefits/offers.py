"""Offering benefits, and using them: what the tests of this room share."""

from typing import Any

from tests.district import District, Person


def an_offer(**changes: Any) -> dict[str, Any]:
    """The body of `POST /benefits`: free entry for every volunteer, all of 2026, without limits."""
    body: dict[str, Any] = {
        "name": "博物馆免费参观",
        "content": "出示核对码，免费参观一次",
        "provider": "渝中区博物馆",
        "place": "解放碑 1 号",
        "least_star": 0,
        "from": "2026-01-01",
        "to": "2026-12-31",
        "quota": 0,
        "per_person": 0,
    }
    return {**body, **changes}


class Counter:
    """A benefit, its checking link, and the provider who has it."""

    def __init__(self, district: District, supervisor: Person, **changes: Any) -> None:
        self.district, self.supervisor = district, supervisor
        made = supervisor.post("/benefits", an_offer(**changes))
        assert made.status_code == 201, made.get_data(as_text=True)
        self.benefit_id = str(made.get_json()["benefit_id"])
        self.token = self.new_link()

    def new_link(self) -> str:
        return str(self.supervisor.post(f"/benefits/{self.benefit_id}/link").get_json()["token"])

    def code(self, volunteer: Person) -> str:
        """The code that a volunteer shows now."""
        shown = volunteer.post(f"/volunteers/me/benefits/{self.benefit_id}/code")
        assert shown.status_code == 201, shown.get_data(as_text=True)
        return str(shown.get_json()["code"])

    def ask(self, act: str, code: str, token: str = "", **headers: str) -> Any:
        return self.district.post(f"/benefits/{act}", {"token": token or self.token, "code": code}, **headers)

    def check(self, code: str) -> Any:
        return self.ask("check", code).get_json()

    def use(self, code: str) -> Any:
        return self.ask("use", code).get_json()

    def now(self) -> dict[str, Any]:
        """The benefit as the supervisor sees it."""
        items = self.supervisor.get("/benefits?limit=100").get_json()["items"]
        return dict(next(one for one in items if one["benefit_id"] == self.benefit_id))

    def change(self, **changes: Any) -> Any:
        seen = self.now()
        names = (*an_offer(), "version")
        return self.supervisor.ask("PUT", f"/benefits/{self.benefit_id}", {**{n: seen[n] for n in names}, **changes})

    def end(self, version: int = 1, reason: str = "活动结束") -> Any:
        return self.supervisor.post(f"/benefits/{self.benefit_id}/end", {"version": version, "reason": reason})
