"""第十条：志愿服务项目结束后，志愿团体应当对参加服务项目志愿者的守时程度、服务态度、专业水平等进行评价。

Five steps for each aspect. An average of a few would name them, so none is shown for fewer than five. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from functions.regulation.trace import article
from functions.regulation.violation import Violation

ASPECTS = {"punctuality": "守时程度", "attitude": "服务态度", "skill": "专业水平"}
STEPS = {1: "很差", 2: "较差", 3: "一般", 4: "较好", 5: "很好"}
ELSEWHERE = "elsewhere"  # the group of what came with a transferred record: history, counted in no average
FEWEST = 5  # of which an average is shown
MOST_AT_ONCE = 100
MOST_VERSIONS = 20
SHORTEST_ANSWER = 5  # characters


@dataclass(frozen=True)
class Rating:
    """What a group says of one who served: ``scores`` by aspect, 1 to 5, with words ("" for none)."""

    scores: Mapping[str, int]
    words: str


@dataclass(frozen=True)
class Past:
    """A former version of an evaluation."""

    rating: Rating
    rated_at: datetime


@dataclass(frozen=True)
class Evaluation:
    """An evaluation as it stands; ``answer`` is the volunteer's, "" while there is none."""

    volunteer_id: str
    project_id: str
    project: str
    group_id: str
    group: str
    rating: Rating
    rated_by: str
    rated_at: datetime
    version: int = 1
    past: tuple[Past, ...] = ()
    answer: str = ""
    answered_at: datetime | None = None


@article("10")
def ended_faults(ends: datetime, now: datetime) -> list[Violation]:
    """Evaluating begins when the project has ended."""
    return [] if ends <= now else [_fault("not_ended", "", "项目还没有结束，结束以后再评价。")]


@article("10")
def rating_faults(rating: Rating) -> list[Violation]:
    """Every aspect has one of the five steps."""
    return [
        _fault("score", aspect, f"请给“{name}”选一个等级（1 到 5）。")
        for aspect, name in ASPECTS.items()
        if rating.scores.get(aspect) not in STEPS
    ]


@article("10")
def change_faults(standing: Evaluation | None, version: int, is_own: bool) -> list[Violation]:
    """An evaluation is changed as long as its volunteer has not answered; nobody evaluates oneself. ``version`` is the one
    that was on the screen, 0 where there was none."""
    if is_own:
        return [_fault("own", "", "不能评价自己，请由本团体的另一位记录员评价。")]
    if standing is None:
        return []
    if standing.answer:
        return [_fault("answered", "", "本人已经答复，这条评价不能再改。")]
    if standing.version != version:
        return [_fault("moved_on", "", "这条评价刚刚有人改过，请重新打开再改。")]
    if standing.version >= MOST_VERSIONS:
        return [_fault("versions", "", "这条评价改的次数已经很多，不能再改。")]
    return []


@article("10")
def answer_faults(standing: Evaluation, version: int, text: str) -> list[Violation]:
    """A volunteer answers an evaluation once, as it was on the screen (``version``)."""
    if standing.answer:
        return [_fault("answered", "text", "您已经答复过这条评价。")]
    if standing.version != version:
        return [_fault("moved_on", "text", "团体刚刚改了这条评价，请看过最新的内容再答复。您写的还在。")]
    if len(text) < SHORTEST_ANSWER:
        return [_fault("answer", "text", f"请写明您的意见，至少 {SHORTEST_ANSWER} 个字。")]
    return []


@article("10")
def group_rating_faults(score: int, records_for_it: bool) -> list[Violation]:
    """A volunteer rates the group with one of the five steps; nobody rates the group one records for."""
    faults = [] if score in STEPS else [_fault("score", "score", "请选一个等级（1 到 5）。")]
    if records_for_it:
        faults.append(_fault("own_group", "", "您是这个团体的记录员，不能评价自己的团体。"))
    return faults


@article("10")
def average(values: Sequence[Fraction]) -> str | None:
    """The average to one decimal, halves up; None for fewer than five values, one for each person or project."""
    if len(values) < FEWEST:
        return None
    tenths = (sum(values, Fraction()) / len(values) * 10 + Fraction(1, 2)).__floor__()
    return f"{tenths // 10}.{tenths % 10}"


def summary(rating: Rating) -> str:
    """An evaluation in one line: ``守时程度 5、服务态度 4、专业水平 5``."""
    return "、".join(f"{name} {rating.scores[aspect]}" for aspect, name in ASPECTS.items())


def _fault(code: str, field: str, message: str) -> Violation:
    return Violation("10", f"evaluations.{code}", field, message)
