"""第二十三条：志愿团体及其工作人员在志愿服务记录工作中弄虚作假的，由主管部门责令改正，并予以通报。

What may stand in a public notice: never a person's name, and nothing shaped like a phone, a document's or a volunteer's number. Pure.
"""

import re
import unicodedata
from collections.abc import Iterable

from functions.regulation.trace import article
from functions.regulation.violation import Violation

LONGEST_RUN = 6  # digits; the shortest number of a document or a phone has seven
_CHINESE = {**dict(zip("〇零一二三四五六七八九", "00123456789", strict=True)), "幺": "1", "○": "0"}
_BETWEEN = r"[\s\-‐-―−~.·/_()（）:：]"
_RUN = re.compile(rf"\d(?:{_BETWEEN}*\d)*")
_CHINESE_RUN = re.compile(rf"[{''.join(_CHINESE)}\d]{{7,}}")
_DAY = r"(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])"
_TIME = r"(?:\s+\d{1,2}:\d\d)?"
# A run of digits that is a day, a day with its time, two days, or two years.
_HARMLESS = re.compile(rf"{_DAY}{_TIME}(?:\s*[-~—]+\s*{_DAY}{_TIME})?|(?:19|20)\d\d\s*[-~—/]+\s*(?:19|20)\d\d")


def _folded(text: str) -> str:
    """Digits of every script as 0-9; what cannot be seen is gone."""
    plain = unicodedata.normalize("NFKC", text)
    seen = (character for character in plain if unicodedata.category(character) != "Cf")
    return "".join(str(unicodedata.digit(each, each)) for each in seen)


@article("23")
def numbers_in(text: str) -> list[str]:
    """What in a text is shaped like somebody's number: seven digits or more, whatever stands between them."""
    folded = _folded(text)
    runs = [found.group() for found in _RUN.finditer(folded)]
    long = [run for run in runs if sum(map(str.isdigit, run)) > LONGEST_RUN and not _HARMLESS.fullmatch(run)]
    return long + [found.group() for found in _CHINESE_RUN.finditer(folded) if not found.group().isdigit()]


@article("23")
def public_faults(text: str, field: str, names: Iterable[str]) -> list[Violation]:
    """Faults of a text that anyone will read; ``names`` are people's that must not stand in it."""
    faults = []
    if numbers_in(text):
        message = "这里有像电话、证件号码或志愿者编号的数字，通报里不能写。请删去；日期请写成 2026年5月1日 这样，文号里的长数字也请删去。"
        faults.append(Violation("23", "supervision.notice_number", field, message))
    bare = "".join(_folded(text).split())
    if any(len(name) > 1 and "".join(name.split()) in bare for name in names):
        message = "这里有这个团体的记录员或联系人的姓名，通报里不能写人的姓名。请改成“该团体工作人员”。"
        faults.append(Violation("23", "supervision.notice_name", field, message))
    return faults
