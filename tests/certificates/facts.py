"""Sample certified facts."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from functions.certificates.rules import CertifiedFacts, CertifiedItem, RecordingUnit
from functions.hours.rules import BEIJING

CODE = "7K3MQ8XWP2RTV9ZBE"
VERIFY_URL = f"https://record.example.cn/verify/#{CODE}"


def an_item(day: int = 0, minutes: int = 20, **changes: Any) -> CertifiedItem:
    """A stay that began at nine, ``day`` days after the first of May."""
    start = datetime(2026, 5, 1, 9, 0, tzinfo=BEIJING) + timedelta(days=day)
    values: dict[str, Any] = {
        "service_date": start.date(),
        "project": "解放碑社区周末助老",
        "group": "解放碑街道志愿服务队",
        "place": "解放碑街道养老服务站",
        "service_object": "老年人",
        "content": "陪同就医、测量血压",
        "start": start,
        "end": start + timedelta(minutes=minutes),
        "minutes": minutes,
        "source": "团体录入",
    }
    return CertifiedItem(**{**values, **changes})


def some_facts(items: Iterable[CertifiedItem] | None = None, **changes: Any) -> CertifiedFacts:
    """A certificate over three stays of twenty minutes, or over ``items``."""
    rows = tuple(an_item(day) for day in range(3)) if items is None else tuple(items)
    values: dict[str, Any] = {
        "version": 1,
        "code": CODE,
        "certificate_number": "500103-2026-000017",
        "name": "张三",
        "document_type": "居民身份证",
        "document_number": "110105********002X",
        "volunteer_number": "5001031234567890",
        "period_from": date(2026, 1, 1),
        "period_to": date(2026, 11, 20),
        "as_of": datetime(2026, 11, 25, 15, 30, tzinfo=BEIJING),
        "issued_on": date(2026, 11, 25),
        "total_minutes": sum(row.minutes for row in rows),
        "items": rows,
        "units": (RecordingUnit("解放碑街道志愿服务队", "欧阳娜娜", "𠮷田䶮", "023-63001234"),),
        "issuer": "渝中区志愿服务主管部门",
        "system_name": "渝中区志愿服务记录系统",
    }
    return CertifiedFacts(**{**values, **changes})
