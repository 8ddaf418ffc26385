"""Putting on the shelf what anyone may see, in the transaction of what it tells of."""

import json
from typing import Any

from functions.storage import clock, codes
from functions.storage.transactions import Transaction
from functions.supervision.models import Publication

NOTICES, DRAWS = "notice", "draw"


def new_id() -> str:
    """An id that opens with the time, so that what is published lies in its order."""
    return f"{clock.now():%Y%m%d%H%M%S}-{codes.new_id()[:12]}"


def population_of(draw_id: str) -> str:
    """The shelf on which the parts of a draw's list lie."""
    return f"population#{draw_id}"


def put(transaction: Transaction, shelf: str, place: str, content: dict[str, Any], first: bool) -> None:
    """Add to ``transaction`` what anyone sees from now on; ``first``: nothing lies there yet."""
    item = Publication(shelf, place, content=json.dumps(content, ensure_ascii=False))
    if first:
        transaction.create(item)
    else:
        transaction.replace(item, Publication.shelf.exists())


def put_part(transaction: Transaction, draw_id: str, number: int, text: str) -> None:
    """Add to ``transaction`` a part of a draw's list."""
    transaction.create(Publication(population_of(draw_id), f"{number:04d}", content=text))
