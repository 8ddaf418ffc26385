"""A repeated request with the same `Idempotency-Key` changes nothing and gets the first answer again."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Response, g, make_response, request
from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError

from functions.storage import clock, encryption
from functions.storage.base import Table, TableMeta, table_name
from functions.storage.refusals import Conflict, Malformed

_View = TypeVar("_View", bound=Callable[..., Any])
_KEPT = 24 * 3600
_RUNNING = 60  # longer than a function may run: after it, an unfinished try may be made again


class Repeat(Table):
    """The first answer to a key, sealed: it may hold what only its receiver is to know."""

    class Meta(TableMeta):
        table_name = table_name("idempotency")

    key = UnicodeAttribute(hash_key=True)
    request_hash = UnicodeAttribute()
    status = NumberAttribute(default=0)
    answer = BinaryAttribute(legacy_encoding=False, null=True)
    expires = NumberAttribute()


def once(view: _View) -> _View:
    """Honour `Idempotency-Key` on a view that changes something."""

    @wraps(view)
    def repeatable(*args: Any, **kwargs: Any) -> Response:
        key = request.headers.get("Idempotency-Key")
        if not key:
            return make_response(view(*args, **kwargs))
        if not (8 <= len(key) <= 100 and key.isascii() and key.isprintable()):
            raise Malformed("idempotency.key", "重复提交标记（Idempotency-Key）的写法不对。")
        return _first_or_again(key, lambda: make_response(view(*args, **kwargs)))

    vars(repeatable)["repeatable"] = True
    return repeatable  # type: ignore[return-value]


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _first_or_again(key: str, act: Callable[[], Response]) -> Response:
    who = g.actor.account_id if "actor" in g else "anyone"
    place = _digest(who.encode(), request.method.encode(), request.path.encode(), key.encode())
    asked = _digest(place.encode(), request.get_data())
    now = int(clock.now().timestamp())
    claim = Repeat(place, request_hash=asked, expires=now + _RUNNING)
    try:
        claim.save(condition=Repeat.key.does_not_exist() | (Repeat.expires < now))
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return _again(place, asked)
    return _first(claim, act)


def _first(claim: Repeat, act: Callable[[], Response]) -> Response:
    try:
        answer = act()
    except Exception:
        claim.delete()  # a refused try may be mended and sent again under the same key
        raise
    claim.status = answer.status_code
    claim.answer = encryption.seal(answer.get_data(), claim.key)
    claim.expires = int(clock.now().timestamp()) + _KEPT
    claim.save()
    return answer


def _again(place: str, asked: str) -> Response:
    first = Repeat.get(place, consistent_read=True)
    if first.request_hash != asked:
        raise Conflict("idempotency.reused", "同一个提交标记不能用于不同的内容，请刷新页面后重新提交。")
    if not first.status:
        raise Conflict("idempotency.running", "同样的提交正在办理，请稍等几秒再查看结果。")
    answer = encryption.unseal_bytes(first.answer, place)
    return Response(answer, status=int(first.status), content_type="application/json")
