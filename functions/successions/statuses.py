"""How a group may end, the states of the record of it, and the sentence that says who answers. Imports nothing but the
regulation, so the public function may."""

from datetime import date

from functions.regulation.days import day_text

MERGED, DISSOLVED = "merged", "dissolved"
ENDINGS = {MERGED: "合并", DISSOLVED: "解散"}
_VERBS = {MERGED: "并入", DISSOLVED: "解散，业务由"}
_TAILS = {MERGED: "", DISSOLVED: "承接"}
RECORDED, UNDONE = "recorded", "undone"
STATES = {RECORDED: "生效", UNDONE: "已撤销"}


def words(name: str, ending: str, on: date, successor: str, answers: str) -> str:
    """What became of the group ``name``, and who ``answers`` now: the successor, or who came after that one."""
    ended = f"“{name}”已于{day_text(on)}{_VERBS[ending]}“{successor}”{_TAILS[ending]}"
    return f"{ended}，由“{answers}”负责答复"
