"""How a message is shown."""

from typing import Any

from functions.web.answers import shown_instant


def message_view(message: Any) -> dict[str, Any]:
    return {
        "message_id": message.message_id,
        "kind": message.kind,
        "text": message.text,
        "about": message.about,
        "told_at": shown_instant(message.told_at),
    }
