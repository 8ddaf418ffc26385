"""What the product says of the regulation is held to the sources."""

from pathlib import Path

import pytest

from functions.regulation import coverage
from functions.regulation.articles import ARTICLES, Article
from functions.regulation.trace import REPOSITORY, article, marks_of_rules, marks_of_tests

CARRIED = [each for each in ARTICLES if each.is_carried]
NUMBERS = {each.number for each in CARRIED}


@pytest.mark.parametrize("carried", CARRIED, ids=lambda each: each.name)
def test_an_article_that_is_carried_has_a_rule(carried: Article) -> None:
    assert carried.number in {mark.article for mark in marks_of_rules()}


@pytest.mark.parametrize("carried", CARRIED, ids=lambda each: each.name)
def test_an_article_that_is_carried_has_a_test(carried: Article) -> None:
    assert carried.number in {mark.article for mark in marks_of_tests()}


def test_no_rule_claims_an_article_that_is_said_not_to_be_carried() -> None:
    assert {mark.article for mark in marks_of_rules()} <= NUMBERS


def test_the_coverage_page_is_current() -> None:
    written = (REPOSITORY / coverage.PAGE).read_text(encoding="utf-8")
    assert written == coverage.page(), "run: python -m functions.regulation.coverage"


def test_a_rule_is_unchanged_by_its_mark() -> None:
    def rule() -> int:
        return 7

    assert article("19")(rule) is rule


@pytest.mark.parametrize("number", ["0", "25", "十九", "", "19a"])
def test_an_article_that_does_not_exist_cannot_be_marked(number: str) -> None:
    with pytest.raises(ValueError, match="no article"):
        article(number)


def test_marks_are_read_without_running_anything(tmp_path: Path) -> None:
    room = tmp_path / "functions" / "stars"
    room.mkdir(parents=True)
    (room / "rules.py").write_text('raise RuntimeError\n@article("19")\ndef star(): ...\ndef other(): ...\n')
    assert [(mark.article, mark.room, mark.name) for mark in marks_of_rules(tmp_path)] == [(19, "stars", "star")]


def test_a_mark_of_a_whole_file_counts_for_each_of_its_tests(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    source = (
        'pytestmark = [pytest.mark.article("9")]\n@pytest.mark.article("8")\ndef test_a(): ...\ndef helper(): ...\n'
    )
    (tmp_path / "tests" / "test_x.py").write_text(source)
    found = [(mark.article, mark.name) for mark in marks_of_tests(tmp_path)]
    assert found == [(8, "test_a"), (9, "test_a")]
