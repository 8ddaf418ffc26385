"""第七条：志愿者个人基本信息应当包括姓名、性别、出生年月、志愿者编号、有效证件号、服务区域、服务意愿、技能特长、联系方式等。"""

from dataclasses import replace
from datetime import date

import pytest

from functions.volunteers import rules
from functions.volunteers.documents import document
from tests.builders import an_id_number

TODAY = date(2026, 5, 1)


def a_person(birth: str = "19800115", **changes: object) -> rules.Person:
    shown = document("resident_id", an_id_number(birth, 1))
    person = rules.Person(
        name="张三",
        sex=shown.sex or "",
        birth_month=f"{birth[:4]}-{birth[4:6]}",
        volunteer_number="",
        document=shown,
        service_area="渝中区",
        intentions=("社区服务",),
        skills=("急救",),
        phone="13800138000",
    )
    return replace(person, **changes)  # type: ignore[arg-type]


@pytest.mark.article("7")
@pytest.mark.parametrize("name", ["古丽米热·艾比布力", "欧阳娜娜", "𠮷田䶮", "Anna-Maria O’Neil", "𬭼", "㛃"])
def test_c32_names_as_people_have_them_are_accepted(name: str) -> None:
    assert rules.name_faults(rules.canonical_name(name), "name") == []


@pytest.mark.article("7")
@pytest.mark.parametrize("dot", "•‧・∙⋅．.·")
def test_c32_every_separator_becomes_the_same_one(dot: str) -> None:
    assert rules.canonical_name(f"古丽米热{dot}艾比布力") == "古丽米热·艾比布力"


@pytest.mark.article("7")
def test_c32_a_full_stop_in_a_latin_name_stays_one() -> None:
    assert rules.canonical_name(" John  F. Kennedy ") == "John F. Kennedy"


@pytest.mark.article("7")
def test_c32_compatibility_ideographs_are_not_turned_into_others() -> None:
    assert rules.canonical_name("\ufa0e") == "\ufa0e"


@pytest.mark.article("7")
@pytest.mark.parametrize(("name", "shown"), [("𠮷田䶮", "𠮷**"), ("张三", "张*"), ("王", "*")])
def test_c32_masking_works_by_character(name: str, shown: str) -> None:
    assert rules.masked_name(name) == shown


@pytest.mark.article("7")
@pytest.mark.parametrize("name", ["", "张3", "<b>", "张😀", "·", "a" * 51, "张\ue000"])
def test_what_is_no_name_is_refused(name: str) -> None:
    assert [fault.field for fault in rules.name_faults(name, "name")] == ["name"]


@pytest.mark.article("7")
def test_a_complete_person_has_no_fault() -> None:
    assert rules.person_faults(a_person(), TODAY) == []


@pytest.mark.article("7")
def test_every_missing_field_is_told_at_once() -> None:
    empty = rules.Person("", "", "", "", document("", ""), "", (), (), "")
    fields = [fault.field for fault in rules.person_faults(empty, TODAY)]
    assert fields == [
        "name", "document.type", "sex", "birth_month", "phone", "service_area", "intentions", "skills",
    ]  # fmt: skip


@pytest.mark.article("7")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sex": "female"}, "volunteers.sex_mismatch"),
        ({"birth_month": "1980-02"}, "volunteers.birth_month_mismatch"),
        ({"birth_month": "2030-01"}, "volunteers.birth_month_form"),
        ({"phone": "12345678901"}, "volunteers.phone_form"),
        ({"phone": "023-63710000"}, "volunteers.phone_form"),
    ],
)
def test_a_field_that_contradicts_the_document_or_its_form_is_refused(changes: dict[str, str], code: str) -> None:
    assert [fault.code for fault in rules.person_faults(a_person(**changes), TODAY)] == [code]


@pytest.mark.article("7")
@pytest.mark.parametrize("typed", ["138 0013 8000", "+86 138-0013-8000", "１３８００１３８０００"])
def test_a_phone_is_its_digits(typed: str) -> None:
    assert rules.canonical_phone(typed) == "13800138000"


@pytest.mark.article("5")
@pytest.mark.parametrize(("birth", "needed"), [("20120501", False), ("20120502", True), ("20260101", True)])
def test_a_guardian_is_needed_until_the_fourteenth_birthday(birth: str, needed: bool) -> None:
    assert rules.needs_guardian(a_person(birth), TODAY) is needed


@pytest.mark.article("5")
def test_where_only_the_month_of_birth_is_known_a_guardian_is_needed_until_that_month_is_over() -> None:
    person = a_person(document=document("passport", "E12345678"), birth_month="2012-05")
    assert rules.needs_guardian(person, TODAY)
    assert not rules.needs_guardian(person, date(2026, 6, 1))


@pytest.mark.article("5")
def test_a_guardian_is_named_with_relation_and_phone() -> None:
    child = a_person("20200101")
    assert [fault.field for fault in rules.guardian_faults(child, None, TODAY)] == ["guardian"]
    half = rules.Guardian("王母", "", "1")
    assert [fault.field for fault in rules.guardian_faults(child, half, TODAY)] == [
        "guardian.relation",
        "guardian.phone",
    ]
    assert rules.guardian_faults(child, rules.Guardian("王母", "母亲", "13800138000"), TODAY) == []
