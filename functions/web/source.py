"""Where a request comes from, as far as it can be trusted."""

import hmac

from flask import request

from functions.storage.refusals import NotAllowed
from functions.storage.settings import settings

_PROOF = "X-Origin-Proof"
_VIEWER = "CloudFront-Viewer-Address"


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

    `X-Forwarded-For` is what the caller writes, so on Lambda only `requestContext` is believed; behind a distribution that is the
    distribution's own address, one for everybody, and the viewer's is in a header that the distribution overwrites. Locally it is
    the socket's peer.
    """
    if settings().origin_secrets:  # `only_through_the_front` has let it in
        viewer, _, _ = request.headers.get(_VIEWER, "").rpartition(":")
        if viewer:
            return viewer
    event = request.environ.get("lambda.event")
    if isinstance(event, dict):
        context = event.get("requestContext") or {}
        seen = (context.get("identity") or {}).get("sourceIp") or (context.get("http") or {}).get("sourceIp")
        return str(seen or "unknown")
    return request.environ.get("REMOTE_ADDR") or "unknown"
