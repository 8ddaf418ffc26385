"""Undoing: by counter-entries only. What follows where an entry is voided or shortened, and what the supervisor reverses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from functions.accounts import actions as accounts
from functions.groups.members import canonical_number
from functions.hours.rules import Entry
from functions.messages.actions import tell
from functions.regulation.days import day_text
from functions.storage import audit, clock
from functions.storage.pages import Page, Read
from functions.storage.refusals import Conflict, NotFound, Refused
from functions.storage.transactions import Transaction, retried
from functions.timebank import policies, rules
from functions.timebank.actions import deposits_of, statement, touch
from functions.timebank.ledger import Book, Note, read
from functions.timebank.models import AccountItem, DepositItem, LegItem, ReversalItem
from functions.timebank.policy import Terms
from functions.volunteers.actions import Known, by_number, known
from functions.volunteers.minors import note_look

_TWICE = Conflict("timebank.reversed", "这一笔已经冲正或退回过，不能再冲。请刷新后看最新的明细。")


def entries_changed(transaction: Transaction, volunteer_id: str, changed: Sequence[tuple[Entry, int]]) -> None:
    """Add to ``transaction`` what the time bank makes of entries that count for fewer minutes now (0: for none): what was
    deposited beyond them goes back, in the same transaction, also while the district's time bank is off."""
    stand = deposits_of(volunteer_id, [entry for entry, _ in changed])
    book, total = Book(policies.current()) if stand else None, 0
    for entry, minutes in changed:
        item = stand.get(entry.first_id)
        beyond = int(item.minutes) - minutes if item else 0
        if book is None or item is None or beyond <= 0:
            continue
        day = entry.stay.service_date
        about = f"{day_text(day)} {entry.project} 的时长有变动"
        note = Note(rules.RETURN, about, entry.first_id, str(item.transaction_id))
        book.take_back(volunteer_id, beyond, note)
        account = book.account(volunteer_id)
        book.put(replace(account, deposited=account.deposited - beyond))
        _lower(transaction, item, minutes)
        total += beyond
    if book and total:
        book.write(transaction)
        words = f"您存入时间银行的时长有变动，{total} 分钟退回。不够退的，从以后存入的时长里扣。"
        tell(transaction, volunteer_id, "timebank.returned", words)


def _lower(transaction: Transaction, item: DepositItem, minutes: int) -> None:
    """Of a deposit ``minutes`` still stand; with none left it is undone for good."""
    version = int(item.version)
    actions = [DepositItem.minutes.set(minutes), DepositItem.version.set(version + 1)]
    transaction.update(DepositItem(item.volunteer_id, item.entry_id), actions, DepositItem.version == version)
    if not minutes:
        undone = ReversalItem(item.transaction_id, reversed_by="", at=clock.now())
        transaction.create(undone)


def freeze(transaction: Transaction, volunteer_id: str) -> None:
    """Add to ``transaction`` that a record which ends in another has an empty time bank that stays empty. Raises `Conflict` where
    it was used: its entries would be put by twice."""
    used = Conflict(
        "timebank.used",
        "要并进来的这一份用过时间银行。请改为保留这一份、并入另一份；或者先在“时间银行”里冲正它的存入，再来合并。",
    )
    kept = read(volunteer_id)
    if kept is None:
        transaction.create(AccountItem.of(rules.Account(volunteer_id, "", version=1, frozen=True)))
        return
    if kept.balance or kept.held or kept.owed or kept.deposited:
        raise used
    frozen = AccountItem.of(replace(kept, version=kept.version + 1, frozen=True))
    transaction.replace(frozen, AccountItem.version == kept.version)


def thaw(transaction: Transaction, volunteer_id: str) -> None:
    """Add to ``transaction`` that a record which was parted again may use the time bank."""
    kept = read(volunteer_id)
    if kept is not None and kept.frozen:
        free = AccountItem.of(replace(kept, version=kept.version + 1, frozen=False))
        transaction.replace(free, AccountItem.version == kept.version)


@dataclass(frozen=True)
class Looked:
    """An account as the supervisor sees it."""

    person: Known
    account: rules.Account
    terms: Terms


def _person(number: str) -> Known:
    person = by_number(canonical_number(number))
    if person is None:
        raise NotFound("timebank.no_person", "没有这个志愿者编号，请核对。")
    return person


def look(actor_id: str, number: str) -> Looked:
    """The supervisor looks at somebody's account; that it was looked at is on record."""
    person = _person(number)
    _saw(actor_id, person)
    return Looked(person, *touch(person.volunteer_id))


def look_at_statement(actor_id: str, number: str, page: Page) -> Read:
    """A page of somebody's legs, for the supervisor; that it was looked at is on record."""
    person = _person(number)
    if page.start is None:
        _saw(actor_id, person)
    return statement(person.volunteer_id, page)


def _saw(actor_id: str, person: Known) -> None:
    audit.saw(f"volunteer#{person.volunteer_id}", actor_id, "see_timebank", about=person.volunteer_number)
    note_look(person.volunteer_id, actor_id, "查看时间银行")


def pool() -> int:
    """What the pool stands at: all other balances together, with the other sign."""
    try:
        return int(AccountItem.get(rules.POOL, consistent_read=True).balance)
    except AccountItem.DoesNotExist:
        return 0


def reverse(actor_id: str, number: str, leg_id: str, reason: str) -> rules.Account:
    """The supervisor undoes a movement by a counter-entry, once. Raises `Refused`, `Conflict`, `NotFound`."""
    terms, person = policies.open_now(), _person(number)
    try:
        leg = LegItem.get(person.volunteer_id, leg_id, consistent_read=True).leg()
    except LegItem.DoesNotExist:
        raise NotFound("timebank.no_leg", "这位志愿者的明细里没有这一笔，请刷新后再办。") from None
    parties = [
        known(account_id).person_key for account_id in (leg.account_id, leg.counterpart) if account_id != rules.POOL
    ]
    faults = rules.reversal_faults(leg, reason, accounts.find(actor_id).person_key in parties)
    if faults:
        raise Refused(faults)
    return retried(partial(_reverse, actor_id, terms, leg, reason))


def _reverse(actor_id: str, terms: Terms, leg: rules.Leg, reason: str) -> rules.Account:
    transaction, book = Transaction(), Book(terms)
    minutes = _undo_deposit(transaction, book, leg) if leg.kind == rules.DEPOSIT else abs(leg.minutes)
    came_to, came_from = (leg.account_id, leg.counterpart) if leg.minutes > 0 else (leg.counterpart, leg.account_id)
    free = book.account(came_to).free
    if any(True for _ in ReversalItem.query(leg.transaction_id, consistent_read=True)):
        raise _TWICE
    if free < minutes:
        words = f"收到时长的人现在可用的只有 {free} 分钟，这一笔是 {minutes} 分钟，冲不回来。请等对方有了余额再办。"
        raise Conflict("timebank.spent", words)
    note = Note(rules.REVERSAL, reason, leg.entry_id, leg.transaction_id)
    book.move(came_to, came_from, minutes, note)
    if leg.kind != rules.DEPOSIT:
        transaction.create(ReversalItem(leg.transaction_id, reversed_by=actor_id, at=clock.now()), _TWICE)
    for account_id in {came_to, came_from} - {rules.POOL}:
        book.settle(account_id)
        about = f"volunteer#{account_id}"
        audit.record(transaction, about, actor_id, "timebank_reverse", about=leg.transaction_id, reason=reason)
        words = f"主管部门冲正了您时间银行里“{rules.KINDS[leg.kind]}”的 {minutes} 分钟，理由：{reason}"
        tell(transaction, account_id, "timebank.reversed", words, leg.transaction_id)
    book.write(transaction)
    transaction.commit()
    return book.account(leg.account_id)


def _undo_deposit(transaction: Transaction, book: Book, leg: rules.Leg) -> int:
    """Take a deposit off its entry, which may then be put by anew; returns the minutes of it that still stood."""
    item = DepositItem.get(leg.account_id, leg.entry_id, consistent_read=True)
    minutes = int(item.minutes)
    if item.transaction_id != leg.transaction_id or not minutes:
        raise _TWICE
    account = book.account(leg.account_id)
    book.put(replace(account, deposited=account.deposited - minutes))
    _lower(transaction, item, 0)
    return minutes
