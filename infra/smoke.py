"""A few requests that a healthy system answers in a known way, from outside and without a login."""

import http.client
import json
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from functions.storage.codes import check_character

_SECONDS = 30
_NO_CODE = "2" * 16 + check_character("2" * 16)  # well formed, given to nobody


@dataclass(frozen=True)
class Answer:
    """Status (0 where there was no answer at all), headers with lower-case names, body, and why there was none."""

    status: int
    headers: dict[str, str]
    body: bytes
    why: str = ""

    def told(self) -> dict[str, Any]:
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def ask(address: str, content: dict[str, Any] | None = None) -> Answer:
    """One request; a refused connection or a bad certificate is an answer too."""
    body = json.dumps(content).encode() if content is not None else None
    headers = {"Content-Type": "application/json"} if body else {}
    request = urllib.request.Request(address, data=body, headers=headers)  # noqa: S310 - an address of ours
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=_SECONDS) as given:
            return Answer(given.status, {name.lower(): value for name, value in given.headers.items()}, given.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, {name.lower(): value for name, value in error.headers.items()}, error.read())
    except (urllib.error.URLError, http.client.HTTPException, ssl.SSLError, OSError) as error:
        return Answer(0, {}, b"", str(getattr(error, "reason", error)))


@dataclass(frozen=True)
class Check:
    """A request and what is wrong with its answer, in Chinese; an empty text where nothing is."""

    title: str
    run: Callable[[], str]


def _unlike(answer: Answer, status: int) -> str:
    if answer.status == 0:
        return f"没有回应：{answer.why}"
    if answer.status == 403 and answer.told() == {"Message": None}:
        return "网关回答 403：这个账号还没有完成 ICP 备案"
    return "" if answer.status == status else f"应当回答 {status}，实际回答 {answer.status}"


def _page(site: str) -> str:
    answer = ask(f"{site}/")
    wrong = _unlike(answer, 200)
    return wrong or ("" if "content-security-policy" in answer.headers else "首页没有安全响应头")


def _code(site: str) -> str:
    answer = ask(f"{site}/api/v1/public/certificates/{_NO_CODE}")
    return _unlike(answer, 404) or ("" if answer.told().get("title") else "接口的回答不是约定的格式")


def _login(site: str) -> str:
    return _unlike(ask(f"{site}/api/v1/session", {"login": "smoke-test", "password": "not a password"}), 401)


def _front(gateway: str) -> str:
    status = ask(f"{gateway}/api/v1/health").status
    return "" if status == 403 else f"网关可以绕过网站直接访问（回答 {status}）"


def _answers(address: str, status: int) -> Callable[[], str]:
    return lambda: _unlike(ask(address), status)


def checks(site: str, gateway: str = "") -> list[Check]:
    """What is asked of the site's address; and, where the gateway's own is given, that it lets nobody past the distribution."""
    found = [
        Check("首页", partial(_page, site)),
        Check("证书查验页", _answers(f"{site}/verify/", 200)),
        Check("不存在的网址", _answers(f"{site}/no-such-page/", 404)),
        Check("接口", _answers(f"{site}/api/v1/health", 200)),
        Check("查验一个不存在的编号", partial(_code, site)),
        Check("错误的登录被拒绝", partial(_login, site)),
        Check("公开的签名密钥", _answers(f"{site}/.well-known/jwt-vc-issuer", 200)),
    ]
    return [*found, Check("网关不能绕过", partial(_front, gateway))] if gateway else found


def run(site: str, gateway: str = "", patience: float = 0, say: Callable[[str], None] = print) -> list[str]:
    """Faults found, in Chinese. A new distribution needs minutes until every edge knows it: tried again for ``patience`` seconds."""
    give_up = time.monotonic() + patience
    wrong: list[str] = []
    for check in checks(site, gateway):
        fault = check.run()
        while fault and time.monotonic() < give_up:
            time.sleep(5)
            fault = check.run()
        say(f"    {'✗' if fault else '✓'} {check.title}{f'：{fault}' if fault else ''}")
        if fault:
            wrong.append(f"{check.title}：{fault}")
    return wrong
