"""Issuing a certificate from the record, handing out its paper, revoking and replacing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from functions.certificates import attaching, credentials, rules, status_lists, storing
from functions.certificates.attaching import with_credential
from functions.certificates.lookup import facts_of, holder_facts, own, shown
from functions.certificates.models import Certificate, CertificateLooks
from functions.certificates.star_facts import StarFacts
from functions.certificates.statuses import SERVICE
from functions.groups import actions as groups
from functions.hours import actions as hours
from functions.hours.rules import TRANSFER, Entry, source_text
from functions.projects.rules import SERVICE_OBJECTS
from functions.regulation.violation import Violation
from functions.signing import actions as signing
from functions.storage import clock, codes
from functions.storage.pages import Page, Read
from functions.storage.refusals import Conflict, Refused
from functions.storage.settings import settings

Issued = storing.Issued
MEDIA_TYPE = attaching.MEDIA_TYPE
verify_url = storing.verify_url


@dataclass(frozen=True)
class Wish:
    """What the holder asks for: the civil dates of the period (None: open), how the document number is shown, and the code
    of a certificate that this one takes the place of. ``group_id``: the hours of one group alone."""

    first: date | None
    last: date | None
    show_document: str
    replaces: str | None
    group_id: str = ""


def issue(volunteer_id: str, wish: Wish, act: storing.Act | None = None) -> Issued:
    """Issue a certificate of service (Article 17) from the record as it stands now. Raises `Refused` with every fault."""
    from functions.certificates import paper

    faults = rules.wish_faults(wish.first, wish.last, wish.show_document)
    if faults:
        raise Refused(faults)
    old = own(volunteer_id, wish.replaces, SERVICE) if wish.replaces else None
    facts = _facts_now(volunteer_id, wish)
    storing.refuse_unprintable(paper.missing_characters(facts))
    sealed = storing.sealed(facts.code, rules.as_json(facts), len(facts.items))
    draft = storing.Draft(_item_of(volunteer_id, wish, facts), sealed, shown(volunteer_id, facts), len(facts.items))
    storing.keep(draft, old, act)
    return Issued(facts.code, facts.certificate_number)


def _item_of(volunteer_id: str, wish: Wish, facts: rules.CertifiedFacts) -> Certificate:
    return Certificate(
        facts.code,
        certificate_number=facts.certificate_number,
        volunteer_id=volunteer_id,
        issued_at=facts.as_of,
        issued_on=facts.issued_on,
        period_from=wish.first,
        period_to=wish.last,
        total_minutes=facts.total_minutes,
        show_document=wish.show_document,
        status=rules.VALID,
        kind=SERVICE,
        group_id=wish.group_id or None,
        group=facts.scope or None,
        status_place=status_lists.next_place(),
    )


def _facts_now(volunteer_id: str, wish: Wish) -> rules.CertifiedFacts:
    holder = holder_facts(volunteer_id, wish.show_document)
    entries = _entries(volunteer_id, wish)
    if not entries:
        where = "在本团体" if wish.group_id else ""
        message = f"这段时间{where}没有已生效的服务时长，不能出具证明。请调整起止日期。"
        raise Refused([Violation("17", "certificates.no_hours", "from", message)])
    if len(entries) > rules.MOST_ITEMS:
        raise Refused([rules.too_many_fault(len(entries))])
    now = clock.now()
    scope = groups.answerable(wish.group_id).title if wish.group_id else ""
    return rules.CertifiedFacts(
        version=rules.FACTS_VERSION,
        code=codes.new_code(),
        certificate_number=storing.next_number(clock.today()),
        **holder,
        period_from=wish.first,
        period_to=wish.last,
        as_of=now,
        issued_on=clock.today(),
        total_minutes=sum(entry.minutes for entry in entries),
        items=tuple(_item(entry) for entry in entries),
        units=tuple(_units(entries)),
        issuer=scope or settings().supervising_body,
        system_name=settings().system_name,
        scope=scope,
    )


def _entries(volunteer_id: str, wish: Wish) -> list[Entry]:
    found = hours.all_of_volunteer(volunteer_id, wish.first, wish.last)
    return [entry for entry in found if not wish.group_id or entry.group_id == wish.group_id]


def _item(entry: Entry) -> rules.CertifiedItem:
    return rules.CertifiedItem(
        service_date=entry.stay.service_date,
        project=entry.project,
        group=entry.group,
        place=entry.place,
        service_object=SERVICE_OBJECTS[entry.service_object],
        content=entry.content,
        start=entry.stay.start,
        end=entry.stay.end,
        minutes=entry.minutes,
        source=source_text(entry),
    )


def _units(entries: Sequence[Entry]) -> list[rules.RecordingUnit]:
    """The bodies that recorded these hours, or who answers in their place, each once, with whom to ask (149号)."""
    own = dict.fromkeys(entry.group_id for entry in entries if entry.source != TRANSFER)
    found = [groups.answerable(group_id) for group_id in own]
    elsewhere = dict.fromkeys((entry.group, entry.origin) for entry in entries if entry.source == TRANSFER)
    moved = [rules.RecordingUnit(f"{group}（{origin}，转入）", "", "", "") for group, origin in elsewhere]
    return moved + [
        rules.RecordingUnit(unit.title, unit.person_in_charge, unit.handler, unit.phone, unit.group_id)
        for unit in found
    ]


def paper_of(volunteer_id: str, typed: str) -> tuple[bytes, str, str]:
    """The PDF of an own certificate, made from its snapshot, its certificate number, and its title."""
    from functions.certificates import paper

    certificate = _valid(volunteer_id, typed)
    code, facts = certificate.code, facts_of(certificate.code)
    made: Any = paper
    if isinstance(facts, StarFacts):
        from functions.certificates import star_paper

        made = star_paper
    storing.refuse_unprintable(made.missing_characters(facts))  # a font may have gone since it was issued
    signed = with_credential(made.render(facts, verify_url(code)), lambda paper: _credential(certificate, facts, paper))
    return signed, facts.certificate_number, made.TITLE


def credential_of(volunteer_id: str, typed: str) -> tuple[str, str]:
    """The credential of an own valid certificate, without its paper, and the certificate's number."""
    certificate = _valid(volunteer_id, typed)
    facts = facts_of(certificate.code)
    return _credential(certificate, facts, None), facts.certificate_number


def _credential(certificate: Certificate, facts: Any, paper: str | None) -> str:
    place = status_lists.address_of(status_lists.place_of(certificate))
    salt_of = partial(status_lists.secret_salt, certificate.code)
    made = credentials.credential(facts, settings().site_origin, place, salt_of, paper)
    return made.presented(signing.signed(credentials.TYPE, made.claims))


def _valid(volunteer_id: str, typed: str) -> Certificate:
    certificate = own(volunteer_id, typed)
    if certificate.status != rules.VALID:
        raise Conflict("certificates.not_valid", "这份证明已经撤销或被替换，不能再下载。请下载有效的那一份。")
    return certificate


def list_of(volunteer_id: str, page: Page) -> Read:
    """A page of a volunteer's certificates, the latest first, each with the looks at it or None: one query, one batch."""
    found = page.latest_of(Certificate.by_volunteer, volunteer_id)
    items = list(found)
    looks = {each.code: each for each in CertificateLooks.batch_get([item.code for item in items])} if items else {}
    return Read([(item, looks.get(item.code)) for item in items], found.last_evaluated_key)
