"""A certificate stands on its own: its facts as a signed credential, in the paper and apart, and lists of what is not valid.

Read by what we did not write: the reference implementation of SD-JWT, a JOSE library, two PDF readers.
"""

import base64
import hashlib
import io
import json
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from joserfc import jws
from joserfc.jwk import ECKey
from jwcrypto.jwk import JWK
from pypdf import PdfReader
from sd_jwt.verifier import SDJWTVerifier

from functions.certificates import attaching, credentials, jobs, status_lists
from functions.certificates.statuses import KINDS
from functions.signing import actions as signing
from functions.storage import clock
from tests.certificates.facts import some_facts
from tests.certificates.test_certificates import issue, with_hours
from tests.district import District, Person

pytestmark = pytest.mark.article("17")


def keys() -> dict[str, Any]:
    return dict(signing.trusted_keys())


def read(presentation: str) -> dict[str, Any]:
    """What the reference implementation reads; it raises where anything does not fit."""
    return dict(
        SDJWTVerifier(presentation, lambda _issuer, header: JWK(**keys()[header["kid"]])).get_verified_payload()
    )


def disclosed(presentation: str) -> dict[str, str]:
    """The disclosures by the name of their claim."""
    parts = presentation.split("~")[1:-1]
    return {json.loads(base64.urlsafe_b64decode(part + "==="))[1]: part for part in parts}


def only(presentation: str, *names: str) -> str:
    told = disclosed(presentation)
    return "~".join([presentation.split("~", maxsplit=1)[0], *(told[name] for name in names), ""])


def credential(volunteer: Person, code: str) -> str:
    answer = volunteer.get(f"/certificates/{code}/credential")
    assert answer.content_type == "application/dc+sd-jwt"
    return answer.get_data(as_text=True)


def paper(volunteer: Person, code: str) -> bytes:
    return bytes(volunteer.get(f"/certificates/{code}/pdf").data)


def attached(pdf: bytes) -> bytes:
    found = PdfReader(io.BytesIO(pdf)).attachments
    [content] = found["credential.sd-jwt"]
    return bytes(content)


def values_of(compact: str) -> bytes:
    """The list as another program reads it: every entry's value, by its position."""
    header = jws.extract_compact(compact.encode()).headers()
    key = ECKey.import_key(keys()[header["kid"]])
    claims = json.loads(jws.deserialize_compact(compact, key, algorithms=["ES256"]).payload)
    told = claims["status_list"]
    packed = zlib.decompress(base64.urlsafe_b64decode(told["lst"] + "==="))
    bits = told["bits"]
    return bytes((byte >> shift) & (2**bits - 1) for byte in packed for shift in range(0, 8, bits))


def test_the_reference_implementation_reads_every_fact(district: District) -> None:
    volunteer = with_hours(district, name="𠮷田䶮")
    issued = issue(volunteer)
    told = read(credential(volunteer, issued["code"]))
    assert (told["name"], told["hours"]) == ("𠮷田䶮", {"minutes": 60, "hours": "1.00", "times": 3})
    assert (told["code"], told["certificate_number"]) == (issued["code"].replace("-", ""), issued["certificate_number"])
    assert told["vct"].endswith("/.well-known/vct/service-certificate.json")


def test_hours_and_period_are_shown_without_name_or_number(district: District) -> None:
    volunteer = with_hours(district, name="𠮷田䶮")
    shown = only(credential(volunteer, issue(volunteer)["code"]), "hours", "period")
    told = read(shown)
    assert told["hours"]["minutes"] == 60
    assert not {"name", "document", "volunteer_number", "code", "certificate_number"} & set(told)
    assert volunteer.number not in base64.urlsafe_b64decode(shown.split(".")[1] + "===").decode()


def test_a_changed_disclosure_is_no_fact(district: District) -> None:
    volunteer = with_hours(district)
    whole = credential(volunteer, issue(volunteer)["code"])
    text = disclosed(whole)["hours"]
    salt, name, value = json.loads(base64.urlsafe_b64decode(text + "==="))
    forged = json.dumps([salt, name, {**value, "minutes": 6000}]).encode()
    assert "hours" not in read(whole.replace(text, base64.urlsafe_b64encode(forged).rstrip(b"=").decode()))


def test_the_paper_carries_the_credential_and_signs_all_its_other_bytes(district: District) -> None:
    volunteer = with_hours(district)
    pdf = paper(volunteer, issue(volunteer)["code"])
    inside = attached(pdf)
    before, after = pdf.split(inside)
    told = read(inside.decode())
    mark = hashlib.sha256(before + b"\n-- credential --\n" + after).digest()
    assert told["paper"] == {"alg": "sha-256", "digest": base64.urlsafe_b64encode(mark).rstrip(b"=").decode()}


def test_the_paper_with_its_credential_is_read_as_before(district: District) -> None:
    volunteer = with_hours(district, name="𠮷田䶮")
    pdf = paper(volunteer, issue(volunteer)["code"])
    assert "𠮷田䶮" in PdfReader(io.BytesIO(pdf), strict=True).pages[0].extract_text()
    assert "𠮷田䶮" in pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    assert pdf.endswith(b"%%EOF\n")


def test_only_the_holder_gets_the_credential_and_only_of_a_valid_certificate(district: District) -> None:
    volunteer = with_hours(district)
    code = issue(volunteer)["code"]
    assert district.volunteer().get(f"/certificates/{code}/credential").status_code == 404
    volunteer.post(f"/certificates/{code}/revocation", {"kind": "holder_request", "reason": "不用了"})
    assert volunteer.get(f"/certificates/{code}/credential").status_code == 409


def test_copies_of_one_certificate_are_one_credential(district: District) -> None:
    volunteer = with_hours(district)
    code = issue(volunteer)["code"]
    assert credential(volunteer, code) == credential(volunteer, code)


def test_two_certificates_share_no_salt(district: District) -> None:
    volunteer = with_hours(district)
    one, other = (set(disclosed(credential(volunteer, issue(volunteer)["code"])).values()) for _ in range(2))
    assert not one & other


def test_the_published_list_says_what_was_revoked_and_what_was_replaced(district: District, published: Path) -> None:
    volunteer = with_hours(district)
    kept, gone, old = (issue(volunteer)["code"] for _ in range(3))
    places = [read(credential(volunteer, code))["status"]["status_list"] for code in (kept, gone, old)]
    volunteer.post(f"/certificates/{gone}/revocation", {"kind": "holder_request", "reason": "不用了"})
    issue(volunteer, replaces=old)
    values = values_of((published / "published/status/0.jwt").read_text())
    assert [values[place["idx"]] for place in places] == [0, 1, 3]
    assert {place["uri"] for place in places} == {"http://localhost/published/status/0.jwt"}
    assert sum(values) == 4


def test_a_list_says_how_fresh_it_is_and_how_long_it_is_good(district: District, published: Path) -> None:
    jobs.publish()
    claims = json.loads(jws.extract_compact((published / "published/status/0.jwt").read_bytes()).payload)
    assert abs(claims["iat"] - clock.now().timestamp()) < 60
    assert (claims["exp"] - claims["iat"], claims["ttl"]) == (3 * 86_400, 600)
    assert claims["sub"] == "http://localhost/published/status/0.jwt"


def test_keys_and_kinds_are_published_for_programs(district: District, published: Path) -> None:
    signing.signed("test+jwt", {})
    jobs.publish()
    issuer = json.loads((published / ".well-known/jwt-vc-issuer").read_text())
    assert [key["kid"] for key in issuer["jwks"]["keys"]] == list(keys())
    assert all(not {"d", "p", "q"} & set(key) for key in issuer["jwks"]["keys"])
    for kind, path in credentials.TYPE_PATHS.items():
        told = json.loads((published / path).read_text())
        assert (told["vct"], told["name"]) == (f"http://localhost/{path}", KINDS[kind])


def test_after_a_leak_nothing_of_the_old_key_counts_and_a_fresh_download_does(
    district: District, published: Path
) -> None:
    volunteer = with_hours(district)
    code = issue(volunteer)["code"]
    before = credential(volunteer, code)
    kid = jws.extract_compact(before.split("~")[0].encode()).headers()["kid"]
    supervisor = district.supervisor("second")
    supervisor.ask("PUT", f"/signing-keys/{kid}/state", {"state": "leaked", "reason": "电脑失窃"})
    jobs.publish()
    with pytest.raises(KeyError):
        read(before)
    issuer = json.loads((published / ".well-known/jwt-vc-issuer").read_text())
    assert kid not in {key["kid"] for key in issuer["jwks"]["keys"]}
    told = {
        key["kid"]: key["state"]
        for key in json.loads((published / ".well-known/signing-keys.json").read_text())["keys"]
    }
    assert told[kid] == "leaked"
    assert read(credential(volunteer, code))["name"] == read(credential(volunteer, code))["name"]
    assert values_of((published / "published/status/0.jwt").read_text())
    assert district.get(f"/public/certificates/{code}").get_json()["status"] == "valid"


def test_a_list_that_cannot_be_published_does_not_undo_the_revocation(
    district: District, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    volunteer = with_hours(district)
    code = issue(volunteer)["code"]
    (published / "published").write_text("a file lies in the way")
    answer = volunteer.post(f"/certificates/{code}/revocation", {"kind": "holder_request", "reason": "不用了"})
    assert answer.status_code == 200
    assert district.get(f"/public/certificates/{code}").get_json()["status"] == "revoked"


def test_every_place_of_a_list_is_given_once(district: District) -> None:
    scattered = {status_lists._scattered(turn) for turn in range(status_lists.SIZE)}
    assert scattered == set(range(status_lists.SIZE))
    assert status_lists._scattered(status_lists.SIZE) // status_lists.SIZE == 1


@given(some.dictionaries(some.integers(0, status_lists.SIZE - 1), some.sampled_from([1, 3]), max_size=50))
def test_a_packed_list_says_what_was_put_in(values: dict[int, int]) -> None:
    packed = zlib.decompress(base64.urlsafe_b64decode(status_lists.compact_list(values) + "==="))
    told = {4 * at + two: (byte >> 2 * two) & 3 for at, byte in enumerate(packed) if byte for two in range(4)}
    assert {place: value for place, value in told.items() if value} == values


def test_the_largest_credential_is_smaller_than_a_page_of_figures() -> None:
    from tests.certificates.facts import an_item

    items = [an_item(day, project=f"项目{day}") for day in range(200)]
    made = credentials.credential(some_facts(items), "https://x.cn", ("https://x.cn/l", 1), lambda name: name, None)
    assert len(made.presented("")) < 12_000
    projects = json.loads(base64.urlsafe_b64decode(made.disclosures[5] + "==="))[2]
    assert (len(projects), sum(one["minutes"] for one in projects)) == (50, 200 * 20)


def test_a_paper_without_a_place_for_its_credential_is_not_handed_out() -> None:
    with pytest.raises(RuntimeError):
        attaching.with_credential(b"%PDF-1.7 nothing", lambda _paper: "x")


def is_genuine(pdf: bytes, start: int, end: int) -> bool:
    """Whether the credential between two places is ours, every disclosure belongs to it, and it signs the rest of the paper."""
    inside = pdf[start:end].decode()
    told = read(inside)
    claims = json.loads(base64.urlsafe_b64decode(inside.split(".")[1] + "==="))
    digests = {
        base64.urlsafe_b64encode(hashlib.sha256(part.encode()).digest()).rstrip(b"=").decode()
        for part in inside.split("~")[1:-1]
    }
    return digests == set(claims["_sd"]) and told["paper"]["digest"] == attaching.paper_digest(pdf[:start], pdf[end:])


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=some.data())
def test_one_changed_byte_anywhere_is_found(one_paper: bytes, data: some.DataObject) -> None:
    start = one_paper.index(b"eyJhbGci")
    end = one_paper.index(b"\nendstream", start)
    assert is_genuine(one_paper, start, end)
    place = data.draw(some.one_of(some.integers(0, len(one_paper) - 1), some.integers(start, end - 1)))
    changed = bytearray(one_paper)
    changed[place] ^= data.draw(some.integers(1, 255))
    genuine = False
    with suppress(Exception):  # however a reader fails, it does not say that the paper is genuine
        genuine = is_genuine(bytes(changed), start, end)
    assert not genuine or _says_the_same(changed, one_paper)


def _says_the_same(changed: bytearray, paper: bytes) -> bool:
    """Base64 has spare bits at the end of a text: a changed one decodes to the same bytes."""
    place = next(at for at, (one, other) in enumerate(zip(changed, paper, strict=True)) if one != other)
    return paper[place + 1 : place + 2] in b".~"


@pytest.fixture
def one_paper(lasting_district: District) -> bytes:
    if not _made:
        volunteer = with_hours(lasting_district)
        _made.append(paper(volunteer, issue(volunteer)["code"]))
    return _made[0]


_made: list[bytes] = []
