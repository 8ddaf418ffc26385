"""Bad input gets a clear 4xx in Chinese, never a 500."""

import json
import logging
from collections.abc import Iterator

import pytest
from werkzeug.test import Client

from functions.storage.settings import settings
from tests.builders import a_volunteer
from tests.district import API, District


def send(district: District, data: bytes, content_type: str = "application/json"):  # type: ignore[no-untyped-def]
    return Client(district.members).post(f"{API}/volunteers", data=data, content_type=content_type)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"null", 400),
        (b'{"name": "\xff"}', 400),
        ('{"name": "张三"}'.encode("gb18030"), 400),
        (b"[" * 100_000, 400),
        (b'{"name": NaN}', 422),
        (b'{"name": "' + b"x" * 1_000_001 + b'"}', 413),
    ],
)
def test_a_body_that_cannot_be_read_is_a_problem_in_chinese(district: District, data: bytes, status: int) -> None:
    answer = send(district, data)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json; charset=utf-8")
    assert not answer.get_json()["detail"].isascii()


def test_a_form_that_is_not_json_is_refused(district: District) -> None:
    assert send(district, b"name=x", "application/x-www-form-urlencoded").status_code == 415


def test_an_unknown_address_and_a_wrong_method_are_problems_too(district: District) -> None:
    unknown, wrong = district.get("/nothing"), district.ask("PATCH", "/volunteers", {})
    assert [unknown.status_code, wrong.status_code] == [404, 405]
    assert "POST" in wrong.headers["Allow"]


def test_a_name_that_is_too_long_for_any_id_is_not_found(district: District) -> None:
    assert district.recorder().get(f"/projects/{'x' * 3000}").status_code == 404


def test_an_unexpected_fault_is_logged_by_its_place_and_never_by_its_values(
    district: District, caplog: pytest.LogCaptureFixture
) -> None:
    from functions.app import members

    app = members()

    def fails() -> None:
        raise RuntimeError("13712345678")

    vars(fails)["open_to_all"] = True
    app.add_url_rule(f"{API}/fails", "fails", fails)
    with caplog.at_level(logging.DEBUG):
        answer = Client(app).get(f"{API}/fails")
    assert (answer.status_code, answer.get_json()["code"]) == (500, "unexpected")
    assert "test_requests.py" in caplog.text
    assert "13712345678" not in caplog.text + answer.get_data(as_text=True)


def test_a_repeat_under_one_key_registers_once(district: District) -> None:
    body = a_volunteer()
    answers = [district.post("/volunteers", body, Idempotency_Key="registering-once") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].get_json() == answers[1].get_json()


def test_one_key_does_not_serve_two_different_requests(district: District) -> None:
    district.post("/volunteers", a_volunteer(), Idempotency_Key="registering-once")
    other = district.post("/volunteers", a_volunteer(), Idempotency_Key="registering-once")
    assert (other.status_code, other.get_json()["code"]) == (409, "idempotency.reused")


def test_a_refused_request_may_be_mended_under_the_same_key(district: District) -> None:
    body = a_volunteer()
    refused = district.post("/volunteers", {**body, "name": ""}, Idempotency_Key="mended-later")
    mended = district.post("/volunteers", body, Idempotency_Key="mended-later")
    assert [refused.status_code, mended.status_code] == [422, 201]


@pytest.mark.parametrize("key", ["short", "x" * 101, "with\ttab!"])
def test_a_key_of_the_wrong_form_is_refused(district: District, key: str) -> None:
    assert district.post("/volunteers", a_volunteer(), Idempotency_Key=key).status_code == 400


def test_the_forged_address_in_a_header_is_not_believed(district: District) -> None:
    from functions.web.source import client_address

    event = {"requestContext": {"identity": {"sourceIp": "198.51.100.1"}}}
    headers = {"X-Forwarded-For": "203.0.113.66"}
    with district.members.test_request_context(headers=headers, environ_overrides={"lambda.event": event}):
        assert client_address() == "198.51.100.1"


def test_health_answers_on_both_functions(district: District) -> None:
    assert [district.get(path).status_code for path in ("/health", "/public/health")] == [200, 200]


def test_the_lists_of_choices_have_chinese_names(district: District) -> None:
    settings = district.get("/settings").get_json()
    assert settings["district"]["name"] == "渝中区"
    assert "500105" not in json.dumps(settings)
    assert all(not choice["name"].isascii() for choice in settings["categories"] + settings["group_kinds"])


@pytest.mark.parametrize(
    "path", ["/health", "/public/health", "/record", "/public/nowhere", "/public/certificates/2345"]
)
def test_every_answer_of_a_function_is_kept_by_nobody_and_taken_for_nothing_else(district: District, path: str) -> None:
    headers = district.get(path).headers
    told = [headers[name] for name in ("Cache-Control", "X-Content-Type-Options", "Referrer-Policy")]
    assert told == ["no-store", "nosniff", "no-referrer"]


@pytest.fixture
def behind_a_distribution(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ORIGIN_SECRETS", "new-secret,old-secret")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.parametrize(("proof", "status"), [("", 403), ("guess", 403), ("new-secret", 200), ("old-secret", 200)])
def test_behind_a_distribution_only_what_it_passed_on_is_answered(
    district: District, behind_a_distribution: None, proof: str, status: int
) -> None:
    headers = {"X_Origin_Proof": proof} if proof else {}
    for path in ("/health", "/public/health"):
        assert district.ask("GET", path, None, **headers).status_code == status


@pytest.mark.parametrize(
    ("viewer", "address"),
    [
        ("198.51.100.7:46532", "198.51.100.7"),
        ("2001:db8::7:46532", "2001:db8::7"),
        ("", "198.51.100.1"),
    ],
)
def test_behind_a_distribution_the_viewer_is_who_the_distribution_says(
    district: District, behind_a_distribution: None, viewer: str, address: str
) -> None:
    from functions.web.source import client_address

    event = {"requestContext": {"identity": {"sourceIp": "198.51.100.1"}}}
    headers = {"X-Forwarded-For": "203.0.113.77", "CloudFront-Viewer-Address": viewer}
    with district.members.test_request_context(headers=headers, environ_overrides={"lambda.event": event}):
        assert client_address() == address


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("198.51.100.7, 198.51.100.1", "198.51.100.7"),
        ("203.0.113.77, 198.51.100.7, 198.51.100.1", "198.51.100.7"),
        ("203.0.113.77,198.51.100.7", "198.51.100.7"),
        ("198.51.100.1", "198.51.100.1"),
        ("", "198.51.100.1"),
    ],
)
def test_a_distribution_without_that_header_tells_the_viewer_at_the_end_of_the_other(
    district: District, behind_a_distribution: None, monkeypatch: pytest.MonkeyPatch, forwarded: str, address: str
) -> None:
    from functions.web.source import client_address

    monkeypatch.setenv("VIEWER_HEADER", "")
    settings.cache_clear()
    event = {"requestContext": {"identity": {"sourceIp": "198.51.100.1"}}}
    headers = {"X-Forwarded-For": forwarded, "CloudFront-Viewer-Address": "203.0.113.66:1"}
    with district.members.test_request_context(headers=headers, environ_overrides={"lambda.event": event}):
        assert client_address() == address


def test_without_a_distribution_its_header_is_not_believed(district: District) -> None:
    from functions.web.source import client_address

    event = {"requestContext": {"http": {"sourceIp": "198.51.100.1"}}}
    headers = {"CloudFront-Viewer-Address": "203.0.113.77:1"}
    with district.members.test_request_context(headers=headers, environ_overrides={"lambda.event": event}):
        assert client_address() == "198.51.100.1"
