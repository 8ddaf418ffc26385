"""第六条：志愿服务记录应当记载志愿者的个人基本信息、志愿服务信息、培训信息、表彰奖励信息、投诉举报信息等。
第十八条：志愿团体应当将志愿服务记录与志愿者的使用、培训、评价、保障、激励挂钩。
"""

from datetime import date

from functions.regulation.trace import article
from functions.regulation.violation import Violation

# The five blocks, in the order of Article 6, by the names the API gives them.
BLOCKS = {
    "person": "个人基本信息",
    "service": "志愿服务信息",
    "training": "培训信息",
    "commendations": "表彰奖励信息",
    "complaints": "投诉举报信息",
}


@article("6")
def blocks_missing(record: dict[str, object]) -> list[str]:
    """Which of the five blocks a record lacks; an empty block is there and says that it is empty."""
    return [name for name in BLOCKS if name not in record]


@article("6")
def period_faults(first: date | None, last: date | None) -> list[Violation]:
    """A period runs forward; either end may be open."""
    if first and last and last < first:
        message = "结束日期早于开始日期，请检查。"
        return [Violation("6", "records.period_order", "to", message)]
    return []
