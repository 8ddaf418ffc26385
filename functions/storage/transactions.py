"""One act, one transaction: writes of several rooms that all happen or none does."""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from functions.storage.base import connection
from functions.storage.refusals import Refusal, Unavailable

MOST_WRITES = 100  # the engine's limit for one transaction
_PATIENCE = 15.0  # seconds: within the 29 that the gateway gives a request
_LONGEST_PAUSE = 0.25
_Answer = TypeVar("_Answer")
_Item = TypeVar("_Item", bound=Model)


class Contention(Exception):
    """Somebody else wrote what this act had read: load again, ask the rules again, try again."""


@dataclass(frozen=True)
class _Write:
    kind: str
    model: Model
    condition: Condition | None  # None for counters alone
    actions: Sequence[Action]
    refusal: Refusal | None


class Transaction:
    """Collects writes; `commit` sends them at once.

    Every write but a counter's has a condition. A `refusal` is raised when that write's condition fails; a failed condition without
    one, or a conflict with another transaction, is `Contention`.
    """

    def __init__(self) -> None:
        self._writes: list[_Write] = []
        self._counts: dict[tuple[type[Model], tuple[str, str]], dict[str, int]] = {}

    def __len__(self) -> int:
        return len(self._writes) + len(self._counts)

    def count(self, table: type[Model], key: tuple[str, str], amounts: Mapping[str, int]) -> None:
        """Add to the numbers of an item of counters, which begin at 0. Counted more than once, it is written once."""
        found = self._counts.setdefault((table, key), {})
        for name, amount in amounts.items():
            found[name] = found.get(name, 0) + amount

    def _counted(self) -> Iterator[_Write]:
        for (table, key), amounts in self._counts.items():
            actions = [getattr(table, name).add(amount) for name, amount in amounts.items() if amount]
            if actions:
                yield _Write("update", table(*key), None, actions, None)

    def create(self, model: Model, refusal: Refusal | None = None) -> None:
        """Put an item that must not exist yet."""
        hash_key = type(model)._hash_key_attribute()
        self._writes.append(_Write("put", model, hash_key.does_not_exist(), [], refusal))

    def replace(self, model: Model, condition: Condition, refusal: Refusal | None = None) -> None:
        """Put over an item, where `condition` holds of what stands there."""
        self._writes.append(_Write("put", model, condition, [], refusal))

    def update(
        self, model: Model, actions: Sequence[Action], condition: Condition, refusal: Refusal | None = None
    ) -> None:
        """Change an item; `condition` must include its existence where that matters."""
        self._writes.append(_Write("update", model, condition, actions, refusal))

    def check(self, model: Model, condition: Condition) -> None:
        """Write nothing at an item (named by a hash key alone), but let nothing else be written unless `condition` holds of it."""
        self._writes.append(_Write("check", model, condition, [], None))

    def delete(self, model: Model, refusal: Refusal | None = None, condition: Condition | None = None) -> None:
        """Take an item away that exists, and of which `condition` holds."""
        exists = type(model)._hash_key_attribute().exists()
        self._writes.append(_Write("delete", model, exists if condition is None else condition, [], refusal))

    def commit(self) -> None:
        # The engine names its reasons in this order: checks, deletes, puts, updates.
        ordered = sorted(
            [*self._writes, *self._counted()], key=lambda write: ("check", "delete", "put", "update").index(write.kind)
        )
        try:
            with TransactWrite(connection=connection()) as transact:
                for write in ordered:
                    _add(transact, write)
        except TransactWriteError as error:
            _raise_reason(error, ordered)


def _add(transact: TransactWrite, write: _Write) -> None:
    if write.kind == "put":
        transact.save(write.model, condition=write.condition)
    elif write.kind == "update":
        transact.update(write.model, actions=list(write.actions), condition=write.condition)
    elif write.kind == "check":
        kind = type(write.model)
        hash_key = getattr(write.model, str(kind._hash_key_attribute().attr_name))
        transact.condition_check(kind, hash_key, condition=write.condition)
    else:
        transact.delete(write.model, condition=write.condition)


def _raise_reason(error: TransactWriteError, writes: list[_Write]) -> None:
    """Turn the engine's answer into the refusal of the write that failed, or contention, or pass it on."""
    reasons = error.cancellation_reasons
    for write, reason in zip(writes, reasons, strict=False):
        if reason is not None and reason.code == "ConditionalCheckFailed" and write.refusal is not None:
            raise write.refusal from error
    codes = {reason.code for reason in reasons if reason is not None}
    if codes & {"ConditionalCheckFailed", "TransactionConflict"} or _is_conflict(error):
        raise Contention from error
    raise error


def _is_conflict(error: TransactWriteError) -> bool:
    return error.cause_response_code in {"TransactionConflictException", "TransactionInProgressException"}


def retried(act: Callable[[], _Answer]) -> _Answer:
    """Run ``act`` (load, ask the rules, commit) until nobody else gets in between; jittered, and not for ever."""
    give_up = time.monotonic() + _PATIENCE
    pause = 0.01
    while time.monotonic() < give_up:
        try:
            return act()
        except Contention:
            time.sleep(random.uniform(0.001, pause))  # noqa: S311 - jitter, not a secret
            pause = min(2 * pause, _LONGEST_PAUSE)
    raise Unavailable("busy", "现在同时办理的人太多，这次没有保存。请过一会儿再试一次。")


def change_versioned(
    find: Callable[[], _Item], act: Callable[[_Item], None], also: Callable[[Transaction], None] | None = None
) -> _Item:
    """Change an item that has a ``version``, whoever else does at the same time: it is found and acted on again until nobody came
    in between. ``also`` adds to the same transaction."""

    def once() -> _Item:
        item = find()
        changing: Any = item
        before = int(changing.version)
        act(item)
        changing.version = before + 1
        transaction = Transaction()
        transaction.replace(item, type(changing).version == before)
        if also:
            also(transaction)
        transaction.commit()
        return item

    return retried(once)
