"""第七条 asks for the 有效证件号： one canonical form each, and only numbers that can exist."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from functions.volunteers.documents import document, document_faults, masked
from tests.builders import SAMPLE_ID

pytestmark = pytest.mark.article("7")

TODAY = date(2026, 5, 1)


def codes(kind: str, number: str) -> list[tuple[str, str]]:
    found = document_faults(document(kind, number), TODAY, "document")
    return [(fault.code.removeprefix("volunteers."), fault.field) for fault in found]


@pytest.mark.parametrize("typed", [SAMPLE_ID, SAMPLE_ID.lower(), "11010519491231002X ", "1101 0519 4912 31002x"])
def test_c26_case_and_spaces_do_not_matter(typed: str) -> None:
    assert document("resident_id", typed).number == SAMPLE_ID


def test_c26_full_width_digits_are_the_same_number() -> None:
    wide = "".join(chr(ord(character) + 0xFEE0) for character in SAMPLE_ID) + "　"
    assert document("resident_id", wide) == document("resident_id", SAMPLE_ID)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("810000199408230021", "hmt_resident_permit"),
        ("820000199408230023", "hmt_resident_permit"),
        ("830000199408230025", "hmt_resident_permit"),
        ("911124198108030024", "foreign_permanent_resident"),
    ],
)
def test_c29_residents_of_hong_kong_macau_taiwan_and_foreigners_have_eighteen_digits_too(
    number: str, kind: str
) -> None:
    body = number[:17]
    checked = body + mod_11_2.calc_check_digit(body)
    assert codes(kind, checked) == []
    assert document("resident_id", checked) == document(kind, checked)


def test_c29_a_passport_is_not_held_to_eighteen_digits() -> None:
    assert codes("passport", "E12345678") == []


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("home_return_permit", "H12345678"),
        ("home_return_permit", "m1234567890"),
        ("taiwan_travel_permit", "12345678"),
        ("foreign_permanent_resident", "CHN110112345678"),
        ("other", "军12345"[1:]),
    ],
)
def test_documents_without_a_check_digit_are_held_to_their_form(kind: str, number: str) -> None:
    assert codes(kind, number) == []


@pytest.mark.parametrize(
    ("kind", "number", "fault", "field"),
    [
        ("resident_id", "110105194912310021", "document_check", "document.number"),
        ("resident_id", "11010519491331002X", "document_date", "document.number"),
        ("resident_id", "1101051949123100", "document_form", "document.number"),
        ("resident_id", "", "document_form", "document.number"),
        ("hmt_resident_permit", SAMPLE_ID, "document_mismatch", "document.type"),
        ("passport", "E1", "document_form", "document.number"),
        ("home_return_permit", "X12345678", "document_form", "document.number"),
        ("driving_licence", "12345", "document_type", "document.type"),
    ],
)
def test_a_number_that_cannot_be_is_refused_at_its_field(kind: str, number: str, fault: str, field: str) -> None:
    assert codes(kind, number) == [(fault, field)]


def test_a_birth_date_that_lies_ahead_is_refused() -> None:
    body = "50999920270101001"
    assert codes("resident_id", body + mod_11_2.calc_check_digit(body)) == [("document_future", "document.number")]


def test_an_abolished_address_code_stays_valid() -> None:
    body = "51021119600101001"
    assert codes("resident_id", body + mod_11_2.calc_check_digit(body)) == []


def test_the_number_tells_birth_and_sex() -> None:
    told = document("resident_id", SAMPLE_ID)
    assert (told.birth_date, told.sex) == (date(1949, 12, 31), "female")


@given(st.integers(0, 16), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_noticed(position: int, digit: str) -> None:
    wrong = SAMPLE_ID[:position] + digit + SAMPLE_ID[position + 1 :]
    assert (codes("resident_id", wrong) == []) == (wrong == SAMPLE_ID)


@pytest.mark.parametrize(
    ("kind", "number", "shown"),
    [
        ("resident_id", SAMPLE_ID, "110105********002X"),
        ("passport", "E12345678", "E1*****78"),
        ("other", "1234", "****"),
    ],
)
def test_a_number_is_shown_with_its_middle_hidden(kind: str, number: str, shown: str) -> None:
    assert masked(document(kind, number)) == shown
