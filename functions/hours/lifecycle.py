"""第九条：……志愿团体应当及时为参加本团体志愿服务的志愿者核实并录入服务时长。

What may become of an entry, and who may say so. Pure, as `rules`. History is added to: a correction is a new version, and
the old one stays, marked as such.
"""

from functions.regulation.violation import Violation

PENDING, IN_FORCE, REFUSED, VOIDED, SUPERSEDED, HELD, MOVED = (
    "pending", "in_force", "refused", "voided", "superseded", "held", "moved",
)  # fmt: skip
STATES = {
    PENDING: "待确认",
    IN_FORCE: "已生效",
    REFUSED: "未通过",
    VOIDED: "已作废",
    SUPERSEDED: "已更正",
    HELD: "办理中",
    MOVED: "已并入",
}
_MOVES = {
    PENDING: {IN_FORCE, REFUSED, SUPERSEDED, VOIDED},
    IN_FORCE: {SUPERSEDED, VOIDED},
    HELD: {IN_FORCE},
}
# What keeps others from the same time: in force, or about to be.
STANDING = {IN_FORCE, HELD}
# Sources of which the one who entered them may not be the one who confirms them: a recorder's own entries that wait.
_NEEDS_A_SECOND = {"back_fill", "group_entry"}


def may_become(state: str, to: str) -> bool:
    """Whether an entry in ``state`` may be moved to ``to``."""
    return to in _MOVES.get(state, set())


def confirmer_faults(
    source: str, entered_by: str, volunteer_key: str, confirmer_id: str, confirmer_key: str
) -> list[Violation]:
    """Nobody confirms the own hours, in any role; what was filled in late is confirmed by a second person.

    The keys are the fingerprints of both persons' documents.
    """
    if volunteer_key == confirmer_key:
        return [_fault("own_confirmation", "不能确认自己的服务时长，请由本团体的另一位记录员确认。")]
    if source in _NEEDS_A_SECOND and entered_by == confirmer_id:
        return [_fault("second_needed", "这条时长须由另一位记录员或主管部门确认，不能由录入人自己确认。")]
    return []


def reason_faults(reason: str, what: str) -> list[Violation]:
    """Refusing, correcting and voiding say why; the volunteer will read it."""
    if reason:
        return []
    return [Violation("9", "hours.reason_missing", "reason", f"{what}须写明理由，志愿者会看到。")]


def _fault(code: str, message: str) -> Violation:
    return Violation("9", f"hours.{code}", "", message)
