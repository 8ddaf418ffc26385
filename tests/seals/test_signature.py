"""What a seal is to programs that we did not write: poppler's pdfsig, pyHanko's own validation, pypdf, a renderer."""

import io
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from pypdf import PdfReader

from functions.certificates import paper
from functions.seals import issuing, signature, stamp
from functions.seals.keys import HeldKey
from infra.machine import ensure_readers
from tests.certificates.facts import VERIFY_URL, an_item, some_facts
from tests.certificates.reading import text_of
from tests.district import District
from tests.seals.sealing import asked, signature_of, validated

pytestmark = pytest.mark.article("17")
GROUP = "解放碑街道志愿服务队"


@pytest.fixture(scope="module")
def made() -> tuple[issuing.Made, issuing.Made]:
    """An authority, and a group's certificate, of this machine's time: pdfsig asks no other clock."""
    now = datetime.now(UTC)
    above = issuing.authority("渝中区志愿服务主管部门", now)
    return above, issuing.for_group(GROUP, above.key, above.not_after, now)


def sealed(group: issuing.Made, rows: int = 3, name: str = GROUP, person: str = "李记录") -> tuple[bytes, bytes]:
    """A paper of so many rows, and the same sealed."""
    plain = paper.render(some_facts([an_item(day) for day in range(rows)]), VERIFY_URL)
    field = stamp.Field(name, person, datetime.now(UTC), "本团体记录的 3 条，共 1.00 小时")
    return plain, signature.seal(plain, group.key, field, VERIFY_URL)


def pdfsig(folder: Path, content: bytes, authority: HeldKey) -> str:
    """What poppler says, trusting this authority alone."""
    assert ensure_readers(), "poppler-utils and libnss3-tools"
    trust = f"sql:{folder}"
    (folder / "ca.der").write_bytes(authority.certificate)
    (folder / "sealed.pdf").write_bytes(content)
    made = ["certutil", "-N", "-d", trust, "--empty-password"]
    added = ["certutil", "-A", "-d", trust, "-n", "authority", "-t", "CT,C,C", "-i", str(folder / "ca.der")]
    for words in (made, added):
        subprocess.run(words, capture_output=True, check=True)
    asked_for = ["pdfsig", "-nssdir", trust, str(folder / "sealed.pdf")]
    return subprocess.run(asked_for, capture_output=True, text=True, check=False).stdout


def test_pdfsig_finds_a_valid_signature_over_the_whole_file_under_the_authority(
    made: tuple[issuing.Made, issuing.Made], tmp_path: Path
) -> None:
    told = pdfsig(tmp_path, sealed(made[1])[1], made[0].key)
    wanted = (
        "Signature is Valid.",
        "Certificate is Trusted.",
        "Total document signed",
        "ETSI.CAdES.detached",
        "SHA-256",
        f"CN={GROUP}",
    )
    assert [each for each in wanted if each not in told] == []


def test_pdfsig_trusts_no_other_authority(made: tuple[issuing.Made, issuing.Made], tmp_path: Path) -> None:
    other = issuing.authority("冒名的主管部门", datetime.now(UTC))
    told = pdfsig(tmp_path, sealed(made[1])[1], other.key)
    assert "Signature is Valid." in told
    assert "Certificate issuer is unknown." in told


def test_pdfsig_finds_a_changed_byte(made: tuple[issuing.Made, issuing.Made], tmp_path: Path) -> None:
    content = bytearray(sealed(made[1])[1])
    content[2000] ^= 1
    assert "Digest Mismatch." in pdfsig(tmp_path, bytes(content), made[0].key)


def test_pyhanko_agrees_and_says_so_of_the_whole_and_of_the_trust(district: District) -> None:
    told = validated(asked(district).sealed())
    assert (told.bottom_line, told.intact, told.valid, told.trusted) == (True, True, True, True)
    assert told.coverage.name == "ENTIRE_FILE"
    assert told.docmdp_ok


@pytest.mark.parametrize("place", [100, 30_000, -300])
def test_pyhanko_does_not_take_a_changed_one(district: District, place: int) -> None:
    content = bytearray(asked(district).sealed())
    content[place] ^= 1
    try:
        told = validated(bytes(content))
    except Exception:  # what it cannot even read it does not take
        return
    assert not told.bottom_line


def test_what_is_added_behind_is_seen(district: District) -> None:
    from pyhanko.pdf_utils.generic import NameObject, NumberObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    out = io.BytesIO(asked(district).sealed())
    writer = IncrementalPdfFileWriter(out)
    page = writer.prev.root["/Pages"]["/Kids"][0]
    page[NameObject("/Rotate")] = NumberObject(180)
    writer.update_container(page)
    writer.write_in_place()
    assert not validated(out.getvalue()).bottom_line


def test_the_paper_lies_unchanged_before_the_signature(made: tuple[issuing.Made, issuing.Made]) -> None:
    plain, content = sealed(made[1], 30)
    assert content.startswith(plain)
    assert text_of(content) == text_of(plain)
    assert len(PdfReader(io.BytesIO(content)).pages) == len(PdfReader(io.BytesIO(plain)).pages)


def test_there_is_one_signature_and_its_ranges_are_all_but_itself(made: tuple[issuing.Made, issuing.Made]) -> None:
    plain, content = sealed(made[1])
    first, before, after, rest = signature_of(content)["/ByteRange"]
    assert (first, after + rest) == (0, len(content))
    assert before >= len(plain)
    assert (content[before : before + 1], content[after - 1 : after]) == (b"<", b">")
    assert content.count(b"/ByteRange") == 1


def test_the_signature_says_who_and_why_in_words(made: tuple[issuing.Made, issuing.Made]) -> None:
    told = signature_of(sealed(made[1])[1])
    assert (told["/Name"], told["/SubFilter"]) == (GROUP, "/ETSI.CAdES.detached")
    assert told["/Reason"] == "核实并盖章（本团体记录的 3 条，共 1.00 小时）"


def last_page(content: bytes) -> Image.Image:
    pdf = pypdfium2.PdfDocument(content)
    pdf.init_forms()
    picture = pdf[len(pdf) - 1].render(scale=2).to_pil().convert("RGB")
    pdf.close()
    return picture


def inked(picture: Image.Image, test: Any) -> list[tuple[int, int]]:
    width, height = picture.size
    raw = picture.tobytes()
    return [
        (at % width, at // width) for at in range(width * height) if test(raw[3 * at], raw[3 * at + 1], raw[3 * at + 2])
    ]


@pytest.mark.parametrize("rows", [1, 3, 6, 12, 30])
def test_the_field_stands_where_nothing_is_printed(made: tuple[issuing.Made, issuing.Made], rows: int) -> None:
    """On the last page of papers of any length, within the frame for seals, and covering not one letter."""
    plain = last_page(sealed(made[1], rows)[0])
    left, bottom, right, top = (2 * each for each in stamp.PLACE)
    height = plain.size[1]
    room = plain.crop((left, height - top, right, height - bottom))
    assert set(room.tobytes()) == {255}
    # The frame around it, whose title stands above and whose sentence below.
    around = plain.crop((left - 12, height - top - 34, right + 12, height - bottom + 60))
    assert min(around.crop((12, 0, around.size[0] - 12, 34)).tobytes()) < 100
    assert min(around.crop((12, around.size[1] - 60, around.size[0] - 12, around.size[1])).tobytes()) < 100


def test_the_field_is_blue_and_nothing_of_it_is_red(made: tuple[issuing.Made, issuing.Made]) -> None:
    picture = last_page(sealed(made[1])[1])
    left, bottom, right, top = (2 * each for each in stamp.PLACE)
    height = picture.size[1]
    blue = inked(picture, lambda red, _, blue: blue > red + 60)
    assert blue
    assert all(left - 2 <= x <= right + 2 and height - top - 2 <= y <= height - bottom + 2 for x, y in blue)
    assert inked(picture, lambda red, green, blue: red > 170 and max(green, blue) < 110) == []


@pytest.mark.parametrize(
    ("name", "person"), [("两江新区𠮷田社区志愿服务队", "古丽米热·艾比布力"), ("重" * 60, "长" * 50)]
)
def test_names_of_any_length_and_rare_characters_are_drawn(
    made: tuple[issuing.Made, issuing.Made], name: str, person: str
) -> None:
    field = stamp.Field(name, person, datetime.now(UTC), "持有人是本团体志愿者；明细由其他团体记录")
    page = PdfReader(io.BytesIO(stamp.render(field, VERIFY_URL))).pages
    text = "".join(page[0].extract_text().split())
    assert (len(page), name in text, person in text) == (1, True, True)
    assert "电子签章" in text
    assert "核实并盖章" in text


def test_a_character_that_no_font_draws_is_named() -> None:
    field = stamp.Field("快乐😀队", "李记录", datetime.now(UTC), "")
    assert stamp.missing_characters(field) == [("团体名称", "😀", "U+1F600")]


def test_an_external_signer_needs_four_things_and_no_key(made: tuple[issuing.Made, issuing.Made]) -> None:
    class Elsewhere:
        certificate, chain, algorithm = made[1].key.certificate, made[1].key.chain, "ES256"

        def sign_digest(self, digest: bytes) -> bytes:
            assert len(digest) == 32
            return made[1].key.sign_digest(digest)

    plain = paper.render(some_facts(), VERIFY_URL)
    field = stamp.Field(GROUP, "李记录", datetime.now(UTC), "本团体记录的 3 条")
    content = signature.seal(plain, Elsewhere(), field, VERIFY_URL)
    assert validated(content, made[0].key.certificate).bottom_line


def test_a_certificate_says_whose_it_is_and_what_it_may(made: tuple[issuing.Made, issuing.Made]) -> None:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    above, own = (x509.load_der_x509_certificate(each.key.certificate) for each in made)
    names = [own.subject.get_attributes_for_oid(oid)[0].value for oid in (
        NameOID.ORGANIZATION_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME, NameOID.COUNTRY_NAME,
    )]  # fmt: skip
    assert names == [GROUP, "志愿服务证明电子签章", "CN"]
    assert above.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0
    usage = own.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.digital_signature, usage.content_commitment, usage.key_cert_sign) == (True, True, False)
    assert own.not_valid_after_utc - own.not_valid_before_utc == timedelta(days=3 * 365)
    own.verify_directly_issued_by(above)
