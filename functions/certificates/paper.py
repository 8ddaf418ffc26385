"""The paper certificate: a PDF from certified facts, the same bytes for the same facts, and nothing on it but what they say.

Which facts: Article 17 (name, document number, hours, content), Order 67, Article 15 (the recording unit), 民发〔2015〕149号
(volunteer number, person in charge, handler and contact, certificate number, date). Heavy libraries are imported by the call.
"""

import io
import json
import os
import struct
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from functions.certificates.attaching import FILE_NAME, MEDIA_TYPE
from functions.certificates.rules import CertifiedFacts, CertifiedItem, rows_add_up
from functions.hours.rules import BEIJING, hours_text
from functions.regulation.days import day_text
from functions.storage.codes import grouped

if TYPE_CHECKING:
    import typst

TITLE = "志愿服务记录证明"
_TEMPLATE = Path(__file__).with_name("template.typ")
_REPOSITORY = Path(__file__).resolve().parents[2]
_USUAL_FONT_DIRS = [
    _REPOSITORY / "fonts",
    Path("/usr/share/fonts/truetype/hanazono"),
    _REPOSITORY / ".local" / "fonts",
]  # first as packed for Lambda
_RARE_FONT = "HanaMinB.ttf"
_FULL_UNICODE = (3, 10)
_ITEM_HEADS = [
    "序号", "服务日期\n起止时间", "服务项目\n（记录单位）", "服务地点", "服务对象", "服务内容", "服务时长", "时长来源",
]  # fmt: skip
_ITEM_TEXTS = {
    "project": "服务项目", "group": "记录单位", "place": "服务地点", "service_object": "服务对象", "content": "服务内容",
    "source": "时长来源",
}  # fmt: skip
_UNIT_TEXTS = {"name": "单位名称", "person_in_charge": "负责人", "handler": "经办人", "phone": "联系电话"}
_MOST_TAGGED_ROWS = 1000
_SEAL = "持有人需要时，由记录单位核实后加盖公章（《重庆市志愿服务记录办法》第十七条第二款）。不盖章不影响查验。"
_OWN_TEXTS = {
    "name": "姓名", "document_type": "证件类型", "document_number": "证件号码", "volunteer_number": "志愿者编号",
    "certificate_number": "证明编号", "issuer": "出具单位", "system_name": "系统名称",
}  # fmt: skip


_ATTACHMENT = {"name": FILE_NAME, "type": MEDIA_TYPE, "says": "本证明的签名数据，供查验页面离线查验"}


class UnprintableCharacter(ValueError):
    """No font of ours draws these characters; ``missing`` lists (field in Chinese, character, U+XXXX)."""

    def __init__(self, missing: list[tuple[str, str, str]]) -> None:
        self.missing = missing
        named = "；".join(f"{field}中的“{character}”（{number}）" for field, character, number in missing)
        super().__init__(f"没有字体能打印：{named}")


def render(facts: CertifiedFacts, verify_url: str) -> bytes:
    """The certificate as a PDF. ``verify_url`` is all that the QR holds. Raises `UnprintableCharacter` instead of
    printing a box."""
    if not rows_add_up(facts):
        raise ValueError("the rows of the certificate do not come to its total")
    missing = missing_characters(facts)
    if missing:
        raise UnprintableCharacter(missing)
    return compiled(_TEMPLATE, _page(facts, verify_url), verify_url, _structure(len(facts.items)))


def compiled(template: Path, page: dict[str, Any], verify_url: str, structure: dict[str, Any]) -> bytes:
    """A PDF of ``template`` with the texts of ``page`` in their places, its fonts, and ``verify_url`` as its QR."""
    import typst

    sources = {"main.typ": template.read_bytes(), "qr.svg": _qr(verify_url)}
    files = _font_files()
    told = json.dumps({**page, "fonts": list(files), "attachment": _ATTACHMENT}, ensure_ascii=False)
    pdf, warnings = typst.compile_with_warnings(
        sources,
        format="pdf",
        font_paths=_fonts(tuple(files.values())),
        sys_inputs={"facts": told},
        **structure,
    )
    if warnings:  # such as a font that is not there: without fonts the page would come out empty
        raise RuntimeError(f"the certificate did not compile cleanly: {[warning.message for warning in warnings]}")
    return bytes(pdf)


def _structure(rows: int) -> dict[str, Any]:
    """Tagged for screen readers (PDF/UA), unless the tags, 1.6 kB a row, would make the file too large for Lambda."""
    return {"pdf_standards": "ua-1"} if rows <= _MOST_TAGGED_ROWS else {"pdf_tags": False}


def missing_characters(facts: CertifiedFacts) -> list[tuple[str, str, str]]:
    """Every character of the facts that cannot be printed as it is, once a field: (field, character, U+XXXX)."""
    return missing_in(list(_texts(facts)))


def missing_in(texts: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """The same of any (field in Chinese, text)."""
    used = {character for _, text in texts for character in text}
    files = list(_font_files().values())
    refused = {character for character in used if not _is_printed(character, files)}
    return [
        (field, character, f"U+{ord(character):04X}")
        for field, text in (texts if refused else [])
        for character in dict.fromkeys(text)
        if character in refused
    ]


def _is_printed(character: str, files: list[Path]) -> bool:
    """Invisible characters that turn or join others are refused, whatever a font says of them. The second font is
    opened only for what the first does not draw."""
    if character.isspace():
        return True
    visible = unicodedata.category(character) not in {"Cf", "Cc"}
    return visible and any(ord(character) in _drawn(file) for file in files)


def _texts(facts: CertifiedFacts) -> Iterator[tuple[str, str]]:
    """Every text of the facts, with what it is called in front of the holder."""
    yield from ((called, getattr(facts, field)) for field, called in _OWN_TEXTS.items())
    for position, item in enumerate(facts.items, start=1):
        for field, called in _ITEM_TEXTS.items():
            yield f"第 {position} 条记录的{called}", getattr(item, field)
    for unit in facts.units:
        yield from ((f"记录单位的{called}", getattr(unit, field)) for field, called in _UNIT_TEXTS.items())


@lru_cache(maxsize=4)
def _drawn(file: Path) -> frozenset[int]:
    """The characters that a font draws. Its cmap (format 12: first, last, glyph) is read as it lies there: fontTools'
    own reading gives each of 60 000 glyphs a name first, 600 ms against 8."""
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        raw = font.reader["cmap"]
    tables = struct.iter_unpack(">HHL", raw[4 : 4 + 8 * int.from_bytes(raw[2:4], "big")])
    start = next(offset for platform, encoding, offset in tables if (platform, encoding) == _FULL_UNICODE)
    count = int.from_bytes(raw[start + 12 : start + 16], "big")
    groups = struct.iter_unpack(">LLL", raw[start + 16 : start + 16 + 12 * count])
    return frozenset(number for first, last, _ in groups for number in range(first, last + 1))


@lru_cache(maxsize=4)
def _fonts(files: tuple[Path, ...]) -> "typst.Fonts":
    """The fonts for Typst, which wants folders: what else lies there is not used, the template names its fonts."""
    import typst

    folders = [str(file.parent) for file in files]
    return typst.Fonts(font_paths=folders, include_system_fonts=False, include_embedded_fonts=False)


def _font_files() -> dict[str, Path]:
    """The fonts by name, in their order: Noto Serif SC, then HanaMinB for rarer characters where it is installed.
    ``FONT_DIRS`` says where else to look than in the usual places."""
    from pylopdf_fonts_zh_cn import serif_path

    named = os.environ.get("FONT_DIRS")
    folders = [Path(folder) for folder in named.split(os.pathsep)] if named else _USUAL_FONT_DIRS
    rare = next((folder / _RARE_FONT for folder in folders if (folder / _RARE_FONT).is_file()), None)
    return {"Noto Serif SC": serif_path(), **({"HanaMinB": rare} if rare else {})}


def _qr(verify_url: str) -> bytes:
    """The address as a QR code, error correction M at least."""
    import segno

    picture = io.BytesIO()
    segno.make_qr(verify_url, error="m").save(picture, kind="svg", border=4, scale=4, xmldecl=False)
    return picture.getvalue()


def _page(facts: CertifiedFacts, verify_url: str) -> dict[str, Any]:
    """All that the template prints, as texts in their places."""
    return {
        "title": TITLE,
        "number": facts.certificate_number,
        "issuer": one_line(facts.issuer),
        "issued_on": day_text(facts.issued_on),
        "statement": _statement(facts),
        "facts": _table_of_facts(facts),
        "code": grouped(facts.code),
        "qr_says": f"查验二维码，内容是网址 {verify_url}",
        "item_heads": _ITEM_HEADS,
        "items": [_row(position, item) for position, item in enumerate(facts.items, start=1)],
        "no_items": "本期间没有已生效的志愿服务记录",
        "total_says": f"合计 {len(facts.items)} 条",
        "total": total_text(facts.total_minutes),
        "unit_heads": list(_UNIT_TEXTS.values()),
        "units": [[one_line(getattr(unit, field)) for field in _UNIT_TEXTS] for unit in facts.units],
        "how_to_check": _how_to_check(verify_url),
        "what_it_says": _what_it_says(facts),
        "seal_says": _SEAL,
    }


def _table_of_facts(facts: CertifiedFacts) -> list[tuple[str, str]]:
    return [
        ("姓名", one_line(facts.name)),
        ("有效证件号", f"{one_line(facts.document_type)} {one_line(facts.document_number)}"),
        ("志愿者编号", facts.volunteer_number),
        ("服务期间", _period(facts)),
        ("服务时长", total_text(facts.total_minutes)),
        ("数据截至", instant_text(facts.as_of)),
    ]


def _statement(facts: CertifiedFacts) -> str:
    person = f"{one_line(facts.name)}（{one_line(facts.document_type)} {one_line(facts.document_number)}）"
    served = f"参加志愿服务 {len(facts.items)} 次，累计服务时长 {total_text(facts.total_minutes)}"
    return f"兹证明{person}{_period(facts)}{served}。特此证明。"


def _period(facts: CertifiedFacts) -> str:
    last = day_text(facts.period_to or facts.as_of.astimezone(BEIJING).date())
    return f"自{day_text(facts.period_from)}至{last}" if facts.period_from else f"截至{last}"


def _row(position: int, item: CertifiedItem) -> list[str]:
    when = f"{day_text(item.service_date)}\n{_span(item.start, item.end)}"
    what = f"{one_line(item.project)}\n（{one_line(item.group)}）"
    where, whom, content = one_line(item.place), one_line(item.service_object), one_line(item.content)
    return [str(position), when, what, where, whom, content, duration_text(item.minutes), one_line(item.source)]


def duration_text(minutes: int) -> str:
    """Whole minutes as printed, nothing rounded, so that rows add up by hand: 20 -> 0 小时 20 分."""
    return f"{minutes // 60} 小时 {minutes % 60:02d} 分"


def total_text(minutes: int) -> str:
    """A total in minutes, and in hours, the unit of Article 9: 1 小时 00 分（合 1.00 小时）."""
    return f"{duration_text(minutes)}（合 {hours_text(minutes)} 小时）"


def one_line(text: str) -> str:
    """A text without its line breaks and runs of spaces: they are no content."""
    return " ".join(text.split())


def instant_text(instant: datetime) -> str:
    local = instant.astimezone(BEIJING)
    return f"{day_text(local.date())} {local:%H:%M}（北京时间）"


def _span(start: datetime, end: datetime) -> str:
    first, last = start.astimezone(BEIJING), end.astimezone(BEIJING)
    next_day = "" if first.date() == last.date() else "次日"
    return f"{first:%H:%M}至{next_day}{last:%H:%M}"


def _how_to_check(verify_url: str) -> list[str]:
    page = verify_url.partition("#")[0]
    return [
        f"用手机扫描二维码，或者打开 {page} 输入查验码；不用登录，不收费。",
        "网页显示“有效”，并且所示的姓名、服务时长、服务期间和出具日期与本证明一致，本证明才真实有效；"
        "持有人没有同意公开详情的，网页只显示是否有效、证明编号和出具日期。",
        "与网页不一致，或者网页显示“已撤销”“已被替换”“查无此证”的，请不要采用本证明。",
    ]


def _what_it_says(facts: CertifiedFacts) -> list[str]:
    return [
        f"本证明按《重庆市志愿服务记录办法》第十七条，由“{one_line(facts.system_name)}”根据上列记录单位的记录生成，"
        "由本人自行下载打印。",
        f"本证明只说明截至{instant_text(facts.as_of)}，本人在该系统中已生效的志愿服务记录；每条时长从哪里来，见明细最后一栏。",
        "本证明不是全国志愿服务信息系统出具的证明，不证明持有人的其他情况。",
    ]
