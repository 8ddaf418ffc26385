"""The codes: what they hold, how long they are good, and what a phone without a network may do with them."""

import pytest

from functions.checkins import tokens
from functions.storage import clock
from tests.builders import SAMPLE_ID, a_row
from tests.checkins.doors import (
    at,
    by_hand,
    code,
    codes,
    confirm,
    entries,
    instant,
    is_in,
    queue,
    says,
    scan,
    total,
    use,
)
from tests.district import District, Person

pytestmark = pytest.mark.article("9")


@pytest.fixture
def volunteer(district: District) -> Person:
    return district.volunteer(document={"type": "resident_id", "number": SAMPLE_ID}, name="古丽米热")


@pytest.fixture
def recorder(district: District) -> Person:
    return district.recorder()


@pytest.fixture
def project(district: District, recorder: Person, volunteer: Person) -> str:
    return district.project(recorder, volunteer)


def shown(person: Person, path: str) -> dict[str, str]:
    answer = person.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return dict(answer.get_json())


def test_the_screen_shows_an_address_that_changes_every_thirty_seconds(recorder: Person, project: str) -> None:
    path = f"/projects/{project}/check-in-code?direction=in"
    with at("1 09:00:05"):
        first = shown(recorder, path)
        assert first["url"] == f"http://localhost/check-in/#{first['token']}"
        assert (first["next_in"], first["valid_until"]) == (25, "2026-05-01T09:03:30+08:00")
        assert first["qr_svg"].startswith("<svg")
    with at("1 09:00:29"):
        assert shown(recorder, path)["token"] == first["token"]
    with at("1 09:00:30"):
        assert shown(recorder, path)["token"] != first["token"]


def test_a_code_is_good_for_minutes(volunteer: Person, recorder: Person, project: str) -> None:
    with at("1 09:00:10"):
        token = code(recorder, project, "in")
    with at("1 09:03:31"):
        answer = use(volunteer, token)
        assert (codes(answer), says(answer)) == (["checkins.code_expired"], "二维码已过期，请扫屏幕上现在的码。")
    with at("1 09:03:30"):
        assert use(volunteer, token).status_code == 201


def forgeries(token: str) -> list[str]:
    """The token with each part in turn changed, cut off, or of another kind."""
    parts = token.split(".")
    changed = [".".join([*parts[:place], parts[place][::-1] + "0", *parts[place + 1 :]]) for place in range(7)]
    other = token.replace(".in.", ".out.")
    return [*changed, other, token[:-1], parts[-1], "x", "v1......", "p1.." + parts[-1], "票" * 40]


def test_a_forged_code_is_refused(volunteer: Person, recorder: Person, project: str) -> None:
    with at("1 09:00"):
        for token in forgeries(code(recorder, project, "in")):
            assert codes(use(volunteer, token)) == ["checkins.code_forged"], token
        assert is_in(volunteer) is None


def test_a_scanner_may_type_the_address_in_capitals_or_full_width(
    volunteer: Person, recorder: Person, project: str
) -> None:
    with at("1 09:00"):
        token = code(recorder, project, "in")
        typed = f" HTTP://LOCALHOST/CHECK-IN/#{token.upper()} ".translate({46: 0xFF0E})
        assert use(volunteer, typed).status_code == 201


def test_a_code_of_one_direction_does_not_serve_the_other(volunteer: Person, recorder: Person, project: str) -> None:
    with at("1 09:00"):
        out = code(recorder, project, "out")
        assert codes(use(volunteer, out)) == ["checkins.not_in"]


def test_a_planned_end_travels_in_the_code(volunteer: Person, recorder: Person, project: str) -> None:
    with at("1 09:00"):
        read = tokens.read(code(recorder, project, "in", planned_end="1 12:00"))
        assert isinstance(read, tokens.ProjectCode)
        assert read.planned_end == instant("1 12:00")
        assert scan(volunteer, recorder, project, "in", planned_end="1 12:00").get_json()["planned_end"] == (
            "2026-05-01T12:00:00+08:00"
        )


def test_the_recorder_scans_the_volunteers_own_code(volunteer: Person, recorder: Person, project: str) -> None:
    with at("1 09:00"):
        token = shown(volunteer, "/volunteers/me/personal-code")["token"]
        came = by_hand(recorder, project, "in", personal_token=token)
        again = by_hand(recorder, project, "in", personal_token=token)
        assert came.status_code == 201
        assert came.get_json() == again.get_json()
        assert (came.get_json()["name"], came.get_json()["volunteer_number"]) == ("古丽米热", volunteer.number)
    with at("1 11:00"):
        address = shown(volunteer, "/volunteers/me/personal-code")["url"]
        left = by_hand(recorder, project, "out", personal_token=address).get_json()
    assert (left["minutes"], left["state"]) == (120, "in_force")


def test_c50_a_personal_code_holds_an_opaque_id_and_nothing_else(volunteer: Person) -> None:
    with at("1 09:00"):
        own = shown(volunteer, "/volunteers/me/personal-code")
    kind, volunteer_id, step, mark = own["token"].split(".")
    assert (kind, len(volunteer_id), len(mark)) == ("p1", 20, 32)
    assert int(step) * 30 == int(instant("1 09:00").timestamp())
    assert not any(part in own["url"] for part in (volunteer.number, SAMPLE_ID, "1949"))


def test_an_old_personal_code_and_the_wrong_kind_are_refused(volunteer: Person, recorder: Person, project: str) -> None:
    with at("1 09:00"):
        token = shown(volunteer, "/volunteers/me/personal-code")["token"]
        assert codes(use(volunteer, token)) == ["checkins.other_kind"]
        screen = code(recorder, project, "in")
        assert codes(by_hand(recorder, project, "in", personal_token=screen)) == ["checkins.other_kind"]
        assert codes(by_hand(recorder, project, "in", personal_token=token + "0")) == ["checkins.code_forged"]
    with at("1 09:04"):
        assert codes(by_hand(recorder, project, "in", personal_token=token)) == ["checkins.code_expired"]


def test_who_has_no_phone_is_checked_in_by_number(
    district: District, volunteer: Person, recorder: Person, project: str
) -> None:
    spaced = " ".join(volunteer.number[place : place + 4] for place in range(0, 16, 4))
    with at("1 09:00"):
        assert by_hand(recorder, project, "in", volunteer_number=spaced).status_code == 201
        assert codes(by_hand(recorder, project, "in", volunteer_number="123")) == ["members.number_form"]
        assert codes(by_hand(recorder, project, "in")) == ["members.number_form"]
        stranger = district.volunteer().number
        assert codes(by_hand(recorder, project, "in", volunteer_number=stranger)) == ["checkins.not_a_member"]
        assert codes(by_hand(recorder, project, "", volunteer_number=spaced)) == ["checkins.direction"]
    with at("1 10:00"):
        left = by_hand(recorder, project, "out", volunteer_number=volunteer.number).get_json()
    assert (left["minutes"], left["state"], total(volunteer)) == (60, "in_force", (60, 1))


def test_an_act_that_waited_on_the_phone_counts_from_the_signed_time_and_waits(
    volunteer: Person, recorder: Person, project: str
) -> None:
    with at("1 09:00:10"):
        came = code(recorder, project, "in")
    with at("1 11:00:20"):
        left = code(recorder, project, "out")
    with at("1 13:00"):
        assert codes(use(volunteer, came)) == ["checkins.code_expired"]
        assert use(volunteer, came, queued=True).get_json()["at"] == "2026-05-01T09:00:00+08:00"
        done = use(volunteer, left, queued=True).get_json()
        assert (done["minutes"], done["state"]) == (120, "pending")
        assert done["note"] == "网络不通时签的到，恢复后送达；网络不通时签的退，恢复后送达"
        assert use(volunteer, left, queued=True).get_json() == done
        assert total(volunteer) == (0, 0)
        confirm(recorder, queue(recorder)[0])
        assert total(volunteer) == (120, 1)


def test_an_act_that_waited_for_seconds_counts_as_any_other(volunteer: Person, recorder: Person, project: str) -> None:
    with at("1 09:00:10"):
        token = code(recorder, project, "in")
    with at("1 09:01"):
        assert use(volunteer, token, queued=True).get_json()["at"] == "2026-05-01T09:01:00+08:00"
        assert is_in(volunteer)["late"] is False


def test_after_half_a_day_a_waiting_act_is_refused(volunteer: Person, recorder: Person, project: str) -> None:
    with at("1 09:00"):
        token = code(recorder, project, "in")
    with at("1 21:00:01"):
        assert codes(use(volunteer, token, queued=True)) == ["checkins.queued_too_long"]
    with at("1 21:00"):
        assert use(volunteer, token, queued=True).status_code == 201


def test_a_waiting_act_does_not_undo_what_was_recorded_meanwhile(
    volunteer: Person, recorder: Person, project: str
) -> None:
    with at("1 09:00"):
        came = code(recorder, project, "in")
    with at("1 09:01"):
        early = code(recorder, project, "out")
    with at("1 10:00"):
        by_hand(recorder, project, "in", volunteer_number=volunteer.number)
        assert codes(use(volunteer, early, queued=True)) == ["checkins.before_in"]
    with at("1 11:00"):
        by_hand(recorder, project, "out", volunteer_number=volunteer.number)
        assert codes(use(volunteer, came, queued=True)) == ["checkins.served_since"]
        assert (is_in(volunteer), len(entries(recorder, project))) == (None, 1)


def test_no_position_is_asked_and_none_can_be_sent(volunteer: Person, recorder: Person, project: str) -> None:
    with at("1 09:00"):
        answer = use(volunteer, code(recorder, project, "in"), latitude=29.5)
    assert codes(answer) == ["form.extra_forbidden"]


def test_a_list_of_many_is_ended_in_pieces(district: District, recorder: Person, project: str) -> None:
    from functions.checkins import actions

    people = [district.volunteer() for _ in range(5)]
    district.project(recorder, *people)
    with at("1 09:00"):
        for person in people:
            by_hand(recorder, project, "in", volunteer_number=person.number)
    with at("2 09:00"), pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "_AT_ONCE", 2)
        answers = []
        while not answers or answers[-1]["more"]:
            answers.append(recorder.post(f"/projects/{project}/check-ins/close").get_json())
        assert sum(answer["closed"] for answer in answers) == 5
        assert len(queue(recorder)) == 5


def test_the_reading_of_the_list_is_on_record(recorder: Person, volunteer: Person, project: str) -> None:
    from functions.storage.audit import AuditEntry

    with at("1 09:00"):
        scan(volunteer, recorder, project, "in")
        recorder.get(f"/projects/{project}/check-ins")
        since = clock.as_text(instant("1 09:00"))
        found = AuditEntry.query(f"group#{recorder.group_id}", AuditEntry.at >= since)
        assert "see_check_ins" in [entry.act for entry in found]


def test_the_same_time_entered_by_hand_does_not_lose_the_visit(
    volunteer: Person, recorder: Person, project: str
) -> None:
    with at("1 09:00"):
        scan(volunteer, recorder, project, "in")
    with at("1 11:00"):
        recorder.post(f"/projects/{project}/hours", {"entries": [a_row(volunteer.number)]})
        assert scan(volunteer, recorder, project, "out").get_json()["state"] == "pending"
    assert total(volunteer) == (120, 1)
