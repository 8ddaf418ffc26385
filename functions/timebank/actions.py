"""What a volunteer does with the own account: look at it, put minutes by, give some away."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from functions.groups.members import canonical_number
from functions.hours import actions as hours
from functions.hours import lifecycle
from functions.hours.rules import Entry
from functions.messages.actions import tell
from functions.regulation.days import day_text
from functions.regulation.violation import Violation
from functions.storage import audit, clock
from functions.storage.pages import Page, Read
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.transactions import Transaction, retried
from functions.timebank import policies, rules
from functions.timebank.ledger import Book, Note, read
from functions.timebank.models import DepositItem, LegItem, ReversalItem
from functions.timebank.policy import NO_GIFTS, Terms
from functions.volunteers.actions import Known, find_by_numbers, known

_PAGES, _ON_A_PAGE = 10, 100  # how far back "all that is not yet put by" looks


def short(free: int, who: str = "您") -> Conflict:
    """There is not enough to draw (case C55)."""
    words = f"{who}现在可用的余额是 {free} 分钟，不够这一次。没有扣任何时长；请改少一些，或先存入再办理。"
    return Conflict("timebank.short", words, "minutes")


def touch(volunteer_id: str) -> tuple[rules.Account, Terms]:
    """The account as it stands, and the settings. Minutes that are over go back first, by whoever looks."""
    terms = policies.current()
    kept = read(volunteer_id)
    if kept is None or kept.frozen:
        return kept or rules.Account(volunteer_id, ""), terms
    if not rules.expired(kept, terms, clock.today()):
        return kept, terms
    return retried(partial(_expire, volunteer_id, terms)), terms


def _expire(volunteer_id: str, terms: Terms) -> rules.Account:
    book = Book(terms)
    account = book.account(volunteer_id)
    if book.is_changed:
        transaction = Transaction()
        book.write(transaction)
        transaction.commit()
    return account


def statement(volunteer_id: str, page: Page) -> Read:
    """A page of the legs of an account, the latest first, each with whether it was undone: one query and one batch."""
    found = page.latest_of(LegItem, volunteer_id, consistent_read=True)
    legs = [item.leg() for item in found]
    ids = list(dict.fromkeys(leg.transaction_id for leg in legs))
    gone = {item.transaction_id for item in ReversalItem.batch_get(ids)} if ids else set()
    return Read([(leg, leg.transaction_id in gone) for leg in legs], found.last_evaluated_key)


def own_entries(volunteer_id: str, page: Page) -> Read:
    """A page of the own entries in force, the latest first, each with the minutes of it that stand as a deposit."""
    found = hours.page_of_volunteer(volunteer_id, hours.Wanted(), page)
    entries = [item.entry() for item in found]
    stand = deposits_of(volunteer_id, entries)
    shown = [(entry, int(stand[entry.first_id].minutes) if entry.first_id in stand else 0) for entry in entries]
    return Read(shown, found.last_evaluated_key)


def deposits_of(volunteer_id: str, entries: Sequence[Entry]) -> dict[str, DepositItem]:
    """What was ever deposited of these entries, by their first version."""
    keys = [(volunteer_id, first_id) for first_id in dict.fromkeys(entry.first_id for entry in entries)]
    found = DepositItem.batch_get(keys, consistent_read=True) if keys else iter(())
    return {item.entry_id: item for item in found}


@dataclass(frozen=True)
class Deposited:
    """What was put by: the entries, and the account after it."""

    entries: list[Entry]
    account: rules.Account


def deposit(volunteer_id: str, entry_ids: Sequence[str] | None) -> Deposited:
    """Put whole entries by: the chosen ones, or (None) what is not put by yet and fits, the latest first, twenty at most. The
    record stays as it is. Raises `Refused` with every fault, `NotFound` for an entry that is not the own."""
    terms = policies.open_now()
    return retried(partial(_deposit, volunteer_id, terms, entry_ids))


def _deposit(volunteer_id: str, terms: Terms, entry_ids: Sequence[str] | None) -> Deposited:
    version = hours.versions_of([volunteer_id])[volunteer_id]
    book = Book(terms)
    if entry_ids is None:
        entries = _what_fits(volunteer_id, book)
        stand = deposits_of(volunteer_id, entries)
    else:
        entries = _chosen(volunteer_id, entry_ids)
        stand = deposits_of(volunteer_id, entries)
        faults = _entry_faults(entries, stand)
        minutes = sum(entry.minutes for entry in entries)
        faults += rules.deposit_faults(book.account(volunteer_id), terms, minutes, clock.today())
        if faults:
            raise Refused(faults)
    transaction = Transaction()
    for entry in entries:
        day = entry.stay.service_date
        about = f"{day_text(day)} {entry.project}"
        done = book.move(rules.POOL, volunteer_id, entry.minutes, Note(rules.DEPOSIT, about, entry.first_id))
        _stand(transaction, entry, stand.get(entry.first_id), done)
    book.put(_counted(book.account(volunteer_id), sum(entry.minutes for entry in entries)))
    book.settle(volunteer_id)
    book.write(transaction)
    hours.stand_still(transaction, volunteer_id, version)
    audit.record(transaction, f"volunteer#{volunteer_id}", volunteer_id, "timebank_deposit", about=str(len(entries)))
    transaction.commit()
    return Deposited(entries, book.account(volunteer_id))


def _chosen(volunteer_id: str, entry_ids: Sequence[str]) -> list[Entry]:
    found = [hours.find(volunteer_id, entry_id) for entry_id in dict.fromkeys(entry_ids)]
    entries = [entry for entry in found if entry]
    if len(entries) < len(found):
        raise NotFound("timebank.no_entry", "没有这条服务时长，或不是您的。请刷新后重新选。")
    return entries


def _entry_faults(entries: Sequence[Entry], stand: dict[str, DepositItem]) -> list[Violation]:
    """An entry is put by whole, once, and while it is in force."""
    faults = []
    for index, entry in enumerate(entries):
        field = f"entry_ids.{index}"
        if entry.state != lifecycle.IN_FORCE or not entry.minutes:
            words = f"“{entry.project}”的这条时长没有生效，或者已经更正、作废，不能存入。请刷新后重新选。"
            faults.append(Violation("20", "timebank.not_in_force", field, words))
        elif entry.first_id in stand and stand[entry.first_id].minutes:
            words = f"“{entry.project}”的这条时长已经存过了，一条只能存一次。请去掉这一条。"
            faults.append(Violation("20", "timebank.deposited", field, words))
    return faults


def _what_fits(volunteer_id: str, book: Book) -> list[Entry]:
    """Entries that are not put by and fit under every cap. Raises `Refused` where there is none."""
    room = rules.room_for_deposit(book.account(volunteer_id), book.terms, clock.today())
    chosen: list[Entry] = []
    start: dict[str, Any] | None = None
    for _ in range(_PAGES):
        page = own_entries(volunteer_id, Page(_ON_A_PAGE, start))
        for entry, minutes in page:
            left = None if room is None else room - sum(one.minutes for one in chosen)
            fits = entry.minutes > 0 and (left is None or entry.minutes <= left)
            if not minutes and fits and len(chosen) < rules.MOST_ENTRIES:
                chosen.append(entry)
        start = page.last_evaluated_key
        if len(chosen) == rules.MOST_ENTRIES or start is None:
            break
    if not chosen:
        words = "没有可以存入的时长：都已经存过，或者超过了本区县的上限。"
        raise Refused([Violation("20", "timebank.nothing", "", words)])
    return chosen


def _stand(transaction: Transaction, entry: Entry, before: DepositItem | None, transaction_id: str) -> None:
    item = DepositItem(
        entry.volunteer_id, entry.first_id, minutes=entry.minutes, transaction_id=transaction_id, version=1
    )
    if before is None:
        transaction.create(item)
    else:
        item.version = int(before.version) + 1
        transaction.replace(item, DepositItem.version == int(before.version))


def _counted(account: rules.Account, minutes: int) -> rules.Account:
    today = clock.today().isoformat()
    used = account.day_minutes if account.day == today else 0
    return replace(account, deposited=account.deposited + minutes, day=today, day_minutes=used + minutes)


def other_person(volunteer_id: str, number: str) -> tuple[Known | None, list[Violation]]:
    """The volunteer with a number, who must be somebody else."""
    canonical = canonical_number(number)
    person = find_by_numbers([canonical]).get(canonical)
    is_self = person is not None and person.person_key == known(volunteer_id).person_key
    return person, rules.other_faults(person is not None, is_self)


def give(volunteer_id: str, number: str, minutes: int, note: str) -> rules.Account:
    """Give minutes to another volunteer, as far as the district allows. Raises `Refused`, `Conflict` where they are too few."""
    terms = policies.open_now()
    if not terms.gifts_allowed:
        raise Conflict("timebank.no_gifts", NO_GIFTS)
    person, faults = other_person(volunteer_id, number)
    faults += rules.minutes_faults(minutes)
    if faults or person is None:
        raise Refused(faults)
    return retried(partial(_give, volunteer_id, terms, person, (minutes, note)))


def _give(volunteer_id: str, terms: Terms, person: Known, what: tuple[int, str]) -> rules.Account:
    minutes, note = what
    book, year = Book(terms), clock.today().year
    account, other = book.account(volunteer_id), book.account(person.volunteer_id)
    faults = rules.gift_faults(account, other, terms, minutes, year)
    if faults:
        raise Refused(faults)
    if account.free < minutes:
        raise short(account.free)
    book.move(volunteer_id, person.volunteer_id, minutes, Note(rules.GIFT, note or "赠送", keeps_months=True))
    given = account.gift_minutes if account.gift_year == year else 0
    book.put(replace(book.account(volunteer_id), gift_year=year, gift_minutes=given + minutes))
    book.settle(person.volunteer_id)
    transaction = Transaction()
    book.write(transaction)
    audit.record(transaction, f"volunteer#{volunteer_id}", volunteer_id, "timebank_gift", about=str(minutes))
    words = f"{account.shown_name}从时间银行赠送给您 {minutes} 分钟。"
    tell(transaction, person.volunteer_id, "timebank.gift", words)
    transaction.commit()
    return book.account(volunteer_id)
