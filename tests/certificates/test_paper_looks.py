"""What a scanner sees, and what the fonts can draw."""

from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from fontTools.ttLib import TTFont
from PIL import Image

from functions.certificates import paper
from infra.machine import ensure_rare_font
from tests.certificates.facts import VERIFY_URL, an_item, some_facts
from tests.certificates.reading import DPI, grey_page

pytestmark = pytest.mark.article("17")


@pytest.fixture(scope="module", autouse=True)
def rare_font() -> None:
    assert ensure_rare_font(), "the font of rare characters is part of the product: fonts-hanazono"


def first_page_in_grey() -> Image.Image:
    return grey_page(paper.render(some_facts(), VERIFY_URL))


def test_c50_the_qr_holds_the_address_and_nothing_else() -> None:
    found = zxingcpp.read_barcodes(first_page_in_grey())
    assert [code.text for code in found] == [VERIFY_URL]


def test_c50_the_qr_survives_a_black_and_white_fax() -> None:
    found = zxingcpp.read_barcodes(first_page_in_grey().point(lambda level: 255 if level > 127 else 0))
    assert [code.text for code in found] == [VERIFY_URL]


def test_the_qr_is_large_enough_for_a_phone() -> None:
    corners = zxingcpp.read_barcodes(first_page_in_grey())[0].position
    millimetres = (corners.top_right.x - corners.top_left.x) / DPI * 25.4
    assert 22 <= millimetres <= 40


def test_nothing_is_told_by_colour() -> None:
    pdf = pypdfium2.PdfDocument(paper.render(some_facts(), VERIFY_URL))
    red, green, blue = pdf[0].render(scale=1).to_pil().convert("RGB").split()
    pdf.close()
    assert red.tobytes() == green.tobytes() == blue.tobytes()


@pytest.mark.parametrize(
    ("character", "number"),
    [("\ue000", "U+E000"), ("😀", "U+1F600"), ("\u202e", "U+202E"), ("\u200b", "U+200B"), ("\U000e0100", "U+E0100")],
)
def test_c51_a_character_that_no_font_draws_is_named(character: str, number: str) -> None:
    facts = some_facts(name=f"王{character}")
    assert paper.missing_characters(facts) == [("姓名", character, number)]
    with pytest.raises(paper.UnprintableCharacter, match="姓名中的.*" + number.replace("+", r"\+")):
        paper.render(facts, VERIFY_URL)


def test_c51_the_record_it_stands_in_is_named() -> None:
    facts = some_facts([an_item(), an_item(1, place="\ue000站\ue000")])
    assert paper.missing_characters(facts) == [("第 2 条记录的服务地点", "\ue000", "U+E000")]


def test_c51_without_the_second_font_rare_characters_are_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONT_DIRS", "/nowhere")
    assert paper.missing_characters(some_facts(name="𠮷田", units=())) == [("姓名", "𠮷", "U+20BB7")]
    assert paper.render(some_facts(units=()), VERIFY_URL)


def test_what_the_fonts_draw_is_read_as_fonttools_reads_it() -> None:
    files = list(paper._font_files().values())
    assert len(files) == 2
    for file in files:
        with TTFont(file, lazy=True) as font:
            assert paper._drawn(file) == set(font.getBestCmap())


def test_every_text_of_ours_can_be_drawn() -> None:
    first = paper._drawn(next(iter(paper._font_files().values())))
    template = Path(paper.__file__).with_name("template.typ").read_text(encoding="utf-8")
    code = Path(paper.__file__).read_text(encoding="utf-8")
    assert {each for each in template + code if not each.isspace() and ord(each) not in first} == set()
