"""第八条：志愿服务信息应当包括志愿者参加志愿服务项目的名称、日期、地点、服务对象、服务内容、服务时长、服务评价、联系人等。
第十四条：志愿团体应当向志愿服务项目的负责人、参加志愿服务的志愿者及时采集志愿服务相关信息并记录。

The codes of categories and service objects are those seen in the national system (not checked against MZ/T 061-2015).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.regulation.trace import article
from functions.regulation.violation import Violation
from functions.volunteers.rules import is_phone, name_faults

CATEGORIES = {
    "0001": "社区服务", "0002": "扶贫减贫", "0003": "支教助学", "0004": "卫生健康", "0005": "法律服务",
    "0006": "环境保护", "0007": "科技科普", "0008": "文化艺术", "0009": "平安综治", "0010": "文明风尚",
    "0011": "交通引导", "0012": "志愿消防", "0013": "应急救援", "0014": "禁毒宣传", "0015": "体育健身",
    "0016": "旅游服务", "0017": "关爱特殊群体", "0018": "大型活动", "0019": "海外志愿服务", "0020": "税收服务",
    "0099": "其他",
}  # fmt: skip
SERVICE_OBJECTS = {
    "01": "儿童", "02": "妇女", "03": "老年人", "04": "残障人士", "05": "优抚对象", "06": "贫困家庭",
    "07": "特殊群体", "08": "病患者", "09": "农村居民", "10": "城镇居民", "11": "社会公众", "99": "其他",
}  # fmt: skip
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Project:
    """One project of one group; hours lie within [``starts``, ``ends``], both aware."""

    project_id: str
    group_id: str
    group_name: str
    name: str
    category: str
    place: str
    service_object: str
    content: str
    starts: datetime
    ends: datetime
    contact_name: str
    contact_phone: str
    district: str = ""  # code of the group's district


@article("8")
def project_faults(project: Project) -> list[Violation]:
    """Every fault of what Article 8 asks of a project, each at its own field."""
    faults = [
        _fault(f"{field}_missing", field, f"请填写{what}。")
        for field, what in (("name", "项目名称"), ("place", "服务地点"), ("content", "服务内容"))
        if not getattr(project, field)
    ]
    if project.category not in CATEGORIES:
        faults.append(_fault("category", "category", "请从列表中选择服务类别。"))
    if project.service_object not in SERVICE_OBJECTS:
        faults.append(_fault("service_object", "service_object", "请从列表中选择服务对象。"))
    faults += window_faults(project.starts, project.ends)
    faults += name_faults(project.contact_name, "contact.name")
    if not is_phone(project.contact_phone):
        message = "联系电话应为 11 位手机号，或带区号的座机号（如 023-12345678）。"
        faults.append(_fault("contact_phone", "contact.phone", message))
    return faults


@article("8")
def window_faults(starts: datetime, ends: datetime) -> list[Violation]:
    """The window is a real stretch of time, of at most a year."""
    if ends <= starts:
        return [_fault("window_order", "ends", "结束时间应晚于开始时间，请检查。")]
    if ends - starts > LONGEST:
        return [_fault("window_length", "ends", "一个项目最长一年；更长的请按年分成几个项目。")]
    return []


def _fault(code: str, field: str, message: str) -> Violation:
    return Violation("8", f"projects.{code}", field, message)
