"""Who may enter. Every view says it with `@entry(...)` or `@open_to_all(...)`; a test catches silence."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol, TypeVar

from flask import Flask, Response, current_app, g, request

from functions.storage.refusals import Conflict, NeedsLogin, NotAllowed, NotFound
from functions.storage.settings import settings

_View = TypeVar("_View", bound=Callable[..., Any])
SAFE = {"GET", "HEAD", "OPTIONS"}
COOKIE = "session"
_LONGEST_NAME = 80  # of an id, a code or a number in an address; anything longer names nothing
ROLES = ("volunteer", "recorder", "supervisor")


class Actor(Protocol):
    """Who is asking. ``must`` is what they owe first (``enrol_totp``, ``change_password``): until then nothing else
    is open. ``subject_id`` is the volunteer's id, or the account's own for staff. ``moved``: the record was transferred to
    another system, and is read-only here (Article 16)."""

    @property
    def account_id(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def login(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def subject_id(self) -> str: ...
    @property
    def must(self) -> tuple[str, ...]: ...
    @property
    def moved(self) -> bool: ...


def entry(*roles: str, unfinished: bool = False, moved: bool = False) -> Callable[[_View], _View]:
    """Only these roles may enter. ``unfinished``: also those who still owe a second factor or a new password. ``moved``: also
    to change something, somebody whose record was transferred; elsewhere such a person reads only."""

    def mark(view: _View) -> _View:
        vars(view)["entry"] = (roles, unfinished)
        vars(view)["moved"] = moved
        return view

    return mark


def open_to_all(reason: str) -> Callable[[_View], _View]:
    """Anyone may enter, because of ``reason``."""

    def mark(view: _View) -> _View:
        vars(view)["entry"] = (reason,)
        vars(view)["open_to_all"] = True
        return view

    return mark


def actor() -> Actor:
    """The person behind the current request; only within views with an `@entry`."""
    found: Actor = g.actor
    return found


def session_token() -> str | None:
    """The token of the current request's session, from a program's header or the site's cookie."""
    header = request.headers.get("Authorization", "")
    if header.startswith("Bearer "):
        return header.removeprefix("Bearer ").strip()
    return request.cookies.get(COOKIE)


def _check_origin() -> None:
    """An unsafe request from a browser must come from the site itself; a program with a bearer token has no origin."""
    origin = request.headers.get("Origin")
    if origin is None and (request.headers.get("Authorization") or COOKIE not in request.cookies):
        return
    # Behind the distribution the host is the gateway's, so the site's own address is asked first; on one machine the
    # site may be opened under several names. A foreign page has a foreign origin either way.
    if origin not in {settings().site_origin, request.host_url.rstrip("/")}:
        raise NotAllowed("origin", "这个请求不是从本站页面发出的，没有办理。请从本站打开页面再试。")


def _refuse(found: Actor, view: Any) -> None:
    """Keep out somebody who is logged in and may not enter here."""
    roles, unfinished = vars(view)["entry"]
    if found.role not in roles:
        raise NotAllowed("role", "您的身份不能办理这一项。")
    if unfinished:
        return
    if found.must:
        raise NotAllowed("unfinished", "请先完成账号设置（修改初始密码、绑定动态验证码），再办理其他事项。")
    if found.moved and request.method not in SAFE and not vars(view)["moved"]:
        raise Conflict("volunteers.moved", "您的记录已经转出，在这里只能查看，不能再办理这一项。请到接收的地方办理。")


def _enter() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None:
        return  # no such address; answered as 404 or 405 by the router
    if any(len(str(value)) > _LONGEST_NAME for value in (request.view_args or {}).values()):
        raise NotFound("address", "没有这个地址。")
    if request.method not in SAFE:
        _check_origin()
    if vars(view).get("open_to_all"):
        return
    find: Callable[[str], Actor | None] = current_app.config["FIND_SESSION"]
    token = session_token()
    found = find(token) if token else None
    if found is None:
        raise NeedsLogin("session", "还没有登录，或登录已过期。请登录后再试，已填写的内容会保留。")
    _refuse(found, view)
    g.actor = found


def start_session(answer: Response, token: str, expires: datetime) -> Response:
    """Give the browser its session: out of reach of scripts, sent to this site only."""
    secure = settings().site_origin.startswith("https://")
    answer.set_cookie(COOKIE, token, httponly=True, samesite="Strict", secure=secure, expires=expires, path="/api/")
    return answer


def end_session(answer: Response) -> Response:
    answer.delete_cookie(COOKIE, path="/api/", httponly=True, samesite="Strict")
    return answer


def guard(app: Flask, find_session: Callable[[str], Actor | None]) -> None:
    """Put the guard before every view of ``app``."""
    app.config["FIND_SESSION"] = find_session
    app.before_request(_enter)
