"""Shapes of requests: parsed by pydantic, every fault at once, each as a Chinese sentence at its field."""

import json
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import wraps
from typing import Annotated, Any, TypeVar

from flask import request
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from functions.regulation.violation import Violation
from functions.storage.clock import BEIJING
from functions.storage.refusals import Malformed, Refused

_Shape = TypeVar("_Shape", bound="Shape")
_Answer = TypeVar("_Answer")
_EARLIEST, _LATEST = 1900, 2200


class Shape(BaseModel):
    """A request: unknown fields are faults, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _clean(text: str) -> str:
    for character in text:
        kind = unicodedata.category(character)
        if kind == "Cs" or (kind == "Cc" and character not in "\n\t"):
            raise PydanticCustomError("characters", "含有无法保存的字符，请删去后重新输入。")
    return text.strip()


def _one_line(text: str) -> str:
    if "\n" in text or "\t" in text:
        raise PydanticCustomError("one_line", "只能写一行，请删去换行和制表符。")
    return text


def _filled(text: str) -> str:
    if not text:
        raise PydanticCustomError("missing", "不能为空，请填写。")
    return text


def _at_most(length: int, text: str) -> str:
    if len(text) > length:
        raise PydanticCustomError("too_long", f"最多 {length} 个字，现在有 {len(text)} 个。")
    return text


def optional_text(length: int) -> AfterValidator:
    """A text of at most ``length`` characters, lines allowed, may be empty. Length counts what is stored."""
    return AfterValidator(lambda text: _at_most(length, _clean(text)))


def optional_line(length: int) -> AfterValidator:
    """A single line of at most ``length`` characters, may be empty (the rules say where it must not be)."""
    return AfterValidator(lambda text: _at_most(length, _one_line(_clean(text))))


def line(length: int) -> AfterValidator:
    """A single line of 1 to ``length`` characters."""
    return AfterValidator(lambda text: _at_most(length, _filled(_one_line(_clean(text)))))


def _instant(value: Any) -> datetime:
    try:
        instant = datetime.fromisoformat(value) if isinstance(value, str) and len(value) > 10 else None
    except ValueError:
        instant = None
    if instant is None:
        raise PydanticCustomError("instant", "时间写法不对，应像 2026-05-01T08:00:00+08:00 这样。")
    if instant.tzinfo is None:
        raise PydanticCustomError("naive", "时间缺少时区，应像 2026-05-01T08:00:00+08:00 这样带上 +08:00。")
    if not _EARLIEST <= instant.year < _LATEST:
        raise PydanticCustomError("year", f"年份应在 {_EARLIEST} 到 {_LATEST} 之间。")
    return instant.astimezone(UTC)


Instant = Annotated[datetime, BeforeValidator(_instant)]


def _civil_date(value: Any) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        day = None
    if day is None or not _EARLIEST <= day.year < _LATEST:
        raise PydanticCustomError("date", "日期写法不对，应像 2026-05-01 这样。")
    return day


CivilDate = Annotated[date, BeforeValidator(_civil_date)]


def civil_day_start(day: date) -> datetime:
    """The instant at which ``day`` begins in Beijing."""
    return datetime.combine(day, time(0), BEIJING).astimezone(UTC)


_SENTENCES = {
    "missing": "不能为空，请填写。",
    "extra_forbidden": "没有这一项，请删去或检查名称。",
    "string_type": "应是文字。",
    "int_type": "应是整数。",
    "bool_type": "应是“是”或“否”（true 或 false）。",
    "list_type": "应是一个列表。",
    "dict_type": "应是一组内容。",
    "model_type": "应是一组内容。",
    "model_attributes_type": "应是一组内容。",
    "too_short": "至少要有一项。",
    "literal_error": "不在可选的范围内，请重新选择。",
}


def _sentence(fault: ErrorDetails) -> str:
    if fault["type"] == "too_long" and "max_length" in fault.get("ctx", {}):
        return f"最多 {fault['ctx']['max_length']} 项，请分几次提交。"
    return _SENTENCES.get(fault["type"]) or (fault["msg"] if not fault["msg"].isascii() else "填写的内容不对。")


def _violation(fault: ErrorDetails) -> Violation:
    # Where a field may have one of two forms, pydantic names the form in the path; the person knows no forms.
    path = [
        str(step) for step in fault["loc"] if not (isinstance(step, str) and step[:1] in {"f", "c"} and "[" in step)
    ]
    return Violation("", f"form.{fault['type']}", ".".join(path), _sentence(fault))


def _body() -> Any:
    if not request.is_json:
        from werkzeug.exceptions import UnsupportedMediaType

        raise UnsupportedMediaType
    try:
        body = json.loads(request.get_data().decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Malformed("json", "请求内容不是正确的 JSON(UTF-8),请刷新页面后重试。") from error
    if not isinstance(body, dict):
        raise Malformed("json", "请求内容应是一个 JSON 对象。")
    return body


def parse(shape: type[_Shape], value: Any) -> _Shape:
    """``value`` as ``shape``; raises `Refused` with every fault of form."""
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False)
        raise Refused([_violation(fault) for fault in faults]) from None


def try_parse(shape: type[_Shape], value: Any) -> tuple[_Shape | None, tuple[Violation, ...]]:
    """``value`` as ``shape``, or its faults: for lists, where one bad line must not hide the others."""
    try:
        return parse(shape, value), ()
    except Refused as refused:
        return None, refused.violations


def takes(shape: type[_Shape]) -> Callable[[Callable[..., _Answer]], Callable[..., _Answer]]:
    """The view takes the JSON body as its first argument, as ``shape``; faults of form never reach it."""

    def mark(view: Callable[..., _Answer]) -> Callable[..., _Answer]:
        @wraps(view)
        def with_body(**places: Any) -> _Answer:
            return view(parse(shape, _body()), **places)

        vars(with_body)["takes"] = shape
        return with_body

    return mark


def query_as(shape: type[_Shape]) -> _Shape:
    """The query string of the current request as ``shape``; the first value of each name, paging left aside."""
    asked = {name: value for name, value in request.args.items() if name not in {"limit", "cursor"}}
    return parse(shape, asked)


def choice_fault(field: str, message: str) -> Refused:
    """A refusal for a value that is none of those offered."""
    return Refused([Violation("", "form.choice", field, message)])


def large(most: int) -> Callable[[Callable[..., _Answer]], Callable[..., _Answer]]:
    """The view takes a body of up to ``most`` bytes, more than others may."""

    def mark(view: Callable[..., _Answer]) -> Callable[..., _Answer]:
        @wraps(view)
        def with_room(**places: Any) -> _Answer:
            request.max_content_length = most
            return view(**places)

        return with_room

    return mark
