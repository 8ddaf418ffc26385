"""A volunteer sees what may be used and shows a code for it; the provider learns yes or no, and records the use."""

import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from functions.benefits import actions, rules
from functions.benefits.models import BenefitCode, BenefitCount, BenefitItem, BenefitLink, BenefitUse
from functions.messages.actions import tell
from functions.regulation.violation import Violation
from functions.stars import holdings
from functions.storage import audit, clock, codes, encryption
from functions.storage.counters import RateCounter, hit
from functions.storage.pages import Page, Read
from functions.storage.refusals import NotFound, Refused, TooMany
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried

GONE = NotFound("benefits.link_gone", "这个核对链接已经停用，或者没有复制完整。请向主管部门要新的链接。")
_NOBODY = "-"  # is asked about where a code names nobody, so that a wrong code takes as long as any other
_CODES_AN_HOUR = 60


@dataclass(frozen=True)
class Offered:
    """A benefit as it stands for one volunteer: why it cannot be used now (empty where it can), how often it was used."""

    benefit: rules.Benefit
    why: tuple[rules.Why, ...]
    used: int


def of_volunteer(volunteer_id: str, page: Page) -> Read:
    """A page of what is offered now, what ends first first, as it stands for this volunteer: a query, a read and a batch."""
    today = clock.today()
    found = page.of(BenefitItem.by_open, settings().district_code, BenefitItem.open_until >= today)
    benefits = [item.benefit() for item in found]
    star, used = holdings.of(volunteer_id).star, _used(volunteer_id, benefits)
    offered = [_offered(one, star, used.get(one.benefit_id, 0)) for one in benefits]
    return Read(offered, found.last_evaluated_key)


def _offered(benefit: rules.Benefit, star: int, used: int) -> Offered:
    return Offered(benefit, tuple(rules.why_not(benefit, star, used, clock.today())), used)


def _used(volunteer_id: str, benefits: Sequence[rules.Benefit]) -> dict[str, int]:
    keys = [(volunteer_id, benefit.benefit_id) for benefit in benefits]
    counts = BenefitCount.batch_get(keys) if keys else iter(())
    return {item.benefit_id: int(item.used) for item in counts}


def _used_by(volunteer_id: str, benefit_id: str) -> int:
    try:
        return int(BenefitCount.get(volunteer_id, benefit_id, consistent_read=True).used)
    except BenefitCount.DoesNotExist:
        return 0


@dataclass(frozen=True)
class Shown:
    """A code to show, until when it is good, and for what."""

    code: str
    valid_until: datetime
    benefit: rules.Benefit


def show_code(volunteer_id: str, benefit_id: str) -> Shown:
    """A code for one use of one benefit. Raises `Refused` with every reason why it cannot be used now."""
    benefit = actions.find(benefit_id).benefit()
    offered = _offered(benefit, holdings.of(volunteer_id).star, _used_by(volunteer_id, benefit_id))
    if offered.why:
        raise Refused([Violation("22", f"benefits.{why.code}", "", why.text) for why in offered.why])
    wait = hit(RateCounter, "benefit-code", volunteer_id, _CODES_AN_HOUR, 3600)
    if wait:
        raise TooMany(f"出示码要得太多，请在 {-(-wait // 60)} 分钟后再试。", wait)
    code = "".join(secrets.choice(codes.ALPHABET) for _ in range(rules.CODE_LENGTH))
    expires = int((clock.now() + rules.CODE_LASTS).timestamp())
    transaction = Transaction()
    transaction.create(BenefitCode(_code_key(code), benefit_id=benefit_id, volunteer_id=volunteer_id, expires=expires))
    transaction.commit()
    return Shown(code, datetime.fromtimestamp(expires, UTC), benefit)


def _code_key(typed: str) -> str:
    """The fingerprint of what was typed: case, width, spaces and hyphens do not matter."""
    return encryption.fingerprint("benefit-code", codes.canonical_code(unicodedata.normalize("NFKC", typed)))


def of_link(token: str) -> rules.Benefit:
    """The benefit that a provider's link checks; raises `NotFound` once the link has ended."""
    try:
        link = BenefitLink.get(actions.token_key(token), consistent_read=True)
        return actions.find(link.benefit_id).benefit()
    except BenefitLink.DoesNotExist:
        raise GONE from None


def _bearer(benefit: rules.Benefit, code_key: str) -> str:
    """Whose code this is where its bearer may use this benefit now, "" otherwise: the same reads whatever stands against it."""
    try:
        code = BenefitCode.get(code_key, consistent_read=True)
        good = rules.code_is_good(code.benefit_id == benefit.benefit_id, int(code.expires), clock.now())
        volunteer_id = code.volunteer_id if good else _NOBODY
    except BenefitCode.DoesNotExist:
        volunteer_id = _NOBODY
    star, used = holdings.of(volunteer_id).star, _used_by(volunteer_id, benefit.benefit_id)
    why = rules.why_not(benefit, star, used, clock.today())
    return volunteer_id if volunteer_id != _NOBODY and not why else ""


def entitled(token: str, typed: str) -> bool:
    """Whether who shows this code may use the benefit of this link now. Raises `NotFound` where the link has ended."""
    return bool(_bearer(of_link(token), _code_key(typed)))


def use(token: str, typed: str) -> bool:
    """Record a use by who shows this code: True where it counts, and then the code is spent. Raises `NotFound` as above."""
    return retried(partial(_use, token, _code_key(typed)))


def _use(token: str, code_key: str) -> bool:
    benefit = of_link(token)
    volunteer_id = _bearer(benefit, code_key)
    if not volunteer_id:
        return False
    transaction = Transaction()
    fresh = (BenefitCode.volunteer_id == volunteer_id) & (BenefitCode.expires > clock.now().timestamp())
    transaction.delete(BenefitCode(code_key), condition=fresh)
    transaction.check(BenefitLink(actions.token_key(token)), BenefitLink.benefit_id == benefit.benefit_id)
    _count(transaction, benefit, volunteer_id)
    _note(transaction, benefit, volunteer_id)
    transaction.commit()
    return True


def _count(transaction: Transaction, benefit: rules.Benefit, volunteer_id: str) -> None:
    """One more of all and one more of this person, each only where one is left; ``version`` says that the terms are those read."""
    terms = benefit.terms
    of_all = BenefitItem.version == benefit.version
    if terms.quota:
        of_all &= BenefitItem.used < terms.quota
    transaction.update(BenefitItem(benefit.benefit_id), [BenefitItem.used.add(1)], of_all)
    own = BenefitCount.used.does_not_exist() | (BenefitCount.used < (terms.per_person or rules.MOST_QUOTA))
    transaction.update(BenefitCount(volunteer_id, benefit.benefit_id), [BenefitCount.used.add(1)], own)


def _note(transaction: Transaction, benefit: rules.Benefit, volunteer_id: str) -> None:
    name, provider = benefit.terms.name, benefit.terms.provider
    one = BenefitUse(
        codes.new_id(),
        benefit_id=benefit.benefit_id,
        volunteer_id=volunteer_id,
        used_at=clock.now(),
        name=name,
        provider=provider,
    )
    transaction.create(one)
    news = f"您用了一次“{name}”（{provider}）。不是您本人用的，请告诉主管部门。"
    tell(transaction, volunteer_id, "benefits.used", news, benefit.benefit_id)
    audit.record(transaction, f"volunteer#{volunteer_id}", "provider", "use_benefit", benefit.benefit_id)


def uses_of_volunteer(volunteer_id: str, page: Page) -> Any:
    """A page of the own uses, the latest first: one query."""
    return page.latest_of(BenefitUse.by_volunteer, volunteer_id)
