"""`/groups/{id}/certificate-batches`, `/certificate-batches`: a group's recorder issues for many; a volunteer agrees to it."""

from flask import Blueprint, Response

from functions.batches import actions, batch_issue, papers, schemas
from functions.web.answers import as_json, as_pdf
from functions.web.guard import actor, entry
from functions.web.idempotency import once
from functions.web.paging import asked_page, page_of
from functions.web.validation import query_as, takes

blueprint = Blueprint("batches", __name__)


@blueprint.put("/volunteers/me/consents/batch_certificate")
@entry("volunteer")
@takes(schemas.ConsentShape)
def choose(asked: schemas.ConsentShape) -> Response:
    """Give or withdraw consent that own groups issue certificates of what they recorded."""
    actions.choose(actor().subject_id, asked.agreed)
    return as_json({"purpose": "batch_certificate", "agreed": asked.agreed})


@blueprint.post("/groups/<group_id>/certificate-batches")
@entry("recorder")
@once
@takes(schemas.BatchShape)
def make(asked: schemas.BatchShape, group_id: str) -> Response:
    """Begin a batch of up to 500 members; its certificates are issued piece by piece."""
    batch = actions.make(actor().account_id, group_id, asked.asked())
    return as_json(schemas.standing_view(actions.standing(batch)), 201)


@blueprint.get("/groups/<group_id>/certificate-batches")
@entry("recorder")
def list_batches(group_id: str) -> Response:
    """The group's batches, the latest first."""
    found = actions.list_of(actor().account_id, group_id, asked_page())
    return as_json(page_of(found, schemas.batch_view))


@blueprint.get("/certificate-batches/<batch_id>")
@entry("recorder")
def see(batch_id: str) -> Response:
    """One batch: how many stand where, and into which PDFs the papers go."""
    return as_json(schemas.standing_view(actions.see(actor().account_id, batch_id)))


@blueprint.get("/certificate-batches/<batch_id>/lines")
@entry("recorder")
def list_lines(batch_id: str) -> Response:
    """What came of each person, in the order of the list."""
    found = actions.page_of_lines(actor().account_id, batch_id, asked_page())
    return as_json(page_of(found, schemas.line_view))


@blueprint.post("/certificate-batches/<batch_id>/pieces/<piece>")
@entry("recorder")
@once
def issue_piece(batch_id: str, piece: str) -> Response:
    """Issue for the twenty people of a piece, counted from 0. Sent again it issues for those alone who have none yet."""
    lines = batch_issue.issue_piece(actor().account_id, batch_id, schemas.whole(piece[:4]))
    return as_json({"lines": [schemas.line_view(line) for line in lines]})


@blueprint.get("/certificate-batches/<batch_id>/papers")
@entry("recorder")
def joined_papers(batch_id: str) -> Response:
    """The papers of the lines ``first`` to ``last`` as one PDF to print; ``X-Papers`` and ``X-Left-Out`` say how many."""
    asked = query_as(schemas.RangeShape)
    first, last = schemas.whole(asked.first), schemas.whole(asked.last)
    found = papers.joined(actor().account_id, batch_id, first, last)
    answer = as_pdf(
        found.content, f"certificates-{first}-{last}.pdf", f"证明-第{first}至{last}人-共{found.papers}份.pdf"
    )
    answer.headers["X-Papers"], answer.headers["X-Left-Out"] = str(found.papers), str(found.left_out)
    return answer


@blueprint.get("/certificate-batches/<batch_id>/papers/<line>")
@entry("recorder")
def one_paper(batch_id: str, line: str) -> Response:
    """The paper of one person."""
    content, number, name = papers.one(actor().account_id, batch_id, schemas.whole(line[:4]))
    return as_pdf(content, f"certificate-{number}.pdf", f"{name}-{number}.pdf")
