"""第二十二条：……对有良好志愿服务记录的志愿者……在接受公共服务、商业服务等方面根据政策给予优待或优惠。 Who may use what, by tables."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from functions.benefits import rules

pytestmark = pytest.mark.article("22")

TODAY = date(2026, 6, 3)
NOW = datetime(2026, 6, 3, 1, tzinfo=UTC)
TERMS = rules.Terms("免费参观", "免费一次", "博物馆", "解放碑", 0, date(2026, 1, 1), date(2026, 12, 31), 0, 0)
BENEFIT = rules.Benefit("b", TERMS, rules.OPEN, 1, 0, NOW, NOW)


def why(star: int = 0, person_used: int = 0, used: int = 0, state: str = rules.OPEN, **terms: Any) -> list[str]:
    benefit = replace(BENEFIT, terms=replace(TERMS, **terms), used=used, state=state)
    return [reason.code for reason in rules.why_not(benefit, star, person_used, TODAY)]


def faults(used: int = 0, **terms: Any) -> list[str]:
    return [fault.code for fault in rules.terms_faults(replace(TERMS, **terms), 5, TODAY, used)]


@pytest.mark.parametrize(
    ("least", "star", "against"),
    [(0, 0, []), (1, 0, ["star"]), (1, 1, []), (3, 2, ["star"]), (3, 3, []), (3, 5, []), (5, 4, ["star"]), (5, 5, [])],
)
def test_the_star_must_be_held(least: int, star: int, against: list[str]) -> None:
    assert why(star=star, least_star=least) == against


@pytest.mark.parametrize(
    ("first", "last", "against"),
    [
        (date(2026, 6, 3), date(2026, 6, 3), []),
        (date(2026, 6, 4), date(2026, 6, 9), ["period"]),
        (date(2026, 5, 1), date(2026, 6, 2), ["period"]),
        (date(2026, 5, 1), None, []),
        (date(2026, 6, 4), None, ["period"]),
    ],
)
def test_both_days_belong_to_the_period(first: date, last: date | None, against: list[str]) -> None:
    assert why(first=first, last=last) == against


@pytest.mark.parametrize(
    ("quota", "used", "against"), [(0, 10**6, []), (5, 4, []), (5, 5, ["quota"]), (5, 6, ["quota"]), (1, 0, [])]
)
def test_the_quota_is_for_all_and_nought_is_none(quota: int, used: int, against: list[str]) -> None:
    assert why(quota=quota, used=used) == against


@pytest.mark.parametrize(("limit", "used", "against"), [(0, 99, []), (2, 1, []), (2, 2, ["per_person"]), (1, 0, [])])
def test_nobody_uses_more_than_the_own_share(limit: int, used: int, against: list[str]) -> None:
    assert why(per_person=limit, person_used=used) == against


def test_every_reason_is_told_at_once() -> None:
    found = why(used=1, person_used=1, state=rules.ENDED, first=date(2026, 7, 1), least_star=2, quota=1, per_person=1)
    assert found == ["ended", "period", "star", "quota", "per_person"]


def test_a_reason_says_what_is_missing() -> None:
    [reason] = rules.why_not(replace(BENEFIT, terms=replace(TERMS, least_star=3)), 1, 0, TODAY)
    assert reason.text == "星级不够：要三星级以上，您现在是一星级。"


@pytest.mark.parametrize(
    ("seconds", "for_this", "good"), [(0, True, True), (299, True, True), (300, True, False), (0, False, False)]
)
def test_a_code_is_good_for_five_minutes_and_one_benefit(seconds: int, for_this: bool, good: bool) -> None:
    expires = int((NOW + rules.CODE_LASTS).timestamp())
    assert rules.code_is_good(for_this, expires, NOW + timedelta(seconds=seconds)) is good


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ({}, []),
        ({"last": None}, []),
        ({"last": TODAY}, []),
        ({"last": date(2026, 6, 2)}, ["past"]),
        ({"first": date(2027, 1, 1)}, ["order"]),
        ({"least_star": 5}, []),
        ({"least_star": 6}, ["least_star"]),
        ({"least_star": -1}, ["least_star"]),
        ({"quota": -1}, ["quota"]),
        ({"quota": 1_000_000}, []),
        ({"quota": 1_000_001}, ["quota"]),
        ({"per_person": -1}, ["limit"]),
        ({"per_person": 1_001}, ["limit"]),
        (
            {"name": "", "content": "", "provider": "", "place": ""},
            ["name_missing", "content_missing", "provider_missing", "place_missing"],
        ),
    ],
)
def test_what_is_offered_is_whole(terms: dict[str, Any], found: list[str]) -> None:
    assert faults(**terms) == [f"benefits.{code}" for code in found]


@pytest.mark.parametrize(("quota", "found"), [(3, []), (0, []), (2, ["benefits.quota_used"])])
def test_a_quota_does_not_fall_below_what_was_used(quota: int, found: list[str]) -> None:
    assert faults(used=3, quota=quota) == found


def test_ending_says_why() -> None:
    assert ([fault.code for fault in rules.end_faults("")], rules.end_faults("停办")) == (["benefits.reason"], [])


def test_what_changed_is_named_with_before_and_after() -> None:
    assert rules.what_changed(TERMS, replace(TERMS, quota=5, least_star=2)) == "least_star: 0 -> 2; quota: 0 -> 5"
