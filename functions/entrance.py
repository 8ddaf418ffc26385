"""What Lambda calls: Zappa's handler, with a door before it that lets in only what `functions.events` takes."""

import logging
import os
from typing import Any

from functions.events import taken
from functions.web.errors import problem
from functions.web.logs import keep_secrets_out

# Zappa would make its own, unguarded, while it is imported; ours is made below, in the same moment of the cold start.
os.environ.pop("INSTANTIATE_LAMBDA_HANDLER_ON_IMPORT", None)

from zappa.handler import LambdaHandler

_log = logging.getLogger(__name__)


class Entrance(LambdaHandler):  # type: ignore[misc]  # Zappa has no types
    """Zappa's handler with a door before it, and an answer of our form where the adapter itself fails."""

    def handler(self, event: Any, context: Any) -> Any:
        return super().handler(taken(event), context)

    def _handle_request_exception(self, _event: Any, _context: Any, exception: Exception) -> dict[str, Any]:
        # Zappa prints the exception, which may quote the request.
        _log.error("the adapter failed: %s", type(exception).__name__)
        answer = problem(500, "系统出错", "unexpected", "系统出了问题，没有办成。请稍后再试。")
        headers = {
            "Content-Type": answer.content_type,
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        return {"statusCode": 500, "headers": headers, "body": answer.get_data(as_text=True), "isBase64Encoded": False}


keep_secrets_out()
_entrance = Entrance()


def lambda_handler(event: Any, context: Any) -> Any:
    """Answer one event."""
    return _entrance.handler(event, context)
