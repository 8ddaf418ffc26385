"""What a log may hold. A request is told by its method, the pattern of its address, its answer, time and client: no code, number,
question or name stands in a log. As a second fence, whatever looks like one is struck out of every line before it is written.
"""

import logging
import re
import time

from flask import Flask, Response, g, request

from functions.web.source import client_address

_log = logging.getLogger("request")
_STRUCK = "[…]"
# A document number of 18 characters, or of 15; a mobile number; a code of this system with or without its hyphens. Longer runs of
# digits (a trace's id, a time in microseconds) are none of them.
_SECRETS = re.compile(
    r"(?<![0-9A-Za-z])(?:\d{17}[0-9Xx]|\d{15}|(?:\+?86[- ]?)?1[3-9]\d{9}|"
    r"[2-9A-HJ-NP-Za-hj-np-z]{4}(?:(?:-|%20| )[2-9A-HJ-NP-Za-hj-np-z]{4}){3}(?:-|%20| )?[2-9A-HJ-NP-Za-hj-np-z]|"
    r"[2-9A-HJ-NP-Z]{17})(?![0-9A-Za-z])"
)


def struck(text: str) -> str:
    """``text`` without document numbers, mobile numbers and codes."""
    return _SECRETS.sub(_STRUCK, text)


def places_of(error: BaseException) -> str:
    """Kind and places of an error, innermost first, without its message and values: they could hold a document number."""
    places, trace = [], error.__traceback__
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(error).__name__} at {' < '.join(reversed(places[-6:]))}"


class _Strike(logging.Filter):
    """Writes a record out at once, an error by its kind and places, and strikes the secrets out of it."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if record.exc_info and record.exc_info[1]:
            text = f"{text}: {places_of(record.exc_info[1])}"
        record.msg, record.args = struck(text), None
        record.exc_info = record.exc_text = None
        return True


def keep_secrets_out() -> None:
    """For a function on Lambda: nothing but our own line tells of a request, and every line passes the fence."""
    logging.getLogger("zappa.wsgi").setLevel(logging.WARNING)  # it tells the whole address, with the codes in it
    for handler in logging.getLogger().handlers:
        if not any(isinstance(each, _Strike) for each in handler.filters):
            handler.addFilter(_Strike())


def _begin() -> None:
    g.began = time.perf_counter()


def _tell(answer: Response) -> Response:
    rule = request.url_rule.rule if request.url_rule else "(no such address)"
    began = g.get("began")
    taken = (time.perf_counter() - began) * 1000 if began else 0.0
    _log.info("%s %s %s %.0f ms %s", request.method, rule, answer.status_code, taken, client_address())
    return answer


def log_requests(app: Flask) -> None:
    """Tell of each request of ``app`` in one line, whatever came of it."""
    app.before_request(_begin)
    app.after_request(_tell)
