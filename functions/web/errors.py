"""One place that turns refusals into HTTP: `application/problem+json` (RFC 9457), in Chinese for the person."""

import json
import logging
from typing import Any

from flask import Flask, Response
from pynamodb.exceptions import PynamoDBException
from werkzeug.exceptions import HTTPException

from functions.storage import refusals
from functions.storage.transactions import Contention
from functions.web.logs import places_of

_log = logging.getLogger(__name__)

_STATUS: dict[type[refusals.Refusal], tuple[int, str]] = {
    refusals.Malformed: (400, "请求无法读懂"),
    refusals.NeedsLogin: (401, "需要登录"),
    refusals.NotAllowed: (403, "没有权限"),
    refusals.NotFound: (404, "没有找到"),
    refusals.Conflict: (409, "与现有情况冲突"),
    refusals.Refused: (422, "有内容需要修改"),
    refusals.TooMany: (429, "尝试次数太多"),
    refusals.Unavailable: (503, "暂时无法办理"),
}

_HTTP_SENTENCES = {
    400: "请求的格式不对，请刷新页面后重试。",
    404: "没有这个地址。",
    405: "这个地址不支持这种请求方式。",
    413: "提交的内容太大，请分几次提交。",
    415: "请求必须是 JSON(Content-Type: application/json)。",
}

CANNOT_ANSWER = "系统现在无法查到资料，这不代表内容有误。请过几分钟再试。"


def problem(
    status: int, title: str, code: str, detail: str, violations: list[dict[str, str]] | None = None
) -> Response:
    body: dict[str, Any] = {
        "type": f"about:blank#{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail,
        "violations": violations or [],
    }
    text = json.dumps(body, ensure_ascii=False)
    return Response(text, status=status, content_type="application/problem+json; charset=utf-8")


def _violations(refusal: refusals.Refusal) -> list[dict[str, str]]:
    if isinstance(refusal, refusals.Refused):
        return [vars(violation) for violation in refusal.violations]
    if isinstance(refusal, refusals.TooMany | refusals.Unavailable | refusals.NotFound):
        return []
    return [{"article": "", "code": refusal.code, "field": refusal.field, "message": refusal.message}]


def _refused(refusal: refusals.Refusal) -> Response:
    status, title = _STATUS[type(refusal)]
    answer = problem(status, title, refusal.code, refusal.message, _violations(refusal))
    if isinstance(refusal, refusals.TooMany):
        answer.headers["Retry-After"] = str(refusal.retry_after)
    if isinstance(refusal, refusals.Unavailable):
        answer.headers["Retry-After"] = "5"
    return answer


def _http_fault(error: HTTPException) -> Response:
    status = error.code or 500
    sentence = _HTTP_SENTENCES.get(status, "请求没有办成，请刷新页面后重试。")
    answer = problem(status, "请求没有办成", f"http.{status}", sentence)
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            answer.headers[name] = value
    return answer


def _engine_fault(error: Exception) -> Response:
    # Only the kind of fault is logged: the engine's message may quote the item.
    code = getattr(error, "cause_response_code", None)
    _log.error("engine fault: %s %s", type(error).__name__, code)
    return problem(503, "暂时无法办理", "unavailable", CANNOT_ANSWER)


def _unexpected(error: Exception) -> Response:
    _log.error("unexpected %s", places_of(error))
    return problem(500, "系统出错", "unexpected", "系统出了问题，没有办成。我们已记下，请稍后再试。")


def answer_problems(app: Flask) -> None:
    """Register the handlers on an app; the only place where a status code is chosen."""
    app.register_error_handler(refusals.Refusal, _refused)
    app.register_error_handler(HTTPException, _http_fault)
    app.register_error_handler(PynamoDBException, _engine_fault)
    app.register_error_handler(Contention, _engine_fault)
    app.register_error_handler(Exception, _unexpected)
