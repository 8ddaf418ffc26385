"""第五条：志愿团体应当鼓励和指导志愿者在全国志愿服务信息系统实名注册。
第七条：志愿者个人基本信息应当包括姓名、性别、出生年月、志愿者编号、有效证件号、服务区域、服务意愿、技能特长、联系方式等。

Under fourteen a guardian registers and consents (PIPL, Article 31). Phones are shared in families: never a unique key.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from functions.regulation.trace import article
from functions.regulation.violation import Violation
from functions.volunteers.documents import Document, document_faults

SEXES = {"male": "男", "female": "女", "unspecified": "未说明"}
GUARDIAN_BELOW = 14
_MOBILE = re.compile(r"^1[3-9]\d{9}$", re.ASCII)
_LANDLINE = re.compile(r"^0\d{2,3}-?\d{7,8}$", re.ASCII)
_MONTH = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$", re.ASCII)
# The separator of minority names is U+00B7; input methods give all of these. A full stop is one only between Han.
_DOTS = str.maketrans(dict.fromkeys("•‧・∙⋅．", "·"))
_STOP_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff\U00020000-\U0003ffff])\.(?=[\u3400-\u9fff\U00020000-\U0003ffff])")
_MOST_NAME = 50


@dataclass(frozen=True)
class Guardian:
    """Who consents for a child under fourteen. ``phone`` is canonical."""

    name: str
    relation: str
    phone: str


@dataclass(frozen=True)
class Registration:
    """What a person sends to be registered; ``person`` in canonical form, its number still empty."""

    person: "Person"
    login: str | None
    password: str
    consents: tuple[str, ...]
    guardian: Guardian | None


@dataclass(frozen=True)
class Person:
    """The basic information of Article 7. ``birth_month`` is ``1990-05``; ``volunteer_number`` is "" before it is given."""

    name: str
    sex: str
    birth_month: str
    volunteer_number: str
    document: Document
    service_area: str
    intentions: tuple[str, ...]
    skills: tuple[str, ...]
    phone: str


def is_minor(birth_month: str, today: date) -> bool:
    """Whether somebody born in ``birth_month`` (``2010-05``) is under eighteen; the day is not known, so until the end of the
    month. Unknown months are no minors'."""
    if not _MONTH.match(birth_month):
        return False
    year, month = (int(part) for part in birth_month.split("-"))
    return (today.year - 18, today.month) <= (year, month)


def canonical_name(typed: str) -> str:
    """A name as it is stored: one form of the separator, single spaces. Nothing else is changed: NFKC would turn rare
    characters into others."""
    return " ".join(_STOP_BETWEEN_HAN.sub("·", typed.translate(_DOTS)).split())


def canonical_phone(typed: str) -> str:
    """A phone as digits: full width, spaces and hyphens do not matter, nor a leading +86. Landlines keep their form."""
    digits = "".join(unicodedata.normalize("NFKC", typed).split()).removeprefix("+86")
    bare = digits.replace("-", "")
    return bare if _MOBILE.match(bare) else digits


def is_mobile(phone: str) -> bool:
    return bool(_MOBILE.match(phone))


def is_phone(phone: str) -> bool:
    """A mobile number, or a landline with its area code: for offices."""
    return is_mobile(phone) or bool(_LANDLINE.match(phone))


@article("7")
def name_faults(name: str, field: str) -> list[Violation]:
    """Faults of a canonical name: 1 to 50 letters, with · - ’ and spaces between them."""
    if not 1 <= len(name) <= _MOST_NAME:
        return [Violation("7", "volunteers.name_length", field, f"姓名应有 1 到 {_MOST_NAME} 个字。")]
    wrong = [character for character in name if not _may_stand_in_a_name(character)]
    if wrong or not any(_is_letter(character) for character in name):
        shown = "、".join(dict.fromkeys(wrong)) or name
        message = f"姓名中不能有“{shown}”，请按有效证件填写；少数民族姓名用“·”分隔。"
        return [Violation("7", "volunteers.name_characters", field, message)]
    return []


def _is_letter(character: str) -> bool:
    # Planes 2 and 3 are Han, also where the interpreter's tables do not know the newest characters yet.
    return unicodedata.category(character)[0] in "LM" or 0x20000 <= ord(character) <= 0x3FFFF


def _may_stand_in_a_name(character: str) -> bool:
    return _is_letter(character) or character in "·-'’. "


def masked_name(name: str) -> str:
    """As the public sees it, by character: 𠮷田䶮 -> 𠮷**. A single character is hidden."""
    return name[0] + "*" * (len(name) - 1) if len(name) > 1 else "*"


def masked_phone(phone: str) -> str:
    return f"{phone[:3]}****{phone[-4:]}"


def masked_number(volunteer_number: str) -> str:
    return f"{volunteer_number[:6]}******{volunteer_number[-4:]}"


@article("7")
def person_faults(person: Person, today: date) -> list[Violation]:
    """Every fault of the nine fields, each at its own field."""
    faults = name_faults(person.name, "name")
    faults += document_faults(person.document, today, "document")
    faults += _sex_faults(person) + _birth_faults(person, today)
    if not is_mobile(person.phone):
        faults.append(_fault("phone_form", "phone", "手机号应为 11 位数字，以 13 到 19 开头，请检查。"))
    for field, values, what in (
        ("service_area", (person.service_area,), "服务区域"),
        ("intentions", person.intentions, "服务意愿"),
        ("skills", person.skills, "技能特长（没有可填“无”）"),
    ):
        if not any(values):
            faults.append(_fault(f"{field}_missing", field, f"请填写{what}。"))
    return faults


def _fault(code: str, field: str, message: str) -> Violation:
    return Violation("7", f"volunteers.{code}", field, message)


def _sex_faults(person: Person) -> list[Violation]:
    told = person.document.sex
    if person.sex not in SEXES:
        return [_fault("sex_missing", "sex", "请选择性别；不便说明的选“未说明”。")]
    if told and person.sex != told:
        return [_fault("sex_mismatch", "sex", "性别与证件号码不一致，请检查证件号码或性别。")]
    return []


def _birth_faults(person: Person, today: date) -> list[Violation]:
    born = person.document.birth_date
    if not _MONTH.match(person.birth_month) or not "1900-01" <= person.birth_month <= f"{today:%Y-%m}":
        return [_fault("birth_month_form", "birth_month", "出生年月应像 1990-05 这样，且不能晚于本月。")]
    if born and f"{born:%Y-%m}" != person.birth_month:
        return [_fault("birth_month_mismatch", "birth_month", "出生年月与证件号码不一致，请检查。")]
    return []


@article("5")
def needs_guardian(person: Person, today: date) -> bool:
    """Whether the person is under fourteen on ``today``; where only the month is known, until that month is over."""
    born = person.document.birth_date
    if born:
        return (today.year - born.year, today.month, today.day) < (GUARDIAN_BELOW, born.month, born.day)
    if not _MONTH.match(person.birth_month):
        return False
    year, month = (int(part) for part in person.birth_month.split("-"))
    return (today.year - year, today.month) <= (GUARDIAN_BELOW, month)


@article("5")
def guardian_faults(person: Person, guardian: Guardian | None, today: date) -> list[Violation]:
    """A child under fourteen is registered by a guardian, with relation and phone."""
    if guardian is None:
        if not needs_guardian(person, today):
            return []
        message = "不满十四周岁的，须由监护人同意并填写监护人姓名、关系和手机号。"
        return [Violation("5", "volunteers.guardian_missing", "guardian", message)]
    faults = name_faults(guardian.name, "guardian.name")
    if not guardian.relation:
        faults.append(Violation("5", "volunteers.guardian_relation", "guardian.relation", "请填写与本人的关系。"))
    if not is_mobile(guardian.phone):
        message = "监护人手机号应为 11 位数字，请检查。"
        faults.append(Violation("5", "volunteers.guardian_phone", "guardian.phone", message))
    return faults
