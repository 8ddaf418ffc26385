"""Commendations: entered by a group for many, claimed by a volunteer, decided by the group or the supervisor."""

from flask import Blueprint, Response, request

from functions.commendations import actions, schemas
from functions.web.answers import as_file, as_json
from functions.web.guard import actor, entry
from functions.web.idempotency import once
from functions.web.paging import asked_page, page_of
from functions.web.validation import choice_fault, takes

blueprint = Blueprint("commendations", __name__)


@blueprint.post("/groups/<group_id>/commendations")
@entry("recorder")
@once
@takes(schemas.EnterShape)
def enter(asked: schemas.EnterShape, group_id: str) -> Response:
    """Enter one commendation for up to 500 members; nothing is kept when one line is wrong."""
    done = actions.enter(actor().account_id, group_id, asked.facts(), asked.volunteer_numbers, asked.file())
    return as_json(schemas.entered_view(done), 201)


@blueprint.get("/groups/<group_id>/commendations")
@entry("recorder")
def group_commendations(group_id: str) -> Response:
    """A group's commendations, the latest first; with ``state=pending`` the claims that wait, the first first."""
    waiting = request.args.get("state", "") == "pending"
    found = actions.of_group(actor().account_id, group_id, waiting, asked_page())
    return as_json(page_of(found, lambda item: schemas.staff_view(item.commendation())))


@blueprint.get("/commendations/pending")
@entry("supervisor")
def district_commendations() -> Response:
    """The claims that wait for the supervisor, the first first."""
    found = actions.of_district(actor().account_id, asked_page())
    return as_json(page_of(found, lambda item: schemas.staff_view(item.commendation())))


@blueprint.post("/volunteers/me/commendations")
@entry("volunteer")
@once
@takes(schemas.ClaimCommendationShape)
def claim(asked: schemas.ClaimCommendationShape) -> Response:
    """Claim a commendation, to be confirmed by an own group, or by the supervisor where ``group_id`` is empty."""
    made = actions.claim(actor().subject_id, asked.facts(), asked.group_id, asked.file())
    return as_json(schemas.own_view(made), 201)


@blueprint.get("/volunteers/me/commendations")
@entry("volunteer")
def own_commendations() -> Response:
    """The own commendations in every state, the latest first."""
    found = actions.of_volunteer(actor().subject_id, asked_page())
    return as_json(page_of(found, lambda item: schemas.own_view(item.commendation())))


@blueprint.post("/commendations/<commendation_id>/decision")
@entry("recorder", "supervisor")
@once
@takes(schemas.DecisionShape)
def decide(asked: schemas.DecisionShape, commendation_id: str) -> Response:
    """Confirm a claim (`in_force`), or refuse it (`refused`) with a reason."""
    if asked.decision not in {"in_force", "refused"}:
        raise choice_fault("decision", "请选择确认或不通过。")
    return _decided(commendation_id, asked.decision, asked.reason)


@blueprint.post("/commendations/<commendation_id>/void")
@entry("recorder", "supervisor")
@once
@takes(schemas.VoidCommendationShape)
def void(asked: schemas.VoidCommendationShape, commendation_id: str) -> Response:
    """Void a commendation that is in force, with the reason; it stays on record as voided."""
    return _decided(commendation_id, "voided", asked.reason)


def _decided(commendation_id: str, decision: str, reason: str) -> Response:
    person = actor()
    new = actions.decide(person.account_id, person.role, commendation_id, decision, reason)
    return as_json(schemas.staff_view(new))


@blueprint.get("/commendations/<commendation_id>/evidence")
@entry("volunteer", "recorder", "supervisor")
def evidence(commendation_id: str) -> Response:
    """What proves a commendation, to download: for its volunteer, its group's recorders and the supervisor."""
    person = actor()
    found = actions.evidence_of(person.account_id, person.role, person.subject_id, commendation_id)
    return as_file(found.content, found.kind, f"evidence.{found.extension}", f"表彰材料.{found.extension}")
