"""The threat model names the tests that show it, and they are there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "site" / "deploy" / "threats.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))
THREATS = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]


def _names_in(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_many_threats_are_told() -> None:
    assert len(THREATS) >= 15


@pytest.mark.parametrize(("file", "name"), NAMED, ids=lambda part: part)
def test_a_test_that_the_page_names_is_there(file: str, name: str) -> None:
    assert name in _names_in(file)


@pytest.mark.parametrize("threat", THREATS, ids=lambda threat: threat.split("{")[0].strip())
def test_each_threat_says_who_what_stops_it_which_test_shows_it_and_what_remains(threat: str) -> None:
    parts = re.findall(r"^- \*\*(谁|挡住它|测试|还剩)\*\*：", threat, flags=re.MULTILINE)
    assert parts == ["谁", "挡住它", "测试", "还剩"]
    assert "::test_" in threat


def test_every_test_of_a_file_is_named_in_one_form() -> None:
    assert PAGE.count("::") == len(re.findall(r"`tests/[\w/]+\.py::test_\w+`", PAGE))
