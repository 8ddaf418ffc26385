"""The papers of a batch: each by itself, or many in one PDF to print. Who has withdrawn consent since is left out."""

from dataclasses import dataclass

from functions.batches import actions, rules
from functions.batches.models import Batch, BatchLine
from functions.certificates import actions as certificates
from functions.certificates import papers as certificate_papers
from functions.consent import actions as consent
from functions.regulation.violation import Violation
from functions.storage import audit
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.volunteers.minors import note_look

_NONE = NotFound("batches.no_paper", "这一位没有出具证明。")
_WITHDRAWN = Conflict("batches.withdrawn", "本人已经撤回同意，团体不能再下载这份证明。本人仍可自己下载。")
_EMPTY = Conflict("batches.no_papers", "这一段没有可以下载的证明：都已撤销、被替换，或者本人撤回了同意。")


def one(actor_id: str, batch_id: str, line: int) -> tuple[bytes, str, str]:
    """The paper of one person as a PDF, its certificate's number, and the person's name."""
    batch = actions.own(actor_id, batch_id)
    found = actions.lines_of(batch, line, line).get(line)
    if found is None or not found.code:
        raise _NONE
    if not consent.agreed(found.volunteer_id, rules.PURPOSE):
        raise _WITHDRAWN
    content, number, _ = certificates.paper_of(found.volunteer_id, found.code)
    _note(actor_id, batch, found)
    return content, number, str(found.name)


def _note(actor_id: str, batch: Batch, line: BatchLine) -> None:
    """That the group took the paper is on record for its holder."""
    audit.saw(f"volunteer#{line.volunteer_id}", actor_id, "see_paper", batch.batch_id, batch.reason)
    note_look(line.volunteer_id, actor_id, batch.reason)


@dataclass(frozen=True)
class Joined:
    """Papers one after another: how many there are, and how many of the lines that were asked for had to be left out."""

    content: bytes
    papers: int
    left_out: int


def joined(actor_id: str, batch_id: str, first: int, last: int) -> Joined:
    """The papers of the lines ``first`` to ``last`` as one PDF. Raises `Refused` where they are too many for one."""
    batch = actions.own(actor_id, batch_id)
    if not 1 <= first <= last <= rules.MOST_LINES:
        raise Refused([Violation("17", "batches.range", "first", "请选择从第几人到第几人。")])
    issued = [line for line in actions.lines_of(batch, first, last).values() if line.code]
    if len(rules.pieces_of([(int(line.position), int(line.rows or 0)) for line in issued])) > 1:
        raise Refused([Violation("17", "batches.too_large", "last", "这些证明一个文件放不下，请分段下载。")])
    agreed = [line for line in issued if consent.agreed(line.volunteer_id, rules.PURPOSE)]
    content, codes = certificate_papers.joined([str(line.code) for line in agreed])
    if not codes:
        raise _EMPTY
    for line in agreed:
        if line.code in codes:
            _note(actor_id, batch, line)
    return Joined(content, len(codes), len(issued) - len(codes))
