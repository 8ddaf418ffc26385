"""`/session`: log in and out, the password, the second factor."""

from flask import Blueprint, Response

from functions.accounts import actions, schemas
from functions.web.answers import as_json, nothing, shown_instant
from functions.web.guard import ROLES, actor, end_session, entry, open_to_all, session_token, start_session
from functions.web.source import client_address
from functions.web.validation import takes

blueprint = Blueprint("accounts", __name__)


@blueprint.post("/session")
@open_to_all("nobody is logged in yet")
@takes(schemas.LogIn)
def log_in(asked: schemas.LogIn) -> Response:
    """Log in; the answer's token is for programs, the cookie for the site."""
    opened = actions.log_in(asked.login, asked.password, asked.totp, client_address())
    view = {
        "token": opened.token,
        **schemas.who_view(opened.who),
        "expires_at": shown_instant(opened.expires_at),
    }
    return start_session(as_json(view), opened.token, opened.expires_at)


@blueprint.get("/session")
@entry(*ROLES, unfinished=True)
def see_session() -> Response:
    """Who is logged in, and what they owe."""
    return as_json(schemas.who_view(actor()))


@blueprint.delete("/session")
@entry(*ROLES, unfinished=True)
def log_out() -> Response:
    """End this session."""
    actions.log_out(session_token() or "")
    return end_session(nothing())


@blueprint.delete("/session/all")
@entry(*ROLES, unfinished=True)
def log_out_everywhere() -> Response:
    """End every session of this account, on every device."""
    actions.log_out_everywhere(actor().account_id)
    return end_session(nothing())


@blueprint.put("/session/password")
@entry(*ROLES, unfinished=True)
@takes(schemas.ChangePassword)
def change_password(asked: schemas.ChangePassword) -> Response:
    """Change the password, which needs the old one; every other session ends."""
    actions.change_password(actor().account_id, asked.old_password, asked.new_password, session_token() or "")
    return nothing()


@blueprint.post("/session/totp")
@entry("recorder", "supervisor", unfinished=True)
def begin_second_factor() -> Response:
    """A fresh secret for an authenticator, as text and as QR."""
    import segno

    secret, uri = actions.begin_second_factor(actor().account_id)
    picture = segno.make(uri, error="m").svg_inline(scale=4, border=4)
    return as_json({"secret": secret, "uri": uri, "qr_svg": picture})


@blueprint.post("/session/totp/confirm")
@entry("recorder", "supervisor", unfinished=True)
@takes(schemas.ConfirmTotp)
def confirm_second_factor(asked: schemas.ConfirmTotp) -> Response:
    """Bind the second factor by one of its codes."""
    return as_json({"must": list(actions.confirm_second_factor(actor().account_id, asked.totp))})
