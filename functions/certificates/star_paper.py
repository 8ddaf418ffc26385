"""The paper of a star certificate: one page, made as `paper` makes the certificate of service."""

from pathlib import Path
from typing import Any

from functions.certificates.paper import UnprintableCharacter, compiled, instant_text, missing_in, one_line
from functions.certificates.star_facts import StarFacts
from functions.certificates.statuses import KINDS, STAR
from functions.regulation.days import day_text
from functions.storage.codes import grouped

TITLE = KINDS[STAR]
_TEMPLATE = Path(__file__).with_name("star.typ")
_TEXTS = {
    "name": "姓名", "document_type": "证件类型", "document_number": "证件号码", "volunteer_number": "志愿者编号",
    "certificate_number": "证明编号", "star_name": "星级", "granted_by": "评定单位", "reference": "评定文件",
    "issuer": "出具单位", "system_name": "系统名称",
}  # fmt: skip


def missing_characters(facts: StarFacts) -> list[tuple[str, str, str]]:
    """Every character of the facts that cannot be printed as it is: (field, character, U+XXXX)."""
    return missing_in([(called, getattr(facts, field)) for field, called in _TEXTS.items()])


def render(facts: StarFacts, verify_url: str) -> bytes:
    """The certificate as a PDF, tagged for screen readers. Raises `UnprintableCharacter` instead of printing a box."""
    missing = missing_characters(facts)
    if missing:
        raise UnprintableCharacter(missing)
    return compiled(_TEMPLATE, _page(facts, verify_url), verify_url, {"pdf_standards": "ua-1"})


def _page(facts: StarFacts, verify_url: str) -> dict[str, Any]:
    person = f"{one_line(facts.name)}（{one_line(facts.document_type)} {one_line(facts.document_number)}）"
    statement = f"兹证明{person}于{day_text(facts.granted_on)}被评定为{facts.star_name}。特此证明。"
    return {
        "title": TITLE,
        "number": facts.certificate_number,
        "issuer": one_line(facts.issuer),
        "issued_on": day_text(facts.issued_on),
        "statement": statement,
        "stars": "★" * facts.star,
        "star_name": facts.star_name,
        "facts": _table(facts),
        "code": grouped(facts.code),
        "qr_says": f"查验二维码，内容是网址 {verify_url}",
        "how_to_check": _how_to_check(verify_url),
        "what_it_says": _what_it_says(facts),
    }


def _table(facts: StarFacts) -> list[tuple[str, str]]:
    told = [
        ("姓名", one_line(facts.name)),
        ("有效证件号", f"{one_line(facts.document_type)} {one_line(facts.document_number)}"),
        ("志愿者编号", facts.volunteer_number),
        ("星级", facts.star_name),
        ("评定日期", day_text(facts.granted_on)),
        ("评定单位", one_line(facts.granted_by)),
    ]
    if facts.reference:
        told.append(("评定文件", one_line(facts.reference)))
    return [*told, ("数据截至", instant_text(facts.as_of))]


def _how_to_check(verify_url: str) -> list[str]:
    page = verify_url.partition("#")[0]
    return [
        f"用手机扫描二维码，或者打开 {page} 输入查验码；不用登录，不收费。",
        "网页显示“有效”，并且所示的姓名、星级和评定日期与本证明一致，本证明才真实有效；持有人没有同意公开详情的，"
        "网页只显示是否有效、证明编号和出具日期。",
        "与网页不一致，或者网页显示“已撤销”“已被替换”“查无此证”的，请不要采用本证明。",
    ]


def _what_it_says(facts: StarFacts) -> list[str]:
    return [
        f"星级按{facts.source}，由本人在累计时长达到标准后依次申请，经评定取得。",
        f"本证明只说明截至{instant_text(facts.as_of)}，本人在“{one_line(facts.system_name)}”中的星级，不证明具体的服务时长；"
        "需要证明时长的，请看志愿服务记录证明。",
        "本证明不是全国志愿服务信息系统出具的证明，不证明持有人的其他情况。",
    ]
