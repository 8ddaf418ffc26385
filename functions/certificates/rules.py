"""第十七条：志愿者可根据需要在全国志愿服务信息系统自行下载打印志愿服务记录证明。志愿服务记录证明载明的信息包括志愿者姓名、
有效证件号、志愿服务时长和志愿服务内容等。
当志愿者到本人加入或经常参加活动的志愿团体或单位请求核实志愿服务记录相关情况并加盖公章时，相关志愿团体或单位应当给予支持和配合。

Order 67 (Article 15) adds the recording unit; 民发〔2015〕149号 the volunteer number, the unit's person in charge, handler and
contact, the certificate's number and its date.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from functions.certificates.statuses import REASON_KINDS, REPLACED, REVOKED, VALID
from functions.hours.rules import BEIJING, hours_text
from functions.regulation.trace import article
from functions.regulation.violation import Violation
from functions.volunteers.rules import masked_name, masked_number

__all__ = ["REPLACED", "REVOKED", "VALID"]

FACTS_VERSION = 2  # 2 adds the scope, and which group each unit is
SHOW_DOCUMENT = {"masked": "中间隐去", "full": "完整显示"}
MOST_ITEMS = 3000  # a paper of about 200 pages, made in five seconds
_MOST_PROJECTS_SHOWN = 100


@dataclass(frozen=True)
class CertifiedItem:
    """One stay as certified. ``source`` is its Chinese name; instants are aware; ``minutes`` whole."""

    service_date: date
    project: str
    group: str
    place: str
    service_object: str
    content: str
    start: datetime
    end: datetime
    minutes: int
    source: str


@dataclass(frozen=True)
class RecordingUnit:
    """A body that recorded certified hours, or the one that answers in its place, with whom to ask. ``group_id`` is "" for the
    supervising body, and where it was not kept."""

    name: str
    person_in_charge: str
    handler: str
    phone: str
    group_id: str = ""


@dataclass(frozen=True)
class CertifiedFacts:
    """All that a certificate says. Stored once and never changed; ``version`` is of this shape. ``scope`` is the name of the one
    group whose hours it certifies, which had it issued; "" for the whole record."""

    version: int
    code: str
    certificate_number: str
    name: str
    document_type: str
    document_number: str
    volunteer_number: str
    period_from: date | None
    period_to: date | None
    as_of: datetime
    issued_on: date
    total_minutes: int
    items: tuple[CertifiedItem, ...]
    units: tuple[RecordingUnit, ...]
    issuer: str
    system_name: str
    scope: str = ""


@article("17")
def wish_faults(first: date | None, last: date | None, show_document: str) -> list[Violation]:
    """Faults of what a holder asks for; fields are those of the request."""
    faults = []
    if first and last and last < first:
        faults.append(_fault("period_order", "to", "结束日期早于开始日期，请检查。"))
    if show_document not in SHOW_DOCUMENT:
        message = "请选择证件号码的显示方式：中间隐去（masked）或完整显示（full）。"
        faults.append(_fault("show_document", "show_document", message))
    return faults


@article("17")
def revocation_faults(kind: str, reason: str) -> list[Violation]:
    """A revocation says why: a kind that anyone will see, and a reason that is kept."""
    faults = []
    if kind not in REASON_KINDS:
        faults.append(_fault("revocation_kind", "kind", "请从列表中选择撤销原因的类别。"))
    if not reason:
        faults.append(_fault("revocation_reason", "reason", "请写明撤销的具体原因（不对外公开）。"))
    return faults


def unprintable_fault(where: str, character: str) -> Violation:
    """A character that no font can draw: better no paper than a box or a question mark on it."""
    message = f"{where}中的“{character}”（U+{ord(character):04X}）没有字体能打印，暂时不能出具证明，请联系主管部门。"
    return _fault("unprintable", "", message)


def too_many_fault(count: int) -> Violation:
    """More items than one paper holds."""
    message = f"这段时间有 {count} 条服务记录，一份证明放不下。请缩短起止日期，分几份出具。"
    return _fault("too_long", "from", message)


@article("17")
def rows_add_up(facts: CertifiedFacts) -> bool:
    """Whether the items as printed come to the total as printed: both are whole minutes."""
    return sum(item.minutes for item in facts.items) == facts.total_minutes


@article("15")
def public_facts(facts: CertifiedFacts, document_masked: str) -> dict[str, Any]:
    """What anyone sees by the code, where the holder agreed: names and numbers masked, hours summed up by project.

    The public never sees the middle of the document number, also where the paper shows it.
    """
    projects: dict[tuple[str, str], list[int]] = {}
    for item in facts.items:
        projects.setdefault((item.project, item.group), []).append(item.minutes)
    shown = [_summed(project, group, minutes) for (project, group), minutes in projects.items()]
    return {
        "name_masked": masked_name(facts.name),
        "document_type": facts.document_type,
        "document_masked": document_masked,
        "volunteer_number_masked": masked_number(facts.volunteer_number),
        "minutes": facts.total_minutes,
        "hours": hours_text(facts.total_minutes),
        "from": facts.period_from.isoformat() if facts.period_from else None,
        "to": facts.period_to.isoformat() if facts.period_to else None,
        "as_of": facts.as_of.astimezone(BEIJING).isoformat(timespec="seconds"),
        "issuer": facts.issuer,
        "units": [unit.name for unit in facts.units],
        "unit_ids": [unit.group_id for unit in facts.units if unit.group_id],
        "only_group": facts.scope or None,
        "items": shown[:_MOST_PROJECTS_SHOWN],
        "items_count": len(facts.items),
    }


def _summed(project: str, group: str, minutes: list[int]) -> dict[str, Any]:
    total = sum(minutes)
    told = {"project": project, "group": group, "times": len(minutes)}
    return {**told, "minutes": total, "hours": hours_text(total)}


def as_json(facts: CertifiedFacts) -> dict[str, Any]:
    """The facts as plain JSON values, for the snapshot."""
    plain: dict[str, Any] = _plain(asdict(facts))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def from_json(plain: Mapping[str, Any]) -> CertifiedFacts:
    """The facts of a snapshot of any version so far."""
    values = _typed(CertifiedFacts, plain)
    values["items"] = tuple(CertifiedItem(**_typed(CertifiedItem, item)) for item in plain["items"])
    values["units"] = tuple(RecordingUnit(**unit) for unit in plain["units"])
    return CertifiedFacts(**values)


def _typed(kind: type, plain: Mapping[str, Any]) -> dict[str, Any]:
    """Dates and instants read back from their texts, by what the dataclass says they are."""
    values = {}
    for field in fields(kind):
        if field.name not in plain:  # of a later version: it has a default
            continue
        value = plain[field.name]
        if field.type is datetime:
            value = datetime.fromisoformat(value)
        elif field.type in {date, date | None} and value is not None:
            value = date.fromisoformat(value)
        values[field.name] = value
    return values


def _fault(code: str, field: str, message: str) -> Violation:
    return Violation("17", f"certificates.{code}", field, message)
