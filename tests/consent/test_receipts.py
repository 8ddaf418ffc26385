"""Receipts of consent: in the shape of ISO/IEC TS 27560, held to the schema that is published."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from functions.regulation.trace import REPOSITORY
from tests.district import District, Person

pytestmark = pytest.mark.article("15")

SCHEMA = json.loads((REPOSITORY / "site/schemas/consent-receipt-1.json").read_text(encoding="utf-8"))


def receipt_of(person: Person) -> Any:
    receipt = person.get("/volunteers/me/consents").get_json()
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(receipt)] == []
    return receipt


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_a_receipt_names_who_what_for_and_how_to_withdraw(district: District) -> None:
    volunteer = district.volunteer()
    receipt = receipt_of(volunteer)
    assert receipt["pii_principal_id"] == volunteer.number
    [registration] = [record for record in receipt["records"] if record["record_id"] == "registration"]
    assert (registration["state"], registration["events"][0]["consent_type"]) == ("given", "general")
    assert registration["pii_processing"]["withdrawal_method"]
    assert registration["party_identification"][0]["party_name"]


def test_withdrawing_and_giving_again_are_three_events_of_one_record(district: District) -> None:
    volunteer = district.volunteer(consents=["registration", "verification"])
    for agreed in (False, True):
        volunteer.ask("PUT", "/volunteers/me/consents/verification", {"agreed": agreed})
    [record] = [each for each in receipt_of(volunteer)["records"] if each["record_id"] == "verification"]
    assert [event["event_type"] for event in record["events"]] == ["given", "withdrawn", "given"]


def test_each_named_receiver_is_a_record_of_its_own(district: District) -> None:
    volunteer = district.volunteer()
    for receiver in ("甲校", "乙校"):
        body = {"receiver": receiver, "blocks": ["totals"], "until": "2026-06-30"}
        volunteer.post("/volunteers/me/shares", body)
    own = volunteer.get("/volunteers/me/shares").get_json()["items"]
    volunteer.post(f"/volunteers/me/shares/{own[0]['share_id']}/end")
    shares = [each for each in receipt_of(volunteer)["records"] if each["record_id"].startswith("sharing-")]
    assert sorted((each["pii_processing"]["recipient_third_parties"][0], each["state"]) for each in shares) == [
        ("乙校", "withdrawn"),
        ("甲校", "given"),
    ]


def test_the_notice_is_named_by_the_hash_of_its_text(district: District) -> None:
    import hashlib

    record = receipt_of(district.volunteer())["records"][0]
    told = district.get("/notices/registration").get_json()
    assert record["events"][0]["notice_sha256"] == hashlib.sha256(told["text"].encode()).hexdigest()
