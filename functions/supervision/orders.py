"""责令改正, 暂停录入, 通报: the supervisor decides, the group answers what it must answer, the supervisor moves on."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from functions.groups import actions as groups
from functions.groups.rules import APPROVED, Group, Suspension
from functions.regulation.violation import Violation
from functions.regulation.workdays import last_moment
from functions.storage import clock
from functions.storage.refusals import NotFound, Refused
from functions.storage.transactions import Transaction, retried
from functions.supervision import actions as signs
from functions.supervision import findings, measures, measuring, shelves
from functions.supervision.measures import Measure
from functions.supervision.measuring import Said


@dataclass(frozen=True)
class Basis:
    """What an order rests on: a sign, or a finding of a draw; "" and 0 for neither."""

    sign_id: str = ""
    draw_id: str = ""
    rank: int = 0


def _group(group_id: str) -> Group:
    group = groups.find(group_id)
    if group.state != APPROVED:
        raise Refused([Violation("23", "supervision.group", "", "这个团体还没有通过审核，不能这样办理。")])
    return group


def _new(kind: str, actor_id: str, group: Group, facts: str, demand: str) -> Measure:
    return Measure(
        measure_id=shelves.new_id(),
        kind=kind,
        group_id=group.group_id,
        group=group.name,
        facts=facts,
        demand=demand,
        decided_by=actor_id,
        decided_at=clock.now(),
        state=measures.FIRST[kind],
    )


def _made(measure: Measure, news: str) -> Measure:
    def once() -> Measure:
        transaction = Transaction()
        measuring.create(transaction, measure, news)
        if measure.kind == measures.SUSPENSION:
            suspension = Suspension(measure.measure_id, measure.until, measure.facts)
            groups.suspend(transaction, measure.group_id, suspension)
        transaction.commit()
        return measure

    return retried(once)


@dataclass(frozen=True)
class Order:
    """What the supervisor orders: ``workdays`` from today on."""

    facts: str
    demand: str
    workdays: int
    basis: Basis


def order(actor_id: str, group_id: str, asked: Order) -> Measure:
    """Order a group to put something right (Article 23). Raises `Refused` with every fault."""
    group = _group(group_id)
    faults = measures.order_faults(asked.facts, asked.demand, asked.workdays) + _basis_faults(group_id, asked.basis)
    if faults:
        raise Refused(faults)
    plain = _new(measures.ORDER, actor_id, group, asked.facts, asked.demand)
    due = last_moment(plain.decided_at, asked.workdays)
    issued = Measure(**{**vars(plain), **vars(asked.basis), "due": due})
    return _made(issued, "主管部门发出了责令改正通知，请在工作台“整改”里查看，并在期限内改正、答复。")


def _basis_faults(group_id: str, basis: Basis) -> list[Violation]:
    """What an order rests on is about the group that it goes to."""
    try:
        about_sign = signs.group_of(basis.sign_id) if basis.sign_id else group_id
        about_draw = findings.group_of(basis.draw_id, basis.rank) if basis.draw_id else group_id
    except NotFound as unknown:
        return [Violation("23", "supervision.basis", "", unknown.message)]
    if {about_sign, about_draw} == {group_id}:
        return []
    return [Violation("23", "supervision.basis", "", "依据的线索或抽查结果不是这个团体的，请重新选择。")]


def answer(order_id: str, said: Said) -> Measure:
    """A recorder says what was done."""
    measuring.seen_by(said.actor_id, said.role, order_id, measures.ORDER)
    faults = measures.words_faults(said.text, "请写明做了哪些改正。")
    if faults:
        raise Refused(faults)
    return retried(partial(_moved, order_id, said, measures.ANSWERED, ""))


def decide(order_id: str, said: Said, to: str, workdays: int) -> Measure:
    """The supervisor accepts an answer, returns it with a new deadline, or annuls the order."""
    faults = measures.words_faults(said.text, "请写明理由，团体会看到。")
    if to not in {measures.ACCEPTED, measures.RETURNED, measures.ANNULLED}:
        faults.append(Violation("23", "supervision.decision", "decision", "请选择怎样办理。"))
    if to == measures.RETURNED:
        faults += measures.workdays_faults(workdays)
    measuring.find(order_id, measures.ORDER)
    if faults:
        raise Refused(faults)
    news = {
        measures.ACCEPTED: "主管部门已认可整改，这份责令改正办结。",
        measures.RETURNED: "主管部门把整改答复退回，请按新的期限继续整改。",
        measures.ANNULLED: "主管部门撤销了责令改正通知，不用再办理。",
    }[to]
    return retried(partial(_moved, order_id, said, to, news, workdays))


def _moved(order_id: str, said: Said, to: str, news: str, workdays: int = 0) -> Measure:
    found = measuring.find(order_id, measures.ORDER)
    measuring.check(found, said, to)
    due = last_moment(clock.now(), workdays) if to == measures.RETURNED else found.due
    transaction = Transaction()
    new = measuring.move(transaction, found, said, to, state=to, due=due)
    if news:
        measuring.tell_group(transaction, new, news)
    transaction.commit()
    return new


def suspend(actor_id: str, group_id: str, reason: str, until: date | None) -> Measure:
    """Suspend a group from entering hours, until a day or until it is lifted. `Conflict` where it is already."""
    group = _group(group_id)
    faults = measures.suspension_faults(reason, until, clock.today())
    if faults:
        raise Refused(faults)
    plain = _new(measures.SUSPENSION, actor_id, group, reason, "")
    made = Measure(**{**vars(plain), "until": until})
    return _made(made, "主管部门暂停了本团体录入和确认时长，理由和期限请在工作台“整改”里查看。")


def lift(suspension_id: str, said: Said) -> Measure:
    """Let a group enter hours again."""
    measuring.find(suspension_id, measures.SUSPENSION)
    faults = measures.words_faults(said.text, "请写明恢复的理由，团体会看到。")
    if faults:
        raise Refused(faults)
    return retried(partial(_lift, suspension_id, said))


def _lift(suspension_id: str, said: Said) -> Measure:
    found = measuring.find(suspension_id, measures.SUSPENSION)
    measuring.check(found, said, measures.LIFTED)
    transaction = Transaction()
    new = measuring.move(transaction, found, said, measures.LIFTED, state=measures.LIFTED)
    groups.resume(transaction, new.group_id, new.measure_id)
    measuring.tell_group(transaction, new, "主管部门已恢复本团体录入和确认时长。")
    transaction.commit()
    return new


def publish(actor_id: str, group_id: str, facts: str, decision: str, order_id: str) -> Measure:
    """Make known what a group did (Article 23). Raises `Refused`, also where the text names anybody or anybody's number."""
    group = _group(group_id)
    faults = measures.notice_faults(facts, decision, groups.people_of(group_id))
    basis = _order_of(group_id, order_id) if order_id else None
    if order_id and basis is None:
        faults.append(Violation("23", "supervision.basis", "order_id", "这份责令改正不是这个团体的，或者已经撤销。"))
    if faults:
        raise Refused(faults)
    plain = _new(measures.NOTICE, actor_id, group, facts, decision)
    order_on = basis.decided_at.astimezone(clock.BEIJING).date() if basis else None
    made = Measure(**{**vars(plain), "order_id": order_id, "order_on": order_on})
    return _made(made, "主管部门公布了对本团体的通报，请在工作台“整改”里查看。不服的，可以在 10 个工作日内申诉。")


def _order_of(group_id: str, order_id: str) -> Measure | None:
    try:
        found = measuring.find(order_id, measures.ORDER)
    except NotFound:
        return None
    return found if found.group_id == group_id and found.state != measures.ANNULLED else None


def withdraw(notice_id: str, said: Said) -> Measure:
    """Take a notice back: it stays listed as withdrawn, without its text."""
    measuring.find(notice_id, measures.NOTICE)
    faults = measures.words_faults(said.text, "请写明撤回的理由，团体会看到。")
    if faults:
        raise Refused(faults)
    return retried(partial(_withdraw, notice_id, said))


def _withdraw(notice_id: str, said: Said) -> Measure:
    found = measuring.find(notice_id, measures.NOTICE)
    measuring.check(found, said, measures.WITHDRAWN)
    transaction = Transaction()
    new = measuring.move(transaction, found, said, measures.WITHDRAWN, state=measures.WITHDRAWN)
    measuring.tell_group(transaction, new, "主管部门撤回了对本团体的通报。")
    transaction.commit()
    return new
