"""Districts have first and last days."""

from datetime import date

import pytest

from functions.regulation.districts import DISTRICTS, district_on, districts_on, find

LAST_DAY_OF_38 = date(2025, 11, 5)
MERGER = date(2025, 11, 6)


def test_there_were_38_districts_and_since_the_merger_37() -> None:
    for day, count in ((LAST_DAY_OF_38, 38), (MERGER, 37)):
        assert len([place for place in districts_on(day) if not place.is_zone]) == count


@pytest.mark.parametrize("code", ["500105", "500112"])
def test_a_merged_district_ends_and_names_its_successor(code: str) -> None:
    before = district_on(code, LAST_DAY_OF_38)
    assert before
    assert district_on(code, MERGER) is None
    assert [district_on(successor, MERGER).name for successor in before.successors] == ["两江新区"]  # type: ignore[union-attr]


def test_the_new_district_does_not_stand_before_its_first_day() -> None:
    assert find("两江新区", LAST_DAY_OF_38) is None


def test_development_zones_have_local_codes() -> None:
    assert [place.name for place in DISTRICTS if place.is_zone and place.is_local] == [
        "万盛经济技术开发区",
        "重庆高新技术产业开发区",
    ]


def test_every_code_can_begin_a_volunteer_number() -> None:
    assert all(len(place.code) == 6 and place.code.isdecimal() for place in DISTRICTS)
    assert len({place.code for place in DISTRICTS}) == len(DISTRICTS)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("500103", "500103"), ("渝中区", "500103"), ("渝中", "500103"), ("忠县", "500233"), ("石柱", "500240"),
     ("彭水苗族土家族自治县", "500243"), ("万盛经开区", "500192"), ("高新区", "500193"), ("两江", "500191")],
)  # fmt: skip
def test_a_district_is_found_by_code_and_by_name(typed: str, code: str) -> None:
    found = find(typed, MERGER)
    assert found
    assert found.code == code


@pytest.mark.parametrize("typed", ["", "江北", "成都", "500105", "区"])
def test_what_is_no_district_on_that_day_is_not_found(typed: str) -> None:
    assert find(typed, MERGER) is None
