"""The invented people, groups and projects of the demo district.

Every document number is a sample: address code 100000 is no county's, so nobody has one.
The check digits are right.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

_SAMPLE_REGION = "100000"


def citizen_number(born: date, order: int, region: str = _SAMPLE_REGION) -> str:
    """An 18-digit number that checks; an even ``order`` is a woman's."""
    body = f"{region}{born:%Y%m%d}{order:03d}"
    return body + mod_11_2.calc_check_digit(body)


def credit_code(order: int) -> str:
    """A sample 统一社会信用代码 of a 社会团体 (51…) that checks."""
    body = f"51{_SAMPLE_REGION}MJ00000{order:02d}"
    return body + uscc.calc_check_digit(body)


def _born(order: int) -> date:
    return date(1955, 3, 8) + timedelta(days=431 * order)


def _document(order: int) -> dict[str, str]:
    return {"type": "resident_id", "number": citizen_number(_born(order), order)}


def phone(order: int) -> str:
    return f"1380000{order:04d}"


@dataclass(frozen=True)
class DemoGroup:
    """A group that applies; ``decision`` is what the supervisor says, None where nothing yet."""

    name: str
    kind: str
    contact: str
    recorder: str
    decision: str | None
    reason: str = ""

    def application(self, order: int, login: str, password: str) -> dict[str, Any]:
        recorder = {
            "name": self.recorder,
            "document": {"type": "resident_id", "number": citizen_number(_born(order + 2), 900 + order)},
            "phone": phone(900 + order),
            "login": login,
            "password": password,
        }
        code = {"credit_code": credit_code(order)} if self.kind == "organization" else {}
        return {
            "name": self.name,
            "kind": self.kind,
            "district": "500103",
            "address": f"渝中区示例路 {order} 号",
            "contact": {"name": self.contact, "phone": f"023-6300{order:04d}"},
            "recorder": recorder,
            **code,
        }


GROUPS = (
    DemoGroup("渝中区晨光志愿服务协会", "organization", "刘建华", "陈晓兰", "approved", "材料齐全。"),
    DemoGroup("解放碑社区志愿服务队", "team", "周敏", "何俊", "approved", "社区已推荐。"),
    DemoGroup("朝天门社区居民委员会", "community", "冉光明", "谭小雪", "approved", "材料齐全。"),
    DemoGroup("山城步道守护志愿服务队", "team", "田野", "向秋月", None),
    DemoGroup("渝中区暖阳助老志愿服务中心", "organization", "罗素芳", "阿依夏木·买买提", None),
    DemoGroup("示例商贸志愿队", "team", "孙经理", "钱多多", "refused", "请以“企业”类别申请。"),
)

PLAIN_NAMES = (
    "张建国", "王秀英", "李娜", "刘洋", "陈静", "杨帆", "赵磊", "黄丽华", "周杰", "吴桂芳",
    "徐志强", "孙晓燕", "胡明", "朱莉", "高翔", "林小雨", "何平", "郭芳", "马玉兰", "罗文博",
    "梁思远", "宋佳", "郑国庆", "谢婷婷",
)  # fmt: skip

# Names that systems get wrong: long, with a dot, with rare characters, with a surname of two.
HARD_NAMES = (
    "古丽米热·艾比布力", "欧阳娜娜", "𠮷田䶮", "𬭼建平", "次仁卓玛", "司马云飞", "㛃雅文", "努尔兰·哈力克",
)  # fmt: skip

MAIN_VOLUNTEER = "古丽米热·艾比布力"


def _known_by_number(name: str, kind: str, number: str) -> dict[str, Any]:
    return {"name": name, "document": {"type": kind, "number": number}}


def _told(name: str, kind: str, number: str, sex: str, born: str) -> dict[str, Any]:
    """A document that does not tell sex and birth."""
    return {**_known_by_number(name, kind, number), "sex": sex, "birth_month": born}


_OTHERS: tuple[dict[str, Any], ...] = (
    _told("Anna-Maria O’Neil", "passport", "SAMPLE0001", "female", "1991-05"),
    _told("山本一郎", "passport", "SAMPLE0002", "male", "1984-11"),
    _known_by_number("陈嘉怡", "hmt_resident_permit", citizen_number(date(1994, 7, 1), 2, "810000")),
    _told("林志明", "taiwan_travel_permit", "00000001", "male", "1979-02"),
    _told("何美玲", "home_return_permit", "H00000001", "female", "1988-09"),
    _known_by_number("Jean Dupont", "foreign_permanent_resident", citizen_number(date(1975, 12, 24), 1, "900000")),
)

_AREAS = ("渝中区", "渝中区解放碑街道", "渝中区朝天门街道", "主城各区")
_INTENTIONS = ("社区服务", "文化艺术", "关爱特殊群体", "环境保护", "大型活动")
_SKILLS = ("无", "普通话", "急救", "维吾尔语", "摄影", "手语")


def _common(order: int) -> dict[str, Any]:
    # Every eighth does not let the check page show the details of a certificate.
    shows = [] if order % 8 == 7 else ["verification"]
    return {
        "phone": phone(order),
        "service_area": _AREAS[order % len(_AREAS)],
        "intentions": [_INTENTIONS[order % 5], _INTENTIONS[(order + 2) % 5]],
        "skills": [_SKILLS[order % 6]],
        "consents": ["registration", *shows],
    }


def _family(first: int, today: date) -> list[dict[str, Any]]:
    """A mother and her child of about nine, who share one phone."""
    born = date(today.year - 9, 6, 1)
    mother = {"name": "向春梅", "document": _document(first), **_common(first)}
    guardian = {"name": "向春梅", "relation": "母亲", "phone": mother["phone"]}
    child_document = {"type": "resident_id", "number": citizen_number(born, first + 1)}
    child = {**_common(first + 1), "name": "向小满", "document": child_document}
    return [mother, {**child, "phone": mother["phone"], "guardian": guardian}]


def volunteers(today: date) -> list[dict[str, Any]]:
    """The forty registrations, without login and password; the main volunteer comes first."""
    named = [*HARD_NAMES, *PLAIN_NAMES]
    people = [{"name": name, "document": _document(n), **_common(n)} for n, name in enumerate(named, 1)]
    people += [{**_common(n), **other} for n, other in enumerate(_OTHERS, 33)]
    return people + _family(39, today)


# (group, name, category, place, service object, content)
PROJECTS = (
    (0, "周末社区环境清洁", "0006", "渝中区人和街社区", "10", "清扫公共区域，劝导垃圾分类"),
    (0, "老年人智能手机课堂", "0001", "渝中区枣子岚垭党群服务中心", "03", "教老人用手机挂号、缴费和视频通话"),
    (0, "山城历史文化讲解", "0008", "渝中区湖广会馆", "11", "为参观者讲解会馆历史"),
    (0, "无偿献血点服务", "0004", "解放碑献血屋", "11", "引导、登记协助和献血后照看"),
    (1, "解放碑文明交通引导", "0011", "解放碑步行街路口", "11", "早晚高峰路口劝导"),
    (1, "社区儿童假期托管", "0003", "解放碑社区活动室", "01", "作业辅导和看护"),
    (1, "反诈与禁毒宣传", "0014", "八一路", "10", "入户发放资料并讲解"),
    (1, "独居老人定期探访", "0017", "解放碑社区", "03", "上门陪伴，检查用电用气安全"),
    (2, "朝天门游客咨询", "0016", "朝天门广场", "11", "指路、咨询和外语翻译"),
    (2, "残障人士出行陪伴", "0017", "朝天门街道", "04", "陪同就医和采买"),
    (2, "社区消防巡查", "0012", "朝天门社区老旧楼栋", "10", "检查楼道堆物和灭火器"),
    (2, "两江国际马拉松赛事服务", "0018", "南滨路至朝天门赛段", "11", "补给站和赛道指引"),
)

# What providers give; ``from`` is the day on which the demo begins.
BENEFITS: tuple[dict[str, Any], ...] = (
    {"name": "博物馆免费讲解", "content": "参观时免费听一次讲解", "provider": "演示博物馆", "place": "服务台", "per_person": 4},
    {"name": "图书馆免押金借书", "content": "免押金办理借书证", "provider": "演示图书馆", "place": "办证处", "least_star": 1},
    {"name": "免费体检", "content": "每年一次基础体检", "provider": "演示医院", "place": "体检中心", "least_star": 3, "quota": 50, "per_person": 1},
)  # fmt: skip
