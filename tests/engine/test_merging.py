"""On a real engine: two records become one while others write to the one that goes on, and are parted again."""

from functions.hours.actions import total_of
from functions.volunteers.actions import by_number
from tests.builders import a_row, an_id_number
from tests.district import District
from tests.engine.test_contention import at_once

WHY = "本人带两份证件原件到场核对"


def test_a_merge_among_writers_loses_no_minute_and_can_be_taken_back(district: District) -> None:
    supervisor = district.supervisor("merging-supervisor")
    recorder = district.recorder(supervisor)
    kept, gone = (
        district.volunteer(name="张小三", document={"type": "resident_id", "number": an_id_number()}) for _ in range(2)
    )
    project = district.project(recorder, kept, gone)
    rows = [a_row(gone.number, f"2026-05-{day:02d}T09:00", f"2026-05-{day:02d}T10:00") for day in range(1, 21)]
    assert recorder.post(f"/projects/{project}/hours", {"entries": rows}).status_code == 201
    code = gone.post("/certificates", {}).get_json()["code"]

    def write(day: int) -> int:
        row = a_row(kept.number, f"2026-05-{day:02d}T14:00", f"2026-05-{day:02d}T15:00")
        return recorder.post(f"/projects/{project}/hours", {"entries": [row]}).status_code

    def merge() -> int:
        body = {"kept": kept.number, "gone": gone.number, "reason": WHY}
        return supervisor.post("/merges", body).status_code

    assert at_once([merge, *(lambda day=day: write(day) for day in range(1, 9))]) == [201] * 9
    ids = [person.volunteer_id for number in (kept.number, gone.number) if (person := by_number(number))]
    assert [total_of(volunteer_id) for volunteer_id in ids] == [(28 * 60, 28), (0, 0)]
    assert district.get(f"/public/certificates/{code}").get_json()["status"] == "valid"
    own = kept.post("/certificates", {}).get_json()["code"]
    merge_id = supervisor.get("/merges").get_json()["items"][0]["merge_id"]
    assert supervisor.post(f"/merges/{merge_id}/undo", {"reason": WHY}).status_code == 200
    assert [total_of(volunteer_id) for volunteer_id in ids] == [(8 * 60, 8), (20 * 60, 20)]
    assert district.get(f"/public/certificates/{own}").get_json()["status"] == "replaced"
