"""第十九条：志愿服务记录时长累计达到100小时、300小时、600小时、1000小时和1500小时的志愿者，可以依次申请评定为一星级、二星级、
三星级、四星级、五星级志愿者。

Hours say which star may be applied for; nobody holds a star by hours alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from functions.hours.rules import BEIJING, hours_text
from functions.regulation.trace import article
from functions.regulation.violation import Violation
from functions.stars.schemes import CHONGQING, NAMES, SCHEMES

_MINUTES_AN_HOUR = 60

PENDING, GRANTED, REFUSED, WITHDRAWN, REVOKED = "pending", "granted", "refused", "withdrawn", "revoked"
STATES = {PENDING: "待评定", GRANTED: "已评定", REFUSED: "未通过", WITHDRAWN: "本人撤回", REVOKED: "已撤销"}
DECISIONS = (GRANTED, REFUSED)
LEVELS = {"group": "志愿团体评定", "district": "区县主管部门评定", "city": "市级评定（由主管部门转报并录入结果）"}
ELSEWHERE = "elsewhere"  # granted by another district, before the record was transferred
LEVEL_NAMES = {**LEVELS, ELSEWHERE: "外地评定，随记录转入"}
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Application:
    """One application for one star. ``threshold`` and ``minutes`` are whole minutes: what the star takes, and what stood in
    force when it was made. ``decided_on`` is the civil date of the decision, ``reference`` the paper that it stands on."""

    application_id: str
    volunteer_id: str
    volunteer_number: str
    star: int
    scheme: str
    threshold: int
    minutes: int
    level: str
    group_id: str
    group: str
    state: str
    applied_at: datetime
    version: int
    decided_at: datetime | None = None
    decided_on: date | None = None
    decided_by: str = ""
    reason: str = ""
    reference: str = ""
    revoked_at: datetime | None = None
    revoked_reason: str = ""


@article("19")
def thresholds(day: date, scheme: str = CHONGQING) -> tuple[int, ...]:
    """The minutes that each star takes, the first star first, by what holds on ``day``."""
    return tuple(hours * _MINUTES_AN_HOUR for hours in SCHEMES[scheme].hours.on(day))


@article("19")
def star_for(minutes: int, day: date, scheme: str = CHONGQING) -> int:
    """The star (0: none) that ``minutes`` of recorded service have reached, by what holds on ``day``."""
    return sum(minutes >= needed for needed in thresholds(day, scheme))


@article("19")
def next_star(minutes: int, day: date, scheme: str = CHONGQING) -> tuple[int, int] | None:
    """The next star and the minutes still missing to it; None when all are reached."""
    reached = star_for(minutes, day, scheme)
    steps = thresholds(day, scheme)
    if reached == len(steps):
        return None
    return reached + 1, steps[reached] - minutes


@article("19")
def application_faults(star: int, held: int, minutes: int, steps: Sequence[int]) -> list[Violation]:
    """Faults of applying for ``star`` by somebody who holds ``held`` (0: none) and has ``minutes`` in force.

    可以依次申请: the next one only, also where the hours would do for a higher one.
    """
    if held >= len(steps):
        return [_fault("highest", "star", f"您已经是{NAMES[held]}，这是最高的星级。")]
    if star != held + 1:
        now = f"您现在是{NAMES[held]}" if held else "您还没有评定过星级"
        return [_fault("in_turn", "star", f"星级要依次申请：{now}，请先申请{NAMES[held + 1]}。")]
    missing = steps[held] - minutes
    if missing > 0:
        return [
            _fault("hours", "star", f"已生效的时长离{NAMES[star]}还差 {hours_text(missing)} 小时（{missing} 分钟）。")
        ]
    return []


@dataclass(frozen=True)
class Decision:
    """A decision on applications: ``decided_on`` its civil date, ``reference`` the paper it stands on (for the city's)."""

    decision: str
    decided_on: date
    reason: str = ""
    reference: str = ""


@article("19")
def form_faults(asked: Decision, today: date) -> list[Violation]:
    """Faults of a decision by itself, whatever it is about."""
    faults = []
    if asked.decision not in DECISIONS:
        faults.append(_fault("decision", "decision", "请选择评定通过或不通过。"))
    if asked.decision == REFUSED and not asked.reason:
        faults.append(_fault("reason", "reason", "请写明不通过的理由，本人会看到。"))
    if asked.decided_on > today:
        faults.append(_fault("future", "decided_on", "评定日期还没有到，请检查。"))
    return faults


@article("19")
def decision_faults(application: Application, asked: Decision, held: int, minutes: int, own: bool) -> list[Violation]:
    """Faults of deciding one application, as things stand now: ``held`` and ``minutes`` are the volunteer's, ``own`` says
    that it is the decider's own."""
    faults = []
    if own:
        faults.append(_fault("own", "", "这是您本人的申请，请由另一位工作人员评定。"))
    if application.state != PENDING:
        faults.append(_fault("decided", "", f"这项申请现在是“{STATES[application.state]}”，不能再评定。"))
    if asked.decided_on < application.applied_at.astimezone(BEIJING).date():
        faults.append(_fault("before", "decided_on", "评定日期早于申请日期，请检查。"))
    if asked.decision == GRANTED:
        faults += _grant_faults(application, asked, held, minutes)
    return faults


def _grant_faults(application: Application, asked: Decision, held: int, minutes: int) -> list[Violation]:
    faults = []
    if minutes < application.threshold:
        missing = hours_text(application.threshold - minutes)
        faults.append(_fault("hours_fell", "", f"申请以后有时长作废或更正，现在还差 {missing} 小时，不能评定通过。"))
    if held != application.star - 1:
        faults.append(_fault("in_turn", "", "上一级的星级有变化，不能评定这一级。请退回，由本人重新申请。"))
    if application.level == "city" and not asked.reference:
        faults.append(_fault("reference", "reference", "市级评定的，请填写评定文件的文号或名称。"))
    return faults


@article("19")
def revocation_faults(application: Application, held: int, minutes: int, reason: str, own: bool) -> list[Violation]:
    """Faults of taking a star back: by decision only, where hours were voided, and the highest one first."""
    faults = []
    if own:
        faults.append(_fault("own", "", "这是您本人的星级，请由另一位工作人员办理。"))
    if application.state != GRANTED or application.star != held:
        faults.append(_fault("not_held", "", "只能撤销现在的最高星级，请刷新后再看。"))
    elif minutes >= application.threshold:
        faults.append(_fault("still_reached", "", "已生效的时长仍然达到这个星级的标准，不能撤销。"))
    if not reason:
        faults.append(_fault("reason", "reason", "请写明撤销的理由，本人会看到。"))
    return faults


@article("19")
def elsewhere_faults(star: int, held: int, minutes: int, steps: Sequence[int]) -> list[Violation]:
    """Faults of taking over a ``star`` that another district granted: the hours here must come to it, and it must be more than
    is ``held``."""
    if not 1 <= star <= len(steps):
        return [_fault("elsewhere", "", "转入的星级本区没有，请不接收，由本人重新申请。")]
    if held >= star:
        return [_fault("elsewhere_held", "", f"本人现在已经是{NAMES[held]}，不用再接收。")]
    if minutes < steps[star - 1]:
        missing = hours_text(steps[star - 1] - minutes)
        return [_fault("elsewhere_hours", "", f"已生效的时长离{NAMES[star]}还差 {missing} 小时。请先核验服务时长。")]
    return []


def _fault(code: str, field: str, message: str) -> Violation:
    return Violation("19", f"stars.{code}", field, message)
