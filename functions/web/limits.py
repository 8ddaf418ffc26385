"""Holding back floods of public writes, by place."""

from functions.storage.counters import RateCounter, hit
from functions.storage.refusals import TooMany
from functions.web.source import client_address

# A school may register a class from one address within the hour, so the limits are generous; a program's are not.
_PER_HOUR = {"register": 600, "apply": 300}


def hold_back(act: str) -> None:
    """Count one public write of ``act`` from this place; raises `TooMany`."""
    wait = hit(RateCounter, act, client_address(), _PER_HOUR[act], 3600)
    if wait:
        raise TooMany(f"从这里提交的次数太多，请在 {-(-wait // 60)} 分钟后再试。", wait)
