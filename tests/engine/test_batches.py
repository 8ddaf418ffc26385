"""Batches and successions with many at once: nobody gets two certificates, and no successor acts for a group that is back."""

from tests.batches.classes import SchoolClass, certificates
from tests.builders import a_row
from tests.district import District
from tests.engine.test_contention import at_once


def test_of_six_who_send_the_same_piece_at_once_each_person_gets_one_certificate(district: District) -> None:
    school = SchoolClass(district, login="batches-piece")
    batch = school.batch()
    answers = at_once([lambda: school.recorder.post(f"{batch}/pieces/0").status_code] * 6)
    assert set(answers) == {200}
    assert [len(certificates(person)) for person in school.people] == [1, 1, 0]
    assert len(school.people[2].get("/messages").get_json()["items"]) == 1


def test_a_succession_is_either_taken_back_or_acted_on(district: District) -> None:
    """The successor enters an hour at the moment at which the supervisor takes the succession back."""
    school = SchoolClass(district, login="batches-undo")
    successor = district.recorder(school.supervisor, name="桥南志愿队")
    body = {"ending": "merged", "successor_id": successor.group_id, "on": "2026-06-01", "reason": "批复第 8 号"}
    made = school.supervisor.post(f"/groups/{school.recorder.group_id}/succession", body).get_json()
    row = a_row(school.people[0].number, "2026-05-09T09:00", "2026-05-09T10:00")
    enter = f"/projects/{school.project}/hours"
    undo = f"/successions/{made['succession_id']}/undo"
    entered, undone = at_once(
        [
            lambda: successor.post(enter, {"entries": [row]}).status_code,
            lambda: school.supervisor.post(undo, {"reason": "批复没有生效"}).status_code,
        ]
    )
    assert (entered, undone) in {(201, 409), (403, 200), (404, 200), (409, 200)}
