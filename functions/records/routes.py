"""`/volunteers/me/record`: the own record."""

from flask import Blueprint, Response

from functions.hours.schemas import service_view
from functions.records import actions, schemas
from functions.web.answers import as_json
from functions.web.guard import actor, entry
from functions.web.paging import asked_page, page_of
from functions.web.validation import query_as

blueprint = Blueprint("records", __name__)


@blueprint.get("/volunteers/me/record")
@entry("volunteer")
def see_record() -> Response:
    """The own record: five blocks, totals, star; the service block pages and takes ``from`` and ``to``."""
    asked = query_as(schemas.Period)
    record = actions.own_record(actor().subject_id, asked.first, asked.last, asked_page())
    service = page_of(record.service, lambda item: service_view(item.entry()))
    return as_json(schemas.record_view(record, service))
