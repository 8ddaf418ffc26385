"""Issuing a batch piece by piece: a piece may be sent again after an error, and after somebody has agreed; nobody gets two."""

from contextlib import suppress
from dataclasses import dataclass

from pynamodb.exceptions import PutError

from functions.batches import actions, asking, rules
from functions.batches.models import Batch, BatchLine
from functions.certificates import actions as certificates
from functions.certificates import storing
from functions.consent import actions as consent
from functions.groups import members
from functions.messages.actions import tell
from functions.storage.refusals import Conflict, NotFound, Refusal, Refused
from functions.storage.transactions import Transaction
from functions.volunteers.actions import Known, by_number, find_by_numbers

_ALREADY = Conflict("batches.issued", "这一位的证明刚才已经出具。")
_CLOSED = "这位志愿者的记录已注销，或已并入另一份登记，不能出具。"
_UNKNOWN = "没有这个志愿者编号，请与本人核对。还没有确认登记单的，先请本人确认。"
_STRANGER = "不在本团体的名册里，不能代为出具。请先把本人加入名册。"
_CONTESTED = "这位志愿者登记的证件正在核实，核实以后才能出具。请本人带证件原件到主管部门窗口。"


@dataclass(frozen=True)
class _Line:
    """One person of the batch, and who acts."""

    actor_id: str
    batch: Batch
    line: int
    number: str

    def item(self, state: str, person: Known | None, message: str = "") -> BatchLine:
        return BatchLine(
            self.batch.batch_id,
            BatchLine.key(self.line),
            volunteer_number=self.number,
            volunteer_id=person.volunteer_id if person else "",
            name=person.name if person else "",
            state=state,
            message=message,
        )


def issue_piece(actor_id: str, batch_id: str, piece: int) -> list[BatchLine]:
    """Issue for the people of one piece, counted from 0; answers what came of each. `NotFound` past the last."""
    batch = actions.own(actor_id, batch_id, entering=True)
    first = piece * rules.PIECE + 1
    numbers = list(batch.numbers[first - 1 : first - 1 + rules.PIECE])
    if not numbers:
        raise NotFound("batches.no_piece", "这一批没有这一段。")
    kept = actions.lines_of(batch, first, first + len(numbers) - 1)
    known = find_by_numbers(numbers)
    there = members.among(batch.group_id, [person.volunteer_id for person in known.values()])
    done = []
    for line, number in enumerate(numbers, start=first):
        before = kept.get(line)
        if before and before.state == rules.ISSUED:
            done.append(before)
            continue
        person = known.get(number)
        one = _Line(actor_id, batch, line, number)
        done.append(_issued(one, person) if person and person.volunteer_id in there else _kept(_absent(one, person)))
    return done


def _absent(one: _Line, person: Known | None) -> BatchLine:
    if person:
        return one.item(rules.REFUSED, None, _STRANGER)
    return one.item(rules.REFUSED, None, _CLOSED if by_number(one.number) else _UNKNOWN)


def _issued(one: _Line, person: Known) -> BatchLine:
    """Issue for somebody who agreed; ask whoever did not."""
    if not consent.agreed(person.volunteer_id, rules.PURPOSE):
        asked = asking.ask(one.actor_id, one.batch, person)
        message = rules.ASKED_NOW if asked else rules.ASKED_BEFORE
        return _kept(one.item(rules.NO_CONSENT, person, message))
    item = one.item(rules.ISSUED, person)

    def keep(transaction: Transaction, new: storing.Issued) -> None:
        item.code, item.certificate_number, item.rows = new.code, new.certificate_number, new.rows
        transaction.replace(item, BatchLine.code.does_not_exist(), _ALREADY)
        news = f"“{one.batch.group}”经您同意，代为出具了证明 {new.certificate_number}（用途：{one.batch.reason}）。"
        tell(
            transaction,
            person.volunteer_id,
            "certificate.batch",
            f"{news}您可以在“我的记录”里查看、撤销。",
            new.certificate_number,
        )

    wish = certificates.Wish(one.batch.first, one.batch.last, "masked", None, one.batch.group_id)
    act = storing.Act(one.actor_id, keep, f"{one.batch.group}：{one.batch.reason}")
    try:
        certificates.issue(person.volunteer_id, wish, act)
    except (Refused, Conflict) as refusal:
        if refusal is _ALREADY:
            return actions.lines_of(one.batch, one.line, one.line)[one.line]
        return _kept(one.item(rules.REFUSED, person, _why(refusal)))
    return item


def _why(refusal: Refusal) -> str:
    """The reason in words for the recorder."""
    if refusal.code == "certificates.contested":
        return _CONTESTED
    violations = refusal.violations if isinstance(refusal, Refused) else ()
    return " ".join(fault.message for fault in violations) or refusal.message


def _kept(item: BatchLine) -> BatchLine:
    """Keep what came of a line, unless its certificate is there by now."""
    with suppress(PutError):
        item.save(condition=BatchLine.code.does_not_exist())
    return item
