"""`/signs`, `/draws`, `/measures`: questions about hours, spot checks, and what is decided about groups."""

from typing import Any

from flask import Blueprint, Response, request

from functions.supervision import actions, appeals, draws, findings, measuring, orders, overview, schemas
from functions.supervision.measuring import Said
from functions.web.answers import as_json
from functions.web.guard import actor, entry
from functions.web.idempotency import once
from functions.web.paging import asked_page, page_of
from functions.web.validation import query_as, takes

blueprint = Blueprint("supervision", __name__)


@blueprint.get("/overview")
@entry("supervisor")
def see_overview() -> Response:
    """Everything that waits for the supervisor: how many of each kind, and the first moment of each."""
    return as_json({"items": [schemas.waiting_view(kind, found) for kind, found in overview.see()]})


@blueprint.get("/signs")
@entry("supervisor")
def list_signs() -> Response:
    """The signs in a ``state``, ``kind`` narrows them; the open ones the oldest first."""
    asked = query_as(schemas.WantedShape)
    found = actions.list_of(asked.state, asked.kind, asked_page())
    return as_json(page_of(found, lambda item: schemas.sign_view(actions.shown(item))))


@blueprint.get("/signs/<sign_id>")
@entry("supervisor")
def see_sign(sign_id: str) -> Response:
    """One sign with the first of its entries, as they stand now."""
    looked = actions.look_at(actor().account_id, sign_id)
    return as_json(schemas.looked_view(looked.sign, looked.entries))


@blueprint.post("/signs/<sign_id>/answer")
@entry("supervisor")
@once
@takes(schemas.AnswerShape)
def answer_sign(asked: schemas.AnswerShape, sign_id: str) -> Response:
    """Say what came of looking into it; ``version`` is the one that was seen."""
    done = actions.answer(actor().account_id, sign_id, asked.version, asked.outcome, asked.note)
    return as_json(schemas.sign_view(done))


@blueprint.post("/draws")
@entry("supervisor")
@once
@takes(schemas.DrawShape)
def announce_draw(asked: schemas.DrawShape) -> Response:
    """Announce a spot check: what is drawn from, and the fingerprint of a seed, published before any list is read."""
    return as_json(schemas.draw_view(draws.announce(actor().account_id, asked.criteria())), 201)


@blueprint.get("/draws")
@entry("supervisor")
def list_draws() -> Response:
    """Every spot check, the latest first."""
    return as_json(page_of(draws.list_of(asked_page()), lambda item: schemas.draw_view(item.draw())))


@blueprint.get("/draws/<draw_id>")
@entry("supervisor")
def see_draw(draw_id: str) -> Response:
    """One spot check, and how far it is."""
    return as_json(schemas.draw_view(draws.see(draw_id)))


@blueprint.post("/draws/<draw_id>/pieces")
@entry("supervisor")
@once
def gather_draw(draw_id: str) -> Response:
    """Read the entries of the next group; to be repeated until ``is_read``."""
    return as_json(schemas.draw_view(draws.gather(actor().account_id, draw_id)))


@blueprint.post("/draws/<draw_id>/draw")
@entry("supervisor")
@once
def make_draw(draw_id: str) -> Response:
    """Open the seed, draw, and publish the list with what was drawn."""
    return as_json(schemas.draw_view(draws.draw(actor().account_id, draw_id)))


@blueprint.get("/draws/<draw_id>/entries")
@entry("supervisor")
def list_drawn(draw_id: str) -> Response:
    """What was drawn (200 at most), what has no finding yet first; nobody is named."""
    found = findings.entries_of(draw_id)
    return as_json({"items": [schemas.found_view(each) for each in found], "next": None})


@blueprint.get("/draws/<draw_id>/entries/<rank>")
@entry("supervisor")
def see_drawn(draw_id: str, rank: str) -> Response:
    """One drawn entry as it stands now; the look is on record."""
    return as_json(schemas.looked_entry_view(findings.look_at(actor().account_id, draw_id, rank)))


@blueprint.post("/draws/<draw_id>/entries/<rank>/finding")
@entry("supervisor")
@once
@takes(schemas.FindingShape)
def answer_drawn(asked: schemas.FindingShape, draw_id: str, rank: str) -> Response:
    """Say what was found of a drawn entry, once; the draw closes with the last."""
    done = findings.answer(actor().account_id, draw_id, rank, asked.finding, asked.words)
    return as_json(schemas.draw_view(done))


def _measure(measure: Any, status: int = 200) -> Response:
    return as_json(schemas.measure_view(measure, actor().role), status)


def _said(version: int, text: str) -> Said:
    person = actor()
    return Said(person.account_id, person.role, version, text)


@blueprint.get("/measures")
@entry("supervisor")
def list_measures() -> Response:
    """With ``list``: `open_orders` (the longest due first), `open_appeals`, or `order`, `suspension`, `notice` (the latest first)."""
    found = measuring.list_of(request.args.get("list", "open_orders"), asked_page())
    return as_json(page_of(found, lambda item: schemas.measure_view(measuring.shown(item), "supervisor")))


@blueprint.get("/groups/<group_id>/measures")
@entry("recorder", "supervisor")
def group_measures(group_id: str) -> Response:
    """What was decided about a group, the latest first."""
    person = actor()
    found = measuring.of_group(person.account_id, person.role, group_id, asked_page())
    return as_json(page_of(found, lambda item: schemas.measure_view(measuring.shown(item), person.role)))


@blueprint.get("/measures/<measure_id>")
@entry("recorder", "supervisor")
def see_measure(measure_id: str) -> Response:
    """An order, a suspension or a notice with its steps, for its group and the supervisor."""
    person = actor()
    return _measure(measuring.seen_by(person.account_id, person.role, measure_id))


@blueprint.post("/groups/<group_id>/orders")
@entry("supervisor")
@once
@takes(schemas.OrderShape)
def order(asked: schemas.OrderShape, group_id: str) -> Response:
    """Order a group to put something right within some working days."""
    basis = orders.Basis(asked.sign_id, asked.draw_id, asked.rank)
    wanted = orders.Order(asked.facts, asked.demand, asked.workdays, basis)
    return _measure(orders.order(actor().account_id, group_id, wanted), 201)


@blueprint.post("/orders/<measure_id>/answer")
@entry("recorder")
@once
@takes(schemas.OrderAnswerShape)
def answer_order(asked: schemas.OrderAnswerShape, measure_id: str) -> Response:
    """A recorder says what was done about an order."""
    return _measure(orders.answer(measure_id, _said(asked.version, asked.text)))


@blueprint.post("/orders/<measure_id>/decision")
@entry("supervisor")
@once
@takes(schemas.OrderDecisionShape)
def decide_order(asked: schemas.OrderDecisionShape, measure_id: str) -> Response:
    """The supervisor accepts the answer (`accepted`), returns it with a new deadline (`returned`), or takes the order back
    (`annulled`)."""
    said = _said(asked.version, asked.text)
    return _measure(orders.decide(measure_id, said, asked.decision, asked.workdays))


@blueprint.post("/groups/<group_id>/suspensions")
@entry("supervisor")
@once
@takes(schemas.SuspensionShape)
def suspend_group(asked: schemas.SuspensionShape, group_id: str) -> Response:
    """Suspend a group from making and confirming hours, until a day (``until``) or until it is lifted."""
    return _measure(orders.suspend(actor().account_id, group_id, asked.reason, asked.until), 201)


@blueprint.post("/suspensions/<measure_id>/lifting")
@entry("supervisor")
@once
@takes(schemas.LiftingShape)
def lift_suspension(asked: schemas.LiftingShape, measure_id: str) -> Response:
    """Let a group make and confirm hours again."""
    return _measure(orders.lift(measure_id, _said(asked.version, asked.text)))


@blueprint.post("/groups/<group_id>/notices")
@entry("supervisor")
@once
@takes(schemas.PublicNoticeShape)
def publish_notice(asked: schemas.PublicNoticeShape, group_id: str) -> Response:
    """Publish a notice about a group; refused where it names a person or holds anything shaped like a number of one."""
    made = orders.publish(actor().account_id, group_id, asked.facts, asked.decision, asked.order_id)
    return _measure(made, 201)


@blueprint.post("/notices/<measure_id>/withdrawal")
@entry("supervisor")
@once
@takes(schemas.NoticeWithdrawalShape)
def withdraw_notice(asked: schemas.NoticeWithdrawalShape, measure_id: str) -> Response:
    """Take a notice back: it stays listed as withdrawn, without its text."""
    return _measure(orders.withdraw(measure_id, _said(asked.version, asked.text)))


@blueprint.post("/measures/<measure_id>/appeal")
@entry("recorder")
@once
@takes(schemas.AppealShape)
def appeal(asked: schemas.AppealShape, measure_id: str) -> Response:
    """A recorder appeals against an order, a suspension or a notice, within ten working days."""
    return _measure(appeals.appeal(measure_id, _said(asked.version, asked.text)))


@blueprint.post("/measures/<measure_id>/appeal/decision")
@entry("supervisor")
@once
@takes(schemas.JudgmentShape)
def judge_appeal(asked: schemas.JudgmentShape, measure_id: str) -> Response:
    """Another supervisor than who decided upholds an appeal (`upheld`) or rejects it (`rejected`)."""
    return _measure(appeals.judge(measure_id, _said(asked.version, asked.text), asked.decision))
