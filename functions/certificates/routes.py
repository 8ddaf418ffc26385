"""`/certificates`: the holder issues, prints and revokes; the supervisor revokes."""

from flask import Blueprint, Response

from functions.certificates import actions, changes, history, reissue, schemas, star_issue
from functions.web.answers import as_file, as_json, as_pdf
from functions.web.guard import actor, entry
from functions.web.idempotency import once
from functions.web.paging import asked_page, page_of
from functions.web.validation import takes

blueprint = Blueprint("certificates", __name__)


@blueprint.post("/certificates")
@entry("volunteer", moved=True)
@once
@takes(schemas.Issue)
def issue(asked: schemas.Issue) -> Response:
    """Issue a certificate of the own record, for a period or for all of it."""
    wish = actions.Wish(asked.first, asked.last, asked.show_document, asked.replaces or None)
    issued = actions.issue(actor().subject_id, wish)
    url = actions.verify_url(issued.code)
    return as_json(schemas.issued_view(issued.code, issued.certificate_number, url), 201)


@blueprint.post("/certificates/star")
@entry("volunteer", moved=True)
@once
@takes(schemas.IssueStarShape)
def issue_star(asked: schemas.IssueStarShape) -> Response:
    """Issue a certificate of the star that one holds; the former one of the same star is replaced."""
    issued = star_issue.issue_star(actor().subject_id, asked.show_document)
    url = actions.verify_url(issued.code)
    return as_json(schemas.issued_view(issued.code, issued.certificate_number, url), 201)


@blueprint.get("/certificates")
@entry("volunteer")
def list_certificates() -> Response:
    """The own certificates, the latest first."""
    return as_json(
        page_of(actions.list_of(actor().subject_id, asked_page()), lambda each: schemas.certificate_view(*each))
    )


@blueprint.get("/certificates/<code>/pdf")
@entry("volunteer")
def paper(code: str) -> Response:
    """The paper of an own certificate."""
    content, number, title = actions.paper_of(actor().subject_id, code)
    return as_pdf(content, f"certificate-{number}.pdf", f"{title}-{number}.pdf")


@blueprint.get("/certificates/<code>/credential")
@entry("volunteer")
def credential(code: str) -> Response:
    """The signed facts of an own valid certificate as a credential (SD-JWT VC), every disclosure with it."""
    content, number = actions.credential_of(actor().subject_id, code)
    return as_file(
        content.encode("ascii"), actions.MEDIA_TYPE, f"certificate-{number}.sd-jwt", f"签名数据-{number}.sd-jwt"
    )


@blueprint.get("/certificates/<code>/history")
@entry("volunteer")
def see_history(code: str) -> Response:
    """What became of an own certificate, and whom to ask about what it certifies."""
    return as_json(schemas.history_view(history.history_of(actor().subject_id, code)))


@blueprint.post("/certificates/<code>/reissue")
@entry("volunteer")
@once
def reissue_one(code: str) -> Response:
    """Issue again an own certificate that was replaced: the same period and choices, a new code."""
    issued = reissue.reissue(actor().subject_id, code)
    url = actions.verify_url(issued.code)
    return as_json(schemas.issued_view(issued.code, issued.certificate_number, url), 201)


@blueprint.post("/certificates/<code>/revocation")
@entry("volunteer", "supervisor", moved=True)
@once
@takes(schemas.Revoke)
def revoke(asked: schemas.Revoke, code: str) -> Response:
    """Revoke a certificate, with a kind of reason that the check will name and a reason that it will not."""
    person = actor()
    holder = person.subject_id if person.role == "volunteer" else None
    revoked = changes.revoke(person.account_id, holder, code, asked.kind, asked.reason or "")
    return as_json({"code": revoked, "status": "revoked"})


@blueprint.put("/volunteers/me/consents/verification")
@entry("volunteer", moved=True)
@takes(schemas.Agree)
def agree_to_verification(asked: schemas.Agree) -> Response:
    """Give or withdraw consent to be shown by code; every own certificate follows at once."""
    changes.agree_to_verification(actor().subject_id, asked.agreed)
    return as_json({"purpose": "verification", "agreed": asked.agreed})
