"""Files: the template, bringing hours in, taking them out."""

from flask import Blueprint, Response

from functions.files import actions, exports, pieces, schemas
from functions.web.answers import as_file, as_json
from functions.web.guard import actor, entry
from functions.web.idempotency import once
from functions.web.paging import asked_page, page_of
from functions.web.validation import choice_fault, large, query_as, takes

blueprint = Blueprint("files", __name__)


@blueprint.get("/groups/<group_id>/import-template")
@entry("recorder")
def template(group_id: str) -> Response:
    """The .xlsx to fill in, with the group's projects to choose from."""
    content = actions.template_for(actor().account_id, group_id)
    return as_file(content, exports.XLSX, "hours-template.xlsx", "时长录入模板.xlsx")


@blueprint.post("/groups/<group_id>/imports")
@entry("recorder")
@large(schemas.MOST_BODY)
@once
@takes(schemas.BringShape)
def bring(asked: schemas.BringShape, group_id: str) -> Response:
    """Bring a file (base64 of at most 3 MB); the same file again is the same import. Nothing is written yet."""
    done = actions.bring(actor().account_id, group_id, asked.name, asked.file(), asked.project_id)
    return as_json(schemas.import_view(done), 201)


@blueprint.get("/groups/<group_id>/imports")
@entry("recorder")
def list_imports(group_id: str) -> Response:
    """A group's imports, the latest first."""
    found = actions.list_of(actor().account_id, group_id, asked_page())
    return as_json(page_of(found, lambda item: schemas.import_view(actions.shown(item))))


@blueprint.get("/groups/<group_id>/imports/<import_id>")
@entry("recorder")
def see_import(group_id: str, import_id: str) -> Response:
    """How far an import is."""
    return as_json(schemas.import_view(actions.see(actor().account_id, group_id, import_id)))


@blueprint.get("/groups/<group_id>/imports/<import_id>/pieces/<number>")
@entry("recorder")
def see_piece(group_id: str, import_id: str, number: str) -> Response:
    """The faults of a piece as they were found last."""
    return as_json(schemas.piece_view(pieces.faults_of(actor().account_id, group_id, import_id, number)))


@blueprint.post("/groups/<group_id>/imports/<import_id>/pieces/<number>")
@entry("recorder")
@once
@takes(schemas.PieceShape)
def work_piece(asked: schemas.PieceShape, group_id: str, import_id: str, number: str) -> Response:
    """`check` a piece of up to 500 rows, or `write` it; either may be repeated."""
    act = {"check": pieces.check, "write": pieces.write}.get(asked.act)
    if act is None:
        raise choice_fault("act", "请选择检查（check）或写入（write）。")
    return as_json(schemas.piece_view(act(actor().account_id, group_id, import_id, number)))


@blueprint.get("/groups/<group_id>/export")
@entry("recorder")
def export(group_id: str) -> Response:
    """The group's hours as a file: `kind` xlsx, csv, by_day or national, `from` and `to`, `project_id` for one project."""
    asked = query_as(schemas.ExportShape)
    wanted = exports.Asked(asked.kind, asked.first, asked.last, asked.project_id)
    made = exports.export(actor().account_id, group_id, wanted)
    return as_file(made.content, made.content_type, made.plain_name, made.name)
