"""Every route says who may enter, and means it."""

import pytest
from flask import Flask

from functions.web.guard import ROLES
from tests.district import District


def routes(app: Flask) -> list[tuple[str, str, object]]:
    return [
        (method, rule.rule, app.view_functions[rule.endpoint])
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    ]


def test_every_view_says_who_may_enter(district: District) -> None:
    silent = [
        path
        for app in (district.members, district.public)
        for _, path, view in routes(app)
        if "entry" not in vars(view)
    ]
    assert silent == []


def test_the_named_roles_exist(district: District) -> None:
    named = {
        role
        for _, _, view in routes(district.members)
        if "open_to_all" not in vars(view)
        for role in vars(view)["entry"][0]
    }
    assert named <= set(ROLES)


def test_nobody_enters_a_guarded_route_without_a_session(district: District) -> None:
    guarded = [(method, path) for method, path, view in routes(district.members) if "open_to_all" not in vars(view)]
    answers = {
        (method, path): district.ask(method, path.removeprefix("/api/v1"), {}).status_code for method, path in guarded
    }
    assert set(answers.values()) == {401}


def test_everything_the_public_function_serves_lies_under_its_own_path(district: District) -> None:
    assert all(path.startswith("/api/v1/public/") for _, path, _ in routes(district.public))
    assert not any(path.startswith("/api/v1/public/") for _, path, _ in routes(district.members))


# They change nothing; what they ask for must not stand in an address.
READS_BY_POST = {
    "/api/v1/shares/view",
    "/api/v1/slips/view",
    "/api/v1/complaints/view",
    "/api/v1/groups/<group_id>/members/<number>/record",
    "/api/v1/merges/preview",
    "/api/v1/benefits/look",
    "/api/v1/benefits/check",
}


def test_every_unsafe_view_of_the_main_job_honours_a_repeat(district: District) -> None:
    session = "/api/v1/session"
    changing = [(method, path) for method, path, _ in routes(district.members) if method == "POST"]
    unrepeatable = [
        path
        for method, path, view in routes(district.members)
        if (method, path) in changing and not path.startswith(session) and "repeatable" not in vars(view)
    ]
    assert set(unrepeatable) == READS_BY_POST


@pytest.mark.parametrize("role", ["volunteer", "recorder", "supervisor"])
def test_each_role_is_kept_out_of_what_is_not_its_own(district: District, role: str) -> None:
    person = getattr(district, role)()
    closed = [
        (method, path.removeprefix("/api/v1"))
        for method, path, view in routes(district.members)
        if "open_to_all" not in vars(view) and role not in vars(view)["entry"][0]
    ]
    assert closed
    assert {person.ask(method, path, {}).status_code for method, path in closed} == {403}
