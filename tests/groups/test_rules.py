"""第四条：志愿服务组织、公益慈善类组织、社会服务机构和……基层群众性自治组织等均可……注册成为志愿团体。"""

import pytest

from functions.groups import rules

pytestmark = pytest.mark.article("4")

GOOD = "51500000MJP5555558"


def codes(kind: str, credit_code: str) -> list[str]:
    return [fault.code for fault in rules.credit_code_faults(kind, credit_code)]


def a_credit_code(first: str = "51500000MJP555555") -> str:
    """The code whose last character is the check of its first seventeen (GB 32100)."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(character) * pow(3, place, 31) for place, character in enumerate(first))
    return first + alphabet[(31 - total % 31) % 31]


@pytest.mark.parametrize("kind", ["organization", "public_body", "enterprise"])
def test_a_registered_body_needs_a_credit_code(kind: str) -> None:
    assert codes(kind, "") == ["groups.credit_code_missing"]
    assert codes(kind, a_credit_code()) == []


def test_a_team_that_is_not_registered_has_none() -> None:
    assert codes("team", "") == []
    assert codes("team", a_credit_code()) == ["groups.credit_code_absent"]


def test_a_community_may_have_one() -> None:
    assert codes("community", "") == []
    assert codes("community", a_credit_code()) == []


@pytest.mark.parametrize("position", range(18))
def test_one_wrong_character_is_noticed(position: int) -> None:
    good = a_credit_code()
    other = "2" if good[position] != "2" else "3"
    assert codes("organization", good[:position] + other + good[position + 1 :]) == ["groups.credit_code_check"]


def test_a_code_is_read_whatever_its_width_and_case() -> None:
    assert rules.canonical_credit_code(" ５１５００００0mjp555555x ") == "51500000MJP555555X"


@pytest.mark.parametrize(
    ("decision", "reason", "expected"),
    [
        ("approved", "", []),
        ("refused", "材料不全", []),
        ("refused", "", ["groups.reason_missing"]),
        ("maybe", "", ["groups.decision"]),
    ],
)
def test_a_refusal_says_why(decision: str, reason: str, expected: list[str]) -> None:
    assert [fault.code for fault in rules.decision_faults(decision, reason)] == expected
