"""The deployment pages: pictures that are there, small and told in words, and commands that exist."""

import re
from pathlib import Path

import pytest
from PIL import Image

SITE = Path(__file__).resolve().parents[2] / "site"
PAGES = sorted((SITE / "deploy").glob("*.md"))
_MOST_BYTES = 80_000


def pictures() -> list[tuple[str, str]]:
    found = [tag for page in PAGES for tag in re.findall(r"<img [^>]+>", page.read_text(encoding="utf-8"))]
    return [(re.findall(r'src="\.\./([^"]+)"', tag)[0], tag) for tag in found]


def shown(tag: str) -> tuple[int, int]:
    width, height = re.findall(r'(?:width|height)="(\d+)"', tag)
    return int(width), int(height)


def size_of(file: Path) -> tuple[int, int]:
    if file.suffix == ".svg":
        width, height = re.findall(r'viewBox="0 0 (\d+) (\d+)"', file.read_text(encoding="utf-8"))[0]
        return int(width), int(height)
    with Image.open(file) as picture:
        return picture.size


@pytest.mark.parametrize(("name", "tag"), pictures(), ids=[name for name, _ in pictures()])
def test_a_picture_is_there_small_of_the_size_that_is_said_and_told_in_words(name: str, tag: str) -> None:
    file = SITE / name
    assert file.stat().st_size <= _MOST_BYTES
    assert shown(tag) == size_of(file)
    assert len(re.findall(r'alt="([^"]+)"', tag)[0]) > 20


def test_the_guide_has_drawings_and_pictures_of_our_own_pages() -> None:
    kinds = [Path(name).suffix for name, _ in pictures()]
    assert (kinds.count(".svg") >= 3, kinds.count(".webp") >= 5) == (True, True)


def test_no_picture_lies_there_unused() -> None:
    lying = {f"assets/images/deploy/{file.name}" for file in (SITE / "assets" / "images" / "deploy").iterdir()}
    assert lying == {name for name, _ in pictures()}


def test_no_drawing_has_letters_too_small_for_a_phone() -> None:
    for file in (SITE / "assets" / "images" / "deploy").glob("*.svg"):
        sizes = [int(size) for size in re.findall(r'font-size="(\d+)"', file.read_text(encoding="utf-8"))]
        assert min(sizes) >= 14, file.name
