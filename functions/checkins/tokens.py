"""Codes that are shown as QR: a project's, which changes every thirty seconds, and a volunteer's own. Both are signed.

``v1.<project>.<in|out>.<recorder>.<step>.<planned end>.<mac>`` and ``p1.<volunteer>.<step>.<mac>``: ids say nothing, the step
counts thirty seconds since 1970, the planned end is in minutes since 1970 (0: none).
"""

import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from functions.checkins.rules import CODE_STEP
from functions.storage.encryption import fingerprint

_STEP = int(CODE_STEP.total_seconds())
_MAC = 32  # hexadecimal digits
_PROJECT = re.compile(r"v1\.([0-9a-z]{20})\.(in|out)\.([0-9a-z]{20})\.(\d{1,10})\.(\d{1,9})")
_PERSONAL = re.compile(r"p1\.([0-9a-z]{20})\.(\d{1,10})")


@dataclass(frozen=True)
class ProjectCode:
    """What the recorder's screen shows: where, whether in or out, by whose leave, since when."""

    project_id: str
    direction: str
    recorder_id: str
    made: datetime
    planned_end: datetime | None

    @property
    def text(self) -> str:
        planned = int(self.planned_end.timestamp()) // 60 if self.planned_end else 0
        return _signed(f"v1.{self.project_id}.{self.direction}.{self.recorder_id}.{_step_of(self.made)}.{planned}")


@dataclass(frozen=True)
class PersonalCode:
    """What a volunteer's phone shows: who, since when."""

    volunteer_id: str
    made: datetime

    @property
    def text(self) -> str:
        return _signed(f"p1.{self.volunteer_id}.{_step_of(self.made)}")


def _step_of(instant: datetime) -> int:
    return int(instant.timestamp()) // _STEP


def _begin(step: str) -> datetime:
    return datetime.fromtimestamp(int(step) * _STEP, UTC)


def begin_of_step(now: datetime) -> datetime:
    """The instant at which the present step began."""
    return datetime.fromtimestamp(_step_of(now) * _STEP, UTC)


def _signed(body: str) -> str:
    return f"{body}.{fingerprint('check-in', body)[:_MAC]}"


def mark_of(text: str) -> str:
    """The signature of a code that was read: what tells one code from every other."""
    return text.rpartition(".")[2]


def bare(typed: str) -> str:
    """The code in what a scanner typed: the whole address or the code alone, in whatever case and width."""
    import unicodedata

    plain = "".join(unicodedata.normalize("NFKC", typed).split()).lower()
    return plain.rpartition("#")[2]


def read(text: str) -> ProjectCode | PersonalCode | None:
    """The code that this text is; None where it was made up, changed or cut off. Says nothing about its age."""
    body, _, mark = text.rpartition(".")
    if not hmac.compare_digest(mark.encode(), fingerprint("check-in", body)[:_MAC].encode()):
        return None
    project, personal = _PROJECT.fullmatch(body), _PERSONAL.fullmatch(body)
    if project:
        project_id, direction, recorder_id, step, planned = project.groups()
        until = datetime.fromtimestamp(int(planned) * 60, UTC) if int(planned) else None
        return ProjectCode(project_id, direction, recorder_id, _begin(step), until)
    return PersonalCode(personal[1], _begin(personal[2])) if personal else None


def picture_of(address: str) -> str:
    """An address as a QR code, an SVG of its own."""
    import io

    import segno

    picture = io.BytesIO()
    segno.make_qr(address, error="m").save(picture, kind="svg", border=4, scale=4, xmldecl=False)
    return picture.getvalue().decode()
