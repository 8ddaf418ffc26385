"""Shapes of requests and answers about projects."""

from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator

from functions.groups.schemas import ContactShape
from functions.projects import rules
from functions.volunteers.rules import canonical_name, canonical_phone
from functions.web.answers import shown_instant
from functions.web.validation import Instant, Shape, civil_day_start, optional_line, optional_text


def _start_of_day(value: Any) -> Any:
    """A civil date alone means the whole day in Beijing: here its beginning."""
    return _day_edge(value, 0)


def _end_of_day(value: Any) -> Any:
    return _day_edge(value, 1)


def _day_edge(value: Any, days: int) -> Any:
    if not (isinstance(value, str) and len(value) == 10):
        return value
    try:
        day = date.fromisoformat(value)
        return civil_day_start(day + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return value


class CreateProject(Shape):
    group_id: Annotated[str, optional_line(40)] = ""
    name: Annotated[str, optional_line(60)] = ""
    category: Annotated[str, optional_line(10)] = ""
    place: Annotated[str, optional_line(100)] = ""
    service_object: Annotated[str, optional_line(10)] = ""
    content: Annotated[str, optional_text(300)] = ""
    starts: Annotated[Instant, BeforeValidator(_start_of_day)]
    ends: Annotated[Instant, BeforeValidator(_end_of_day)]
    contact: ContactShape = ContactShape()

    def project(self) -> rules.Project:
        """The project that is asked for; its id and its group's name are still empty."""
        plain: dict[str, Any] = {
            name: getattr(self, name)
            for name in (
                "group_id",
                "name",
                "category",
                "place",
                "service_object",
                "content",
                "starts",
                "ends",
            )
        }
        contact_name, phone = canonical_name(self.contact.name), canonical_phone(self.contact.phone)
        return rules.Project(project_id="", group_name="", contact_name=contact_name, contact_phone=phone, **plain)


def offered_view(project: rules.Project) -> dict[str, Any]:
    """A project as a member of its group sees it: enough to claim hours in it."""
    shown = {name: getattr(project, name) for name in ("project_id", "name", "place", "content")}
    times = {"starts": shown_instant(project.starts), "ends": shown_instant(project.ends)}
    return {**shown, "group": project.group_name, **times}


def project_view(project: rules.Project) -> dict[str, Any]:
    """A project as its group's recorders see it."""
    return {
        "project_id": project.project_id,
        "group_id": project.group_id,
        "group": project.group_name,
        "name": project.name,
        "category": project.category,
        "category_name": rules.CATEGORIES[project.category],
        "place": project.place,
        "service_object": project.service_object,
        "service_object_name": rules.SERVICE_OBJECTS[project.service_object],
        "content": project.content,
        "starts": shown_instant(project.starts),
        "ends": shown_instant(project.ends),
        "contact": {"name": project.contact_name, "phone": project.contact_phone},
    }
