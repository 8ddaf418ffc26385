"""One loopback address for the site and both functions, as the distribution serves them on AWS."""

import mimetypes
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from werkzeug.exceptions import MethodNotAllowed
from werkzeug.security import safe_join
from werkzeug.wrappers import Request, Response

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

_TEXT = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".jwt": "application/statuslist+jwt",
}
_NAMED = {"jwt-vc-issuer": "application/json"}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PUBLISHED = ("/published/", "/.well-known/")
# What jobs publish may be fetched by any page of any site.
_FOR_ANY_PAGE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
# An answer of the API is data: a browser that opens it as a page may load nothing.
_API_POLICY = "default-src 'none'; frame-ancestors 'none'"


def content_type(path: str | Path) -> str:
    """The media type of a file of the site, with its encoding where it is text."""
    file = Path(path)
    known = (
        _TEXT.get(file.suffix)
        or _NAMED.get(file.name)
        or mimetypes.guess_type(file.name)[0]
        or "application/octet-stream"
    )
    is_text = known.startswith("text/") or known in {"application/json", "application/xml", "image/svg+xml"}
    return f"{known}; charset=utf-8" if is_text else known


class Site:
    """The built pages below ``folder``, and under ``/published/`` and ``/.well-known/`` the files that jobs make; nothing else is served."""

    def __init__(self, folder: Path, published: Path | None = None) -> None:
        self._folder = folder
        self._published = published

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        request = Request(environ)
        return self._answer(request)(environ, start)

    def _answer(self, request: Request) -> Response:
        if request.method not in {"GET", "HEAD"}:
            return MethodNotAllowed(["GET", "HEAD"]).get_response()
        found = self._place_of(request.path)
        file = Path(found) if found and "\0" not in found else None
        if file and file.is_dir():
            if not request.path.endswith("/"):
                # One slash at the start: with two, the next word would be taken for a host.
                whole = f"/{request.path.strip('/')}/"
                return self._with_headers(Response(status=301, headers={"Location": quote(whole)}))
            file /= "index.html"
        if file is None or not file.is_file():
            return self._send(request, self._folder / "404.html", 404)
        answer = self._send(request, file, 200)
        if request.path.startswith(PUBLISHED):
            answer.headers.update(_FOR_ANY_PAGE)
        return answer

    def _place_of(self, path: str) -> str | None:
        if self._published and path.startswith(PUBLISHED):
            return safe_join(str(self._published), path.lstrip("/"))
        return safe_join(str(self._folder), path.lstrip("/"))

    def _send(self, request: Request, file: Path, status: int) -> Response:
        answer = Response(file.read_bytes(), status, content_type=content_type(file))
        answer.add_etag()
        answer.headers["Cache-Control"] = "no-cache"
        if status == 200:
            answer.make_conditional(request)
        return self._with_headers(answer)

    def _with_headers(self, answer: Response) -> Response:
        # Read each time: the pages may have been built anew, and the policy follows from them.
        policy = (self._folder / "csp.txt").read_text(encoding="utf-8")
        answer.headers["Content-Security-Policy"] = policy.strip()
        answer.headers.extend(_HEADERS)
        return answer


def _guarded(app: Wsgi) -> Wsgi:
    """Add what the distribution adds to an answer of the API."""
    extra = {**_HEADERS, "Content-Security-Policy": _API_POLICY, "Cache-Control": "no-store"}

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        def start_with(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
            there = {name.lower() for name, _ in headers}
            missing = [(name, value) for name, value in extra.items() if name.lower() not in there]
            return start(status, headers + missing, error)

        return app(environ, start_with)

    return answer


def address(site: Wsgi, public: Wsgi, members: Wsgi) -> Wsgi:
    """The path alone says who answers: public function, members' function, or a page."""
    public, members = _guarded(public), _guarded(members)

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path.startswith("/api/v1/public/"):
            return public(environ, start)
        return (members if path.startswith("/api/") else site)(environ, start)

    return answer


def make_server(app: Wsgi, port: int) -> Any:
    from waitress.server import create_server

    return create_server(app, host="127.0.0.1", port=port, threads=16, ident=None)
