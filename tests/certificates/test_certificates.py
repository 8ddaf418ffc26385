"""第十七条：志愿者可根据需要……自行下载打印志愿服务记录证明。Issued from the record, checked by anyone, revoked and replaced."""

import io
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from functions.certificates.models import CertificateCheck
from functions.storage import clock, codes
from tests.builders import SAMPLE_ID, a_row
from tests.district import District, Person

pytestmark = pytest.mark.article("17")


def with_hours(district: District, **changes: object) -> Person:
    """A volunteer with three times twenty minutes in force."""
    volunteer, recorder = district.volunteer(**changes), district.recorder()
    project = district.project(recorder, volunteer)
    rows = [a_row(volunteer.number, f"2026-05-0{day}T09:00", f"2026-05-0{day}T09:20") for day in (1, 2, 3)]
    assert recorder.post(f"/projects/{project}/hours", {"entries": rows}).status_code == 201
    return volunteer


def issue(volunteer: Person, **wish: object) -> dict[str, str]:
    answer = volunteer.post("/certificates", {"show_document": "masked", **wish})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    issued: dict[str, str] = answer.get_json()
    return issued


def check(district: District, code: str):  # type: ignore[no-untyped-def]
    return district.get(f"/public/certificates/{code}")


def text_of(volunteer: Person, issued: dict[str, str]) -> str:
    answer = volunteer.get(issued["pdf"].removeprefix("/api/v1"))
    assert answer.content_type == "application/pdf"
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)


def test_c41_the_check_shows_the_certified_facts_masked(district: District) -> None:
    volunteer = with_hours(district, name="𠮷田䶮", document={"type": "resident_id", "number": SAMPLE_ID})
    seen = check(district, issue(volunteer)["code"]).get_json()
    assert (seen["status"], seen["status_name"]) == ("valid", "有效")
    assert (seen["name_masked"], seen["document_masked"]) == ("𠮷**", "110105********002X")
    assert (seen["minutes"], seen["hours"], seen["issued_on"]) == (60, "1.00", clock.today().isoformat())
    assert seen["units"] == ["解放碑社区志愿服务队"]


def test_c41_the_public_never_sees_the_number_that_the_paper_shows_in_full(district: District) -> None:
    volunteer = with_hours(district, document={"type": "resident_id", "number": SAMPLE_ID})
    issued = issue(volunteer, show_document="full")
    assert SAMPLE_ID in text_of(volunteer, issued)
    assert SAMPLE_ID not in check(district, issued["code"]).get_data(as_text=True)


def test_c42_the_check_needs_no_cookie_and_no_second_hop(district: District) -> None:
    answer = check(district, issue(with_hours(district))["code"])
    assert (answer.status_code, answer.headers.get("Location"), answer.headers.get("Set-Cookie")) == (200, None, None)


@pytest.mark.parametrize("spoil", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
def test_a_code_is_read_whatever_its_case_spaces_and_hyphens(district: District, spoil) -> None:  # type: ignore[no-untyped-def]
    assert check(district, spoil(issue(with_hours(district))["code"])).status_code == 200


def test_c44_a_replaced_certificate_says_when_and_leads_nowhere(district: District) -> None:
    volunteer = with_hours(district)
    old = issue(volunteer)
    new = issue(volunteer, replaces=old["code"])
    seen = check(district, old["code"])
    assert (seen.get_json()["status"], seen.get_json()["replaced_on"]) == ("replaced", clock.today().isoformat())
    assert codes.canonical_code(new["code"]) not in codes.canonical_code(seen.get_data(as_text=True))
    assert check(district, new["code"]).get_json()["status"] == "valid"


def test_c45_a_revoked_certificate_says_so_at_once_with_date_and_kind(district: District) -> None:
    volunteer = with_hours(district)
    code = issue(volunteer)["code"]
    assert check(district, code).headers["Cache-Control"] == "no-store"
    body = {"kind": "record_error", "reason": "名字写错了"}
    assert volunteer.post(f"/certificates/{code}/revocation", body).status_code == 200
    seen = check(district, code).get_json()
    assert (seen["status"], seen["revoked_on"]) == ("revoked", clock.today().isoformat())
    assert seen["reason_kind_name"] == "记录有误"
    assert "名字写错了" not in str(seen)


def test_a_certificate_is_ended_once(district: District) -> None:
    volunteer = with_hours(district)
    path = f"/certificates/{issue(volunteer)['code']}/revocation"
    answers = [volunteer.post(path, {"kind": "other", "reason": "不用了"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 409]


def test_the_paper_of_a_revoked_certificate_is_no_longer_handed_out(district: District) -> None:
    volunteer = with_hours(district)
    issued = issue(volunteer)
    volunteer.post(f"/certificates/{issued['code']}/revocation", {"kind": "other", "reason": "不用了"})
    assert volunteer.get(issued["pdf"].removeprefix("/api/v1")).status_code == 409


def test_the_supervisor_may_revoke_and_must_say_why(district: District) -> None:
    code = issue(with_hours(district))["code"]
    supervisor, path = district.supervisor(), f"/certificates/{code}/revocation"
    refused = supervisor.post(path, {"kind": "none"})
    assert [fault["field"] for fault in refused.get_json()["violations"]] == ["kind", "reason"]
    assert supervisor.post(path, {"kind": "false_record", "reason": "经查不实"}).status_code == 200


def test_c46_an_unknown_code_is_not_valid(district: District) -> None:
    answer = check(district, codes.new_code())
    assert (answer.status_code, "status" in answer.get_json() and answer.get_json()["status"]) == (404, 404)


def test_c46_when_the_engine_does_not_answer_nothing_is_said_about_the_certificate(district: District) -> None:
    from functions.storage.base import reconnect

    code = issue(with_hours(district))["code"]
    reconnect("http://127.0.0.1:9")
    try:
        answer = check(district, code)
    finally:
        reconnect(None)
    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")


def test_c47_a_malformed_code_is_answered_like_an_unknown_one(district: District) -> None:
    unknown, malformed = check(district, codes.new_code()), check(district, "not-a-code")
    assert (unknown.status_code, unknown.get_json()) == (malformed.status_code, malformed.get_json())


def test_c47_many_wrong_codes_from_one_place_are_held_back_and_genuine_ones_are_not(district: District) -> None:
    genuine = issue(with_hours(district))["code"]
    with clock.stopped_at(datetime(2026, 11, 1, tzinfo=UTC)):
        answers = [check(district, "wrong").status_code for _ in range(61)]
        assert answers == [404] * 60 + [429]
        assert check(district, genuine).status_code == 200
        district.place = "203.0.113.7"
        assert check(district, "wrong").status_code == 404


def test_c47_a_code_says_nothing_of_its_certificate(district: District) -> None:
    volunteer = with_hours(district)
    one, other = issue(volunteer), issue(volunteer)
    assert one["code"][:9] != other["code"][:9]
    assert not set(one["certificate_number"].split("-")) & set(one["code"].split("-"))


def test_c50_the_verify_address_holds_the_code_and_nothing_else(district: District) -> None:
    issued = issue(with_hours(district))
    assert issued["verify_url"] == f"http://localhost/verify/#{codes.canonical_code(issued['code'])}"


def test_c51_a_character_that_no_font_has_is_named_and_nothing_is_issued(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer, place="社区\U000f0000中心")
    recorder.post(f"/projects/{project}/hours", {"entries": [a_row(volunteer.number)]})
    answer = volunteer.post("/certificates", {"show_document": "masked"})
    assert answer.status_code == 422
    assert "U+F0000" in answer.get_json()["violations"][0]["message"]
    assert list(CertificateCheck.scan()) == []


def test_c19_the_paper_says_what_the_record_says(district: District) -> None:
    volunteer = with_hours(district, name="古丽米热·艾比布力")
    text = text_of(volunteer, issue(volunteer))
    assert "古丽米热·艾比布力" in text
    assert "1.00" in text
    assert volunteer.number in text


def test_a_certificate_holds_the_chosen_period_only(district: District) -> None:
    volunteer = with_hours(district)
    code = issue(volunteer, **{"from": "2026-05-02", "to": "2026-05-02"})["code"]
    seen = check(district, code).get_json()
    assert (seen["minutes"], seen["from"], seen["to"]) == (20, "2026-05-02", "2026-05-02")


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"from": "2026-05-02", "to": "2026-05-01"}, "to"),
        ({"from": "2025-01-01", "to": "2025-12-31"}, "from"),
        ({"show_document": "half"}, "show_document"),
        ({"from": "yesterday"}, "from"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_at_its_field(
    district: District, wish: dict[str, str], field: str
) -> None:
    answer = with_hours(district).post("/certificates", {"show_document": "masked", **wish})
    assert [fault["field"] for fault in answer.get_json()["violations"]] == [field]


def test_the_certified_facts_never_change(district: District) -> None:
    volunteer, recorder = district.volunteer(), district.recorder()
    project = district.project(recorder, volunteer)
    recorder.post(f"/projects/{project}/hours", {"entries": [a_row(volunteer.number)]})
    issued = issue(volunteer)
    path = issued["pdf"].removeprefix("/api/v1")
    before = volunteer.get(path).data, check(district, issued["code"]).get_json()
    recorder.post(
        f"/projects/{project}/hours", {"entries": [a_row(volunteer.number, "2026-05-09T09:00", "2026-05-09T10:00")]}
    )
    assert (volunteer.get(path).data, check(district, issued["code"]).get_json()) == before


def test_anothers_certificate_is_not_found_by_its_list_paper_or_revocation(district: District) -> None:
    issued = issue(with_hours(district))
    other = district.volunteer()
    path = issued["pdf"].removeprefix("/api/v1")
    revoked = other.post(path.replace("/pdf", "/revocation"), {"kind": "other", "reason": "不是我的"})
    replaced = other.post("/certificates", {"show_document": "masked", "replaces": issued["code"]})
    assert [other.get(path).status_code, revoked.status_code, replaced.status_code] == [404, 404, 404]
    assert other.get("/certificates").get_json()["items"] == []


def test_the_holder_sees_the_own_certificates_latest_first(district: District) -> None:
    volunteer = with_hours(district)
    numbers = [issue(volunteer)["certificate_number"] for _ in range(2)]
    items = volunteer.get("/certificates").get_json()["items"]
    assert [item["certificate_number"] for item in items] == numbers[::-1]
    assert items[0]["status_name"] == "有效"


@pytest.mark.article("15")
def test_without_consent_the_check_says_genuine_and_shows_no_details(district: District) -> None:
    code = issue(with_hours(district, consents=["registration"]))["code"]
    seen = check(district, code).get_json()
    assert (seen["status"], seen["details_shown"]) == ("valid", False)
    plain = {"kind", "kind_name", "status", "status_name", "certificate_number", "issued_on", "details_shown"}
    assert set(seen) == plain


def test_the_download_has_a_chinese_name_and_an_ascii_one(district: District) -> None:
    volunteer = with_hours(district)
    named = volunteer.get(issue(volunteer)["pdf"].removeprefix("/api/v1")).headers["Content-Disposition"]
    assert 'filename="certificate-' in named
    assert "filename*=UTF-8''%E5%BF%97" in named


def agree(volunteer: Person, agreed: bool) -> int:
    return volunteer.ask("PUT", "/volunteers/me/consents/verification", {"agreed": agreed}).status_code


@pytest.mark.article("15")
def test_withdrawing_consent_hides_the_details_of_every_certificate_at_once(district: District) -> None:
    volunteer = with_hours(district)
    issued = [issue(volunteer)["code"] for _ in range(2)]
    assert agree(volunteer, False) == 200
    seen = [check(district, code).get_json() for code in issued]
    assert [(told["status"], told["details_shown"], "name_masked" in told) for told in seen] == [
        ("valid", False, False)
    ] * 2
    assert volunteer.get("/volunteers/me").get_json()["consents"] == ["registration"]


@pytest.mark.article("15")
def test_consent_given_later_shows_the_certified_facts_again(district: District) -> None:
    volunteer = with_hours(district, consents=["registration"])
    code = issue(volunteer)["code"]
    assert agree(volunteer, True) == 200
    assert check(district, code).get_json()["hours"] == "1.00"


def test_the_holder_is_told_on_which_days_a_certificate_was_looked_up_and_not_by_whom(district: District) -> None:
    volunteer = with_hours(district)
    code = issue(volunteer)["code"]
    assert [district.post(f"/public/certificates/{code}/looks", {}).status_code for _ in range(2)] == [204, 204]
    own = volunteer.get("/certificates").get_json()["items"][0]
    assert (own["looks"], own["look_days"]) == (2, ["2026-06-03"])


def test_a_look_at_no_certificate_is_not_counted(district: District) -> None:
    assert district.post("/public/certificates/2345-6789-ABCD-EFGH-J/looks", {}).status_code == 404
