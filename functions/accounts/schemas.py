"""Shapes of requests and answers about accounts."""

from typing import Annotated, Any

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from functions.web.validation import Shape, line


def _secret(text: str) -> str:
    """A password as typed: nothing is trimmed, only what cannot be stored is refused."""
    if len(text) > 200 or any("\ud800" <= character <= "\udfff" for character in text):
        raise PydanticCustomError("secret", "密码最多 200 个字符，且不能含有无法保存的字符。")
    return text


Password = Annotated[str, AfterValidator(_secret)]


class LogIn(Shape):
    login: Annotated[str, line(60)]
    password: Password
    totp: Annotated[str, line(20)] | None = None


class ConfirmTotp(Shape):
    totp: Annotated[str, line(20)]


class ChangePassword(Shape):
    old_password: Password
    new_password: Password


def who_view(who: Any) -> dict[str, Any]:
    """What a person sees of the own account: role, login, name, what is owed first."""
    shown = {name: getattr(who, name) for name in ("role", "account_id", "login", "name")}
    return {**shown, "must": list(who.must)}
