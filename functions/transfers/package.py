"""The shapes of every file of a package, and of the answer to one. The published JSON Schema is made from them, and the reader
holds every package to them.

`python -m functions.transfers.package` writes the schema; a test holds it to the code.
"""

import json
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter
from pydantic.json_schema import models_json_schema

from functions.transfers import rules
from functions.web.validation import Shape, optional_text

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = Path("site/schemas/vsr-transfer-1.json")
_INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+08:00$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_MOST = 10_000


Short = Annotated[str, Field(max_length=60), optional_text(60)]
Name = Annotated[str, Field(max_length=100), optional_text(100)]
Line = Annotated[str, Field(max_length=200), optional_text(200)]
Long = Annotated[str, Field(max_length=1000), optional_text(1000)]
Instant = Annotated[str, Field(pattern=_INSTANT, description="Beijing time")]
Day = Annotated[str, Field(pattern=_DAY)]
DayOrNone = Annotated[str, Field(pattern=rf"{_DAY}|^$")]
Ref = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$", description="names a row of groups.json or projects.json")]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0, le=10_000_000, strict=True)]
Id = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[!-~]+$")]


class Party(Shape):
    """A district that sends or receives."""

    code: Annotated[str, Field(pattern=r"^[0-9]{6}$", description="district code, GB/T 2260 or a local one")]
    name: Short
    body: Name
    system: Name
    origin: Annotated[str, Field(max_length=200, pattern=r"^https?://[!-~]+$")]


class ReceiverShape(Shape):
    name: Short
    region: Short
    contact: Name


class Subject(Shape):
    """Whose record it is, without saying so: scrypt (n 16384, r 8, p 1, 32 bytes) of the document, with this salt. In the
    18-digit family the document is its number, elsewhere ``type:number``."""

    method: Literal["scrypt-16384-8-1"]
    salt: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    hash: Hash


class FileEntry(Shape):
    name: Annotated[str, Field(pattern=r"^([a-z]{3,20}(-[0-9]{4})?\.(json|jsonl)|README\.txt)$")]
    sha256: Hash
    bytes: Count
    lines: Count


class Totals(Shape):
    """Of the hours: minutes in force, entries, and lines (an entry across midnight is two)."""

    minutes: Count
    entries: Count
    lines: Count


class ManifestFile(Shape):
    schema_id: Annotated[Literal["vsr-transfer-1"], Field(alias="schema")]
    transfer_id: Id
    made_at: Instant
    valid_until: Instant
    sender: Party
    receiver: ReceiverShape
    subject: Subject
    blocks: Annotated[list[Literal[tuple(rules.BLOCKS)]], Field(min_length=1, max_length=10)]  # type: ignore[valid-type]
    totals: Totals | None
    files: Annotated[list[FileEntry], Field(min_length=1, max_length=78)]


class DocumentFile(Shape):
    type: Short
    number: Annotated[str, Field(max_length=40)]


class PersonFile(Shape):
    volunteer_number: Annotated[str, Field(max_length=40)]
    name: Short
    sex: Short
    birth_month: Short
    document: DocumentFile
    service_area: Name
    intentions: Annotated[list[Short], Field(max_length=20)]
    skills: Annotated[list[Short], Field(max_length=20)]
    phone: Short
    registered_at: Instant


class Origin(Shape):
    """Where an hour was served first, if it had been transferred before."""

    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    name: Short
    entry: Id
    part: Annotated[int, Field(ge=1, le=9, strict=True)]


class GroupRow(Shape):
    ref: Ref
    id: Id
    name: Name


class ProjectRow(Shape):
    ref: Ref
    id: Id
    group: Ref
    name: Name
    category: Annotated[str, Field(max_length=10)]
    category_name: Short
    place: Line
    service_object: Annotated[str, Field(max_length=10)]
    service_object_name: Short
    contact: Short


class HoursLine(Shape):
    """What was served on one civil day of Beijing. `minutes` are those that count."""

    entry: Id
    part: Annotated[int, Field(ge=1, le=9, strict=True)]
    parts: Annotated[int, Field(ge=1, le=9, strict=True)]
    start: Instant
    end: Instant
    minutes: Annotated[int, Field(ge=0, le=1440, strict=True)]
    project: Ref
    content: Long
    source: Short
    source_name: Name
    recorded_at: Instant
    origin: Origin | None


class TrainingRow(Shape):
    id: Id
    group: Name
    topic: Line
    content: Long
    starts: Day
    ends: Day
    place: Line
    class_hours_tenths: Count
    kind: Short
    mode: Short
    contact: Short


class CommendationRow(Shape):
    id: Id
    date: Day
    name: Line
    granting_body: Line
    level: Short
    project: Line
    group: Name


class EvaluationRow(Shape):
    id: Id
    project: Name
    group: Name
    scores: Annotated[
        dict[Annotated[str, Field(max_length=20)], Annotated[int, Field(ge=1, le=5, strict=True)]], Field(max_length=10)
    ]
    words: Long
    rated_at: Instant
    answer: Long


class StarsFile(Shape):
    star: Annotated[int, Field(ge=0, le=9, strict=True)]
    since: DayOrNone
    scheme: Name


class ConsentRow(Shape):
    """The consent on which this transfer stands."""

    purpose: Short
    state: Short
    at: Instant
    kind: Short
    channel: Short
    notice_version: Short
    notice_sha256: Hash
    receiver: Line


class AnswerFile(Shape):
    """What came of a package; signed by the receiver as a JWS with typ ``transfer-answer+jwt``."""

    schema_id: Annotated[Literal["vsr-transfer-answer-1"], Field(alias="schema")]
    transfer_id: Id
    manifest_sha256: Hash
    sender: Party
    receiver: Party
    result: Literal["accepted", "partly", "refused"]
    accepted: Count
    refused: Count
    minutes: Count
    blocks: Annotated[dict[Annotated[str, Field(max_length=20)], Short], Field(max_length=10)]
    reasons: Annotated[list[Long], Field(max_length=50)]
    decided_by: Name
    decided_at: Instant


# The single JSON value of each file; lists are JSON arrays, hours are one JSON object a line.
SINGLE: dict[str, TypeAdapter[Any]] = {
    "person.json": TypeAdapter(PersonFile),
    "groups.json": TypeAdapter(Annotated[list[GroupRow], Field(max_length=_MOST)]),
    "projects.json": TypeAdapter(Annotated[list[ProjectRow], Field(max_length=_MOST)]),
    "training.json": TypeAdapter(Annotated[list[TrainingRow], Field(max_length=_MOST)]),
    "commendations.json": TypeAdapter(Annotated[list[CommendationRow], Field(max_length=_MOST)]),
    "evaluations.json": TypeAdapter(Annotated[list[EvaluationRow], Field(max_length=_MOST)]),
    "stars.json": TypeAdapter(StarsFile),
    "consents.json": TypeAdapter(Annotated[list[ConsentRow], Field(min_length=1, max_length=100)]),
}
# Which files a block brings; manifest, signature, consents and README come with every package.
FILES_OF = {
    "person": ("person.json",),
    "hours": ("groups.json", "projects.json"),
    "training": ("training.json",),
    "commendations": ("commendations.json",),
    "evaluations": ("evaluations.json",),
    "stars": ("stars.json",),
}
ALWAYS = ("consents.json", "README.txt")


def schema() -> dict[str, Any]:
    """The published JSON Schema: a definition for each shape, and which file holds what."""
    models: list[type[Shape]] = [
        ManifestFile, PersonFile, GroupRow, ProjectRow, HoursLine, TrainingRow, CommendationRow, EvaluationRow, StarsFile,
        ConsentRow, AnswerFile,
    ]  # fmt: skip
    _, defined = models_json_schema([(model, "validation") for model in models], ref_template="#/$defs/{model}")
    rows = {"groups": "GroupRow", "projects": "ProjectRow", "training": "TrainingRow", "consents": "ConsentRow"}
    rows |= {"commendations": "CommendationRow", "evaluations": "EvaluationRow"}
    single = {"manifest": "ManifestFile", "person": "PersonFile", "stars": "StarsFile"}
    files: dict[str, Any] = {f"{name}.json": {"$ref": f"#/$defs/{model}"} for name, model in single.items()}
    files |= {f"{name}.json": {"type": "array", "items": {"$ref": f"#/$defs/{row}"}} for name, row in rows.items()}
    files["hours-0001.jsonl"] = {"description": "each line", "$ref": "#/$defs/HoursLine"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A transferred volunteer-service record: the files of the package, and the answer to it",
        "type": "object",
        "properties": files,
        "$defs": defined["$defs"],
    }


def main() -> None:
    text = json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"
    (ROOT / PUBLISHED).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
