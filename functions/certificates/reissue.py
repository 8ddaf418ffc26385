"""Issuing again what was replaced without the holder's doing, after a change of name or of hours: same choices, a new code.

The old one says to the public that it was replaced, and when, and leads nowhere; the holder sees which number took its place.
"""

from functions.certificates import actions, history, rules, star_issue, storing, wording
from functions.certificates.lookup import own
from functions.certificates.models import Certificate
from functions.certificates.statuses import STAR
from functions.storage.refusals import Conflict
from functions.storage.transactions import Transaction

_OTHERWISE = {
    rules.VALID: "这份证明仍然有效，不用补开。要换一份新的，请按“重新出具”。",
    rules.REVOKED: "这份证明是撤销的，不能照原样重开。需要证明的，请另开一份新的。",
}


def reissue(volunteer_id: str, typed: str) -> storing.Issued:
    """Issue again an own certificate that was replaced, once. Raises `Refused`, `NotFound`, or `Conflict`."""
    old = own(volunteer_id, typed)
    if old.status != rules.REPLACED:
        raise Conflict("certificates.not_replaced", _OTHERWISE[old.status])
    done = Conflict(
        "certificates.reissued", f"这一份已经重新出具过，新的一份是 {old.replaced_by or '另一份'}，请看列表。"
    )
    if old.replaced_by:
        raise done

    def follow(transaction: Transaction, new: storing.Issued) -> None:
        free = (Certificate.status == rules.REPLACED) & Certificate.replaced_by.does_not_exist()
        number = new.certificate_number
        transaction.update(Certificate(old.code), [Certificate.replaced_by.set(number)], free, done)
        history.note(transaction, old.code, wording.REISSUED, wording.HOLDER, other=number)

    act = storing.Act(volunteer_id, follow)
    if old.kind == STAR:
        return star_issue.issue_star(volunteer_id, old.show_document, act)
    wish = actions.Wish(old.period_from, old.period_to, old.show_document, None, old.group_id or "")
    return actions.issue(volunteer_id, wish, act)
