"""第九条：志愿服务时长是指志愿者实际提供志愿服务的时间，以小时为计量单位，不包括往返交通时间。
志愿团体应当及时为参加本团体志愿服务的志愿者核实并录入服务时长。
第十四条：志愿团体应当向志愿服务项目的负责人、参加志愿服务的志愿者及时采集志愿服务相关信息并记录。

A visit begins with a check-in and ends with a check-out, both by the server's clock. Where nobody checked out, no more is
proposed than was planned, and a recorder looks at it first. Nothing here knows where a phone is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.hours.rules import BEIJING, Stay
from functions.regulation.trace import article
from functions.regulation.violation import Violation

IN, OUT = "in", "out"
DIRECTIONS = {IN: "签到", OUT: "签退"}
CODE_STEP = timedelta(seconds=30)  # how often a shown code changes
CODE_LASTS = timedelta(minutes=3)  # after its step: time to unlock a phone, to log in, to walk up
QUEUED_LASTS = timedelta(hours=12)  # an act kept on a phone without a network
USUAL_MOST = timedelta(hours=12)  # of a visit for which no end was planned
MOST = timedelta(hours=24)
LEAVING = timedelta(minutes=30)  # a queue at the door: so late one may check out and it is still on time

FORGOTTEN = "未按时签退，按计划结束时间提出，请核实"
LATE_IN = "网络不通时签的到，恢复后送达"
LATE_OUT = "网络不通时签的退，恢复后送达"
OWN = "记录员本人的签到签退，请由另一位记录员核实"


@dataclass(frozen=True)
class Open:
    """Somebody is in: since ``started``, let in by ``recorder_id``, until ``planned_end`` at most. ``late``: the check-in
    waited on a phone without a network."""

    volunteer_id: str
    volunteer_number: str
    name: str
    project_id: str
    project: str
    group_id: str
    group: str
    started: datetime
    planned_end: datetime
    recorder_id: str
    late: bool


@dataclass(frozen=True)
class Leaving:
    """How a visit ends: ``at`` is the instant of the check-out, None where there was none; ``recorder_key`` and
    ``admitter_key`` are the fingerprints of the persons whose codes opened and closed it."""

    at: datetime | None
    late: bool
    volunteer_key: str
    admitter_key: str
    recorder_key: str


def clock_text(instant: datetime) -> str:
    """5月1日 09:00, in Beijing."""
    local = instant.astimezone(BEIJING)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


@article("9")
def code_faults(made: datetime, now: datetime, queued: bool) -> list[Violation]:
    """A shown code is good for minutes; for an act that waited on a phone, for half a day. ``made`` begins its step."""
    if now <= made + CODE_STEP + CODE_LASTS:
        return []
    if not queued:
        return [_fault("code_expired", "token", "二维码已过期，请扫屏幕上现在的码。")]
    if now <= made + QUEUED_LASTS:
        return []
    message = "网络断开超过 12 小时，这次签到签退不能再送达。请告诉记录员，或在“申报时长”里申报。"
    return [_fault("queued_too_long", "token", message)]


@article("9")
def planned_end(started: datetime, project_ends: datetime, asked: datetime | None) -> datetime:
    """Until when a visit may count: what the recorder planned, or twelve hours; never past the project's end or a day."""
    usual = started + USUAL_MOST
    wanted = min(asked, started + MOST) if asked is not None and asked > started else usual
    return min(wanted, project_ends)


@article("9")
def planned_faults(asked: datetime | None, now: datetime) -> list[Violation]:
    """A planned end lies ahead, and within a day."""
    if asked is None or now < asked <= now + MOST:
        return []
    return [_fault("planned_end", "planned_end", "计划结束时间应在现在之后、24 小时之内，请检查。")]


@article("9")
def is_forgotten(visit: Open, now: datetime) -> bool:
    """Whether the planned end has passed without a check-out."""
    return now > visit.planned_end


@article("9")
def late_faults(late: bool, has_served_since: bool) -> list[Violation]:
    """Faults of a check-in that waited on a phone: meanwhile somebody may have recorded that very time."""
    if not (late and has_served_since):
        return []
    message = "网络断开期间，这段时间已有时长记录，不用再签到。请在“我的记录”里查看。"
    return [_fault("served_since", "", message)]


@article("14")
def in_faults(visit: Open | None, asker_group: str) -> list[Violation]:
    """Faults of a check-in; ``visit`` is what is open of this person, ``asker_group`` the group of the recorder who acts
    ("": the volunteer does). A recorder does not learn where else somebody serves."""
    if visit is None:
        return []
    if asker_group not in {"", visit.group_id}:
        message = "这位志愿者在别的团体签到，还没有签退。请本人先在那里签退。"
        return [_fault("already_in", "", message)]
    message = (
        f"已在“{visit.project}”签到（{clock_text(visit.started)}），还没有签退。"
        "请先签退；已经离开的，请那个项目的记录员代为签退。"
    )
    return [_fault("already_in", "", message)]


@article("14")
def window_faults(window: Stay, at: datetime) -> list[Violation]:
    """One checks in while the project runs."""
    if at < window.start:
        return [_fault("not_running", "", f"项目还没有开始，{clock_text(window.start)} 起才能签到。")]
    if at >= window.end:
        return [_fault("not_running", "", f"项目已在 {clock_text(window.end)} 结束，不能再签到。")]
    return []


@article("14")
def out_faults(visit: Open | None, project_id: str, at: datetime, asker_group: str) -> list[Violation]:
    """Faults of a check-out ``at`` an instant from a project; ``asker_group`` as for `in_faults`."""
    if visit is None or asker_group not in {"", visit.group_id}:
        return [
            _fault("not_in", "", "没有在这里签到，不能签退。忘记签到的，由记录员录入，或由本人在“申报时长”里申报。")
        ]
    if visit.project_id != project_id:
        message = f"签到的是“{visit.project}”（{clock_text(visit.started)}），请扫那个项目的签退码。"
        return [_fault("other_project", "", message)]
    if at < visit.started:
        return [_fault("before_in", "", f"这个签退早于签到（{clock_text(visit.started)}），没有办理。")]
    return []


@article("9")
def stay_of(visit: Open, window: Stay, leaving: Leaving) -> Stay | None:
    """What counts: from the minute of the check-in to the minute of the check-out, at most to the planned end. None where
    that is less than one whole minute."""
    end = visit.planned_end if leaving.at is None else min(leaving.at, visit.planned_end)
    stay = Stay(max(_minute(visit.started), window.start), _minute(end))
    return stay if stay.start < stay.end and stay.minutes >= 1 else None


@article("9")
def why_it_waits(visit: Open, leaving: Leaving) -> dict[str, str]:
    """What a recorder should look at before this visit counts: a mark of `policy.MARKS` and the words for it; empty where
    it may count at once."""
    forgotten = leaving.at is None or leaving.at > visit.planned_end + LEAVING
    own = leaving.volunteer_key in {leaving.admitter_key, leaving.recorder_key}
    late = "；".join(text for holds, text in ((visit.late, LATE_IN), (leaving.late, LATE_OUT)) if holds)
    reasons = {"no_sign_out": FORGOTTEN if forgotten else "", "queued": late, "own_visit": OWN if own else ""}
    return {mark: text for mark, text in reasons.items() if text}


def _minute(instant: datetime) -> datetime:
    """Seconds are cut off, as on any clock that shows none."""
    return instant.replace(second=0, microsecond=0)


def _fault(code: str, field: str, message: str) -> Violation:
    return Violation("9", f"checkins.{code}", field, message)
