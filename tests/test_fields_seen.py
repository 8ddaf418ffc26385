"""Every field that leaves through every route, for each role, against a written table: tests/fields_seen.json.

A field that is new, or that somebody new sees, fails here until the table says so: whoever changes the table says who may see
what. What was seen is left in build/fields_seen.json, to be read and taken over.
"""

import json

import pytest

from functions.regulation.trace import REPOSITORY
from tests.calls import Watch
from tests.district import API, District
from tests.story import Story

pytestmark = pytest.mark.article("15")

TABLE = REPOSITORY / "tests" / "fields_seen.json"


@pytest.fixture(scope="module")
def told(lasting_district: District, calls: Watch) -> Story:
    """The whole story, told once, with what it asked of the tables."""
    calls.denied = set()
    story = Story(lasting_district)
    story.everything()
    story.look_everywhere()
    return story


@pytest.fixture
def seen(told: Story) -> dict[str, dict[str, list[str]]]:
    story = told
    found = story.district.seen
    found = {route: roles for route, roles in found.items() if route != "GET /openapi.json"}
    return {
        route: {role: sorted(fields) for role, fields in sorted(roles.items())}
        for route, roles in sorted(found.items())
    }


def test_every_field_that_leaves_is_one_that_its_role_may_see(
    seen: dict[str, dict[str, list[str]]], lasting_district: District
) -> None:
    written = json.loads(TABLE.read_text(encoding="utf-8")) if TABLE.exists() else {}
    folder = REPOSITORY / "build"
    folder.mkdir(exist_ok=True)
    text = json.dumps(seen, ensure_ascii=False, indent=1)
    (folder / "fields_seen.json").write_text(text + "\n", encoding="utf-8")
    rules = {
        f"{method} {rule.rule.removeprefix(API)}"
        for app in (lasting_district.members, lasting_district.public)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert rules - {"GET /openapi.json"} - set(seen) == set()
    assert seen == written


def test_each_function_asks_of_its_tables_what_its_rights_allow(told: Story, calls: Watch) -> None:
    assert calls.denied == set()


def test_no_table_says_that_a_document_number_or_a_phone_leaves_but_where_it_was_given_for_that() -> None:
    written = json.loads(TABLE.read_text(encoding="utf-8"))
    found = {
        f"{role} {route} {field}"
        for route, roles in written.items()
        for role, fields in roles.items()
        for field in fields
        if field.split(".")[-1].removesuffix("[]") in {"phone", "number", "document", "birth_date", "guardian"}
    }
    assert found == MAY_LEAVE


# Phones that were given to be called: of a group's and a project's contact, and of who complains or disputes.
MAY_LEAVE = {
    "recorder GET /complaints/<complaint_id> contact.phone",
    "supervisor GET /complaints/<complaint_id> contact.phone",
    "recorder POST /complaints/<complaint_id>/begin contact.phone",
    "supervisor POST /complaints/<complaint_id>/begin contact.phone",
    "recorder POST /complaints/<complaint_id>/outcome contact.phone",
    "supervisor POST /complaints/<complaint_id>/outcome contact.phone",
    "supervisor GET /requests items[].phone",
    "supervisor POST /requests/<request_id>/decision phone",
    "recorder GET /groups/<group_id> contact.phone",
    "supervisor GET /groups/<group_id> contact.phone",
    "supervisor GET /groups items[].contact.phone",
    "recorder GET /groups/mine items[].contact.phone",
    "volunteer GET /certificates/<code>/history ask[].phone",
    "recorder GET /groups/<group_id>/seals/<request_id> units[].phone",  # as the paper prints it, asked for by its holder
    "recorder GET /projects items[].contact.phone",
    "recorder GET /projects/<project_id> contact.phone",
}
