"""What the tests of the people's pages share: a page of nobody yet, forms filled in, a volunteer who has served."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.office import DAY, Caller, Office
from tests.browser.support import SIZES, axe_violations
from tests.builders import PASSWORD, a_row

SEND = "**/api/v1/**"


def is_clean(page: Page) -> None:
    """Nothing for axe to find and nothing to scroll sideways for, on an office PC and on a phone."""
    before = page.viewport_size
    for size in SIZES:
        page.set_viewport_size(size)
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size(before or SIZES[0])


def go_on(page: Page) -> None:
    page.get_by_role("button", name="下一步").click()


def set_password(page: Page, again: str = PASSWORD) -> None:
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输一次密码").fill(again)
    go_on(page)


def sees_heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def log_in(page: Page, login: str, password: str = PASSWORD) -> None:
    """Log in at the page where one stands."""
    page.get_by_label("登录名或志愿者编号").fill(login)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def fault_at(page: Page, label: str, says: str, exact: bool = True) -> None:
    """The field says what is wrong, tells it to a screen reader, and the summary above leads to it."""
    control = page.get_by_label(label, exact=exact).first
    expect(control).to_have_attribute("aria-invalid", "true")
    expect(control).to_have_accessible_description(re.compile(re.escape(says)))
    expect(page.locator(".v-faults a").first).to_be_visible()
    expect(page.locator(".v-faults")).to_contain_text(says)


def refuse_network(page: Page, method: str = "POST") -> Callable[[], None]:
    """Cut the network for requests of one method; call the answer to mend it."""

    def cut(route: Route) -> None:
        if route.request.method == method:
            route.abort()
        else:
            route.continue_()

    page.route(SEND, cut)
    return lambda: page.unroute(SEND, cut)


def lose_first_answer(page: Page, path: str) -> list[Any]:
    """The first POST to ``path`` is done by the server, but its answer is lost on the way. Lists what it answered."""
    answers: list[Any] = []

    def lose(route: Route) -> None:
        if answers or route.request.method != "POST":
            return route.continue_()
        answers.append(route.fetch().json())
        return route.abort()

    page.route(f"**/api/v1{path}", lose)
    return answers


def count_sent(page: Page, method: str, path: str) -> list[str]:
    """Every request of this method to this path from now on."""
    sent: list[str] = []

    def note(request: Any) -> None:
        if request.method == method and request.url.endswith(f"/api/v1{path}"):
            sent.append(request.url)

    page.on("request", note)
    return sent


@dataclass
class Holder:
    """A volunteer who has served, and is logged in."""

    caller: Caller
    number: str
    group: str

    def record(self) -> Any:
        return self.caller.get("/volunteers/me/record?limit=100")

    def certificates(self) -> list[Any]:
        return list(self.caller.get("/certificates")["items"])


def a_holder(office: Office, name: str = "𠮷田䶮", times: int = 1, minutes: int = 150) -> Holder:
    """A volunteer of one group with this many stays of this many minutes, each on a day of its own."""
    team = office.team(name)
    number = team.people[0][0]
    if times:
        rows = [_row(number, day, minutes) for day in range(times)]
        team.recorder.post(f"/projects/{team.project()}/hours", {"entries": rows})
    return Holder(Caller(office.base).log_in(number), number, team.name)


def _row(number: str, day: int, minutes: int) -> dict[str, Any]:
    date = DAY - timedelta(days=14 - day)
    end = f"{8 + minutes // 60:02d}:{minutes % 60:02d}"
    return a_row(number, f"{date}T08:00", f"{date}T{end}")
