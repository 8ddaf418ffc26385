"""Stand-in answers of the public function, one for every outcome of the verify page."""

from functions.storage.codes import check_character
from tests.browser.support import Answers


def code(letter: str) -> str:
    """A well-formed code that is easy to tell apart."""
    body = letter * 16
    return body + check_character(body)


VALID, REVOKED, REPLACED, UNKNOWN, BUSY, BROKEN, HIDDEN, STRANGE = map(code, "ABCDEFGH")

_FACTS = {
    "certificate_number": "500103-2026-000001",
    "issued_on": "2026-05-02",
    "details_shown": True,
    "name_masked": "𠮷**",
    "document_masked": "5**************X",
    "minutes": 150,
    "hours": "2.50",
    "from": "2026-01-01",
    "to": "2026-05-01",
    "as_of": "2026-05-02T09:30:00+08:00",
    "issuer": "渝中区志愿服务主管部门",
    "units": ["石板坡社区志愿服务队"],
    "items": [
        {"project": "社区清洁", "service_date": "2026-04-11", "group": "石板坡社区志愿服务队", "minutes": 90},
        {"project": "陪伴老人", "service_date": "2026-04-18", "group": "石板坡社区志愿服务队", "minutes": 60},
    ],
}
_PROBLEM = {"title": "暂时无法办理", "detail": "系统现在查不到资料。", "violations": []}
_ENDED = {"reason_kind": "record_error", "reason_kind_name": "记录有误", "revoked_on": "2026-05-03"}
_GENUINE = {key: _FACTS[key] for key in ("certificate_number", "issued_on")} | {"details_shown": False}


def _path(code: str) -> str:
    return f"/api/v1/public/certificates/{code}"


ANSWERS: Answers = {
    _path(VALID): (200, _FACTS | {"status": "valid"}),
    _path(REVOKED): (200, _FACTS | _ENDED | {"status": "revoked"}),
    _path(REPLACED): (200, _FACTS | {"status": "replaced", "replaced_on": "2026-05-04"}),
    _path(BUSY): (429, _PROBLEM),
    _path(BROKEN): (503, _PROBLEM),
    _path(HIDDEN): (200, _GENUINE | {"status": "valid"}),
    _path(STRANGE): (200, _FACTS | {"status": "something else"}),
}
