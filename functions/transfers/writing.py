"""Making the files of a package from the rooms that keep the record; nothing is signed and nothing is changed here."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from functions.commendations import actions as commendations
from functions.commendations.rules import IN_FORCE
from functions.consent import actions as consent
from functions.consent.rules import TRANSFER
from functions.evaluations import actions as evaluations
from functions.hours.rules import Entry, source_text
from functions.projects.rules import CATEGORIES, SERVICE_OBJECTS
from functions.signing.rules import as_bytes
from functions.stars import holdings
from functions.stars.schemes import SCHEMES
from functions.storage import clock
from functions.storage.pages import Page
from functions.storage.settings import settings
from functions.training import actions as training
from functions.transfers import rules, trust
from functions.volunteers import actions as volunteers
from functions.volunteers.documents import Document

_PAGE = 100
SCRYPT = {"n": 16384, "r": 8, "p": 1, "dklen": 32}
METHOD = "scrypt-16384-8-1"


def instant(moment: datetime) -> str:
    return clock.beijing_text(moment)


def ref_of(*parts: str) -> str:
    """A short name for a row that lines point at: equal rows have equal names."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def hash_of(document: Document, salt: str) -> str:
    """What stands for a document in a manifest: slow to compute, so that it is not found by trying all numbers quickly."""
    return hashlib.scrypt(document.identity.encode(), salt=bytes.fromhex(salt), **SCRYPT).hex()


def _project_row(entry: Entry) -> dict[str, Any]:
    row = {
        "id": entry.project_id,
        "group": ref_of(entry.group_id, entry.group),
        "name": entry.project,
        "category": entry.category,
        "category_name": CATEGORIES.get(entry.category, ""),
        "place": entry.place,
        "service_object": entry.service_object,
        "service_object_name": SERVICE_OBJECTS.get(entry.service_object, ""),
        "contact": entry.contact,
    }
    return {"ref": ref_of(*row.values()), **row}


def _origin(entry: Entry) -> dict[str, Any] | None:
    if not entry.origin_ref:
        return None
    code, entry_id, part = entry.origin_ref.split("/")
    return {"code": code, "name": entry.origin, "entry": entry_id, "part": int(part)}


def hours_lines(entries: Iterable[Entry]) -> tuple[list[dict[str, Any]], dict[str, Any], dict[str, Any]]:
    """The lines of entries, split by civil day, with the groups and projects that they point at, by ref."""
    lines, groups, projects = list[dict[str, Any]](), dict[str, Any](), dict[str, Any]()
    for entry in entries:
        project = _project_row(entry)
        projects[project["ref"]] = project
        groups[project["group"]] = {"ref": project["group"], "id": entry.group_id, "name": entry.group}
        told = {
            "project": project["ref"],
            "content": entry.content,
            "source": entry.source,
            "source_name": source_text(entry),
            "recorded_at": instant(entry.entered_at),
            "origin": _origin(entry),
        }
        for piece in rules.by_day(entry.stay, entry.credited):
            when = {"start": instant(piece.stay.start), "end": instant(piece.stay.end), "minutes": piece.minutes}
            lines.append({"entry": entry.entry_id, "part": piece.part, "parts": piece.parts, **when, **told})
    return lines, groups, projects


def as_lines(rows: Sequence[dict[str, Any]]) -> bytes:
    return b"".join(as_bytes(row) + b"\n" for row in rows)


def _whole(volunteer_id: str, read: Any) -> list[Any]:
    """All of a list that is read page by page."""
    items, start = list[Any](), None
    while True:
        found = read(volunteer_id, Page(_PAGE, start))
        items += list(found)
        start = found.last_evaluated_key
        if not start:
            return items


def person(volunteer_id: str) -> dict[str, Any]:
    own = volunteers.own_file(volunteer_id)
    one = own.person
    plain = {name: getattr(one, name) for name in ("volunteer_number", "name", "sex", "birth_month", "service_area")}
    lists = {"intentions": list(one.intentions), "skills": list(one.skills), "phone": one.phone}
    document = {"type": one.document.type, "number": one.document.number}
    return {**plain, **lists, "document": document, "registered_at": instant(own.registered_at)}


def _trainings(volunteer_id: str) -> list[dict[str, Any]]:
    rows = []
    for one in _whole(volunteer_id, training.of_volunteer):
        facts = one.facts
        plain = {name: getattr(facts, name) for name in ("topic", "content", "place", "kind", "mode", "contact")}
        when = {"starts": facts.starts.isoformat(), "ends": facts.ends.isoformat()}
        told = {"id": one.training_id, "group": one.group, "class_hours_tenths": facts.class_hours}
        rows.append({**told, **plain, **when})
    return rows


def _commendations(volunteer_id: str) -> list[dict[str, Any]]:
    rows = []
    for item in _whole(volunteer_id, commendations.of_volunteer):
        one = item.commendation()
        if one.state == IN_FORCE:
            told = {"id": one.commendation_id, "group": one.group, "date": one.facts.date.isoformat()}
            names = ("name", "granting_body", "level", "project")
            rows.append({**told, **{name: getattr(one.facts, name) for name in names}})
    return rows


def _evaluations(volunteer_id: str) -> list[dict[str, Any]]:
    rows = []
    for item in _whole(volunteer_id, evaluations.of_volunteer):
        one = evaluations.shown(item)
        said = {"scores": dict(one.rating.scores), "words": one.rating.words, "answer": one.answer}
        told = {"id": one.project_id, "project": one.project, "group": one.group}
        rows.append({**told, **said, "rated_at": instant(one.rated_at)})
    return rows


def _stars(volunteer_id: str) -> dict[str, Any]:
    held = holdings.of(volunteer_id)
    since = held.since.isoformat() if held.star and held.since else ""
    return {"star": held.star, "since": since, "scheme": SCHEMES[settings().star_scheme].name}


_MADE = {
    "person": person,
    "training": _trainings,
    "commendations": _commendations,
    "evaluations": _evaluations,
    "stars": _stars,
}


def block(name: str, volunteer_id: str) -> tuple[bytes, int]:
    """The file of a block other than the hours, and how many rows it has (1 for a single value)."""
    value = _MADE[name](volunteer_id)
    return as_bytes(value), len(value) if isinstance(value, list) else 1


def consents(volunteer_id: str, transfer_id: str) -> bytes:
    """The consent on which this transfer stands."""
    own = [each for each in consent.events_of(volunteer_id) if (each.purpose, each.about) == (TRANSFER, transfer_id)]
    names = ("purpose", "state", "kind", "channel", "notice_version", "receiver")
    return as_bytes(
        [
            {**{name: getattr(each, name) for name in names}, "at": instant(each.at), "notice_sha256": each.notice_hash}
            for each in own
        ]
    )


def readme(receiver: rules.Receiver) -> bytes:
    """What a person who opens the package reads."""
    return (
        f"志愿服务记录转移文件\n\n从：{trust.own_name()}（{settings().supervising_body}，{trust.own_origin()}）\n"
        f"到：{receiver.name}（{receiver.region}）\n\n"
        "请把整个 .zip 文件原样交给接收方，不要打开后再压缩，也不要改名里面的文件：改动一个字节，接收方就会拒收。\n"
        "文件里有个人信息，请不要发到群里。\n\n"
        "manifest.json 是清单，signature.jws 是转出一方对清单的签名（JWS，ES256），清单里有每个文件的 SHA-256。\n"
        f"每个文件的格式见 {trust.own_origin()}/schemas/vsr-transfer-1.json 。\n"
        "收到接收方的答复文件以后，请到转出的网站“转出与转入”页上传。\n"
    ).encode()


def subject(document: Document) -> dict[str, str]:
    salt = secrets.token_hex(16)
    return {"method": METHOD, "salt": salt, "hash": hash_of(document, salt)}


def party() -> dict[str, str]:
    """This district, as sender or receiver."""
    config = settings()
    names = {"body": config.supervising_body, "system": config.system_name}
    return {"code": config.district_code, "name": trust.own_name(), **names, "origin": trust.own_origin()}


def listed(name: str, content: bytes, lines: int) -> dict[str, Any]:
    """A file as the manifest lists it."""
    return {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content), "lines": lines}


def loads(content: bytes) -> Any:
    return json.loads(content)
