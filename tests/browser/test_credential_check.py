"""The browser's own check of a certificate, on the bytes of files: six answers, and never “valid” for what is not."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from playwright.sync_api import Browser, Page

from tests.browser.papers import PLACE, Issuer
from tests.browser.support import WIDE, watched_page

pytestmark = pytest.mark.article("17")
Check = Callable[..., tuple[str, str]]

_SCRIPT = """async ([encoded, trust, lists, now]) => {
  const { checkFile } = await import("/assets/javascripts/credential-check.js")
  const listAt = async (address) => {
    if (!(address in lists)) throw new Error("404")
    return lists[address]
  }
  const sealOf = async () => ({ state: "foreign" })
  const one = (text) => checkFile(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)), { trust, listAt, sealOf, now: now || Date.now() })
  const answers = []
  for (const text of encoded) answers.push(await one(text))
  return answers.map(({ kind, why, facts }) => [kind, why, facts ?? null])
}"""


@pytest.fixture(scope="module")
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture(scope="module")
def whole(issuer: Issuer) -> bytes:
    return issuer.paper()


@pytest.fixture(scope="module")
def page(browser: Browser, site: str) -> Iterator[Page]:
    """One page for all: nothing of one check is left for the next."""
    with watched_page(browser, site, WIDE) as page:
        page.goto("/verify/")
        yield page


@pytest.fixture
def check(page: Page, issuer: Issuer) -> Check:
    def run(content: bytes | str, trust: Any = None, listed: str | None = "", now: float = 0) -> tuple[str, str]:
        [(kind, why, _)] = answers(page, issuer, [content], trust, listed, now)
        return kind, why

    return run


def answers(
    page: Page, issuer: Issuer, files: list[bytes | str], trust: Any = None, listed: str | None = "", now: float = 0
) -> list[Any]:
    encoded = [base64.b64encode(each.encode() if isinstance(each, str) else each).decode() for each in files]
    lists = (
        {} if listed is None else {"https://record.example.cn/published/status/0.jwt": listed or issuer.status_list()}
    )
    found: list[Any] = page.evaluate(_SCRIPT, [encoded, trust or issuer.trust(), lists, now * 1000])
    return found


def test_a_genuine_paper_is_valid(check: Check, whole: bytes) -> None:
    assert check(whole) == ("valid", "")


def test_a_credential_alone_is_valid(check: Check, issuer: Issuer) -> None:
    assert check(issuer.credential()) == ("valid", "")


def test_hours_and_period_alone_are_valid_and_nothing_else_is_told(page: Page, issuer: Issuer) -> None:
    parts = issuer.credential().split("~")
    kept = [
        part for part in parts[1:-1] if json.loads(base64.urlsafe_b64decode(part + "==="))[1] in {"hours", "period"}
    ]
    [(kind, _, facts)] = answers(page, issuer, ["~".join([parts[0], *kept, ""])])
    assert (kind, sorted(facts)) == ("valid", ["hours", "period"])


@pytest.mark.parametrize(("value", "kind"), [(1, "revoked"), (3, "replaced"), (0, "valid"), (2, "unknown")])
def test_the_list_says_what_became_of_it(check: Check, issuer: Issuer, whole: bytes, value: int, kind: str) -> None:
    assert check(whole, listed=issuer.status_list({PLACE: value}))[0] == kind


def test_one_changed_digit_is_found(check: Check, whole: bytes) -> None:
    place = whole.index(b"stream\n") + 40
    assert check(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]) == ("changed", "paper")


def test_something_added_behind_is_found(check: Check, whole: bytes) -> None:
    assert check(whole + b"1 0 obj\n<<>>\nendobj\n%%EOF\n") == ("changed", "added")


def test_a_credential_taken_to_another_paper_is_found(check: Check, issuer: Issuer, whole: bytes) -> None:
    other = issuer.paper(name="李四")
    credential = whole[whole.index(b"eyJhbGci") :].split(b"\n", 1)[0]
    theirs = other[other.index(b"eyJhbGci") :].split(b"\n", 1)[0]
    moved = other.replace(theirs, credential).replace(b"/Length %d/" % len(theirs), b"/Length %d/" % len(credential))
    moved = moved.replace(b"<</Size %d>>" % len(theirs), b"<</Size %d>>" % len(credential))
    assert check(moved) == ("changed", "paper")


def test_a_credential_without_its_paper_put_into_a_made_up_paper_is_found(check: Check, issuer: Issuer) -> None:
    alone = issuer.credential().encode()
    head = f"<</Subtype/application#2Fdc+sd-jwt/Length {len(alone)}/Params<</Size {len(alone)}>>>>\nstream\n".encode()
    assert check(b"%PDF-1.7\n" + head + alone + b"\nendstream\n%%EOF\n") == ("changed", "paper")


def test_a_changed_disclosure_is_found(check: Check, issuer: Issuer) -> None:
    parts = issuer.credential().split("~")
    told = json.loads(base64.urlsafe_b64decode(parts[4] + "==="))
    parts[4] = (
        base64.urlsafe_b64encode(json.dumps([told[0], told[1], {"minutes": 9999}]).encode()).rstrip(b"=").decode()
    )
    assert check("~".join(parts)) == ("changed", "disclosure")


def test_a_disclosure_told_twice_is_found(check: Check, issuer: Issuer) -> None:
    parts = issuer.credential().split("~")
    assert check("~".join([*parts[:-1], parts[1], ""])) == ("changed", "disclosure")


def test_another_issuer_is_not_ours(check: Check) -> None:
    assert check(Issuer(origin="https://other.example.cn").paper()) == ("foreign", "issuer")


def test_a_forger_who_names_us_is_not_us(check: Check) -> None:
    assert check(Issuer().paper()) == ("foreign", "key")


def test_a_forger_who_names_our_key_is_found(check: Check, issuer: Issuer, whole: bytes) -> None:
    forged = Issuer()
    parts, theirs = issuer.credential().split("~"), forged.credential().split("~")
    head = parts[0].split(".")[0]
    body, signature = theirs[0].split(".")[1:]
    assert check("~".join([f"{head}.{body}.{signature}", *theirs[1:]])) == ("changed", "signature")


@pytest.mark.parametrize("algorithm", ["none", "HS256", "ES384"])
def test_no_other_algorithm_is_taken(check: Check, issuer: Issuer, algorithm: str) -> None:
    head, rest = issuer.credential().split(".", 1)
    told = json.loads(base64.urlsafe_b64decode(head + "===")) | {"alg": algorithm}
    forged = base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()
    assert check(f"{forged}.{rest}") == ("changed", "signature")


def test_a_leaked_key_proves_nothing(check: Check, issuer: Issuer, whole: bytes) -> None:
    leaked = issuer.trust()
    leaked["keys"][0]["state"] = "leaked"
    assert check(whole, trust=leaked) == ("unknown", "leaked")


def test_a_retired_key_still_counts(check: Check, issuer: Issuer, whole: bytes) -> None:
    retired = issuer.trust()
    retired["keys"][0]["state"] = "retired"
    assert check(whole, trust=retired) == ("valid", "")


def test_an_old_list_of_keys_may_lack_a_new_one(check: Check, issuer: Issuer) -> None:
    assert check(Issuer().paper(), trust=issuer.trust(age=3 * 86_400)) == ("unknown", "old_keys")


def test_without_a_list_nothing_is_said_of_the_status(check: Check, whole: bytes) -> None:
    assert check(whole, listed=None) == ("unknown", "no_list")


def test_an_old_list_decides_nothing(check: Check, issuer: Issuer, whole: bytes) -> None:
    assert check(whole, listed=issuer.status_list(age=4 * 86_400)) == ("unknown", "old_list")


def test_a_clock_that_is_wrong_decides_nothing(check: Check, whole: bytes) -> None:
    assert check(whole, now=time.time() - 86_400) == ("unknown", "clock")


def test_a_list_of_another_address_or_signer_decides_nothing(check: Check, issuer: Issuer, whole: bytes) -> None:
    assert (
        check(whole, listed=issuer.status_list(sub="https://record.example.cn/published/status/1.jwt"))[1] == "bad_list"
    )
    assert check(whole, listed=Issuer().status_list()) == ("unknown", "bad_list")
    assert check(whole, listed=issuer.credential().split("~")[0]) == ("unknown", "bad_list")


def test_a_place_beyond_the_list_decides_nothing(check: Check, issuer: Issuer) -> None:
    assert check(issuer.credential(place=70_000)) == ("unknown", "bad_list")


def test_a_list_that_swells_is_given_up(check: Check, issuer: Issuer, whole: bytes) -> None:
    import zlib

    bomb = base64.urlsafe_b64encode(zlib.compress(bytes(50_000_000), 9)).rstrip(b"=").decode()
    swollen = issuer.status_list(status_list={"bits": 2, "lst": bomb})
    assert check(whole, listed=swollen) == ("unknown", "broken")


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\n%%EOF\n", b"PK\x03\x04", "a.b.c~", "....", "eyJ9.e30.AA~", b"\xff" * 50]
)
def test_what_is_no_certificate_is_foreign(check: Check, content: bytes | str) -> None:
    assert check(content)[0] == "foreign"


# Counted from the credential's first byte: around it, inside it, and anywhere in the paper.
_PLACES = some.one_of(some.integers(-200, 4000), some.integers(0, 200_000))


@settings(max_examples=4, deadline=None)
@given(changes=some.lists(some.tuples(_PLACES, some.integers(1, 255)), min_size=60, max_size=60))
def test_no_changed_paper_is_ever_valid(
    page: Page, issuer: Issuer, whole: bytes, changes: list[tuple[int, int]]
) -> None:
    start = whole.index(b"eyJhbGci")
    files: list[bytes | str] = []
    for place, mask in changes:
        changed = bytearray(whole)
        changed[(start + place) % len(whole)] ^= mask
        files.append(bytes(changed))
    genuine = [
        place
        for (place, _), (kind, _, _) in zip(changes, answers(page, issuer, files), strict=True)
        # The last character of a base64 text has spare bits: a changed one may say the same.
        if kind == "valid" and whole[start + place + 1 : start + place + 2] not in (b".", b"~", b"\n")
    ]
    assert genuine == []


@settings(max_examples=6, deadline=None)
@given(files=some.lists(some.binary(max_size=3000), min_size=20, max_size=40))
def test_random_bytes_are_answered_and_never_valid(page: Page, issuer: Issuer, files: list[bytes]) -> None:
    kinds = {kind for kind, _, _ in answers(page, issuer, [*files, *(b"%PDF-1.7" + each for each in files)])}
    assert kinds <= {"foreign", "unknown", "changed"}
