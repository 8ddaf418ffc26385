"""第二十三条：志愿团体及其工作人员在志愿服务记录工作中弄虚作假的，由主管部门责令改正，并予以通报。

Orders to correct, suspensions and notices: their states, and who may move them. The regulation says nothing of suspending or of
appeals; they are the system's, see the page of divergences. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from functions.hours.rules import BEIJING
from functions.regulation.trace import article
from functions.regulation.violation import Violation
from functions.regulation.workdays import last_moment
from functions.supervision.wording import public_faults

ORDER, SUSPENSION, NOTICE = "order", "suspension", "notice"
KINDS = {ORDER: "责令改正", SUSPENSION: "暂停录入", NOTICE: "通报"}

ISSUED, ANSWERED, RETURNED, ACCEPTED, ANNULLED = "issued", "answered", "returned", "accepted", "annulled"
IN_FORCE, LIFTED = "in_force", "lifted"
PUBLISHED, WITHDRAWN = "published", "withdrawn"
STATES = {
    ISSUED: "待整改",
    ANSWERED: "已答复，待核查",
    RETURNED: "退回，继续整改",
    ACCEPTED: "整改完成",
    ANNULLED: "已撤销",
    IN_FORCE: "暂停中",
    LIFTED: "已恢复",
    PUBLISHED: "已通报",
    WITHDRAWN: "已撤回",
}
FIRST = {ORDER: ISSUED, SUSPENSION: IN_FORCE, NOTICE: PUBLISHED}
OPEN_ORDER = (ISSUED, ANSWERED, RETURNED)

RECORDER, SUPERVISOR, APPEAL = "recorder", "supervisor", "appeal"
# Who may move what: the group's recorder, the supervisor, or an appeal that was upheld.
MOVES: Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]] = {
    (ORDER, ISSUED): {ANSWERED: (RECORDER,), ANNULLED: (SUPERVISOR, APPEAL)},
    (ORDER, ANSWERED): {ACCEPTED: (SUPERVISOR,), RETURNED: (SUPERVISOR,), ANNULLED: (SUPERVISOR, APPEAL)},
    (ORDER, RETURNED): {ANSWERED: (RECORDER,), ANNULLED: (SUPERVISOR, APPEAL)},
    (ORDER, ACCEPTED): {ANNULLED: (APPEAL,)},
    (SUSPENSION, IN_FORCE): {LIFTED: (SUPERVISOR,), ANNULLED: (APPEAL,)},
    (SUSPENSION, LIFTED): {ANNULLED: (APPEAL,)},
    (NOTICE, PUBLISHED): {WITHDRAWN: (SUPERVISOR, APPEAL)},
}
UNDONE = {ORDER: ANNULLED, SUSPENSION: ANNULLED, NOTICE: WITHDRAWN}

OPEN, UPHELD, REJECTED = "open", "upheld", "rejected"
APPEALS = {OPEN: "已申诉，复核中", UPHELD: "申诉成立", REJECTED: "申诉不成立，维持原决定"}

APPEAL_WORKDAYS = 10
MOST_WORKDAYS, LONGEST_SUSPENSION = 60, timedelta(days=366)


@dataclass(frozen=True)
class Step:
    """What somebody did to a measure: ``act`` is the state it went to, or "appeal", "upheld", "rejected"."""

    role: str
    name: str
    at: datetime
    act: str
    text: str


@dataclass(frozen=True)
class Appeal:
    """What a group says against a measure, and what became of it. ``same_person``: who had decided decided again, because
    the district has nobody else."""

    state: str
    text: str
    at: datetime
    decided_at: datetime | None = None
    reply: str = ""
    same_person: bool = False


@dataclass(frozen=True)
class Measure:
    """An order, a suspension or a notice. ``facts``: what was wrong, or the reason; ``demand``: what is to be done, or the
    decision that is made known. ``due`` is an order's, ``until`` a suspension's last day (None: until it is lifted).
    ``sign_id``, ``draw_id`` with ``rank``, and ``order_id`` say what it rests on, "" and 0 for nothing."""

    measure_id: str
    kind: str
    group_id: str
    group: str
    facts: str
    demand: str
    decided_by: str
    decided_at: datetime
    state: str
    version: int = 1
    due: datetime | None = None
    until: date | None = None
    sign_id: str = ""
    draw_id: str = ""
    rank: int = 0
    order_id: str = ""
    order_on: date | None = None
    steps: tuple[Step, ...] = ()
    appeal: Appeal | None = None

    @property
    def appeal_until(self) -> datetime:
        """Until when the group may appeal."""
        return last_moment(self.decided_at, APPEAL_WORKDAYS)


@article("23")
def may_become(kind: str, state: str, who: str) -> set[str]:
    """The states to which ``who`` may move a measure."""
    return {to for to, movers in MOVES.get((kind, state), {}).items() if who in movers}


@article("23")
def order_faults(facts: str, demand: str, workdays: int) -> list[Violation]:
    """An order says what is wrong, what is to be done, and until when."""
    faults = []
    if not facts:
        faults.append(_fault("facts", "facts", "请写明查到了什么问题。"))
    if not demand:
        faults.append(_fault("demand", "demand", "请写明要求团体做什么。"))
    return faults + workdays_faults(workdays)


@article("23")
def workdays_faults(workdays: int) -> list[Violation]:
    """A deadline is counted in working days."""
    if 1 <= workdays <= MOST_WORKDAYS:
        return []
    return [_fault("workdays", "workdays", f"期限应在 1 到 {MOST_WORKDAYS} 个工作日之间。")]


@article("4")
def suspension_faults(reason: str, until: date | None, today: date) -> list[Violation]:
    """A suspension has a reason, and an end that lies ahead or none."""
    faults = []
    if not reason:
        faults.append(_fault("reason", "reason", "请写明暂停的理由，团体会看到。"))
    if until is not None and not today <= until <= today + LONGEST_SUSPENSION:
        faults.append(_fault("until", "until", "暂停到哪一天，应在今天以后、一年以内；不定日期的请留空。"))
    return faults


@article("23")
def notice_faults(facts: str, decision: str, names: tuple[str, ...]) -> list[Violation]:
    """A notice says what was wrong and what was decided, and of no person anything."""
    faults = []
    if not facts:
        faults.append(_fault("facts", "facts", "请写明弄虚作假的事实。"))
    if not decision:
        faults.append(_fault("decision", "decision", "请写明处理决定。"))
    return faults + public_faults(facts, "facts", names) + public_faults(decision, "decision", names)


def words_faults(text: str, message: str) -> list[Violation]:
    """Whoever moves a measure says something."""
    return [] if text else [_fault("words", "text", message)]


@article("23")
def appeal_faults(measure: Measure, text: str, now: datetime) -> list[Violation]:
    """A group appeals once, in words, within ten working days, against what still stands."""
    faults = words_faults(text, "请写明为什么不服。")
    if measure.appeal is not None:
        return [_fault("appealed", "", "已经申诉过，一个决定只能申诉一次。")]
    if not may_become(measure.kind, measure.state, APPEAL):
        return [_fault("undone", "", "这个决定已经撤销，不用申诉。")]
    if now >= measure.appeal_until:
        faults.append(_fault("appeal_late", "", f"已超过决定后 {APPEAL_WORKDAYS} 个工作日的申诉期限。"))
    return faults


@article("23")
def judge_faults(measure: Measure, decision: str, text: str, judge: str, others: int) -> list[Violation]:
    """Another supervisor than who decided judges an appeal, where the district has one: ``others`` counts them."""
    if measure.appeal is None or measure.appeal.state != OPEN:
        return [_fault("no_appeal", "", "没有等着办理的申诉，请刷新后查看。")]
    faults = words_faults(text, "请写明复核的理由，团体会看到。")
    if decision not in {UPHELD, REJECTED}:
        faults.append(_fault("judgment", "decision", "请选择申诉成立，或不成立。"))
    if judge == measure.decided_by and others:
        faults.append(_fault("own_decision", "", "原决定是您作出的，须由另一位主管部门人员办理这份申诉。"))
    return faults


@article("4")
def has_ended(measure: Measure, today: date) -> bool:
    """Whether a suspension has run out by itself."""
    return measure.state == IN_FORCE and measure.until is not None and measure.until < today


@article("23")
def published(notice: Measure) -> dict[str, Any]:
    """What anyone sees of a notice; of one that was withdrawn, only that there was one."""
    stands = notice.state == PUBLISHED
    appeal = notice.appeal.state if notice.appeal else ""
    ended = next((step for step in notice.steps if step.act in {WITHDRAWN, UPHELD}), None)
    by_appeal = "申诉成立" if appeal == UPHELD else "主管部门撤回"
    return {
        "notice_id": notice.measure_id,
        "group": notice.group,
        "published_on": day_of(notice.decided_at),
        "state": notice.state,
        "state_name": STATES[notice.state],
        "facts": notice.facts if stands else None,
        "decision": notice.demand if stands else None,
        "order_on": notice.order_on.isoformat() if stands and notice.order_on else None,
        "appeal": appeal or None,
        "appeal_name": APPEALS.get(appeal),
        "withdrawn_on": day_of(ended.at) if ended else None,
        "withdrawn_because": None if stands else by_appeal,
    }


def day_of(instant: datetime) -> str:
    return instant.astimezone(BEIJING).date().isoformat()


def _fault(code: str, field: str, message: str) -> Violation:
    return Violation("23", f"supervision.{code}", field, message)
