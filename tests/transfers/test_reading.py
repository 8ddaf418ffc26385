"""What another system sends is read only where every byte is right; what is right is looked at before anything is written."""

import base64
import hashlib
import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.transfers.bounds import Broken, opened, packed
from functions.volunteers.documents import document
from tests.builders import a_row
from tests.district import District
from tests.hours.test_waiting import log
from tests.transfers.foreign import Foreign, an_hour, zipped
from tests.transfers.places import a_document, accept_all, bring

pytestmark = pytest.mark.article("16")
relaxed = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
_PAPER = a_document()
IDENTITY = document(**{"kind": _PAPER["type"], "typed": _PAPER["number"]}).identity


class Desk:
    """A volunteer, a supervisor who trusts a foreign system, and that system."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.supervisor = district.supervisor("transfer-desk")
        self.volunteer = district.volunteer(name="张小三", document=_PAPER)
        self.foreign = Foreign()
        self.foreign.is_trusted_by(self.supervisor)

    def brought(self, content: bytes) -> dict[str, Any]:
        return bring(self.volunteer, content)

    def faults(self, content: bytes) -> str:
        told = self.brought(content)
        assert told["state"] == "bad"
        return "".join(told["faults"])

    def minutes(self) -> int:
        return int(self.volunteer.get("/volunteers/me/record").get_json()["totals"]["minutes"])


@pytest.fixture
def desk(district: District) -> Desk:
    return Desk(district)


def test_a_package_of_another_system_is_read_accepted_and_shown(desk: Desk) -> None:
    told = desk.brought(desk.foreign.package(IDENTITY, [an_hour(1), an_hour(2)]))
    assert (told["state"], desk.minutes()) == ("waiting", 0)
    accept_all(desk.supervisor, told)
    row = desk.volunteer.get("/volunteers/me/record").get_json()["service"]["items"][0]
    assert (row["source_name"], row["group"], row["project"]) == ("转入（原成都市）", "锦江区志愿服务队", "社区陪伴")
    assert desk.minutes() == 240


def test_conflicts_are_told_before_anything_is_written(desk: Desk) -> None:
    recorder = desk.district.recorder(desk.supervisor)
    project = desk.district.project(recorder, desk.volunteer)
    log(recorder, project, a_row(desk.volunteer.number, "2026-05-01T10:00", "2026-05-01T12:00"))
    lines = [an_hour(1), an_hour(2), an_hour(2, "10:30", "12:00"), an_hour(3, start="23:00", end="23:30")]
    lines.append({**an_hour(4), "start": "2026-08-01T09:00:00+08:00", "end": "2026-08-01T11:00:00+08:00"})
    told = desk.brought(desk.foreign.package(IDENTITY, lines))
    found = {each["code"]: each["lines"] for each in told["found"]}
    assert found == {"overlap": 1, "fresh": 2, "twice": 1, "future": 1}
    assert desk.minutes() == 120


def test_a_line_with_an_unknown_code_is_accepted_by_itself_and_becomes_other(desk: Desk) -> None:
    lines = [an_hour(1)]
    files = desk.foreign.files(lines)
    files["projects.json"] = files["projects.json"].replace(b'"0001"', b'"7777"')
    told = desk.brought(desk.foreign.signed(desk.foreign.manifest(IDENTITY, files, lines), files))
    path = f"/arrivals/{told['arrival_id']}/pieces/0"
    every = desk.supervisor.post(path, {"decision": "accepted"}).get_json()
    assert [item["decision"] for item in every["items"]] == [""]
    one = desk.supervisor.post(path, {"decision": "accepted", "lines": [0]}).get_json()
    assert [item["decision"] for item in one["items"]] == ["accepted"]
    assert desk.volunteer.get("/volunteers/me/record").get_json()["service"]["items"][0]["category"] == "其他"


def test_what_clashes_meanwhile_stays_open_and_says_why(desk: Desk) -> None:
    told = desk.brought(desk.foreign.package(IDENTITY, [an_hour(1), an_hour(2)]))
    recorder = desk.district.recorder(desk.supervisor)
    project = desk.district.project(recorder, desk.volunteer)
    log(recorder, project, a_row(desk.volunteer.number, "2026-05-01T10:00", "2026-05-01T12:00"))
    done = desk.supervisor.post(f"/arrivals/{told['arrival_id']}/pieces/0", {"decision": "accepted"}).get_json()
    assert [(item["decision"], item["finding"]) for item in done["items"]] == [("", "overlap"), ("accepted", "fresh")]
    assert desk.minutes() == 240
    assert desk.supervisor.post(f"/arrivals/{told['arrival_id']}/close").status_code == 422


def test_somebody_elses_package_is_refused_as_a_whole(desk: Desk) -> None:
    assert "证件号码对不上" in desk.faults(desk.foreign.package("11010519491231002X", [an_hour(1)]))


def test_an_unknown_sender_is_refused_and_may_be_tried_again_once_recorded(desk: Desk) -> None:
    other = Foreign(origin="https://guizhou.example", code="520100")
    content = other.package(IDENTITY, [an_hour(1)])
    assert "来源未登记，不能核验签名" in desk.faults(content)
    other.is_trusted_by(desk.supervisor)
    assert desk.brought(content)["state"] == "waiting"


def test_a_trusted_sender_does_not_speak_for_another_district(desk: Desk) -> None:
    desk.foreign.code = "520100"
    assert "来源未登记" in desk.faults(desk.foreign.package(IDENTITY, [an_hour(1)]))


def test_a_sender_who_is_trusted_no_more_is_refused(desk: Desk) -> None:
    [sender] = desk.supervisor.get("/trusted-senders").get_json()["items"]
    ended = desk.supervisor.post(f"/trusted-senders/{sender['sender_id']}/end", {"reason": "密钥泄漏"})
    assert ended.get_json()["ended_reason"] == "密钥泄漏"
    assert "来源未登记" in desk.faults(desk.foreign.package(IDENTITY, [an_hour(1)]))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"valid_until": "2026-06-01T00:00:00+08:00"}, "已经过期"),
        ({"blocks": ["hours", "stars"]}, "不一致"),
        ({"totals": {"minutes": 121, "entries": 1, "lines": 1}}, "合计"),
        ({"schema": "vsr-transfer-2"}, "不符合公布的格式：schema"),
        ({"phone": 1}, "不符合公布的格式：phone"),
    ],
)
def test_a_manifest_that_is_not_right_is_refused_with_what_is_wrong(
    desk: Desk, changes: dict[str, Any], says: str
) -> None:
    assert says in desk.faults(desk.foreign.package(IDENTITY, [an_hour(1)], **changes))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"minutes": 150}, "分钟数"),
        ({"end": "2026-05-02T08:00:00+08:00"}, "零点"),
        ({"end": "2026-05-01T08:00:00+08:00"}, "结束时间"),
        ({"start": "2026-05-32T08:00:00+08:00"}, "不存在"),
        ({"project": "c" * 12}, "项目"),
        ({"minutes": "120"}, "格式"),
        ({"phone": "13800138000"}, "格式"),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_where_it_stands(desk: Desk, line: dict[str, Any], says: str) -> None:
    lines = [an_hour(1)]
    files = desk.foreign.files([{**lines[0], **line}])
    told = desk.faults(desk.foreign.signed(desk.foreign.manifest(IDENTITY, files, lines), files))
    assert says in told
    assert "hours-0001.jsonl 第 1 行" in told


def test_a_statement_of_another_kind_is_no_package(desk: Desk) -> None:
    lines = [an_hour(1)]
    files = desk.foreign.files(lines)
    content = desk.foreign.signed(desk.foreign.manifest(IDENTITY, files, lines), files, typ="statuslist+jwt")
    assert "签名" in desk.faults(content)


def test_a_zip_that_was_compressed_again_is_refused(desk: Desk) -> None:
    source = zipfile.ZipFile(io.BytesIO(desk.foreign.package(IDENTITY, [an_hour(1)])))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name))
    assert "重新压缩" in desk.faults(buffer.getvalue())


def test_a_bomb_is_never_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b"0" * 50_000_000)
    with pytest.raises(Broken):
        opened(buffer.getvalue())


@pytest.mark.parametrize("name", ["../manifest.json", "/etc/passwd", "a/b.json", "MANIFEST.JSON", "x\x00.json"])
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(Broken):
        opened(zipped([("manifest.json", b"{}"), ("signature.jws", b""), (name, b"1")]))


@relaxed
@given(st.binary(max_size=300), st.integers(min_value=0), st.integers(min_value=0))
def test_whatever_bytes_come_they_are_opened_or_refused(noise: bytes, at: int, cut: int) -> None:
    good = packed([("manifest.json", b"{}"), ("signature.jws", b"x"), ("stars.json", b"{}")])
    place = at % len(good)
    for content in (noise, good[:place] + noise + good[place:], good[: cut % len(good)], good + noise):
        try:
            assert packed(opened(content)) == content
        except Broken:
            continue


def test_no_package_with_one_altered_byte_is_accepted(desk: Desk) -> None:
    from functions.storage.refusals import Refused
    from functions.transfers.reading import opened as read

    content = desk.foreign.package(IDENTITY, [an_hour(1), an_hour(2)])
    volunteer_id = desk.volunteer.get("/session").get_json().get("subject_id") or _id_of(desk)
    assert read(content, volunteer_id).files

    @settings(relaxed, max_examples=150)
    @given(st.integers(0, len(content) - 1), st.integers(1, 255))
    def check(place: int, change: int) -> None:
        altered = bytearray(content)
        altered[place] ^= change
        with pytest.raises(Refused):
            read(bytes(altered), volunteer_id)

    check()


def _id_of(desk: Desk) -> str:
    from functions.volunteers.actions import holder_of

    return str(holder_of(document(_PAPER["type"], _PAPER["number"])))


def test_an_altered_package_that_is_uploaded_is_told_to_be_altered(desk: Desk) -> None:
    content = desk.foreign.package(IDENTITY, [an_hour(1)])
    assert "hours-0001.jsonl 被改动过" in desk.faults(zipped(altered(content, "hours-0001.jsonl", b"120", b"121")))


def altered(content: bytes, name: str, old: bytes, new: bytes) -> list[tuple[str, bytes]]:
    """The files of a package, one of them changed: packed again as whoever knows the form would."""
    files = opened(content)
    return [(each, body.replace(old, new) if each == name else body) for each, body in files]


def test_parts_that_come_again_or_wrong_are_answered(desk: Desk) -> None:
    content = desk.foreign.package(IDENTITY, [an_hour(1)])
    asked = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    told = desk.volunteer.post("/arrivals", asked).get_json()
    path = f"/arrivals/{told['arrival_id']}"
    assert desk.volunteer.post(f"{path}/steps").status_code == 409
    half = {"content": base64.b64encode(content[:10]).decode()}
    assert desk.volunteer.ask("PUT", f"{path}/parts/0", half).status_code == 422
    assert desk.volunteer.ask("PUT", f"{path}/parts/7", half).status_code == 404
    whole = {"content": base64.b64encode(content).decode()}
    for _ in range(2):
        assert desk.volunteer.ask("PUT", f"{path}/parts/0", whole).get_json()["missing"] == []


def test_nobody_else_sees_or_continues_an_arrival(desk: Desk) -> None:
    told = desk.brought(desk.foreign.package(IDENTITY, [an_hour(1)]))
    path, other = f"/arrivals/{told['arrival_id']}", desk.district.volunteer(name="李四")
    assert [other.get(path).status_code, other.post(f"{path}/steps").status_code] == [404, 404]
    assert other.get(f"{path}/pieces/0").status_code == 404


def test_nobody_verifies_the_own_arrival(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from functions.accounts.models import Account

    told = desk.brought(desk.foreign.package(IDENTITY, [an_hour(1)]))
    key = Account.get(desk.volunteer.account_id).person_key
    Account(desk.supervisor.account_id).update([Account.person_key.set(key)])
    answer = desk.supervisor.post(f"/arrivals/{told['arrival_id']}/pieces/0", {"decision": "accepted"})
    assert answer.get_json()["violations"][0]["code"] == "transfers.own"


def a_sender(**changes: Any) -> dict[str, Any]:
    body = {"origin": "https://x.example", "name": "某区", "code": "520100", "note": "来函"}
    return {**body, "document": json.dumps(Foreign().keys()), **changes}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"origin": "x.example"}, "origin"),
        ({"origin": "http://localhost"}, "origin"),
        ({"code": "52"}, "code"),
        ({"note": ""}, "note"),
        ({"document": "公钥"}, "document"),
        ({"document": '{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}'}, "document"),
        ({"document": "[" * 5000}, "document"),
    ],
)
def test_a_sender_is_recorded_with_keys_that_can_be_used(
    district: District, changes: dict[str, Any], field: str
) -> None:
    answer = district.supervisor("transfer-desk").post("/trusted-senders", a_sender(**changes))
    assert [fault["field"] for fault in answer.get_json()["violations"]] == [field]


def test_a_private_key_that_is_pasted_is_not_kept(district: District) -> None:
    secret = json.dumps(Foreign().key.as_dict(private=True))
    assert district.supervisor("transfer-desk").post("/trusted-senders", a_sender(document=secret)).status_code == 422
