"""Stars: applied for by the volunteer, decided by a group or the supervisor, taken back by the supervisor."""

from flask import Blueprint, Response, request

from functions.stars import actions, deciding, policies, schemas
from functions.web.answers import as_json, nothing
from functions.web.guard import ROLES, actor, entry
from functions.web.idempotency import once
from functions.web.paging import asked_page, page_of
from functions.web.validation import takes

blueprint = Blueprint("stars", __name__)


@blueprint.get("/volunteers/me/stars")
@entry("volunteer")
def own_stars() -> Response:
    """How far one has come: the star held, the hours that each takes, what may be applied for, the own applications."""
    volunteer_id = actor().subject_id
    found = actions.of_volunteer(volunteer_id, asked_page())
    history = page_of(found, lambda item: schemas.application_view(item.application()))
    return as_json({**schemas.own_view(actions.own(volunteer_id)), "applications": history})


@blueprint.post("/volunteers/me/stars")
@entry("volunteer")
@once
@takes(schemas.ApplyShape)
def apply(asked: schemas.ApplyShape) -> Response:
    """Apply for the next star; ``group_id`` is the own group that is asked, where a group decides."""
    made = actions.apply(actor().subject_id, asked.star, asked.group_id)
    return as_json(schemas.application_view(made), 201)


@blueprint.delete("/volunteers/me/stars/<application_id>")
@entry("volunteer")
def withdraw(application_id: str) -> Response:
    """Take back an application that waits."""
    actions.withdraw(actor().subject_id, application_id)
    return nothing()


def _decided() -> bool:
    return request.args.get("state", "") == "decided"


@blueprint.get("/groups/<group_id>/star-applications")
@entry("recorder", "supervisor")
def group_applications(group_id: str) -> Response:
    """The applications that a group decides: those that wait, the first first; with ``state=decided`` those that are done."""
    person = actor()
    found = actions.of_staff(person.account_id, person.role, group_id, _decided(), asked_page())
    return as_json(page_of(found, schemas.listed_view))


@blueprint.get("/star-applications")
@entry("supervisor")
def district_applications() -> Response:
    """The applications that the supervisor decides or passes on: those that wait; with ``state=decided`` those that are done."""
    found = actions.of_staff(actor().account_id, "supervisor", "", _decided(), asked_page())
    return as_json(page_of(found, schemas.listed_view))


@blueprint.get("/star-applications/short")
@entry("supervisor")
def short_of() -> Response:
    """The stars whose hours no longer stand, the longest first: each waits for a decision."""
    return as_json(page_of(actions.short_of(actor().account_id, asked_page()), schemas.listed_view))


@blueprint.post("/star-applications/decisions")
@entry("recorder", "supervisor")
@once
@takes(schemas.StarDecisionShape)
def decide(asked: schemas.StarDecisionShape) -> Response:
    """Grant or refuse up to a hundred applications, each by itself; the answer says what came of each."""
    person = actor()
    outcomes = deciding.decide(person.account_id, person.role, asked.keys(), asked.decision_made())
    return as_json({"applications": [schemas.outcome_view(outcome) for outcome in outcomes]})


@blueprint.post("/star-applications/<application_id>/revocation")
@entry("supervisor")
@once
@takes(schemas.RevokeStarShape)
def revoke(asked: schemas.RevokeStarShape, application_id: str) -> Response:
    """Take a star back whose hours no longer stand; its certificates are revoked and the volunteer is told."""
    new = deciding.revoke(actor().account_id, application_id, asked.version, asked.reason)
    return as_json(schemas.application_view(new))


@blueprint.get("/star-policy")
@entry(*ROLES)
def see_policy() -> Response:
    """Who decides which star in this district."""
    return as_json(schemas.policy_view(policies.current(), policies.stars()))


@blueprint.get("/star-policy/versions")
@entry(*ROLES)
def see_policies() -> Response:
    """Every version of it, the newest first."""
    stars = policies.stars()
    found = policies.list_of(asked_page())
    return as_json(page_of(found, lambda item: schemas.policy_view(policies.shown(item), stars)))


@blueprint.put("/star-policy")
@entry("supervisor")
@takes(schemas.StarPolicyShape)
def set_policy(asked: schemas.StarPolicyShape) -> Response:
    """Set who decides from now on. ``version`` is the one that was seen."""
    new = policies.set_next(actor().account_id, asked.version, asked.levels, asked.reason)
    return as_json(schemas.policy_view(new, policies.stars()))
