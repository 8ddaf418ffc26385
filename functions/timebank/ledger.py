"""The ledger: movements of two legs, written with the accounts they change in one transaction.

An account is written only as it was read (its version), so of two who draw the same minutes one reads again, and finds what is
left. The pool is only added to, under the condition that it owes what it gives: so it holds no one up for long.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from functions.storage import clock, codes
from functions.storage.refusals import Conflict
from functions.storage.transactions import Transaction
from functions.timebank import rules
from functions.timebank.models import AccountItem, LegItem
from functions.timebank.policy import Terms
from functions.timebank.rules import POOL, Account, Leg
from functions.volunteers.actions import known
from functions.volunteers.rules import masked_name

_FROZEN = Conflict("timebank.frozen", "这份登记正在并入或已经并入另一份，它的时间银行不能再办理。")


@dataclass(frozen=True)
class Note:
    """What a movement is, and what it is about. ``keeps_months``: the minutes stay as old as they were."""

    kind: str
    about: str
    entry_id: str = ""
    reverses: str = ""
    keeps_months: bool = False


def read(volunteer_id: str) -> Account | None:
    """An account as it is kept; None where nothing was ever put by or given."""
    try:
        return AccountItem.get(volunteer_id, consistent_read=True).account()
    except AccountItem.DoesNotExist:
        return None


class Book:
    """What one act does to the ledger: opened accounts, and movements between them; `write` adds all of it to a transaction."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.now: datetime = clock.now()
        self._read: dict[str, Account] = {}
        self._now: dict[str, Account] = {}
        self._legs: list[Leg] = []
        self._pool = 0

    def account(self, volunteer_id: str) -> Account:
        """The account as it stands in this act. When it is first opened, minutes that are over go back to the pool."""
        if volunteer_id not in self._now:
            kept = read(volunteer_id)
            if kept is not None and kept.frozen:
                raise _FROZEN
            found = kept or Account(volunteer_id, masked_name(known(volunteer_id).name))
            self._read[volunteer_id] = self._now[volunteer_id] = found
            self._expire(found)
        return self._now[volunteer_id]

    def put(self, account: Account) -> None:
        """Change what is noted at an account beside its balance."""
        self._now[account.account_id] = account

    def _expire(self, account: Account) -> None:
        over = rules.expired(account, self.terms, clock.today())
        if over:
            about = f"存入以后满 {self.terms.expiry_months} 个月没有用"
            self.move(account.account_id, POOL, over, Note(rules.EXPIRY, about))

    def move(self, source: str, target: str, minutes: int, note: Note) -> str:
        """Minutes go from one account to another; returns the transaction's id. The source has them: it was asked before."""
        transaction_id = codes.new_id()
        lots: rules.Lots = ((rules.month_of(clock.today()), minutes),)
        if source != POOL:
            changed, taken = rules.debited(self.account(source), minutes)
            self.put(changed)
            lots = taken if note.keeps_months else lots
        if target != POOL:
            self.put(rules.credited(self.account(target), lots))
        self._add_leg(transaction_id, source, target, -minutes, note)
        self._add_leg(transaction_id, target, source, minutes, note)
        return transaction_id

    def _add_leg(self, transaction_id: str, owner: str, other: str, minutes: int, note: Note) -> None:
        if owner == POOL:
            self._pool += minutes
            leg_id, balance = f"{clock.as_text(self.now)}-{transaction_id}", None
        else:
            account = replace(self.account(owner), legs=self.account(owner).legs + 1)
            self.put(account)
            leg_id, balance = f"{account.legs:08d}", account.balance
        shown = "" if other == POOL else self.account(other).shown_name
        self._legs.append(
            Leg(
                account_id=owner,
                leg_id=leg_id,
                transaction_id=transaction_id,
                kind=note.kind,
                minutes=minutes,
                balance=balance,
                counterpart=other,
                shown_name=shown,
                at=self.now,
                about=note.about,
                entry_id=note.entry_id,
                reverses=note.reverses,
            )
        )

    def take_back(self, volunteer_id: str, minutes: int, note: Note) -> None:
        """What should not have come in goes back to the pool. What is spent or promised already is owed, and taken from what
        comes next: a balance below zero would be a loan that nobody gave, and who served for it keeps what was earned."""
        now = min(self.account(volunteer_id).free, minutes)
        if now:
            self.move(volunteer_id, POOL, now, note)
        account = self.account(volunteer_id)
        self.put(replace(account, owed=account.owed + minutes - now))

    def settle(self, volunteer_id: str) -> None:
        """Take what is owed from what is free now."""
        account = self.account(volunteer_id)
        due = min(account.owed, account.free)
        if due:
            self.move(volunteer_id, POOL, due, Note(rules.RETURN, "补扣以前没有扣完的时长"))
            account = self.account(volunteer_id)
            self.put(replace(account, owed=account.owed - due))

    @property
    def is_changed(self) -> bool:
        return self._now != self._read

    def write(self, transaction: Transaction) -> None:
        """Add every changed account and every leg to ``transaction``."""
        for account_id, account in self._now.items():
            before = self._read[account_id]
            if account == before:
                continue
            item = AccountItem.of(replace(account, version=before.version + 1))
            if before.version:
                transaction.replace(item, AccountItem.version == before.version)
            else:
                transaction.create(item)
        for leg in self._legs:
            transaction.create(LegItem.of(leg))
        if self._pool:
            owes = AccountItem.balance <= min(0, -self._pool)
            may_be_new = AccountItem.account_id.does_not_exist() | owes if self._pool < 0 else owes
            actions = [AccountItem.balance.add(self._pool), AccountItem.version.add(1)]
            transaction.update(AccountItem(POOL), actions, may_be_new)
