"""Issuing a star certificate: of the star that the volunteer holds now, by the volunteer."""

from functions.certificates import rules, star_facts, status_lists, storing
from functions.certificates.lookup import holder_facts, shown
from functions.certificates.models import Certificate
from functions.certificates.statuses import STAR
from functions.regulation.violation import Violation
from functions.stars import actions as stars
from functions.stars import holdings
from functions.stars.rules import ELSEWHERE
from functions.stars.schemes import NAMES, SCHEMES
from functions.storage import clock, codes
from functions.storage.refusals import Conflict, Refused
from functions.storage.settings import settings


def issue_star(volunteer_id: str, show_document: str, act: storing.Act | None = None) -> storing.Issued:
    """Issue a certificate of the star held now; a valid one of the same star is thereby replaced. Raises `Refused`."""
    from functions.certificates import star_paper

    faults = rules.wish_faults(None, None, show_document)
    if faults:
        raise Refused(faults)
    facts, minutes = _facts_now(volunteer_id, show_document)
    storing.refuse_unprintable(star_paper.missing_characters(facts))
    item = Certificate(
        facts.code,
        certificate_number=facts.certificate_number,
        volunteer_id=volunteer_id,
        issued_at=facts.as_of,
        issued_on=facts.issued_on,
        total_minutes=minutes,
        show_document=show_document,
        status=rules.VALID,
        kind=STAR,
        star=facts.star,
        status_place=status_lists.next_place(),
    )
    sealed = storing.sealed(facts.code, star_facts.as_json(facts))
    draft = storing.Draft(item, sealed, shown(volunteer_id, facts))
    old = _valid_one(volunteer_id, facts.star)
    storing.keep(draft, old, act)
    return storing.Issued(facts.code, facts.certificate_number)


def _valid_one(volunteer_id: str, star: int) -> Certificate | None:
    same = (Certificate.kind == STAR) & (Certificate.star == star) & (Certificate.status == rules.VALID)
    return next(iter(Certificate.by_volunteer.query(volunteer_id, filter_condition=same)), None)


def _facts_now(volunteer_id: str, show_document: str) -> tuple[star_facts.StarFacts, int]:
    """The facts, and the minutes that the star stands on."""
    held = holdings.of(volunteer_id)
    if not held.star:
        message = "您还没有评定过星级。达到时长以后，请先在“我的星级”申请。"
        raise Refused([Violation("19", "stars.none_held", "", message)])
    one = stars.find(held.application_id)
    if one is None or one.decided_on is None:
        raise Conflict("stars.moved_on", "您的星级刚刚有了变化，请刷新后再试。")
    facts = star_facts.StarFacts(
        version=star_facts.FACTS_VERSION,
        code=codes.new_code(),
        certificate_number=storing.next_number(clock.today()),
        **holder_facts(volunteer_id, show_document),
        star=one.star,
        star_name=f"{NAMES[one.star]}志愿者",
        granted_on=one.decided_on,
        granted_by=one.group if one.level in {"group", ELSEWHERE} else _body(one.level),
        reference=one.reference,
        source=SCHEMES[one.scheme].source,
        as_of=clock.now(),
        issued_on=clock.today(),
        issuer=settings().supervising_body,
        system_name=settings().system_name,
    )
    return facts, one.threshold


def _body(level: str) -> str:
    return "市级主管部门" if level == "city" else settings().supervising_body
