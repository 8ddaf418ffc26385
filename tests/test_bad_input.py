"""Whatever is sent, wherever, by whomever: a clear 4xx and never a 500."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import builders
from tests.benefits.offers import an_offer
from tests.district import API, District

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=60) | st.sampled_from(
        ["", "\x00", "\ud800", "2026-05-01", "9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00+00:00", "１", "x" * 5000]
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip

GOOD: dict[str, dict[str, Any]] = {
    "/volunteers/me/stars": {"star": 1, "group_id": "x"},
    "/star-applications/decisions": {
        "applications": [{"application_id": "x", "version": 1}],
        "decision": "granted",
        "reason": "",
        "reference": "文号",
        "decided_on": "2026-06-01",
    },
    "/groups/<group_id>/rolls": {
        "title": "名单",
        "from": "2026-05-01",
        "to": "2026-05-31",
        "least_minutes": 60,
        "least_star": 1,
        "least_score": 40,
        "places": 3,
    },
    "/volunteers": builders.a_volunteer(guardian={"name": "王母", "relation": "母亲", "phone": "13800138000"}),
    "/groups": builders.a_group(credit_code=""),
    "/projects": builders.a_project("group"),
    "/certificates": {"show_document": "masked", "from": "2026-01-01", "to": "2026-12-31", "replaces": "x"},
    "/check-ins": {"token": "v1.project.in.recorder.1.0.mac", "queued": True},
    "/groups/<group_id>/imports": {"name": "a", "content": "5LiA", "project_id": "x"},
    "/volunteers/me/disputes": {"kind": "missing", "text": "漏记了一次", "start": "2026-05-01", "end": "2026-05-02"},
    "/complaints": {
        "text": "六月一日上午态度很差",
        "group": "桥头队",
        "named": "3 号",
        "happened_on": "2026-05-01",
        "place": "社区",
        "contact": {"name": "王小明", "phone": "13800138222"},
    },
    "/benefits": an_offer(least_star=1, quota=5, per_person=1),
    "/benefits/check": {"token": "x", "code": "ABCD-EFGH"},
    "/benefits/use": {"token": "x", "code": "ABCD-EFGH"},
    "/complaints/view": {"code": "ABCD-EFGH-JKLM-NPQR-S"},
    "/volunteers/me/corrections": {
        "field": "birth_month",
        "value": "1980-01",
        "text": "登记时打错了",
        "document": {"type": "passport", "number": "E1"},
    },
    "/document-disputes": {
        "name": "王五",
        "document": {"type": "resident_id", "number": builders.an_id_number()},
        "phone": "13800138222",
        "text": "我没有登记过",
    },
    "/volunteers/me/commendations": {
        "name": "优秀志愿者",
        "date": "2026-05-01",
        "level": "city",
        "granting_body": "联合会",
        "evidence": "iVBORw0KGgo=",
    },
    "/volunteers/me/evaluations/none/group": {"score": 5, "words": "好"},
    "/groups/<group_id>/trainings": {
        "topic": "急救",
        "content": "止血",
        "starts": "2026-05-01",
        "ends": "2026-05-02",
        "place": "社区",
        "class_hours": "2.5",
        "kind": "general",
        "mode": "remote",
        "contact": "王联系",
        "volunteer_numbers": ["12"],
    },
    "/groups/<group_id>/commendations": {
        "name": "先进",
        "date": "2026-05-01",
        "level": "city",
        "granting_body": "联合会",
        "volunteer_numbers": ["12"],
    },
    "/groups/<group_id>/complaints": {"text": "六月一日上午态度很差", "happened_on": "2026-05-01"},
    "/volunteers/me/timebank/deposits": {"entry_ids": ["20260501T010000Z-x"], "everything": False},
    "/volunteers/me/timebank/gifts": {"volunteer_number": "12", "minutes": 30, "note": "感谢"},
    "/timebank/requests": {"volunteer_number": "12", "minutes": 30, "what": "陪老人去医院"},
    "/timebank/requests/none/steps": {"version": 1, "to": "accepted", "reason": ""},
    "/draws": {"from": "2026-05-01", "to": "2026-05-31", "count": 3, "group_id": ""},
    "/groups/<group_id>/orders": {
        "facts": "签到表上没有",
        "demand": "作废",
        "workdays": 5,
        "sign_id": "x",
        "draw_id": "x",
        "rank": 1,
    },
    "/groups/<group_id>/suspensions": {"reason": "虚报", "until": "2026-06-30"},
    "/groups/<group_id>/succession": {
        "ending": "merged",
        "successor_id": "district",
        "on": "2026-06-01",
        "reason": "批复第 8 号",
    },
    "/groups/<group_id>/certificate-batches": {
        "volunteer_numbers": ["12"],
        "from": "2026-05-01",
        "to": "2026-05-31",
        "reason": "综合素质评价",
    },
    "/groups/<group_id>/notices": {"facts": "虚报", "decision": "通报", "order_id": "x"},
    "/measures/none/appeal": {"version": 1, "text": "不服"},
    "/measures/none/appeal/decision": {"version": 1, "decision": "upheld", "text": "属实"},
    "/orders/none/decision": {"version": 1, "decision": "returned", "text": "还有", "workdays": 3},
    "/draws/none/entries/1/finding": {"finding": "differs", "words": "没有"},
    "/certificates/none/seals": {"group_id": "x", "note": "升学用"},
    "/groups/<group_id>/seals/decisions": {
        "requests": [{"request_id": "x", "version": 1}],
        "decision": "sealed",
        "reason": "没有记录",
    },
    "/groups/<group_id>/seal-certificates": {"content": "AAAA", "password": "x"},
    "/groups/<group_id>/seal-certificates/none/revocation": {"reason": "保管的电脑丢失"},
    "/volunteers/me/transfers": {
        "receiver": {"name": "成都", "region": "四川", "contact": "x"},
        "blocks": ["hours"],
        "agreed": True,
    },
    "/transfers/none/answer": {"answer": "{}"},
    "/transfers/none/return-decision": {"version": 1, "decision": "accepted", "reason": "核实"},
    "/arrivals": {"volunteer_number": "12", "size": 10, "sha256": "0" * 64},
    "/arrivals/none/pieces/0": {"decision": "accepted", "reason": "x", "lines": [1]},
    "/arrivals/none/blocks/stars": {"decision": "refused", "reason": "x"},
    "/trusted-senders": {
        "origin": "https://x.example",
        "name": "某区",
        "code": "520100",
        "document": '{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}',
        "note": "来函",
    },
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
def people(lasting_district: District) -> Any:
    """One of each role."""
    district = lasting_district
    recorder, volunteer = district.recorder(), district.volunteer()
    project = district.project(recorder, volunteer)
    return (
        district,
        {"recorder": recorder, "volunteer": volunteer, "supervisor": district.supervisor("bad-input")},
        project,
    )


SUPERVISORS = (
    "/seal-certificates",
    "/succession",
    "/star-applications",
    "/draws",
    "/orders",
    "/suspensions",
    "/notices",
    "/appeal/decision",
    "/arrivals/",
    "/trusted",
    "/return-decision",
)

relaxed = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def fine(status: int) -> bool:
    return status < 500


@pytest.mark.parametrize("path", sorted(GOOD))
def test_a_form_with_one_spoilt_field_is_answered(people: Any, path: str) -> None:
    district, roles, _ = people
    group_id = roles["recorder"].group_id
    caller = roles["recorder"] if path == "/projects" or "<group_id>" in path else roles["volunteer"]
    if any(part in path for part in SUPERVISORS):
        caller = roles["supervisor"]
    elif path.endswith("/appeal"):
        caller = roles["recorder"]
    caller = roles["supervisor"] if path == "/benefits" else caller
    good = {**GOOD[path], "group_id": group_id} if path == "/projects" else GOOD[path]
    address = path.replace("<group_id>", group_id)

    @relaxed
    @given(spoilt(good))
    def check(body: dict[str, Any]) -> None:
        district.place = "203.0.113.5"
        assert fine(caller.post(address, body).status_code)

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
        ("volunteer", "/volunteers/me/seals?"),
        ("recorder", f"/groups/{roles['recorder'].group_id}/seals?"),
        ("supervisor", "/seal-certificates?"),
        ("supervisor", "/seals/overdue?"),
        ("volunteer", "/volunteers/me/timebank/statement?"),
        ("volunteer", "/volunteers/me/timebank/requests?"),
        ("supervisor", "/groups?state=pending&"),
        ("supervisor", "/signs?state=open&"),
        ("supervisor", "/deadlines?"),
        ("supervisor", "/draws?"),
        ("supervisor", "/measures?list=notice&"),
        ("supervisor", "/benefits?"),
        ("volunteer", "/volunteers/me/benefits?"),
        ("volunteer", "/public/benefits?"),
        ("recorder", f"/groups/{roles['recorder'].group_id}/imports?"),
        ("recorder", f"/groups/{roles['recorder'].group_id}/queue?"),
        ("recorder", f"/groups/{roles['recorder'].group_id}/export?kind=csv&"),
    ]
    texts = st.text(max_size=20) | st.sampled_from(["eyJ4IjoieSJ9", "e30=", "eyJhIjoiIn0="])

    @settings(relaxed, max_examples=80)
    @given(st.sampled_from(lists), st.sampled_from(["limit", "cursor", "from", "to", "source", "kind"]), texts)
    def check(listed: tuple[str, str], name: str, value: str) -> None:
        from urllib.parse import quote

        role, path = listed
        assert fine(roles[role].get(f"{path}{name}={quote(value, errors='replace')}").status_code)

    check()
