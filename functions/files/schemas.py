"""Shapes of requests and answers about files."""

import base64
import binascii
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from functions.files import rules
from functions.regulation.violation import Violation
from functions.storage.refusals import Refused
from functions.web.answers import shown_instant
from functions.web.validation import Shape, line, optional_line

MOST_BODY = 4_200_000  # three megabytes of a file in base64; a REST gateway encodes it once more, and Lambda takes 6 MB


class BringShape(Shape):
    name: Annotated[str, optional_line(200)] = ""
    content: Annotated[str, Field(max_length=MOST_BODY)]
    project_id: Annotated[str, optional_line(40)] = ""

    def file(self) -> bytes:
        """The bytes of the file."""
        try:
            return base64.b64decode(self.content, validate=True)
        except (binascii.Error, ValueError):
            message = "文件没有传完整，请重新选择文件再上传。"
            raise Refused([Violation("9", "files.base64", "content", message)]) from None


class PieceShape(Shape):
    act: Annotated[str, line(10)]


class ExportShape(Shape):
    kind: Annotated[str, line(20)]
    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]
    project_id: Annotated[str, optional_line(40)] = ""


def import_view(imported: Any) -> dict[str, Any]:
    """How far an import is."""
    plain = (
        "import_id",
        "name",
        "rows",
        "pieces",
        "state",
        "faults",
        "checked",
        "written",
        "entries",
        "waiting",
        "minutes",
    )
    shown = {name: getattr(imported, name) for name in plain}
    more = {"state_name": rules.STATES[imported.state], "next_piece": imported.next_piece}
    return {**shown, **more, "brought_at": shown_instant(imported.brought_at)}


def piece_view(done: Any) -> dict[str, Any]:
    """What came of a piece: its faults by sheet, row and column; ``fault_count`` counts also those not listed."""
    faults = [vars(fault) for fault in done.faults]
    return {"import": import_view(done.imported), "faults": faults, "fault_count": done.fault_count}
