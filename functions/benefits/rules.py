"""第二十二条：志愿服务记录是开展志愿者嘉许回馈工作的重要依据。鼓励有关部门、社会组织和企事业单位建立健全志愿服务嘉许回馈措施，
对有良好志愿服务记录的志愿者在升学、入伍、就业时同等条件下给予优先考虑，在接受公共服务、商业服务等方面根据政策给予优待或优惠。

What is given is the giver's to say; here is for whom it is, until when and how often. Who gives it learns yes or no. Pure.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from functions.regulation.days import day_text
from functions.regulation.trace import article
from functions.regulation.violation import Violation
from functions.stars.schemes import NAMES

OPEN, ENDED = "open", "ended"
STATES = {OPEN: "可以使用", ENDED: "已结束"}
CODE_LENGTH = 8  # characters of `codes.ALPHABET`: 40 bits, good for minutes
CODE_LASTS = timedelta(minutes=5)
MOST_QUOTA, MOST_PER_PERSON = 1_000_000, 1_000
# Why somebody cannot use a benefit now, in the words of the page.
REASONS = {
    "ended": "已结束",
    "period": "不在期间",
    "star": "星级不够",
    "quota": "名额已满",
    "per_person": "已用完本人次数",
}


@dataclass(frozen=True)
class Terms:
    """What is offered, by whom, where, and to whom. ``least_star`` 0 is every registered volunteer. ``first`` and ``last`` are
    civil days of Beijing, both included, ``last`` None for no end. ``quota`` uses in all and ``per_person``, 0 for no limit."""

    name: str
    content: str
    provider: str
    place: str
    least_star: int
    first: date
    last: date | None
    quota: int
    per_person: int


@dataclass(frozen=True)
class Benefit:
    """One benefit of the catalogue; ``used`` counts its uses. ``version`` goes up with every change, not with a use."""

    benefit_id: str
    terms: Terms
    state: str
    version: int
    used: int
    made_at: datetime
    changed_at: datetime
    link_made_at: datetime | None = None
    ended_at: datetime | None = None
    ended_reason: str = ""


@dataclass(frozen=True)
class Why:
    """One reason against a use: ``code`` of `REASONS`, ``text`` a Chinese sentence for the volunteer."""

    code: str
    text: str


@article("22")
def terms_faults(terms: Terms, stars: int, today: date, used: int = 0) -> list[Violation]:
    """Every fault of what is offered where there are ``stars`` stars and ``used`` uses so far, each at its own field."""
    named = (("name", "优待的名称"), ("content", "优待内容"), ("provider", "由谁提供"), ("place", "在哪里使用"))
    faults = [_fault(f"{name}_missing", name, f"请填写{what}。") for name, what in named if not getattr(terms, name)]
    if not 0 <= terms.least_star <= stars:
        faults.append(_fault("least_star", "least_star", f"最低星级应在 0（不限星级）到 {stars} 之间。"))
    if terms.last and terms.last < terms.first:
        faults.append(_fault("order", "to", "结束日期早于开始日期，请检查。"))
    elif terms.last and terms.last < today:
        faults.append(_fault("past", "to", "结束日期已经过了。不再提供的，请用“结束”。"))
    return faults + _limit_faults(terms, used)


def _limit_faults(terms: Terms, used: int) -> list[Violation]:
    faults = []
    if not 0 <= terms.quota <= MOST_QUOTA:
        faults.append(_fault("quota", "quota", f"总名额应在 0（不限）到 {MOST_QUOTA} 之间。"))
    elif 0 < terms.quota < used:
        faults.append(_fault("quota_used", "quota", f"已经用了 {used} 次，总名额不能比这少。"))
    if not 0 <= terms.per_person <= MOST_PER_PERSON:
        faults.append(_fault("limit", "per_person", f"每人次数应在 0（不限）到 {MOST_PER_PERSON} 之间。"))
    return faults


@article("22")
def end_faults(reason: str) -> list[Violation]:
    """Who ends a benefit says why."""
    return [] if reason else [_fault("reason", "reason", "请写明为什么结束，会存档备查。")]


def what_changed(before: Terms, after: Terms) -> str:
    """The terms that differ, as the audit log keeps them; "" for none."""
    changed = [name for name in vars(before) if getattr(before, name) != getattr(after, name)]
    return "; ".join(f"{name}: {getattr(before, name)} -> {getattr(after, name)}" for name in changed)


@article("22")
def why_not(benefit: Benefit, star: int, person_used: int, today: date) -> list[Why]:
    """Every reason why somebody who holds ``star`` and has used this ``person_used`` times cannot use it on ``today``; none
    where it may be used."""
    terms = benefit.terms
    found = []
    if benefit.state != OPEN:
        found.append(_why("ended", "这项优待不再提供"))
    if today < terms.first:
        found.append(_why("period", f"{day_text(terms.first)}起才能用"))
    if terms.last and today > terms.last:
        found.append(_why("period", f"{day_text(terms.last)}已经到期"))
    if star < terms.least_star:
        now = f"您现在是{NAMES[star]}" if star else "您还没有评定星级"
        found.append(_why("star", f"要{NAMES[terms.least_star]}以上，{now}"))
    if is_full(benefit):
        found.append(_why("quota", f"一共 {terms.quota} 次，都用完了"))
    if terms.per_person and person_used >= terms.per_person:
        found.append(_why("per_person", f"每人 {terms.per_person} 次，您已经用了 {person_used} 次"))
    return found


@article("22")
def is_full(benefit: Benefit) -> bool:
    """Whether no use is left for anybody."""
    return 0 < benefit.terms.quota <= benefit.used


@article("22")
def code_is_good(for_this: bool, expires: int, now: datetime) -> bool:
    """Whether a shown code, made for this benefit or for another, is still good; ``expires`` in seconds since 1970."""
    return for_this and now.timestamp() < expires


def _why(code: str, more: str) -> Why:
    return Why(code, f"{REASONS[code]}：{more}。")


def _fault(code: str, field: str, message: str) -> Violation:
    return Violation("22", f"benefits.{code}", field, message)
