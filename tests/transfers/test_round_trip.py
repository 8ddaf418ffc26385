"""A record goes from one district to another and counts in one of them only (Article 16)."""

import io
import json
import zipfile

import pytest

from tests.builders import a_row
from tests.hours.test_waiting import log
from tests.transfers.conftest import Served
from tests.transfers.places import Place, accept_all, bring, downloaded, transfer_out

pytestmark = pytest.mark.article("16")


def arrived(served: Served, content: bytes) -> dict[str, object]:
    """The person registers at the receiver, brings the package, and everything is accepted."""
    with served.receiver.entered() as place:
        person = place.people.get("own") or place.district.volunteer(name="张小三", document=served.document)
        place.people["own"] = person
        return accept_all(place.supervisor(), bring(person, content))


def record_at(place: Place, person: object) -> dict[str, object]:
    with place.entered():
        return dict(person.get("/volunteers/me/record?limit=100").get_json())  # type: ignore[attr-defined]


def test_hours_arrive_with_the_same_total_and_say_where_they_come_from(served: Served) -> None:
    with served.sender.entered():
        _, content = transfer_out(served.volunteer)
        before = served.volunteer.get("/volunteers/me/record").get_json()["totals"]["minutes"]
    arrived(served, content)
    there = record_at(served.receiver, served.receiver.people["own"])
    assert before == there["totals"]["minutes"] == 780  # type: ignore[index]
    sources = {item["source_name"] for item in there["service"]["items"]}  # type: ignore[index]
    assert sources == {"转入（原沙坪坝区）"}


def test_a_stay_across_midnight_comes_as_two_days_that_keep_its_entry(served: Served) -> None:
    with served.sender.entered():
        _, content = transfer_out(served.volunteer)
    lines = [
        json.loads(line) for line in zipfile.ZipFile(io.BytesIO(content)).read("hours-0001.jsonl").decode().splitlines()
    ]
    split = [(line["part"], line["parts"], line["minutes"]) for line in lines if line["parts"] > 1]
    assert split == [(1, 2, 120), (2, 2, 480)]
    assert len({line["entry"] for line in lines if line["parts"] > 1}) == 1


def test_the_sender_is_read_only_after_the_hand_over(served: Served) -> None:
    with served.sender.entered():
        transfer_out(served.volunteer)
        claim = {"project_id": served.project, "start": "2026-05-06T09:00:00+08:00", "end": "2026-05-06T10:00:00+08:00"}
        assert served.volunteer.post("/volunteers/me/claims", {**claim, "note": "漏记"}).status_code == 409
        assert served.volunteer.post("/volunteers/me/stars", {"star": 1}).status_code == 409
        rows = {"entries": [a_row(served.volunteer.number, "2026-05-07T09:00", "2026-05-07T10:00")]}
        assert served.recorder.post(f"/projects/{served.project}/hours", rows).status_code == 422
        assert served.volunteer.get("/volunteers/me/record").status_code == 200
        assert served.volunteer.post("/certificates", {}).status_code == 201


def test_a_certificate_at_the_receiver_names_the_district_of_the_hours(served: Served) -> None:
    with served.sender.entered():
        _, content = transfer_out(served.volunteer)
    arrived(served, content)
    with served.receiver.entered() as place:
        code = place.people["own"].post("/certificates", {}).get_json()["code"]
        told = place.district.get(f"/public/certificates/{code}").get_json()
    assert told["minutes"] == 780
    assert told["units"] == ["解放碑社区志愿服务队（沙坪坝区，转入）"]


def test_hours_from_elsewhere_stay_in_the_sender_public_figures_alone(served: Served) -> None:
    from functions.hours.census import counted

    with served.sender.entered():
        _, content = transfer_out(served.volunteer)
        here = [cell for cell, _ in counted()]
    arrived(served, content)
    with served.receiver.entered():
        assert list(counted()) == []
    assert here


def test_the_same_package_twice_changes_nothing(served: Served) -> None:
    with served.sender.entered():
        _, content = transfer_out(served.volunteer)
    first = arrived(served, content)
    again = arrived(served, content)
    assert first["arrival_id"] == again["arrival_id"]
    assert record_at(served.receiver, served.receiver.people["own"])["totals"]["entries"] == 4  # type: ignore[index]


def test_a_later_package_of_the_same_person_adds_only_what_is_new(served: Served) -> None:
    with served.sender.entered() as place:
        transfer_id, content = transfer_out(served.volunteer)
    arrived(served, content)
    with served.sender.entered() as place:
        served.volunteer.post(f"/volunteers/me/transfers/{transfer_id}/return", {"reason": "还要补一次"})
        waiting = place.supervisor().get("/transfers/returns").get_json()["items"][0]
        body = {"version": waiting["version"], "decision": "accepted", "reason": "电话核实过"}
        assert place.supervisor().post(f"/transfers/{transfer_id}/return-decision", body).status_code == 200
        log(served.recorder, served.project, a_row(served.volunteer.number, "2026-05-08T09:00", "2026-05-08T09:30"))
        _, second = transfer_out(served.volunteer)
    told = arrived(served, second)
    assert {each["code"]: each["lines"] for each in told["found"]} == {"already": 4, "fresh": 1}  # type: ignore[attr-defined]
    assert record_at(served.receiver, served.receiver.people["own"])["totals"]["minutes"] == 810  # type: ignore[index]


def test_only_blocks_that_were_agreed_to_are_in_the_package(served: Served) -> None:
    with served.sender.entered():
        _, content = transfer_out(served.volunteer, ["stars"])
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.namelist() == ["manifest.json", "signature.jws", "stars.json", "consents.json", "README.txt"]
    manifest = json.loads(archive.read("manifest.json"))
    assert (manifest["blocks"], manifest["totals"]) == (["stars"], None)
    assert not any(text.encode() in content for text in ("张小三", served.document["number"], "解放碑"))


def test_the_answer_closes_the_transfer_at_the_sender(served: Served) -> None:
    with served.sender.entered():
        transfer_id, content = transfer_out(served.volunteer)
    told = arrived(served, content)
    with served.receiver.entered() as place:
        answer = place.people["own"].get(f"/arrivals/{told['arrival_id']}/answer").get_data(as_text=True)
    with served.sender.entered():
        done = served.volunteer.post(f"/transfers/{transfer_id}/answer", {"answer": answer})
        assert done.status_code == 200, done.get_data(as_text=True)
        assert (done.get_json()["state"], done.get_json()["answer"]["minutes"]) == ("received", 780)


def test_a_signed_refusal_of_everything_gives_the_record_back(served: Served) -> None:
    with served.sender.entered():
        transfer_id, content = transfer_out(served.volunteer, ["hours"])
    with served.receiver.entered() as place:
        person = place.district.volunteer(name="张小三", document=served.document)
        told = bring(person, content)
        path = f"/arrivals/{told['arrival_id']}"
        place.supervisor().post(f"{path}/pieces/0", {"decision": "refused", "reason": "不属于志愿服务"})
        place.supervisor().post(f"{path}/close")
        answer = person.get(f"{path}/answer").get_data(as_text=True)
    with served.sender.entered():
        done = served.volunteer.post(f"/transfers/{transfer_id}/answer", {"answer": answer}).get_json()
        assert done["state"] == "returned"
        row = a_row(served.volunteer.number, "2026-05-09T09:00", "2026-05-09T09:30")
        assert served.recorder.post(f"/projects/{served.project}/hours", {"entries": [row]}).status_code == 201


def test_a_forged_answer_is_refused(served: Served) -> None:
    with served.sender.entered():
        transfer_id, content = transfer_out(served.volunteer)
    told = arrived(served, content)
    with served.receiver.entered() as place:
        answer = json.loads(place.people["own"].get(f"/arrivals/{told['arrival_id']}/answer").get_data())
    answer["answer"]["result"] = "refused"
    with served.sender.entered():
        done = served.volunteer.post(f"/transfers/{transfer_id}/answer", {"answer": json.dumps(answer)})
        assert done.status_code == 422
        assert "签名" in done.get_json()["violations"][0]["message"]


def test_the_package_is_the_same_however_often_it_is_downloaded(served: Served) -> None:
    with served.sender.entered():
        transfer_id, content = transfer_out(served.volunteer)
        assert downloaded(served.volunteer, transfer_id) == content
