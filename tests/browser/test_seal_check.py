"""The browser's own check of an electronic seal, on the bytes of files: what is not a published seal over the whole file is never one."""

import base64
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as some
from playwright.sync_api import Browser, Page

from functions.seals import issuing, signature, stamp
from functions.seals.keys import HeldKey, of_p12, thumbprint
from functions.signing.rules import b64url
from tests.browser.papers import Issuer
from tests.browser.support import WIDE, watched_page
from tests.certificates.facts import VERIFY_URL
from tests.seals.test_certificates import PASSWORD, a_bought

pytestmark = pytest.mark.article("17")
GROUP = "解放碑街道志愿服务队"
_SCRIPT = """async ([files, ends, seals]) => {
  const { checkSeal } = await import("/assets/javascripts/seal-check.js")
  const answers = []
  for (const [place, text] of files.entries()) {
    answers.push(await checkSeal(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)), ends[place], seals))
  }
  return answers
}"""
Check = Callable[..., dict[str, Any]]


@dataclass
class Sealer:
    """A group's seal in a test's hands, the paper that it sealed, and what the site publishes of it."""

    key: HeldKey
    paper: bytes
    content: bytes
    at: datetime

    def published(self, **changes: Any) -> dict[str, Any]:
        public: Any = x509.load_der_x509_certificate(self.key.certificate).public_key()
        return {
            "thumbprint": thumbprint(self.key.certificate),
            "group": GROUP,
            "state": "active",
            "not_before": (self.at - timedelta(days=1)).isoformat(),
            "not_after": (self.at + timedelta(days=1)).isoformat(),
            "ended_at": None,
            "spki": b64url(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)),
            "algorithm": self.key.algorithm,
            **changes,
        }

    def changed(self, place: int, more: int = 1) -> bytes:
        content = bytearray(self.content)
        content[place] ^= more
        return bytes(content)

    def hole(self) -> tuple[int, int]:
        """Where the signature's string lies."""
        found = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", self.content)
        assert found
        return int(found[1]), int(found[2])


def a_sealer(key: HeldKey | None = None, paper: bytes = b"") -> Sealer:
    now = datetime.now(UTC)
    if key is None:
        above = issuing.authority("渝中区志愿服务主管部门", now)
        key = issuing.for_group(GROUP, above.key, above.not_after, now).key
    plain = paper or Issuer().paper()
    field = stamp.Field(GROUP, "李记录", now, "本团体记录的 3 条，共 1.00 小时")
    return Sealer(key, plain, signature.seal(plain, key, field, VERIFY_URL), now)


@pytest.fixture(scope="module")
def sealer() -> Sealer:
    return a_sealer()


@pytest.fixture(scope="module")
def page(browser: Browser, site: str) -> Iterator[Page]:
    with watched_page(browser, site, WIDE) as page:
        page.goto("/verify/")
        yield page


@pytest.fixture
def check(page: Page, sealer: Sealer) -> Check:
    def run(content: bytes = b"", end: int = 0, seals: Any = None) -> dict[str, Any]:
        listed = [sealer.published()] if seals is None else seals
        [found] = answers(page, [content or sealer.content], end or len(sealer.paper), listed)
        return found

    return run


def answers(page: Page, files: list[bytes], end: int, seals: list[Any]) -> list[dict[str, Any]]:
    encoded = [base64.b64encode(each).decode() for each in files]
    found: list[dict[str, Any]] = page.evaluate(_SCRIPT, [encoded, [end] * len(files), seals])
    return found


def told(found: dict[str, Any]) -> tuple[str, str]:
    return found["state"], found["why"]


def test_a_genuine_seal_says_whose_it_is_and_when(check: Check, sealer: Sealer) -> None:
    found = check()
    assert (told(found), found["group"]) == (("sealed", ""), GROUP)
    assert datetime.fromisoformat(found["signedAt"]) == sealer.at.replace(microsecond=0)
    assert found["thumbprint"] == thumbprint(sealer.key.certificate)


def test_a_bought_rsa_seal_is_genuine_too(page: Page) -> None:
    bought = of_p12(a_bought(rsa.generate_private_key(65537, 2048)), PASSWORD, datetime.now(UTC))
    sealer = a_sealer(bought)
    [found] = answers(page, [sealer.content], len(sealer.paper), [sealer.published()])
    assert told(found) == ("sealed", "")


def test_one_changed_bit_anywhere_breaks_it(page: Page, sealer: Sealer) -> None:
    before, after = sealer.hole()
    places = [0, 9, 5000, len(sealer.paper) - 1, len(sealer.paper), before - 1, before, after, len(sealer.content) - 1]
    places += range(before + 1, after, 17)  # in the signature's own hexadecimal digits
    places += range(len(sealer.paper), before, 997)
    found = answers(page, [sealer.changed(place) for place in places], len(sealer.paper), [sealer.published()])
    kept = [place for place, each in zip(places, found, strict=True) if each["state"] not in {"broken", "foreign"}]
    assert kept == []


def test_what_is_added_behind_the_seal_breaks_it(check: Check, sealer: Sealer) -> None:
    for more in (b"\n", b"%", sealer.content[len(sealer.paper) :], b"\n1 0 obj\n<<>>\nendobj\n%%EOF\n"):
        assert told(check(sealer.content + more))[0] == "broken"


def test_a_second_seal_over_the_first_is_not_one(page: Page, sealer: Sealer) -> None:
    other = a_sealer(paper=sealer.paper)
    twice = sealer.content + other.content[len(sealer.paper) :]
    seals = [sealer.published(), other.published()]
    assert told(answers(page, [twice], len(sealer.paper), seals)[0]) == ("broken", "count")


def test_a_seal_that_covers_only_a_part_is_not_one(check: Check, sealer: Sealer) -> None:
    before, after = sealer.hole()
    rest = len(sealer.content) - after
    text = sealer.content
    for wrong in (
        f"[0 {before} {after} {rest - 1}]",
        f"[1 {before} {after} {rest}]",
        f"[0 {before - 2} {after} {rest}]",
        f"[0 {before} {after + 2} {rest - 2}]",
        f"[0 99 {after} {rest}]",
    ):
        right = f"[0 {before} {after} {rest}]"
        padded = text.replace(right.encode() + b" " * 3, wrong.encode().ljust(len(right) + 3))
        assert padded != text
        assert len(padded) == len(text)
        assert told(check(padded))[0] == "broken"


def test_a_seal_that_begins_within_the_paper_is_not_one(check: Check, sealer: Sealer) -> None:
    before, _ = sealer.hole()
    assert told(check(end=before + 1))[0] == "broken"


def test_the_seal_of_another_paper_is_not_one(check: Check, sealer: Sealer) -> None:
    other = a_sealer(sealer.key)
    tail = sealer.content[len(sealer.paper) :]
    assert told(check(other.paper + tail, len(other.paper)))[0] == "broken"


def test_another_authoritys_seal_of_the_same_name_is_foreign(check: Check, sealer: Sealer) -> None:
    forged = a_sealer(paper=sealer.paper)
    assert told(check(forged.content)) == ("foreign", "unknown_seal")


def test_a_published_name_over_another_key_is_broken(check: Check, sealer: Sealer) -> None:
    forged = a_sealer(paper=sealer.paper)
    mixed = forged.published(spki=sealer.published()["spki"])
    assert told(check(forged.content, seals=[mixed])) == ("broken", "signature")


def test_a_seal_that_was_declared_void_is_foreign_and_one_that_was_replaced_stays_good(
    check: Check, sealer: Sealer
) -> None:
    void = sealer.published(state="revoked")
    assert told(check(seals=[void])) == ("foreign", "revoked_seal")
    ended = (sealer.at + timedelta(hours=1)).isoformat()
    assert told(check(seals=[sealer.published(state="retired", ended_at=ended)])) == ("sealed", "")


def test_a_time_outside_of_the_seals_use_is_broken(check: Check, sealer: Sealer) -> None:
    day = timedelta(days=1)
    for changes in (
        {"not_before": (sealer.at + day).isoformat()},
        {"not_after": (sealer.at - day).isoformat()},
        {"state": "retired", "ended_at": (sealer.at - day).isoformat()},
    ):
        assert told(check(seals=[sealer.published(**changes)])) == ("broken", "time")


def test_no_list_and_a_list_of_nonsense_give_no_seal(check: Check, sealer: Sealer) -> None:
    for seals in ([], [{}], [{"thumbprint": 1}], "nothing", None, 5):
        assert check(seals=[] if seals is None else seals)["state"] in {"foreign", "broken"}
    assert told(check(seals=[sealer.published(spki="AAAA")]))[0] == "broken"
    assert told(check(seals=[sealer.published(algorithm="RS256")]))[0] == "broken"


def test_a_paper_without_a_seal_has_none(check: Check, sealer: Sealer) -> None:
    assert told(check(sealer.paper))[0] == "broken"
    assert told(check(sealer.paper + b"\n%%EOF\n"))[0] == "broken"


def test_any_bytes_behind_a_paper_are_no_seal_and_nothing_is_thrown(page: Page, sealer: Sealer) -> None:
    """Random bytes, random CMS, and the true CMS with bytes overwritten."""
    before, after = sealer.hole()
    raw = bytes.fromhex(sealer.content[before + 1 : after - 1].decode())
    length = 4 + int.from_bytes(raw[2:4], "big")
    files: list[bytes] = []

    def with_cms(cms: bytes) -> bytes:
        text = cms.hex().upper().encode().ljust(after - before - 2, b"0")[: after - before - 2]
        return sealer.content[: before + 1] + text + sealer.content[after - 1 :]

    @settings(max_examples=60, deadline=None, database=None, derandomize=True)
    @given(some.binary(max_size=600), some.integers(0, length - 1), some.binary(min_size=1, max_size=6))
    def gather(noise: bytes, place: int, over: bytes) -> None:
        files.extend([sealer.paper + noise, with_cms(noise)])
        mixed = raw[:place] + over + raw[place + len(over) :]
        if mixed != raw:
            files.append(with_cms(mixed))

    gather()
    files.append(with_cms(b"\x30\x84\xff\xff\xff\xff"))
    files.append(with_cms(b"\x30\x80" * 1000))
    files.append(with_cms(os.urandom(2000)))
    found = answers(page, files, len(sealer.paper), [sealer.published()])
    assert len(found) > 150
    assert {each["state"] for each in found} <= {"broken", "foreign"}


def test_a_place_that_is_none_gives_no_seal(page: Page, sealer: Sealer) -> None:
    for end in (-1, 0, 10**9, 1.5, None, "5"):
        [found] = page.evaluate(_SCRIPT, [[base64.b64encode(sealer.content).decode()], [end], [sealer.published()]])
        assert found["state"] == "broken"
