"""The history of a certificate in words, for its holder. Pure."""

from functions.certificates.statuses import REASON_NAMES
from functions.regulation.trace import article

ISSUED, REVOKED, REPLACED, REISSUED = "issued", "revoked", "replaced", "reissued"
CONTESTED, RELEASED, LOOKED, HIDDEN, SHOWN = "contested", "released", "looked", "hidden", "shown"
HOLDER, GROUP, SUPERVISOR, SYSTEM = "holder", "group", "supervisor", "system"
WHO = {HOLDER: "本人", GROUP: "团体", SUPERVISOR: "主管部门", SYSTEM: "系统"}
_SENTENCES = {
    CONTESTED: "有人对您登记的证件提出异议，核实以前查验显示“正在核实”",
    RELEASED: "对证件的异议已经核实，不再显示“正在核实”",
    LOOKED: "有人在本站查验过",
    HIDDEN: "您撤回了同意，查验的人看不到详细内容",
    SHOWN: "您同意了，查验的人能看到详细内容",
}


@article("17")
def words(act: str, by: str, why: str, other: str) -> str:
    """One event as a sentence. ``by`` is a kind of `WHO`, or the name of a group; ``other`` another certificate's number."""
    who = WHO.get(by, f"“{by}”")
    if act == ISSUED:
        return f"由{who}出具" if by == HOLDER else f"由{who}经您同意代为出具"
    if act == REVOKED:
        return f"由{who}撤销，原因：{REASON_NAMES.get(why, why)}"
    if act == REPLACED:
        return f"{why}，已被 {other} 替换" if other else f"已失效：{why}"
    if act == REISSUED:
        return f"已重新出具，新的一份是 {other}"
    return _SENTENCES[act]
