"""A file of hours through the real engine: what it costs beside a bare writer, and two who write it at once."""

import base64
from datetime import date

from tests.district import District
from tests.engine import imports
from tests.engine.acts import Stage
from tests.engine.test_contention import at_once


def test_a_file_of_a_thousand_rows_costs_at_most_three_times_the_bare_items(district: District) -> None:
    stage = Stage(district, "import-supervisor")
    done = imports.import_of(stage, 1000)
    assert (done.final["state"], done.final["entries"], done.final["minutes"]) == ("done", 1000, 30_000)
    assert done.imported.write_units <= 3 * done.bare.write_units


def test_two_who_write_the_same_file_at_once_write_it_once(district: District) -> None:
    stage = Stage(district, "import-twice")
    content = imports.a_file([person.number for person in stage.volunteers], 60, date(2026, 2, 1))
    path = f"/groups/{stage.recorder.group_id}/imports"
    body = {"name": "all.xlsx", "content": base64.b64encode(content).decode(), "project_id": stage.project}
    imported = stage.recorder.post(path, body).get_json()
    piece = f"{path}/{imported['import_id']}/pieces/0"
    assert stage.recorder.post(piece, {"act": "check"}).get_json()["fault_count"] == 0
    answers = at_once([lambda: stage.recorder.post(piece, {"act": "write"}) for _ in range(4)])
    assert {answer.status_code for answer in answers} == {200}
    total = [person.get("/volunteers/me/record").get_json()["totals"] for person in stage.volunteers[:3]]
    assert [(each["minutes"], each["entries"]) for each in total] == [(60, 2)] * 3
