"""Where a request comes from, as far as it can be trusted."""

from flask import request


def client_address() -> str:
    """The address that the gateway itself saw.

    `X-Forwarded-For` is what the caller writes, so on Lambda only `requestContext` is believed; locally it is the
    socket's peer.
    """
    event = request.environ.get("lambda.event")
    if isinstance(event, dict):
        context = event.get("requestContext") or {}
        seen = (context.get("identity") or {}).get("sourceIp") or (context.get("http") or {}).get("sourceIp")
        return str(seen or "unknown")
    return request.environ.get("REMOTE_ADDR") or "unknown"
