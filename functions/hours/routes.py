"""Hours: enter, claim, confirm, correct, void; and see them."""

from flask import Blueprint, Response, request

from functions.hours import actions, board, claims, corrections, policies, queue, schemas
from functions.web.answers import as_json, nothing
from functions.web.guard import ROLES, actor, entry
from functions.web.idempotency import once
from functions.web.paging import asked_page, page_of
from functions.web.validation import takes

blueprint = Blueprint("hours", __name__)


@blueprint.post("/projects/<project_id>/hours")
@entry("recorder")
@once
@takes(schemas.LogHours)
def log_hours(asked: schemas.LogHours, project_id: str) -> Response:
    """Enter hours for many volunteers at once: all or nothing, every fault at its row. ``check_only`` writes nothing."""
    shapes, unreadable = asked.rows()
    rows = [
        actions.Row(
            line,
            schemas.number_of(shape),
            schemas.stay_of(shape),
            shape.content or "",
            shape.reason or asked.reason,
            shape.override,
        )
        for line, shape in shapes
    ]
    done = actions.log_hours(actor().account_id, project_id, rows, unreadable, asked.check_only)
    return as_json(schemas.logged_view(done, asked.check_only), 200 if asked.check_only else 201)


@blueprint.get("/projects/<project_id>/hours")
@entry("recorder")
def see_hours(project_id: str) -> Response:
    """The project's entries in force, in the order of time."""
    found = actions.entries_of_project(actor().account_id, project_id, asked_page())
    return as_json(page_of(found, lambda item: schemas.entry_view(item.entry())))


@blueprint.post("/volunteers/me/claims")
@entry("volunteer")
@once
@takes(schemas.ClaimShape)
def claim(asked: schemas.ClaimShape) -> Response:
    """Claim hours served in a project of an own group; the group confirms them."""
    stay = schemas.stay_of(asked)
    made = claims.claim(actor().subject_id, asked.project_id, stay, asked.content, asked.note)
    return as_json({"entry_id": made.entry_id, "minutes": made.minutes, "state": made.state}, 201)


@blueprint.get("/volunteers/me/claims")
@entry("volunteer")
def list_claims() -> Response:
    """The own claims in any state, the latest service first."""
    return as_json(
        page_of(claims.list_of(actor().subject_id, asked_page()), lambda item: schemas.service_view(item.entry()))
    )


@blueprint.delete("/volunteers/me/claims/<entry_id>")
@entry("volunteer")
def withdraw_claim(entry_id: str) -> Response:
    """Take back an own claim that has not been decided."""
    claims.withdraw(actor().subject_id, entry_id)
    return nothing()


@blueprint.get("/groups/<group_id>/queue")
@entry("recorder", "supervisor")
def see_queue(group_id: str) -> Response:
    """Entries that wait for the group, the oldest service first; ``source``, ``project_id``, ``mark`` narrow them."""
    person = actor()
    wanted = queue.Wanted(**{name: request.args.get(name, "") for name in ("source", "project_id", "mark")})
    found = queue.waiting(person.account_id, person.role, group_id, wanted, asked_page())
    return as_json(page_of(found, lambda item: schemas.entry_view(item.entry())))


@blueprint.post("/groups/<group_id>/queue")
@entry("recorder", "supervisor")
@once
@takes(schemas.DecideShape)
def decide_queue(asked: schemas.DecideShape, group_id: str) -> Response:
    """Confirm or refuse up to 500 entries, each by itself; the answer says what came of each and why."""
    person = actor()
    keys = [(key.volunteer_id, key.entry_id) for key in asked.entries]
    done = queue.decide(person.account_id, person.role, group_id, keys, asked.decision, asked.reason)
    return as_json({"outcomes": [schemas.outcome_view(outcome) for outcome in done]})


@blueprint.post("/entries/<volunteer_id>/<entry_id>/correction")
@entry("recorder", "supervisor")
@once
@takes(schemas.CorrectShape)
def correct(asked: schemas.CorrectShape, volunteer_id: str, entry_id: str) -> Response:
    """Put a new version in an entry's place; 409 where somebody else was first."""
    person = actor()
    correction = corrections.Correction(schemas.stay_of(asked), asked.content, asked.reason)
    new = corrections.correct(person.account_id, person.role, volunteer_id, entry_id, correction)
    return as_json(schemas.entry_view(new), 201)


@blueprint.post("/entries/<volunteer_id>/<entry_id>/void")
@entry("recorder", "supervisor")
@once
@takes(schemas.VoidShape)
def void(asked: schemas.VoidShape, volunteer_id: str, entry_id: str) -> Response:
    """Void an entry: it stays to be seen, and counts for nothing."""
    person = actor()
    corrections.void(person.account_id, person.role, volunteer_id, entry_id, asked.reason)
    return as_json({"entry_id": entry_id, "state": "voided"})


@blueprint.get("/entries/<volunteer_id>/<entry_id>/versions")
@entry("volunteer", "recorder", "supervisor")
def versions(volunteer_id: str, entry_id: str) -> Response:
    """Every version of an entry, with who, when and why: for its volunteer (`me`), its group and the supervisor."""
    person = actor()
    owner = person.subject_id if person.role == "volunteer" else volunteer_id
    found = corrections.history(person.account_id, person.role, owner, entry_id)
    return as_json({"items": [schemas.entry_view(version) for version in found], "next": None})


@blueprint.get("/hours-policy")
@entry(*ROLES)
def see_policy() -> Response:
    """The rules on hours that the district has set, and that hold now."""
    return as_json(schemas.policy_view(policies.current()))


@blueprint.get("/hours-policy/versions")
@entry(*ROLES)
def see_policies() -> Response:
    """Every version of the district's rules, the newest first."""
    return as_json(page_of(policies.list_of(asked_page()), lambda item: schemas.policy_view(policies.shown(item))))


@blueprint.put("/hours-policy")
@entry("supervisor")
@takes(schemas.PolicyShape)
def set_policy(asked: schemas.PolicyShape) -> Response:
    """Set the next version; it holds for what is entered from now on. ``version`` is the one that was seen."""
    return as_json(schemas.policy_view(policies.set_next(actor().account_id, asked.version, asked.policy())))


@blueprint.get("/groups/<group_id>/deadlines")
@entry("recorder")
def see_deadlines(group_id: str) -> Response:
    """An own group's projects that have ended and whose hours are not complete, the most overdue first."""
    found = board.of_group(actor().account_id, group_id, asked_page())
    return as_json(page_of(found, lambda item: schemas.deadline_view(board.shown(item.project()))))


@blueprint.get("/deadlines")
@entry("supervisor")
def see_all_deadlines() -> Response:
    """The same over the whole district."""
    found = board.of_district(asked_page())
    return as_json(page_of(found, lambda item: schemas.deadline_view(board.shown(item.project()))))


@blueprint.post("/projects/<project_id>/hours-complete")
@entry("recorder")
@once
@takes(schemas.CompleteShape)
def set_complete(asked: schemas.CompleteShape, project_id: str) -> Response:
    """Say that a project's hours are complete, or that they are not."""
    board.set_complete(actor().account_id, project_id, asked.complete)
    return as_json({"project_id": project_id, "complete": asked.complete})
