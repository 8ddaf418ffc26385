"""What the address of a list asks for. Opens no key, so the public function uses it too."""

from flask import request

from functions.regulation.violation import Violation
from functions.storage.refusals import Refused


def asked_limit(usual: int = 50, most: int = 100) -> int:
    """How many items the current request asks for."""
    text = request.args.get("limit", str(usual))
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= most):
        raise _fault("limit", f"每页条数应是 1 到 {most} 的整数。")
    return int(text)


def no_such_page() -> Refused:
    """What a cursor that leads nowhere is answered."""
    return _fault("cursor", "翻页标记无效，请从第一页重新打开。")


def _fault(field: str, message: str) -> Refused:
    return Refused([Violation("", f"paging.{field}", field, message)])
