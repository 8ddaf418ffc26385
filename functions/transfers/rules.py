"""第十六条：志愿服务记录可以在使用全国志愿服务信息系统的不同省份之间转移接续。

A record counts in one place at a time. From the moment it is handed over it is read-only here (已转出): the hours that were
served here stay this district's served hours, in its public figures and its certificates, but nothing new is recorded, its
person is no longer counted among the registered and the star holders, and stars go on at the receiver. The receiver counts
the hours to the person's own total and stars, and in no public figure of served hours. Pure.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from functions.hours.rules import BEIJING, Stay, clash_faults, minutes_by_day, overlap_of
from functions.projects.rules import CATEGORIES, SERVICE_OBJECTS
from functions.regulation.trace import article
from functions.regulation.violation import Violation

SCHEMA = "vsr-transfer-1"
ANSWER_SCHEMA = "vsr-transfer-answer-1"
MANIFEST_TYPE, ANSWER_TYPE = "transfer-manifest+jwt", "transfer-answer+jwt"
BLOCKS = {
    "person": "个人基本信息（含证件号码和手机号）",
    "hours": "服务时长",
    "training": "培训",
    "commendations": "已生效的表彰奖励",
    "evaluations": "服务评价",
    "stars": "已评定的星级",
}
VALID_FOR = timedelta(days=180)
LINES_A_FILE = 2000
LINES_A_PIECE = 250
_ROUNDED_UP = 29  # minutes that rounding to half hours may give at most
PART = 700_000  # bytes of a file that come with one request

BUILDING, READY, HANDED, RECEIVED, RETURNED, CANCELLED = (
    "building", "ready", "handed", "received", "returned", "cancelled",
)  # fmt: skip
OUT_STATES = {
    BUILDING: "正在整理",
    READY: "已整理，还没有办理转出",
    HANDED: "已转出",
    RECEIVED: "已转出，对方已接收",
    RETURNED: "已退回，记录恢复",
    CANCELLED: "没有办理",
}
MOVED = (HANDED, RECEIVED)

UPLOADING, CHECKING, WAITING, DONE, BAD = "uploading", "checking", "waiting", "done", "bad"
IN_STATES = {UPLOADING: "正在上传", CHECKING: "正在检查", WAITING: "等待核验", DONE: "已办结", BAD: "不能接收"}

# What a line of hours is found to be, before anything is written.
FRESH, ALREADY, OVERLAP, TWICE, FUTURE, UNKNOWN, LONG_DAY = (
    "fresh", "already", "overlap", "twice", "future", "unknown_code", "long_day",
)  # fmt: skip
FINDINGS = {
    FRESH: "没有冲突",
    ALREADY: "以前转入过，不重复计",
    OVERLAP: "与本区已有的时长重叠",
    TWICE: "与包里另一条重叠",
    FUTURE: "时间还没有到",
    UNKNOWN: "类别或服务对象的代码本系统没有，接收后记为“其他”",
    LONG_DAY: "当天合计超过 24 小时",
}
ACCEPTABLE = (FRESH, ALREADY, UNKNOWN)
ACCEPTED, REFUSED = "accepted", "refused"
DECISIONS = {ACCEPTED: "接收", REFUSED: "不接收"}


@dataclass(frozen=True)
class Receiver:
    """Who is to have the record, as the volunteer names them; ``contact`` may be ""."""

    name: str
    region: str
    contact: str = ""


@article("16")
def wish_faults(receiver: Receiver, blocks: Collection[str], agreed: bool) -> list[Violation]:
    """A transfer names its receiver and what it gives, and is agreed to by itself (PIPL, Article 23)."""
    faults = []
    if not receiver.name:
        faults.append(_fault("receiver", "receiver.name", "请填写接收的省份、区县或系统的名称。"))
    if not receiver.region:
        faults.append(_fault("region", "receiver.region", "请填写接收方在哪个省、市、区县。"))
    if not blocks or set(blocks) - set(BLOCKS):
        faults.append(_fault("blocks", "blocks", "请至少选一项要转出的内容。"))
    if not agreed:
        faults.append(_fault("consent", "agreed", "转出要您单独同意把所选内容交给写明的接收方。不同意就不转出。"))
    return faults


@dataclass(frozen=True)
class DayPiece:
    """What of a stay lies on one civil day: ``part`` of ``parts``, and the minutes that count."""

    part: int
    parts: int
    stay: Stay
    minutes: int


@article("16")
def by_day(stay: Stay, credited: int | None) -> list[DayPiece]:
    """A stay as the national system takes it, none across midnight of Beijing; the pieces' minutes add up to the stay's."""
    days = minutes_by_day(stay, credited)
    pieces: list[DayPiece] = []
    start = stay.start
    for number, (day, minutes) in enumerate(days.items(), start=1):
        midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), BEIJING)
        end = min(stay.end, midnight)
        pieces.append(DayPiece(number, len(days), Stay(start, end), minutes))
        start = end
    return pieces


@article("16")
def line_faults(start: datetime, end: datetime, minutes: int) -> list[str]:
    """What makes a line of hours impossible, whoever signed it: the package is refused."""
    stay = Stay(start, end)
    if end <= start:
        return ["结束时间不晚于开始时间"]
    if len(stay.days()) > 1:
        return ["跨了北京时间的零点，应当按天分开"]
    return ["分钟数比起止时间还长"] if minutes > stay.minutes + _ROUNDED_UP else []


@article("16")
def finding(stay: Stay, codes: tuple[str, str], own: Sequence[Stay], before: Sequence[Stay], now: datetime) -> str:
    """What a new line is found to be against the person's ``own`` stays and those ``before`` it in the package.

    ``codes`` are category and service object.
    """
    if stay.end > now:
        return FUTURE
    if any(overlap_of(stay, other) for other in own):
        return OVERLAP
    if any(overlap_of(stay, other) for other in before):
        return TWICE
    if clash_faults(stay, [*own, *before]):
        return LONG_DAY
    known = codes[0] in CATEGORIES and codes[1] in SERVICE_OBJECTS
    return FRESH if known else UNKNOWN


@article("16")
def sender_faults(valid_until: datetime, now: datetime, subject_is_own: bool) -> list[Violation]:
    """A package is received while it is valid, and by the person whom it is about alone."""
    faults = []
    if valid_until < now:
        until = valid_until.astimezone(BEIJING).date()
        message = f"这个转移文件只到 {until} 有效，已经过期。请到转出的地方退回后重新办理。"
        faults.append(_fault("expired", "", message))
    if not subject_is_own:
        message = "这个转移文件不是这位志愿者的：证件号码对不上。请核对志愿者编号和证件原件，什么都没有转入。"
        faults.append(_fault("other_person", "", message))
    return faults


@article("16")
def decision_faults(decision: str, reason: str, own: bool) -> list[Violation]:
    """Accepting or refusing what came, never the own; a refusal says why."""
    faults = []
    if own:
        faults.append(_fault("own", "", "这是您本人的转入，请由另一位工作人员核验。"))
    if decision not in DECISIONS:
        faults.append(_fault("decision", "decision", "请选择接收，或不接收。"))
    if decision == REFUSED and not reason:
        faults.append(_fault("reason", "reason", "不接收的，请写明理由，本人和转出的一方会看到。"))
    return faults


@article("16")
def return_faults(state: str, reason: str) -> list[Violation]:
    """Taking a transfer back: only one that was handed over and of which nobody has signed that it was received, and not without
    saying why."""
    faults = [] if reason else [_fault("reason", "reason", "请写明为什么退回，例如：对方没有接收。")]
    if state == RECEIVED:
        faults.append(_fault("received", "", "对方已经签名答复接收，不能退回，否则时长会在两边各算一次。"))
    elif state != HANDED:
        faults.append(_fault("not_moved", "", "这次转移还没有办理转出，或已经退回，不用再办。"))
    return faults


@article("16")
def result_of(accepted: int, refused: int) -> str:
    """What an answer says came of a package: ``accepted``, ``partly`` or ``refused``."""
    if not accepted:
        return "refused"
    return "partly" if refused else "accepted"


RESULTS = {"accepted": "全部接收", "partly": "部分接收", "refused": "没有接收"}


@article("16")
def undecided(pieces: int, decided: Mapping[str, Mapping[str, int]], blocks: Mapping[str, str]) -> int:
    """How many parts of an arrival nobody has decided in full: pieces of hours, and further blocks."""
    open_pieces = sum(decided.get(str(number), {}).get("open", 1) > 0 for number in range(pieces))
    return open_pieces + sum(not state for state in blocks.values())


def first_and_last(days: Sequence[date]) -> tuple[str, str]:
    """The span of civil days, as text; two empty texts for none."""
    return (min(days).isoformat(), max(days).isoformat()) if days else ("", "")


def _fault(code: str, field: str, message: str) -> Violation:
    return Violation("16", f"transfers.{code}", field, message)
