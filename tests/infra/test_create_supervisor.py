"""The command that opens the first supervisor's account."""

import io

import pytest

from infra.create_supervisor import main
from tests.builders import PASSWORD
from tests.district import District


def run(monkeypatch: pytest.MonkeyPatch, password: str, *arguments: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    return main(list(arguments))


def test_the_account_logs_in_and_must_bind_a_second_factor(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, PASSWORD, "zhuguan", "王主管") == 0
    opened = district.post("/session", {"login": "zhuguan", "password": PASSWORD}).get_json()
    assert (opened["role"], opened["must"]) == ("supervisor", ["enrol_totp"])


def test_a_weak_password_opens_nothing_and_says_why(
    district: District, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "12345678", "zhuguan", "王主管") == 1
    assert "密码" in capsys.readouterr().err
    assert district.post("/session", {"login": "zhuguan", "password": "12345678"}).status_code == 401
