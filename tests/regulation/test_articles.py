"""The text is the regulation's, and the site prints the same."""

import hashlib
import re

import pytest

from functions.regulation.articles import ARTICLES, Article
from functions.regulation.trace import REPOSITORY

# Of the 24 texts joined by line feeds, taken from the published regulation.
PUBLISHED = "317f7c55ff76075c68cc7a791663c85259271f71d1055ddce9816c784a24f0ee"
SITE = REPOSITORY / "site"


def section(each: Article) -> str:
    """The article's part of the page of the regulation."""
    page = (SITE / "regulation" / "index.md").read_text(encoding="utf-8")
    found = re.search(rf"^## {each.name} .*?(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)
    assert found, each.name
    return found[0]


def test_the_texts_are_the_published_ones_word_for_word() -> None:
    joined = "\n".join(each.text for each in ARTICLES)
    assert hashlib.sha256(joined.encode()).hexdigest() == PUBLISHED


def test_there_are_24_articles_in_order() -> None:
    assert [each.number for each in ARTICLES] == list(range(1, 25))
    assert (ARTICLES[0].name, ARTICLES[9].name, ARTICLES[20].name) == ("第一条", "第十条", "第二十一条")


@pytest.mark.parametrize("each", ARTICLES, ids=lambda each: each.name)
def test_the_site_prints_the_article_as_it_is_here(each: Article) -> None:
    printed = section(each)
    assert f"\n\n{each.text}\n\n" in printed
    assert "".join(each.plain) in printed
    assert f"{{ #article-{each.number} }}" in printed


@pytest.mark.parametrize("each", ARTICLES, ids=lambda each: each.name)
def test_every_article_says_why_it_has_its_status_and_where_it_is(each: Article) -> None:
    assert each.reason.endswith("。")
    assert all(sentence.endswith("。") for sentence in each.plain)
    assert (SITE / each.where.partition("#")[0]).is_file()


def test_divergences_speak_of_every_article_that_is_not_wholly_carried() -> None:
    page = (SITE / "regulation" / "divergences.md").read_text(encoding="utf-8")
    missing = [
        each.name for each in ARTICLES if each.status != "CODED" and f"[{each.name}](index.md#article-" not in page
    ]
    assert missing == []
