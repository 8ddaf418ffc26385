"""Items of earlier releases, as those stored them, are read and carried on by today's code."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from functions.storage.base import all_tables
from functions.storage.settings import settings
from tests.builders import a_row
from tests.district import District
from tests.storage.releases import Release, its_key, release


@pytest.fixture
def first(district: District, engine: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Release]:
    """A district whose items were all stored by the first release."""
    old = release("first")
    with its_key(old, tmp_path, monkeypatch):
        old.put(engine)
        district.secrets.update(old.told["secrets"])
        yield old


def test_every_certificate_of_the_first_release_is_checked_as_it_was(first: Release, district: District) -> None:
    checks = {name: district.get(f"/public/certificates/{code}") for name, code in first.told["codes"].items()}
    told = {name: answer.get_json()["status"] for name, answer in checks.items()}
    assert told == {"valid": "valid", "revoked": "revoked", "replaced": "replaced", "replacing": "valid"}
    facts = checks["valid"].get_json()
    assert (facts["minutes"], facts["name_masked"], facts["units"]) == (6600, "张*", ["解放碑社区志愿服务队"])


def test_a_record_of_the_first_release_shows_person_hours_and_total(first: Release, district: District) -> None:
    record = district.log_in(first.told["volunteer"]).get("/volunteers/me/record").get_json()
    assert record["person"]["name"] == "张三"
    assert record["person"]["document"]["number_masked"].startswith("509999")
    assert record["totals"] == {**record["totals"], "minutes": first.told["minutes"], "entries": 11}
    assert [entry["state"] for entry in record["service"]["items"]] == ["in_force"] * 11


@pytest.mark.parametrize("kind", ["pdf", "credential"])
def test_a_certificate_of_the_first_release_is_taken_home(first: Release, district: District, kind: str) -> None:
    answer = district.log_in(first.told["volunteer"]).get(f"/certificates/{first.told['codes']['valid']}/{kind}")
    assert answer.status_code == 200, answer.get_data(as_text=True)


def test_a_certificate_of_the_first_release_is_revoked_and_says_so(first: Release, district: District) -> None:
    holder, code = district.log_in(first.told["volunteer"]), first.told["codes"]["valid"]
    answer = holder.post(f"/certificates/{code}/revocation", {"kind": "holder_request", "reason": "不再需要"})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert district.get(f"/public/certificates/{code}").get_json()["status"] == "revoked"


def test_a_certificate_of_the_first_release_keeps_the_one_place_that_it_takes(
    first: Release, district: District
) -> None:
    from functions.certificates.models import Certificate
    from functions.certificates.status_lists import place_of

    code = first.told["codes"]["valid"].replace("-", "")
    one, same = Certificate.get(code), Certificate.get(code)
    assert place_of(one) == place_of(same) == place_of(Certificate.get(code))
    other = Certificate.get(first.told["codes"]["replacing"].replace("-", ""))
    assert place_of(other) != place_of(one)


def test_hours_of_the_first_release_reach_a_star_and_its_certificate(first: Release, district: District) -> None:
    holder, supervisor = district.log_in(first.told["volunteer"]), district.log_in(first.told["supervisor"])
    assert holder.post("/volunteers/me/stars", {"star": 1}).status_code == 201
    waiting = supervisor.get("/star-applications").get_json()["items"][0]
    key = {"application_id": waiting["application_id"], "version": waiting["version"]}
    decided = supervisor.post("/star-applications/decisions", {"applications": [key], "decision": "granted"})
    assert decided.status_code == 200, decided.get_data(as_text=True)
    made = holder.post("/certificates/star", {})
    assert district.get(f"/public/certificates/{made.get_json()['code']}").get_json()["star"] == 1


def test_a_group_of_the_first_release_enters_hours_and_corrects_old_ones(first: Release, district: District) -> None:
    recorder, project = district.log_in(first.told["recorder"]), first.told["project_id"]
    row = a_row(first.told["volunteer"], "2026-05-20T09:00", "2026-05-20T10:00")
    assert recorder.post(f"/projects/{project}/hours", {"entries": [row]}).status_code == 201
    entries = recorder.get(f"/projects/{project}/hours?limit=100").get_json()["items"]
    old = next(each for each in entries if each["start"].startswith("2026-05-02"))
    times = {"start": old["start"], "end": "2026-05-02T17:00:00+08:00", "reason": "核对签到表"}
    path = f"/entries/{old['volunteer_id']}/{old['entry_id']}/correction"
    assert recorder.post(path, times).status_code == 201
    record = district.log_in(first.told["volunteer"]).get("/volunteers/me/record").get_json()
    assert record["totals"]["minutes"] == first.told["minutes"]
    assert district.get(f"/public/certificates/{first.told['codes']['valid']}").get_json()["status"] == "replaced"


@pytest.mark.parametrize("name", ["first", "second"])
def test_every_item_of_a_release_is_read_whole(name: str, functions: District) -> None:
    """Nothing that this release demands of an item may be missing in it, and what it holds is understood."""
    models = {model.Meta.table_name: model for model in all_tables()}
    missing = set()
    for table, items in release(name).tables.items():
        model = models[settings().table(table)]
        for item in items:
            read = model(_user_instantiated=False)
            read.from_dynamodb_dict(dict(item))
            lacking = {each for each, made in model.get_attributes().items() if not made.null}
            missing |= {f"{table}.{each}" for each in lacking if getattr(read, each) is None}
    assert not missing
