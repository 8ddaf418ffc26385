"""Holding back floods of public writes, by place."""

from collections.abc import Callable
from typing import TypeVar

from functions.storage.counters import RateCounter, hit, spent
from functions.storage.refusals import NotFound, TooMany
from functions.web.source import client_address

# A school may register a class from one address within the hour, so the limits are generous; a program's are not.
_PER_HOUR = {"register": 600, "apply": 300, "share": 600, "slip": 600, "complain": 30, "follow": 600, "dispute": 10}
_PER_HOUR |= {"benefit": 120}  # wrong ones only
_Answer = TypeVar("_Answer")


def hold_back(act: str) -> None:
    """Count one public write of ``act`` from this place; raises `TooMany`."""
    _refuse_for(hit(RateCounter, act, client_address(), _PER_HOUR[act], 3600))


def counting_wrong(act: str, answer: Callable[[], _Answer]) -> _Answer:
    """What ``answer`` gives, counted only where that is False or `NotFound`. Raises `TooMany` before asking once too many were
    wrong from this place, so that a guess that happens to be right is not answered either."""
    _refuse_for(spent(RateCounter, act, client_address(), _PER_HOUR[act], 3600))
    try:
        found = answer()
    except NotFound:
        hold_back(act)
        raise
    if found is False:
        hold_back(act)
    return found


def _refuse_for(wait: int) -> None:
    if wait:
        raise TooMany(f"从这里提交的次数太多，请在 {-(-wait // 60)} 分钟后再试。", wait)
