"""第四条：……志愿团体应当安排专门人员负责志愿服务记录的确认、录入、更新和保护，并接受登记管理机关、业务主管单位或联络团体的监督管理。

A spot check whose luck anyone can work out again: the seed is made, and its fingerprint published, before the list is known. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from functions.hours.rules import BEIJING
from functions.regulation.trace import article
from functions.regulation.violation import Violation

ANNOUNCED, DRAWN, CLOSED, TOO_LARGE = "announced", "drawn", "closed", "too_large"
STATES = {ANNOUNCED: "已公布，还没有抽取", DRAWN: "已抽取，核查中", CLOSED: "已办结", TOO_LARGE: "范围太大，没有抽取"}
IN_ORDER, DIFFERS, UNCHECKED = "in_order", "differs", "not_checkable"
FINDINGS = {IN_ORDER: "记录属实", DIFFERS: "与实际不符", UNCHECKED: "无法核实"}

LONGEST_DAYS, MOST_DRAWN, MOST_POPULATION = 366, 200, 50_000
SEED_BYTES, ID_DIGITS = 16, 32

# Published with every draw, word for word.
METHOD = (
    "1. 公布抽查时，系统生成一个 128 位随机种子（32 位小写十六进制文字），此时还没有读取名单。"
    '种子先不公开，只公开它的校验值：SHA-256(种子 + "|" + 公布时间)，公布时间即 announced_at 的文字。'
    "2. 然后读取服务日期在范围内、已生效的全部时长记录。每条记录用一个 32 位十六进制的代号表示，代号由密钥算出，"
    "看不出是谁；同一条记录的代号始终不变。名单按代号从小到大排列，每行一个，行末为换行符，公布它的 SHA-256。"
    '3. 对名单里的每个代号计算 SHA-256(种子 + "|" + 代号)，按结果从小到大排序，取前 n 个；名单不足 n 个的全部抽取。'
    "文字一律按 ASCII 计算，SHA-256 写成小写十六进制。"
)


@dataclass(frozen=True)
class Criteria:
    """What is drawn from: entries in force begun on ``first`` to ``last``, of one group ("" for all); ``number`` to draw."""

    first: date
    last: date
    number: int
    group_id: str = ""
    group: str = ""


@dataclass(frozen=True)
class Drawn:
    """One entry that was drawn: what it is called in public, and where it is."""

    public_id: str
    volunteer_id: str
    entry_id: str


@dataclass(frozen=True)
class Draw:
    """One spot check. ``groups`` is how many are to be read (None before the first), ``groups_read`` how many were; ``seed`` is
    "" until it is drawn; ``named`` holds the groups that may be named in public, by the order that says so."""

    draw_id: str
    criteria: Criteria
    commitment: str
    announced_at: datetime
    state: str = ANNOUNCED
    version: int = 1
    groups: int | None = None
    groups_read: int = 0
    population: int = 0
    population_hash: str = ""
    seed: str = ""
    drawn: tuple[Drawn, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)
    drawn_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def is_read(self) -> bool:
        """Whether the whole population has been read."""
        return self.groups is not None and self.groups_read >= self.groups

    @property
    def open(self) -> int:
        """How many of the drawn entries have no finding yet."""
        return len(self.drawn) - sum(self.counts.values())


@article("4")
def criteria_faults(asked: Criteria, today: date) -> list[Violation]:
    """Every fault of what a draw is to be made from."""
    faults = []
    if asked.last < asked.first:
        faults.append(_fault("period", "to", "结束日期早于开始日期，请检查。"))
    elif (asked.last - asked.first).days >= LONGEST_DAYS:
        faults.append(_fault("period", "to", f"一次抽查的服务日期最长 {LONGEST_DAYS} 天，请缩短。"))
    if asked.last > today:
        faults.append(_fault("future", "to", "结束日期还没有到，只能抽查已经过去的日期。"))
    if not 1 <= asked.number <= MOST_DRAWN:
        faults.append(_fault("count", "count", f"抽取的条数应在 1 到 {MOST_DRAWN} 之间。"))
    return faults


@article("4")
def size_faults(population: int) -> list[Violation]:
    """A list that is too long to be drawn from in one go."""
    if population <= MOST_POPULATION:
        return []
    message = f"范围内的时长记录超过 {MOST_POPULATION} 条，这次没有抽取，已公布为“范围太大”。请缩短日期或只选一个团体，重新公布。"
    return [_fault("too_large", "", message)]


@article("4")
def commitment_of(seed: str, announced_at: datetime) -> str:
    """What is published of a seed before the list is known."""
    return sha256(f"{seed}|{shown(announced_at)}".encode()).hexdigest()


@article("4")
def drawn_of(seed: str, ids: Iterable[str], number: int) -> list[str]:
    """The ids that are drawn, in the order of their rank."""
    return sorted(ids, key=lambda each: sha256(f"{seed}|{each}".encode()).hexdigest())[:number]


def population_text(ids: Sequence[str]) -> str:
    """The list as a text file; ``ids`` in ascending order."""
    return "".join(f"{each}\n" for each in ids)


@article("4")
def finding_faults(finding: str, words: str) -> list[Violation]:
    """What was found of a drawn entry; where it is not in order, what."""
    faults = []
    if finding not in FINDINGS:
        faults.append(_fault("finding", "finding", "请选择核查结果。"))
    if finding in {DIFFERS, UNCHECKED} and not words:
        faults.append(_fault("finding_words", "words", "请写明哪里不符，或为什么无法核实。"))
    return faults


@article("4")
def published(draw: Draw) -> dict[str, Any]:
    """What anyone sees of a draw: no person, and no group but where an order names one."""
    asked = draw.criteria
    return {
        "draw_id": draw.draw_id,
        "announced_at": shown(draw.announced_at),
        "state": draw.state,
        "state_name": STATES[draw.state],
        "from": asked.first.isoformat(),
        "to": asked.last.isoformat(),
        "one_group": bool(asked.group_id),
        "count": asked.number,
        "commitment": draw.commitment,
        "method": METHOD,
        "seed": draw.seed or None,
        "drawn_at": shown(draw.drawn_at) if draw.drawn_at else None,
        "population": draw.population if draw.seed else None,
        "population_sha256": draw.population_hash or None,
        "drawn": [each.public_id for each in draw.drawn],
        "results": {finding: draw.counts.get(finding, 0) for finding in FINDINGS},
        "open": draw.open,
        "closed_at": shown(draw.closed_at) if draw.closed_at else None,
        "groups": sorted(set(draw.named.values())),
    }


def shown(instant: datetime) -> str:
    """As the API writes instants: Beijing time with its offset."""
    return instant.astimezone(BEIJING).isoformat(timespec="seconds")


def _fault(code: str, where: str, message: str) -> Violation:
    return Violation("4", f"supervision.draw_{code}", where, message)
