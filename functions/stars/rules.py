"""第十九条：志愿服务记录时长累计达到100小时、300小时、600小时、1000小时和1500小时的志愿者，可以依次申请评定为一星级、二星级、
三星级、四星级、五星级志愿者。

Hours say which star may be applied for; nobody holds a star by hours alone.
"""

from datetime import date

from functions.regulation.dated import Dated
from functions.regulation.trace import article

# Article 19, hours for one to five stars. 渝民发〔2017〕56号, in force from the day it was issued.
STAR_HOURS = Dated({date(2017, 8, 23): (100, 300, 600, 1000, 1500)})
_MINUTES_AN_HOUR = 60


@article("19")
def star_for(minutes: int, day: date) -> int:
    """The star (0 to 5) that ``minutes`` of recorded service have reached, by what holds on ``day``."""
    return sum(minutes >= hours * _MINUTES_AN_HOUR for hours in STAR_HOURS.on(day))


@article("19")
def next_star(minutes: int, day: date) -> tuple[int, int] | None:
    """The next star and the minutes still missing to it; None when all five are reached."""
    reached = star_for(minutes, day)
    steps = STAR_HOURS.on(day)
    if reached == len(steps):
        return None
    return reached + 1, steps[reached] * _MINUTES_AN_HOUR - minutes
