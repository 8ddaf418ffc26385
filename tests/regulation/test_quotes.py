"""`rules.py` opens with its article, word for word."""

import ast
import re

import pytest

from functions.regulation.articles import ARTICLES
from functions.regulation.trace import REPOSITORY

_NUMERALS = "一二三四五六七八九十"
RULES = sorted((REPOSITORY / "functions").glob("*/rules.py"))
WITH_ARTICLES = [path for path in RULES if path.parent.name not in {"accounts", "signing"}]


def number_of(name: str) -> int:
    """十九 -> 19."""
    tens, _, ones = name.rpartition("十")
    if "十" not in name:
        return _NUMERALS.index(name) + 1
    return (_NUMERALS.index(tens) + 1 if tens else 1) * 10 + (_NUMERALS.index(ones) + 1 if ones else 0)


def quotes(path: object) -> list[tuple[int, str]]:
    opening = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n\n")[0]  # type: ignore[attr-defined]
    parts = re.split(r"第([一二三四五六七八九十]+)条：", opening.replace("\n", ""))
    pairs = zip(parts[1::2], parts[2::2], strict=True)
    return [(number_of(name), piece) for name, text in pairs for piece in text.split("……") if piece]


@pytest.mark.parametrize("path", WITH_ARTICLES, ids=lambda path: path.parent.name)
def test_every_room_of_the_regulation_quotes_an_article(path: object) -> None:
    assert quotes(path)


@pytest.mark.parametrize("path", WITH_ARTICLES, ids=lambda path: path.parent.name)
def test_the_quotation_is_word_for_word(path: object) -> None:
    texts = {article.number: re.sub(r"\s", "", article.text) for article in ARTICLES}
    assert [(number, piece) for number, piece in quotes(path) if piece not in texts[number]] == []
