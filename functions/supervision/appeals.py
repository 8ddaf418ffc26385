"""申诉: a group appeals against what was decided about it; another supervisor judges, where the district has one."""

from dataclasses import replace
from functools import partial

from functions.accounts.actions import other_supervisors
from functions.groups import actions as groups
from functions.storage import clock
from functions.storage.refusals import Refused
from functions.storage.transactions import Transaction, retried
from functions.supervision import measures, measuring
from functions.supervision.measures import Appeal, Measure
from functions.supervision.measuring import Said


def appeal(measure_id: str, said: Said) -> Measure:
    """A recorder appeals, in words, within ten working days. What was decided holds until the appeal is judged."""
    measuring.seen_by(said.actor_id, said.role, measure_id)
    return retried(partial(_appeal, measure_id, said))


def _appeal(measure_id: str, said: Said) -> Measure:
    found, now = measuring.find(measure_id), clock.now()
    faults = measures.appeal_faults(found, said.text, now)
    if faults:
        raise Refused(faults)
    measuring.check(found, said, "")
    transaction = Transaction()
    filed = Appeal(measures.OPEN, said.text, now)
    new = measuring.move(transaction, found, said, "appeal", appeal=filed)
    measuring.tell_group(transaction, new, f"本团体对{measures.KINDS[new.kind]}的申诉已提交，等主管部门复核。")
    transaction.commit()
    return new


def judge(measure_id: str, said: Said, decision: str) -> Measure:
    """Uphold an appeal, which undoes what was decided, or reject it. Raises `Refused` with every fault."""
    measuring.find(measure_id)
    return retried(partial(_judge, measure_id, said, decision))


def _judge(measure_id: str, said: Said, decision: str) -> Measure:
    found = measuring.find(measure_id)
    others = other_supervisors(found.decided_by)
    faults = measures.judge_faults(found, decision, said.text, said.actor_id, others)
    if faults or found.appeal is None:
        raise Refused(faults)
    measuring.check(found, said, "")
    same = said.actor_id == found.decided_by
    settled = replace(found.appeal, state=decision, decided_at=clock.now(), reply=said.text, same_person=same)
    state = _undone(found) if decision == measures.UPHELD else found.state
    transaction = Transaction()
    new = measuring.move(transaction, found, said, decision, appeal=settled, state=state)
    if new.kind == measures.SUSPENSION and state == measures.ANNULLED:
        groups.resume(transaction, new.group_id, new.measure_id)
    result = measures.APPEALS[decision]
    news = f"本团体对{measures.KINDS[new.kind]}的申诉已复核：{result}。请在工作台“整改”里查看。"
    measuring.tell_group(transaction, new, news)
    transaction.commit()
    return new


def _undone(found: Measure) -> str:
    """What was taken back meanwhile stays as it is."""
    to = measures.UNDONE[found.kind]
    return to if to in measures.may_become(found.kind, found.state, measures.APPEAL) else found.state
