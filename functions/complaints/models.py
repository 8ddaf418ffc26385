"""Table of complaints: everything in words is sealed; the receipt's code is found by its keyed fingerprint."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.complaints import rules
from functions.storage import clock, encryption
from functions.storage.base import InstantAttribute, Table, TableMeta, table_name
from functions.storage.settings import settings

_SEALED = ("volunteer_number", "name", "told", "statement", "reply")
_PLAIN = ("complaint_id", "received_at", "due", "state", "hear_until", "settled_at")
_ABSENT = (
    "group_id",
    "group",
    "volunteer_id",
    "person_key",
)  # "" in the rules, no attribute here: the indexes are sparse


class ComplaintsOfDistrict(GlobalSecondaryIndex["ComplaintItem"]):
    class Meta:
        index_name = "by_district"
        projection = AllProjection()

    district = UnicodeAttribute(hash_key=True)
    received_at = InstantAttribute(range_key=True)


class OpenComplaintsOfDistrict(GlobalSecondaryIndex["ComplaintItem"]):
    """Sparse: only complaints that are not settled have an `open_district`."""

    class Meta:
        index_name = "by_open_district"
        projection = AllProjection()

    open_district = UnicodeAttribute(hash_key=True)
    due = InstantAttribute(range_key=True)


class ComplaintsOfGroup(GlobalSecondaryIndex["ComplaintItem"]):
    """Sparse: only complaints that a group looks into have a `group_id`."""

    class Meta:
        index_name = "by_group"
        projection = AllProjection()

    group_id = UnicodeAttribute(hash_key=True)
    received_at = InstantAttribute(range_key=True)


class ComplaintsAboutVolunteer(GlobalSecondaryIndex["ComplaintItem"]):
    """Sparse: only complaints of which the volunteer has been told have a `volunteer_id`."""

    class Meta:
        index_name = "by_volunteer"
        projection = AllProjection()

    volunteer_id = UnicodeAttribute(hash_key=True)
    received_at = InstantAttribute(range_key=True)


class ComplaintItem(Table):
    class Meta(TableMeta):
        table_name = table_name("complaints")

    code_key = UnicodeAttribute(hash_key=True)
    complaint_id = UnicodeAttribute()
    district = UnicodeAttribute()
    received_at = InstantAttribute()
    due = InstantAttribute()
    state = UnicodeAttribute()
    version = NumberAttribute()
    words = BinaryAttribute(legacy_encoding=False)
    hear_until = InstantAttribute(null=True)
    settled_at = InstantAttribute(null=True)
    group_id = UnicodeAttribute(null=True)
    group = UnicodeAttribute(null=True)
    volunteer_id = UnicodeAttribute(null=True)
    person_key = UnicodeAttribute(null=True)
    open_district = UnicodeAttribute(null=True)

    by_district = ComplaintsOfDistrict()
    by_open_district = OpenComplaintsOfDistrict()
    by_group = ComplaintsOfGroup()
    by_volunteer = ComplaintsAboutVolunteer()

    def complaint(self) -> rules.Complaint:
        words: dict[str, Any] = json.loads(encryption.unseal(self.words, self.complaint_id))
        filed = {**words["filed"], "happened_on": _day(words["filed"]["happened_on"])}
        plain: dict[str, Any] = {name: getattr(self, name) for name in _PLAIN}
        plain |= {name: words[name] for name in _SEALED}
        plain |= {name: getattr(self, name) or "" for name in _ABSENT}
        return rules.Complaint(
            filed=rules.Filed(**filed),
            version=int(self.version),
            added=tuple(_step(step) for step in words["added"]),
            steps=tuple(_step(step) for step in words["steps"]),
            **plain,
        )

    @classmethod
    def of(cls, complaint: rules.Complaint, code_key: str) -> "ComplaintItem":
        words: dict[str, Any] = {name: getattr(complaint, name) for name in _SEALED}
        happened_on = complaint.filed.happened_on
        words["filed"] = {**asdict(complaint.filed), "happened_on": happened_on.isoformat() if happened_on else None}
        words["added"] = [_step_text(step) for step in complaint.added]
        words["steps"] = [_step_text(step) for step in complaint.steps]
        text = json.dumps(words, ensure_ascii=False)
        plain: dict[str, Any] = {name: getattr(complaint, name) for name in _PLAIN}
        plain |= {name: getattr(complaint, name) or None for name in _ABSENT}
        return cls(
            code_key,
            district=settings().district_code,
            version=complaint.version,
            words=encryption.seal(text, complaint.complaint_id),
            open_district=settings().district_code if complaint.state in rules.OPEN else None,
            **plain,
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _step(kept: dict[str, str]) -> rules.Step:
    return rules.Step(clock.from_text(kept["at"]), kept["role"], kept["name"], kept["act"], kept["text"])


def _step_text(step: rules.Step) -> dict[str, str]:
    return {**vars(step), "at": clock.as_text(step.at)}
