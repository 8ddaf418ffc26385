"""Making a share, looking at one, ending it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from functions.commendations import actions as commendations
from functions.commendations.rules import Commendation
from functions.consent import actions as consent
from functions.hours import actions as hours
from functions.regulation.violation import Violation
from functions.sharing import rules
from functions.sharing.models import ShareItem
from functions.stars import holdings
from functions.stars.rules import star_for
from functions.storage import audit, clock, codes, encryption
from functions.storage.pages import Page
from functions.storage.refusals import NotFound, Refused
from functions.storage.settings import settings
from functions.storage.transactions import Contention, Transaction, retried
from functions.training import actions as training
from functions.training.rules import Training
from functions.volunteers import actions as volunteers

_KEPT_VIEWS = 20
_LATEST = Page(100, None)  # trainings that a receiver is shown


@dataclass(frozen=True)
class Asked:
    """What a volunteer wants to show, to whom, until when."""

    receiver: str
    blocks: tuple[str, ...]
    first: date | None
    last: date | None
    last_day: date | None


@dataclass(frozen=True)
class Seen:
    """What a receiver sees; parts that were not chosen are None."""

    share: rules.Share
    name: str | None
    volunteer_number: str | None
    minutes: int | None
    star: int | None
    held_star: int | None
    service: Any | None
    training: list[Training] | None
    commendations: list[Commendation] | None


def token_of(share_id: str) -> str:
    """The secret of a share's link: made from its id with the key, so that it is stored nowhere, and can be shown again."""
    return encryption.fingerprint("share-token", share_id)[:40]


def _key(token: str) -> str:
    return encryption.fingerprint("share", token)


def make(volunteer_id: str, asked: Asked) -> rules.Share:
    """Make a share. The consent is recorded with the receiver's name. Raises `Refused` with every fault."""
    faults = rules.share_faults(asked.receiver, asked.blocks, asked.last_day, clock.today())
    if faults:
        raise Refused(faults)
    _hold_to_a_few(volunteer_id)
    share_id = codes.new_id()
    item = ShareItem(
        _key(token_of(share_id)),
        share_id=share_id,
        volunteer_id=volunteer_id,
        receiver=asked.receiver,
        blocks=list(dict.fromkeys(asked.blocks)),
        first=asked.first,
        last=asked.last,
        last_day=asked.last_day,
        made_at=clock.now(),
        views=[],
    )
    transaction = Transaction()
    transaction.create(item)
    consent.give_to(transaction, volunteer_id, share_id, asked.receiver)
    audit.record(transaction, f"volunteer#{volunteer_id}", volunteer_id, "share", about=share_id)
    transaction.commit()
    return item.share()


def _hold_to_a_few(volunteer_id: str) -> None:
    today = clock.today()
    still = ShareItem.by_volunteer.query(volunteer_id, filter_condition=ShareItem.ended_at.does_not_exist())
    if sum(rules.is_open(item.share(), today) for item in still) >= rules.MOST_OPEN:
        message = f"还在用的链接已有 {rules.MOST_OPEN} 个，请先结束不用的。"
        raise Refused([Violation("15", "sharing.too_many", "", message)])


def list_of(volunteer_id: str, page: Page) -> Any:
    """A page of the own shares, the latest first: one query."""
    return page.latest_of(ShareItem.by_volunteer, volunteer_id)


def shown(item: ShareItem) -> rules.Share:
    return item.share()


def end(volunteer_id: str, share_id: str) -> rules.Share:
    """End an own share at once; ending it again changes nothing."""
    own = ShareItem.by_volunteer.query(volunteer_id, filter_condition=ShareItem.share_id == share_id)
    item = next(iter(own), None)
    if item is None:
        raise NotFound("sharing.unknown", "没有这个链接。")
    if item.ended_at is None:
        item.ended_at = clock.now()
        transaction = Transaction()
        transaction.update(
            ShareItem(item.token_key), [ShareItem.ended_at.set(item.ended_at)], ShareItem.share_id.exists()
        )
        consent.take_back(transaction, volunteer_id, share_id, item.receiver)
        audit.record(transaction, f"volunteer#{volunteer_id}", volunteer_id, "end_share", about=share_id)
        transaction.commit()
    return item.share()


def end_all(volunteer_id: str) -> None:
    """End every share of a volunteer whose account is closed."""
    for item in ShareItem.by_volunteer.query(volunteer_id, filter_condition=ShareItem.ended_at.does_not_exist()):
        end(volunteer_id, item.share_id)


def look(token: str, page: Page) -> Seen:
    """What the receiver of a link may see now; that it was looked at is kept. `NotFound` once it has ended."""
    gone = NotFound("sharing.gone", rules.GONE)
    try:
        item = ShareItem.get(_key(token), consistent_read=True)
    except ShareItem.DoesNotExist:
        raise gone from None
    share = item.share()
    if not rules.is_open(share, clock.today()):
        raise gone
    if page.start is None:
        retried(lambda: _note_view(item.token_key))
    return _seen(share, page)


def _note_view(token_key: str) -> None:
    item = ShareItem.get(token_key, consistent_read=True)
    count, now = int(item.view_count), clock.now()
    transaction = Transaction()
    views = [*item.views, clock.as_text(now)][-_KEPT_VIEWS:]
    actions = [ShareItem.views.set(views), ShareItem.view_count.set(count + 1)]
    if item.ended_at is not None:
        raise Contention
    transaction.update(ShareItem(token_key), actions, ShareItem.view_count == count)
    audit.record(transaction, f"volunteer#{item.volunteer_id}", "receiver", "see_share", about=item.share_id)
    transaction.commit()


def _seen(share: rules.Share, page: Page) -> Seen:
    own = volunteers.own_file(share.volunteer_id).person if "person" in share.blocks else None
    minutes = hours.total_of(share.volunteer_id)[0] if "totals" in share.blocks else None
    service = None
    if "service" in share.blocks:
        service = hours.page_of_volunteer(share.volunteer_id, hours.Wanted(share.first, share.last), page)
    return Seen(
        share=share,
        name=own.name if own else None,
        volunteer_number=own.volunteer_number if own else None,
        minutes=minutes,
        star=star_for(minutes, clock.today(), settings().star_scheme) if minutes is not None else None,
        held_star=holdings.of(share.volunteer_id).star if minutes is not None else None,
        service=service,
        training=list(training.of_volunteer(share.volunteer_id, _LATEST)) if "training" in share.blocks else None,
        commendations=commendations.in_force_of(share.volunteer_id) if "commendations" in share.blocks else None,
    )
