"""Sample people, groups and projects, as requests. Every number is made up; check digits are right."""

import itertools
from typing import Any

from stdnum.iso7064 import mod_11_2

_serial = itertools.count(1)

PASSWORD = "correct horse battery"
SAMPLE_ID = "11010519491231002X"


def an_id_number(birth: str = "19800115", serial: int | None = None) -> str:
    """A number that checks, from address codes that were never given out; none is given twice."""
    thousands, ones = divmod(serial or next(_serial), 1000)
    body = f"{509999 - thousands}{birth}{ones:03d}"
    return body + str(mod_11_2.calc_check_digit(body))


def a_volunteer(**changes: Any) -> dict[str, Any]:
    """The body of `POST /volunteers`."""
    body: dict[str, Any] = {
        "name": "张三",
        "document": {"type": "resident_id", "number": an_id_number()},
        "phone": "13800138000",
        "service_area": "渝中区",
        "intentions": ["社区服务"],
        "skills": ["急救"],
        "password": PASSWORD,
        "consents": ["registration", "verification"],
    }
    return {**body, **changes}


def a_recorder(**changes: Any) -> dict[str, Any]:
    number = next(_serial)
    body: dict[str, Any] = {
        "name": "李记录",
        "document": {"type": "resident_id", "number": an_id_number("19700101")},
        "phone": "13900139000",
        "login": f"recorder{number}",
        "password": PASSWORD,
    }
    return {**body, **changes}


def a_group(**changes: Any) -> dict[str, Any]:
    """The body of `POST /groups`: a team, which needs no credit code."""
    body: dict[str, Any] = {
        "name": "解放碑社区志愿服务队",
        "kind": "team",
        "district": "500103",
        "contact": {"name": "王联系", "phone": "023-63710000"},
        "recorder": a_recorder(),
    }
    return {**body, **changes}


def a_project(group_id: str, **changes: Any) -> dict[str, Any]:
    """The body of `POST /projects`: May 2026."""
    body: dict[str, Any] = {
        "group_id": group_id,
        "name": "社区敬老服务",
        "category": "0001",
        "place": "解放碑街道社区中心",
        "service_object": "03",
        "content": "陪老人聊天、打扫卫生",
        "starts": "2026-04-30T00:00:00+08:00",
        "ends": "2026-06-01T00:00:00+08:00",
        "contact": {"name": "王联系", "phone": "023-63710000"},
    }
    return {**body, **changes}


def a_row(number: str, start: str = "2026-05-01T09:00", end: str = "2026-05-01T11:00", **more: Any) -> dict[str, Any]:
    """A row of `POST /projects/{id}/hours`; times are Beijing's."""
    return {"volunteer_number": number, "start": f"{start}:00+08:00", "end": f"{end}:00+08:00", **more}
