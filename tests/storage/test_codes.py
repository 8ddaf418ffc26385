"""Codes that people type carry a check; identifiers say nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.storage import codes

bodies = st.text(codes.ALPHABET, min_size=16, max_size=16)


@given(bodies)
def test_a_code_with_its_check_character_is_a_code(body: str) -> None:
    assert codes.is_code(body + codes.check_character(body))


@given(bodies, st.integers(0, 16), st.sampled_from(codes.ALPHABET))
def test_one_wrong_character_is_always_noticed(body: str, position: int, other: str) -> None:
    code = body + codes.check_character(body)
    spoilt = code[:position] + other + code[position + 1 :]
    assert codes.is_code(spoilt) == (spoilt == code)


@given(bodies)
def test_what_is_shown_in_groups_reads_back(body: str) -> None:
    code = body + codes.check_character(body)
    assert codes.canonical_code(f" {codes.grouped(code).lower()} ") == code


@pytest.mark.parametrize("text", ["", "0" * 17, "A" * 16, "I" * 17, "ａ" * 17])
def test_what_is_no_code_is_told_apart(text: str) -> None:
    assert not codes.is_code(text)


def test_a_volunteer_number_opens_with_the_region_and_checks() -> None:
    number = codes.new_volunteer_number("500103")
    assert number.startswith("500103")
    assert codes.is_volunteer_number(number)


@given(st.integers(0, 15), st.sampled_from("0123456789"))
def test_one_wrong_digit_of_a_volunteer_number_is_noticed(position: int, digit: str) -> None:
    number = codes.new_volunteer_number("500103")
    spoilt = number[:position] + digit + number[position + 1 :]
    assert codes.is_volunteer_number(spoilt) == (spoilt == number)
