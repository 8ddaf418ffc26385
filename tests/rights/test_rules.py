"""第十五条：志愿服务记录应当长期妥善保存。……"""

from datetime import UTC, datetime

import pytest

from functions.rights import rules

pytestmark = pytest.mark.article("15")

NOW = datetime(2026, 6, 3, 1, 0, tzinfo=UTC)
OPEN = rules.Request("r1", rules.CORRECTION, "v1", "5001030000000000", "张三", NOW, NOW, rules.OPEN, 1)


def codes(faults: list[object]) -> list[str]:
    return [fault.code.removeprefix("rights.") for fault in faults]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "unsettled", "expected"),
    [
        ("名字打错了一个字", 0, []),
        ("错", 0, ["text"]),
        ("名字打错了一个字", 5, ["too_many"]),
        ("", 9, ["too_many", "text"]),
    ],
)
def test_a_request_says_why_and_there_are_only_a_few(text: str, unsettled: int, expected: list[str]) -> None:
    assert codes(rules.asking_faults(text, unsettled)) == expected


@pytest.mark.parametrize(
    ("state", "decision", "note", "is_own", "expected"),
    [
        (rules.OPEN, rules.GRANTED, "已核对证件原件", False, []),
        (rules.OPEN, rules.REFUSED, "材料不符，请补充", False, []),
        (rules.OPEN, rules.WITHDRAWN, "已核对证件原件", False, ["decision"]),
        (rules.OPEN, rules.GRANTED, "", False, ["note"]),
        (rules.GRANTED, rules.REFUSED, "材料不符，请补充", False, ["decided"]),
        (rules.OPEN, rules.GRANTED, "已核对证件原件", True, ["own"]),
    ],
)
def test_a_request_is_decided_once_with_a_note_by_another(
    state: str, decision: str, note: str, is_own: bool, expected: list[str]
) -> None:
    from dataclasses import replace

    assert codes(rules.deciding_faults(replace(OPEN, state=state), decision, note, is_own)) == expected
