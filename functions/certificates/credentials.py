"""第十七条：志愿服务记录证明载明的信息包括志愿者姓名、有效证件号、志愿服务时长和志愿服务内容等。

The same facts as a credential that stands alone: an SD-JWT VC (RFC 9901 and its profile for credentials), signed by the district.
Each fact about the holder is a disclosure of its own, so a holder shows hours and period and keeps name and number back.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from functions.certificates.rules import CertifiedFacts
from functions.certificates.star_facts import StarFacts
from functions.certificates.statuses import KINDS, SERVICE, STAR
from functions.hours.rules import BEIJING, hours_text
from functions.regulation.trace import article
from functions.signing.rules import b64url

TYPE = "dc+sd-jwt"
TYPE_PATHS = {SERVICE: ".well-known/vct/service-certificate.json", STAR: ".well-known/vct/star-certificate.json"}
# What can be disclosed, each by itself: name of the claim -> what it is called in front of people.
CLAIMS = {
    SERVICE: {
        "name": "姓名", "document": "证件", "volunteer_number": "志愿者编号", "hours": "服务时长", "period": "服务期间",
        "projects": "服务项目", "units": "记录单位", "certificate_number": "证明编号", "code": "查验码",
    },
    STAR: {
        "name": "姓名", "document": "证件", "volunteer_number": "志愿者编号", "star": "星级", "grant": "评定",
        "certificate_number": "证明编号", "code": "查验码",
    },
}  # fmt: skip
_MOST_PROJECTS = 50


@dataclass(frozen=True)
class Credential:
    """A credential yet to be signed: the claims that are signed, and the disclosures that go with it, in their order."""

    claims: Mapping[str, Any]
    disclosures: Sequence[str]

    def presented(self, signed: str) -> str:
        """With every disclosure; a holder who leaves some of them out still has a credential that checks."""
        return "~".join([signed, *self.disclosures, ""])


@article("17")
def credential(
    facts: CertifiedFacts | StarFacts, origin: str, place: tuple[str, int], salt_of: Any, paper: str | None
) -> Credential:
    """The credential of a certificate. ``place`` is the address of its status list and its place there, ``salt_of`` gives a
    secret text for a claim's name, ``paper`` the digest of the paper that carries it (None: it goes alone)."""
    kind = STAR if isinstance(facts, StarFacts) else SERVICE
    told = _star(facts) if isinstance(facts, StarFacts) else _service(facts)
    disclosures = [_disclosure(salt_of(name), name, told[name]) for name in CLAIMS[kind]]
    address, position = place
    claims = {
        "iss": origin,
        "iat": int(facts.as_of.timestamp()),
        "vct": f"{origin}/{TYPE_PATHS[kind]}",
        "issuer_name": facts.issuer,
        "system_name": facts.system_name,
        "issued_on": facts.issued_on.isoformat(),
        "status": {"status_list": {"idx": position, "uri": address}},
        "_sd": sorted(_digest(text) for text in disclosures),
        "_sd_alg": "sha-256",
        **({"paper": {"alg": "sha-256", "digest": paper}} if paper else {}),
    }
    return Credential(claims, disclosures)


def _disclosure(salt: str, name: str, value: Any) -> str:
    return b64url(json.dumps([salt, name, value], ensure_ascii=False, separators=(",", ":")).encode())


def _digest(disclosure: str) -> str:
    return b64url(hashlib.sha256(disclosure.encode("ascii")).digest())


def _holder(facts: CertifiedFacts | StarFacts) -> dict[str, Any]:
    return {
        "name": facts.name,
        "document": {"type": facts.document_type, "number": facts.document_number},
        "volunteer_number": facts.volunteer_number,
        "certificate_number": facts.certificate_number,
        "code": facts.code,
    }


def _service(facts: CertifiedFacts) -> dict[str, Any]:
    period = {
        "from": facts.period_from.isoformat() if facts.period_from else None,
        "to": facts.period_to.isoformat() if facts.period_to else None,
        "as_of": facts.as_of.astimezone(BEIJING).isoformat(timespec="seconds"),
    }
    return {
        **_holder(facts),
        "hours": {
            "minutes": facts.total_minutes,
            "hours": hours_text(facts.total_minutes),
            "times": len(facts.items),
            **({"only_of": facts.scope} if facts.scope else {}),
        },
        "period": period,
        "projects": _projects(facts),
        "units": [unit.name for unit in facts.units],
    }


def _projects(facts: CertifiedFacts) -> list[dict[str, Any]]:
    """The projects with their minutes, the longest first; what is past fifty is summed up in one line."""
    sums: dict[tuple[str, str], int] = {}
    for item in facts.items:
        sums[item.project, item.group] = sums.get((item.project, item.group), 0) + item.minutes
    ordered = sorted(sums.items(), key=lambda one: -one[1])
    told: list[dict[str, Any]] = [
        {"project": project, "group": group, "minutes": minutes} for (project, group), minutes in ordered
    ]
    if len(told) <= _MOST_PROJECTS:
        return told
    rest = told[_MOST_PROJECTS - 1 :]
    others = {"project": f"其他 {len(rest)} 个项目", "group": "", "minutes": sum(one["minutes"] for one in rest)}
    return [*told[: _MOST_PROJECTS - 1], others]


def _star(facts: StarFacts) -> dict[str, Any]:
    granted = {"on": facts.granted_on.isoformat(), "by": facts.granted_by, "reference": facts.reference or None}
    return {**_holder(facts), "star": {"star": facts.star, "name": facts.star_name}, "grant": granted}


def type_metadata(kind: str, origin: str) -> dict[str, Any]:
    """What a credential of this kind is, for programs: SD-JWT VC type metadata."""
    lang = "zh-CN"
    return {
        "vct": f"{origin}/{TYPE_PATHS[kind]}",
        "name": KINDS[kind],
        "description": f"{KINDS[kind]}，依照《重庆市志愿服务记录办法》出具。",
        "display": [{"locale": lang, "lang": lang, "name": KINDS[kind]}],
        "claims": [
            {"path": [name], "display": [{"locale": lang, "lang": lang, "label": label}], "sd": "always"}
            for name, label in CLAIMS[kind].items()
        ],
    }
