"""Keeping a fresh certificate of any kind: its number, its sealed snapshot, what the public check shows, its line in the list."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from functions.certificates import rules, status_lists
from functions.certificates.changes import end
from functions.certificates.models import Certificate, CertificateCheck, CertificateSerial, CertificateSnapshot
from functions.storage import audit, encryption
from functions.storage.refusals import Refused
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried

_MOST_BYTES = 350_000  # of an item of 400 kB


@dataclass(frozen=True)
class Issued:
    """A fresh certificate."""

    code: str
    certificate_number: str


@dataclass(frozen=True)
class Draft:
    """A certificate about to be stored: its line in the holder's list, its facts sealed for the holder, and as JSON for the
    public check (None: not shown)."""

    item: Certificate
    sealed: bytes
    shown: str | None


def verify_url(code: str) -> str:
    """The address that the QR holds: the site's page and the code, nothing else."""
    return f"{settings().site_origin}/verify/#{code}"


def refuse_unprintable(missing: Sequence[tuple[str, str, str]]) -> None:
    """Each character that cannot be printed is named once, with the first place where it stands."""
    places = {character: where for where, character, _ in reversed(missing)}
    if places:
        raise Refused([rules.unprintable_fault(where, character) for character, where in places.items()])


def next_number(day: date) -> str:
    """The next number of the year: district, year, running number. It says nothing of the code."""
    serial = CertificateSerial(str(day.year))
    serial.update([CertificateSerial.last.add(1)])
    return f"{settings().district_code}-{day.year}-{int(serial.last):06d}"


def sealed(code: str, plain: dict[str, Any], items: int = 1) -> bytes:
    """The facts as they are kept. Raises `Refused` where ``items`` are more than one snapshot holds."""
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    kept = encryption.seal(zlib.compress(text.encode(), 9), code)
    if len(kept) > _MOST_BYTES:
        raise Refused([rules.too_many_fault(items)])
    return kept


def _store(draft: Draft, old: Certificate | None) -> None:
    """Keep a certificate in all its places at once; ``old`` is thereby replaced."""
    item = draft.item
    transaction = Transaction()
    transaction.create(item)
    transaction.create(CertificateSnapshot(item.code, facts=draft.sealed))
    check = CertificateCheck(
        item.code,
        certificate_number=item.certificate_number,
        status=rules.VALID,
        issued_on=item.issued_on,
        details_shown=draft.shown is not None,
        facts=draft.shown or "{}",
        kind=item.kind,
    )
    transaction.create(check)
    audit.record(transaction, f"volunteer#{item.volunteer_id}", item.volunteer_id, "issue_certificate", item.code)
    if old:
        end(transaction, old, rules.REPLACED, None)
    transaction.commit()


def keep(draft: Draft, old: Certificate | None) -> None:
    """Keep a certificate in all its places at once; ``old`` is thereby replaced, which is published."""
    retried(lambda: _store(draft, old))
    if old is not None:
        status_lists.publish_now([old])
