"""The papers of a batch: one PDF after another to print, or each by itself."""

import io
import re

import pypdf
import pypdfium2
import pytest
import zxingcpp

from functions.batches.rules import Piece, pieces_of
from functions.certificates.papers import rendered
from functions.certificates.rules import CertifiedFacts
from tests.batches.classes import SchoolClass
from tests.certificates.facts import VERIFY_URL, an_item, some_facts
from tests.certificates.reading import DPI
from tests.district import District

pytestmark = pytest.mark.article("17")


@pytest.fixture
def school(district: District) -> SchoolClass:
    return SchoolClass(district)


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def qr_on(pdf: bytes, page: int) -> str:
    picture = pypdfium2.PdfDocument(pdf)[page].render(scale=DPI / 72).to_pil().convert("L")
    [found] = zxingcpp.read_barcodes(picture)
    return str(found.text)


def test_one_pdf_holds_everybodys_paper_with_everybodys_code(school: SchoolClass) -> None:
    batch, lines = school.issued()
    [piece] = school.recorder.get(batch).get_json()["papers"]
    assert piece == {"first": 1, "last": 2, "people": 2}
    answer = school.recorder.get(f"{batch}/papers?first=1&last=2")
    assert (answer.content_type, answer.headers["X-Papers"], answer.headers["X-Left-Out"]) == (
        "application/pdf",
        "2",
        "0",
    )
    told = pages(answer.data)
    assert [name for name, page in zip(("王甲", "王乙"), told, strict=True) if name not in page] == []
    code = str(lines[1]["code"]).replace("-", "").replace(" ", "")
    assert qr_on(answer.data, 1) == f"http://localhost/verify/#{code}"


def test_what_was_revoked_or_withdrawn_is_left_out_and_counted(school: SchoolClass) -> None:
    batch, lines = school.issued()
    body = {"kind": "holder_request", "reason": "不需要"}
    school.people[0].post(f"/certificates/{lines[0]['code']}/revocation", body)
    answer = school.recorder.get(f"{batch}/papers?first=1&last=2")
    assert (answer.headers["X-Papers"], answer.headers["X-Left-Out"], len(pages(answer.data))) == ("1", "1", 1)
    school.choose(school.people[1], agreed=False)
    assert school.recorder.get(f"{batch}/papers?first=1&last=2").status_code == 409


def test_each_paper_in_a_joined_pdf_counts_its_own_pages() -> None:
    long = some_facts([an_item(day) for day in range(40)])
    told = pages(rendered([(long, VERIFY_URL), (some_facts(), VERIFY_URL)]))
    counted = [re.findall(r"第\s*(\d+)\s*页\s*共\s*(\d+)\s*页", page)[0] for page in told]
    most = str(len(told) - 1)
    assert counted == [*((str(page), most) for page in range(1, len(told))), ("1", "1")]


def test_the_same_facts_give_the_same_joined_bytes() -> None:
    twice = [rendered([(some_facts(), VERIFY_URL)] * 2) for _ in range(2)]
    assert twice[0] == twice[1]


def facts_with(rows: int) -> CertifiedFacts:
    return some_facts([an_item(day % 28, content="陪同就医、测量血压、代取药品并打扫房间") for day in range(rows)])


def test_what_is_planned_for_one_pdf_fits_into_one_answer() -> None:
    for people, rows in ((30, 12), (4, 400)):
        made = rendered([(facts_with(rows), VERIFY_URL)] * people)
        assert len(made) < people * (6_000 + 250 * rows)


def test_papers_go_into_as_few_pdfs_as_hold_them() -> None:
    assert pieces_of([(line, 12) for line in range(1, 301)]) == [Piece(1, 200, 200), Piece(201, 300, 100)]
    assert pieces_of([(1, 3000), (3, 3000), (9, 3000), (12, 3000), (40, 3000)]) == [Piece(1, 12, 4), Piece(40, 40, 1)]
    assert pieces_of([]) == []


@pytest.mark.parametrize("asked", ["first=0&last=2", "first=2&last=1", "first=x&last=2", "first=1&last=9999"])
def test_a_range_that_is_none_is_refused(school: SchoolClass, asked: str) -> None:
    batch, _ = school.issued()
    assert school.recorder.get(f"{batch}/papers?{asked}").status_code == 422


def test_who_has_no_paper_is_not_found(school: SchoolClass) -> None:
    batch, _ = school.issued()
    assert {school.recorder.get(f"{batch}/papers/{line}").status_code for line in ("3", "77", "x")} == {404}
