"""Deciding on applications, many at once and each by itself; taking a star back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from functions.accounts import actions as accounts
from functions.certificates import changes as certificates
from functions.groups import actions as groups
from functions.hours import actions as hours
from functions.messages.actions import tell
from functions.stars import actions, holdings, rules
from functions.stars.models import StarApplication, StarHolding
from functions.stars.schemes import NAMES
from functions.storage import audit, clock
from functions.storage.refusals import Conflict, NotFound, Refusal, Refused
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import known

_MOVED_ON = Conflict("stars.moved_on", "这项申请刚刚有了变化，请刷新列表后再办。")


@dataclass(frozen=True)
class Judge:
    """Who decides. ``person_key`` is the fingerprint of the person's own document."""

    account_id: str
    role: str
    person_key: str


@dataclass(frozen=True)
class Outcome:
    """What came of one application: its state now, or the refusal that kept it where it was."""

    application_id: str
    state: str
    refusal: Refusal | None


def _judge(actor_id: str, role: str) -> Judge:
    return Judge(actor_id, role, accounts.find(actor_id).person_key)


def decide(actor_id: str, role: str, keys: Sequence[tuple[str, int]], asked: rules.Decision) -> list[Outcome]:
    """Grant or refuse applications, each by itself: the answer says what came of each.

    ``keys`` are (application_id, version as it was on the screen). Raises `Refused` where the decision itself is faulty.
    """
    faults = rules.form_faults(asked, clock.today())
    if faults:
        raise Refused(faults)
    judge = _judge(actor_id, role)
    return [_decided(judge, application_id, version, asked) for application_id, version in dict(keys).items()]


def _decided(judge: Judge, application_id: str, version: int, asked: rules.Decision) -> Outcome:
    try:
        new = retried(partial(_decide_one, judge, application_id, version, asked))
    except Refusal as refusal:
        return Outcome(application_id, rules.PENDING, refusal)
    return Outcome(application_id, new.state, None)


def _of_judge(judge: Judge, application_id: str) -> rules.Application:
    """An application that this person may decide; `NotFound` for everybody else's.

    Where a group decides, its recorders do, and the supervisor where they do not get to it.
    """
    one = actions.find(application_id)
    if one is None:
        raise actions.UNKNOWN
    if judge.role != "supervisor":
        try:
            groups.workable(judge.account_id, one.group_id)
        except NotFound:
            raise actions.UNKNOWN from None
    return one


def _decide_one(judge: Judge, application_id: str, version: int, asked: rules.Decision) -> rules.Application:
    one = _of_judge(judge, application_id)
    if one.version != version:
        raise _MOVED_ON
    held = holdings.of(one.volunteer_id)
    minutes, at = hours.total_at(one.volunteer_id)
    own = known(one.volunteer_id).person_key == judge.person_key
    faults = rules.decision_faults(one, asked, held.star, minutes, own)
    if faults:
        raise Refused(faults)
    new = replace(
        one,
        state=asked.decision,
        version=one.version + 1,
        decided_at=clock.now(),
        decided_on=asked.decided_on,
        decided_by=judge.account_id,
        reason=asked.reason,
        reference=asked.reference,
    )
    transaction = Transaction()
    hours.stand_still(transaction, one.volunteer_id, at)
    transaction.replace(StarApplication.of(new), StarApplication.version == one.version)
    _hold(transaction, new, held)
    subject = f"volunteer#{one.volunteer_id}"
    audit.record(transaction, subject, judge.account_id, f"decide_star:{asked.decision}", application_id, asked.reason)
    tell(transaction, one.volunteer_id, "stars.decided", _news(new), application_id)
    transaction.commit()
    return new


def _hold(transaction: Transaction, new: rules.Application, held: holdings.Holding) -> None:
    changed = [StarHolding.open_application.remove(), StarHolding.version.add(1)]
    if new.state == rules.GRANTED:
        changed += [StarHolding.star.set(new.star), StarHolding.application_id.set(new.application_id)]
        changed.append(StarHolding.since.set(new.decided_on))
        holdings.count_step(transaction, new.star - 1, new.star)
    transaction.update(StarHolding(new.volunteer_id), changed, StarHolding.version == held.version)


def _news(new: rules.Application) -> str:
    star = NAMES[new.star]
    if new.state == rules.GRANTED:
        return f"您已被评定为{star}志愿者。可以到“我的星级”开具星级证明。"
    return f"您申请的{star}没有通过，理由：{new.reason}。改进以后可以再申请。"


def revoke(actor_id: str, application_id: str, version: int, reason: str) -> rules.Application:
    """The supervisor takes back a star whose hours no longer stand; its certificates are revoked. Raises `Refused`, `Conflict`."""
    return retried(partial(_revoke, _judge(actor_id, "supervisor"), application_id, version, reason))


def _revoke(judge: Judge, application_id: str, version: int, reason: str) -> rules.Application:
    one = _of_judge(judge, application_id)
    if one.version != version:
        raise _MOVED_ON
    held = holdings.of(one.volunteer_id)
    minutes, at = hours.total_at(one.volunteer_id)
    own = known(one.volunteer_id).person_key == judge.person_key
    faults = rules.revocation_faults(one, held.star, minutes, reason, own)
    if faults:
        raise Refused(faults)
    new = replace(one, state=rules.REVOKED, version=one.version + 1, revoked_at=clock.now(), revoked_reason=reason)
    transaction = Transaction()
    hours.stand_still(transaction, one.volunteer_id, at)
    transaction.replace(StarApplication.of(new), StarApplication.version == one.version)
    _fall_back(transaction, one, held, minutes)
    certificates.star_revoked(transaction, one.volunteer_id, one.star)
    audit.record(transaction, f"volunteer#{one.volunteer_id}", judge.account_id, "revoke_star", application_id, reason)
    news = f"您的{NAMES[one.star]}已被撤销，理由：{reason}。有不同意见的，可以向主管部门提出。"
    tell(transaction, one.volunteer_id, "stars.revoked", news, application_id)
    transaction.commit()
    return new


def _fall_back(transaction: Transaction, one: rules.Application, held: holdings.Holding, minutes: int) -> None:
    """The star below is held again; it stays before the supervisor where the hours do not come to that one either."""
    below = _granted_below(one)
    if not held.left:
        holdings.count_step(transaction, one.star, one.star - 1)
    changed = [StarHolding.star.set(one.star - 1), StarHolding.version.add(1)]
    if below:
        changed += [StarHolding.application_id.set(below.application_id), StarHolding.since.set(below.decided_on)]
    else:
        changed += [StarHolding.application_id.remove(), StarHolding.since.remove()]
    if not below or minutes >= below.threshold:
        changed += [StarHolding.short_in.remove(), StarHolding.short_since.remove()]
    transaction.update(StarHolding(one.volunteer_id), changed, StarHolding.version == held.version)


def _granted_below(one: rules.Application) -> rules.Application | None:
    """The application by which the star below is held; None where there is none."""
    mine = StarApplication.by_volunteer.query(one.volunteer_id, scan_index_forward=False)
    granted = (item.application() for item in mine if item.state == rules.GRANTED)
    return next((other for other in granted if other.star == one.star - 1), None)
