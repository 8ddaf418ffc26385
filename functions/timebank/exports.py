"""The own statement as a file."""

from functions.files import writing
from functions.storage import audit, clock
from functions.storage.pages import Page
from functions.timebank import rules
from functions.timebank.actions import statement

CSV = "text/csv; charset=utf-8"
MOST = 10_000  # lines of one file: what an answer of Lambda holds
_PAGE = 100
_TITLES = ("时间", "事项", "对方", "说明", "变动（分钟）", "余额（分钟）", "是否已冲正或退回")


def statement_file(volunteer_id: str) -> bytes:
    """Every leg of the own account as .csv, the latest first; text never runs as a formula. What was left out is said."""
    rows: list[tuple[str | int, ...]] = []
    page = Page(_PAGE, None)
    while len(rows) < MOST:
        found = statement(volunteer_id, page)
        rows += [_row(leg, undone) for leg, undone in found]
        if found.last_evaluated_key is None:
            break
        page = Page(_PAGE, found.last_evaluated_key)
    else:
        rows.append((f"更早的没有列出：一个文件最多 {MOST} 行。", "", "", "", "", "", ""))
    audit.saw(f"volunteer#{volunteer_id}", volunteer_id, "export:timebank")
    return writing.as_csv(writing.Sheet("时间银行对账单", _TITLES, rows))


def _row(leg: rules.Leg, undone: bool) -> tuple[str | int, ...]:
    at = clock.beijing_text(leg.at)[:16].replace("T", " ")
    balance = leg.balance if leg.balance is not None else ""
    return (
        at,
        rules.KINDS[leg.kind],
        leg.shown_name or "时间银行",
        leg.about,
        leg.minutes,
        balance,
        "是" if undone else "",
    )
