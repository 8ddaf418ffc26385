"""第十五条：……未经志愿者本人同意，不得公开或者向第三方提供志愿服务记录。"""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from functions.consent.rules import ConsentEvent, is_agreed, registration_faults
from tests.district import District

pytestmark = pytest.mark.article("15")

NOON = datetime(2026, 5, 1, 4, tzinfo=UTC)


def an_event(state: str, minutes: int, purpose: str = "verification") -> ConsentEvent:
    return ConsentEvent(purpose, state, NOON + timedelta(minutes=minutes), "separate", "self", "1", "hash")


def test_nothing_is_agreed_to_before_it_is_given() -> None:
    assert not is_agreed([], "verification")
    assert not is_agreed([an_event("given", 0, "registration")], "verification")


def test_the_latest_event_counts_whatever_the_order() -> None:
    given, withdrawn = an_event("given", 0), an_event("withdrawn", 1)
    assert is_agreed([given], "verification")
    assert not is_agreed([withdrawn, given], "verification")
    assert is_agreed([an_event("given", 2), withdrawn, given], "verification")


def test_registering_needs_consent_to_the_registration_and_knows_its_purposes() -> None:
    assert registration_faults(["registration"]) == []
    assert [fault.code for fault in registration_faults(["location"])] == [
        "consent.registration_missing",
        "consent.purpose_unknown",
    ]


@pytest.mark.parametrize("purpose", ["registration", "verification"])
def test_a_notice_is_shown_whole_with_the_hash_of_its_text(district: District, purpose: str) -> None:
    notice = district.get(f"/notices/{purpose}").get_json()
    assert notice["sha256"] == hashlib.sha256(notice["text"].encode()).hexdigest()
    assert "第十五条" in notice["text"] or purpose == "verification"


def test_an_unknown_notice_is_not_found(district: District) -> None:
    assert district.get("/notices/location").status_code == 404
