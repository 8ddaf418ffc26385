"""Reading a package: every check that can be made before anything of it is believed. Writes nothing."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from functions.hours.rules import Stay
from functions.regulation.violation import Violation
from functions.storage import clock, encryption
from functions.storage.refusals import Refused
from functions.transfers import bounds, rules, trust
from functions.transfers.package import ALWAYS, FILES_OF, SINGLE, HoursLine, ManifestFile, PersonFile
from functions.transfers.writing import METHOD, hash_of
from functions.volunteers import actions as volunteers
from functions.volunteers.documents import document

_LINE = TypeAdapter(HoursLine)
_MOST_TOLD = 5


@dataclass(frozen=True)
class Opened:
    """A package that was found right: its manifest as it is and its hash, and the files by name."""

    manifest: dict[str, Any]
    manifest_hash: str
    files: dict[str, bytes]


def opened(content: bytes, volunteer_id: str) -> Opened:
    """Open a package and check all of it: form, hashes, schema, signature, and whose it is. Raises `Refused` with what is wrong;
    one wrong byte refuses the whole."""
    try:
        files = dict(bounds.opened(content))
    except bounds.Broken as broken:
        raise _refused("broken", str(broken)) from None
    manifest_bytes = files.pop(bounds.MANIFEST)
    signature = files.pop(bounds.SIGNATURE)
    manifest = _manifest(manifest_bytes)
    try:
        compact = signature.decode("ascii")
    except UnicodeDecodeError:
        raise _refused("signature", "签名文件读不出来，文件可能被改动过。") from None
    sender = manifest.sender
    faults = trust.signature_faults(compact, rules.MANIFEST_TYPE, manifest_bytes, sender.origin, sender.code)
    faults = faults or _file_faults(manifest, files)
    if faults:
        raise Refused(faults)
    _check_files(manifest, files)
    _check_person(manifest, files, volunteer_id)
    told = json.loads(manifest_bytes)
    return Opened(told, hashlib.sha256(manifest_bytes).hexdigest(), files)


def _refused(code: str, message: str) -> Refused:
    return Refused([Violation("16", f"transfers.{code}", "", message)])


def parsed(content: bytes, name: str) -> Any:
    """The JSON value of a file. Raises `Refused`."""
    try:
        return json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise _refused("schema", f"{name} 读不出来，不是正确的 JSON（UTF-8）。") from None


def _validated(adapter: TypeAdapter[Any], value: Any, name: str) -> Any:
    try:
        return adapter.validate_python(value)
    except (ValidationError, RecursionError) as error:
        raise _refused("schema", f"{name} 不符合公布的格式：{_where(error)}。") from None


def _where(error: ValidationError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return "层次太深"
    places = [".".join(str(step) for step in fault["loc"])[:60] or "整个文件" for fault in error.errors()[:_MOST_TOLD]]
    return "、".join(dict.fromkeys(places))


_MANIFEST_ADAPTER = TypeAdapter(ManifestFile)


def _manifest(content: bytes) -> ManifestFile:
    manifest: ManifestFile = _validated(_MANIFEST_ADAPTER, parsed(content, bounds.MANIFEST), bounds.MANIFEST)
    return manifest


def _file_faults(manifest: ManifestFile, files: dict[str, bytes]) -> list[Violation]:
    """The files are those of the manifest, in its order and to the byte, and those that the chosen blocks bring: no other."""
    listed = [entry.name for entry in manifest.files]
    if listed != list(files):
        return [_fault("names", "里面的文件和清单不一样，可能少了、多了或者换了次序。")]
    hours = [name for name in listed if name.startswith("hours-")]
    wanted = [f"hours-{number:04d}.jsonl" for number in range(1, len(hours) + 1)] if "hours" in manifest.blocks else []
    chosen = {name for block in manifest.blocks for name in FILES_OF[block]}
    if hours != wanted or set(listed) - set(hours) != chosen | set(ALWAYS) or len(set(listed)) != len(listed):
        return [_fault("names", "清单里的文件和它写明要转出的内容不一致。")]
    wrong = [
        entry.name
        for entry in manifest.files
        if (len(files[entry.name]), hashlib.sha256(files[entry.name]).hexdigest()) != (entry.bytes, entry.sha256)
    ]
    return [_fault("hash", f"{name} 被改动过：内容和清单里的 SHA-256 不符。") for name in wrong[:_MOST_TOLD]]


def _fault(code: str, message: str) -> Violation:
    return Violation("16", f"transfers.{code}", "", message)


def _check_files(manifest: ManifestFile, files: dict[str, bytes]) -> None:
    for name, adapter in SINGLE.items():
        if name in files:
            _validated(adapter, parsed(files[name], name), name)
    if "hours" not in manifest.blocks:
        return
    known = {row["ref"] for row in json.loads(files["projects.json"])}
    groups = {row["ref"] for row in json.loads(files["groups.json"])}
    if any(row["group"] not in groups for row in json.loads(files["projects.json"])):
        raise _refused("refs", "projects.json 里有的团体在 groups.json 里没有。")
    counts, last = [0, 0], ""
    for name in (name for name in files if name.startswith("hours-")):
        lines = lines_of(files[name], name)
        last = _check_lines(name, lines, known, last)
        counts = [counts[0] + len(lines), counts[1] + sum(line["minutes"] for line in lines)]
    totals = manifest.totals
    if totals is None or [totals.lines, totals.minutes] != counts:
        raise _refused("totals", "服务时长的条数或合计和清单不符。")


def lines_of(content: bytes, name: str) -> list[dict[str, Any]]:
    """The lines of a file of hours, each held to the schema."""
    raw = content.split(b"\n")
    if raw.pop() != b"" or len(raw) > rules.LINES_A_FILE:
        raise _refused("lines", f"{name} 应当每行一条、以换行结尾，最多 {rules.LINES_A_FILE} 行。")
    values = [parsed(line, f"{name} 第 {number} 行") for number, line in enumerate(raw, start=1)]
    for number, value in enumerate(values, start=1):
        _validated(_LINE, value, f"{name} 第 {number} 行")
    return values


def _check_lines(name: str, lines: list[dict[str, Any]], known: set[str], last: str) -> str:
    """Lines point at projects that are there, are possible by themselves, and lie in the order of time."""
    for number, line in enumerate(lines, start=1):
        place = f"{name} 第 {number} 行"
        if line["project"] not in known:
            raise _refused("refs", f"{place}的项目在 projects.json 里没有。")
        faults = _line_faults(line)
        if line["start"] < last:
            faults.append("没有按时间先后排列")
        if faults:
            raise _refused("line", f"{place}：{faults[0]}。")
        last = line["start"]
    return last


def _line_faults(line: dict[str, Any]) -> list[str]:
    try:
        stay = stay_of(line)
    except ValueError:
        return ["日期或时间不存在"]
    return rules.line_faults(stay.start, stay.end, line["minutes"])


def stay_of(line: dict[str, Any]) -> Stay:
    return Stay(datetime.fromisoformat(line["start"]), datetime.fromisoformat(line["end"]))


def _check_person(manifest: ManifestFile, files: dict[str, bytes], volunteer_id: str) -> None:
    """The package is of this registered person, and still good."""
    own = volunteers.own_file(volunteer_id).person.document
    same = manifest.subject.method == METHOD and hash_of(own, manifest.subject.salt) == manifest.subject.hash
    if same and "person.json" in files:
        told = PersonFile.model_validate(json.loads(files["person.json"])).document
        same = document(told.type, told.number).identity == own.identity
    try:
        until = datetime.fromisoformat(manifest.valid_until)
    except ValueError:
        raise _refused("schema", "manifest.json 不符合公布的格式：valid_until。") from None
    faults = rules.sender_faults(until, clock.now(), same)
    if faults:
        raise Refused(faults)


def key_of(code: str, *parts: str) -> str:
    """The key here of a project or group of another district: the same whenever it comes again."""
    return "t" + encryption.fingerprint("elsewhere", "\0".join((code, *parts)))[:24]
