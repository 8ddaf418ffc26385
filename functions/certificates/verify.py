"""`/public/certificates/{code}`: anyone asks whether a certificate is genuine. Part of the public function.

One `GetItem`, no key, no write but the counter of wrong codes. Only wrong codes are counted: a school that checks five
hundred genuine papers from one address is never held back, one that guesses is.
"""

import json
from typing import Any

from flask import Blueprint, Response

from functions.certificates.models import CertificateCheck
from functions.certificates.statuses import REASON_KINDS, STATUSES
from functions.storage import codes
from functions.storage.counters import PublicRateCounter, hit
from functions.storage.refusals import NotFound, TooMany
from functions.web.answers import as_json
from functions.web.guard import open_to_all
from functions.web.source import client_address

blueprint = Blueprint("verify", __name__)

_WRONG_CODES, _WINDOW = 60, 600


@blueprint.get("/public/certificates/<code>")
@open_to_all("whoever holds the paper may ask whether it is genuine")
def verify(code: str) -> Response:
    """Whether a certificate is valid, revoked or replaced, and what was certified; 404 where there is none."""
    try:
        # The code is asked for whatever it looks like: a malformed one is answered as an unknown one, in the same time.
        check = CertificateCheck.get(codes.canonical_code(code) or "-", consistent_read=True)
    except CertificateCheck.DoesNotExist:
        _count_wrong_code()
        raise NotFound("certificates.unknown", "查无此证。请核对查验码；仍查不到，就不是本系统出具的证明。") from None
    return as_json(_view(check))


def _count_wrong_code() -> None:
    wait = hit(PublicRateCounter, "verify", client_address(), _WRONG_CODES, _WINDOW)
    if wait:
        raise TooMany(f"查错的次数太多，请在 {-(-wait // 60)} 分钟后再试。", wait)


def _view(check: CertificateCheck) -> dict[str, Any]:
    view: dict[str, Any] = {
        "status": check.status,
        "status_name": STATUSES[check.status],
        "certificate_number": check.certificate_number,
        "issued_on": check.issued_on.isoformat(),
        "details_shown": check.details_shown,
    }
    if check.ended_on:
        view[f"{check.status}_on"] = check.ended_on.isoformat()
    if check.reason_kind:
        view |= {"reason_kind": check.reason_kind, "reason_kind_name": REASON_KINDS[check.reason_kind]}
    return {**view, **json.loads(check.facts)}
