"""第十九条：志愿服务记录时长累计达到100小时、300小时、600小时、1000小时和1500小时的志愿者，可以依次申请评定为一星级、二星级、
三星级、四星级、五星级志愿者。

What a star certificate says: that a star was granted, by whom, when and on which decision. It certifies no hours. Pure.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from functions.certificates.statuses import STAR
from functions.hours.rules import BEIJING
from functions.regulation.trace import article
from functions.volunteers.rules import masked_name, masked_number

FACTS_VERSION = 1


@dataclass(frozen=True)
class StarFacts:
    """All that a star certificate says. Stored once and never changed. ``granted_by`` is the body in words, ``reference`` the
    paper of the decision ("" for none)."""

    version: int
    code: str
    certificate_number: str
    name: str
    document_type: str
    document_number: str
    volunteer_number: str
    star: int
    star_name: str
    granted_on: date
    granted_by: str
    reference: str
    source: str
    as_of: datetime
    issued_on: date
    issuer: str
    system_name: str


_DATES = ("granted_on", "issued_on")


@article("15")
@article("19")
def public_star_facts(facts: StarFacts, document_masked: str) -> dict[str, Any]:
    """What anyone sees by the code, where the holder agreed: name and numbers masked."""
    return {
        "name_masked": masked_name(facts.name),
        "document_type": facts.document_type,
        "document_masked": document_masked,
        "volunteer_number_masked": masked_number(facts.volunteer_number),
        "star": facts.star,
        "star_name": facts.star_name,
        "granted_on": facts.granted_on.isoformat(),
        "granted_by": facts.granted_by,
        "reference": facts.reference or None,
        "as_of": facts.as_of.astimezone(BEIJING).isoformat(timespec="seconds"),
        "issuer": facts.issuer,
    }


def as_json(facts: StarFacts) -> dict[str, Any]:
    """The facts as plain JSON values, for the snapshot; ``kind`` tells them from those of a certificate of service."""
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(facts).items()}
    return {"kind": STAR, **plain}


def from_json(plain: Mapping[str, Any]) -> StarFacts:
    """The facts of a snapshot."""
    values = {name: value for name, value in plain.items() if name != "kind"}
    values |= {name: date.fromisoformat(plain[name]) for name in _DATES}
    return StarFacts(**values | {"as_of": datetime.fromisoformat(plain["as_of"])})
