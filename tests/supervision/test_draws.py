"""Spot checks from the announcement to the last finding, through the real doors."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.builders import a_row, an_id_number
from tests.district import District, Person
from tests.hours.test_waiting import log
from tests.supervision import repeat_draw

pytestmark = pytest.mark.article("4")

MAY = {"from": "2026-05-01", "to": "2026-05-31"}


@pytest.fixture
def supervisor(district: District) -> Person:
    return district.supervisor()


def a_group_with_hours(district: District, supervisor: Person, days: int, **changes: Any) -> Person:
    recorder, volunteer = district.recorder(supervisor, **changes), district.volunteer()
    project = district.project(recorder, volunteer)
    rows = [
        a_row(volunteer.number, f"2026-05-{day:02d}T09:00", f"2026-05-{day:02d}T11:00") for day in range(1, days + 1)
    ]
    log(recorder, project, *rows)
    return recorder


def announced(supervisor: Person, **changes: Any) -> dict[str, Any]:
    answer = supervisor.post("/draws", {**MAY, "count": 3, **changes})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return dict(answer.get_json())


def gathered(supervisor: Person, draw: dict[str, Any]) -> dict[str, Any]:
    while not draw["is_read"]:
        draw = supervisor.post(f"/draws/{draw['draw_id']}/pieces").get_json()
    return draw


def drawn(supervisor: Person, **changes: Any) -> dict[str, Any]:
    draw = gathered(supervisor, announced(supervisor, **changes))
    return dict(supervisor.post(f"/draws/{draw['draw_id']}/draw").get_json())


def test_the_seed_is_kept_back_and_its_digest_published_before_the_list_is_read(
    district: District, supervisor: Person
) -> None:
    draw = announced(supervisor)
    public = district.get(f"/public/draws/{draw['draw_id']}").get_json()
    assert (public["state_name"], public["seed"], public["drawn"]) == ("已公布，还没有抽取", None, [])
    assert len(public["commitment"]) == 64
    assert "SHA-256" in public["method"]
    assert district.get(f"/public/draws/{draw['draw_id']}/population").status_code == 404


def test_groups_are_read_one_a_request_and_the_draw_waits_for_the_last(district: District, supervisor: Person) -> None:
    for days in (2, 3):
        a_group_with_hours(district, supervisor, days)
    draw = announced(supervisor)
    path = f"/draws/{draw['draw_id']}"
    assert supervisor.post(f"{path}/draw").status_code == 409
    first = supervisor.post(f"{path}/pieces").get_json()
    assert (first["groups_read"], first["groups_total"], first["is_read"]) == (1, 2, False)
    assert supervisor.post(f"{path}/draw").status_code == 409
    second = supervisor.post(f"{path}/pieces").get_json()
    assert (second["population"], second["is_read"]) == (5, True)
    assert supervisor.post(f"{path}/pieces").get_json() == second


def test_a_published_draw_is_repeated_by_a_script_that_knows_nothing_of_us(
    district: District, supervisor: Person, tmp_path: Path
) -> None:
    for days in (9, 12):
        a_group_with_hours(district, supervisor, days)
    draw = drawn(supervisor, count=5)
    public = district.get(f"/public/draws/{draw['draw_id']}").get_json()
    listed = district.get(f"/public/draws/{draw['draw_id']}/population").get_data(as_text=True)
    assert (public["population"], len(public["drawn"])) == (21, 5)
    assert repeat_draw.faults(public, listed) == []
    (tmp_path / "draw.json").write_text(json.dumps(public), encoding="utf-8")
    (tmp_path / "list.txt").write_text(listed, encoding="ascii", newline="")
    command = [sys.executable, "-I", repeat_draw.__file__, "draw.json", "list.txt"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "the draw is right")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"seed": "0" * 32}, "the seed is not the one that was announced"),
        ({"count": 2}, "others should have been drawn"),
        ({"population": 1}, "the list has another length"),
    ],
)
def test_the_script_finds_a_draw_that_was_changed(
    district: District, supervisor: Person, changes: dict[str, Any], fault: str
) -> None:
    a_group_with_hours(district, supervisor, 9)
    draw = drawn(supervisor)
    listed = district.get(f"/public/draws/{draw['draw_id']}/population").get_data(as_text=True)
    assert fault in repeat_draw.faults({**draw, **changes}, listed)


def test_the_script_imports_nothing_but_the_standard_library() -> None:
    tree = ast.parse(Path(repeat_draw.__file__).read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names <= set(sys.stdlib_module_names)


def test_an_entry_is_called_the_same_in_every_draw_and_nobody_is_named(district: District, supervisor: Person) -> None:
    a_group_with_hours(district, supervisor, 4)
    lists = [
        district.get(f"/public/draws/{drawn(supervisor)['draw_id']}/population").get_data(as_text=True)
        for _ in range(2)
    ]
    assert lists[0] == lists[1]
    assert len(lists[0].split()) == 4
    assert all(len(each) == 32 and set(each) <= set("0123456789abcdef") for each in lists[0].split())


def test_only_what_counts_in_the_period_and_the_group_is_drawn_from(district: District, supervisor: Person) -> None:
    one = a_group_with_hours(district, supervisor, 6)
    a_group_with_hours(district, supervisor, 7, name="另一个队")
    asked = {"from": "2026-05-02", "to": "2026-05-04", "group_id": one.group_id}
    draw = drawn(supervisor, **asked)
    assert (draw["population"], draw["group"]) == (3, "解放碑社区志愿服务队")
    public = district.get("/public/draws").get_json()["items"][0]
    assert public["one_group"] is True
    assert "解放碑" not in str(public)


def test_fewer_than_asked_for_are_all_drawn_and_of_nothing_nothing_is(district: District, supervisor: Person) -> None:
    assert drawn(supervisor)["state"] == "closed"
    a_group_with_hours(district, supervisor, 2)
    assert len(drawn(supervisor)["drawn"]) == 2


def test_a_draw_is_made_once(district: District, supervisor: Person) -> None:
    a_group_with_hours(district, supervisor, 5)
    draw = drawn(supervisor)
    assert supervisor.post(f"/draws/{draw['draw_id']}/draw").get_json() == draw
    assert supervisor.post(f"/draws/{draw['draw_id']}/pieces").get_json() == draw


def test_every_drawn_entry_is_looked_into_and_the_last_finding_closes_the_draw(
    district: District, supervisor: Person
) -> None:
    a_group_with_hours(district, supervisor, 5)
    draw = drawn(supervisor, count=2)
    path = f"/draws/{draw['draw_id']}/entries"
    assert [each["finding"] for each in supervisor.get(path).get_json()["items"]] == [None, None]
    looked = supervisor.get(f"{path}/1").get_json()
    assert (looked["entry"]["minutes"], looked["public_id"]) == (120, draw["drawn"][0])
    assert supervisor.post(f"{path}/1/finding", {"finding": "differs"}).status_code == 422
    first = supervisor.post(f"{path}/1/finding", {"finding": "differs", "words": "签到表上没有"}).get_json()
    assert (first["state"], first["open"]) == ("drawn", 1)
    assert supervisor.post(f"{path}/1/finding", {"finding": "in_order"}).status_code == 409
    assert [each["rank"] for each in supervisor.get(path).get_json()["items"]] == [2, 1]
    supervisor.post(f"{path}/2/finding", {"finding": "in_order"})
    public = district.get(f"/public/draws/{draw['draw_id']}").get_json()
    assert (public["state_name"], public["open"]) == ("已办结", 0)
    assert public["results"] == {"in_order": 1, "differs": 1, "not_checkable": 0}
    assert "签到表" not in str(public)


def test_the_volunteer_reads_that_the_entry_was_looked_at_and_a_minor_is_on_the_list(
    district: District, supervisor: Person
) -> None:
    recorder = district.recorder(supervisor)
    guardian = {"name": "王母", "relation": "母亲", "phone": "13800138000"}
    document = {"type": "resident_id", "number": an_id_number("20150101")}
    child = district.volunteer(document=document, guardian=guardian)
    log(recorder, district.project(recorder, child), a_row(child.number))
    draw = drawn(supervisor)
    supervisor.get(f"/draws/{draw['draw_id']}/entries/1")
    assert "抽查核实时看了" in child.get("/volunteers/me/looks").get_data(as_text=True)
    assert "抽查核实" in supervisor.get("/minors/looks?year=2026").get_data(as_text=True)


@pytest.mark.parametrize("rank", ["0", "4", "x", "９", "-1", "99999"])
def test_what_was_not_drawn_is_not_found(district: District, supervisor: Person, rank: str) -> None:
    a_group_with_hours(district, supervisor, 4)
    draw = drawn(supervisor)
    assert supervisor.get(f"/draws/{draw['draw_id']}/entries/{rank}").status_code == 404


def test_draws_are_the_supervisors_and_unknown_groups_are_not_found(district: District, supervisor: Person) -> None:
    recorder = district.recorder(supervisor)
    assert recorder.post("/draws", {**MAY, "count": 3}).status_code == 403
    assert supervisor.post("/draws", {**MAY, "count": 3, "group_id": "nobody"}).status_code == 404
    assert supervisor.get("/draws/nothing").status_code == 404
    assert district.get("/public/draws/nothing").status_code == 404
    assert supervisor.post("/draws", {"from": "2026-06-01", "to": "2026-05-01", "count": 0}).status_code == 422


def test_the_public_lists_go_on_page_by_page(district: District, supervisor: Person) -> None:
    made = [announced(supervisor)["draw_id"] for _ in range(3)]
    first = district.get("/public/draws?limit=2").get_json()
    rest = district.get(f"/public/draws?limit=2&cursor={first['next']}").get_json()
    shown = [each["draw_id"] for each in (*first["items"], *rest["items"])]
    assert (sorted(shown), rest["next"]) == (sorted(made), None)
    for wrong in ("limit=0", "limit=51", "limit=x", "cursor=%00", "cursor=A"):
        assert district.get(f"/public/draws?{wrong}").status_code == 422
