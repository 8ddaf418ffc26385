"""What a login name and a password must be, and which one-time codes count. Pure; no article of the regulation.

Order 67 and PIPL ask only for care; the limits follow NIST SP 800-63B (length and known passwords, no composition rules)
and RFC 6238 (a one-time code is accepted once).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from functions.regulation.violation import Violation

_LOGIN = re.compile(r"^[a-z0-9][a-z0-9_.-]{3,39}$")
_NUMBER_LIKE = re.compile(r"^[\d.x-]+$")
_WORST = {
    "12345678", "123456789", "1234567890", "87654321", "password", "password1", "qwertyui", "qwerty123", "asdfghjk",
    "abcd1234", "a1234567", "a12345678", "1q2w3e4r", "iloveyou", "00000000", "11111111", "88888888", "66666666",
    "woaini1314", "5201314520", "zhiyuanzhe", "chongqing",
}  # fmt: skip
STAFF = ("recorder", "supervisor")
LEAST_PASSWORD, MOST_PASSWORD = 8, 200
TOTP_STEP_SECONDS = 30


@dataclass(frozen=True)
class Who:
    """An account as everyone else sees it. `subject_id` is the volunteer's id, or the account's own for staff;
    `person_key` the keyed fingerprint of the person's document, by which one person's accounts are told to be one."""

    account_id: str
    role: str
    login: str
    name: str
    subject_id: str
    person_key: str
    must: tuple[str, ...]
    moved: bool = False  # the volunteer's record was transferred: read-only


def owed(role: str, must_change_password: bool, has_second_factor: bool) -> tuple[str, ...]:
    """What an account must do before anything else is open to it."""
    first = ("change_password",) if must_change_password else ()
    second = ("enrol_totp",) if role in STAFF and not has_second_factor else ()
    return first + second


def canonical_login(typed: str) -> str:
    """A login name as it is looked up: case and spaces do not matter (a number is often typed in groups of four)."""
    return "".join(typed.split()).lower()


def login_faults(login: str, field: str) -> list[Violation]:
    """Faults of a chosen login name (canonical form). It must not look like a document number or a phone."""
    if not _LOGIN.match(login):
        message = "登录名应为 4 到 40 个字母、数字、下划线、点或短横，且以字母或数字开头。"
        return [Violation("", "accounts.login_form", field, message)]
    if _NUMBER_LIKE.match(login):
        message = "登录名不能全是数字：请不要用手机号或证件号码作登录名，加上几个字母即可。"
        return [Violation("", "accounts.login_number", field, message)]
    return []


def password_faults(password: str, login: str, field: str) -> list[Violation]:
    """Faults of a new password for ``login``."""
    faults = []
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
        message = f"密码应有 {LEAST_PASSWORD} 到 {MOST_PASSWORD} 个字符。"
        faults.append(Violation("", "accounts.password_length", field, message))
    elif password.lower() in _WORST or len(set(password)) < 4 or (login and login in password.lower()):
        message = "这个密码太容易猜到，请换一个，不要用连续数字、重复字符或登录名。"
        faults.append(Violation("", "accounts.password_weak", field, message))
    return faults


def totp_step(typed: str, now_seconds: int, code_at: Callable[[int], str]) -> int | None:
    """The time step whose code was typed: the current one or a neighbour (a phone's clock may be off), else None.

    ``code_at`` gives the code for a moment in seconds. The caller refuses a step that was used before (RFC 6238, 5.2).
    """
    current = now_seconds // TOTP_STEP_SECONDS
    for step in (current, current - 1, current + 1):
        if code_at(step * TOTP_STEP_SECONDS) == typed:
            return step
    return None
