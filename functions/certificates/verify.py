"""`/public/certificates/{code}`: anyone asks whether a certificate is genuine. Part of the public function.

One `GetItem`, no key, no write but the counter of wrong codes. That somebody looked is told by the page in a request of its own,
so that the check itself stays one read; its day is kept for the holder, and nothing of who it was. Only wrong codes are counted: a school that checks five
hundred genuine papers from one address is never held back, one that guesses is.
"""

import json
from typing import Any

from flask import Blueprint, Response

from functions.certificates.models import CertificateCheck, CertificateLooks
from functions.certificates.statuses import KINDS, REASON_NAMES, SERVICE, STATUSES
from functions.storage import clock, codes
from functions.storage.counters import PublicRateCounter, hit
from functions.storage.refusals import NotFound, TooMany
from functions.web.answers import as_json, nothing
from functions.web.guard import open_to_all
from functions.web.source import client_address

blueprint = Blueprint("verify", __name__)

_WRONG_CODES, _LOOKS, _WINDOW = 60, 300, 600
_UNKNOWN = NotFound("certificates.unknown", "查无此证。请核对查验码；仍查不到，就不是本系统出具的证明。")


@blueprint.get("/public/certificates/<code>")
@open_to_all("whoever holds the paper may ask whether it is genuine")
def verify(code: str) -> Response:
    """Whether a certificate is valid, revoked or replaced, and what was certified; 404 where there is none."""
    try:
        # The code is asked for whatever it looks like: a malformed one is answered as an unknown one, in the same time.
        check = CertificateCheck.get(codes.canonical_code(code) or "-", consistent_read=True)
    except CertificateCheck.DoesNotExist:
        _count_wrong_code()
        raise _UNKNOWN from None
    return as_json(_view(check))


@blueprint.post("/public/certificates/<code>/looks")
@open_to_all("whoever looked a certificate up, on the site's page")
def note_look(code: str) -> Response:
    """Count a look at a certificate on its day, for the holder to see; 404 where there is none."""
    canonical = codes.canonical_code(code) or "-"
    try:
        CertificateCheck.get(canonical)
    except CertificateCheck.DoesNotExist:
        _count_wrong_code()
        raise _UNKNOWN from None
    wait = hit(PublicRateCounter, "look", client_address(), _LOOKS, _WINDOW)
    if wait:
        raise TooMany("查验的次数太多，没有再计数。", wait)
    today = clock.today().isoformat()
    CertificateLooks(canonical).update([CertificateLooks.days.add({today}), CertificateLooks.times.add(1)])
    return nothing()


def _count_wrong_code() -> None:
    wait = hit(PublicRateCounter, "verify", client_address(), _WRONG_CODES, _WINDOW)
    if wait:
        raise TooMany(f"查错的次数太多，请在 {-(-wait // 60)} 分钟后再试。", wait)


def _view(check: CertificateCheck) -> dict[str, Any]:
    view: dict[str, Any] = {
        "kind": check.kind or SERVICE,
        "kind_name": KINDS[check.kind or SERVICE],
        "status": check.status,
        "status_name": STATUSES[check.status],
        "certificate_number": check.certificate_number,
        "issued_on": check.issued_on.isoformat(),
        "details_shown": check.details_shown,
    }
    if check.contested_until and clock.now() < check.contested_until:
        view["contested"] = True
    if check.holder_erased:
        view["holder_erased"] = True
    if check.ended_on:
        view[f"{check.status}_on"] = check.ended_on.isoformat()
    if check.reason_kind:
        view |= {"reason_kind": check.reason_kind, "reason_kind_name": REASON_NAMES[check.reason_kind]}
    return {**view, **json.loads(check.facts)}
