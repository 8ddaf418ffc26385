"""第四条：志愿服务组织、公益慈善类组织、社会服务机构和拥有志愿者队伍的政府机关、企事业单位、基层群众性自治组织等均可通过
全国志愿服务信息系统重庆站注册成为志愿团体。……志愿团体应当安排专门人员负责志愿服务记录的确认、录入、更新和保护，并接受登记管理机关、
业务主管单位或联络团体的监督管理。

Registered bodies have a unified social credit code (GB 32100); teams that are not registered have none.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from stdnum.cn import uscc

from functions.regulation.days import day_text
from functions.regulation.districts import district_on
from functions.regulation.trace import article
from functions.regulation.violation import Violation
from functions.successions.statuses import words
from functions.volunteers.documents import Document, document_faults
from functions.volunteers.rules import is_mobile, is_phone, name_faults

KINDS = {
    "organization": "志愿服务组织（已登记）",
    "team": "志愿服务队伍（未登记）",
    "public_body": "机关、事业单位",
    "enterprise": "企业",
    "community": "社区（村）等基层群众性自治组织",
}
_CODE_REQUIRED = {"organization", "public_body", "enterprise"}
_CODE_ABSENT = {"team"}
PENDING, APPROVED, REFUSED = "pending", "approved", "refused"
STATES = {PENDING: "待审核", APPROVED: "已通过", REFUSED: "未通过"}


@dataclass(frozen=True)
class Contact:
    """Whom to ask. ``phone`` is canonical; an office's landline will do."""

    name: str
    phone: str


@dataclass(frozen=True)
class Recorder:
    """The 专门人员 of Article 4, by real name and document."""

    name: str
    document: Document
    phone: str
    login: str


@dataclass(frozen=True)
class Decision:
    """What the supervisor decided about an application, and why."""

    decision: str
    reason: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True)
class Suspension:
    """Why a group may not enter hours now: by which decision, until which day (None: until it is lifted)."""

    measure_id: str
    until: date | None
    reason: str


@dataclass(frozen=True)
class Succession:
    """A group that is no more, and who answers for it since the civil day ``on``. ``successor_id`` is "" where the supervising
    body itself does; ``used``: the successor has acted in its place, so that it cannot be taken back."""

    succession_id: str
    successor_id: str
    successor: str
    ending: str
    on: date
    used: bool = False


@dataclass(frozen=True)
class Answerable:
    """Who answers for what a group recorded. ``group_id`` is "" for the supervising body, which has no contact here; ``former``
    is the name of the group that recorded it, "" where that is the same."""

    group_id: str
    name: str
    person_in_charge: str
    handler: str
    phone: str
    former: str = ""

    @property
    def title(self) -> str:
        """The name as papers give it."""
        return f"{self.name}（原 {self.former}）" if self.former else self.name


@dataclass(frozen=True)
class Group:
    """A 志愿团体. ``credit_code`` is "" where there is none; ``district`` a region code."""

    group_id: str
    name: str
    kind: str
    credit_code: str
    district: str
    address: str
    contact: Contact
    state: str
    applied_at: datetime
    first_recorder: str
    decision: Decision | None
    suspension: Suspension | None = None
    succession: Succession | None = None

    def suspended_on(self, day: date) -> Suspension | None:
        """What keeps the group from entering hours on a day; its last day is one of them."""
        found = self.suspension
        return found if found and (found.until is None or day <= found.until) else None


def canonical_credit_code(typed: str) -> str:
    return "".join(unicodedata.normalize("NFKC", typed).split()).upper()


@article("4")
def application_faults(group: Group, today: date) -> list[Violation]:
    """Every fault of an application to become a group."""
    faults = []
    if not 2 <= len(group.name) <= 60:
        faults.append(_fault("name_length", "name", "团体名称应有 2 到 60 个字，与登记证书或批复一致。"))
    if group.kind not in KINDS:
        faults.append(_fault("kind", "kind", "请从列表中选择团体类别。"))
    if district_on(group.district, today) is None:
        faults.append(_fault("district", "district", "请从列表中选择所在区县。"))
    faults += credit_code_faults(group.kind, group.credit_code)
    faults += name_faults(group.contact.name, "contact.name")
    if not is_phone(group.contact.phone):
        message = "联系电话应为 11 位手机号，或带区号的座机号（如 023-12345678）。"
        faults.append(_fault("contact_phone", "contact.phone", message))
    return faults


@article("4")
def credit_code_faults(kind: str, credit_code: str) -> list[Violation]:
    """Required for registered bodies, absent for teams, free for communities; checked wherever it is given."""
    if not credit_code:
        if kind in _CODE_REQUIRED:
            message = f"{KINDS[kind]}须填写统一社会信用代码（18 位）。"
            return [_fault("credit_code_missing", "credit_code", message)]
        return []
    if kind in _CODE_ABSENT:
        message = "未登记的队伍没有统一社会信用代码，请留空；若有，请把类别改为已登记的组织。"
        return [_fault("credit_code_absent", "credit_code", message)]
    if not uscc.is_valid(credit_code):
        return [_fault("credit_code_check", "credit_code", "统一社会信用代码有误（校验不符），请逐位对照证书检查。")]
    return []


@article("4")
def recorder_faults(recorder: Recorder, today: date, field: str) -> list[Violation]:
    """Every fault of a recorder's own data, at fields below ``field`` ("" for none)."""
    faults = name_faults(recorder.name, "name") + document_faults(recorder.document, today, "document")
    if not is_mobile(recorder.phone):
        faults.append(_fault("recorder_phone", "phone", "手机号应为 11 位数字，请检查。"))
    return [fault.under(field) if field else fault for fault in faults]


@article("4")
def decision_faults(decision: str, reason: str) -> list[Violation]:
    """A refusal says why."""
    if decision not in {APPROVED, REFUSED}:
        return [_fault("decision", "decision", "请选择“通过”或“不通过”。")]
    if decision == REFUSED and not reason:
        return [_fault("reason_missing", "reason", "不通过须写明理由，申请人会看到。")]
    return []


@article("4")
def until_words(suspension: Suspension) -> str:
    """Until when a group is suspended, for whoever stands before a closed door."""
    day = suspension.until
    return f"到{day_text(day)}（含当天）为止" if day else "直到主管部门恢复为止"


@article("4")
def refusal_words(group: Group, suspension: Suspension, to_recorder: bool) -> str:
    """What a closed door says: to a recorder why and how to appeal, to a volunteer what can be done all the same."""
    if to_recorder:
        reason = suspension.reason.rstrip("。.")
        return (
            f"主管部门已暂停本团体录入和确认时长，{until_words(suspension)}。理由：{reason}。"
            "不服的，可以在作出决定后 10 个工作日内，在工作台“整改”里提出申诉。"
        )
    return (
        f"主管部门已暂停“{group.name}”录入和确认时长，{until_words(suspension)}，现在不能签到签退。"
        "您的服务可以在“申报时长”里申报，恢复以后由团体确认。"
    )


@article("17")
def succession_words(name: str, succession: Succession) -> str:
    """What became of a group, for whoever asks it for something (民发〔2015〕149号: its successor or superior answers)."""
    return words(name, succession.ending, succession.on, succession.successor, succession.successor)


@article("17")
def closed_words(name: str, succession: Succession) -> str:
    """The same for a recorder who wants to work in it all the same."""
    return f"{succession_words(name, succession)}，这里不能再办理。请由“{succession.successor}”的记录员办理。"


def _fault(code: str, field: str, message: str) -> Violation:
    return Violation("4", f"groups.{code}", field, message)
