"""Counters that hold back floods: conditional, per window of time, with the expiry compared on every read.

Two tables, one for each function, so that the public function writes nothing but its own.
"""

import hashlib
from contextlib import suppress

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError

from functions.storage import clock
from functions.storage.base import Table, TableMeta, table_name


class RateCounter(Table):
    class Meta(TableMeta):
        table_name = table_name("rate_counters")

    counter_key = UnicodeAttribute(hash_key=True)
    hits = NumberAttribute()
    expires = NumberAttribute()


class PublicRateCounter(Table):
    class Meta(TableMeta):
        table_name = table_name("public_rate_counters")

    counter_key = UnicodeAttribute(hash_key=True)
    hits = NumberAttribute()
    expires = NumberAttribute()


Counter = type[RateCounter] | type[PublicRateCounter]


def _place(what: str, who: str, window: int) -> tuple[str, int]:
    """The counter of this window, and the second at which it ends. `who` is hashed: no address is stored."""
    number = int(clock.now().timestamp()) // window
    hashed = hashlib.sha256(f"{who}\0{number}".encode()).hexdigest()[:32]
    return f"{what}#{hashed}#{number}", (number + 1) * window


def hit(counter: Counter, what: str, who: str, limit: int, window: int) -> int:
    """Count one try. Returns 0 where it is allowed, else the seconds until the window ends."""
    key, ends = _place(what, who, window)
    item = counter(key)
    try:
        item.update(
            actions=[counter.hits.add(1), counter.expires.set(ends + 3600)],
            condition=counter.hits.does_not_exist() | (counter.hits < limit),
        )
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return _seconds_until(ends)
    return 0


def give_back(counter: Counter, what: str, who: str, window: int) -> None:
    """Take back one counted try, because it turned out to be an honest one."""
    key, _ = _place(what, who, window)
    with suppress(UpdateError):  # the window has just ended: nothing to take back
        counter(key).update(actions=[counter.hits.add(-1)], condition=counter.hits > 0)


def spent(counter: Counter, what: str, who: str, limit: int, window: int) -> int:
    """Whether the tries of this window are used up, without counting one: 0, or the seconds until it ends."""
    key, ends = _place(what, who, window)
    try:
        hits = int(counter.get(key).hits)
    except counter.DoesNotExist:
        return 0
    return _seconds_until(ends) if hits >= limit else 0


def _seconds_until(ends: int) -> int:
    return max(1, ends - int(clock.now().timestamp()))
