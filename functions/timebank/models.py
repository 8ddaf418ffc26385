"""Tables of the time bank: terms, accounts, legs (only added to), what was reversed, which entries are deposited, requests."""

from typing import Any

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.storage import encryption
from functions.storage.base import InstantAttribute, Table, TableMeta, table_name
from functions.storage.versions import VersionColumns
from functions.timebank import rules

_NUMBERS = (
    "balance", "held", "owed", "deposited", "day_minutes", "gift_year", "gift_minutes", "legs", "version",
)  # fmt: skip


class TermsItem(VersionColumns, Table):
    """One version of the district's settings."""

    KIND = "timebank_terms"

    class Meta(TableMeta):
        table_name = table_name("timebank_terms")


class AccountItem(Table):
    """An account; `version` goes up with every write, so that of two writers who read the same state one must read again."""

    class Meta(TableMeta):
        table_name = table_name("timebank_accounts")

    account_id = UnicodeAttribute(hash_key=True)
    shown_name = UnicodeAttribute(default="")
    balance = NumberAttribute(default=0)
    held = NumberAttribute(default=0)
    owed = NumberAttribute(default=0)
    deposited = NumberAttribute(default=0)
    lots = JSONAttribute(null=True)
    day = UnicodeAttribute(null=True)
    day_minutes = NumberAttribute(default=0)
    gift_year = NumberAttribute(default=0)
    gift_minutes = NumberAttribute(default=0)
    legs = NumberAttribute(default=0)
    version = NumberAttribute(default=0)
    frozen = BooleanAttribute(default=False)

    def account(self) -> rules.Account:
        numbers = {name: int(getattr(self, name)) for name in _NUMBERS}
        lots = tuple((str(month), int(minutes)) for month, minutes in self.lots or [])
        return rules.Account(
            account_id=self.account_id,
            shown_name=self.shown_name,
            lots=lots,
            day=self.day or "",
            frozen=bool(self.frozen),
            **numbers,
        )

    @classmethod
    def of(cls, account: rules.Account) -> "AccountItem":
        plain: dict[str, Any] = {
            **vars(account),
            "lots": [list(lot) for lot in account.lots],
            "day": account.day or None,
        }
        return cls(**plain)


class LegItem(Table):
    """One leg. `leg_id` counts an account's own legs; for the pool it is the transaction's."""

    class Meta(TableMeta):
        table_name = table_name("timebank_legs")

    account_id = UnicodeAttribute(hash_key=True)
    leg_id = UnicodeAttribute(range_key=True)
    transaction_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    minutes = NumberAttribute()
    balance = NumberAttribute(null=True)
    counterpart = UnicodeAttribute()
    shown_name = UnicodeAttribute()
    at = InstantAttribute()
    about = BinaryAttribute(legacy_encoding=False)
    entry_id = UnicodeAttribute(null=True)
    reverses = UnicodeAttribute(null=True)

    def leg(self) -> rules.Leg:
        apart = {"minutes", "balance", "about", "entry_id", "reverses"}
        plain: dict[str, Any] = {
            name: getattr(self, name) for name in rules.Leg.__dataclass_fields__ if name not in apart
        }
        return rules.Leg(
            minutes=int(self.minutes),
            balance=None if self.balance is None else int(self.balance),
            about=encryption.unseal(self.about, self.transaction_id),
            entry_id=self.entry_id or "",
            reverses=self.reverses or "",
            **plain,
        )

    @classmethod
    def of(cls, leg: rules.Leg) -> "LegItem":
        plain: dict[str, Any] = {**vars(leg), "entry_id": leg.entry_id or None, "reverses": leg.reverses or None}
        plain["about"] = encryption.seal(leg.about, leg.transaction_id)
        return cls(**plain)


class ReversalItem(Table):
    """That a transaction was undone; made once, so that nothing is undone twice."""

    class Meta(TableMeta):
        table_name = table_name("timebank_reversals")

    transaction_id = UnicodeAttribute(hash_key=True)
    reversed_by = UnicodeAttribute()
    at = InstantAttribute()


class DepositItem(Table):
    """Which minutes of an own entry (by its first version) stand as a deposit; 0 once it was undone."""

    class Meta(TableMeta):
        table_name = table_name("timebank_deposits")

    volunteer_id = UnicodeAttribute(hash_key=True)
    entry_id = UnicodeAttribute(range_key=True)
    minutes = NumberAttribute()
    transaction_id = UnicodeAttribute()
    version = NumberAttribute()


class RequestsOfAsker(GlobalSecondaryIndex["ServiceRequestItem"]):
    class Meta:
        index_name = "by_asker"
        projection = AllProjection()

    asker_id = UnicodeAttribute(hash_key=True)
    asked_at = InstantAttribute(range_key=True)


class RequestsToServer(GlobalSecondaryIndex["ServiceRequestItem"]):
    class Meta:
        index_name = "by_server"
        projection = AllProjection()

    server_id = UnicodeAttribute(hash_key=True)
    asked_at = InstantAttribute(range_key=True)


class ServiceRequestItem(Table):
    """A request for a service; what it says in words is sealed."""

    class Meta(TableMeta):
        table_name = table_name("timebank_requests")

    request_id = UnicodeAttribute(hash_key=True)
    asker_id = UnicodeAttribute()
    asker_name = UnicodeAttribute()
    server_id = UnicodeAttribute()
    server_name = UnicodeAttribute()
    minutes = NumberAttribute()
    what = BinaryAttribute(legacy_encoding=False)
    reason = BinaryAttribute(legacy_encoding=False)
    asked_at = InstantAttribute()
    decided_at = InstantAttribute(null=True)
    state = UnicodeAttribute()
    version = NumberAttribute()

    by_asker = RequestsOfAsker()
    by_server = RequestsToServer()

    def request(self) -> rules.Request:
        apart = {"minutes", "version", "what", "reason"}
        plain: dict[str, Any] = {
            name: getattr(self, name) for name in rules.Request.__dataclass_fields__ if name not in apart
        }
        sealed: dict[str, Any] = {
            name: encryption.unseal(getattr(self, name), self.request_id) for name in ("what", "reason")
        }
        return rules.Request(minutes=int(self.minutes), version=int(self.version), **plain, **sealed)

    @classmethod
    def of(cls, request: rules.Request) -> "ServiceRequestItem":
        sealed = {name: encryption.seal(getattr(request, name), request.request_id) for name in ("what", "reason")}
        return cls(**{**vars(request), **sealed})
