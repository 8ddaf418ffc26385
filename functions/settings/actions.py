"""The settings that everybody may see."""

from typing import Any

from functions.certificates.statuses import REASON_KINDS
from functions.groups.rules import KINDS
from functions.hours.policy import MARKS
from functions.projects.rules import CATEGORIES, SERVICE_OBJECTS
from functions.regulation.districts import districts_on, find
from functions.storage import clock
from functions.storage.settings import settings
from functions.supervision.rules import KINDS as SIGN_KINDS
from functions.volunteers.documents import TYPES


def _choices(names: dict[str, str]) -> list[dict[str, str]]:
    return [{"code": code, "name": name} for code, name in names.items()]


def shown_settings() -> dict[str, Any]:
    """The district, who supervises it, and every list of codes with Chinese names, as they are today."""
    today = clock.today()
    district = find(settings().district_code, today)
    return {
        "district": {"code": settings().district_code, "name": district.name if district else ""},
        "supervising_body": settings().supervising_body,
        "system_name": settings().system_name,
        "districts": [{"code": place.code, "name": place.name} for place in districts_on(today)],
        "categories": _choices(CATEGORIES),
        "service_objects": _choices(SERVICE_OBJECTS),
        "document_types": _choices(TYPES),
        "group_kinds": _choices(KINDS),
        "revocation_kinds": _choices(REASON_KINDS),
        "hour_marks": _choices(MARKS),
        "sign_kinds": _choices({kind: name for kind, (name, _) in SIGN_KINDS.items()}),
    }
