"""The time bank: the district's settings, the own account, services among volunteers, and the supervisor's counter-entries."""

from flask import Blueprint, Response

from functions.timebank import actions, changes, exports, handling, policies, schemas
from functions.web.answers import as_file, as_json
from functions.web.guard import ROLES, actor, entry
from functions.web.idempotency import once
from functions.web.paging import asked_page, page_of
from functions.web.validation import choice_fault, query_as, takes

blueprint = Blueprint("timebank", __name__)


@blueprint.get("/timebank-terms")
@entry(*ROLES)
def see_terms() -> Response:
    """The settings of the district's time bank that hold now."""
    return as_json(schemas.terms_view(policies.current()))


@blueprint.get("/timebank-terms/versions")
@entry(*ROLES)
def see_all_terms() -> Response:
    """Every version of the settings, the newest first."""
    return as_json(page_of(policies.list_of(asked_page()), lambda item: schemas.terms_view(policies.shown(item))))


@blueprint.put("/timebank-terms")
@entry("supervisor")
@takes(schemas.TermsShape)
def set_terms(asked: schemas.TermsShape) -> Response:
    """Set the next version. ``version`` is the one that was seen."""
    return as_json(schemas.terms_view(policies.set_next(actor().account_id, asked.version, asked.terms())))


@blueprint.get("/volunteers/me/timebank")
@entry("volunteer")
def see_own() -> Response:
    """The own account; minutes that are over have gone back. Readable also while the time bank is off."""
    return as_json(schemas.own_view(*actions.touch(actor().subject_id)))


@blueprint.get("/volunteers/me/timebank/entries")
@entry("volunteer")
def see_entries() -> Response:
    """The own entries in force, the latest first, and how much of each is put by."""
    found = actions.own_entries(actor().subject_id, asked_page())
    return as_json(page_of(found, lambda pair: schemas.entry_line(*pair)))


@blueprint.post("/volunteers/me/timebank/deposits")
@entry("volunteer")
@once
@takes(schemas.DepositShape)
def deposit(asked: schemas.DepositShape) -> Response:
    """Put whole entries by: up to 20 named ones, or ``everything`` that fits, 20 at a time. The record stays as it is."""
    if not asked.everything and not asked.entry_ids:
        raise choice_fault("entry_ids", "请至少选一条服务时长。")
    done = actions.deposit(actor().subject_id, None if asked.everything else asked.entry_ids)
    entries = [{"entry_id": each.entry_id, "minutes": each.minutes} for each in done.entries]
    minutes = sum(each.minutes for each in done.entries)
    return as_json({"entries": entries, "minutes": minutes, "balance": done.account.balance}, 201)


@blueprint.post("/volunteers/me/timebank/gifts")
@entry("volunteer")
@once
@takes(schemas.GiftShape)
def give(asked: schemas.GiftShape) -> Response:
    """Give minutes to another volunteer, where the district allows it."""
    account = actions.give(actor().subject_id, asked.volunteer_number, asked.minutes, asked.note)
    return as_json({"minutes": asked.minutes, "balance": account.balance}, 201)


@blueprint.get("/volunteers/me/timebank/statement")
@entry("volunteer")
def see_statement() -> Response:
    """The own statement, the latest first, with the balance after each line."""
    found = actions.statement(actor().subject_id, asked_page())
    return as_json(page_of(found, lambda pair: schemas.leg_view(*pair)))


@blueprint.get("/volunteers/me/timebank/statement-file")
@entry("volunteer")
def take_statement() -> Response:
    """The own statement as .csv."""
    content = exports.statement_file(actor().subject_id)
    return as_file(content, exports.CSV, "timebank-statement.csv", "时间银行对账单.csv")


@blueprint.get("/volunteers/me/timebank/requests")
@entry("volunteer")
def see_requests() -> Response:
    """Services that one asked for (``side=asker``) or is asked for (``side=server``), the latest first."""
    side, volunteer_id = query_as(schemas.SideShape).side, actor().subject_id
    found = handling.list_of(volunteer_id, side, asked_page())
    return as_json(page_of(found, lambda item: schemas.request_view(handling.shown(item), volunteer_id)))


@blueprint.post("/timebank/requests")
@entry("volunteer")
@once
@takes(schemas.AskServiceShape)
def ask(asked: schemas.AskServiceShape) -> Response:
    """Ask another volunteer for a service; minutes are held when they accept."""
    volunteer_id = actor().subject_id
    made = handling.ask(volunteer_id, asked.volunteer_number, asked.minutes, asked.what)
    return as_json(schemas.request_view(made, volunteer_id), 201)


@blueprint.post("/timebank/requests/<request_id>/steps")
@entry("volunteer")
@once
@takes(schemas.StepShape)
def step(asked: schemas.StepShape, request_id: str) -> Response:
    """Accept, decline (the one asked); withdraw, confirm as done (the asker); end an accepted one (either, with a reason)."""
    volunteer_id = actor().subject_id
    new = handling.step(volunteer_id, request_id, handling.Step(asked.version, asked.to, asked.reason))
    return as_json(schemas.request_view(new, volunteer_id))


@blueprint.get("/timebank/pool")
@entry("supervisor")
def see_pool() -> Response:
    """What all volunteers together have put by: the pool holds it with the other sign."""
    balance = changes.pool()
    return as_json({"pool": balance, "volunteers": -balance})


@blueprint.get("/timebank/accounts/<number>")
@entry("supervisor")
def look(number: str) -> Response:
    """Somebody's account by the volunteer number; the look is on record."""
    return as_json(schemas.looked_view(changes.look(actor().account_id, number)))


@blueprint.get("/timebank/accounts/<number>/statement")
@entry("supervisor")
def look_at_statement(number: str) -> Response:
    """Somebody's statement, the latest first; the look is on record."""
    found = changes.look_at_statement(actor().account_id, number, asked_page())
    return as_json(page_of(found, lambda pair: schemas.staff_leg_view(*pair)))


@blueprint.post("/timebank/accounts/<number>/reversals")
@entry("supervisor")
@once
@takes(schemas.ReverseShape)
def reverse(asked: schemas.ReverseShape, number: str) -> Response:
    """Undo a line of somebody's statement by a counter-entry, once, with a reason that both sides read."""
    account = changes.reverse(actor().account_id, number, asked.leg_id, asked.reason)
    return as_json({"balance": account.balance}, 201)
