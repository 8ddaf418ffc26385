"""民发〔2015〕149号: where a group was merged or dissolved, its successor or its superior issues and answers."""

import pytest
from werkzeug.test import TestResponse

from functions.statistics import jobs
from tests.builders import a_project, a_row
from tests.district import District, Person

pytestmark = pytest.mark.article("17")

AT = {"start": "2026-05-06T09:00:00+08:00", "end": "2026-05-06T10:00:00+08:00"}


def end(supervisor: Person, group: Person, successor: str, **changes: object) -> TestResponse:
    body = {"ending": "merged", "successor_id": successor, "on": "2026-06-01", "reason": "渝中民〔2026〕8 号"}
    return supervisor.post(f"/groups/{group.group_id}/succession", {**body, **changes})


def told(district: District, group_id: str) -> dict[str, object]:
    return dict(district.get(f"/public/groups/{group_id}/succession").get_json())


def fields(answer: TestResponse) -> list[str]:
    return [fault["field"] for fault in answer.get_json()["violations"]]


class Two:
    """A group, a second one that may follow it, a third, and the first one's project with a member."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.supervisor = district.supervisor()
        self.old = district.recorder(self.supervisor, name="桥头志愿队")
        self.new = district.recorder(self.supervisor, name="桥南志愿队")
        self.third = district.recorder(self.supervisor, name="桥北志愿队")
        self.person = district.volunteer()
        self.project = district.project(self.old, self.person, ends="2026-07-01T00:00:00+08:00")

    def claim(self) -> dict[str, str]:
        claim = {"project_id": self.project, **AT, "note": "漏记了"}
        made = self.person.post("/volunteers/me/claims", claim).get_json()
        member = self.old.get(f"/groups/{self.old.group_id}/members").get_json()["items"][0]["volunteer_id"]
        return {"volunteer_id": member, "entry_id": made["entry_id"]}

    def decide(self, who: Person, key: dict[str, str]) -> TestResponse:
        body = {"entries": [key], "decision": "confirmed", "reason": ""}
        return who.post(f"/groups/{self.old.group_id}/queue", body)

    def undo(self, answer: TestResponse) -> TestResponse:
        path = f"/successions/{answer.get_json()['succession_id']}/undo"
        return self.supervisor.post(path, {"reason": "批复没有生效"})


@pytest.fixture
def two(district: District) -> Two:
    return Two(district)


def test_anyone_is_told_what_became_of_a_group_and_who_answers(two: Two) -> None:
    assert told(two.district, two.old.group_id) == {"succeeded": False}
    assert end(two.supervisor, two.old, two.new.group_id).status_code == 201
    seen = told(two.district, two.old.group_id)
    assert seen["words"] == "记录单位“桥头志愿队”已于2026年6月1日并入“桥南志愿队”，由“桥南志愿队”负责答复。"


def test_a_dissolved_group_may_leave_its_answers_to_the_supervising_body(two: Two) -> None:
    end(two.supervisor, two.old, "district", ending="dissolved")
    body = "渝中区志愿服务主管部门"
    said = f"记录单位“桥头志愿队”已于2026年6月1日解散，由“{body}”承接并负责答复。"
    assert told(two.district, two.old.group_id)["words"] == said


def test_a_chain_names_the_direct_successor_and_who_answers_at_its_end(two: Two) -> None:
    end(two.supervisor, two.old, two.new.group_id)
    end(two.supervisor, two.new, two.third.group_id)
    seen = told(two.district, two.old.group_id)
    assert (seen["successor"], seen["answers"]) == ("桥南志愿队", "桥北志愿队")


def test_no_circle_can_be_recorded(two: Two) -> None:
    assert fields(end(two.supervisor, two.old, two.old.group_id)) == ["successor_id"]
    end(two.supervisor, two.old, two.new.group_id)
    circle = end(two.supervisor, two.new, two.old.group_id)
    assert "也已经并入" in circle.get_json()["violations"][0]["message"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ending": "gone"}, "ending"),
        ({"on": None}, "on"),
        ({"on": "2099-01-01"}, "on"),
        ({"reason": "好"}, "reason"),
        ({"successor_id": "nobody"}, "successor_id"),
        ({"successor_id": ""}, "successor_id"),
    ],
)
def test_each_fault_is_told_at_its_field(two: Two, changes: dict[str, object], field: str) -> None:
    assert fields(end(two.supervisor, two.old, two.new.group_id, **changes)) == [field]


def test_a_group_ends_once(two: Two) -> None:
    end(two.supervisor, two.old, two.new.group_id)
    assert end(two.supervisor, two.old, two.third.group_id).status_code == 409


def test_only_the_supervisor_ends_a_group(two: Two) -> None:
    assert end(two.old, two.old, two.new.group_id).status_code == 403


def test_the_old_recorders_still_read_but_no_longer_enter(two: Two) -> None:
    end(two.supervisor, two.old, two.new.group_id)
    rows = {"entries": [a_row(two.person.number)]}
    refused = two.old.post(f"/projects/{two.project}/hours", rows)
    assert refused.status_code == 403
    assert "桥南志愿队" in refused.get_json()["detail"]
    assert two.old.get(f"/groups/{two.old.group_id}").status_code == 200


def test_the_successors_recorders_find_the_old_group_among_their_own(two: Two) -> None:
    end(two.supervisor, two.old, two.new.group_id)
    end(two.supervisor, two.new, two.third.group_id)
    items = two.third.get("/groups/mine").get_json()["items"]
    assert [group["name"] for group in items] == ["桥北志愿队", "桥南志愿队", "桥头志愿队"]
    assert items[2]["succession"]["successor"] == "桥南志愿队"


def test_a_claim_to_the_old_group_is_decided_by_the_successor_alone(two: Two) -> None:
    key = two.claim()
    end(two.supervisor, two.old, two.new.group_id)
    assert two.decide(two.old, key).status_code == 403
    assert two.decide(two.third, key).status_code == 404
    assert two.decide(two.new, key).get_json()["outcomes"][0]["done"]


def test_a_dispute_goes_to_the_successor_who_is_told_and_answers(two: Two) -> None:
    end(two.supervisor, two.old, two.new.group_id)
    body = {"kind": "missing", "project_id": two.project, "text": "漏记了一次服务", **AT}
    made = two.person.post("/volunteers/me/disputes", body).get_json()
    news = [message["kind"] for message in two.new.get("/messages").get_json()["items"]]
    assert "disputes.news" in news
    path = f"/disputes/{made['dispute_id']}/messages"
    answer = {"version": 1, "text": "核对了签到表", "outcome": "rejected"}
    assert two.old.post(path, answer).status_code == 403
    assert two.new.post(path, answer).status_code == 201


def test_a_dispute_is_on_the_supervisors_list_at_once_where_the_body_answers(two: Two) -> None:
    end(two.supervisor, two.old, "district", ending="dissolved")
    body = {"kind": "missing", "project_id": two.project, "text": "漏记了一次服务", **AT}
    two.person.post("/volunteers/me/disputes", body)
    [seen] = two.supervisor.get("/disputes/overdue").get_json()["items"]
    assert seen["group"] == "桥头志愿队"


def test_nothing_new_begins_in_the_name_of_a_group_that_is_no_more(two: Two) -> None:
    end(two.supervisor, two.old, two.new.group_id)
    assert two.new.post("/projects", a_project(two.old.group_id)).status_code == 403


def test_it_is_taken_back_as_long_as_nobody_acted_in_its_place(two: Two) -> None:
    ended = end(two.supervisor, two.old, two.new.group_id)
    assert two.undo(ended).get_json()["state"] == "undone"
    assert told(two.district, two.old.group_id) == {"succeeded": False}
    assert two.decide(two.old, two.claim()).get_json()["outcomes"][0]["done"]
    assert two.undo(ended).status_code == 409


def test_it_is_not_taken_back_once_the_successor_has_acted(two: Two) -> None:
    ended = end(two.supervisor, two.old, two.new.group_id)
    two.decide(two.new, two.claim())
    refused = two.undo(ended)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "successions.used")


def test_the_public_figures_count_a_group_that_is_no_more_no_longer(two: Two) -> None:
    ended = end(two.supervisor, two.old, two.new.group_id)
    assert not jobs.recount()
    two.undo(ended)
    assert not jobs.recount()


def test_both_groups_and_the_audit_know_of_it(two: Two) -> None:
    end(two.supervisor, two.old, two.new.group_id)
    for person in (two.old, two.new):
        [message] = person.get("/messages").get_json()["items"]
        assert "由“桥南志愿队”负责答复" in message["text"]
    [listed] = two.supervisor.get("/successions").get_json()["items"]
    assert (listed["group"], listed["successor"], listed["reason"]) == (
        "桥头志愿队",
        "桥南志愿队",
        "渝中民〔2026〕8 号",
    )
