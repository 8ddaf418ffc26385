"""Trainings: recorded by a group for many at once, seen by each who took part."""

from flask import Blueprint, Response

from functions.training import actions, schemas
from functions.web.answers import as_json, nothing
from functions.web.guard import actor, entry
from functions.web.idempotency import once
from functions.web.paging import asked_page, page_of
from functions.web.validation import takes

blueprint = Blueprint("training", __name__)


@blueprint.post("/groups/<group_id>/trainings")
@entry("recorder")
@once
@takes(schemas.CreateTrainingShape)
def create(asked: schemas.CreateTrainingShape, group_id: str) -> Response:
    """Record a training with up to 500 members who took part; nothing is kept when one line is wrong."""
    made = actions.create(actor().account_id, group_id, asked.facts(), asked.volunteer_numbers)
    return as_json(schemas.training_view(made), 201)


@blueprint.get("/groups/<group_id>/trainings")
@entry("recorder")
def group_trainings(group_id: str) -> Response:
    """A group's trainings, the latest first."""
    found = actions.of_group(actor().account_id, group_id, asked_page())
    return as_json(page_of(found, lambda item: schemas.training_view(item.training())))


@blueprint.post("/groups/<group_id>/trainings/numbers")
@entry("recorder")
@once
@takes(schemas.NumbersShape)
def numbers_in(asked: schemas.NumbersShape, group_id: str) -> Response:
    """The members in the column 志愿者编号 of a spreadsheet (base64), and its faults by row; nothing is written."""
    return as_json(schemas.numbers_view(actions.numbers_in(actor().account_id, group_id, asked.file())))


@blueprint.get("/trainings/<training_id>/attendees")
@entry("recorder")
def attendees(training_id: str) -> Response:
    """Who took part, those removed too."""
    found = actions.attendees_of(actor().account_id, training_id, asked_page())
    return as_json(page_of(found, schemas.attendee_view))


@blueprint.post("/trainings/<training_id>/attendees")
@entry("recorder")
@once
@takes(schemas.AddAttendeesShape)
def add_attendees(asked: schemas.AddAttendeesShape, training_id: str) -> Response:
    """Add members who took part too; nobody when one line is wrong."""
    return as_json(schemas.added_view(actions.add(actor().account_id, training_id, asked.volunteer_numbers)), 201)


@blueprint.post("/trainings/<training_id>/attendees/remove")
@entry("recorder")
@once
@takes(schemas.RemoveAttendeeShape)
def remove_attendee(asked: schemas.RemoveAttendeeShape, training_id: str) -> Response:
    """Take out somebody who did not take part, with the reason."""
    actions.remove(actor().account_id, training_id, asked.volunteer_number, asked.reason)
    return nothing()


@blueprint.post("/trainings/<training_id>/corrections")
@entry("recorder")
@once
@takes(schemas.CorrectTrainingShape)
def correct(asked: schemas.CorrectTrainingShape, training_id: str) -> Response:
    """Correct a training as a new version, with the reason; 409 where somebody else did since."""
    correction = actions.Correction(asked.version, asked.facts(), asked.reason)
    return as_json(schemas.training_view(actions.correct(actor().account_id, training_id, correction)), 201)


@blueprint.get("/volunteers/me/trainings")
@entry("volunteer")
def own_trainings() -> Response:
    """The own trainings, entered last first."""
    return as_json(page_of(actions.of_volunteer(actor().subject_id, asked_page()), schemas.own_view))
