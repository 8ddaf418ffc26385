"""Rating those who served, reading and answering it, and rating the group."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Any

from functions.accounts import actions as accounts
from functions.evaluations import rules
from functions.evaluations.models import EvaluationItem, GroupRating
from functions.groups import actions as groups
from functions.groups.members import canonical_number
from functions.hours import actions as hours
from functions.messages.actions import tell
from functions.projects import actions as projects
from functions.projects.rules import Project
from functions.regulation.violation import Violation
from functions.storage import audit, clock
from functions.storage.pages import Page
from functions.storage.refusals import NotFound, Refused
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import Known, find_by_numbers, known

_PIECE = 30  # people a transaction: each is three writes
_UNKNOWN = NotFound("evaluations.unknown", "没有这条评价。")


@dataclass(frozen=True)
class Row:
    """One line of what a recorder sends; ``version`` is that of the evaluation on the screen, 0 for none."""

    number: str
    rating: rules.Rating
    version: int


@dataclass(frozen=True)
class Sheet:
    """Who took part in a project, each with the evaluation that stands: (volunteer_id, number, name, evaluation)."""

    project: Project
    people: list[tuple[str, str, str, rules.Evaluation | None]]


def sheet_of(actor_id: str, project_id: str) -> Sheet:
    """Everybody who took part in an own project, by number, with what was said of each; the reading is on record."""
    project = projects.own(actor_id, project_id)
    audit.saw(f"group#{project.group_id}", actor_id, "see_evaluations", about=project_id)
    said = {item.volunteer_id: item.evaluation() for item in EvaluationItem.by_project.query(project_id)}
    took_part = hours.participants_of(project_id)
    people = [(person_id, number, name, said.get(person_id)) for person_id, (number, name) in took_part.items()]
    return Sheet(project, sorted(people, key=lambda person: person[1]))


def rate(actor_id: str, project_id: str, rows: Sequence[Row]) -> int:
    """A recorder evaluates people who took part in an own project; returns how many. All rows, or none (`Refused`)."""
    project = projects.own(actor_id, project_id)
    faults = rules.ended_faults(project.ends, clock.now())
    people = find_by_numbers([canonical_number(row.number) for row in rows])
    took_part = hours.participants_of(project_id)
    own_key = accounts.find(actor_id).person_key
    lines: list[tuple[Row, Known]] = []
    for line, row in enumerate(rows):
        person = people.get(canonical_number(row.number))
        if person is None or person.volunteer_id not in took_part:
            message = "这个人没有参加这个项目（没有服务时长），请核对。"
            faults.append(Violation("10", "evaluations.not_there", f"rows.{line}.volunteer_number", message))
            continue
        lines.append((row, person))
        found = rules.rating_faults(row.rating)
        found += rules.change_faults(
            standing_of(person.volunteer_id, project_id), row.version, person.person_key == own_key
        )
        faults += [fault.under(f"rows.{line}") for fault in found]
    faults += _twice(lines)
    if faults:
        raise Refused(faults)
    for start in range(0, len(lines), _PIECE):
        retried(partial(_store, actor_id, project, lines[start : start + _PIECE]))
    return len(lines)


def _twice(lines: Iterable[tuple[Row, Known]]) -> list[Violation]:
    """Somebody who stands in two rows."""
    numbers = [person.volunteer_number for _, person in lines]
    again = {number for number in numbers if numbers.count(number) > 1}
    return [Violation("10", "evaluations.twice", "rows", f"{number} 出现了两次。") for number in sorted(again)]


def any_of(project_id: str) -> bool:
    """Whether anybody was evaluated for a project: one read."""
    return any(True for _ in EvaluationItem.by_project.query(project_id, limit=1))


def standing_of(volunteer_id: str, project_id: str) -> rules.Evaluation | None:
    try:
        return EvaluationItem.get(volunteer_id, project_id, consistent_read=True).evaluation()
    except EvaluationItem.DoesNotExist:
        return None


def _store(actor_id: str, project: Project, lines: Sequence[tuple[Row, Known]]) -> None:
    transaction, now = Transaction(), clock.now()
    for row, person in lines:
        standing = standing_of(person.volunteer_id, project.project_id)
        if standing and standing.rating == row.rating:
            continue  # said already: a repeated press changes nothing
        faults = rules.change_faults(standing, row.version, is_own=False)
        if faults:
            raise Refused(faults)
        new = _next(project, person, row.rating, actor_id, standing)
        if standing is None:
            transaction.create(EvaluationItem.of(new))
            news = f"“{project.group_name}”评价了您在“{project.name}”中的服务，请到“我的评价”查看。"
            tell(transaction, person.volunteer_id, "evaluations.rated", news, project.project_id)
        else:
            transaction.replace(EvaluationItem.of(new), EvaluationItem.version == standing.version)
        subject = f"volunteer#{person.volunteer_id}"
        audit.record(transaction, subject, actor_id, "evaluate", about=project.project_id, reason=clock.as_text(now))
    if len(transaction):
        transaction.commit()


def _next(
    project: Project, person: Known, rating: rules.Rating, actor_id: str, standing: rules.Evaluation | None
) -> rules.Evaluation:
    now = clock.now()
    if standing is None:
        return rules.Evaluation(
            volunteer_id=person.volunteer_id,
            project_id=project.project_id,
            project=project.name,
            group_id=project.group_id,
            group=project.group_name,
            rating=rating,
            rated_by=actor_id,
            rated_at=now,
        )
    past = (*standing.past, rules.Past(standing.rating, standing.rated_at))
    return replace(standing, rating=rating, rated_by=actor_id, rated_at=now, version=standing.version + 1, past=past)


def of_volunteer(volunteer_id: str, page: Page) -> Any:
    """A page of what was said of one's own service, the latest first: one query."""
    return page.latest_of(EvaluationItem.by_volunteer, volunteer_id)


def shown(item: EvaluationItem) -> rules.Evaluation:
    return item.evaluation()


def of_projects(volunteer_id: str, project_ids: Iterable[str]) -> dict[str, rules.Evaluation]:
    """What was said of one volunteer in these projects, by project: one batch, for the record (Article 8)."""
    keys = [(volunteer_id, project_id) for project_id in dict.fromkeys(project_ids)]
    found = EvaluationItem.batch_get(keys) if keys else iter(())
    return {item.project_id: item.evaluation() for item in found}


def averages_of(volunteer_id: str) -> tuple[int, dict[str, str | None]]:
    """How many projects evaluated one's own service, and the average of each aspect, None for fewer than five."""
    ratings = _given_here(volunteer_id)
    by_aspect = {aspect: [Fraction(rating.scores[aspect]) for rating in ratings] for aspect in rules.ASPECTS}
    return len(ratings), {aspect: rules.average(values) for aspect, values in by_aspect.items()}


def _given_here(volunteer_id: str) -> list[rules.Rating]:
    """What groups of this district said; what came by transfer is history."""
    here = EvaluationItem.group_id != rules.ELSEWHERE
    found = EvaluationItem.by_volunteer.query(volunteer_id, filter_condition=here)
    return [item.evaluation().rating for item in found]


def overall_of(volunteer_id: str) -> str | None:
    """The average of all that was said of one's own service, each project once, ``4.6``; None for fewer than five projects."""
    ratings = _given_here(volunteer_id)
    means = [Fraction(sum(rating.scores.values()), len(rating.scores)) for rating in ratings]
    return rules.average(means)


def answer(volunteer_id: str, project_id: str, version: int, text: str) -> rules.Evaluation:
    """A volunteer answers what was said, once. Raises `Refused`, `NotFound`."""
    return retried(partial(_answer, volunteer_id, project_id, version, text))


def _answer(volunteer_id: str, project_id: str, version: int, text: str) -> rules.Evaluation:
    standing = standing_of(volunteer_id, project_id)
    if standing is None:
        raise _UNKNOWN
    faults = rules.answer_faults(standing, version, text)
    if faults:
        raise Refused(faults)
    new = replace(standing, answer=text, answered_at=clock.now(), version=standing.version + 1)
    transaction = Transaction()
    transaction.replace(EvaluationItem.of(new), EvaluationItem.version == standing.version)
    audit.record(transaction, f"volunteer#{volunteer_id}", volunteer_id, "answer_evaluation", about=project_id)
    transaction.commit()
    return new


def rate_group(volunteer_id: str, project_id: str, score: int, words: str) -> None:
    """A volunteer who took part in a project that has ended rates its group; again is another word on the same."""
    project = projects.find(project_id)
    if project is None or not hours.took_part(volunteer_id, project_id):
        raise NotFound("evaluations.not_there", "没有这个项目，或您没有在这个项目中的服务时长。")
    insider = known(volunteer_id).person_key in groups.recorder_keys(project.group_id)[0]
    faults = rules.ended_faults(project.ends, clock.now()) + rules.group_rating_faults(score, insider)
    if faults:
        raise Refused(faults)
    retried(partial(_rate_group, volunteer_id, project, score, words))


def _rate_group(volunteer_id: str, project: Project, score: int, words: str) -> None:
    said = {project.project_id: {"score": score, "words": words, "at": clock.as_text(clock.now())}}
    transaction = Transaction()
    try:
        item = GroupRating.get(project.group_id, volunteer_id, consistent_read=True)
    except GroupRating.DoesNotExist:
        transaction.create(GroupRating(project.group_id, volunteer_id, ratings=said, version=1))
    else:
        before = int(item.version)
        item.ratings, item.version = {**item.ratings, **said}, before + 1
        transaction.replace(item, GroupRating.version == before)
    audit.record(transaction, f"volunteer#{volunteer_id}", volunteer_id, "rate_group", about=project.project_id)
    transaction.commit()


@dataclass(frozen=True)
class GroupAverage:
    """What volunteers say of a group: nothing but that there are too few, or the average over people and their words, in
    no order that tells who wrote them."""

    people: int | None
    average: str | None
    words: list[str]


def of_group(actor_id: str, role: str, group_id: str) -> GroupAverage:
    """What volunteers say of a group, for its recorders and the supervisor; nothing for fewer than five people."""
    groups.seen_by(actor_id, role, group_id)
    everybody = [list(item.ratings.values()) for item in GroupRating.query(group_id)]
    means = [Fraction(sum(int(said["score"]) for said in own), len(own)) for own in everybody]
    average = rules.average(means)
    if average is None:
        return GroupAverage(None, None, [])
    words = sorted({said["words"] for own in everybody for said in own if said["words"]})
    return GroupAverage(len(means), average, words)
