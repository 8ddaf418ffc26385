"""第十三条：志愿者在志愿服务中被投诉或举报，志愿团体应当及时核查处理，并予以记录。

A complaint is an accusation until it has been looked into: the volunteer is told what it is about, never by whom, and heard
before anything is held to be true. How long "及时" is, neither the regulation nor Order 67 says; the working days below are
those of the public hotlines. Pure.
"""

from dataclasses import dataclass
from datetime import date, datetime

from functions.regulation.trace import article
from functions.regulation.violation import Violation
from functions.volunteers.rules import is_phone, name_faults

RECEIVED, INVESTIGATING = "received", "investigating"
UPHELD, NOT_UPHELD, NOT_ACCEPTED = "upheld", "not_upheld", "not_accepted"
STATES = {
    RECEIVED: "已收到",
    INVESTIGATING: "核查中",
    UPHELD: "属实",
    NOT_UPHELD: "不属实",
    NOT_ACCEPTED: "不予受理",
}
OPEN = frozenset({RECEIVED, INVESTIGATING})
SETTLED = frozenset({UPHELD, NOT_UPHELD, NOT_ACCEPTED})
# What each role may make of a complaint, state by state. The supervisor may settle anew what turned out otherwise.
_OUTCOMES = {
    ("recorder", INVESTIGATING): {UPHELD, NOT_UPHELD},
    ("supervisor", RECEIVED): {NOT_ACCEPTED},
    ("supervisor", INVESTIGATING): {UPHELD, NOT_UPHELD},
    ("supervisor", UPHELD): {NOT_UPHELD},
    ("supervisor", NOT_UPHELD): {UPHELD},
    ("supervisor", NOT_ACCEPTED): {NOT_UPHELD},
}
BEGIN_WORKDAYS = 5  # after it was received
SETTLE_WORKDAYS = 30  # after it was received
HEAR_WORKDAYS = 5  # that the volunteer has to say something, after having been told
SHORTEST = 10  # characters of a complaint
SHORTEST_WORDS = 5  # of everything else
MOST_ADDED = 10


@dataclass(frozen=True)
class Filed:
    """What somebody files: ``group`` and ``named`` in the complainant's own words, the contact only where it was given."""

    text: str
    group: str
    named: str
    happened_on: date | None
    place: str
    contact_name: str
    contact_phone: str


@dataclass(frozen=True)
class Step:
    """One thing that happened to a complaint: who did it, and the words that came with it."""

    at: datetime
    role: str
    name: str
    act: str
    text: str


@dataclass(frozen=True)
class Complaint:
    """One complaint. ``group_id`` "" until somebody looks into it for a group; ``volunteer_id`` "" until staff have named whom
    it is about. ``told`` is what the volunteer is told, ``statement`` what the volunteer says to it, ``hear_until`` until when;
    ``reply`` is for the complainant."""

    complaint_id: str
    filed: Filed
    received_at: datetime
    due: datetime
    state: str
    version: int
    group_id: str = ""
    group: str = ""
    volunteer_id: str = ""
    volunteer_number: str = ""
    name: str = ""
    person_key: str = ""
    told: str = ""
    hear_until: datetime | None = None
    statement: str = ""
    reply: str = ""
    settled_at: datetime | None = None
    added: tuple[Step, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Handler:
    """Who works on a complaint: ``key`` is the fingerprint of the person's document."""

    role: str
    account_id: str
    key: str
    name: str


@article("13")
def filing_faults(filed: Filed, today: date) -> list[Violation]:
    """Every fault of what is filed. Nobody has to say who they are."""
    faults = []
    if len(filed.text) < SHORTEST:
        faults.append(_fault("text", "text", f"请把事情写清楚，至少 {SHORTEST} 个字：什么时候、在哪里、发生了什么。"))
    if not filed.group:
        faults.append(_fault("group", "group", "请写明是哪个志愿团体的活动；不知道的，写活动的名称。"))
    if filed.happened_on and filed.happened_on > today:
        faults.append(_fault("future", "happened_on", "事情发生的日期还没有到，请检查。"))
    if filed.contact_name:
        faults += name_faults(filed.contact_name, "contact.name")
    if filed.contact_phone and not is_phone(filed.contact_phone):
        message = "联系电话应为 11 位手机号，或带区号的座机号（如 023-12345678）；不愿意留的，可以空着。"
        faults.append(_fault("phone", "contact.phone", message))
    return faults


@article("13")
def add_faults(complaint: Complaint, text: str) -> list[Violation]:
    """Faults of what a complainant adds later."""
    if complaint.state not in OPEN:
        return [_fault("settled", "text", "这件投诉已经办结，不能再补充。有新的情况，请另提一件。")]
    if len(complaint.added) >= MOST_ADDED:
        return [_fault("full", "text", "补充的内容已经很多，请等待办理，或直接联系主管部门。")]
    return _words_faults(text, "text", "请写明要补充的内容")


@article("13")
def hand_over_faults(complaint: Complaint, handler: Handler, group_id: str, note: str) -> list[Violation]:
    """The supervisor hands a complaint to a group; a group can only give it back, and says why."""
    if complaint.state not in OPEN:
        return [_fault("settled", "", "这件投诉已经办结。")]
    if handler.role == "supervisor":
        return []
    if group_id:
        return [_fault("hand_over", "group_id", "团体只能把投诉退回主管部门，不能转给别的团体。")]
    return _words_faults(note, "note", "请写明为什么退回")


@article("13")
def begin_faults(complaint: Complaint, told: str, names_someone: bool) -> list[Violation]:
    """Looking into it begins: whom it is about, and what that person is told."""
    if complaint.state != RECEIVED:
        return [_fault("begun", "", f"这件投诉现在是“{STATES[complaint.state]}”，不能再开始核查。")]
    if not names_someone:
        return []
    return _words_faults(told, "told", "请写明告诉志愿者的内容（不要写出投诉人是谁）")


@article("13")
def own_faults(person_key: str, handler: Handler) -> list[Violation]:
    """Nobody looks into a complaint about oneself, in any role."""
    if person_key and person_key == handler.key:
        return [_fault("own", "", "这件投诉与您本人有关，请由团体的另一位记录员或主管部门办理。")]
    return []


@article("13")
def may_become(role: str, state: str) -> frozenset[str]:
    """What somebody in ``role`` may make of a complaint in ``state``."""
    return frozenset(_OUTCOMES.get((role, state), set()))


@article("13")
def is_heard(complaint: Complaint, now: datetime) -> bool:
    """Whether the volunteer has said something, or had the time to; nobody has to be heard where nobody is named."""
    waits = complaint.hear_until is not None and now < complaint.hear_until
    return not complaint.volunteer_id or bool(complaint.statement) or not waits


@article("13")
def settle_faults(
    complaint: Complaint, handler: Handler, outcome: str, finding: str, reply: str, now: datetime
) -> list[Violation]:
    """Faults of an outcome. ``finding`` is what was found, for the record; ``reply`` what the complainant is told."""
    faults = own_faults(complaint.person_key, handler)
    if outcome not in may_become(handler.role, complaint.state):
        faults.append(
            _fault("outcome", "outcome", f"这件投诉现在是“{STATES[complaint.state]}”，请选择可以办理的结果。")
        )
    if complaint.state == INVESTIGATING and not is_heard(complaint, now):
        message = f"志愿者还没有说明情况，告知后 {HEAR_WORKDAYS} 个工作日内请先等本人说明。"
        faults.append(_fault("unheard", "outcome", message))
    faults += _words_faults(finding, "finding", "请写明核查了什么、怎样认定")
    return faults + _words_faults(reply, "reply", "请写明答复投诉人的内容")


@article("13")
def statement_faults(complaint: Complaint, text: str) -> list[Violation]:
    """Faults of what the volunteer says to it: once, while it is being looked into."""
    if complaint.state != INVESTIGATING:
        return [_fault("statement_late", "text", "这件投诉已经办结，不能再说明。有不同意见，请联系主管部门。")]
    if complaint.statement:
        return [_fault("statement_twice", "text", "您已经说明过情况。还有要补充的，请联系办理的团体或主管部门。")]
    return _words_faults(text, "text", "请写明情况")


def _words_faults(text: str, field: str, what: str) -> list[Violation]:
    if len(text) >= SHORTEST_WORDS:
        return []
    return [_fault(f"{field}_short", field, f"{what}，至少 {SHORTEST_WORDS} 个字。")]


def _fault(code: str, field: str, message: str) -> Violation:
    return Violation("13", f"complaints.{code}", field, message)
