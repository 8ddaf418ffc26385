"""第九条：……志愿团体应当及时为参加本团体志愿服务的志愿者核实并录入服务时长。

What "in time" is: 《志愿服务记录与证明出具办法（试行）》(Order 67) 第十一条 gives ten working days after the activity's end. Pure.
"""

from datetime import datetime, timedelta

from functions.hours.rules import BEIJING
from functions.regulation.trace import article
from functions.regulation.workdays import last_moment, workdays_until

RECORD_WORKDAYS = 10


@article("9")
def due(activity_ends: datetime) -> datetime:
    """Until when hours of an activity are recorded in time: the end of the tenth working day after it, aware."""
    return last_moment(activity_ends, RECORD_WORKDAYS)


@article("9")
def workdays_left(until: datetime, now: datetime) -> int:
    """Working days after today up to the last of a deadline that ends ``until``: 0 on the last, negative where it is past."""
    last = (until - timedelta(microseconds=1)).astimezone(BEIJING).date()
    return workdays_until(now.astimezone(BEIJING).date(), last)


@article("9")
def is_late(activity_ends: datetime, now: datetime) -> bool:
    """Whether hours that are entered ``now`` are a back-fill."""
    return now >= due(activity_ends)
