"""Transfers on the real engine: five thousand hours in and out in bounded pieces, and two who let the same package in at once."""

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.storage.clock import BEIJING
from functions.transfers.rules import PART
from infra.metering import metered
from tests.district import District, Person
from tests.engine.test_contention import at_once
from tests.transfers.foreign import Foreign, an_hour
from tests.transfers.places import a_document, bring

pytestmark = pytest.mark.article("16")
_FIRST = datetime(2022, 1, 1, 8, tzinfo=BEIJING)
_A_DAY = 4
MANY = 5000
LARGEST = 5_000_000  # bytes of one answer


def hours(count: int) -> list[dict[str, Any]]:
    """Lines of one hour, four a day."""
    lines = []
    for place in range(count):
        start = _FIRST + timedelta(days=place // _A_DAY, hours=2 * (place % _A_DAY))
        times = {"start": start.isoformat(), "end": (start + timedelta(hours=1)).isoformat()}
        lines.append({**an_hour(), **times, "entry": f"e{place}", "minutes": 60})
    return lines


def desk(district: District, name: str) -> tuple[Person, Person, str, Foreign]:
    """A supervisor who trusts a foreign system, a volunteer, and that one's number."""
    document, foreign = a_document(), Foreign(origin=f"https://{name}.example")
    supervisor, volunteer = district.supervisor(name), district.volunteer(document=document)
    foreign.is_trusted_by(supervisor)
    return supervisor, volunteer, document["number"], foreign


def a_package(foreign: Foreign, identity: str, lines: list[dict[str, Any]]) -> bytes:
    """Files of two thousand lines each, as the format says."""
    files = foreign.files([])
    parts = [lines[start : start + 2000] for start in range(0, len(lines), 2000)]
    named = {f"hours-{n:04d}.jsonl": foreign.files(part)["hours-0001.jsonl"] for n, part in enumerate(parts, start=1)}
    ordered = {**named, **{name: body for name, body in files.items() if not name.startswith("hours-")}}
    return foreign.signed(foreign.manifest(identity, ordered, lines), ordered)


class Watch:
    """Requests of a person, each answer held to a bound of size."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.person.ask(method, path, body if body is not None or method == "GET" else {})
        assert answer.status_code < 300, answer.get_data(as_text=True)
        assert len(answer.get_data()) < LARGEST
        return answer.get_json() if answer.is_json else answer.get_data()


def test_five_thousand_hours_come_in_and_go_out_in_pieces_of_bounded_cost(district: District) -> None:
    supervisor, volunteer, identity, foreign = desk(district, "transfer-many")
    content = a_package(foreign, identity, hours(MANY))
    own, judge = Watch(volunteer), Watch(supervisor)
    asked = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    told = own.ask("POST", "/arrivals", asked)
    path = f"/arrivals/{told['arrival_id']}"
    for part in told["missing"]:
        body = {"content": base64.b64encode(content[part * PART : (part + 1) * PART]).decode()}
        own.ask("PUT", f"{path}/parts/{part}", body)
    while told["state"] in {"uploading", "checking"}:
        told = own.ask("POST", f"{path}/steps")
    assert (told["state"], told["pieces"], told["found"][0]["lines"]) == ("waiting", MANY // 250, MANY)
    with metered() as meter:
        judge.ask("POST", f"{path}/pieces/0", {"decision": "accepted"})
    assert meter.write_units < 250 * 4  # entries, their share of the account and of the log; no public figure
    for number in told["open_pieces"][1:]:
        judge.ask("POST", f"{path}/pieces/{number}", {"decision": "accepted"})
    judge.ask("POST", f"{path}/close")
    assert own.ask("GET", "/volunteers/me/record?limit=1")["totals"] == {
        "minutes": MANY * 60,
        "hours": f"{MANY}.00",
        "entries": MANY,
    }

    receiver = {"receiver": {"name": "成都市", "region": "四川省"}, "blocks": ["hours"], "agreed": True}
    made = own.ask("POST", "/volunteers/me/transfers", receiver)
    path = f"/volunteers/me/transfers/{made['transfer_id']}"
    while made["state"] == "building":
        made = own.ask("POST", f"{path}/pieces")
    made = own.ask("POST", f"{path}/hand-over")
    parts = [own.ask("GET", f"{path}/package/{number}") for number in range(made["parts"])]
    assert sum(len(part) for part in parts) == made["size"]
    assert sum(each["lines"] for each in made["files"] if each["name"].startswith("hours-")) == MANY


def test_two_who_let_the_same_package_in_at_once_let_it_in_once(district: District) -> None:
    supervisor, volunteer, identity, foreign = desk(district, "transfer-twice")
    told = bring(volunteer, foreign.package(identity, hours(60)))
    path = f"/arrivals/{told['arrival_id']}/pieces/0"
    answers = at_once([lambda: supervisor.post(path, {"decision": "accepted"}) for _ in range(4)])
    assert {answer.status_code for answer in answers} == {200}
    totals = volunteer.get("/volunteers/me/record").get_json()["totals"]
    assert (totals["minutes"], totals["entries"]) == (3600, 60)


def test_two_who_bring_and_check_the_same_package_at_once_make_one_arrival(district: District) -> None:
    _, volunteer, identity, foreign = desk(district, "transfer-brought")
    content = foreign.package(identity, hours(300))
    found = at_once([lambda: bring(volunteer, content) for _ in range(3)])
    assert {each["arrival_id"] for each in found} == {found[0]["arrival_id"]}
    told = volunteer.get(f"/arrivals/{found[0]['arrival_id']}").get_json()
    assert (told["state"], told["lines"], told["pieces"]) == ("waiting", 300, 2)


def test_two_windows_that_make_the_same_package_at_once_make_it_once(district: District) -> None:
    supervisor, volunteer, identity, foreign = desk(district, "transfer-windows")
    told = bring(volunteer, foreign.package(identity, hours(50)))
    supervisor.post(f"/arrivals/{told['arrival_id']}/pieces/0", {"decision": "accepted"})
    receiver = {"receiver": {"name": "成都市", "region": "四川省"}, "blocks": ["hours"], "agreed": True}
    made = volunteer.post("/volunteers/me/transfers", receiver).get_json()
    path = f"/volunteers/me/transfers/{made['transfer_id']}"
    for _ in range(3):
        at_once([lambda: volunteer.post(f"{path}/pieces") for _ in range(3)])
    handed = at_once([lambda: volunteer.post(f"{path}/hand-over") for _ in range(3)])
    assert 200 in {answer.status_code for answer in handed}
    done = volunteer.get(path).get_json()
    assert (done["state"], [each["lines"] for each in done["files"] if "hours-" in each["name"]]) == ("handed", [50])
