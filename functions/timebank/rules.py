"""第二十条：鼓励各区县和志愿团体建立健全志愿服务时长储蓄制度。

The time bank stands beside the record: nothing in it raises or lowers recorded hours. Every act is two movements that sum to
zero, between two volunteers, or between one and the district's pool, so all balances together are always 0. History is added
to; what was wrong is undone by a counter-entry. No price, no money (第三条：无偿). Whole minutes. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from functions.regulation.trace import article
from functions.regulation.violation import Violation
from functions.timebank.policy import Terms

POOL = "pool"  # the account of the district: what volunteers have put by stands here with the other sign
DEPOSIT, SERVICE, GIFT, EXPIRY, RETURN, REVERSAL = ("deposit", "service", "gift", "expiry", "return", "reversal")
KINDS = {
    DEPOSIT: "存入",
    SERVICE: "换服务",
    GIFT: "赠送",
    EXPIRY: "到期",
    RETURN: "时长变动退回",
    REVERSAL: "冲正",
}
REVERSIBLE = {DEPOSIT, SERVICE, GIFT}
MOST_ENTRIES = 20  # of one deposit
MOST_OPEN = 20  # requests of one volunteer that are not over
MOST_MINUTES = 24 * 60  # of one service, as a stay

ASKED, ACCEPTED, DECLINED, WITHDRAWN, ENDED, DONE = ("asked", "accepted", "declined", "withdrawn", "ended", "done")
STATES = {
    ASKED: "等对方答复",
    ACCEPTED: "对方已接受",
    DECLINED: "对方不能来",
    WITHDRAWN: "已撤回",
    ENDED: "已取消",
    DONE: "已完成",
}
UNSETTLED = (ASKED, ACCEPTED)
ASKER, SERVER = "asker", "server"
_STEPS = {
    (SERVER, ASKED): (ACCEPTED, DECLINED),
    (SERVER, ACCEPTED): (ENDED,),
    (ASKER, ASKED): (WITHDRAWN,),
    (ASKER, ACCEPTED): (DONE, ENDED),
}
_WITH_REASON = {DECLINED, ENDED}

Lots = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Account:
    """One volunteer's account. ``lots`` says in which month (``2026-06``) the minutes of ``balance`` came in, the oldest first;
    ``held`` is promised to accepted services; ``owed`` could not be taken back at once and is taken from what comes next;
    ``deposited`` are minutes of own entries that stand as deposits; ``legs`` counts movements."""

    account_id: str
    shown_name: str
    balance: int = 0
    held: int = 0
    owed: int = 0
    deposited: int = 0
    lots: Lots = ()
    day: str = ""
    day_minutes: int = 0
    gift_year: int = 0
    gift_minutes: int = 0
    legs: int = 0
    version: int = 0
    frozen: bool = False  # the record was merged into another

    @property
    def free(self) -> int:
        """What can be drawn now."""
        return self.balance - self.held


@dataclass(frozen=True)
class Leg:
    """One side of a movement: ``minutes`` come in (+) or go out (-), ``balance`` is what the account holds after it (None for
    the pool), ``counterpart`` the other account, ``shown_name`` its owner's name, masked, "" for the pool."""

    account_id: str
    leg_id: str
    transaction_id: str
    kind: str
    minutes: int
    balance: int | None
    counterpart: str
    shown_name: str
    at: datetime
    about: str
    entry_id: str = ""  # the first version of the entry that was deposited
    reverses: str = ""  # the transaction that this one undoes


@dataclass(frozen=True)
class Request:
    """One volunteer asks another for a service. Names are masked; ``what`` is for the two of them."""

    request_id: str
    asker_id: str
    asker_name: str
    server_id: str
    server_name: str
    minutes: int
    what: str
    asked_at: datetime
    state: str
    version: int
    reason: str = ""
    decided_at: datetime | None = None

    def role_of(self, volunteer_id: str) -> str | None:
        """Which side this volunteer is on; None for neither."""
        return {self.asker_id: ASKER, self.server_id: SERVER}.get(volunteer_id)


@article("20")
def credited(account: Account, lots: Lots) -> Account:
    """The account after minutes came in, each with the month it counts from."""
    merged = dict(account.lots)
    for month, minutes in lots:
        merged[month] = merged.get(month, 0) + minutes
    total = sum(minutes for _, minutes in lots)
    return replace(account, balance=account.balance + total, lots=tuple(sorted(merged.items())))


@article("20")
def debited(account: Account, minutes: int) -> tuple[Account, Lots]:
    """The account after ``minutes`` went out, the oldest first; and which they were. Never below zero."""
    if not 0 < minutes <= account.balance:
        raise ValueError("an account does not go below zero")
    left, taken, rest = minutes, [], []
    for month, held in account.lots:
        part = min(held, left)
        left -= part
        if part:
            taken.append((month, part))
        if held > part:
            rest.append((month, held - part))
    return replace(account, balance=account.balance - minutes, lots=tuple(rest)), tuple(taken)


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def _count(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:])


def last_month(month: str, terms: Terms) -> str:
    """The last month in which minutes that came in during ``month`` can be drawn, where they expire at all."""
    years, months = divmod(_count(month) + terms.expiry_months - 1, 12)
    return f"{years}-{months + 1:02d}"


@article("20")
def next_expiry(account: Account, terms: Terms) -> tuple[int, date] | None:
    """Which minutes are over next, and the last day on which they can be drawn; None where none ever are."""
    if not account.lots or not terms.enabled or not terms.expiry_months:
        return None
    month, minutes = account.lots[0]
    years, months = divmod(_count(month) + terms.expiry_months, 12)
    return minutes, date(years, months + 1, 1) - timedelta(days=1)


@article("20")
def expired(account: Account, terms: Terms, today: date) -> int:
    """Minutes that are over: older than the district keeps them, and not promised to a service. None while it is off."""
    if not terms.enabled or not terms.expiry_months:
        return 0
    over = sum(minutes for month, minutes in account.lots if last_month(month, terms) < month_of(today))
    return min(over, account.free)


@article("20")
def room_for_deposit(account: Account, terms: Terms, today: date) -> int | None:
    """How many minutes may still be deposited now, by every cap; None for no cap."""
    used = account.day_minutes if account.day == today.isoformat() else 0
    caps = [
        (terms.deposit_cap_minutes, 0),
        (terms.daily_cap_minutes, used),
        (terms.balance_cap_minutes, account.balance),
    ]
    rooms = [max(0, cap - spent) for cap, spent in caps if cap]
    return min(rooms) if rooms else None


@article("20")
def deposit_faults(account: Account, terms: Terms, minutes: int, today: date) -> list[Violation]:
    """Every cap that a deposit of ``minutes`` would break."""
    used = account.day_minutes if account.day == today.isoformat() else 0
    caps = (
        ("deposit_cap", terms.deposit_cap_minutes, minutes, "一次最多存入 {cap} 分钟，这次是 {sum} 分钟。请少选几条。"),
        ("daily_cap", terms.daily_cap_minutes, used + minutes, "一天最多存入 {cap} 分钟，加上这次是 {sum} 分钟。请少选几条，或明天再存。"),
        ("balance_cap", terms.balance_cap_minutes, account.balance + minutes, "余额最多 {cap} 分钟，存入后会是 {sum} 分钟。请少选几条，或用掉一些再存。"),
    )  # fmt: skip
    return [
        _fault(code, "entry_ids", words.format(cap=cap, sum=sum_)) for code, cap, sum_, words in caps if 0 < cap < sum_
    ]


@article("20")
def gift_faults(account: Account, other: Account, terms: Terms, minutes: int, year: int) -> list[Violation]:
    """What forbids a gift where the district allows gifts at all: its cap of a year, the other's cap."""
    faults = []
    given = (account.gift_minutes if account.gift_year == year else 0) + minutes
    if 0 < terms.gift_cap_minutes < given:
        words = f"一年最多赠送 {terms.gift_cap_minutes} 分钟，加上这次是 {given} 分钟。请改少一些。"
        faults.append(_fault("gift_cap", "minutes", words))
    if 0 < terms.balance_cap_minutes < other.balance + minutes:
        faults.append(_fault("other_full", "minutes", "对方的余额放不下这么多。请改少一些。"))
    return faults


@article("20")
def minutes_faults(minutes: int) -> list[Violation]:
    """A service is measured as a stay is: whole minutes, a day at most."""
    if 1 <= minutes <= MOST_MINUTES:
        return []
    return [_fault("minutes", "minutes", f"请填写 1 到 {MOST_MINUTES} 之间的整分钟数。")]


@article("20")
def asking_faults(minutes: int, what: str, unsettled: int) -> list[Violation]:
    """Faults of a request by itself."""
    faults = minutes_faults(minutes)
    if not what:
        faults.append(_fault("what", "what", "请写明请对方做什么、什么时候、在哪里。"))
    if unsettled >= MOST_OPEN:
        faults.append(_fault("too_many", "", f"还没有办完的申请已有 {unsettled} 个，请先办完或撤回一些。"))
    return faults


@article("20")
def other_faults(found: bool, is_self: bool) -> list[Violation]:
    """Whom minutes go to is another volunteer: nobody serves oneself, under whatever number."""
    if not found:
        return [_fault("volunteer", "volunteer_number", "没有这个志愿者编号，请与对方核对。")]
    if is_self:
        return [_fault("own_number", "volunteer_number", "这是您自己的编号，请填写对方的志愿者编号。")]
    return []


@article("20")
def steps_of(role: str, state: str) -> tuple[str, ...]:
    """What this side may make of a request now."""
    return _STEPS.get((role, state), ())


@article("20")
def step_faults(to: str, reason: str) -> list[Violation]:
    """What the other side will read must say why."""
    if to in _WITH_REASON and not reason:
        return [_fault("reason", "reason", "请写明理由，对方会看到。")]
    return []


@article("20")
def reversal_faults(leg: Leg, reason: str, is_own: bool) -> list[Violation]:
    """What a supervisor may undo, and that it says why; nobody undoes the own."""
    faults = []
    if leg.kind not in REVERSIBLE:
        words = f"“{KINDS[leg.kind]}”不能冲正。只有存入、换服务和赠送可以。"
        faults.append(_fault("not_reversible", "leg_id", words))
    if is_own:
        faults.append(_fault("own_reversal", "", "与您本人有关的，请由另一位工作人员办理。"))
    if not reason:
        faults.append(_fault("reason", "reason", "请写明为什么冲正，双方会看到。"))
    return faults


@article("20")
def sums_to_zero(legs: Sequence[Leg]) -> bool:
    """Whether every transaction among these legs is two movements that cancel out."""
    sums: dict[str, int] = {}
    for leg in legs:
        sums[leg.transaction_id] = sums.get(leg.transaction_id, 0) + leg.minutes
    return not any(sums.values())


def _fault(code: str, field: str, message: str) -> Violation:
    return Violation("20", f"timebank.{code}", field, message)
