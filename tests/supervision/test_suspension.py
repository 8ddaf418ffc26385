"""A suspended group: every door by which its hours are made or confirmed is closed, and says until when, why, and how to appeal."""

import ast
import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from werkzeug.test import TestResponse

from functions.regulation.trace import REPOSITORY
from functions.storage import clock
from tests.builders import a_recorder, a_row
from tests.checkins.doors import BEIJING, at, by_hand, code, use
from tests.district import District, Person
from tests.files.test_import import a_file, a_line
from tests.hours.test_lifecycle import a_claim, change, decide, queue, to, totals
from tests.hours.test_waiting import a_late_project, log

pytestmark = pytest.mark.article("23")

WHY = "核实发现虚报，整改期间暂停"


@dataclass
class Bench:
    """A group at work: hours that stand and that wait, a file that was brought, a code on the screen."""

    district: District
    supervisor: Person
    recorder: Person
    volunteer: Person
    project: str
    late: str
    imported: str
    token: str
    entry: dict[str, Any]

    @property
    def group(self) -> str:
        return f"/groups/{self.recorder.group_id}"

    def suspend(self, **more: Any) -> dict[str, Any]:
        answer = self.supervisor.post(f"{self.group}/suspensions", {"reason": WHY, **more})
        assert answer.status_code == 201, answer.get_data(as_text=True)
        return dict(answer.get_json())

    def log_one(self, day: int = 20) -> TestResponse:
        return log(self.recorder, self.project, a_row(self.volunteer.number, *_on(day)))


def _on(day: int) -> tuple[str, str]:
    return f"2026-05-{day:02d}T09:00", f"2026-05-{day:02d}T11:00"


def _file(bench_volunteer: Person, day: str) -> str:
    return base64.b64encode(a_file(a_line(bench_volunteer.number, day))).decode()


@pytest.fixture
def bench(district: District) -> Iterator[Bench]:
    supervisor = district.supervisor()
    recorder = district.recorder(supervisor, recorder=a_recorder(login="bench-recorder"))
    volunteer = district.volunteer()
    project = district.project(recorder, volunteer, ends="2026-12-31T00:00:00+08:00")
    late = a_late_project(district, recorder, volunteer)
    log(recorder, project, a_row(volunteer.number))
    volunteer.post("/volunteers/me/claims", a_claim(project, *_on(2)))
    body = {"name": "五月.xlsx", "content": _file(volunteer, "2026-05-10"), "project_id": project}
    imported = recorder.post(f"/groups/{recorder.group_id}/imports", body).get_json()["import_id"]
    entry = recorder.get(f"/projects/{project}/hours").get_json()["items"][0]
    with clock.stopped_at(clock.now()):
        token = code(recorder, project, "in")
        yield Bench(district, supervisor, recorder, volunteer, project, late, imported, token, entry)


def _checked(bench: Bench) -> TestResponse:
    return bench.recorder.post(f"{bench.group}/imports/{bench.imported}/pieces/0", {"act": "check"})


def _brought(bench: Bench) -> TestResponse:
    body = {"name": "六月.xlsx", "content": _file(bench.volunteer, "2026-05-11"), "project_id": bench.project}
    return bench.recorder.post(f"{bench.group}/imports", body)


def _back_filled(bench: Bench) -> TestResponse:
    row = a_row(bench.volunteer.number, "2026-05-01T14:00", "2026-05-01T15:00")
    return log(bench.recorder, bench.late, row, reason="签到表找回来了")


RECORDERS_DOORS: dict[str, Callable[[Bench], TestResponse]] = {
    "entering": lambda bench: bench.log_one(),
    "checking a sheet": lambda bench: log(
        bench.recorder, bench.project, a_row(bench.volunteer.number), check_only=True
    ),
    "back-fill": _back_filled,
    "bringing a file": _brought,
    "checking a file": _checked,
    "writing a file": lambda bench: bench.recorder.post(
        f"{bench.group}/imports/{bench.imported}/pieces/0", {"act": "write"}
    ),
    "showing a code": lambda bench: bench.recorder.get(f"/projects/{bench.project}/check-in-code?direction=out"),
    "checking in by number": lambda bench: by_hand(
        bench.recorder, bench.project, "in", volunteer_number=bench.volunteer.number
    ),
    "ending what was forgotten": lambda bench: bench.recorder.post(f"/projects/{bench.project}/check-ins/close"),
    "confirming": lambda bench: decide(bench.recorder, queue(bench.recorder)),
    "refusing": lambda bench: decide(bench.recorder, queue(bench.recorder), "refused", "没有来"),
    "correcting": lambda bench: change(bench.recorder, bench.entry, "correction", **to("09:00", "10:00")),
}


@pytest.mark.parametrize("door", RECORDERS_DOORS)
def test_a_recorders_door_is_closed_and_says_until_when_why_and_how_to_appeal(bench: Bench, door: str) -> None:
    bench.suspend(until="2026-07-01")
    answer = RECORDERS_DOORS[door](bench)
    said = answer.get_json()["detail"]
    assert (answer.status_code, answer.get_json()["code"]) == (403, "groups.suspended")
    assert "到2026年7月1日（含当天）为止" in said
    assert WHY in said
    assert "申诉" in said
    assert "10 个工作日" in said
    assert totals(bench.volunteer) == (120, 1)


@pytest.mark.parametrize("door", RECORDERS_DOORS)
def test_the_same_door_is_open_to_a_group_that_is_not_suspended(bench: Bench, door: str) -> None:
    assert RECORDERS_DOORS[door](bench).get_json().get("code") != "groups.suspended"


def test_a_volunteer_at_the_door_is_told_to_claim(bench: Bench) -> None:
    bench.suspend()
    answer = use(bench.volunteer, bench.token)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "groups.suspended")
    assert "直到主管部门恢复为止" in answer.get_json()["detail"]
    assert "申报时长" in answer.get_json()["detail"]
    assert WHY not in answer.get_json()["detail"]


def test_who_was_let_in_before_cannot_check_out_with_the_group_and_loses_nothing_by_a_claim(bench: Bench) -> None:
    with at("7 09:00"):
        token = code(bench.recorder, bench.project, "in", "7 11:00")
        assert use(bench.volunteer, token).status_code in {200, 201}
    bench.suspend()
    assert by_hand(bench.recorder, bench.project, "out", volunteer_number=bench.volunteer.number).status_code == 403
    claim = a_claim(bench.project, "2026-05-07T09:00", "2026-05-07T10:30")
    assert bench.volunteer.post("/volunteers/me/claims", claim).status_code == 201


def test_volunteers_claim_read_and_dispute_as_before(bench: Bench) -> None:
    bench.suspend()
    dispute = {"kind": "error", "entry_id": bench.entry["entry_id"], "text": "时长记少了"}
    answers = [
        bench.volunteer.post("/volunteers/me/claims", a_claim(bench.project, *_on(3))),
        bench.volunteer.get("/volunteers/me/record"),
        bench.volunteer.post("/volunteers/me/disputes", dispute),
    ]
    assert [answer.status_code for answer in answers] == [201, 200, 201]


def test_the_group_reads_its_hours_and_voids_what_is_wrong(bench: Bench) -> None:
    bench.suspend()
    reads = (
        f"/projects/{bench.project}/hours", f"{bench.group}/queue", f"{bench.group}/imports", f"{bench.group}/measures",
        f"/projects/{bench.project}/check-ins", f"{bench.group}/export?kind=csv&from=2026-05-01&to=2026-05-31",
    )  # fmt: skip
    assert {bench.recorder.get(path).status_code for path in reads} == {200}
    assert change(bench.recorder, bench.entry, "void", reason="虚报").status_code == 200


def test_the_supervisor_confirms_and_corrects_meanwhile(bench: Bench) -> None:
    bench.suspend()
    keys = [{name: entry[name] for name in ("volunteer_id", "entry_id")} for entry in queue(bench.recorder)]
    done = bench.supervisor.post(f"{bench.group}/queue", {"entries": keys, "decision": "confirmed"})
    assert [each["done"] for each in done.get_json()["outcomes"]] == [True]
    assert change(bench.supervisor, bench.entry, "correction", **to("09:00", "10:00")).status_code == 201


def test_other_groups_go_on(bench: Bench) -> None:
    bench.suspend()
    other = bench.district.recorder(bench.supervisor)
    project = bench.district.project(other, bench.volunteer)
    assert log(other, project, a_row(bench.volunteer.number, *_on(25))).status_code == 201


def test_a_lifted_suspension_opens_the_doors_and_tells_the_group(bench: Bench) -> None:
    made = bench.suspend()
    path = f"/suspensions/{made['measure_id']}/lifting"
    assert bench.supervisor.post(path, {"version": 1, "text": ""}).status_code == 422
    assert bench.supervisor.post(path, {"version": 1, "text": "整改完成"}).get_json()["state_name"] == "已恢复"
    assert bench.supervisor.post(path, {"version": 2, "text": "再恢复一次"}).status_code == 409
    assert bench.log_one().status_code == 201
    assert "已恢复" in bench.recorder.get("/messages").get_data(as_text=True)


def test_a_suspension_ends_by_itself_after_its_last_day(bench: Bench) -> None:
    bench.suspend(until="2026-06-04")
    for day, status in ((4, 403), (5, 201)):
        with clock.stopped_at(datetime(2026, 6, day, 12, tzinfo=BEIJING)):
            bench.recorder.token = bench.district.log_in("bench-recorder").token
            assert bench.log_one(10 + day).status_code == status
    with clock.stopped_at(datetime(2026, 6, 5, 13, tzinfo=BEIJING)):
        bench.supervisor = bench.district.supervisor()
        assert bench.supervisor.get("/measures?list=suspension").get_json()["items"][0]["state_name"] == "已到期"
        assert bench.suspend()["state_name"] == "暂停中"


def test_a_group_is_suspended_once_at_a_time(bench: Bench) -> None:
    bench.suspend()
    answer = bench.supervisor.post(f"{bench.group}/suspensions", {"reason": WHY})
    assert (answer.status_code, answer.get_json()["code"]) == (409, "groups.suspended_already")
    assert len(bench.supervisor.get("/measures?list=suspension").get_json()["items"]) == 1


def test_an_upheld_appeal_opens_the_doors_at_once(bench: Bench) -> None:
    made = bench.suspend()
    path = f"/measures/{made['measure_id']}/appeal"
    bench.recorder.post(path, {"version": 1, "text": "签到表齐全"})
    assert bench.log_one().status_code == 403
    judge = bench.district.supervisor("second-judge")
    done = judge.post(f"{path}/decision", {"version": 2, "decision": "upheld", "text": "核对属实"}).get_json()
    assert done["state_name"] == "已撤销"
    assert bench.log_one().status_code == 201


def test_the_group_reads_on_its_page_that_it_is_suspended(bench: Bench) -> None:
    assert bench.recorder.get("/groups/mine").get_json()["items"][0]["suspension"] is None
    bench.suspend(until="2026-07-01")
    told = bench.recorder.get("/groups/mine").get_json()["items"][0]["suspension"]
    assert (told["until"], told["reason"]) == ("2026-07-01", WHY)


# Whoever writes hours into the ledger, and the test above (or the reason) that closes the door while a group is suspended.
WRITERS = {
    "hours/entering.py": "entering, back-fill, files",
    "hours/queue.py": "confirming",
    "hours/corrections.py": "correcting; voiding stays open",
    "hours/visits.py": "showing a code, checking in, ending what was forgotten",
    "hours/claims.py": "volunteers still claim: it waits",
    "hours/arrivals.py": "the supervisor's, of what another district recorded",
    "rights/merging.py": "the supervisor's",
}


def test_no_other_file_writes_hours() -> None:
    found = set()
    for path in (REPOSITORY / "functions").rglob("*.py"):
        calls = [
            node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
        ]
        if any(ast.unparse(call) in {"ledger.write", "ledger.change"} for call in calls):
            found.add(path.relative_to(REPOSITORY / "functions").as_posix())
    assert found == set(WRITERS)
