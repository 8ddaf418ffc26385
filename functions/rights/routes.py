"""Rights over the own data: asked for by the volunteer (a disputed document by anyone), decided by the supervisor."""

from typing import Any

from flask import Blueprint, Response, request

from functions.rights import actions, merging, schemas
from functions.web.answers import as_json
from functions.web.guard import actor, entry, open_to_all
from functions.web.idempotency import once
from functions.web.limits import hold_back
from functions.web.paging import asked_page, page_of
from functions.web.validation import takes

blueprint = Blueprint("rights", __name__)


@blueprint.post("/volunteers/me/corrections")
@entry("volunteer")
@once
@takes(schemas.CorrectionShape)
def ask_correction(asked: schemas.CorrectionShape) -> Response:
    """Ask to have one of the nine fields corrected."""
    made = actions.ask_correction(actor().subject_id, asked.field, asked.value, asked.shown(), asked.text)
    return as_json(schemas.request_view(made, actions.value_of(made)), 201)


@blueprint.post("/volunteers/me/closing")
@entry("volunteer", moved=True)
@once
@takes(schemas.ClosingShape)
def ask_closing(asked: schemas.ClosingShape) -> Response:
    """Ask to have the account closed."""
    made = actions.ask_closing(actor().subject_id, asked.text)
    return as_json(schemas.request_view(made, ""), 201)


@blueprint.get("/volunteers/me/requests")
@entry("volunteer")
def own_requests() -> Response:
    """The own requests, the latest first."""
    found = actions.of_volunteer(actor().subject_id, asked_page())

    def view(item: Any) -> dict[str, Any]:
        one = actions.shown(item)
        return schemas.request_view(one, actions.value_of(one))

    return as_json(page_of(found, view))


@blueprint.post("/volunteers/me/requests/<request_id>/withdraw")
@entry("volunteer", moved=True)
@once
def withdraw(request_id: str) -> Response:
    """Take back an own request that has not been decided."""
    new = actions.withdraw(actor().subject_id, request_id)
    return as_json(schemas.request_view(new, actions.value_of(new)))


@blueprint.post("/document-disputes")
@open_to_all("whose document others registered with has no account")
@once
@takes(schemas.DocumentDisputeShape)
def dispute_document(asked: schemas.DocumentDisputeShape) -> Response:
    """Say that others registered with one's own document. The answer is the same whether anybody did."""
    hold_back("dispute")
    return as_json(schemas.disputed_view(actions.dispute_document(*asked.asker(), asked.text)), 201)


@blueprint.get("/requests")
@entry("supervisor")
def desk() -> Response:
    """What waits, the first due first; with ``state=all`` everything, the latest first."""
    found = actions.of_district(actor().account_id, request.args.get("state", "") == "all", asked_page())

    def view(item: Any) -> dict[str, Any]:
        one = actions.shown(item)
        return schemas.staff_view(one, actions.value_of(one))

    return as_json(page_of(found, view))


@blueprint.post("/requests/<request_id>/decision")
@entry("supervisor")
@once
@takes(schemas.DecideRequestShape)
def decide(asked: schemas.DecideRequestShape, request_id: str) -> Response:
    """Grant or refuse a request, with its effect at once."""
    wanted = actions.Decision(asked.version, asked.decision, asked.note)
    new = actions.decide(actor().account_id, request_id, wanted)
    return as_json(schemas.staff_view(new, actions.value_of(new)))


@blueprint.put("/volunteers/me/consents/publication")
@entry("volunteer", moved=True)
@takes(schemas.AgreedShape)
def choose_publication(asked: schemas.AgreedShape) -> Response:
    """Give or withdraw consent to have name and star published."""
    actions.choose_publication(actor().subject_id, asked.agreed)
    return as_json({"agreed": asked.agreed})


@blueprint.post("/consents/assisted")
@entry("supervisor")
@once
@takes(schemas.AssistedShape)
def consent_at_counter(asked: schemas.AssistedShape) -> Response:
    """Record what a person decides at the counter, with the operator named."""
    wanted = actions.Assisted(asked.volunteer_number, asked.purpose, asked.agreed, asked.note)
    actions.consent_at_counter(actor().account_id, wanted)
    return as_json({"agreed": asked.agreed}, 201)


@blueprint.post("/merges/preview")
@entry("supervisor")
@takes(schemas.PairShape)
def look_at_pair(asked: schemas.PairShape) -> Response:
    """The two records of one person, before they are made one."""
    return as_json(schemas.pair_view(merging.look(actor().account_id, asked.kept, asked.gone)))


@blueprint.post("/merges")
@entry("supervisor")
@once
@takes(schemas.MergeShape)
def merge(asked: schemas.MergeShape) -> Response:
    """Make two records of one person one; asking again continues what broke off."""
    return as_json(schemas.merge_view(merging.merge(actor().account_id, asked.kept, asked.gone, asked.reason)), 201)


@blueprint.get("/merges")
@entry("supervisor")
def merges() -> Response:
    """The merges, the latest first."""
    found = merging.of_district(actor().account_id, asked_page())
    return as_json(page_of(found, lambda item: schemas.merge_view(merging.shown(item))))


@blueprint.post("/merges/<merge_id>/undo")
@entry("supervisor")
@once
@takes(schemas.UndoMergeShape)
def undo_merge(asked: schemas.UndoMergeShape, merge_id: str) -> Response:
    """Take a merge back."""
    return as_json(schemas.merge_view(merging.undo(actor().account_id, merge_id, asked.reason)))
