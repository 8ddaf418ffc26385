"""Benefits: kept by the supervisor, shown to each volunteer, checked and recorded by who holds a provider's link."""

from collections.abc import Callable

from flask import Blueprint, Response

from functions.benefits import actions, schemas, using
from functions.web.answers import as_json
from functions.web.guard import actor, entry, open_to_all
from functions.web.idempotency import once
from functions.web.limits import counting_wrong
from functions.web.paging import asked_page, page_of
from functions.web.validation import takes

blueprint = Blueprint("benefits", __name__)
_PROVIDER = "the provider has no account; the token is in the body, so in no address"


@blueprint.get("/benefits")
@entry("supervisor")
def list_benefits() -> Response:
    """The whole catalogue, ended ones too, the latest first, with how often each was used."""
    found = actions.list_of(asked_page())
    return as_json(page_of(found, lambda item: schemas.benefit_view(item.benefit())))


@blueprint.post("/benefits")
@entry("supervisor")
@once
@takes(schemas.BenefitShape)
def offer(asked: schemas.BenefitShape) -> Response:
    """Add a benefit to the catalogue; ``least_star`` 0 is every volunteer, ``quota`` and ``per_person`` 0 no limit."""
    return as_json(schemas.benefit_view(actions.offer(actor().account_id, asked.terms())), 201)


@blueprint.put("/benefits/<benefit_id>")
@entry("supervisor")
@takes(schemas.ChangeBenefitShape)
def change(asked: schemas.ChangeBenefitShape, benefit_id: str) -> Response:
    """Change what is offered; ``version`` is the one that was seen, 409 where somebody else has changed it since."""
    new = actions.change(actor().account_id, benefit_id, asked.version, asked.terms())
    return as_json(schemas.benefit_view(new))


@blueprint.post("/benefits/<benefit_id>/end")
@entry("supervisor")
@once
@takes(schemas.EndBenefitShape)
def end(asked: schemas.EndBenefitShape, benefit_id: str) -> Response:
    """End a benefit, with the reason; its checking link ends too."""
    return as_json(schemas.benefit_view(actions.end(actor().account_id, benefit_id, asked.version, asked.reason)))


@blueprint.post("/benefits/<benefit_id>/link")
@entry("supervisor")
@once
def make_link(benefit_id: str) -> Response:
    """Make the provider's checking link, told this once; the one before ends at once."""
    token = actions.make_link(actor().account_id, benefit_id)
    return as_json(schemas.link_view(token, actions.address_of(token)), 201)


@blueprint.get("/benefits/<benefit_id>/uses")
@entry("supervisor")
def list_uses(benefit_id: str) -> Response:
    """When a benefit was used, the latest first; by whom is the volunteer's own business."""
    return as_json(page_of(actions.uses_of(benefit_id, asked_page()), schemas.use_view))


@blueprint.get("/volunteers/me/benefits")
@entry("volunteer")
def own_benefits() -> Response:
    """What is offered now, and for each whether oneself may use it and why not."""
    return as_json(page_of(using.of_volunteer(actor().subject_id, asked_page()), schemas.offered_view))


@blueprint.get("/volunteers/me/benefits/uses")
@entry("volunteer")
def own_uses() -> Response:
    """The own uses, the latest first."""
    return as_json(page_of(using.uses_of_volunteer(actor().subject_id, asked_page()), schemas.own_use_view))


@blueprint.post("/volunteers/me/benefits/<benefit_id>/code")
@entry("volunteer")
@once
def show_code(benefit_id: str) -> Response:
    """A code for one use of one benefit, good for five minutes."""
    return as_json(schemas.code_view(using.show_code(actor().subject_id, benefit_id)), 201)


@blueprint.post("/benefits/look")
@open_to_all(_PROVIDER)
@takes(schemas.BenefitLinkShape)
def look(asked: schemas.BenefitLinkShape) -> Response:
    """What a checking link is for."""
    return as_json(schemas.look_view(counting_wrong("benefit", lambda: using.of_link(asked.token))))


def _answered(name: str, act: Callable[[], bool]) -> Response:
    return as_json({name: counting_wrong("benefit", act)})


@blueprint.post("/benefits/check")
@open_to_all(_PROVIDER)
@takes(schemas.BenefitCodeShape)
def check(asked: schemas.BenefitCodeShape) -> Response:
    """Whether who shows this code may use the benefit now: yes or no, and nothing else."""
    return _answered("entitled", lambda: using.entitled(asked.token, asked.code))


@blueprint.post("/benefits/use")
@open_to_all(_PROVIDER)
@once
@takes(schemas.BenefitCodeShape)
def use(asked: schemas.BenefitCodeShape) -> Response:
    """Record a use: whether it counts, and nothing else. The code is spent, and the volunteer is told."""
    return _answered("used", lambda: using.use(asked.token, asked.code))
