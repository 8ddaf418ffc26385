"""第十八条：志愿团体应当将志愿服务记录与志愿者的使用、培训、评价、保障、激励挂钩。
第二十一条：鼓励有关部门、社会组织和企事业单位对有良好志愿服务记录、表现突出的志愿者进行表彰奖励。

An honour roll is drawn from the record by criteria alone: the same criteria give the same list, whoever draws it. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from functions.hours.rules import hours_text
from functions.regulation.days import day_text
from functions.regulation.trace import article
from functions.regulation.violation import Violation
from functions.stars.schemes import NAMES

GATHERING, DRAWN, PUBLISHED, WITHDRAWN, TOO_MANY = "gathering", "drawn", "published", "withdrawn", "too_many"
STATES = {
    GATHERING: "正在统计",
    DRAWN: "已生成，未公布",
    PUBLISHED: "已公布",
    WITHDRAWN: "已撤下",
    TOO_MANY: "符合条件的人太多，没有生成",
}
LONGEST, MOST_ROWS = timedelta(days=366), 1000
HIGHEST_SCORE = 50  # tenths: evaluations go to five


@dataclass(frozen=True)
class Criteria:
    """What a roll asks for. ``first`` to ``last``: civil dates of service; ``least_minutes`` within them; ``least_star`` held now (0:
    none); ``least_score`` in tenths of the average of at least five evaluations (0: not asked); ``places``: how many (0: all)."""

    title: str
    first: date
    last: date
    least_minutes: int
    least_star: int = 0
    least_score: int = 0
    places: int = 0


@dataclass(frozen=True)
class Candidate:
    """Somebody who served in the period. ``score``: the average of at least five evaluations, ``4.6``, "" for fewer."""

    volunteer_id: str
    volunteer_number: str
    minutes: int
    star: int = 0
    score: str = ""


@dataclass(frozen=True)
class Placed:
    """A candidate on the roll; who has the same minutes has the same place, and the next place is left out for each of them."""

    place: int
    candidate: Candidate


@dataclass(frozen=True)
class Roll:
    """One roll. ``group_id`` "" for the district's; ``rows`` are (place, volunteer_id, volunteer_number, minutes, star, score)."""

    roll_id: str
    group_id: str
    body: str
    criteria: Criteria
    state: str
    made_at: datetime
    groups: int
    groups_read: int
    rows: tuple[tuple[int, str, str, int, int, str], ...]
    version: int
    reason: str = ""


@article("21")
def criteria_faults(asked: Criteria, today: date) -> list[Violation]:
    """Every fault of the criteria."""
    too_long = asked.last - asked.first >= LONGEST
    checks = (
        (bool(asked.title), "title", "请写明名单的名称，例如“2026 年度优秀志愿者”。"),
        (asked.last >= asked.first, "last", "结束日期早于开始日期，请检查。"),
        (not too_long, "last", "一份名单最长统计一年，请缩短起止日期。"),
        (asked.first <= today, "first", "开始日期还没有到，请检查。"),
        (asked.least_minutes >= 1, "least_minutes", "请填写至少要有多少服务时长。"),
        (0 <= asked.least_star < len(NAMES), "least_star", "请从列表中选择星级。"),
        (0 <= asked.least_score <= HIGHEST_SCORE, "least_score", "评价平均分应在 0 到 5 之间，最多一位小数。"),
        (0 <= asked.places <= MOST_ROWS, "places", f"人数应在 0 到 {MOST_ROWS} 之间，0 表示不限。"),
    )
    return [_fault(field, message) for holds, field, message in checks if not holds]


@article("21")
def is_eligible(candidate: Candidate, asked: Criteria) -> bool:
    """Whether somebody meets every criterion. Fewer than five evaluations are no average, so they meet none."""
    if candidate.minutes < asked.least_minutes or candidate.star < asked.least_star:
        return False
    if not asked.least_score:
        return True
    return bool(candidate.score) and int(candidate.score.replace(".", "")) >= asked.least_score


@article("21")
def placed(candidates: Sequence[Candidate], asked: Criteria) -> list[Placed]:
    """The roll: most minutes first, ties share a place, and a tie at the last place is all on it."""
    eligible = [each for each in candidates if is_eligible(each, asked)]
    ordered = sorted(eligible, key=lambda each: (-each.minutes, each.volunteer_number))
    more = {each.minutes for each in ordered}
    before = {minutes: sum(each.minutes > minutes for each in ordered) for minutes in more}
    found = [Placed(before[each.minutes] + 1, each) for each in ordered]
    return [each for each in found if not asked.places or each.place <= asked.places]


@article("21")
def words(asked: Criteria) -> list[str]:
    """The criteria as they are printed with the list."""
    told = [
        f"服务日期：{day_text(asked.first)}至{day_text(asked.last)}",
        f"这段时间已生效的服务时长不少于 {hours_text(asked.least_minutes)} 小时",
    ]
    if asked.least_star:
        told.append(f"现在的星级不低于{NAMES[asked.least_star]}")
    if asked.least_score:
        told.append(f"至少有五次评价，平均不低于 {asked.least_score // 10}.{asked.least_score % 10} 分")
    told.append("按服务时长从多到少排列，时长相同的名次并列")
    if asked.places:
        told.append(f"取前 {asked.places} 名，最后一名并列的全部列入")
    return told


@article("15")
def named(rows: Sequence[tuple[int, str, str, int, int, str]], agreed: Mapping[str, str]) -> list[tuple[int, str, int]]:
    """What of the rows may be public: (place, name, star) of those alone who agreed (``agreed``: names by volunteer)."""
    return [(place, agreed[who], star) for place, who, _, _, star, _ in rows if who in agreed]


def _fault(field: str, message: str) -> Violation:
    return Violation("21", f"rolls.{field}", field, message)
