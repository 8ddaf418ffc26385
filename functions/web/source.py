"""Where a request comes from, as far as it can be trusted."""

import hmac
from typing import Any

from flask import request

from functions.storage.refusals import NotAllowed
from functions.storage.settings import settings

_PROOF = "X-Origin-Proof"


def only_through_the_front() -> None:
    """Refuse what did not come through the distribution, where there is one: it adds a secret to each request that it passes on.

    Without it the gateway could be asked directly, past the firewall, by somebody who writes the headers that the distribution
    else writes. Where no secret is configured (one machine, or a gateway without a distribution) everything is let in.
    """
    secrets = settings().origin_secrets
    given = request.headers.get(_PROOF, "")
    if secrets and not any(hmac.compare_digest(given.encode(), secret.encode()) for secret in secrets):
        raise NotAllowed("web.front", "请从网站的网址访问。")


def client_address() -> str:
    """The address that the first of ours saw: the distribution's word where it is proven, else the gateway's own.

    `X-Forwarded-For` begins with what the caller writes, so on Lambda only `requestContext` is believed; behind a distribution that is
    the distribution's own address, one for everybody, and the viewer's is in a header that the distribution overwrites, or, where it has
    none, what it put at the end of `X-Forwarded-For` before the gateway added the distribution's. Locally it is the socket's peer.
    """
    event = request.environ.get("lambda.event")
    seen = _seen_by_the_gateway(event) if isinstance(event, dict) else request.environ.get("REMOTE_ADDR") or "unknown"
    if settings().origin_secrets:  # `only_through_the_front` has let it in
        return _seen_by_the_front(seen) or seen
    return seen


def _seen_by_the_gateway(event: dict[str, Any]) -> str:
    context = event.get("requestContext") or {}
    seen = (context.get("identity") or {}).get("sourceIp") or (context.get("http") or {}).get("sourceIp")
    return str(seen or "unknown")


def _seen_by_the_front(gateway_saw: str) -> str:
    header = settings().viewer_header
    if header:
        return request.headers.get(header, "").rpartition(":")[0]
    added = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if added[-1] == gateway_saw:
        added.pop()
    return added[-1] if added else ""
