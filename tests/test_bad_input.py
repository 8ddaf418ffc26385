"""Whatever is sent, wherever, by whomever: a clear 4xx and never a 500."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import builders
from tests.district import API, District

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=60) | st.sampled_from(
        ["", "\x00", "\ud800", "2026-05-01", "9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00+00:00", "１", "x" * 5000]
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip

GOOD: dict[str, dict[str, Any]] = {
    "/volunteers": builders.a_volunteer(guardian={"name": "王母", "relation": "母亲", "phone": "13800138000"}),
    "/groups": builders.a_group(credit_code=""),
    "/projects": builders.a_project("group"),
    "/certificates": {"show_document": "masked", "from": "2026-01-01", "to": "2026-12-31", "replaces": "x"},
    "/session": {"login": "somebody", "password": "x", "totp": "1"},
}


def spoilt(good: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A good body with one field, at any depth, made into anything."""

    def put(path: list[str], value: Any) -> dict[str, Any]:
        body: dict[str, Any] = {**good}
        place = body
        for step in path[:-1]:
            place[step] = {**place[step]}
            place = place[step]
        place[path[-1]] = value
        return body

    paths = [[name] for name in good]
    paths += [[name, inner] for name, value in good.items() if isinstance(value, dict) for inner in value]
    return st.builds(put, st.sampled_from(paths), values)


@pytest.fixture(scope="module")
def people(engine: Any, functions: District) -> Any:
    """One of each role; what these tests write is nobody else's concern."""
    district = District(functions.members, functions.public)
    recorder, volunteer = district.recorder(), district.volunteer()
    project = district.project(recorder, volunteer)
    return (
        district,
        {"recorder": recorder, "volunteer": volunteer, "supervisor": district.supervisor("bad-input")},
        project,
    )


relaxed = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def fine(status: int) -> bool:
    return status < 500


@pytest.mark.parametrize("path", sorted(GOOD))
def test_a_form_with_one_spoilt_field_is_answered(people: Any, path: str) -> None:
    district, roles, _ = people
    caller = roles["recorder"] if path == "/projects" else roles["volunteer"]
    good = {**GOOD[path], "group_id": roles["recorder"].group_id} if path == "/projects" else GOOD[path]

    @relaxed
    @given(spoilt(good))
    def check(body: dict[str, Any]) -> None:
        district.place = "203.0.113.5"
        assert fine(caller.post(path, body).status_code)

    check()


def test_any_row_of_hours_is_answered(people: Any) -> None:
    _, roles, project = people
    row = builders.a_row(roles["volunteer"].number, content="x")

    @relaxed
    @given(st.lists(spoilt(row) | values, max_size=3))
    def check(rows: list[Any]) -> None:
        assert fine(roles["recorder"].post(f"/projects/{project}/hours", {"entries": rows}).status_code)

    check()


def test_any_body_to_any_route_by_any_role_is_answered(people: Any) -> None:
    district, roles, _ = people
    addresses = sorted(
        (method, rule.rule.removeprefix(API))
        for rule in district.members.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if "session/all" not in rule.rule and rule.rule != f"{API}/session"
    )

    @settings(relaxed, max_examples=120)
    @given(st.sampled_from(sorted(roles)), st.sampled_from(addresses), st.text(min_size=1, max_size=12), values)
    def check(role: str, address: tuple[str, str], name: str, body: Any) -> None:
        method, path = address
        for part in ("group_id", "project_id", "code", "number", "purpose"):
            path = path.replace(f"<{part}>", name.replace("/", "_").replace("?", "_").replace("#", "_") or "_")
        assert fine(roles[role].ask(method, path, body).status_code)

    check()


def test_any_query_of_any_list_is_answered(people: Any) -> None:
    _, roles, _ = people
    lists = [
        ("recorder", f"/projects?group_id={roles['recorder'].group_id}&"),
        ("volunteer", "/volunteers/me/record?"),
        ("volunteer", "/certificates?"),
        ("supervisor", "/groups?state=pending&"),
    ]
    texts = st.text(max_size=20) | st.sampled_from(["eyJ4IjoieSJ9", "e30=", "eyJhIjoiIn0="])

    @settings(relaxed, max_examples=80)
    @given(st.sampled_from(lists), st.sampled_from(["limit", "cursor", "from", "to"]), texts)
    def check(listed: tuple[str, str], name: str, value: str) -> None:
        from urllib.parse import quote

        role, path = listed
        assert fine(roles[role].get(f"{path}{name}={quote(value, errors='replace')}").status_code)

    check()
