"""Telling a person something, and reading what one was told."""

import secrets
from typing import Any

from functions.messages.models import Message
from functions.storage import clock
from functions.storage.pages import Page
from functions.storage.transactions import Transaction


def tell(transaction: Transaction, person: str, kind: str, text: str, about: str = "") -> None:
    """Add a message to the transaction of what it tells of. ``text`` is a Chinese sentence without personal numbers."""
    message_id = f"{clock.as_text(clock.now())}#{secrets.token_hex(4)}"
    transaction.create(Message(person, message_id, kind=kind, text=text, about=about, told_at=clock.now()))


def list_of(person: str, page: Page) -> Any:
    """A page of a person's messages, the newest first: one query."""
    return page.latest_of(Message, person)
