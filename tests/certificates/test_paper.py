"""The paper is read back as an admissions office would: by its text, by its look in grey at 150 dpi, by its QR."""

import io
import re
from dataclasses import fields
from datetime import datetime

import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.certificates import paper
from functions.certificates.rules import CertifiedFacts, RecordingUnit
from functions.hours.rules import BEIJING
from infra.machine import ensure_rare_font
from tests.certificates.facts import CODE, VERIFY_URL, an_item, some_facts

pytestmark = pytest.mark.article("17")

C32_NAMES = ["古丽米热·艾比布力", "欧阳娜娜", "𠮷田䶮", "Anna-Maria O’Neil", "𬭼㛃"]


@pytest.fixture(scope="module", autouse=True)
def rare_font() -> None:
    assert ensure_rare_font(), "the font of rare characters is part of the product: fonts-hanazono"


def squeezed(text: str) -> str:
    """Without white space: where a line was broken is no content."""
    return re.sub(r"\s", "", text)


def pages_of(facts: CertifiedFacts) -> list[str]:
    pdf = pypdf.PdfReader(io.BytesIO(paper.render(facts, VERIFY_URL)))
    return [squeezed(page.extract_text()) for page in pdf.pages]


def text_by_pdfium(facts: CertifiedFacts) -> str:
    pdf = pypdfium2.PdfDocument(paper.render(facts, VERIFY_URL))
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    return squeezed(text)


def all_texts(facts: CertifiedFacts) -> list[str]:
    parts = [facts, *facts.items, *facts.units]
    values = [getattr(part, field.name) for part in parts for field in fields(part)]
    return [value for value in values if isinstance(value, str) and value != CODE]


def test_every_text_of_the_facts_can_be_copied_from_the_paper() -> None:
    facts = some_facts()
    by_pypdf, by_pdfium = "".join(pages_of(facts)), text_by_pdfium(facts)
    for text in all_texts(facts):
        assert squeezed(text) in by_pypdf
        assert squeezed(text) in by_pdfium


@pytest.mark.parametrize("name", C32_NAMES)
def test_c32_a_name_stands_on_paper_as_it_is_written(name: str) -> None:
    facts = some_facts(name=name, units=[RecordingUnit("某协会", name, name, "023-63001234")])
    assert "".join(pages_of(facts)).count(squeezed(name)) == 4
    assert text_by_pdfium(facts).count(squeezed(name)) == 4


@pytest.mark.parametrize("number", ["110105********002X", "11010519491231002X"])
def test_the_document_number_is_shown_as_the_holder_chose(number: str) -> None:
    assert f"有效证件号居民身份证{number}" in pages_of(some_facts(document_number=number))[0]


def test_the_code_is_shown_in_groups_of_four() -> None:
    assert "查验码7K3M-Q8XW-P2RT-V9ZB-E" in pages_of(some_facts())[0]


def test_it_says_who_recorded_who_issued_when_and_as_of_when() -> None:
    page = pages_of(some_facts())[0]
    assert "解放碑街道志愿服务队欧阳娜娜𠮷田䶮023-63001234" in page
    assert "出具单位：渝中区志愿服务主管部门2026年11月25日" in page
    assert "数据截至2026年11月25日15:30（北京时间）" in page
    assert "服务期间自2026年1月1日至2026年11月20日" in page


def test_it_does_not_pass_for_a_certificate_of_the_national_system() -> None:
    assert "不是全国志愿服务信息系统出具的证明" in pages_of(some_facts())[0]


def test_it_has_a_place_for_the_seal_of_the_second_paragraph() -> None:
    assert (
        "盖章处持有人需要时，由记录单位核实后加盖公章（《重庆市志愿服务记录办法》第十七条第二款）"
        in pages_of(some_facts())[0]
    )


def test_a_period_without_a_beginning_reaches_to_the_day_of_the_data() -> None:
    assert "服务期间截至2026年11月25日" in pages_of(some_facts(period_from=None, period_to=None))[0]


def test_c19_three_times_twenty_minutes_are_one_hour() -> None:
    page = pages_of(some_facts())[0]
    assert page.count("0小时20分") == 3
    assert page.count("1小时00分（合1.00小时）") == 3  # in the sentence, in the table of facts, below the rows


@given(st.lists(st.integers(1, 1440), min_size=1, max_size=400))
def test_c19_durations_as_printed_add_up_to_the_total_as_printed(minutes: list[int]) -> None:
    rows = [re.fullmatch(r"(\d+) 小时 (\d\d) 分", paper.duration_text(one)) for one in minutes]
    total = re.match(r"(\d+) 小时 (\d\d) 分（", paper.total_text(sum(minutes)))
    assert total
    assert all(rows)
    assert sum(int(row[1]) * 60 + int(row[2]) for row in rows if row) == int(total[1]) * 60 + int(total[2])


@settings(max_examples=5, deadline=None)
@given(st.lists(st.integers(1, 1440), min_size=1, max_size=40))
def test_c19_the_rows_on_paper_add_up_to_the_total_on_paper(minutes: list[int]) -> None:
    text = "".join(pages_of(some_facts(an_item(day, each) for day, each in enumerate(minutes))))
    rows = re.findall(r"(\d+)小时(\d\d)分团体录入", text)
    total = re.search(r"合计(?:\d+)条(\d+)小时(\d\d)分", text)
    assert total
    assert len(rows) == len(minutes)
    assert sum(int(h) * 60 + int(m) for h, m in rows) == int(total[1]) * 60 + int(total[2])


def test_c19_rows_that_do_not_come_to_the_total_are_never_printed() -> None:
    with pytest.raises(ValueError, match="do not come to its total"):
        paper.render(some_facts(total_minutes=61), VERIFY_URL)


def test_an_end_after_midnight_says_the_next_day() -> None:
    start = datetime(2026, 5, 1, 18, 0, tzinfo=BEIJING)
    end = datetime(2026, 5, 2, 8, 0, tzinfo=BEIJING)
    assert "2026年5月1日18:00至次日08:00" in pages_of(some_facts([an_item(start=start, end=end, minutes=840)]))[0]


def test_no_record_in_the_period_is_said_in_words() -> None:
    page = pages_of(some_facts([], units=()))[0]
    assert "本期间没有已生效的志愿服务记录" in page
    assert "合计0条0小时00分（合0.00小时）" in page


def test_six_hundred_records_flow_with_heads_and_numbers_on_every_page() -> None:
    pages = pages_of(some_facts(an_item(day % 200, project=f"项目{day}。") for day in range(600)))
    assert len(pages) > 20
    for number, page in enumerate(pages, start=1):
        assert f"证明编号：500103-2026-000017第{number}页共{len(pages)}页" in page
    assert all("序号服务日期起止时间服务项目（记录单位）" in page for page in pages if "团体录入" in page)
    assert all(f"项目{day}。" in "".join(pages) for day in range(600))


def test_a_row_longer_than_a_page_goes_on_overleaf() -> None:
    assert "完。" in "".join(pages_of(some_facts([an_item(content="长" * 1500 + "完。")])))


@pytest.mark.parametrize(
    "typed", ['#set text(red) *x* _y_ <a> $x$ `c` @b \\ // /* "q" ~ --', "]#eval(1)[", "= 题\n+ 项"]
)
def test_what_looks_like_markup_is_printed_as_it_was_typed(typed: str) -> None:
    assert squeezed(typed) in "".join(pages_of(some_facts([an_item(content=typed)])))


def test_equal_facts_give_equal_bytes() -> None:
    assert paper.render(some_facts(), VERIFY_URL) == paper.render(some_facts(), VERIFY_URL)


def test_three_records_fit_on_one_page() -> None:
    assert len(pages_of(some_facts())) == 1


def test_screen_readers_are_told_language_title_and_structure() -> None:
    pdf = pypdf.PdfReader(io.BytesIO(paper.render(some_facts(), VERIFY_URL)))
    assert pdf.metadata
    assert pdf.metadata.title == "志愿服务记录证明"
    assert str(pdf.trailer["/Root"]["/Lang"]).startswith("zh")
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
