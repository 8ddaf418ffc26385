"""Seals: asked for by the holder, made or refused by the group, the certificates kept by the supervisor."""

from flask import Blueprint, Response, request

from functions.seals import actions, authority, deciding, schemas
from functions.web.answers import as_file, as_json, as_pdf
from functions.web.guard import actor, entry
from functions.web.idempotency import once
from functions.web.paging import asked_page, page_of
from functions.web.validation import takes

blueprint = Blueprint("seals", __name__)


@blueprint.get("/certificates/<code>/seal-groups")
@entry("volunteer")
def seal_groups(code: str) -> Response:
    """The groups that may be asked to seal an own certificate."""
    return as_json({"items": [schemas.choice_view(each) for each in actions.groups_for(actor().subject_id, code)]})


@blueprint.post("/certificates/<code>/seals")
@entry("volunteer")
@once
@takes(schemas.AskSealShape)
def ask(asked: schemas.AskSealShape, code: str) -> Response:
    """Ask a group to check an own certificate and seal it."""
    return as_json(schemas.own_view(actions.ask(actor().subject_id, code, asked.group_id, asked.note)), 201)


@blueprint.get("/volunteers/me/seals")
@entry("volunteer")
def own_seals() -> Response:
    """The own requests, the latest first."""
    found = actions.of_volunteer(actor().subject_id, asked_page())
    return as_json(page_of(found, lambda item: schemas.own_view(item.request())))


@blueprint.post("/seals/<request_id>/withdrawal")
@entry("volunteer")
@once
def withdraw(request_id: str) -> Response:
    """Take back an own request that waits."""
    return as_json(schemas.own_view(actions.withdraw(actor().subject_id, request_id)))


@blueprint.get("/seals/<request_id>/pdf")
@entry("volunteer")
def sealed_paper(request_id: str) -> Response:
    """The sealed certificate, as it was signed."""
    found = actions.sealed_of(actor().subject_id, request_id)
    number = found.certificate_number
    return as_pdf(found.content, f"certificate-{number}-sealed.pdf", f"志愿服务记录证明-{number}-电子签章.pdf")


@blueprint.get("/groups/<group_id>/seals")
@entry("recorder")
def group_seals(group_id: str) -> Response:
    """What waits for the group's seal, the oldest first; with ``state=all`` everything, the latest first."""
    person, everything = actor(), request.args.get("state", "") == "all"
    found = deciding.of_group(person.account_id, group_id, everything, asked_page())
    return as_json(page_of(found, lambda item: schemas.staff_view(item.request(), person.account_id)))


@blueprint.get("/groups/<group_id>/seals/<request_id>")
@entry("recorder")
def see_seal(group_id: str, request_id: str) -> Response:
    """Exactly what is to be sealed: all that the paper says, and which rows the group recorded itself."""
    account = actor().account_id
    return as_json(schemas.opened_view(deciding.see(account, group_id, request_id), account))


@blueprint.get("/groups/<group_id>/seals/<request_id>/pdf")
@entry("recorder")
def seal_paper(group_id: str, request_id: str) -> Response:
    """The paper that is to be sealed."""
    content, number = deciding.paper_of(actor().account_id, group_id, request_id)
    return as_pdf(content, f"certificate-{number}.pdf", f"志愿服务记录证明-{number}.pdf")


@blueprint.post("/groups/<group_id>/seals/decisions")
@entry("recorder")
@once
@takes(schemas.SealDecisionShape)
def decide(asked: schemas.SealDecisionShape, group_id: str) -> Response:
    """Seal requests (`sealed`), or refuse them (`refused`) with a reason, each by itself."""
    done = deciding.decide(actor().account_id, group_id, asked.keys(), asked.decision, asked.reason)
    return as_json({"outcomes": [schemas.outcome_view(each) for each in done]})


@blueprint.get("/seals/overdue")
@entry("supervisor")
def overdue_seals() -> Response:
    """The requests that a group has not answered in time, the longest due first."""
    return as_json(page_of(deciding.overdue(asked_page()), lambda item: schemas.overdue_view(item.request())))


@blueprint.get("/seal-certificates")
@entry("supervisor")
def seal_certificates() -> Response:
    """Every certificate that seals or has sealed, group by group."""
    return as_json(page_of(authority.list_of(asked_page()), schemas.certificate_view))


@blueprint.get("/seal-certificates/authority")
@entry("supervisor")
def seal_authority() -> Response:
    """The district's own authority; ``authority`` is null before the first seal."""
    found = authority.authority_now()
    return as_json({"authority": schemas.certificate_view(found) if found else None})


@blueprint.get("/seal-certificates/authority/pem")
@entry("supervisor")
def authority_pem() -> Response:
    """The authority's certificate, to trust in a reader of PDF."""
    content = authority.authority_pem()
    return as_file(content, "application/x-pem-file", "seal-authority.pem", "电子签章根证书.pem")


@blueprint.post("/groups/<group_id>/seal-certificates")
@entry("supervisor")
@once
@takes(schemas.BringSealShape)
def bring_certificate(asked: schemas.BringSealShape, group_id: str) -> Response:
    """Bring a bought certificate as PKCS#12 (base64 of at most 20 kB); the group seals with it from now on."""
    item = authority.bring(actor().account_id, group_id, asked.file(), asked.password)
    return as_json(schemas.certificate_view(item), 201)


@blueprint.post("/groups/<group_id>/seal-certificates/<thumbprint>/revocation")
@entry("supervisor")
@once
@takes(schemas.RevokeSealShape)
def revoke_certificate(asked: schemas.RevokeSealShape, group_id: str, thumbprint: str) -> Response:
    """Declare that a certificate may be trusted no more; ``group_id`` is `authority` for the district's own."""
    return as_json(schemas.certificate_view(authority.revoke(actor().account_id, group_id, thumbprint, asked.reason)))
