"""What stands in a log: which kind of request came, and no code, number or name in it."""

import logging

import pytest

from functions.web.logs import keep_secrets_out, struck
from tests.builders import SAMPLE_ID
from tests.district import District

CODE = "2345-6789-ABCD-EFGH-J"


@pytest.mark.parametrize(
    "secret",
    [
        SAMPLE_ID,
        SAMPLE_ID.lower(),
        "110105491231002",
        "13712345678",
        "+8613712345678",
        CODE,
        CODE.replace("-", ""),
        CODE.lower(),
    ],
)
def test_numbers_and_codes_are_struck_out(secret: str) -> None:
    assert struck(f"GET /x/{secret}?q={secret} 200") == "GET /x/[…]?q=[…] 200"


@pytest.mark.parametrize(
    "text",
    [
        "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        "2026-06-03T09:00:00+08:00",
        "1780448400123",
        "0.25",
        "GET /api/v1/public/certificates/<code>",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert struck(text) == text


def test_a_request_is_told_by_its_pattern(district: District, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        district.get(f"/public/certificates/{CODE}?phone=13712345678")
    assert "GET /api/v1/public/certificates/<code> 404" in caplog.text
    assert (CODE in caplog.text, "phone" in caplog.text) == (False, False)


def test_an_unknown_address_is_not_told(district: District, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        district.get(f"/public/{SAMPLE_ID}")
    assert "(no such address) 404" in caplog.text
    assert SAMPLE_ID not in caplog.text


def failure(message: str) -> ValueError:
    try:
        raise ValueError(message)
    except ValueError as error:
        return error


def test_an_error_is_told_by_its_kind_and_place_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    handler, error = logging.StreamHandler(), failure("古丽米热·艾比布力")
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    monkeypatch.setattr(logging.getLogger("zappa.wsgi"), "level", logging.INFO)
    keep_secrets_out()
    raised = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("job", logging.ERROR, __file__, 1, "failed for %s", ("13712345678",), raised)
    handler.filter(record)
    told = handler.format(record)
    assert told.startswith("failed for […]: ValueError at ")
    assert "古丽米热" not in told
