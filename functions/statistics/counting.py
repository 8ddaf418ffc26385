"""Counting as things happen: every room adds to its own transaction what changes. Knows no other room's actions.

A cell is spread over shards, so that many who write at once do not wait for one item. A write costs two units.
"""

import random

from functions.statistics.cells import Cell, Count
from functions.statistics.models import StatisticCell
from functions.storage.transactions import Transaction

SHARDS = 16


def count(transaction: Transaction, *changes: tuple[Cell, Count]) -> None:
    """Add changes of cells to ``transaction``: one write for each cell that changes."""
    for cell, change in changes:
        # One shard for all that a transaction counts: an item may be written once in it.
        key = cell.period, f"{cell.name}#{_shard_of(transaction)}"
        transaction.count(StatisticCell, key, {"amount": change.amount, "times": change.times})


def _shard_of(transaction: Transaction) -> int:
    return random.Random(id(transaction)).randrange(SHARDS)  # noqa: S311 - spreads writes, is no secret
