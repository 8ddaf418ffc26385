"""Login, second factor, sessions, throttling."""

from datetime import timedelta

import pyotp
import pytest

from functions.accounts import rules
from functions.storage import clock
from tests.builders import PASSWORD, a_group, a_recorder
from tests.district import District, Person


def codes(answer) -> list[str]:  # type: ignore[no-untyped-def]
    return [fault["code"] for fault in answer.get_json()["violations"]]


def log_in(district: District, login: str, password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    return district.post("/session", {"login": login, "password": password, **more})


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(district: District) -> None:
    number = district.volunteer().number
    wrong, unknown = log_in(district, number, "wrong"), log_in(district, "nobody", "wrong")
    assert (wrong.status_code, wrong.get_json()) == (unknown.status_code, unknown.get_json())
    assert wrong.status_code == 401


def test_the_sites_cookie_is_out_of_reach_of_scripts_and_other_sites(district: District) -> None:
    cookie = log_in(district, district.volunteer().number).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/api/"} <= {part.strip() for part in cookie.split(";")}


def test_a_new_recorder_can_only_enrol_until_a_second_factor_is_bound(district: District) -> None:
    district.post("/groups", a_group(recorder=a_recorder(login="newcomer")))
    opened = log_in(district, "newcomer").get_json()
    person = Person(district, opened["token"])
    assert opened["must"] == ["enrol_totp"]
    assert person.get("/groups/mine").status_code == 403
    secret = person.post("/session/totp").get_json()["secret"]
    assert person.post("/session/totp/confirm", {"totp": pyotp.TOTP(secret).at(clock.now())}).get_json() == {"must": []}
    assert person.get("/groups/mine").status_code == 200


def test_a_bound_second_factor_is_asked_for_and_counts_once(district: District) -> None:
    district.supervisor("boss")
    assert codes(log_in(district, "boss")) == ["accounts.totp_needed"]
    with clock.stopped_at(clock.now() + timedelta(seconds=60)):
        code = pyotp.TOTP(district.secrets["boss"]).at(clock.now())
        assert log_in(district, "boss", totp=code).status_code == 200
        assert codes(log_in(district, "boss", totp=code)) == ["accounts.totp_used"]


def test_a_wrong_second_factor_is_refused(district: District) -> None:
    district.supervisor("boss")
    assert codes(log_in(district, "boss", totp="000000")) == ["accounts.bad_totp"]


def test_a_bound_second_factor_cannot_be_bound_anew_with_the_password_alone(district: District) -> None:
    boss = district.supervisor("boss")
    assert boss.post("/session/totp").status_code == 409


def test_ending_every_session_ends_the_others_too(district: District) -> None:
    volunteer = district.volunteer()
    other = district.log_in(volunteer.number)
    assert volunteer.ask("DELETE", "/session/all").status_code == 204
    assert [volunteer.get("/session").status_code, other.get("/session").status_code] == [401, 401]


def test_logging_out_ends_this_session_only(district: District) -> None:
    volunteer = district.volunteer()
    other = district.log_in(volunteer.number)
    volunteer.ask("DELETE", "/session")
    assert [volunteer.get("/session").status_code, other.get("/session").status_code] == [401, 200]


def test_a_session_ends_by_itself(district: District) -> None:
    volunteer = district.volunteer()
    with clock.stopped_at(clock.now() + timedelta(days=8)):
        assert volunteer.get("/session").status_code == 401


def change(person: Person, old: str, new: str):  # type: ignore[no-untyped-def]
    return person.ask("PUT", "/session/password", {"old_password": old, "new_password": new})


def test_a_new_password_needs_the_old_one(district: District) -> None:
    volunteer = district.volunteer()
    assert change(volunteer, "guessed", "another good one").status_code == 403
    assert log_in(district, volunteer.number).status_code == 200


def test_a_new_password_ends_the_other_sessions_and_replaces_the_old_one(district: District) -> None:
    volunteer = district.volunteer()
    other = district.log_in(volunteer.number)
    assert change(volunteer, PASSWORD, "another good one").status_code == 204
    assert [volunteer.get("/session").status_code, other.get("/session").status_code] == [200, 401]
    assert log_in(district, volunteer.number).status_code == 401
    assert log_in(district, volunteer.number, "another good one").status_code == 200


def test_a_flood_of_guesses_is_held_back_with_the_time_to_wait(district: District) -> None:
    number = district.volunteer().number
    answers = [log_in(district, number, "guess") for _ in range(11)]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 900


def test_a_flood_from_elsewhere_does_not_lock_out_the_owner(district: District) -> None:
    number = district.volunteer().number
    for n in range(310):
        district.place = f"198.51.100.{n // 5}"
        log_in(district, number, "guess") if n < 3 else _count_failure(number)
    district.place = "203.0.113.9"
    assert log_in(district, number).status_code == 429
    district.place = "127.0.0.1"
    assert log_in(district, number).status_code == 200


def _count_failure(number: str) -> None:
    """A failed try from yet another place, without the time that hashing takes."""
    from functions.accounts import throttle

    throttle.count_failure(number)


def test_a_recorder_cannot_reset_a_volunteers_login(district: District) -> None:
    views = [rule for rule in district.members.url_map.iter_rules() if "password" in rule.rule]
    assert [rule.rule for rule in views] == ["/api/v1/session/password"]


@pytest.mark.parametrize("password", ["", "short", "12345678", "aaaaaaaaaa", "x" * 201])
def test_a_weak_password_is_refused(password: str) -> None:
    assert len(rules.password_faults(password, "", "password")) == 1


def test_a_password_may_not_hold_the_login_name() -> None:
    assert len(rules.password_faults("zhangsan2026", "zhangsan", "password")) == 1


@pytest.mark.parametrize("login", ["abc", "13800138000", "11010519491231002x", "有名字", "a" * 41, "-abc"])
def test_a_login_name_that_could_be_a_number_of_a_person_is_refused(login: str) -> None:
    assert len(rules.login_faults(login, "login")) == 1


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_an_unsafe_request_from_another_site_is_refused(district: District, origin: str) -> None:
    answer = district.ask("POST", "/session", {"login": "a", "password": "b"}, Origin=origin)
    assert answer.status_code == 403


def test_a_cookie_without_an_origin_does_nothing_unsafe(district: District) -> None:
    volunteer = district.volunteer()
    answer = district.ask("DELETE", "/session/all", Cookie=f"session={volunteer.token}")
    assert answer.status_code == 403
    assert volunteer.get("/session").status_code == 200
