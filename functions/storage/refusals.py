"""Why an action did not happen. Actions raise these; `web.errors` alone chooses the HTTP status."""

from collections.abc import Iterable

from functions.regulation.violation import Violation


class Refusal(Exception):
    """Something that can happen to an honest caller; carries a Chinese sentence for them."""

    def __init__(self, code: str, message: str, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field


class Refused(Refusal):
    """The rules say no; carries every violation at once."""

    def __init__(self, violations: Iterable[Violation]) -> None:
        self.violations = tuple(violations)
        count = len(self.violations)
        super().__init__("refused", f"有 {count} 处需要修改，没有保存任何内容。请按提示修改后再提交。")


class Malformed(Refusal):
    """The request cannot be read at all."""


class NotFound(Refusal):
    """No such thing, or none that this person may know of."""


class Conflict(Refusal):
    """The state of things has moved on, or the place is taken."""


class NeedsLogin(Refusal):
    """Not logged in, or the login did not succeed."""


class NotAllowed(Refusal):
    """Logged in, but this is not theirs to do."""


class TooMany(Refusal):
    """Too many tries; carries the seconds to wait."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__("too_many", message)
        self.retry_after = retry_after


class Unavailable(Refusal):
    """The engine does not answer, or contention did not end; trying again later is right."""
