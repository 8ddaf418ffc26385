"""How a group may end, the states of the record of it, and the sentence that says who answers. Imports nothing but the
regulation, so the public function may."""

from datetime import date

from functions.regulation.days import day_text

MERGED, DISSOLVED = "merged", "dissolved"
ENDINGS = {MERGED: "合并", DISSOLVED: "解散"}
RECORDED, UNDONE = "recorded", "undone"
STATES = {RECORDED: "生效", UNDONE: "已撤销"}


def words(name: str, ending: str, on: date, successor: str, answers: str) -> str:
    """What became of the group ``name``, and who ``answers`` now: the successor, or who came after that one."""
    if ending == MERGED:
        return f"“{name}”已于{day_text(on)}并入“{successor}”，由“{answers}”负责答复"
    if successor == answers:
        return f"“{name}”已于{day_text(on)}解散，由“{answers}”承接并负责答复"
    return f"“{name}”已于{day_text(on)}解散，由“{successor}”承接，现由“{answers}”负责答复"
