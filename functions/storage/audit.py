"""The audit log: who did or saw what, when and why. It is only ever added to."""

import secrets
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from functions.storage import clock
from functions.storage.base import Table, TableMeta, table_name
from functions.storage.transactions import Transaction


class AuditEntry(Table):
    """`subject` is whose record it concerns (``volunteer#id``, ``group#id``); `act` is a verb of the actions."""

    class Meta(TableMeta):
        table_name = table_name("audit_log")

    subject = UnicodeAttribute(hash_key=True)
    at = UnicodeAttribute(range_key=True)
    actor = UnicodeAttribute()
    act = UnicodeAttribute()
    about = UnicodeAttribute(default="")
    reason = UnicodeAttribute(default="")


def _entry(subject: str, actor: str, act: str, about: str, reason: str) -> AuditEntry:
    at = f"{clock.as_text(clock.now())}#{secrets.token_hex(4)}"
    return AuditEntry(subject, at, actor=actor, act=act, about=about, reason=reason)


def record(transaction: Transaction, subject: str, actor: str, act: str, about: str = "", reason: str = "") -> None:
    """Add an entry to the transaction of the act itself, so that neither stands without the other."""
    transaction.create(_entry(subject, actor, act, about, reason))


def saw(subject: str, actor: str, act: str, about: str = "", reason: str = "") -> None:
    """Record that somebody read what is not theirs."""
    _entry(subject, actor, act, about, reason).save()


def looks_at(subject: str, limit: int, start: dict[str, Any] | None) -> Any:
    """A page of who read what of ``subject``, the latest first: one query."""
    return AuditEntry.query(
        subject,
        filter_condition=AuditEntry.act.startswith("see"),
        limit=limit,
        last_evaluated_key=start,
        scan_index_forward=False,
    )
