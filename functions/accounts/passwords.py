"""Password hashes: argon2id, two passes over 19 MiB (24 ms). The library is imported when first used."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher


@lru_cache(maxsize=1)
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@lru_cache(maxsize=1)
def _nobody() -> str:
    return hashed("nobody has this password")


def hashed(password: str) -> str:
    return _hasher().hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether ``password`` is the stored one. Unknown accounts (None) take as long as known ones."""
    from argon2.exceptions import VerificationError

    try:
        _hasher().verify(stored or _nobody(), password)
    except VerificationError:
        return False
    return stored is not None
