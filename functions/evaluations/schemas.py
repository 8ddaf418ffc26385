"""Shapes of requests and answers about evaluations."""

from typing import Annotated, Any

from pydantic import Field

from functions.evaluations import rules
from functions.storage import clock
from functions.web.answers import shown_instant
from functions.web.validation import Shape, optional_line, optional_text


class EvaluationRowShape(Shape):
    volunteer_number: Annotated[str, optional_line(60)] = ""
    punctuality: int = 0
    attitude: int = 0
    skill: int = 0
    words: Annotated[str, optional_text(300)] = ""
    version: int = 0

    def rating(self) -> rules.Rating:
        return rules.Rating({aspect: getattr(self, aspect) for aspect in rules.ASPECTS}, self.words)


class RateShape(Shape):
    rows: Annotated[list[EvaluationRowShape], Field(min_length=1, max_length=rules.MOST_AT_ONCE)]


class AnswerEvaluationShape(Shape):
    version: int
    text: Annotated[str, optional_text(500)] = ""


class RateGroupShape(Shape):
    score: int = 0
    words: Annotated[str, optional_text(300)] = ""


def evaluation_view(one: rules.Evaluation) -> dict[str, Any]:
    """An evaluation as it stands."""
    return {
        **one.rating.scores,
        "words": one.rating.words,
        "summary": rules.summary(one.rating),
        "rated_at": shown_instant(one.rated_at),
        "answer": one.answer or None,
        "version": one.version,
    }


def own_view(one: rules.Evaluation) -> dict[str, Any]:
    """An evaluation as the volunteer sees it, with what was said before it was changed."""
    past = [{"summary": rules.summary(each.rating), "words": each.rating.words} for each in one.past]
    about = {"project_id": one.project_id, "project": one.project, "group": one.group}
    return {**about, **evaluation_view(one), "can_answer": not one.answer, "past": past}


def averages_view(count: int, averages: dict[str, str | None]) -> dict[str, Any]:
    """How often one was evaluated, and the averages; null for fewer than five."""
    shown = [{"aspect": aspect, "name": name, "average": averages[aspect]} for aspect, name in rules.ASPECTS.items()]
    return {"evaluations": count, "fewest": rules.FEWEST, "averages": shown}


def sheet_view(sheet: Any) -> dict[str, Any]:
    """Everybody who took part in a project, with what was said of each. The whole sheet is one page."""
    items = [
        {"volunteer_number": number, "name": name, "evaluation": evaluation_view(said) if said else None}
        for _, number, name, said in sheet.people
    ]
    project = sheet.project
    ended = {"ends": shown_instant(project.ends), "ended": project.ends <= clock.now()}
    return {"project": project.name, **ended, "items": items, "next": None}


def group_view(found: Any) -> dict[str, Any]:
    """What volunteers say of a group; null for fewer than five people."""
    return {"people": found.people, "average": found.average, "words": found.words, "fewest": rules.FEWEST}
