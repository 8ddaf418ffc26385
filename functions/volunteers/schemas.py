"""Shapes of requests and answers about volunteers."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from functions.accounts.schemas import Password
from functions.regulation.districts import find as find_district
from functions.volunteers import rules
from functions.volunteers.documents import TYPES, document, masked
from functions.web.validation import Shape, optional_line

_SEX_WORDS = {"男": "male", "女": "female", "未说明": "unspecified"}


def _listed(value: Any) -> Any:
    """One text stands for a list of one."""
    return [value] if isinstance(value, str) else value


Words = Annotated[list[Annotated[str, optional_line(50)]], Field(max_length=20), BeforeValidator(_listed)]


class DocumentShape(Shape):
    type: Annotated[str, optional_line(40)] = ""
    number: Annotated[str, optional_line(40)] = ""


class GuardianShape(Shape):
    name: Annotated[str, optional_line(60)] = ""
    relation: Annotated[str, optional_line(20)] = ""
    phone: Annotated[str, optional_line(30)] = ""

    def guardian(self) -> rules.Guardian:
        return rules.Guardian(rules.canonical_name(self.name), self.relation, rules.canonical_phone(self.phone))


class Register(Shape):
    name: Annotated[str, optional_line(80)] = ""
    document: DocumentShape = DocumentShape()
    sex: Annotated[str, optional_line(20)] | None = None
    birth_month: Annotated[str, optional_line(10)] | None = None
    phone: Annotated[str, optional_line(30)] = ""
    service_area: Annotated[str, optional_line(100)] = ""
    intentions: Words = Field(default_factory=list)
    skills: Words = Field(default_factory=list)
    login: Annotated[str, optional_line(60)] | None = None
    password: Password = ""
    consents: Annotated[list[Annotated[str, optional_line(40)]], Field(max_length=20)] = Field(default_factory=list)
    guardian: GuardianShape | None = None

    def registration(self) -> rules.Registration:
        """What is asked for, as the room takes it."""
        guardian = self.guardian.guardian() if self.guardian else None
        return rules.Registration(self.person(), self.login or None, self.password, tuple(self.consents), guardian)

    def person(self) -> rules.Person:
        """The person in canonical form; what an 18-digit number tells need not be typed again."""
        shown = document(self.document.type, self.document.number)
        area = find_district(self.service_area, datetime.now(UTC).date())
        born = shown.birth_date
        return rules.Person(
            name=rules.canonical_name(self.name),
            sex=_SEX_WORDS.get(self.sex or "", self.sex or shown.sex or ""),
            birth_month=self.birth_month or (f"{born:%Y-%m}" if born else ""),
            volunteer_number="",
            document=shown,
            service_area=area.name if area else self.service_area,
            intentions=tuple(word for word in self.intentions if word),
            skills=tuple(word for word in self.skills if word),
            phone=rules.canonical_phone(self.phone),
        )


def person_view(person: rules.Person) -> dict[str, Any]:
    """The nine fields of Article 7 as their owner sees them; document number and phone are masked even then."""
    return {
        "name": person.name,
        "sex": person.sex,
        "sex_name": rules.SEXES[person.sex],
        "birth_month": person.birth_month,
        "volunteer_number": person.volunteer_number,
        "document": {
            "type": person.document.type,
            "type_name": TYPES[person.document.type],
            "number_masked": masked(person.document),
        },
        "service_area": person.service_area,
        "intentions": list(person.intentions),
        "skills": list(person.skills),
        "phone_masked": rules.masked_phone(person.phone),
    }
