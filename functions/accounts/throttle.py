"""Holding back guesses without locking anybody out.

Tries are counted per login and place, and per place. A flood on one login from many places closes that login only to
places from which its owner never logged in before.
"""

import hashlib

from functions.accounts.models import KnownPlace
from functions.storage import clock
from functions.storage.counters import RateCounter, give_back, hit, spent
from functions.storage.refusals import TooMany

_WINDOW = 15 * 60
_PER_LOGIN_AND_PLACE = 10
_PER_PLACE = 100
_PER_LOGIN = 300
_REMEMBERED = 180 * 24 * 3600


def _known_key(login: str, place: str) -> str:
    return hashlib.sha256(f"{login}\0{place}".encode()).hexdigest()


def _is_known(login: str, place: str) -> bool:
    try:
        known = KnownPlace.get(_known_key(login, place))
    except KnownPlace.DoesNotExist:
        return False
    return int(known.expires) > clock.now().timestamp()


def _wait(seconds: int) -> None:
    if seconds:
        minutes = -(-seconds // 60)
        raise TooMany(
            f"尝试次数太多，请在 {minutes} 分钟后再试。忘记密码请到登记的志愿团体或主管部门窗口办理。", seconds
        )


def count_try(login: str, place: str) -> None:
    """Count a try before it is looked at, so that many at once are counted too; raises `TooMany`."""
    _wait(hit(RateCounter, "login-place", f"{login}\0{place}", _PER_LOGIN_AND_PLACE, _WINDOW))
    _wait(hit(RateCounter, "place", place, _PER_PLACE, _WINDOW))
    flooded = spent(RateCounter, "login", login, _PER_LOGIN, _WINDOW)
    if flooded and not _is_known(login, place):
        _wait(flooded)


def count_failure(login: str) -> None:
    hit(RateCounter, "login", login, _PER_LOGIN, _WINDOW)


def was_honest(login: str, place: str) -> None:
    """The try succeeded: it does not count, and the place is remembered."""
    give_back(RateCounter, "login-place", f"{login}\0{place}", _WINDOW)
    give_back(RateCounter, "place", place, _WINDOW)
    KnownPlace(_known_key(login, place), expires=int(clock.now().timestamp()) + _REMEMBERED).save()
