"""The catalogue: the supervisor offers, changes and ends a benefit, and makes the link by which its provider checks."""

from functools import partial
from typing import Any

from functions.benefits import rules
from functions.benefits.models import NO_END, BenefitItem, BenefitLink, BenefitUse
from functions.regulation.violation import Violation
from functions.stars.rules import thresholds
from functions.storage import audit, clock, codes, encryption
from functions.storage.pages import Page
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried

UNKNOWN = NotFound("benefits.unknown", "没有这项优待。")
_MOVED_ON = Conflict("benefits.moved_on", "别人刚刚改过这项优待。请在列表里重新打开，看过最新的内容再办。")
_IS_ENDED = Conflict("benefits.is_ended", "这项优待已经结束，不能再改。需要的话，请另外添加一项。")


def _stars() -> int:
    return len(thresholds(clock.today(), settings().star_scheme))


def token_key(token: str) -> str:
    """The fingerprint under which a link is found."""
    return encryption.fingerprint("benefit-link", token)


def find(benefit_id: str) -> BenefitItem:
    """A benefit as it stands now, open or ended; raises `NotFound`."""
    try:
        return BenefitItem.get(benefit_id, consistent_read=True)
    except BenefitItem.DoesNotExist:
        raise UNKNOWN from None


def offer(actor_id: str, terms: rules.Terms) -> rules.Benefit:
    """The supervisor adds a benefit to the catalogue. Raises `Refused` with every fault."""
    faults = rules.terms_faults(terms, _stars(), clock.today())
    if faults:
        raise Refused(faults)
    district, now = settings().district_code, clock.now()
    item = BenefitItem(
        codes.new_id(),
        district=district,
        **vars(terms),
        state=rules.OPEN,
        version=1,
        used=0,
        made_at=now,
        changed_at=now,
        open_in=district,
        open_until=terms.last or NO_END,
    )
    transaction = Transaction()
    transaction.create(item)
    audit.record(transaction, f"benefit#{item.benefit_id}", actor_id, "offer_benefit", item.benefit_id)
    transaction.commit()
    return item.benefit()


def change(actor_id: str, benefit_id: str, version: int, terms: rules.Terms) -> rules.Benefit:
    """The supervisor changes what is offered; it holds at once. Raises `Refused`, or `Conflict` for the second of two."""
    return retried(partial(_change, actor_id, benefit_id, version, terms))


def _at(benefit_id: str, version: int) -> rules.Benefit:
    """An open benefit that stands at the version that was on the screen."""
    benefit = find(benefit_id).benefit()
    if benefit.state != rules.OPEN:
        raise _IS_ENDED
    if benefit.version != version:
        raise _MOVED_ON
    return benefit


def _change(actor_id: str, benefit_id: str, version: int, terms: rules.Terms) -> rules.Benefit:
    before = _at(benefit_id, version)
    changed = rules.what_changed(before.terms, terms)
    faults = rules.terms_faults(terms, _stars(), clock.today(), before.used)
    if not faults and not changed:
        faults = [Violation("22", "benefits.same", "", "和现在的一样，没有改动。")]
    if faults:
        raise Refused(faults)
    sets = [getattr(BenefitItem, name).set(value) for name, value in vars(terms).items() if value is not None]
    if terms.last is None:
        sets.append(BenefitItem.last.remove())
    sets += [BenefitItem.open_until.set(terms.last or NO_END), BenefitItem.changed_at.set(clock.now())]
    condition = BenefitItem.version == version
    if terms.quota:
        condition &= BenefitItem.used <= terms.quota
    transaction = Transaction()
    transaction.update(BenefitItem(benefit_id), [*sets, BenefitItem.version.add(1)], condition)
    audit.record(transaction, f"benefit#{benefit_id}", actor_id, "change_benefit", benefit_id, changed)
    transaction.commit()
    return find(benefit_id).benefit()


def end(actor_id: str, benefit_id: str, version: int, reason: str) -> rules.Benefit:
    """The supervisor ends a benefit, and with it the provider's link. Raises `Refused`, `Conflict`."""
    faults = rules.end_faults(reason)
    if faults:
        raise Refused(faults)
    return retried(partial(_end, actor_id, benefit_id, version, reason))


def _end(actor_id: str, benefit_id: str, version: int, reason: str) -> rules.Benefit:
    _at(benefit_id, version)
    transaction = Transaction()
    same_link = _drop_link(transaction, find(benefit_id))
    sets = [BenefitItem.state.set(rules.ENDED), BenefitItem.ended_at.set(clock.now()), BenefitItem.version.add(1)]
    sets += [BenefitItem.ended_reason.set(reason), BenefitItem.open_in.remove()]
    sets += [BenefitItem.link_key.remove(), BenefitItem.link_made_at.remove()]
    transaction.update(BenefitItem(benefit_id), sets, (BenefitItem.version == version) & same_link)
    audit.record(transaction, f"benefit#{benefit_id}", actor_id, "end_benefit", benefit_id, reason)
    transaction.commit()
    return find(benefit_id).benefit()


def _drop_link(transaction: Transaction, item: BenefitItem) -> Any:
    """Add to ``transaction`` that the present link, where there is one, stops to work; the condition that it is still this one."""
    if not item.link_key:
        return BenefitItem.link_key.does_not_exist()
    transaction.delete(BenefitLink(item.link_key))
    return BenefitItem.link_key == item.link_key


def make_link(actor_id: str, benefit_id: str) -> str:
    """The token of a new checking link, told this once; the link before it ends at once. `Conflict` for an ended benefit."""
    return retried(partial(_make_link, actor_id, benefit_id))


def _make_link(actor_id: str, benefit_id: str) -> str:
    item = find(benefit_id)
    if item.state != rules.OPEN:
        raise _IS_ENDED
    token = codes.new_id() + codes.new_id()
    transaction = Transaction()
    same_link = _drop_link(transaction, item)
    transaction.create(BenefitLink(token_key(token), benefit_id=benefit_id))
    sets = [BenefitItem.link_key.set(token_key(token)), BenefitItem.link_made_at.set(clock.now())]
    transaction.update(BenefitItem(benefit_id), sets, (BenefitItem.state == rules.OPEN) & same_link)
    audit.record(transaction, f"benefit#{benefit_id}", actor_id, "make_benefit_link", benefit_id)
    transaction.commit()
    return token


def address_of(token: str) -> str:
    """The address of a checking link; the token stands behind the hash, which browsers send to no server."""
    return f"{settings().site_origin}/benefits/check/#{token}"


def list_of(page: Page) -> Any:
    """A page of the whole catalogue, the latest first: one query."""
    return page.latest_of(BenefitItem.by_district, settings().district_code)


def uses_of(benefit_id: str, page: Page) -> Any:
    """A page of when a benefit was used, the latest first, and not by whom: a read and a query."""
    find(benefit_id)
    return page.latest_of(BenefitUse.by_benefit, benefit_id)
