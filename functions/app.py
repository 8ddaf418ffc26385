"""The two functions, and the one list of rooms. Each is a Flask app of its own with the rights of its own.

`public()` answers anyone and imports nothing heavier than Flask and PynamoDB; `members()` is for those who log in.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any

from flask import Flask, Response
from werkzeug.routing import Rule

from functions.storage.counters import Counter, PublicRateCounter, RateCounter
from functions.web.answers import as_json
from functions.web.errors import answer_problems
from functions.web.guard import Actor, guard, open_to_all
from functions.web.logs import log_requests
from functions.web.source import only_through_the_front

PREFIX = "/api/v1"
_LARGEST_BODY = 1_000_000
# An answer is data: a browser that opens it as a page may load nothing, and no other site may show it.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
}


class _Rule(Rule):
    """A route whose address nobody asks for: what builds addresses is compiled at the first use, which is never, instead of twice
    for each of 260 routes at every cold start (150 ms)."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = cache(lambda: super(_Rule, self)._compile_builder(append_unknown))

        def build(rule: Rule, **values: object) -> tuple[str, str]:
            return compiled()(rule, **values)

        return build


def _bare(name: str) -> Flask:
    app = Flask(name, static_folder=None)
    app.url_rule_class = _Rule
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_BODY
    app.url_map.strict_slashes = False
    answer_problems(app)
    log_requests(app)
    app.before_request(only_through_the_front)
    app.after_request(_not_kept)
    return app


def _not_kept(answer: Response) -> Response:
    """No cache keeps an answer: a revoked certificate says so at once, and records are nobody else's. The other headers are here too,
    since not every distribution is able to add them.
    """
    answer.headers.setdefault("Cache-Control", "no-store")
    answer.headers.update(_HEADERS)
    return answer


def _add_health(app: Flask, path: str, counter: Counter) -> None:
    """`GET path` answers 200 when the engine answers; it reads one item of a table this function may touch."""

    @open_to_all("whoever watches over the system")
    def health() -> Response:
        """Whether the engine answers."""
        with suppress(counter.DoesNotExist):
            counter.get("health")
        return as_json({"status": "ok"})

    app.add_url_rule(f"{PREFIX}{path}", "health", health)


def _nobody(_token: str) -> Actor | None:
    return None


def public() -> Flask:
    """The function that anyone may call: it has no key, and writes nothing but its own rate counters."""
    from functions.benefits import public as benefits
    from functions.certificates import verify
    from functions.rolls import public as rolls
    from functions.statistics import public as figures
    from functions.successions import public as successions
    from functions.supervision import public as notices

    app = _bare("public")
    guard(app, _nobody)
    _add_health(app, "/public/health", PublicRateCounter)
    for room in (benefits, verify, rolls, figures, notices, successions):
        app.register_blueprint(room.blueprint, url_prefix=PREFIX)
    return app


def members() -> Flask:
    """The function behind the login, and the doors that lead to one."""
    from functions.accounts import actions as accounts

    app = _bare("members")
    guard(app, accounts.find_session)
    _add_health(app, "/health", RateCounter)
    for room in _rooms():
        app.register_blueprint(room.blueprint, url_prefix=PREFIX)
    _add_description(app)
    return app


def _rooms() -> tuple[Any, ...]:
    """The rooms behind the login."""
    from functions.accounts import routes as accounts_routes
    from functions.batches import routes as batches
    from functions.benefits import routes as benefits
    from functions.certificates import routes as certificates
    from functions.checkins import routes as checkins
    from functions.commendations import routes as commendations
    from functions.complaints import routes as complaints
    from functions.consent import routes as consent
    from functions.disputes import routes as disputes
    from functions.evaluations import routes as evaluations
    from functions.files import routes as files
    from functions.groups import routes as groups
    from functions.hours import routes as hours
    from functions.messages import routes as messages
    from functions.projects import routes as projects
    from functions.records import routes as records
    from functions.rights import routes as rights
    from functions.rolls import routes as rolls
    from functions.seals import routes as seals
    from functions.settings import routes as settings
    from functions.sharing import routes as sharing
    from functions.signing import routes as signing
    from functions.slips import routes as slips
    from functions.stars import routes as stars
    from functions.statistics import routes as statistics
    from functions.successions import routes as successions
    from functions.supervision import routes as supervision
    from functions.timebank import routes as timebank
    from functions.training import routes as training
    from functions.transfers import routes as transfers
    from functions.volunteers import routes as volunteers

    return (
        accounts_routes, batches, benefits, certificates, checkins, commendations, complaints, consent, disputes, evaluations, files, groups, hours,
        messages, projects, records, rights, rolls, seals, settings, sharing, signing, slips, stars, statistics, successions, supervision, timebank, training,
        transfers, volunteers,
    )  # fmt: skip


def _add_description(app: Flask) -> None:
    """`GET /openapi.json` describes both functions."""
    from functions.web.openapi import describe

    @cache
    def document() -> dict[str, Any]:
        return describe((app, public()), "Volunteer-service record", "1")

    @open_to_all("programs read how to talk to us")
    def openapi() -> Response:
        """How programs talk to this API: OpenAPI 3.1."""
        return as_json(document())

    app.add_url_rule(f"{PREFIX}/openapi.json", "openapi", openapi)
