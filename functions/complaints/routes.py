"""Complaints: filed and followed by anyone, looked into by the group and the supervisor, answered by whom they are about."""

from flask import Blueprint, Response, request

from functions.complaints import actions, handling, schemas
from functions.web.answers import as_json
from functions.web.guard import actor, entry, open_to_all
from functions.web.idempotency import once
from functions.web.limits import hold_back
from functions.web.paging import asked_page, page_of
from functions.web.validation import takes

blueprint = Blueprint("complaints", __name__)


@blueprint.post("/complaints")
@open_to_all("anyone may complain, and need not say who they are")
@once
@takes(schemas.FileShape)
def file(asked: schemas.FileShape) -> Response:
    """File a complaint; the answer holds the code to follow it by."""
    hold_back("complain")
    made = actions.file(asked.filed())
    return as_json(schemas.filed_view(actions.code_of(made.complaint_id), made), 201)


@blueprint.post("/complaints/view")
@open_to_all("whoever holds a receipt has no account; the code is in the body, so in no address")
@takes(schemas.ReceiptShape)
def follow(asked: schemas.ReceiptShape) -> Response:
    """How the complaint of a receipt stands."""
    hold_back("follow")
    return as_json(schemas.receipt_view(actions.follow(asked.code)))


@blueprint.post("/complaints/add")
@open_to_all("whoever holds a receipt has no account")
@once
@takes(schemas.AddShape)
def add(asked: schemas.AddShape) -> Response:
    """Add to a complaint."""
    hold_back("complain")
    return as_json(schemas.receipt_view(actions.add(asked.code, asked.text)), 201)


@blueprint.post("/groups/<group_id>/complaints")
@entry("recorder")
@once
@takes(schemas.FileShape)
def file_for(asked: schemas.FileShape, group_id: str) -> Response:
    """File a complaint that reached the group on paper or by word."""
    made = actions.file_for(actor().account_id, group_id, asked.filed())
    return as_json(schemas.filed_view(actions.code_of(made.complaint_id), made), 201)


@blueprint.get("/groups/<group_id>/complaints")
@entry("recorder")
def group_complaints(group_id: str) -> Response:
    """What the group looks into, the latest first."""
    found = actions.of_group(actor().account_id, group_id, asked_page())
    return as_json(page_of(found, lambda item: schemas.summary_view(actions.shown(item))))


@blueprint.get("/complaints")
@entry("supervisor")
def district_complaints() -> Response:
    """What is not settled, the first due first; with ``state=all`` everything, the latest first."""
    everything = request.args.get("state", "") == "all"
    found = actions.of_district(actor().account_id, everything, asked_page())
    return as_json(page_of(found, lambda item: schemas.summary_view(actions.shown(item))))


@blueprint.get("/complaints/<complaint_id>")
@entry("recorder", "supervisor")
def see_complaint(complaint_id: str) -> Response:
    """One complaint with everything in it."""
    person = actor()
    return as_json(schemas.staff_view(handling.see(person.account_id, person.role, complaint_id), person.role))


@blueprint.post("/complaints/<complaint_id>/group")
@entry("recorder", "supervisor")
@once
@takes(schemas.HandOverShape)
def hand_over(asked: schemas.HandOverShape, complaint_id: str) -> Response:
    """Hand it to the group that looks into it, take it back, or (a group) give it back."""
    person = actor()
    wanted = handling.HandOver(asked.version, asked.group_id, asked.note)
    new = handling.hand_over(person.account_id, person.role, complaint_id, wanted)
    return as_json(schemas.summary_view(new))


@blueprint.post("/complaints/<complaint_id>/begin")
@entry("recorder", "supervisor")
@once
@takes(schemas.BeginShape)
def begin(asked: schemas.BeginShape, complaint_id: str) -> Response:
    """Begin to look into it; the volunteer whom it is about is told."""
    person = actor()
    wanted = handling.Begin(asked.version, asked.volunteer_number, asked.told)
    new = handling.begin(person.account_id, person.role, complaint_id, wanted)
    return as_json(schemas.staff_view(new, person.role))


@blueprint.post("/complaints/<complaint_id>/outcome")
@entry("recorder", "supervisor")
@once
@takes(schemas.SettleShape)
def settle(asked: schemas.SettleShape, complaint_id: str) -> Response:
    """Settle it: upheld, not upheld, or not accepted."""
    person = actor()
    wanted = handling.Outcome(asked.version, asked.outcome, asked.finding, asked.reply)
    new = handling.settle(person.account_id, person.role, complaint_id, wanted)
    return as_json(schemas.staff_view(new, person.role))


@blueprint.get("/volunteers/me/complaints")
@entry("volunteer")
def own_complaints() -> Response:
    """The complaints of which one has been told, the latest first."""
    found = actions.about_volunteer(actor().subject_id, asked_page())
    return as_json(page_of(found, lambda item: schemas.own_view(actions.shown(item))))


@blueprint.post("/volunteers/me/complaints/<complaint_id>/statement")
@entry("volunteer", moved=True)
@once
@takes(schemas.StatementShape)
def state_own(asked: schemas.StatementShape, complaint_id: str) -> Response:
    """Say what happened, once, while it is looked into."""
    return as_json(schemas.own_view(handling.state_own(actor().subject_id, complaint_id, asked.text)), 201)
