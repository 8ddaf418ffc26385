"""Identity documents: one canonical form each, and whether a number can exist. Pure, as `rules`.

第七条 asks for the 有效证件号. Which documents there are, and their forms, follow GB 11643 (18 digits, ISO 7064 MOD 11-2),
the residence permits of Hong Kong, Macau and Taiwan residents (810000, 820000, 830000), and the foreigner's permanent
residence card of 2023 (first digit 9). The address code is that of the first registration, so it is never looked up.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from stdnum.iso7064 import mod_11_2

from functions.regulation.violation import Violation

TYPES = {
    "resident_id": "居民身份证",
    "hmt_resident_permit": "港澳台居民居住证",
    "foreign_permanent_resident": "外国人永久居留身份证",
    "home_return_permit": "港澳居民来往内地通行证",
    "taiwan_travel_permit": "台湾居民来往大陆通行证",
    "passport": "护照",
    "other": "其他有效证件",
}
_EIGHTEEN = re.compile(r"^\d{17}[\dX]$", re.ASCII)
_FORMS = {
    "foreign_permanent_resident": (
        re.compile(r"^[A-Z]{3}\d{12}$", re.ASCII),
        "18 位数字，或 3 个字母加 12 位数字",
    ),
    "home_return_permit": (re.compile(r"^[HM]\d{8}(\d{2})?$", re.ASCII), "H 或 M 加 8 位数字（旧证 10 位）"),
    "taiwan_travel_permit": (re.compile(r"^\d{8}(\d{2})?$", re.ASCII), "8 位数字（旧证 10 位）"),
    "passport": (re.compile(r"^[A-Z0-9]{5,20}$", re.ASCII), "5 到 20 位字母和数字"),
    "other": (re.compile(r"^[A-Z0-9()-]{4,30}$", re.ASCII), "4 到 30 位字母、数字、括号或短横"),
}
_FAMILY = ("resident_id", "hmt_resident_permit", "foreign_permanent_resident")


@dataclass(frozen=True)
class Document:
    """A document in canonical form: make it with `document`."""

    type: str
    number: str

    @property
    def is_eighteen(self) -> bool:
        """Whether the number is one of the 18-digit family, which tells birth and sex."""
        return self.type in _FAMILY and bool(_EIGHTEEN.match(self.number))

    @property
    def identity(self) -> str:
        """What makes two documents the same one: the number in the 18-digit family, type and number elsewhere."""
        return self.number if self.is_eighteen else f"{self.type}:{self.number}"

    @property
    def birth_date(self) -> date | None:
        """The date of birth that an 18-digit number tells; None where it tells none or no real day."""
        if not self.is_eighteen:
            return None
        digits = self.number[6:14]
        try:
            return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        except ValueError:
            return None

    @property
    def sex(self) -> str | None:
        if not self.is_eighteen:
            return None
        return "male" if int(self.number[16]) % 2 else "female"


def document(kind: str, typed: str) -> Document:
    """The canonical document behind what was typed: full width, case and spaces do not matter.

    Within the 18-digit family the number says which document it is, so a mis-chosen type is put right.
    """
    number = "".join(unicodedata.normalize("NFKC", typed).split()).upper()
    if kind == "resident_id" and _EIGHTEEN.match(number):
        if number[:6] in {"810000", "820000", "830000"}:
            kind = "hmt_resident_permit"
        elif number[0] == "9":
            kind = "foreign_permanent_resident"
    return Document(kind, number)


def document_faults(subject: Document, today: date, field: str) -> list[Violation]:
    """Every fault of a document, at ``field``.type or ``field``.number."""
    if subject.type not in TYPES:
        return [_fault("document_type", f"{field}.type", "请从列表中选择证件类型。")]
    place = f"{field}.number"
    if subject.type in _FAMILY and (subject.is_eighteen or subject.type not in _FORMS):
        return _eighteen_faults(subject, today, place)
    pattern, form = _FORMS[subject.type]
    if not pattern.match(subject.number):
        return [_fault("document_form", place, f"{TYPES[subject.type]}号码应为{form}，请对照证件检查。")]
    return []


def _eighteen_faults(subject: Document, today: date, place: str) -> list[Violation]:
    name = TYPES[subject.type]
    if not subject.is_eighteen:
        return [_fault("document_form", place, f"{name}号码应为 18 位，最后一位可以是 X，请对照证件检查。")]
    born = subject.birth_date
    if born is None or born.year < 1900:
        return [_fault("document_date", place, f"{name}号码第 7 到 14 位不是真实的日期，请对照证件检查。")]
    if born > today:
        return [_fault("document_future", place, f"{name}号码中的出生日期还没有到，请对照证件检查。")]
    if not mod_11_2.is_valid(subject.number):
        return [_fault("document_check", place, f"{name}号码有误（校验不符），请逐位对照证件检查。")]
    if _belongs_to(subject.number) != subject.type:
        return [_fault("document_mismatch", f"{place[:-7]}.type", f"这个号码不是{name}的号码，请重新选择证件类型。")]
    return []


def _belongs_to(number: str) -> str:
    if number[:6] in {"810000", "820000", "830000"}:
        return "hmt_resident_permit"
    return "foreign_permanent_resident" if number[0] == "9" else "resident_id"


def _fault(code: str, field: str, message: str) -> Violation:
    return Violation("7", f"volunteers.{code}", field, message)


def masked(subject: Document) -> str:
    """As it is shown: ``500103********1234``; shorter numbers keep two characters at each end."""
    number = subject.number
    if len(number) == 18:
        return f"{number[:6]}********{number[-4:]}"
    return f"{number[:2]}{'*' * (len(number) - 4)}{number[-2:]}" if len(number) > 4 else "*" * len(number)
