"""Star schemes as data: how many hours each star takes, by the day from which that holds.

A district names its scheme in the setting ``STAR_SCHEME``; another place's numbers are added here, no code changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from functions.regulation.dated import Dated


@dataclass(frozen=True)
class Scheme:
    """``hours``: for each star in turn, the hours that it takes. ``source`` says where the numbers stand."""

    name: str
    source: str
    hours: Dated[tuple[int, ...]]


# Article 19, hours for one to five stars. 渝民发〔2017〕56号, in force from the day it was issued.
STAR_HOURS: Dated[tuple[int, ...]] = Dated({date(2017, 8, 23): (100, 300, 600, 1000, 1500)})
CHONGQING = "chongqing"
SCHEMES: Mapping[str, Scheme] = {
    CHONGQING: Scheme("重庆市星级", "《重庆市志愿服务记录办法》第十九条", STAR_HOURS),
}
NAMES = ("", "一星级", "二星级", "三星级", "四星级", "五星级", "六星级", "七星级", "八星级", "九星级")
