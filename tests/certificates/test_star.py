"""A star certificate: its own kind and code, a paper that says what the check says, and what becomes of it."""

from typing import Any

import pytest

from tests.certificates.reading import qr_of, text_of
from tests.district import District
from tests.stars.test_stars import Scene

pytestmark = pytest.mark.article("19")


@pytest.fixture
def scene(district: District) -> Scene:
    made = Scene(district)
    made.serve(6000)
    return made


def issue(scene: Scene, **asked: Any) -> dict[str, Any]:
    answer = scene.volunteer.post("/certificates/star", asked)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return dict(answer.get_json())


def test_without_a_star_there_is_no_star_certificate(scene: Scene) -> None:
    refused = scene.volunteer.post("/certificates/star", {})
    assert (refused.status_code, refused.get_json()["violations"][0]["code"]) == (422, "stars.none_held")


def test_anyone_sees_by_the_code_which_star_was_granted_when_and_by_whom(scene: Scene) -> None:
    scene.grant(1)
    made = issue(scene)
    seen = scene.district.get(f"/public/certificates/{made['code']}").get_json()
    assert (seen["kind"], seen["kind_name"], seen["status"]) == ("star", "星级志愿者证明", "valid")
    assert (seen["star"], seen["star_name"], seen["name_masked"]) == (1, "一星级志愿者", "张*")
    assert (seen["granted_by"], seen["granted_on"]) == ("渝中区志愿服务主管部门", scene.own()["since"])
    assert "minutes" not in seen


def test_the_paper_says_what_the_check_says(scene: Scene) -> None:
    scene.grant(1)
    made = issue(scene)
    paper = scene.volunteer.get(f"/certificates/{made['code']}/pdf")
    text = text_of(paper.data)
    for said in (
        "星级志愿者证明",
        "张三",
        "一星级志愿者",
        made["code"],
        made["certificate_number"],
        "渝中区志愿服务主管部门",
    ):
        assert said in text
    assert qr_of(paper.data) == made["verify_url"]
    assert "%E6%98%9F%E7%BA%A7" in paper.headers["Content-Disposition"]


def test_the_same_facts_make_the_same_bytes(scene: Scene) -> None:
    scene.grant(1)
    path = f"/certificates/{issue(scene)['code']}/pdf"
    assert scene.volunteer.get(path).data == scene.volunteer.get(path).data


def test_a_second_certificate_of_the_same_star_replaces_the_first(scene: Scene) -> None:
    scene.grant(1)
    codes = [issue(scene)["code"] for _ in range(2)]
    found = [scene.district.get(f"/public/certificates/{code}").get_json()["status"] for code in codes]
    assert found == ["replaced", "valid"]


def test_voided_hours_leave_a_star_certificate_valid_until_somebody_decides(scene: Scene) -> None:
    scene.grant(1)
    code = issue(scene)["code"]
    service = scene.volunteer.post("/certificates", {}).get_json()["code"]
    scene.void_one()
    found = [scene.district.get(f"/public/certificates/{each}").get_json()["status"] for each in (code, service)]
    assert found == ["valid", "replaced"]


def test_withdrawn_consent_hides_the_details_and_given_again_shows_them(scene: Scene) -> None:
    scene.grant(1)
    code = issue(scene)["code"]
    shown = []
    for agreed in (False, True):
        scene.volunteer.ask("PUT", "/volunteers/me/consents/verification", {"agreed": agreed})
        seen = scene.district.get(f"/public/certificates/{code}").get_json()
        shown.append((seen["status"], seen.get("star_name")))
    assert shown == [("valid", None), ("valid", "一星级志愿者")]


def test_a_certificate_of_service_does_not_replace_one_of_a_star(scene: Scene) -> None:
    scene.grant(1)
    code = issue(scene)["code"]
    assert scene.volunteer.post("/certificates", {"replaces": code}).status_code == 404


def test_the_holders_list_tells_the_kinds_apart(scene: Scene) -> None:
    scene.grant(1)
    issue(scene)
    scene.volunteer.post("/certificates", {})
    kinds = [(one["kind_name"], one["star"]) for one in scene.volunteer.get("/certificates").get_json()["items"]]
    assert kinds == [("志愿服务记录证明", None), ("星级志愿者证明", 1)]
