"""C23: the total equals the sum of what is in force, with ten writers who confirm, correct and void at once."""

from typing import Any

from functions.hours import ledger
from functions.hours.models import EntryItem
from tests.builders import a_row
from tests.district import District, Person
from tests.engine.test_contention import at_once

WRITERS = 10


def in_force(volunteer_id: str) -> list[Any]:
    return [item for item in EntryItem.query(volunteer_id, consistent_read=True) if item.state == "in_force"]


def a_life(recorder: Person, volunteer: Person, project: str, place: int) -> list[int]:
    """One writer's acts on an hour of their own: claim, confirm, correct, void, enter again."""
    day = f"2026-05-{place + 1:02d}"
    claim = {
        "project_id": project,
        "start": f"{day}T09:00:00+08:00",
        "end": f"{day}T11:00:00+08:00",
        "note": "有人证明",
    }
    made = volunteer.post("/volunteers/me/claims", claim)
    queue = recorder.get(f"/groups/{recorder.group_id}/queue?limit=100").get_json()["items"]
    entry = next(item for item in queue if item["entry_id"] == made.get_json()["entry_id"])
    key = {"volunteer_id": entry["volunteer_id"], "entry_id": entry["entry_id"]}
    confirmed = recorder.post(f"/groups/{recorder.group_id}/queue", {"entries": [key], "decision": "confirmed"})
    times = {"start": claim["start"], "end": f"{day}T10:30:00+08:00", "reason": "核对签到表"}
    corrected = recorder.post(f"/entries/{key['volunteer_id']}/{key['entry_id']}/correction", times)
    new = corrected.get_json()["entry_id"]
    voided = recorder.post(f"/entries/{key['volunteer_id']}/{new}/void", {"reason": "录错了"})
    row = a_row(volunteer.number, f"{day}T09:00", f"{day}T10:00")
    again = recorder.post(f"/projects/{project}/hours", {"entries": [row]})
    return [answer.status_code for answer in (made, confirmed, corrected, voided, again)]


def test_c23_ten_writers_who_confirm_correct_and_void_leave_a_true_total(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder(district.supervisor("lifecycle-supervisor"))
    project = district.project(recorder, volunteer)
    answers = at_once([lambda place=place: a_life(recorder, volunteer, project, place) for place in range(WRITERS)])
    assert answers == [[201, 200, 201, 200, 201]] * WRITERS
    volunteer_id = recorder.get(f"/projects/{project}/hours").get_json()["items"][0]["volunteer_id"]
    entries = in_force(volunteer_id)
    assert ledger.total_of(volunteer_id) == (sum(int(entry.minutes) for entry in entries), len(entries)) == (600, 10)


def test_of_ten_who_correct_one_entry_at_once_one_succeeds(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder(district.supervisor("correction-supervisor"))
    project = district.project(recorder, volunteer)
    recorder.post(f"/projects/{project}/hours", {"entries": [a_row(volunteer.number)]})
    entry = recorder.get(f"/projects/{project}/hours").get_json()["items"][0]

    def correct(minute: int) -> int:
        body = {"start": entry["start"], "end": f"2026-05-01T10:{minute:02d}:00+08:00", "reason": "核对"}
        return recorder.post(f"/entries/{entry['volunteer_id']}/{entry['entry_id']}/correction", body).status_code

    answers = at_once([lambda minute=minute: correct(minute) for minute in range(10, 10 + WRITERS)])
    assert sorted(answers) == [201] + [409] * (WRITERS - 1)
    assert ledger.total_of(entry["volunteer_id"])[1] == 1
