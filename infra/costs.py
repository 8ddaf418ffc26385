"""What a district costs in a month: measured units and sizes × stated habits × prices that are inputs with their date.

    amount = Σ (fixed + each × volunteers) × price

`measured.json` is written by ``make bench``; `prices.json` holds the prices; the habits below are assumptions, each said on the page.
Everything grows in a straight line with the number of volunteers, so a line of the bill is a fixed part and a part for each of them.
No free allowance is taken off.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).resolve().parent
SIZES = (1_000, 20_000, 165_000)
_HOURS = 730  # of a month
_DAYS = 30.4
_GB = 1024**3
_MILLION = 1_000_000


@dataclass(frozen=True)
class Act:
    """An act as the bench measured it, once."""

    read_units: float
    write_units: float
    milliseconds: float
    stored_bytes: int


@dataclass(frozen=True)
class Habit:
    """How often an act is done a month by a thousand volunteers; ``told`` says it in Chinese."""

    act: str
    times: float
    told: str


@dataclass(frozen=True)
class Line:
    """A line of the bill: how much of what is charged by ``price``, apart from the volunteers and for each of them."""

    price: str
    told: str
    unit: str
    fixed: float
    each: float

    def quantity(self, volunteers: int) -> float:
        return self.fixed + self.each * volunteers


@dataclass(frozen=True)
class Region:
    """A place to run in, and its prices; ``checked``: those that were seen on a public page, by name."""

    code: str
    name: str
    currency: str
    prices: Mapping[str, float]
    checked: frozenset[str]


HABITS = (
    Habit("register a volunteer", 10, "新登记志愿者"),
    Habit("log in", 400, "登录"),
    Habit("see the own record (one page)", 300, "看自己的记录"),
    Habit("enter thirty volunteers' hours", 10, "录入一张三十人的时长表"),
    Habit("enter one volunteer's hours", 20, "录入一个人的时长"),
    Habit("check in", 100, "签到"),
    Habit("check out", 100, "签退"),
    Habit("claim hours", 80, "申报时长"),
    Habit("confirm one claim", 80, "确认一条申报"),
    Habit("correct an entry", 10, "更正一条时长"),
    Habit("a group applies", 0.2, "团体申请"),
    Habit("approve a group", 0.2, "团体审批"),
    Habit("create a project", 5, "建立项目"),
    Habit("add a member to a group", 30, "加入团体"),
    Habit("issue a certificate", 20, "出具证明"),
    Habit("its paper as PDF", 25, "下载证明 PDF"),
    Habit("verify a certificate", 60, "查验证明"),
    Habit("revoke a certificate", 0.5, "撤销证明"),
)
YEARS = 5  # of history that is kept beside the people themselves
LOOKS = 4  # smaller look-ups (lists, settings, who am I) that go with each act
LOOK = Act(read_units=3, write_units=0, milliseconds=25, stored_bytes=0)
SLOWER = 2.0  # a function has half a processor or so, where the bench had a whole one
COLD, COLD_SECONDS = 0.05, 2.5  # share of requests that start a function, and how long that takes
MEMORY_GB = 1.0  # of the members' function; the public one has half, and is reckoned as dear
VISITS = 1.5  # pages that a volunteer opens a month
PAGE_BYTES, PAGE_FILES = 250_000, 15  # of a page, most of it kept by the browser afterwards
ANSWER_BYTES = 6_000
LOG_BYTES, LOG_MONTHS = 700, 6
JOB_RUNS = 6 * 24 * _DAYS + 24 * _DAYS + _DAYS
JOB_SECONDS, JOB_READS, JOB_FILES = 2.0, 60, 5
RECOUNT_BYTES_A_SECOND = 4_000_000  # a recount reads every table once a night
EXPORTS_KEPT = 12
ALARMS, METRICS, KEYS, SECRETS = 10, 8, 3, 2


def measured(path: Path = _HERE / "measured.json") -> dict[str, Act]:
    told = json.loads(path.read_text(encoding="utf-8"))["acts"]
    return {name: Act(**{field: each[field] for field in Act.__dataclass_fields__}) for name, each in told.items()}


def regions(path: Path = _HERE / "prices.json") -> list[Region]:
    told = json.loads(path.read_text(encoding="utf-8"))["regions"]
    return [
        Region(code, each["name"], each["currency"], {name: price for name, (price, _) in each["prices"].items()},
               frozenset(name for name, (_, seen) in each["prices"].items() if seen))
        for code, each in told.items()
    ]  # fmt: skip


def priced_on(path: Path = _HERE / "prices.json") -> str:
    return str(json.loads(path.read_text(encoding="utf-8"))["as_of"])


@dataclass(frozen=True)
class Month:
    """What one volunteer does in a month, added up over the habits."""

    requests: float
    reads: float
    writes: float
    seconds: float
    new_bytes: float
    kept_bytes: float


def month_of_one(acts: Mapping[str, Act]) -> Month:
    """The habits × the measured acts, for one volunteer."""
    done = [(habit.times / 1000, acts[habit.act]) for habit in HABITS]
    count = sum(times for times, _ in done)
    looks = count * LOOKS
    new = sum(times * max(act.stored_bytes, 0) for times, act in done)
    registered = acts["register a volunteer"].stored_bytes
    requests = count + looks
    return Month(
        requests=requests,
        reads=sum(times * act.read_units for times, act in done) + looks * LOOK.read_units,
        writes=sum(times * act.write_units for times, act in done),
        seconds=(sum(times * act.milliseconds for times, act in done) + looks * LOOK.milliseconds) * SLOWER / 1000
        + requests * COLD * COLD_SECONDS,
        new_bytes=new,
        kept_bytes=registered + new * 12 * YEARS,
    )


def bill(acts: Mapping[str, Act]) -> list[Line]:
    """Every line of what runs without a server."""
    one = month_of_one(acts)
    stored = one.kept_bytes / _GB
    recount = one.kept_bytes / 4096 / 2 * _DAYS  # read units a month: 4 kB for half a unit
    gb_seconds = (one.seconds + one.kept_bytes / RECOUNT_BYTES_A_SECOND * _DAYS) * MEMORY_GB
    traffic = (VISITS * PAGE_BYTES + one.requests * ANSWER_BYTES) / _GB
    logs = one.requests * LOG_BYTES / _GB
    fetched = (VISITS * PAGE_FILES + one.requests) / 10_000
    return [
        Line("write_million", "数据库写入", "百万写单位", 0, one.writes / _MILLION),
        Line("read_million", "数据库读取（含每夜重新清点）", "百万读单位", JOB_RUNS * JOB_READS / _MILLION, (one.reads + recount) / _MILLION),
        Line("table_gb", "数据库存储", "GB", 0, stored),
        Line("pitr_gb", "随时可恢复的备份", "GB", 0, stored),
        Line("export_gb", "每月导出", "GB", 0, stored),
        Line("bucket_gb", "导出文件、网页的存储", "GB", 1.0, stored * EXPORTS_KEPT),
        Line("put_thousand", "发布状态清单等文件", "千次", JOB_RUNS * JOB_FILES / 1000, 0),
        Line("request_million", "函数调用次数", "百万次", JOB_RUNS / _MILLION, one.requests / _MILLION),
        Line("gb_second", "函数运行时间", "GB·秒", JOB_RUNS * JOB_SECONDS * MEMORY_GB, gb_seconds),
        Line("api_million", "接口网关", "百万次", 0, one.requests / _MILLION),
        Line("cdn_gb", "网站流量", "GB", 0.5, traffic),
        Line("cdn_ten_thousand", "网站请求", "万次", 0.5, fetched),
        Line("key_month", "密钥（一把加密、两把签名）", "把", KEYS, 0),
        Line("kms_ten_thousand", "用加密密钥", "万次", 0.1, one.requests * COLD / 10_000),
        Line("sign_ten_thousand", "用签名密钥（证明、状态清单）", "万次", JOB_RUNS * 3 / 10_000, 0.02 * 2 / 10_000),
        Line("secret_month", "保管的秘密", "个", SECRETS, 0),
        Line("log_gb", "写日志", "GB", JOB_RUNS * LOG_BYTES / _GB, logs),
        Line("log_kept_gb", "存日志（六个月）", "GB", JOB_RUNS * LOG_BYTES * LOG_MONTHS / _GB, logs * LOG_MONTHS),
        Line("metric_month", "自己的指标", "个", METRICS, 0),
        Line("alarm_month", "报警", "个", ALARMS, 0),
    ]  # fmt: skip


def server_bill(acts: Mapping[str, Act], twice: bool = False) -> list[Line]:
    """The smallest server that is always on, with a database; ``twice``: two of each, and a balancer before them."""
    one = month_of_one(acts)
    number, stored = (2 if twice else 1), one.kept_bytes / _GB
    traffic = (VISITS * PAGE_BYTES + one.requests * ANSWER_BYTES) / _GB
    lines = [
        Line("server_hour", "服务器 t4g.small", "小时", _HOURS * number, 0),
        Line("server_disk_gb", "服务器硬盘", "GB", 20 * number, 0),
        Line("database_hour", "数据库 db.t4g.micro", "小时", _HOURS * number, 0),
        Line("database_disk_gb", "数据库硬盘（至少 20 GB）", "GB", 20 * number, stored * number),
        Line("database_backup_gb", "备份、每月副本", "GB", 0, stored * EXPORTS_KEPT),
        Line("address_hour", "公网地址", "小时", _HOURS * number, 0),
        Line("traffic_gb", "网站流量", "GB", 0.5, traffic),
        Line("log_gb", "写日志", "GB", 0.2, one.requests * LOG_BYTES / _GB),
        Line("key_month", "密钥（一把加密、两把签名）", "把", KEYS, 0),
        Line("alarm_month", "报警", "个", ALARMS, 0),
    ]
    return [*lines, Line("balancer_hour", "负载均衡", "小时", _HOURS, 0)] if twice else lines


def amount(line: Line, volunteers: int, region: Region) -> float:
    return line.quantity(volunteers) * region.prices[line.price]


def total(lines: list[Line], volunteers: int, region: Region) -> float:
    """A month in the region's own money."""
    return sum(amount(line, volunteers, region) for line in lines)
