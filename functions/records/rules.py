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


SHOWN = ("in_force", "pending")
SHORTEST_REASON = 4  # characters
# Who read what, as the person is told it (Article 15).
STAFF = {"recorder": "团体记录员", "supervisor": "主管部门"}
READINGS = {
    "see_sign": "核查线索时看了几条服务时长",
    "see_draw": "抽查核实时看了您的一条服务时长",
    "see_dispute": "办理您的异议时查看",
    "see_complaint": "办理与您有关的投诉时查看",
    "see_evidence": "核对表彰奖励时看了您附的材料",
    "see_duplicate": "核对是否与另一份登记是同一人",
    "see_timebank": "查看您的时间银行",
    "see_record": "查看您在本团体的记录",
    "see_paper": "下载了团体经您同意代为出具的证明",
    "see_seal": "核实盖章申请时看了您的证明",
    "see_transfer": "核验您转入的记录时查看",
    "see_share": "打开链接，看了您选的内容",
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


@article("6")
def state_faults(state: str) -> list[Violation]:
    """The record shows what is in force, or what waits."""
    if state in SHOWN:
        return []
    return [Violation("6", "records.state", "state", "请选择已生效，或待确认。")]


@article("15")
def look_faults(is_minor: bool, reason: str) -> list[Violation]:
    """Who looks at a minor's record says why."""
    if not is_minor or len(reason) >= SHORTEST_REASON:
        return []
    message = f"这位志愿者未满 18 周岁，请写明查看的理由（至少 {SHORTEST_REASON} 个字），会列入年度清单。"
    return [Violation("15", "records.minor_reason", "reason", message)]
