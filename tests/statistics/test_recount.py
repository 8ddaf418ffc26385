"""Counted as things happen and counted anew: the same after any history; and what is published of it."""

import csv
import io
import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from functions.statistics import jobs
from functions.statistics.cells import ONE, active
from functions.statistics.counting import count
from functions.storage import clock
from functions.storage.transactions import Transaction
from tests.builders import an_id_number
from tests.district import District, Person, empty_tables
from tests.hours.test_lifecycle import change, decide, queue
from tests.hours.test_waiting import log
from tests.stars.served import rows_of

pytestmark = pytest.mark.article("15")

ACTS = ("hours", "sheet", "correct", "void", "claim", "refuse", "star", "new year", "birth", "close", "merge", "undo")


@dataclass
class World:
    """A group with a few volunteers; everything that is counted can happen in it."""

    district: District
    supervisor: Person
    recorder: Person
    project: str
    people: list[Person]
    minutes: int = 0
    days: dict[str, int] = field(default_factory=dict)
    merges: list[str] = field(default_factory=list)

    def do(self, act: str, who: int) -> None:
        self.minutes += 5  # nobody hurries
        with clock.stopped_at(clock.now() + timedelta(minutes=self.minutes)):
            getattr(self, f"_{act.replace(' ', '_')}")(self.people[who % len(self.people)])

    def _rows(self, person: Person, minutes: int, first: date) -> list[dict[str, Any]]:
        number = person.number
        self.days[number] = self.days.get(number, 0) + 1
        return rows_of(number, minutes, first + timedelta(days=6 * self.days[number]))

    def _hours(self, person: Person) -> None:
        log(self.recorder, self.project, *self._rows(person, 90, date(2026, 1, 1)))

    def _new_year(self, person: Person) -> None:
        log(self.recorder, self.project, *self._rows(person, 60, date(2025, 12, 20)))

    def _sheet(self, _: Person) -> None:
        """More rows than one transaction holds."""
        rows = [row for each in self.people for row in self._rows(each, 3600, date(2025, 11, 1))]
        many = [{**rows[0], "start": f"2025-10-{day:02d}T0{hour}:00:00+08:00", "end": f"2025-10-{day:02d}T0{hour}:30:00+08:00"}
                for day in range(1, 31) for hour in range(3)]  # fmt: skip
        log(self.recorder, self.project, *rows, *many)

    def _first(self) -> dict[str, Any] | None:
        items = self.recorder.get(f"/projects/{self.project}/hours").get_json()["items"]
        return items[0] if items else None

    def _correct(self, _: Person) -> None:
        entry = self._first()
        if entry:
            body = {
                "start": "2026-05-30T09:00:00+08:00",
                "end": "2026-05-30T09:40:00+08:00",
                "reason": "签到表上是这样",
            }
            change(self.recorder, entry, "correction", **body)

    def _void(self, _: Person) -> None:
        entry = self._first()
        if entry:
            change(self.recorder, entry, "void", reason="重复了")

    def _claim(self, person: Person) -> None:
        times = {"start": "2026-05-28T09:00:00+08:00", "end": "2026-05-28T10:00:00+08:00"}
        person.post("/volunteers/me/claims", {"project_id": self.project, **times, "note": "漏记了"})
        if queue(self.recorder):
            decide(self.recorder, queue(self.recorder))

    def _refuse(self, person: Person) -> None:
        times = {"start": "2026-05-27T09:00:00+08:00", "end": "2026-05-27T10:00:00+08:00"}
        person.post("/volunteers/me/claims", {"project_id": self.project, **times, "note": "漏记了"})
        if queue(self.recorder):
            decide(self.recorder, queue(self.recorder), "refused", "没有签到")

    def _star(self, person: Person) -> None:
        log(self.recorder, self.project, *rows_of(person.number, 6000, date(2026, 2, 1)))
        held = person.get("/volunteers/me/stars").get_json()
        if "held" in held:
            person.post("/volunteers/me/stars", {"star": held["held"] + 1})
        items = self.supervisor.get("/star-applications").get_json()["items"]
        keys = [{"application_id": one["application_id"], "version": one["version"]} for one in items]
        if keys:
            self.supervisor.post("/star-applications/decisions", {"applications": keys, "decision": "granted"})
        for short in self.supervisor.get("/star-applications/short").get_json()["items"]:
            path = f"/star-applications/{short['application_id']}/revocation"
            self.supervisor.post(path, {"version": short["version"], "reason": "不足"})

    def _birth(self, person: Person) -> None:
        new = {"type": "passport", "number": f"E{an_id_number()[-8:]}"}
        person.post("/volunteers/me/corrections", {"field": "document", "document": new, "text": "换成护照"})
        self._grant_all()
        person.post("/volunteers/me/corrections", {"field": "birth_month", "value": "1966-07", "text": "写错了"})
        self._grant_all()

    def _close(self, person: Person) -> None:
        if len(self.people) > 2:
            person.post("/volunteers/me/closing", {"text": "不再参加服务"})
            self._grant_all()
            self.people.remove(person)

    def _grant_all(self) -> None:
        for one in self.supervisor.get("/requests").get_json()["items"]:
            decision = {"version": one["version"], "decision": "granted", "note": "已核对证件原件"}
            self.supervisor.post(f"/requests/{one['request_id']}/decision", decision)

    def _merge(self, person: Person) -> None:
        other = next(each for each in self.people if each is not person)
        body = {"kept": person.number, "gone": other.number, "reason": "本人带证件到场核对"}
        made = self.supervisor.post("/merges", body)
        if made.status_code == 201:
            self.merges.append(made.get_json()["merge_id"])

    def _undo(self, _: Person) -> None:
        if self.merges:
            self.supervisor.post(f"/merges/{self.merges.pop()}/undo", {"reason": "弄错了，不是同一人"})


def a_world(functions: District) -> World:
    """In empty tables: the engine of the quick tests copies them all at every transaction."""
    empty_tables()
    district = District(functions.members, functions.public)
    supervisor = district.supervisor("counting")
    recorder = district.recorder(supervisor)
    people = [district.volunteer(name=f"志愿者{name}") for name in "甲乙丙"]
    project = district.project(recorder, *people, starts="2025-10-01T00:00:00+08:00")
    return World(district, supervisor, recorder, project, people)


@settings(max_examples=5, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(history=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 2)), min_size=4, max_size=10))
def test_after_any_history_counting_anew_comes_to_what_was_counted(
    functions: District, district: District, history: list[tuple[str, int]]
) -> None:
    world = a_world(functions)
    for act, who in history:
        world.do(act, who)
    assert jobs.recount() == []


def test_every_act_together_comes_to_what_was_counted(functions: District, district: District) -> None:
    world = a_world(functions)
    for act in (*ACTS, "star", "merge", "undo", "void", "close"):
        world.do(act, 0)
    assert jobs.recount() == []


def test_a_counter_that_went_astray_is_reported_and_mended(district: District) -> None:
    supervisor = district.supervisor()
    district.volunteer()
    astray = Transaction()
    count(astray, (active("2026"), ONE))
    astray.commit()
    [found] = jobs.recount()
    assert (found.cell, found.kept.amount, found.found.amount) == (active("2026"), 1, 0)
    [report] = supervisor.get("/statistics/recounts").get_json()["items"]
    assert report["differences"] == [{"cell": "2026 active", "kept": 1, "found": 0}]
    jobs.recount(mend=True)
    assert jobs.recount() == []


def test_published_figures_are_for_everybody_and_lie_in_files_too(district: District, published: Path) -> None:
    assert district.get("/public/statistics").status_code == 404
    recorder = district.recorder()
    people = [district.volunteer(name=f"志愿者{name}") for name in "甲乙丙丁戊"]
    project = district.project(recorder, *people)
    rows = [row for person in people for row in rows_of(person.number, 60, date(2026, 5, 4))]
    log(recorder, project, *rows)
    jobs.publish()
    seen = district.get("/public/statistics").get_json()
    assert (seen["volunteers"], seen["entries"], seen["minutes"], seen["years"][0]["active"]) == (5, 5, 300, 5)
    assert (seen["groups"], seen["projects"]) == (None, None)
    assert json.loads((published / "published" / "figures.json").read_text(encoding="utf-8")) == seen
    lines = list(csv.reader(io.StringIO((published / "published" / "figures.csv").read_text(encoding="utf-8-sig"))))
    assert ["服务时长", "2026", "月份", "5月", "300", "分钟"] in lines
    assert ["志愿团体", "全部", "合计", "合计", "少于5或为保护隐私不显示", "个"] in lines


def test_no_name_or_number_of_anybody_is_published(district: District) -> None:
    person = district.volunteer(name="欧阳娜娜")
    jobs.publish()
    text = district.get("/public/statistics").get_data(as_text=True)
    assert ("欧阳娜娜" in text, person.number in text) == (False, False)
