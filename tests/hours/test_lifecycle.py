"""Claims, the queue, corrections and voiding: through their doors; totals and certificates follow."""

import pytest

from functions.hours import lifecycle
from tests.builders import a_recorder, a_row, an_id_number
from tests.district import District, Person

pytestmark = pytest.mark.article("9")


def a_claim(
    project: str, start: str = "2026-05-01T09:00", end: str = "2026-05-01T11:00", **more: str
) -> dict[str, str]:
    body = {"project_id": project, "start": f"{start}:00+08:00", "end": f"{end}:00+08:00", "note": "王阿姨可以证明"}
    return {**body, **more}


def totals(volunteer: Person) -> tuple[int, int]:
    told = volunteer.get("/volunteers/me/record").get_json()["totals"]
    return told["minutes"], told["entries"]


def queue(recorder: Person) -> list[dict[str, str]]:
    items: list[dict[str, str]] = recorder.get(f"/groups/{recorder.group_id}/queue").get_json()["items"]
    return items


def decide(recorder: Person, entries: list[dict[str, str]], decision: str = "confirmed", reason: str = ""):  # type: ignore[no-untyped-def]
    keys = [{"volunteer_id": entry["volunteer_id"], "entry_id": entry["entry_id"]} for entry in entries]
    body = {"entries": keys, "decision": decision, "reason": reason}
    return recorder.post(f"/groups/{recorder.group_id}/queue", body)


def change(recorder: Person, entry: dict[str, str], what: str, **body: str):  # type: ignore[no-untyped-def]
    return recorder.post(f"/entries/{entry['volunteer_id']}/{entry['entry_id']}/{what}", body)


def to(start: str, end: str) -> dict[str, str]:
    return {"start": f"2026-05-01T{start}:00+08:00", "end": f"2026-05-01T{end}:00+08:00", "reason": "核对签到表"}


def test_a_claim_waits_and_counts_for_nothing(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    answer = volunteer.post("/volunteers/me/claims", a_claim(project))
    assert (answer.status_code, answer.get_json()["state"]) == (201, "pending")
    assert totals(volunteer) == (0, 0)
    assert [(item["source_name"], item["note"]) for item in queue(recorder)] == [("本人申报", "王阿姨可以证明")]


def test_a_confirmed_claim_counts_and_the_volunteer_is_told(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    volunteer.post("/volunteers/me/claims", a_claim(project))
    done = decide(recorder, queue(recorder)).get_json()["outcomes"]
    assert [outcome["state"] for outcome in done] == ["in_force"]
    assert (totals(volunteer), queue(recorder)) == ((120, 1), [])
    assert "已确认" in volunteer.get("/messages").get_json()["items"][0]["text"]


def test_a_refused_claim_says_why(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    volunteer.post("/volunteers/me/claims", a_claim(project))
    assert decide(recorder, queue(recorder), "refused").status_code == 422
    decide(recorder, queue(recorder), "refused", "当天没有活动")
    claim = volunteer.get("/volunteers/me/claims").get_json()["items"][0]
    assert (claim["state_name"], claim["reason"], totals(volunteer)) == ("未通过", "当天没有活动", (0, 0))


def test_of_many_the_wrong_ones_are_told_apart_with_their_reason(district: District) -> None:
    recorder = district.recorder()
    people = [district.volunteer() for _ in range(3)]
    project = district.project(recorder, *people)
    for person in people:
        person.post("/volunteers/me/claims", a_claim(project))
    recorder.post(f"/projects/{project}/hours", {"entries": [a_row(people[1].number)]})
    outcomes = decide(recorder, queue(recorder)).get_json()["outcomes"]
    assert sorted(outcome["done"] for outcome in outcomes) == [False, True, True]
    assert [outcome["code"] for outcome in outcomes if not outcome["done"]] == ["hours.overlap"]


def test_the_same_time_is_not_claimed_twice(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    answers = [volunteer.post("/volunteers/me/claims", a_claim(project)) for _ in range(2)]
    assert [fault["code"] for fault in answers[1].get_json()["violations"]] == ["hours.claimed_already"]


def test_a_claim_needs_a_note_and_a_project_of_an_own_group(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    bare = volunteer.post("/volunteers/me/claims", a_claim(project, note=""))
    assert [fault["field"] for fault in bare.get_json()["violations"]] == ["note"]
    assert district.volunteer().post("/volunteers/me/claims", a_claim(project)).status_code == 404


def test_a_claim_is_taken_back_until_it_is_decided(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    entry = volunteer.post("/volunteers/me/claims", a_claim(project)).get_json()["entry_id"]
    assert volunteer.ask("DELETE", f"/volunteers/me/claims/{entry}").status_code == 204
    assert queue(recorder) == []
    assert volunteer.ask("DELETE", f"/volunteers/me/claims/{entry}").status_code == 409


def test_nobody_confirms_the_own_claim(district: District) -> None:
    document = {"type": "resident_id", "number": an_id_number()}
    recorder = district.recorder(recorder=a_recorder(document=document))
    volunteer = district.volunteer(document=document)
    project = district.project(recorder, volunteer)
    volunteer.post("/volunteers/me/claims", a_claim(project))
    outcome = decide(recorder, queue(recorder)).get_json()["outcomes"][0]
    assert (outcome["done"], outcome["code"]) == (False, "hours.own_confirmation")


def test_another_group_neither_sees_nor_decides_the_queue(district: District) -> None:
    volunteer, recorder, stranger = district.volunteer(), district.recorder(), district.recorder()
    project = district.project(recorder, volunteer)
    volunteer.post("/volunteers/me/claims", a_claim(project))
    entries = queue(recorder)
    assert stranger.get(f"/groups/{recorder.group_id}/queue").status_code == 404
    assert decide(stranger, entries).get_json()["outcomes"][0]["done"] is False
    assert change(stranger, entries[0], "void", reason="x").status_code == 404


def test_c23_the_total_equals_the_sum_at_every_step(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    seen = []
    recorder.post(f"/projects/{project}/hours", {"entries": [a_row(volunteer.number)]})
    entry = recorder.get(f"/projects/{project}/hours").get_json()["items"][0]
    seen.append(totals(volunteer))
    corrected = change(recorder, entry, "correction", **to("09:00", "10:30")).get_json()
    seen.append(totals(volunteer))
    change(recorder, corrected, "void", reason="没有参加")
    seen.append(totals(volunteer))
    recorder.post(f"/projects/{project}/hours", {"entries": [a_row(volunteer.number)]})
    seen.append(totals(volunteer))
    assert seen == [(120, 1), (90, 1), (0, 0), (120, 1)]


def test_c24_a_correction_keeps_who_when_and_why(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    recorder.post(f"/projects/{project}/hours", {"entries": [a_row(volunteer.number)]})
    entry = recorder.get(f"/projects/{project}/hours").get_json()["items"][0]
    new = change(recorder, entry, "correction", **to("09:00", "10:30")).get_json()
    versions = volunteer.get(f"/entries/me/{new['entry_id']}/versions").get_json()["items"]
    assert [(item["version"], item["minutes"], item["state"]) for item in versions] == [
        (1, 120, "superseded"),
        (2, 90, "in_force"),
    ]
    assert versions[1]["reason"] == "核对签到表"


@pytest.mark.article("17")
def test_c24_a_certificate_of_a_corrected_entry_is_replaced_and_the_holder_is_told(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    recorder.post(f"/projects/{project}/hours", {"entries": [a_row(volunteer.number)]})
    code = volunteer.post("/certificates", {"show_document": "masked"}).get_json()["code"]
    entry = recorder.get(f"/projects/{project}/hours").get_json()["items"][0]
    change(recorder, entry, "correction", **to("09:00", "10:30"))
    assert district.get(f"/public/certificates/{code}").get_json()["status"] == "replaced"
    kinds = [item["kind"] for item in volunteer.get("/messages").get_json()["items"]]
    assert "certificate.replaced" in kinds


@pytest.mark.article("17")
def test_a_certificate_whose_own_facts_did_not_change_stays_valid(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    other = a_row(volunteer.number, "2026-05-09T09:00", "2026-05-09T10:00")
    recorder.post(f"/projects/{project}/hours", {"entries": [a_row(volunteer.number), other]})
    period = {"show_document": "masked", "from": "2026-05-09", "to": "2026-05-09"}
    code = volunteer.post("/certificates", period).get_json()["code"]
    entry = recorder.get(f"/projects/{project}/hours").get_json()["items"][0]
    change(recorder, entry, "void", reason="没有参加")
    assert district.get(f"/public/certificates/{code}").get_json()["status"] == "valid"


def test_of_two_who_correct_the_same_version_one_is_told_to_look_again(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    recorder.post(f"/projects/{project}/hours", {"entries": [a_row(volunteer.number)]})
    entry = recorder.get(f"/projects/{project}/hours").get_json()["items"][0]
    answers = [change(recorder, entry, "correction", **to("09:00", end)) for end in ("10:30", "10:40")]
    assert [answer.status_code for answer in answers] == [201, 409]
    assert totals(volunteer) == (90, 1)


def test_a_correction_may_not_overlap_what_else_stands(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    later = a_row(volunteer.number, "2026-05-01T12:00", "2026-05-01T13:00")
    recorder.post(f"/projects/{project}/hours", {"entries": [a_row(volunteer.number), later]})
    entry = recorder.get(f"/projects/{project}/hours").get_json()["items"][0]
    answer = change(recorder, entry, "correction", **to("09:00", "12:30"))
    assert [fault["code"] for fault in answer.get_json()["violations"]] == ["hours.overlap"]


def test_a_claim_may_be_corrected_instead_of_confirmed(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    volunteer.post("/volunteers/me/claims", a_claim(project))
    answer = change(recorder, queue(recorder)[0], "correction", **to("09:00", "10:00"))
    assert (answer.status_code, totals(volunteer), queue(recorder)) == (201, (60, 1), [])


@pytest.mark.parametrize(
    ("state", "to_state", "may"),
    [
        ("pending", "in_force", True),
        ("pending", "refused", True),
        ("in_force", "superseded", True),
        ("in_force", "refused", False),
        ("voided", "in_force", False),
        ("superseded", "voided", False),
        ("refused", "in_force", False),
    ],
)
def test_an_entry_moves_only_forward(state: str, to_state: str, may: bool) -> None:
    assert lifecycle.may_become(state, to_state) is may


def test_what_was_filled_in_late_is_confirmed_by_a_second_person() -> None:
    same = lifecycle.confirmer_faults("back_fill", "one", "volunteer", "one", "recorder")
    assert [fault.code for fault in same] == ["hours.second_needed"]
    assert lifecycle.confirmer_faults("back_fill", "one", "volunteer", "two", "another") == []
