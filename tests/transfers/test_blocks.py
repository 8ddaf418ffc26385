"""What beside the hours comes with a record: trainings, commendations, evaluations, a star; and what stays where it is."""

import json
from typing import Any

import pytest

from functions.transfers.package import PUBLISHED, ROOT, schema
from tests.builders import a_row
from tests.hours.test_waiting import log
from tests.stars.served import serve
from tests.transfers.conftest import Served
from tests.transfers.places import accept_all, bring, transfer_out

pytestmark = pytest.mark.article("16")


def whole_record(served: Served) -> None:
    """A training, a commendation, an evaluation and a star, at the sender."""
    group, number = f"/groups/{served.recorder.group_id}", served.volunteer.number
    training = {
        "topic": "急救", "content": "心肺复苏", "starts": "2026-05-01", "place": "社区", "class_hours": "2.5",
        "kind": "general", "mode": "in_person", "contact": "王联系", "volunteer_numbers": [number],
    }  # fmt: skip
    assert served.recorder.post(f"{group}/trainings", training).status_code == 201
    honour = {"name": "优秀志愿者", "date": "2026-05-01", "level": "city", "granting_body": "市志愿服务联合会"}
    made = served.recorder.post(f"{group}/commendations", {**honour, "volunteer_numbers": [number]})
    assert made.status_code == 201
    long = served.sender.district.project(
        served.recorder, served.volunteer, name="长期项目", starts="2026-01-01T00:00:00+08:00"
    )
    serve(served.recorder, long, number, 6000)
    short = served.sender.district.project(
        served.recorder, served.volunteer, name="一日项目", ends="2026-06-01T00:00:00+08:00"
    )
    log(served.recorder, short, a_row(number, "2026-05-20T09:00", "2026-05-20T10:00"))
    row = {"volunteer_number": number, "punctuality": 5, "attitude": 4, "skill": 5, "words": "认真"}
    assert served.recorder.post(f"/projects/{short}/evaluations", {"rows": [row]}).status_code == 201
    assert served.volunteer.post("/volunteers/me/stars", {"star": 1}).status_code == 201
    supervisor = served.sender.supervisor()
    one = supervisor.get("/star-applications").get_json()["items"][0]
    key = {"application_id": one["application_id"], "version": one["version"]}
    done = supervisor.post("/star-applications/decisions", {"applications": [key], "decision": "granted"})
    assert done.status_code == 200


@pytest.fixture
def moved(served: Served) -> tuple[Served, dict[str, Any], bytes]:
    """The whole record has gone to the receiver, and everything was accepted."""
    with served.sender.entered():
        whole_record(served)
        _, content = transfer_out(served.volunteer)
    with served.receiver.entered() as place:
        person = place.district.volunteer(name="张小三", document=served.document)
        place.people["own"] = person
        told = accept_all(place.supervisor(), bring(person, content))
    return served, told, content


def test_every_block_arrives_and_says_where_it_comes_from(moved: tuple[Served, dict[str, Any], bytes]) -> None:
    served, told, _ = moved
    assert {block["code"]: block["decision"] for block in told["blocks"]} == dict.fromkeys(
        ("training", "commendations", "evaluations", "stars"), "accepted"
    )
    with served.receiver.entered() as place:
        own = place.people["own"]
        [training] = own.get("/volunteers/me/trainings").get_json()["items"]
        [honour] = own.get("/volunteers/me/commendations").get_json()["items"]
        [said] = own.get("/volunteers/me/evaluations").get_json()["items"]
        assert own.get("/volunteers/me/evaluations/averages").get_json()["evaluations"] == 0
    assert training["group"] == honour["group"] == said["group"] == "解放碑社区志愿服务队（沙坪坝区，转入）"
    assert (honour["state"], said["can_answer"]) == ("in_force", False)


def test_stars_go_on_from_the_one_that_was_granted_elsewhere(moved: tuple[Served, dict[str, Any], bytes]) -> None:
    served, _, _ = moved
    with served.receiver.entered() as place:
        own = place.people["own"]
        assert own.get("/volunteers/me/record").get_json()["held_star"] == 1
        assert own.post("/volunteers/me/stars", {"star": 1}).get_json()["violations"][0]["code"] == "stars.in_turn"
        assert own.post("/certificates/star", {}).status_code == 201


def test_a_star_is_not_taken_over_before_its_hours_are(served: Served) -> None:
    with served.sender.entered():
        whole_record(served)
        _, content = transfer_out(served.volunteer, ["stars"])
    with served.receiver.entered() as place:
        person = place.district.volunteer(name="张小三", document=served.document)
        told = bring(person, content)
        path = f"/arrivals/{told['arrival_id']}/blocks/stars"
        answer = place.supervisor().post(path, {"decision": "accepted"})
        assert answer.get_json()["violations"][0]["code"] == "stars.elsewhere_hours"


def test_the_sender_no_longer_counts_the_person_and_its_recount_agrees(
    moved: tuple[Served, dict[str, Any], bytes],
) -> None:
    from functions.stars.census import counted as stars
    from functions.statistics.jobs import recount
    from functions.volunteers.census import counted as volunteers

    served, _, _ = moved
    with served.sender.entered():
        assert list(stars()) == []
        assert len(list(volunteers())) == 1  # the month of registration, and no more the person
        recount()
        found = served.sender.supervisor().get("/statistics/recounts").get_json()["items"]
        assert [each["differences"] for each in found if each["differences"]] == []
    with served.receiver.entered():
        recount()
        found = served.receiver.supervisor().get("/statistics/recounts").get_json()["items"]
        assert [each["differences"] for each in found if each["differences"]] == []


def test_a_record_that_came_goes_on_with_its_first_origin(moved: tuple[Served, dict[str, Any], bytes]) -> None:
    served, _, _ = moved
    with served.receiver.entered() as place:
        _, again = transfer_out(place.people["own"], ["hours"])
    lines = [json.loads(line) for line in _file(again, "hours-0001.jsonl").splitlines()]
    assert {(line["source"], line["origin"]["code"], line["origin"]["name"]) for line in lines} == {
        ("transfer", "500106", "沙坪坝区")
    }


def test_a_line_that_was_let_in_may_be_voided_by_the_supervisor(moved: tuple[Served, dict[str, Any], bytes]) -> None:
    from functions.volunteers.actions import by_number

    served, _, _ = moved
    with served.receiver.entered() as place:
        entry = place.people["own"].get("/volunteers/me/record").get_json()["service"]["items"][0]
        known = by_number(place.people["own"].number)
        path = f"/entries/{known.volunteer_id if known else ''}/{entry['entry_id']}/void"
        assert place.supervisor().post(path, {"reason": "原处已作废"}).status_code in {200, 204}


def test_the_published_schema_is_the_one_the_reader_holds_to(moved: tuple[Served, dict[str, Any], bytes]) -> None:
    import jsonschema

    published = json.loads((ROOT / PUBLISHED).read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(schema()))
    _, _, content = moved
    names = [name for name in published["properties"] if name != "hours-0001.jsonl"]
    whole = {name: json.loads(_file(content, name)) for name in names}
    jsonschema.validate(whole, published, jsonschema.Draft202012Validator)
    line = {**published["$defs"]["HoursLine"], "$defs": published["$defs"]}
    for told in _file(content, "hours-0001.jsonl").splitlines():
        jsonschema.validate(json.loads(told), line)


def _file(content: bytes, name: str) -> str:
    import io
    import zipfile

    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()
