"""`/volunteers/me/record`: the own record."""

from flask import Blueprint, Response

from functions.commendations.schemas import own_view as commendation_view
from functions.complaints.schemas import own_view as complaint_view
from functions.records import actions, schemas
from functions.training.schemas import own_view as training_view
from functions.web.answers import as_json
from functions.web.guard import actor, entry
from functions.web.paging import asked_page, page_of
from functions.web.validation import query_as, takes

blueprint = Blueprint("records", __name__)


@blueprint.get("/volunteers/me/record")
@entry("volunteer")
def see_record() -> Response:
    """The own record: five blocks, totals, star; the service block pages and takes ``from``, ``to``, ``group_id`` and
    ``state`` (`in_force` or `pending`)."""
    asked = query_as(schemas.RecordShape)
    wanted = actions.wanted(asked.first, asked.last, asked.group_id, asked.state)
    record = actions.own_record(actor().subject_id, wanted, asked_page())
    service = page_of(record.service, lambda served: schemas.served_view(*served))
    blocks = {
        "training": page_of(record.training, training_view, "trainings"),
        "commendations": page_of(
            record.commendations, lambda item: commendation_view(item.commendation()), "commendations"
        ),
        "complaints": page_of(record.complaints, lambda item: complaint_view(item.complaint()), "complaints"),
    }
    return as_json(schemas.record_view(record, service, blocks))


@blueprint.get("/volunteers/me/looks")
@entry("volunteer")
def see_looks() -> Response:
    """Who looked at the own record, the latest first."""
    found = actions.looks(actor().subject_id, asked_page())
    return as_json(page_of(found, lambda item: schemas.look_view(actions.look(item))))


@blueprint.get("/volunteers/me/consents")
@entry("volunteer")
def see_consents() -> Response:
    """Every consent of one's own with what ever happened to it: a receipt, described by `/schemas/consent-receipt-1.json`."""
    return as_json(actions.consent_receipt(actor().subject_id))


@blueprint.post("/groups/<group_id>/members/<number>/record")
@entry("recorder")
@takes(schemas.LookAtMemberShape)
def see_member(asked: schemas.LookAtMemberShape, group_id: str, number: str) -> Response:
    """What a member did with this group; a minor's record needs a reason."""
    found = actions.member_record(actor().account_id, group_id, number, asked.reason, asked_page())
    blocks = {
        "service": page_of(found.service, lambda served: schemas.served_view(*served)),
        "training": {"items": [training_view(each) for each in found.training], "next": None},
        "commendations": {
            "items": [commendation_view(each) for each in found.commendations],
            "next": None,
        },
    }
    return as_json(schemas.member_record_view(found, blocks))


@blueprint.get("/minors/looks")
@entry("supervisor")
def see_minors_looks() -> Response:
    """A ``year``'s looks at what is kept of minors, the latest first."""
    year = query_as(schemas.YearShape).number()
    found = actions.minors_looks(year, asked_page())
    return as_json(page_of(found, lambda item: schemas.minor_look_view(actions.minor_look(item))))
