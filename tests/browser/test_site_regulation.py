"""The regulation as it stands on the page is the law, word for word, and each article has its own address."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from functions.regulation.articles import ARTICLES

PAGE = Path(__file__).resolve().parents[2] / "site" / "regulation" / "index.md"
_ARTICLE = re.compile(
    r'^## (?P<name>第\S+条) \{ #article-(?P<number>\d+) \}\n\n<div class="v-article__law" markdown>\n\n(?P<text>.*?)\n\n</div>',
    re.MULTILINE | re.DOTALL,
)


def _on_the_page() -> dict[int, str]:
    return {int(found["number"]): found["text"] for found in _ARTICLE.finditer(PAGE.read_text(encoding="utf-8"))}


def test_every_article_is_the_law_word_for_word() -> None:
    assert _on_the_page() == {article.number: article.text for article in ARTICLES}


def test_every_article_has_its_plain_words_beside_it() -> None:
    text = PAGE.read_text(encoding="utf-8")
    missing = [
        article.number for article in ARTICLES if f"**白话：{article.title}。** {''.join(article.plain)}" not in text
    ]
    assert missing == []


@pytest.mark.parametrize("number", [1, 9, 24])
def test_an_article_has_an_address_of_its_own(page: Page, number: int) -> None:
    page.goto(f"/regulation/#article-{number}")
    expect(page.locator(f"#article-{number}")).to_be_in_viewport()


def test_each_article_has_plain_words_and_says_where_it_is_in_the_system(page: Page) -> None:
    page.goto("/regulation/")
    expect(page.locator(".v-article")).to_have_count(24)
    expect(page.locator(".v-article__plain", has_text="白话：")).to_have_count(24)
    expect(page.locator(".v-article__plain", has_text="在系统里：")).to_have_count(24)
