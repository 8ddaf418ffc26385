"""Many requests that add to one sign at once lose nothing of it."""

from functools import partial

from functions.projects import actions as projects
from functions.supervision import signs
from tests.district import District
from tests.engine.acts import Stage
from tests.engine.test_contention import at_once

MANY = 8


def test_pieces_of_one_act_at_once_make_one_sign_with_all_entries(district: District) -> None:
    stage = Stage(district, "signs-supervisor")
    project = projects.find(stage.project)
    assert project is not None
    session = stage.recorder.get("/session").get_json()
    acts = [
        partial(
            signs.note,
            signs.Act(session["account_id"], signs.place_of(project), "file", f"piece{n}"),
            "night",
            [(f"v{n}", f"e{n}")],
        )
        for n in range(MANY)
    ]
    at_once([*acts, acts[0]])
    found = [
        each
        for each in stage.supervisor.get("/signs?state=open&kind=night").get_json()["items"]
        if each["group"] == project.group_name
    ]
    assert [(each["kind"], each["count"]) for each in found] == [("night", MANY)]
